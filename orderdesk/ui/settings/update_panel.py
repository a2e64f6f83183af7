"""What is known of newer versions, with the ways to look and to get one."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.domain.errors import DeskError
from orderdesk.domain.updates import Offer
from orderdesk.services.updates import UpdateStatus
from orderdesk.ui.announcement import announce
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import format_time, say
from orderdesk.ui.widgets.labels import PlainLabel


def open_page(offer: Offer) -> None:
    """Open the page of a version in the person's browser; nothing is downloaded here."""
    QDesktopServices.openUrl(QUrl(offer.page))


class UpdatePanel(QWidget):
    """Says which version this is and whether there is a newer one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._offer: Offer | None = None
        self._busy = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "quiet")
        self.title = PlainLabel(tone="strong", wrap=True, selectable=True)
        self.words = PlainLabel(wrap=True, selectable=True)
        self.looked = PlainLabel(tone="muted", wrap=True)
        self.looked.set_size("small")
        self.check_button = QPushButton(self.tr("Check now"))
        self.page_button = QPushButton(self.tr("Open the download page"))
        self.page_button.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.page_button, self.check_button):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            buttons.addWidget(button)
        buttons.addStretch()
        context.icons.bind(self.page_button, "external-link")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        for part in (self.title, self.words, self.looked):
            column.addWidget(part)
        column.addLayout(buttons)
        self.check_button.clicked.connect(self.check)
        self.page_button.clicked.connect(self._open_page)
        context.bridge.updates_changed.connect(self._read)
        self._read()

    def check(self) -> None:
        """Ask for the list of versions now."""
        if self._busy:
            return
        self._set_busy(busy=True)
        self.words.set_tone("")
        self.words.setText(self.tr("Looking…"))
        self.words.show()
        self._context.tasks.call(
            self._context.desk.updates.check(),
            name="look for a newer version",
            then=self._checked,
            otherwise=self._failed,
        )

    def show_status(self, status: UpdateStatus) -> None:
        """Show what is known."""
        self._offer = status.offer
        self.page_button.setVisible(status.offer is not None)
        self.check_button.setEnabled(status.why_not is None and not self._busy)
        mine = self.tr("This is orderdesk {version}.").format(version=status.running)
        self.title.setText(mine)
        self.words.set_tone("")
        if status.offer is not None:
            text = self.tr("orderdesk {version} is available. You have {running}.")
            self.title.setText(text.format(version=status.offer.version, running=status.running))
            self.words.setText("\n".join(f"•\u2002{line}" for line in status.offer.news))
        elif status.why_not is not None:
            self.words.setText(say(status.why_not))
        elif status.checked_at is not None:
            self.words.setText(self.tr("No newer version is known."))
        else:
            self.words.clear()
        self.words.setVisible(bool(self.words.text()))
        looked = format_time(status.checked_at, self._context.zone) or self.tr("never")
        self.looked.setText(self.tr("Last looked: {time}").format(time=looked))
        self.looked.setVisible(status.why_not is None)

    def _read(self, _event: object = None) -> None:
        self._context.tasks.call(
            self._context.desk.updates.status(),
            name="what is known of newer versions",
            then=self._known,
        )

    def _known(self, status: UpdateStatus) -> None:
        if not self._busy:
            self.show_status(status)

    def _checked(self, status: UpdateStatus) -> None:
        self._set_busy(busy=False)
        self.show_status(status)
        announce(self, f"{self.title.text()} {self.words.text()}".strip())

    def _failed(self, error: DeskError) -> None:
        self._set_busy(busy=False)
        self.words.set_tone("error")
        self.words.setText(sentences(error))
        self.words.show()
        announce(self, self.words.text())

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.check_button.setEnabled(not busy)

    def _open_page(self) -> None:
        if self._offer is not None:
            open_page(self._offer)
