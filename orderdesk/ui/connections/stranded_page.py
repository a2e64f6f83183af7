"""A kept connection whose connector is not installed: it can only be removed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.connections.page_head import PageHead
from orderdesk.ui.context import Context
from orderdesk.ui.widgets.labels import PlainLabel


class StrandedPage(QWidget):
    """Says that nothing here can talk to the vendor.

    Signals:
        removal_asked: the connection is to be removed.
        close_asked: the dialog is to be closed.
    """

    removal_asked = Signal()
    close_asked = Signal()

    def __init__(
        self, context: Context, status: ConnectionStatus, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.status = status
        self.head = PageHead(context)
        self.remove_button = QPushButton(self.tr("Remove…"))
        self.close_button = QPushButton(self.tr("Close"))
        text = self.tr(
            "Its orders stay readable here. To sync it again, install the part of orderdesk that "
            "talks to this vendor."
        )
        words = QVBoxLayout()
        words.setContentsMargins(22, 12, 22, 12)
        words.addWidget(PlainLabel(text, wrap=True))
        foot = QHBoxLayout()
        foot.setContentsMargins(22, 10, 22, 14)
        foot.addWidget(self.remove_button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        for button in (self.remove_button, self.close_button):
            button.setAutoDefault(False)
        self.remove_button.clicked.connect(self.removal_asked)
        self.close_button.clicked.connect(self.close_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(words)
        column.addStretch()
        column.addLayout(foot)
        self.show_status(status)

    def show_status(self, status: ConnectionStatus) -> None:
        """Show how the connection is doing."""
        self.status = status
        self.head.show_status(status)

    def dirty(self) -> bool:
        """Whether something is typed that is not kept: never here."""
        return False
