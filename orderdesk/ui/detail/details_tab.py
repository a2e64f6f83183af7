"""The header fields of an order with what of them can be edited, the empty ones on demand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from orderdesk.domain.commands import EditOrder
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.staging import Editable, Pick
from orderdesk.services.views import OrderView
from orderdesk.ui.context import Context
from orderdesk.ui.detail.cell_session import CellSession
from orderdesk.ui.detail.fields_table import FieldsTable
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.staging.cell_draft import Cell
from orderdesk.ui.staging.stager import Stager

SHOW_EMPTY = QT_TRANSLATE_NOOP("messages", "Show empty fields ({count})")
HIDE_EMPTY = QT_TRANSLATE_NOOP("messages", "Hide empty fields")


class DetailsTab(QWidget):
    """The table of fields over a way to those that are empty.

    Signals:
        refused: a value's name, and why it cannot be edited with the way out.
        kept: something was staged; the order is to be read again.
    """

    refused = Signal(str, str)
    kept = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: OrderView | None = None
        self._stager: Stager | None = None
        self.table = FieldsTable(context)
        self.session = CellSession(context, self.table)
        self.more = QToolButton()
        self.more.setProperty("kind", "link")
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setAccessibleName(say_text(HIDE_EMPTY))
        self.more.clicked.connect(self._on_more)
        self.more.hide()
        row = QHBoxLayout()
        row.setContentsMargins(12, 2, 12, 4)
        row.addWidget(self.more)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.setFocusProxy(self.table)
        self.session.refused.connect(self.refused)
        self.session.kept.connect(self.kept)
        self.table.put_back.connect(self._put_back)

    def use_stager(self, stager: Stager) -> None:
        """Edit in place from now on."""
        self._stager = stager
        self.session.use_stager(stager)

    def show_view(self, view: OrderView, editable: Editable) -> None:
        """Show an order's fields; what is being edited stays."""
        self._view = view
        editor = self.session.editor
        keeping = editor.cell.field if editor is not None else None
        self.table.show_view(view, editable, keeping=keeping)
        self.session.show_view(view, editable)
        self._say_more()

    def edit(self, key: str) -> None:
        """Go to a field and begin to edit it."""
        if self.table.show_field(key) and self._view is not None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.session.begin(Cell(self._view.order.id, key))

    def _put_back(self, key: str) -> None:
        """Take the staged value of a field away."""
        commands = self._view.staged_commands if self._view else ()
        edits = [one for one in commands if isinstance(one, EditOrder) and key in one.changes]
        if self._stager is not None and edits:
            self._stager.discard([Pick(one.id, key) for one in edits])

    def _on_more(self) -> None:
        self.table.show_all(shown=not self.table.all_fields)
        self._say_more()

    def _say_more(self) -> None:
        shown, count = self.table.all_fields, len(self.table.empty)
        text = say(Message(SHOW_EMPTY, {"count": str(count)}))
        self.more.setText(say_text(HIDE_EMPTY) if shown else text)
        self.more.setAccessibleName(self.more.text())
        self.more.setVisible(self.table.in_place and count > 0)
        self._context.icons.bind(self.more, "chevron-up" if shown else "chevron-down", "accent")
