"""The detail of one order: who and what it is, what can be done, and everything about it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QResizeEvent
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.actions import Verdict
from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import CommandChanged, NamesChanged, OrdersChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import split_order_id
from orderdesk.services.editing import editing_of
from orderdesk.services.views import OrderView
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.context import Context
from orderdesk.ui.detail.action_bar import ActionBar
from orderdesk.ui.detail.customer_tab import CustomerTab
from orderdesk.ui.detail.details_tab import DetailsTab
from orderdesk.ui.detail.fields_table import FieldsTable
from orderdesk.ui.detail.footer import Footer
from orderdesk.ui.detail.half_typed_row import HalfTypedRow
from orderdesk.ui.detail.header import Header
from orderdesk.ui.detail.history_tab import HistoryTab
from orderdesk.ui.detail.items_tab import ItemsTab
from orderdesk.ui.detail.placeholder import Placeholder
from orderdesk.ui.detail.raw_words import raw_text
from orderdesk.ui.detail.reading_note import ReadingNote
from orderdesk.ui.detail.reason_box import ReasonBox
from orderdesk.ui.detail.reasons_dialog import ReasonsDialog
from orderdesk.ui.detail.words_view import QUIET
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import format_number, say, say_text
from orderdesk.ui.lifecycle.diagram import LifecycleDiagram
from orderdesk.ui.staging.cell_draft import Cell, drafts_of
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.widgets.labels import PlainLabel

PANEL = QT_TRANSLATE_NOOP("messages", "Order detail")
NO_ORDER = QT_TRANSLATE_NOOP("messages", "No order selected")
CHOOSE = QT_TRANSLATE_NOOP("messages", "Choose one in the list to see it here.")
SEVERAL = QT_TRANSLATE_NOOP(
    "messages", "{count} orders are selected; actions are planned for all of them."
)
READING = QT_TRANSLATE_NOOP("messages", "Reading the order…")
NOT_READ = QT_TRANSLATE_NOOP("messages", "This order cannot be shown")
ITEMS = QT_TRANSLATE_NOOP("messages", "Items")
DETAILS = QT_TRANSLATE_NOOP("messages", "Details")
CUSTOMER = QT_TRANSLATE_NOOP("messages", "Customer")
HISTORY = QT_TRANSLATE_NOOP("messages", "History")
RAW = QT_TRANSLATE_NOOP("messages", "Raw")
# Shorter than this no eye misses the words; longer, and the old order seems to be the new one.
_PATIENCE_MS = 150
# Lower than this, in pixels at the usual size of words, not everything finds room.
_LOW = 640
_UNTOLD = frozenset({CommandState.UNKNOWN, CommandState.ASKING})


class DetailPanel(QWidget):
    """Shows one order and keeps what is seen of it while it changes.

    Signals:
        view_changed: the OrderView shown now, or None.
    """

    view_changed = Signal(object)

    def __init__(
        self,
        context: Context,
        actions: OrderActions,
        watch: ConnectionWatch | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._actions = actions
        self._wanted: str | None = None
        self._drafts_of = ""
        self._asked = 0
        self._view: OrderView | None = None
        self.selected = 0
        self.placeholder = Placeholder(context)
        self.header = Header(context)
        self.several = PlainLabel(tone="warning", wrap=True)
        self.bar = ActionBar(context, actions)
        self.reason = ReasonBox(context.icons)
        self.diagram = LifecycleDiagram(context.theme, context.icons)
        self.reading = ReadingNote(context)
        self.tabs = QTabWidget()
        self.items = ItemsTab(context, actions)
        self.details = DetailsTab(context)
        self.customer = CustomerTab(context)
        self.history = HistoryTab(context)
        self.raw = QPlainTextEdit()
        self.half_typed = HalfTypedRow(context)
        self.footer = Footer(context, watch)
        self._tab_fillers: dict[QWidget, Callable[[OrderView], None]] = {
            self.items: self._show_items,
            self.details: self._show_details,
            self.customer: self.customer.show_view,
            self.history: self.history.show_view,
            self.raw: self._show_raw,
        }
        self._behind: set[QWidget] = set()
        self._pages = QStackedWidget()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._arrange()
        self._connect()
        self.show_order(None)
        self.show_selected(0)

    def use_stager(self, stager: Stager) -> None:
        """Edit values where they stand from now on, and stage what is typed."""
        for part in (self.items, self.details, self.footer):
            part.use_stager(stager)
        self.header.review_wanted.connect(stager.review)
        if self._view is not None:
            self.show_view(self._view)

    @property
    def fields(self) -> FieldsTable:
        """The table of header fields."""
        return self.details.table

    @property
    def view(self) -> OrderView | None:
        """The order shown now; None while another one is being read."""
        return self._view

    def selected_line(self) -> str | None:
        """Return the id of the current item, if there is one."""
        return self.items.current_line()

    def show_order(self, order_id: str | None) -> None:
        """Show the order with this id, or none."""
        if order_id == self._wanted and order_id is not None:
            return
        for session in (self.items.session, self.details.session):
            session.leave_order()
        self._wanted = order_id
        self._asked += 1
        # Nothing can be done until the new one is here; what is seen stays for a moment.
        self._view = None
        if order_id is None:
            self._patience.stop()
            self._set_view(None)
            self.placeholder.say("inbox", say_text(NO_ORDER), say_text(CHOOSE))
            self._pages.setCurrentWidget(self.placeholder)
            return
        self._patience.start()
        self._ask(order_id)

    def refresh(self) -> None:
        """Read the order again from the desk; what is seen of it stays where it is."""
        if self._wanted is not None:
            self._asked += 1
            self._ask(self._wanted)

    def read_now(self) -> None:
        """Read the order again from its vendor."""
        if self._view is None:
            return
        order_id = self._view.order.id
        self.reading.show_reading()
        self._context.tasks.call(
            self._context.desk.orders.refresh(order_id),
            name="read an order's items",
            then=partial(self._read_now, order_id),
            otherwise=partial(self._not_read, order_id),
        )

    def _read_now(self, order_id: str, _nothing: None) -> None:
        if order_id == self._wanted:
            self.refresh()

    def _not_read(self, order_id: str, error: DeskError) -> None:
        if order_id == self._wanted:
            self.reading.show_problem(sentences(error))

    def show_refusal(self, action: str, verdict: Verdict) -> None:
        """Show why an action that was tried is not possible."""
        if self._view is not None:
            self.reason.show_refusal(action, verdict, self._view)

    def show_selected(self, selected: int) -> None:
        """Take note of how many orders the list has selected; acts are then on all of them."""
        self.selected = selected
        self.several.setVisible(selected > 1 and self._view is not None)
        if self._view is not None:
            facts = {"count": format_number(selected)}
            self.several.setText(say(Message(SEVERAL, facts)))

    def show_reasons(self) -> None:
        """Open the list of what is not possible, and why."""
        if self._view is not None:
            ReasonsDialog(self._context.theme, self._view, self).open()

    def show_missing(self) -> None:
        """Open the list of what the order's vendor does not offer, with the nearest thing."""
        if self._view is not None:
            ReasonsDialog(self._context.theme, self._view, self, missing_only=True).open()

    def show_view(self, view: OrderView) -> None:
        """Show an order that has been read."""
        self._patience.stop()
        self._wanted = view.order.id
        self.header.show_view(view)
        self.bar.show_rules(view.description.rules)
        another, self._drafts_of = self._drafts_of != view.order.id, view.order.id
        self._set_view(view)
        if another:
            self.half_typed.clear()
            self._read_drafts()
        self.show_selected(self.selected)
        order = view.order
        self.diagram.show_state(
            view.description.rules, order.vendor_state, view.verdicts, order.state
        )
        self.reason.show_view(view)
        self.reading.show_view(view)
        self._behind = set(self._tab_fillers)
        # The items say which line an action is on, so they are never behind.
        self._fill_tab(self.items)
        self._fill_tab(self.tabs.currentWidget())
        self.footer.show_view(view)
        self._share_room()
        self._pages.setCurrentIndex(1)
        # Whoever goes to the detail comes to the first thing that can be done.
        self.setFocusProxy(self.bar.buttons[0] if self.bar.buttons else self.bar.more)

    def _fill_tab(self, tab: QWidget) -> None:
        """Show the order in a tab; the others wait until they are looked at."""
        if self._view is not None and tab in self._behind:
            self._behind.discard(tab)
            self._tab_fillers[tab](self._view)

    def _show_items(self, view: OrderView) -> None:
        self.items.show_view(view, editing_of(view))

    def _show_details(self, view: OrderView) -> None:
        self.details.show_view(view, editing_of(view))

    def _show_raw(self, view: OrderView) -> None:
        text = raw_text(view)
        if text != self.raw.toPlainText():
            self.raw.setPlainText(text)

    def _on_tab(self, _place: int) -> None:
        self._fill_tab(self.tabs.currentWidget())

    def _arrange(self) -> None:
        self.setObjectName("detail")
        self.setAccessibleName(say_text(PANEL))
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        self.several.setContentsMargins(16, 0, 12, 8)
        column.addWidget(self.several)
        column.addWidget(self.bar)
        for widget in (self.reason, self.diagram):
            inset = QVBoxLayout()
            inset.setContentsMargins(16, 0, 12, 8)
            inset.addWidget(widget)
            column.addLayout(inset)
        self._arrange_tabs()
        column.addWidget(self.reading)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.half_typed)
        column.addWidget(self.footer)
        self._pages.addWidget(self.placeholder)
        self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _share_room(self) -> None:
        """Leave the diagram out of a low panel while something is asked, for that needs the room.

        The state stands among the badges all the while.
        """
        low = self.height() < _LOW * self._context.theme.scale
        self.diagram.setVisible(not (low and self.footer.asking))
        self.footer.updateGeometry()

    def _arrange_tabs(self) -> None:
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(say_text(PANEL))
        self.tabs.setStyleSheet("QTabWidget::tab-bar { left: 16px; }")
        self.history.words.setAccessibleName(say_text(HISTORY))
        self.raw.setAccessibleName(say_text(RAW))
        self.raw.setReadOnly(True)
        self.raw.setTabChangesFocus(True)
        self.raw.setStyleSheet(QUIET)
        self.raw.document().setDocumentMargin(14)
        self.raw.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        titles = (ITEMS, DETAILS, CUSTOMER, HISTORY, RAW)
        for widget, title in zip(self._tab_fillers, titles, strict=True):
            self.tabs.addTab(widget, say_text(title))
        self.tabs.currentChanged.connect(self._on_tab)

    def _connect(self) -> None:
        self._patience.timeout.connect(self._show_reading)
        self.diagram.action_requested.connect(self._trigger)
        self.items.action_requested.connect(self._trigger)
        self.bar.reasons_wanted.connect(self.show_reasons)
        self.bar.missing_wanted.connect(self.show_missing)
        self.bar.reached.connect(self._on_reached)
        self.reason.all_wanted.connect(self.show_reasons)
        self.reading.wanted.connect(self.read_now)
        for part in (self.items, self.details):
            part.refused.connect(self._on_fixed)
            part.kept.connect(self.refresh)
            part.session.opened.connect(self.reason.put_away_fixed)
            part.session.opened.connect(self.half_typed.forget)
        self.half_typed.wanted.connect(self.edit_cell)
        self.half_typed.dropped.connect(self._drop_drafts)
        self.customer.edit_wanted.connect(self.edit_field)
        self.header.expired.connect(self.refresh)
        self._actions.refused.connect(self.show_refusal)
        bridge = self._context.bridge
        bridge.orders_changed.connect(self._on_orders)
        bridge.command_changed.connect(self._on_command)
        bridge.names_changed.connect(self._on_names)

    def edit_field(self, key: str) -> None:
        """Go to a field among the details and begin to edit it."""
        self.tabs.setCurrentWidget(self.details)
        self.details.edit(key)

    def edit_cell(self, cell: Cell) -> None:
        """Go to a value and begin to edit it."""
        if cell.line_id:
            self.tabs.setCurrentWidget(self.items)
            self.items.session.begin(cell)
        else:
            self.edit_field(cell.field)

    def _read_drafts(self) -> None:
        """Look for what was half typed into the order before it was left, or before a crash."""
        if self._wanted is not None:
            self._context.tasks.call(
                self._context.desk.orders.drafts(drafts_of(self._wanted)),
                name="look for half-typed values",
                then=partial(self._show_drafts, self._wanted),
            )

    def _show_drafts(self, order_id: str, drafts: dict[str, str]) -> None:
        view = self._view
        if view is not None and view.order.id == order_id:
            self.half_typed.show_drafts(drafts, view, editing_of(view))

    def _drop_drafts(self, cells: Sequence[Cell]) -> None:
        for cell in cells:
            self._context.tasks.call(
                self._context.desk.orders.drop_draft(cell.draft_key), name="forget a cell's text"
            )

    def _on_fixed(self, field: str, why: str) -> None:
        if self._view is not None:
            self.reason.show_fixed(field, why, self._view)

    def _on_reached(self, name: str) -> None:
        if self._view is not None and name in self._view.verdicts:
            self.reason.show_focused(name, self._view.verdicts[name], self._view)

    def _trigger(self, name: str) -> None:
        self._actions.get(name).trigger()

    def _ask(self, order_id: str) -> None:
        self._context.tasks.call(
            self._context.desk.orders.view(order_id),
            name="read an order for the detail",
            then=partial(self._arrived, self._asked),
            otherwise=partial(self._failed, self._asked),
        )

    def _arrived(self, number: int, view: OrderView) -> None:
        if number == self._asked:
            self.show_view(view)

    def _failed(self, number: int, error: DeskError) -> None:
        if number != self._asked:
            return
        self._patience.stop()
        self._set_view(None)
        self.placeholder.say("octagon-alert", say_text(NOT_READ), sentences(error), role="red")
        self.placeholder.offer_again(self.refresh)
        self._pages.setCurrentWidget(self.placeholder)

    def _show_reading(self) -> None:
        self._set_view(None)
        self.placeholder.say("loader", say_text(READING))
        self._pages.setCurrentWidget(self.placeholder)

    def _set_view(self, view: OrderView | None) -> None:
        self._view = view
        self._actions.apply(view.verdicts if view else None)
        self.view_changed.emit(view)

    def _on_orders(self, event: OrdersChanged) -> None:
        if event.all or self._wanted in event.changed | event.removed:
            self.refresh()

    def _on_command(self, event: CommandChanged) -> None:
        if event.order == self._wanted:
            # Of a run on many orders the news of the order, which comes before, tells the rest.
            if not event.bulk or event.state in _UNTOLD:
                self.refresh()
        elif self._wanted is not None and split_order_id(self._wanted)[1] == event.command:
            # Until the vendor gives a new order its id, it goes by its command's.
            self.show_order(event.order)

    def _on_names(self, event: NamesChanged) -> None:
        if self._view is not None and self._view.order.connection == event.connection:
            self.refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()
