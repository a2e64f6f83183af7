"""Asks before a backup is put in place of a store that cannot be opened, and says what came."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.aside import Aside
from orderdesk.ui.i18n import say
from orderdesk.ui.widgets.labels import PlainLabel

UNFORESEEN = QT_TRANSLATE_NOOP("messages", "Something went wrong that was not foreseen ({kind}).")

Restore = Callable[[], Sequence[Message]]
"""Puts the backup in place and says what is so now; called on another thread."""


class WayBackDialog(QDialog):
    """First what it would mean, then what came of it.

    Signals:
        restored: the backup is in place, and a person wants the desk to start.
    """

    restored = Signal()

    def __init__(self, planned: Sequence[Message], restore: Restore, parent: QWidget) -> None:
        super().__init__(parent)
        self._restore = restore
        self.setWindowTitle(self.tr("Go back to the backup"))
        self.setAccessibleName(self.windowTitle())
        self.said = PlainLabel(wrap=True, selectable=True)
        self.go_button = QPushButton(self.tr("Put the backup in place"))
        self.go_button.setAutoDefault(False)
        self.go_button.clicked.connect(self._go)
        self.start_button = QPushButton(self.tr("Start orderdesk"))
        self.start_button.clicked.connect(self._start)
        self.start_button.hide()
        self.close_button = QPushButton(self.tr("Cancel"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        title = PlainLabel(self.windowTitle())
        title.set_size("large")
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.close_button, self.go_button, self.start_button):
            foot.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(12)
        whole.addWidget(title)
        whole.addWidget(self.said)
        whole.addStretch(1)
        whole.addLayout(foot)
        self._say(planned)
        self.resize(560, 300)

    def _say(self, sentences: Sequence[Message]) -> None:
        self.said.setText("\n\n".join(say(one) for one in sentences))
        self.adjustSize()

    def _go(self) -> None:
        self.go_button.hide()
        self.close_button.hide()
        self.said.setText(self.tr("The backup is put in place…"))
        work = Aside(lambda _tell: self._restore(), self)
        work.done.connect(self._on_done)
        work.failed.connect(self._on_failed)

    def _on_done(self, sentences: Sequence[Message]) -> None:
        self._say(sentences)
        self.start_button.show()
        self.start_button.setDefault(True)
        self._offer_close()

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, DeskError):
            self._say([one for one in (error.message, error.way_out) if one is not None])
        else:
            self._say([Message(UNFORESEEN, {"kind": type(error).__name__})])
        self._offer_close()

    def _offer_close(self) -> None:
        self.close_button.setText(self.tr("Close"))
        self.close_button.show()

    def _start(self) -> None:
        self.restored.emit()
        self.accept()

    @override
    def reject(self) -> None:
        """Close, but not while a backup is being put in place."""
        if self.close_button.isVisible() or not self.isVisible():
            super().reject()
