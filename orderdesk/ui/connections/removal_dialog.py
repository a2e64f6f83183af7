"""The question before a connection is removed: what is lost, or why it cannot be done now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.connections.fitting import fit_height
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_number, plural
from orderdesk.ui.widgets.labels import PlainLabel

_WIDTH = 480


class RemovalDialog(QDialog):
    """Names what is lost; with changes that are not settled it only says what to do first.

    Signals:
        activity_asked: the changes that are not settled are to be shown.
    """

    activity_asked = Signal()

    def __init__(
        self,
        context: Context,
        status: ConnectionStatus,
        unsettled: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("removal-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = status.config.name
        if unsettled:
            title = self.tr("{name} cannot be removed now").format(name=name)
        else:
            title = self.tr("Remove {name}?").format(name=name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        heading = PlainLabel(title, wrap=True)
        heading.set_size("large")
        self.text = PlainLabel(
            self._blocked(unsettled) if unsettled else self._lost(status), wrap=True
        )
        self.setAccessibleDescription(self.text.text())
        self.back = QPushButton(self.tr("Close") if unsettled else self.tr("Keep it"))
        self.go_on = QPushButton()
        if unsettled:
            self.go_on.setText(self.tr("Show these changes"))
            self.go_on.clicked.connect(self.activity_asked)
            self.go_on.clicked.connect(self.reject)
        else:
            self.go_on.setText(self.tr("Remove {name}").format(name=name.replace("&", "&&")))
            self.go_on.setProperty("kind", "danger")
            self.go_on.clicked.connect(self.accept)
        self.go_on.setAccessibleName(self.go_on.text().replace("&&", "&"))
        self.back.clicked.connect(self.reject)
        self._lay_out(context, heading)

    def _lay_out(self, context: Context, heading: PlainLabel) -> None:
        picture = PlainLabel()
        ratio = self.devicePixelRatioF()
        colour = context.theme.colour("amber")
        picture.setPixmap(context.icons.pixmap("triangle-alert", colour, 20, ratio))
        words = QHBoxLayout()
        words.setSpacing(12)
        words.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self.text, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        for button in (self.back, self.go_on):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addLayout(words)
        column.addStretch()
        column.addLayout(buttons)
        self.setFixedWidth(_WIDTH)

    def _lost(self, status: ConnectionStatus) -> str:
        orders = plural(self.tr("%n order(s)", "", status.orders), status.orders)
        orders = orders.replace(str(status.orders), format_number(status.orders))
        return self.tr(
            "{orders} of this account leave this computer, with their names and drafts, and its "
            "user name and password are forgotten. At {vendor} nothing changes, and adding the "
            "account again brings the orders back."
        ).format(orders=orders, vendor=status.title)

    def _blocked(self, unsettled: int) -> str:
        changes = plural(self.tr("%n change(s)", "", unsettled), unsettled)
        return self.tr(
            "{changes} to its orders are not settled: they wait to be sent, are on their way, or "
            "need your decision. Wait until they are settled, or withdraw them, and remove the "
            "connection then."
        ).format(changes=changes)

    @override
    def showEvent(self, arg__1: QShowEvent) -> None:
        super().showEvent(arg__1)
        fit_height(self)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)
