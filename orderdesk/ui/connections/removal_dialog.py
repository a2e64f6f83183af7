"""The question before a connection is removed: what is lost, or why it cannot be done now."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.connections.fitting import fit_height
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_number, plural
from orderdesk.ui.staging.counts import Counts
from orderdesk.ui.staging.words import numbers_text
from orderdesk.ui.widgets.labels import PlainLabel

_WIDTH = 480


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What is open on a connection: changes on their way, and those that are only staged."""

    on_the_way: int
    staged: Counts
    numbers: tuple[str, ...]
    """The orders on which something is staged."""

    def __bool__(self) -> bool:
        return bool(self.on_the_way or self.staged.changes)


class RemovalDialog(QDialog):
    """Names what is lost; with changes that are not settled it only says what to do first.

    Signals:
        activity_asked: the changes that are not settled are to be shown.
        review_asked: the changes that are staged are to be shown.
    """

    activity_asked = Signal()
    review_asked = Signal()

    def __init__(
        self,
        context: Context,
        status: ConnectionStatus,
        unsettled: Unsettled,
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
            staged = unsettled.staged.changes > 0
            self.go_on.setText(
                self.tr("Review staged changes") if staged else self.tr("Show these changes")
            )
            self.go_on.clicked.connect(self.review_asked if staged else self.activity_asked)
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

    def _blocked(self, unsettled: Unsettled) -> str:
        return " ".join(filter(None, (self._staged(unsettled), self._going(unsettled.on_the_way))))

    def _staged(self, unsettled: Unsettled) -> str:
        counts = unsettled.staged
        if not counts.changes:
            return ""
        changes = plural(self.tr("%n change(s)", "", counts.changes), counts.changes)
        text = self.tr(
            "{changes} of its orders ({numbers}) are staged, and no vendor has heard of them yet. "
            "Send or discard them, and remove the connection then."
        )
        return text.format(changes=changes, numbers=numbers_text(unsettled.numbers))

    def _going(self, number: int) -> str:
        if not number:
            return ""
        changes = plural(self.tr("%n change(s)", "", number), number)
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
