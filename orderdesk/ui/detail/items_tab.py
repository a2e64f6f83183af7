"""The items of an order with what they add up to."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.commands import AddLine, Command, EditLine, RemoveLine
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import Effect
from orderdesk.domain.staging import Editable, Pick
from orderdesk.services.editing import editing_of
from orderdesk.services.views import OrderView
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.context import Context
from orderdesk.ui.detail.cell_session import CellSession
from orderdesk.ui.detail.items_menu import ItemMenu, ItemState
from orderdesk.ui.detail.items_table import BEING_REMOVED, ItemsTable
from orderdesk.ui.detail.line_rows import LineRow, line_rows, marked
from orderdesk.ui.detail.reading_note import is_unread
from orderdesk.ui.detail.totals import TotalsBlock
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.staging.cell_draft import Cell
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.widgets.action_button import ActionButton
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.scrolled import scrolled

NO_ITEMS = QT_TRANSLATE_NOOP("messages", "There is nothing on this order yet.")
NOT_KNOWN = QT_TRANSLATE_NOOP("messages", "How many items there are is not known yet.")
KEYS = QT_TRANSLATE_NOOP("messages", "Enter or F2 edits an item, Delete takes it off.")
KEYS_HERE = QT_TRANSLATE_NOOP(
    "messages", "Enter or F2 edits the value, Delete takes the item off or puts it back."
)
REMOVING = QT_TRANSLATE_NOOP("messages", "Remove item")


class ItemsTab(QWidget):
    """Table, a button to add, and the totals.

    Signals:
        action_requested: the name of an action on the current item.
        refused: a value's name, and why it cannot be edited with the way out.
        kept: something was staged; the order is to be read again.
    """

    action_requested = Signal(str)
    refused = Signal(str, str)
    kept = Signal()

    def __init__(
        self, context: Context, actions: OrderActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._actions = actions
        self._view: OrderView | None = None
        self._add: QToolButton | None = None
        self.table = ItemsTable(context.theme, context.icons)
        self.table.setAccessibleDescription(say_text(KEYS))
        self.table.edit_requested.connect(self._on_edit)
        self.table.remove_requested.connect(self._on_remove)
        self.table.menu_requested.connect(self._show_menu)
        self._editable: Editable | None = None
        self._stager: Stager | None = None
        self.session = CellSession(context, self.table)
        self.session.refused.connect(self.refused)
        self.session.kept.connect(self.kept)
        self.session.opened.connect(self._make_room)
        self.empty = PlainLabel(tone="muted", wrap=True)
        self.empty.setContentsMargins(10, 14, 10, 4)
        self.totals = TotalsBlock()
        self._adding = QHBoxLayout()
        self._adding.setContentsMargins(0, 2, 0, 0)
        self._adding.addStretch()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(6, 0, 6, 0)
        column.setSpacing(0)
        column.addWidget(self.empty)
        column.addWidget(self.table)
        column.addLayout(self._adding)
        column.addWidget(self.totals)
        column.addStretch(1)
        # Where there is less room than two items and the totals take, they are scrolled to.
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(_AtLeast(inner)))

    def use_stager(self, stager: Stager) -> None:
        """Edit in place from now on."""
        self._stager = stager
        self.session.use_stager(stager)
        self.table.setAccessibleDescription(say_text(KEYS_HERE))

    def show_view(self, view: OrderView, editable: Editable | None = None) -> None:
        """Show an order's items; what is being edited stays."""
        another = self._view is None or self._view.order.id != view.order.id
        self._view = view
        self._editable = editable or editing_of(view)
        rules = view.description.rules
        rows = self._marked(line_rows(view.order, view.mirror, rules.line_fields))
        if another:
            self.table.show_rows(())
        keys = {spec.attribute: spec.key for spec in rules.line_fields if spec.attribute}
        self.table.show_fields(view.order.id, keys)
        self.table.show_rows(rows)
        self.session.show_view(view, self._editable)
        self._make_room()
        self.table.setVisible(bool(rows))
        unread = is_unread(view)
        self.empty.setText(say_text(NOT_KNOWN if unread else NO_ITEMS))
        self.empty.setVisible(not rows)
        order = view.order.model_copy(update={"lines": None}) if unread else view.order
        self.totals.show_order(order, view.mirror, rules.order_fields)
        self._show_add(self._named(Effect.ADD_LINE))

    def current_line(self) -> str | None:
        """Return the id of the current line, if there is one."""
        return self.table.current_line() or None

    def _named(self, effect: Effect) -> str | None:
        """Return the vendor's action with this effect."""
        rules = self._view.description.rules.actions if self._view else ()
        return next((rule.name for rule in rules if rule.effect is effect), None)

    def _show_add(self, name: str | None) -> None:
        if self._add is not None and self._add.objectName() == f"add-{name}":
            return
        if self._add is not None:
            self._add.hide()
            self._add.deleteLater()
            self._add = None
        if name is not None:
            self._add = ActionButton(self._actions.get(name), quiet=True)
            self._add.setObjectName(f"add-{name}")
            self._add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._adding.insertWidget(0, self._add)

    def _marked(self, rows: Sequence[LineRow]) -> tuple[LineRow, ...]:
        """Return rows with what can be edited of them and what is staged."""
        if self._editable is None:
            return tuple(rows)
        lines = self._editable.lines
        whole = {one.line_id for one in self._staged() if not isinstance(one, EditLine)}
        return tuple(marked(row, lines.get(row.id, {}), held=row.id in whole) for row in rows)

    def _staged(self, line: str | None = None) -> list[AddLine | EditLine | RemoveLine]:
        """Return what is staged of the items, or of one."""
        commands: Sequence[Command] = self._view.staged_commands if self._view else ()
        found = [one for one in commands if isinstance(one, AddLine | EditLine | RemoveLine)]
        return [one for one in found if line is None or one.line_id == line]

    def _make_room(self, _cell: object = None) -> None:
        """Give an editor that is taller than what is below its row the room it needs."""
        editor = self.session.editor
        room = 0 if editor is None else editor.y() + editor.sizeHint().height()
        if room != self.table.room:
            self.table.room = room
            self.table.updateGeometry()

    def _show_menu(self, line: str, at: QPoint) -> None:
        if self._stager is None or self._editable is None:
            return
        staged = self._staged(line)
        cell = self.table.cell_at(self.table.currentIndex())
        state = ItemState(
            fields=self._editable.lines.get(line, {}),
            current=cell.field if cell else "",
            removed=any(isinstance(one, RemoveLine) for one in staged),
            changed=any(isinstance(one, EditLine) for one in staged),
        )
        menu = ItemMenu(state, self._context.icons, self)
        menu.field_chosen.connect(partial(self._edit_field, line))
        menu.form_chosen.connect(partial(self._request, Effect.EDIT_LINE))
        menu.removal_chosen.connect(partial(self._on_remove, line))
        menu.undoing_chosen.connect(partial(self._put_back, line))
        menu.popup(at)

    def _edit_field(self, line: str, key: str) -> None:
        if self._view is not None:
            self.session.begin(Cell(self._view.order.id, key, line))

    def _on_edit(self, _line: str) -> None:
        self._request(Effect.EDIT_LINE)

    def _on_remove(self, line: str) -> None:
        """Stage that a line is taken off, or take that back."""
        if self._stager is None or self._view is None or self._editable is None:
            self._request(Effect.REMOVE_LINE)
            return
        if any(isinstance(one, RemoveLine) for one in self._staged(line)):
            self._put_back(line)
            return
        offer = self._editable.removing.get(line)
        if offer is not None and offer.action is not None:
            self._stager.put(self._view.order.id, offer.action, {}, line_id=line)
            return
        reasons = (offer.reason, offer.way_out) if offer else (Message(BEING_REMOVED),)
        why = " ".join(say(part) for part in reasons if part is not None)
        self.refused.emit(say_text(REMOVING), why)

    def _put_back(self, line: str) -> None:
        """Take away what is staged of a line."""
        if self._stager is not None:
            self._stager.discard([Pick(one.id) for one in self._staged(line)])

    def _request(self, effect: Effect) -> None:
        name = self._named(effect)
        if name is not None:
            self.action_requested.emit(name)


class _AtLeast(QWidget):
    """Gives what it holds all the room there is, and its least height where there is less.

    A scroll area would give what wraps its words the height it would like best, and a table
    in it would never scroll by itself.
    """

    def __init__(self, held: QWidget) -> None:
        super().__init__()
        self._held = held
        held.setParent(self)

    @override
    def minimumSizeHint(self) -> QSize:
        return self._held.minimumSizeHint()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._held.setGeometry(self.rect())
