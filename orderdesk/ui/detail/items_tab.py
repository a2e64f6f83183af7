"""The items of an order with what they add up to."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import Effect
from orderdesk.services.views import OrderView
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.context import Context
from orderdesk.ui.detail.items_table import ItemsTable
from orderdesk.ui.detail.line_rows import line_rows
from orderdesk.ui.detail.reading_note import is_unread
from orderdesk.ui.detail.totals import TotalsBlock
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.action_button import ActionButton
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.scrolled import scrolled

NO_ITEMS = QT_TRANSLATE_NOOP("messages", "There is nothing on this order yet.")
NOT_KNOWN = QT_TRANSLATE_NOOP("messages", "How many items there are is not known yet.")
KEYS = QT_TRANSLATE_NOOP("messages", "Enter or F2 edits an item, Delete takes it off.")


class ItemsTab(QWidget):
    """Table, a button to add, and the totals.

    Signals:
        action_requested: the name of an action on the current item.
    """

    action_requested = Signal(str)

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

    def show_view(self, view: OrderView) -> None:
        """Show an order's items."""
        another = self._view is None or self._view.order.id != view.order.id
        self._view = view
        rules = view.description.rules
        rows = line_rows(view.order, view.mirror, rules.line_fields)
        if another:
            self.table.show_rows(())
        self.table.show_rows(rows)
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

    def _on_edit(self, _line: str) -> None:
        self._request(Effect.EDIT_LINE)

    def _on_remove(self, _line: str) -> None:
        self._request(Effect.REMOVE_LINE)

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
