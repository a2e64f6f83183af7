"""The foot of the detail: what was asked for here and is not settled yet."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.services.views import Decision, OrderView
from orderdesk.ui.context import Context
from orderdesk.ui.detail.command_row import CommandRow
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.labels import PlainLabel

NOT_SETTLED = QT_TRANSLATE_NOOP("messages", "Changes of this order that are not settled")
_TALLEST = 260


class Footer(QScrollArea):
    """Shows the open commands of an order, the oldest first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.rows: dict[str, CommandRow] = {}
        self.setObjectName("footer")
        self.setAccessibleName(say_text(NOT_SETTLED))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._inner = QWidget()
        self._inner.setProperty("surface", "stage")
        self._inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(0)
        self.error = PlainLabel(tone="error", wrap=True, selectable=True)
        self.error.setContentsMargins(16, 6, 16, 6)
        self.error.hide()
        self._column.addWidget(self.error)
        self.setWidget(self._inner)
        self.hide()

    def show_view(self, view: OrderView) -> None:
        """Show what is not settled on an order."""
        open_ = {entry.command.id: entry for entry in view.commands}
        for command in self.rows.keys() - open_.keys():
            row = self.rows.pop(command)
            row.hide()
            row.deleteLater()
            self.error.hide()
        for command, entry in open_.items():
            if command not in self.rows:
                row = CommandRow(self._context)
                row.withdrawn.connect(partial(self._withdraw, command))
                row.decided.connect(partial(self._decide, command))
                self._column.addWidget(row)
                row.show()
                self.rows[command] = row
            self.rows[command].show_entry(entry, view)
        self.setVisible(bool(open_))
        self.updateGeometry()

    def _withdraw(self, command: str) -> None:
        self._context.tasks.call(
            self._context.desk.orders.withdraw(command),
            name="withdraw a command",
            otherwise=self._fail,
        )

    def _decide(self, command: str, decision: Decision) -> None:
        self._context.tasks.call(
            self._context.desk.orders.decide(command, decision),
            name="decide on a command",
            otherwise=self._fail,
        )

    def _fail(self, error: DeskError) -> None:
        self.error.setText(sentences(error))
        self.error.show()
        self.updateGeometry()

    def _tall(self) -> int:
        width = max(self.width(), 200)
        inner = self._inner.heightForWidth(width)
        return min(inner if inner > 0 else self._inner.sizeHint().height(), _TALLEST)

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        if arg__1 is self._inner and arg__2.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(arg__1, arg__2)

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, self._tall())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, min(self._tall(), 96))
