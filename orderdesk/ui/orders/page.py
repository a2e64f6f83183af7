"""The middle of the window: query bar, summary and table, or the card that says why it is empty."""

from array import array
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.events import CommandChanged, NamesChanged, OrdersChanged
from orderdesk.domain.query import Clause, Query
from orderdesk.domain.relisting import Difference, Relisting, Standing
from orderdesk.domain.rules import Effect
from orderdesk.domain.shown import Sort, Totals
from orderdesk.precedence import UI
from orderdesk.services.views import Found
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import zone_name
from orderdesk.ui.orders.cell_editing import CellEditing
from orderdesk.ui.orders.copying import Copying
from orderdesk.ui.orders.empty_states import EmptyState, Ways
from orderdesk.ui.orders.filters import FilterButtons
from orderdesk.ui.orders.finder import Finder
from orderdesk.ui.orders.layout import TableLayout
from orderdesk.ui.orders.old_values import OldValues
from orderdesk.ui.orders.query_bar import QueryBar
from orderdesk.ui.orders.row_changes import difference
from orderdesk.ui.orders.stillness import Stillness
from orderdesk.ui.orders.summary import SummaryLine
from orderdesk.ui.orders.table_model import LONG, OrderTableModel
from orderdesk.ui.orders.table_view import OrderTable
from orderdesk.ui.staging.stager import Stager

_TICK_MS = 30_000
_NAMES_MS = 250
_FRAME_MS = 16
_TOP_LEFT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
_LEAST_BAR = 320
_LEAST_CARD = 90


