"""Keeps what is known of the connections up to date, for everything that shows it."""

import asyncio
from dataclasses import replace

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from orderdesk.domain.events import ConnectionsChanged, SyncChanged
from orderdesk.precedence import UI
from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.context import Context

_GATHER_MS = 120
# Each picture of how far syncs are is felt by whoever scrolls meanwhile.
_PROGRESS_MS = 250
# While requests wait for a vendor nothing happens that would be told; so it is asked.
_WATCH_MS = 1_000


class ConnectionWatch(QObject):
    """The connections' statuses as last heard of.

    Signals:
        changed: the statuses are others now.
        progressed: a SyncChanged; its counts are in the statuses already, be it that how far
            syncs are is gathered before it is told as a change.
    """

    changed = Signal()
    progressed = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asking = False
        self._again = False
        self.statuses: list[ConnectionStatus] = []
        self.known = False
        self._later = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._later.timeout.connect(self.refresh)
        self._beat = QTimer(self, interval=_WATCH_MS)
        self._beat.timeout.connect(self.refresh)
        self._moved = QTimer(self, singleShot=True, interval=_PROGRESS_MS)
        self._moved.timeout.connect(self._tell_moved)
        self.changed.connect(self._moved.stop)
        self.changed.connect(self._pace)
        context.bridge.connections_changed.connect(self._on_connections)
        context.bridge.sync_changed.connect(self._on_sync)

    def refresh(self) -> None:
        """Ask how the connections are doing."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        task = self._context.tasks.call(
            self._context.desk.connections.list(), name="connections", then=self._take
        )
        task.add_done_callback(self._ended)

    def get(self, key: str) -> ConnectionStatus | None:
        """Return the status of a connection, if there is one with this key."""
        return next((one for one in self.statuses if one.config.key == key), None)

    def syncing(self) -> list[ConnectionStatus]:
        """Return the connections that are being synced."""
        return [one for one in self.statuses if one.syncing]

    def _pace(self) -> None:
        """Look regularly while something is under way, or has to be waited for."""
        if not any(one.syncing or one.waits_until for one in self.statuses):
            self._beat.stop()
        elif not self._beat.isActive():
            self._beat.start()

    def _take(self, statuses: list[ConnectionStatus]) -> None:
        first, self.known = not self.known, True
        if statuses != self.statuses or first:
            self.statuses = statuses
            self.changed.emit()

    def _tell_moved(self) -> None:
        with UI:
            self.changed.emit()

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._asking = False
        # A dialog's own watch may be gone before it is answered.
        if self._again and not task.cancelled() and shiboken6.isValid(self):
            self._again = False
            self._later.start()

    def _on_connections(self, _event: ConnectionsChanged) -> None:
        if not self._later.isActive():
            self._later.start()

    def _on_sync(self, event: SyncChanged) -> None:
        status = self.get(event.connection)
        if status is None or status.syncing != event.running or event.problem is not None:
            self.refresh()
        if status is not None:
            moved = replace(status, syncing=event.running, done=event.done, total=event.total)
            self.statuses[self.statuses.index(status)] = moved
            if status.syncing != event.running or not status.done:
                self.changed.emit()
            elif not self._moved.isActive():
                self._moved.start()
        self.progressed.emit(event)
