"""The activity: what was sent or waits, what runs, and what only a person can decide."""

from collections.abc import Mapping
from dataclasses import replace

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.events import CommandChanged, OrdersChanged
from orderdesk.ui.activity.entry_detail import EntryDetail
from orderdesk.ui.activity.filters import FILTER_LABELS, FILTER_STATES, Filter, counted
from orderdesk.ui.activity.jobs import JobList
from orderdesk.ui.activity.log import Activity, Log, read_log
from orderdesk.ui.activity.model import ActivityModel
from orderdesk.ui.activity.queue_page import QueuePage
from orderdesk.ui.activity.table import ActivityTable
from orderdesk.ui.conflict.losses import LossList
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_number, plural, say_text
from orderdesk.ui.open_changes import OpenChanges
from orderdesk.ui.widgets.card import Card

_GATHER_MS = 80
# Numbers and names of orders may come a little later; a sync brings them in floods.
_CALM_MS = 1_000
_FIRST = 200
# The detail stands beside the list from the first width on, in a low panel from the second on,
# else under it; in pixels at the usual font size.
_WIDE, _LESS_WIDE, _LOW = 900, 640, 440


class ActivityPanel(QWidget):
    """Lists every command of this desk with its outcome, and the syncs that run.

    Signals:
        open_order: the id of an order that is to be shown.
        edit_again: the OutboxEntry whose typed values are to be opened in their form again.
        edit_waiting: the OutboxEntry that waits and is to ask for something else.
        counts_changed: the OpenChanges, where they are others now.
    """

    open_order = Signal(str)
    edit_again = Signal(object)
    edit_waiting = Signal(object)
    counts_changed = Signal(object)

    def __init__(
        self,
        context: Context,
        watch: ConnectionWatch | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._log = Log((), more=False)
        self._limit = _FIRST
        self._filter = Filter.ALL
        self._asking = False
        self._again = False
        self._known = False
        self._stale = False
        self._unlisted = False
        self._listing = False
        self._laid_out = False
        self._wanted: str | None = None
        self._counts: OpenChanges | None = None
        descriptions = context.desk.connections.descriptions()
        self.model = ActivityModel(context.zone, descriptions, self)
        self.tabs = QTabBar()
        self.more = QPushButton(self.tr("Show older ones"))
        watch = watch or self._own_watch()
        self.jobs = JobList(context, watch)
        self.losses = LossList(context, follows=True)
        self.table = ActivityTable(self.model, context.theme, context.icons)
        self.queue = QueuePage(context, watch)
        self.lists = QStackedWidget()
        self.detail = EntryDetail(context, watch)
        self.empty = Card(context.theme, context.icons)
        self.stack = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._later = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._lay_out()
        self._connect()
        self._show_empty()
        self.refresh()

    def refresh(self) -> None:
        """Read the commands again."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        task = self._context.tasks.call(
            read_log(self._context.desk, self._limit), name="activity", then=self._take
        )
        task.add_done_callback(self._ended)

    def show_command(self, command_id: str) -> None:
        """Make a command the current one, in the list of all where this one has it not."""
        if self.table.go_to(command_id):
            return
        self._wanted = command_id
        self.set_filter(Filter.ALL)

    def set_filter(self, chosen: Filter) -> None:
        """List all commands, or those in certain states."""
        self.tabs.setCurrentIndex(list(Filter).index(chosen))

    def _own_watch(self) -> ConnectionWatch:
        watch = ConnectionWatch(self._context, self)
        watch.refresh()
        return watch

    def _lay_out(self) -> None:
        self.setObjectName("activity")
        self.setAccessibleName(self.tr("Activity"))
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Which changes are listed"))
        for one in Filter:
            self.tabs.addTab(say_text(FILTER_LABELS[one]))
        self.more.setProperty("kind", "link")
        self.more.setAutoDefault(False)
        self.more.hide()
        top = QHBoxLayout()
        top.setContentsMargins(14, 4, 12, 0)
        top.addWidget(self.tabs)
        top.addStretch()
        top.addWidget(self.more)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.queue)
        self.splitter.addWidget(self.lists)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.jobs)
        column.addWidget(self.losses)
        column.addLayout(top)
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        bridge = self._context.bridge
        bridge.command_changed.connect(self._on_command)
        bridge.orders_changed.connect(self._on_orders)
        self._later.timeout.connect(self.refresh)
        self._calm.timeout.connect(self.refresh)
        self.tabs.currentChanged.connect(self._on_tab)
        self.more.clicked.connect(self._on_more)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(self._on_opened)
        self.table.copy_asked.connect(self.detail.copy)
        self.detail.open_order.connect(self.open_order)
        self.losses.open_order.connect(self.open_order)
        self.losses.counted.connect(self._count)
        self.detail.edit_again.connect(self.edit_again)
        self.detail.edit_waiting.connect(self.edit_waiting)
        self.queue.current_changed.connect(self._on_queued)
        self.queue.opened.connect(self._on_opened)
        self.queue.copy_asked.connect(self.detail.copy)
        self.queue.edit_asked.connect(self.edit_waiting)

    def _take(self, log: Log) -> None:
        self._log = log
        self._known = True
        self.more.setVisible(log.more)
        self._count()
        # Nobody sees it; that is far more work than to count.
        self._unlisted = not self.isVisible()
        if not self._unlisted:
            self._list()

    def _ended(self, _task: object) -> None:
        self._asking = False
        if self._again and shiboken6.isValid(self):
            self._again = False
            self._later.start()

    def _count(self) -> None:
        counts = dict(counted(activity.entry.state for activity in self._log.activities))
        counts[Filter.NEEDS_YOU] += self.losses.count
        for place, one in enumerate(Filter):
            self._label(place, one, counts)
        told = OpenChanges.of(activity.entry.state for activity in self._log.activities)
        # What was overwritten needs a person no less than what asks.
        told = replace(told, asking=told.asking + self.losses.count)
        if told != self._counts:
            self._counts = told
            self.counts_changed.emit(told)

    def _label(self, place: int, one: Filter, counts: Mapping[Filter, int]) -> None:
        label, number = say_text(FILTER_LABELS[one]), counts[one]
        shown = f"{label} {format_number(number)}" if number and one is not Filter.ALL else label
        if self.tabs.tabText(place) != shown:
            self.tabs.setTabText(place, shown)
            said = plural(self.tr("%n change(s)", "", number), number)
            self.tabs.setAccessibleTabName(place, f"{label}: {said}")

    def _list(self, *, keep: bool = True) -> None:
        """List what the filter lets through; the current one stays while the list is looked at."""
        if self._filter is Filter.QUEUE:
            self.queue.refresh()
            self._show_empty()
            return
        current = self.table.current() if keep else None
        states = FILTER_STATES[self._filter]
        held = self.table.hold()
        self._listing = True
        self.model.show_rows(
            [
                activity
                for activity in self._log.activities
                if activity.entry.state in states
                or (current is not None and activity.id == current.id)
            ]
        )
        self._listing = False
        self.table.release(held)
        if self._wanted is not None and self.table.go_to(self._wanted):
            self._wanted = None
        # Rows that come and go move the current one many times; it is shown once.
        self._on_current(self.table.current())
        self._show_empty()

    def _show_empty(self) -> None:
        # The queue says itself where it is empty, beside how the connections are doing.
        empty = self.model.rowCount() == 0 and self._filter is not Filter.QUEUE
        self.stack.setCurrentIndex(1 if empty else 0)
        if not empty:
            return
        if not self._known:
            self.empty.show_state("loader", self.tr("Opening…"), "", progress=True)
            return
        texts = {
            Filter.ALL: (
                "inbox",
                self.tr("Nothing sent yet"),
                self.tr(
                    "Every change you make to an order is listed here with what became of it: "
                    "sent, waiting for the vendor, or refused and why."
                ),
            ),
            Filter.NEEDS_YOU: (
                "circle-check",
                self.tr("Nothing needs you"),
                self.tr(
                    "When somebody else changed the same, or it cannot be told whether a change "
                    "was done, it is listed here for you to decide."
                ),
            ),
            Filter.FAILED: (
                "circle-check",
                self.tr("Nothing failed"),
                self.tr(
                    "What the rules or a vendor refused would be listed here, with the reason."
                ),
            ),
        }
        self.empty.show_state(*texts[self._filter])

    def _on_tab(self, place: int) -> None:
        self._filter = list(Filter)[place]
        queue = self._filter is Filter.QUEUE
        self.lists.setCurrentWidget(self.queue if queue else self.table)
        self.detail.setVisible(not queue or self.queue.current() is not None)
        if queue:
            self.detail.show_activity(self.queue.current())
        self._list(keep=False)

    def _on_more(self) -> None:
        self._limit *= 2
        self.refresh()

    def _on_current(self, activity: Activity | None) -> None:
        if not self._listing:
            self.detail.show_activity(activity)

    def _on_queued(self, activity: Activity | None) -> None:
        if self._filter is Filter.QUEUE:
            self.detail.show_activity(activity)
            self.detail.setVisible(activity is not None)

    def _current(self) -> Activity | None:
        return self.queue.current() if self._filter is Filter.QUEUE else self.table.current()

    def _on_opened(self) -> None:
        current = self._current()
        if current is not None and current.row is not None:
            self.open_order.emit(current.entry.command.order_id)

    def _on_command(self, event: CommandChanged) -> None:
        if not event.bulk:
            self._soon()
        elif not self._calm.isActive():
            # A run on many orders tells how far it is elsewhere.
            self._calm.start()

    def _on_orders(self, event: OrdersChanged) -> None:
        listed = {activity.entry.command.order_id for activity in self._log.activities}
        if not event.all and listed.isdisjoint(event.changed | event.removed):
            return
        if not self.isVisible():
            self._stale = True
        elif not self._calm.isActive():
            self._calm.start()

    def _soon(self) -> None:
        if not self._later.isActive():
            self._later.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._unlisted:
            self._unlisted = False
            self._list()
        if self._stale:
            self._stale = False
            self._soon()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = self.table.scale()
        width, height = event.size().width() / scale, event.size().height() / scale
        wide = width >= _WIDE or (width >= _LESS_WIDE and height < _LOW)
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() is not wanted or not self._laid_out:
            self._laid_out = True
            self.splitter.setOrientation(wanted)
            room = event.size().width() if wide else event.size().height()
            self.splitter.setSizes([room * 11 // 20, room * 9 // 20])