class OrdersPage(QWidget):
    """Finds and lists orders.

    Signals:
        current_changed: the current order's ShownRow, or None.
        opened: the current order is to be worked on.
        found: the Found just shown, and again with its totals once they are known.
        query_changed: the Query now in force.
        menu_asked: a context menu is wanted, at a global position.
        trouble: a DeskError of a search.
    """

    current_changed = Signal(object)
    opened = Signal()
    found = Signal(object)
    query_changed = Signal(object)
    menu_asked = Signal(QPoint)
    trouble = Signal(object)

    def __init__(
        self,
        context: Context,
        watch: ConnectionWatch,
        ways: Ways,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._watch = watch
        self.finder = Finder(context, self._standing, self)
        self.query_bar = QueryBar(context.theme, context.icons)
        self.filters = FilterButtons(context, watch)
        self.summary = SummaryLine(zone_name(context.zone))
        self.model = OrderTableModel(
            context.rows_now,
            context.zone,
            self,
            titles=_titles(context),
            states=_states(context),
        )
        self.table = OrderTable(self.model, context.theme, context.icons)
        self.copying = Copying(context, self.table, self)
        self.empty = EmptyState(context.theme, context.icons, ways)
        self.stack = QStackedWidget()
        self._wanted: int | None = None
        self._last: int | None = None
        self._touched: dict[str, int] = {}
        self._gone: set[str] = set()
        self._lately: dict[str, int] = {}
        self._fresh = True
        self._shown: tuple[Query, Sort] | None = None
        """The question whose answer is shown."""
        self._apply_keys = ""
        self.editing: CellEditing | None = None
        self.still = Stillness(self.table, lambda: self.table.chosen, self._is_editing, self)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._creating = _creating(context)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._names = QTimer(self, singleShot=True, interval=_NAMES_MS)
        self._awaited: set[int] = set()
        """The row ids that the services were asked for."""
        self._next_frame = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._next_frame.timeout.connect(self._read_blanks)
        self._lay_out()
        self._connect()
        self._show_empty()

    def use_stager(self, stager: Stager) -> None:
        """Edit cells in place from now on, and mark what is staged with what it was."""
        context = self._context
        self.editing = CellEditing(context, self.table, self.model, stager)
        self.editing.said.connect(stager.refused)
        OldValues(context, stager, self.model, self)

    def _is_editing(self) -> bool:
        return self.editing is not None and self.editing.busy

    def set_query(self, query: Query) -> None:
        """Look for something else."""
        self.query_bar.set_query(query)

    def add_clause(self, clause: Clause) -> None:
        """Narrow what is looked for."""
        self.set_query(self.query_bar.query().with_clause(clause))

    def filter_by_current(self, *, negated: bool) -> None:
        """Narrow to the value of the current cell, or leave it out."""
        found = self.table.current_clause()
        if found is not None:
            self.add_clause(replace(found[1], negated=negated))

    def apply_layout(self, layout: TableLayout) -> None:
        """Lay out the table and sort it as it was."""
        self.table.header.apply_layout(layout)
        self.finder.sort = self.table.header.sort

    def apply_changes(self) -> None:
        """Show the list as it is now, with what was held back while a person worked in it."""
        under_way = self.still.asked and not self.finder.settled
        if self.still.waiting is not None and not under_way:
            self.still.ask()
            self.finder.look()

    def _on_apply(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.apply_changes()

    def show_keys(self, keys: str) -> None:
        """Take note of the shortcut that applies changes, as people read it."""
        self._apply_keys = keys

    def start(self) -> None:
        """Look for the first time."""
        self.finder.look()
        self._clock.start()

    def show_order(self, order_id: str) -> None:
        """Make an order the current one, clearing the query where that hides it."""
        rowid = self._context.desk.orders.rowid(order_id)
        self._context.tasks.call(rowid, name="rowid", then=self._go_to)

    def come_back(self, query: Query, order_id: str | None) -> None:
        """Look for what was looked for last, and go to the order that was current if it is found.

        To be called before `start`.
        """
        self.set_query(query)
        if order_id:
            rowid = self._context.desk.orders.rowid(order_id)
            self._context.tasks.call(rowid, name="the last order", then=self._go_back)

    def _go_back(self, rowid: int | None) -> None:
        if rowid is not None and not self.table.go_to(rowid):
            self._last = rowid

    def _lay_out(self) -> None:
        self.setProperty("surface", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._top.setContentsMargins(12, 10, 12, 0)
        self._top.setSpacing(8)
        self._top.addWidget(self.query_bar, 1)
        self._top.addWidget(self.filters, 0, _TOP_LEFT)
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self.summary)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        # The list needs less; it must not take the room of other panes for a card that is hidden.
        self.empty.setMinimumHeight(_LEAST_CARD)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._top)
        column.addWidget(self.query_bar.problem_label)
        column.addLayout(line)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        table, finder, bridge = self.table, self.finder, self._context.bridge
        self.query_bar.query_changed.connect(self._on_query)
        self.query_bar.left.connect(table.setFocus)
        self.filters.query_asked.connect(self.set_query)
        self.summary.select_all.connect(table.selectAll)
        self.summary.apply_asked.connect(self._on_apply)
        self.still.wanted.connect(self.apply_changes)
        self.still.changed.connect(self._on_waiting)
        finder.found.connect(self._on_found)
        finder.totalled.connect(self._on_totals)
        finder.failed.connect(self.trouble)
        self.copying.failed.connect(self.trouble)
        self.model.wanted.connect(self._on_wanted)
        table.header.sort_asked.connect(self._on_sort)
        table.current_changed.connect(self.current_changed)
        table.selection_changed.connect(self.summary.show_selected)
        table.opened.connect(self.opened)
        table.query_wanted.connect(self.query_bar.focus_text)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)
        bridge.orders_changed.connect(self._on_orders)
        bridge.names_changed.connect(self._on_names)
        bridge.command_changed.connect(self._on_command)
        self._watch.changed.connect(self._on_connections)
        self._clock.timeout.connect(self.model.tick)
        self._names.timeout.connect(self._read_again)

    def _on_query(self, query: Query) -> None:
        self._touched.clear()
        self.filters.show_query(query)
        self.finder.set_query(query)
        self.query_changed.emit(query)

    def _on_sort(self, sort: Sort) -> None:
        self._touched.clear()
        self.table.header.set_sort(sort)
        self.table.header.layout_changed.emit()
        self.finder.set_sort(sort)

    def _on_found(self, found: Found, relisting: Relisting | None) -> None:
        question = (self.finder.query, self.finder.sort)
        anew, self._shown = question != self._shown, question
        if anew:
            # What was touched belongs to the list that is left, be it told of just now.
            self._touched.clear()
            self.table.forget_choice()
        shown, kept = (array("q"), frozenset[int]()) if relisting else self._with_touched(found)
        if not found.complete:
            self.still.let_go()
        else:
            change = relisting.difference if relisting else self._change_to(shown, anew=anew)
            if self.still.holds(change, another=anew):
                self.model.mark_left(relisting.kept if relisting else kept)
                self.model.hold(relisting.has if relisting else frozenset(shown).__contains__)
                self.found.emit(Found(found.rowids))
                return
        self.model.hold(None)
        # At its top, what comes is to be seen; else what stands there stays in its place.
        on_top = anew or not self.still.work().scrolled
        if relisting is not None:
            self.table.relist(relisting, anew=on_top)
        else:
            self.table.show_rows(shown, anew=on_top, complete=found.complete)
            self.model.mark_left(kept)
        if found.complete:
            self._go_on()
        self.summary.show_found(len(found.rowids) if found.complete else None, anew=anew)
        self._show_empty()
        if self._fresh and found.rowids:
            self._fresh = False
            if not self.query_bar.edit.text():
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.found.emit(Found(found.rowids, complete=found.complete))

    def _go_on(self) -> None:
        """Go to the order that is to be shown, now that all that was found is there."""
        if self._last is not None:
            self.table.go_to(self._last)
            self._last = None
        if self._wanted is not None and self.table.go_to(self._wanted):
            self._wanted = None

    def _on_totals(self, totals: Totals) -> None:
        self.summary.show_totals(totals)
        self.found.emit(Found(self.model.rowids(), totals))

    def _standing(self) -> Standing:
        same = (self.finder.query, self.finder.sort) == self._shown
        return self.table.standing(self._touched.values() if same else ())

    def _with_touched(self, found: Found) -> tuple["array[int]", frozenset[int]]:
        """Return what was found with what was changed here and fits no more, in its old place."""
        there = set(found.rowids) if self._touched else set[int]()
        left = {rowid for rowid in self._touched.values() if rowid not in there}
        shown, kept = found.rowids[:], set[int]()
        for place, rowid in enumerate(self.model.rowids() if left else ()):
            if rowid in left:
                shown.insert(place, rowid)
                kept.add(rowid)
        return shown, frozenset(kept)

    def _change_to(self, shown: "array[int]", *, anew: bool) -> Difference:
        """Return what a person would see change; only a short list is gone through."""
        old = self.model.rowids()
        if anew:
            return Difference()
        if len(old) > LONG:
            return Difference(gone=len(old) - len(shown))
        return difference(old, shown)

    def _on_waiting(self, change: Difference | None) -> None:
        self.summary.show_waiting(change, self.model.rowCount(), self._apply_keys)

    def _on_command(self, event: CommandChanged) -> None:
        # The news that an order has changed comes first, and may have let its row go.
        rowid = self.model.known_rowid(event.order) or self._lately.get(event.order)
        # The command that deleted an order ends after the news that the order is gone.
        if rowid is not None and event.order not in self._gone:
            self._touched[event.order] = rowid
        if event.action in self._creating and not event.bulk:
            # Who makes a new order wants to see it.
            self.still.ask()

    def _on_wanted(self, rowids: list[int]) -> None:
        """Have rows read that could not be read at once, and try that again with the next frame."""
        wanted = frozenset(rowids) - self._awaited
        self._awaited |= wanted
        if wanted:
            rows = self._context.desk.orders.rows([one for one in rowids if one in wanted])
            task = self._context.tasks.call(rows, name="rows", then=self.model.take)
            task.add_done_callback(partial(self._on_rows, wanted))
        self._next_frame.start()

    def _on_rows(self, wanted: frozenset[int], _task: object) -> None:
        self._awaited -= wanted
        self.model.forget_blank(wanted)

    def _read_blanks(self) -> None:
        if self._awaited:
            with UI:
                self.model.refresh((), sight=self.table.sight())

    def _on_orders(self, event: OrdersChanged) -> None:
        self._gone |= set(event.removed)
        self._gone -= set(event.changed)
        for order in event.removed:
            self._touched.pop(order, None)
        self._lately = self.model.known_rowids(event.changed)
        self.model.refresh(None if event.all else event.changed, sight=self.table.sight())
        self.finder.look_soon()

    def _on_names(self, _event: NamesChanged) -> None:
        self._names.start()

    def _read_again(self) -> None:
        with UI:
            self.model.refresh(sight=self.table.sight())

    def _go_to(self, rowid: int | None) -> None:
        if rowid is None:
            return
        if not self.table.go_to(rowid):
            self._wanted = rowid
            if self.still.waiting is not None and not self.model.is_left(rowid):
                self.apply_changes()
            else:
                self.set_query(Query())

    def _on_menu(self, position: QPoint) -> None:
        self.menu_asked.emit(self.table.viewport().mapToGlobal(position))

    def _on_connections(self) -> None:
        self.table.header.set_mixed(mixed=len(self._watch.statuses) > 1)
        self._show_empty()

    def _show_empty(self) -> None:
        empty = self.model.rowCount() == 0
        self.stack.setCurrentIndex(1 if empty else 0)
        self.summary.setVisible(not empty)
        if empty:
            filtered = bool(self.query_bar.query().clauses)
            known = self._watch.known
            self.empty.explain(self._watch.statuses, known=known, filtered=filtered)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the filter buttons below the bar where both have no room in one row."""
        margins = self._top.contentsMargins()
        whole = self.width() - margins.left() - margins.right()
        room = whole - round(_LEAST_BAR * self._context.theme.scale) - self._top.spacing()
        beside = room >= self.filters.least()
        self.filters.fit(room if beside else whole)
        direction = QBoxLayout.Direction
        self._top.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        super().resizeEvent(event)


def _titles(context: Context) -> dict[str, str]:
    """Return what people call the vendors, by the vendors' keys."""
    return {one.vendor: one.title for one in context.desk.connections.descriptions()}


def _creating(context: Context) -> frozenset[str]:
    """Return the names of the actions that make orders."""
    return frozenset(
        rule.name
        for one in context.desk.connections.descriptions()
        for rule in one.rules.actions
        if rule.effect is Effect.CREATE
    )


def _states(context: Context) -> dict[tuple[str, str], str]:
    """Return what the vendors' words for states mean, by vendor and word."""
    return {
        (one.vendor, state.word): state.label
        for one in context.desk.connections.descriptions()
        for state in one.rules.states
    }
