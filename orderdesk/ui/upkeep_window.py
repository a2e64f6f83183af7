"""The window that says how far the local store is brought up to date, and stops it."""

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QPushButton
from typing_extensions import override

from orderdesk.domain.messages import Message
from orderdesk.ui.i18n import say
from orderdesk.ui.icons import Icons
from orderdesk.ui.notice_layout import lay_out_notice
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel

_LOOK_MS = 50
# What is over sooner needs no window.
_LOOKS_BEFORE_SHOWN = 6
_WHOLE = 1_000
_SIZE = QSize(520, 220)


class Upkeep(QObject):
    """Hears on any thread how far it is, and shows it where it takes longer than a moment.

    The other threads touch no Qt object: a timer looks at what they have said.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.stopped = False
        """Whether a person wants no more of it."""
        self.window: UpkeepWindow | None = None
        self._theme = theme
        self._latest: tuple[Message, float] | None = None
        self._looks = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def told(self, what: Message, share: float) -> bool:
        """Hear how far it is, on any thread; return whether to go on."""
        self._latest = (what, share)
        return not self.stopped

    def _look(self) -> None:
        if self._latest is None:
            return
        self._looks += 1
        if self.window is None and self._looks >= _LOOKS_BEFORE_SHOWN:
            self.window = UpkeepWindow(self._theme, Icons(self._theme))
            self.window.stopped.connect(self._on_stopped)
            self.window.show()
        if self.window is not None and not self.stopped:
            self.window.show_stage(*self._latest)

    def _on_stopped(self) -> None:
        self.stopped = True

    def over(self) -> None:
        """Let the window go: it has ended one way or another."""
        self._timer.stop()
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
            self.window = None


class UpkeepWindow(QDialog):
    """How far it is, and a button that stops it.

    Signals:
        stopped: a person wants no more of it.
    """

    stopped = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("Your orders are brought up to date"))
        self.stop_button = QPushButton(self.tr("Not now"))
        self.stop_button.setAutoDefault(False)
        self.stop_button.clicked.connect(self.reject)
        self.bar = QProgressBar()
        self.bar.setRange(0, _WHOLE)
        self.bar.setTextVisible(False)
        self.stage = PlainLabel(tone="muted", wrap=True)
        self.bar.setAccessibleName(self.windowTitle())
        words = self.tr(
            "This version keeps them in a new form. A backup is made first. Stopped, everything "
            "is as it was, and the next start asks for it again."
        )
        lay_out_notice(
            self,
            icons,
            picture=("orderdesk", theme.colour("accent")),
            parts=[PlainLabel(words, wrap=True), self.bar, self.stage],
            buttons=[self.stop_button],
            size=_SIZE,
        )

    def show_stage(self, what: Message, share: float) -> None:
        """Show what is being done, and how much of everything is behind it, from 0 to 1."""
        self.bar.setValue(round(share * _WHOLE))
        self.stage.setText(say(what))

    @override
    def reject(self) -> None:
        """Stop it; the window stays until what is under way has ended."""
        self.stop_button.hide()
        self.stage.setText(self.tr("It is stopped…"))
        self.stopped.emit()
