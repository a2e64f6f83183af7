"""Turns the services' events, which come on their thread, into signals on the UI thread."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from orderdesk.domain.events import (
    BulkChanged,
    CommandChanged,
    ConnectionsChanged,
    Event,
    NamesChanged,
    OrdersChanged,
    PlanChanged,
    SyncChanged,
    WatchChanged,
)

# A sync brings many pages a second; the eye needs a few pictures of them.
_GATHER_MS = 60


class Source(Protocol):
    """What events are subscribed to."""

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call `callback` with every event; the answer ends it."""
        ...


class Bridge(QObject):
    """The services' events as signals.

    Signals:
        orders_changed: an OrdersChanged, several that came close together made one.
        command_changed: a CommandChanged.
        sync_changed: a SyncChanged.
        connections_changed: a ConnectionsChanged.
        names_changed: a NamesChanged.
        plan_changed: a PlanChanged.
        bulk_changed: a BulkChanged.
        watch_changed: a WatchChanged.
    """

    orders_changed = Signal(object)
    command_changed = Signal(object)
    sync_changed = Signal(object)
    connections_changed = Signal(object)
    names_changed = Signal(object)
    plan_changed = Signal(object)
    bulk_changed = Signal(object)
    watch_changed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changed: set[str] = set()
        self._removed: set[str] = set()
        self._all = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_GATHER_MS)
        self._timer.timeout.connect(self.flush)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def attach(self, source: Source) -> Callable[[], None]:
        """Pass on the events of `source`; call the answer to end it."""
        return source.subscribe(self.receive)

    def receive(self, event: Event) -> None:
        """Take an event, on any thread."""
        self._arrived.emit(event)

    def flush(self) -> None:
        """Emit the order changes gathered so far."""
        self._timer.stop()
        if not (self._all or self._changed or self._removed):
            return
        event = OrdersChanged(frozenset(self._changed), frozenset(self._removed), self._all)
        self._changed.clear()
        self._removed.clear()
        self._all = False
        self.orders_changed.emit(event)

    @Slot(object)
    def _deliver(self, event: Event) -> None:
        match event:
            case OrdersChanged():
                self._gather(event)
            case CommandChanged():
                self.flush()
                self.command_changed.emit(event)
            case SyncChanged():
                self.sync_changed.emit(event)
            case ConnectionsChanged():
                self.connections_changed.emit(event)
            case NamesChanged():
                self.names_changed.emit(event)
            case PlanChanged():
                self.plan_changed.emit(event)
            case BulkChanged():
                self.bulk_changed.emit(event)
            case WatchChanged():
                self.watch_changed.emit(event)

    def _gather(self, event: OrdersChanged) -> None:
        self._changed = (self._changed | event.changed) - event.removed
        self._removed = (self._removed | event.removed) - event.changed
        self._all = self._all or event.all
        if not self._timer.isActive():
            self._timer.start()
