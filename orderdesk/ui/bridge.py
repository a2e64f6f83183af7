"""Turns the services' events, which come on their thread, into signals on the UI thread."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

from orderdesk.domain.events import (
    BulkChanged,
    CommandChanged,
    ConnectionsChanged,
    Event,
    NamesChanged,
    OrdersChanged,
    PlanChanged,
    SyncChanged,
    UpdatesChanged,
    WatchChanged,
)
from orderdesk.domain.ledger import RunState
from orderdesk.precedence import UI

# A sync brings many pages a second; the eye needs a few pictures of them.
_GATHER_MS = 60
# While changes come all the time, as in a run on many orders, fewer: each is felt by whoever works.
_BUSY_MS = 300
_FRAME_MS = 16


class Source(Protocol):
    """What events are subscribed to."""

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call `callback` with every event; the answer ends it."""
        ...


class Bridge(QObject):
    """The services' events as signals.

    What became of single orders of a run on many, and how far it is while it runs, is gathered
    with the orders: only the latest is told.

    Signals:
        orders_changed: an OrdersChanged, several that came close together made one.
        command_changed: a CommandChanged.
        sync_changed: a SyncChanged.
        connections_changed: a ConnectionsChanged.
        names_changed: a NamesChanged.
        plan_changed: a PlanChanged.
        bulk_changed: a BulkChanged.
        watch_changed: a WatchChanged.
        updates_changed: an UpdatesChanged.
    """

    orders_changed = Signal(object)
    command_changed = Signal(object)
    sync_changed = Signal(object)
    connections_changed = Signal(object)
    names_changed = Signal(object)
    plan_changed = Signal(object)
    bulk_changed = Signal(object)
    watch_changed = Signal(object)
    updates_changed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changed: set[str] = set()
        self._removed: set[str] = set()
        self._all = False
        self._commands: dict[str, CommandChanged] = {}
        self._runs: dict[str, BulkChanged] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._since = QElapsedTimer()
        self._timer.timeout.connect(self._on_time)
        self._rest = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._rest.timeout.connect(self._tell_runs)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def attach(self, source: Source) -> Callable[[], None]:
        """Pass on the events of `source`; call the answer to end it."""
        return source.subscribe(self.receive)

    def receive(self, event: Event) -> None:
        """Take an event, on any thread."""
        self._arrived.emit(event)

    def flush(self) -> None:
        """Emit what was gathered so far, the orders first."""
        self._timer.stop()
        self._tell_orders()
        self._tell_runs()

    def _on_time(self) -> None:
        """Emit the orders, and the rest a frame later: two short waits are felt less than one."""
        self._tell_orders()
        self._rest.start()

    def _tell_orders(self) -> None:
        if self._all or self._changed or self._removed:
            self._since.start()
            event = OrdersChanged(frozenset(self._changed), frozenset(self._removed), self._all)
            self._changed.clear()
            self._removed.clear()
            self._all = False
            with UI:
                self.orders_changed.emit(event)

    def _tell_runs(self) -> None:
        self._rest.stop()
        commands, self._commands = self._commands, {}
        runs, self._runs = self._runs, {}
        if commands or runs:
            self._since.start()
        with UI:
            for command in commands.values():
                self.command_changed.emit(command)
            for run in runs.values():
                self.bulk_changed.emit(run)

    @Slot(object)
    def _deliver(self, event: Event) -> None:
        with UI:
            self._pass_on(event)

    def _pass_on(self, event: Event) -> None:
        match event:
            case OrdersChanged():
                self._gather(event)
            case CommandChanged():
                self._on_command(event)
            case SyncChanged():
                self.sync_changed.emit(event)
            case ConnectionsChanged():
                self.connections_changed.emit(event)
            case NamesChanged():
                self.names_changed.emit(event)
            case PlanChanged():
                self.plan_changed.emit(event)
            case BulkChanged():
                self._on_run(event)
            case WatchChanged():
                self.watch_changed.emit(event)
            case UpdatesChanged():
                self.updates_changed.emit(event)

    def _gather(self, event: OrdersChanged) -> None:
        self._changed = (self._changed | event.changed) - event.removed
        self._removed = (self._removed | event.removed) - event.changed
        self._all = self._all or event.all
        self._soon()

    def _on_command(self, event: CommandChanged) -> None:
        if event.bulk:
            self._commands[event.command] = event
            self._soon()
        else:
            self.flush()
            self.command_changed.emit(event)

    def _on_run(self, event: BulkChanged) -> None:
        run = event.progress.run
        if run.state is RunState.RUNNING:
            self._runs[run.id] = event
            self._soon()
        else:
            self._runs.pop(run.id, None)
            self.flush()
            self.bulk_changed.emit(event)

    def _soon(self) -> None:
        if not self._timer.isActive():
            calm = not self._since.isValid() or self._since.hasExpired(_BUSY_MS)
            self._timer.start(_GATHER_MS if calm else _BUSY_MS)
