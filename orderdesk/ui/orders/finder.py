"""Asks the services for orders, one question at a time, and drops answers that came too late."""

import asyncio
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from orderdesk.domain.errors import DeskError
from orderdesk.domain.query import Query
from orderdesk.domain.shown import Sort
from orderdesk.services.views import Found
from orderdesk.ui.context import Context

# Changes that come while a sync runs are looked at together.
_AGAIN_MS = 250


class Finder(QObject):
    """The search of one table.

    Signals:
        found: the Found for the last question asked.
        failed: the DeskError where there is no answer; the last one stands.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.query = Query()
        self.sort = Sort()
        self._asked = 0
        self._answered = 0
        self._running = False
        self._later = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._later.timeout.connect(self.look)

    @property
    def settled(self) -> bool:
        """Whether the last question is answered."""
        return not self._running and not self._later.isActive() and self._asked == self._answered

    def set_query(self, query: Query) -> None:
        """Ask for another query."""
        self.query = query
        self.look()

    def set_sort(self, sort: Sort) -> None:
        """Ask in another order."""
        self.sort = sort
        self.look()

    def look(self) -> None:
        """Ask now, or as soon as the question under way is answered."""
        self._later.stop()
        self._asked += 1
        if not self._running:
            self._ask()

    def look_soon(self) -> None:
        """Ask again in a moment, since orders have changed."""
        if not self._later.isActive():
            self._later.start()

    def _ask(self) -> None:
        token = self._asked
        self._running = True

        search = self._context.desk.orders.search(
            self.query, self.sort, zone=self._context.zone.key
        )
        task = self._context.tasks.call(
            search,
            name="search",
            then=partial(self._answer, token),
            otherwise=partial(self._fail, token),
        )
        task.add_done_callback(partial(self._ended, token))

    def _answer(self, token: int, found: Found) -> None:
        if token == self._asked:
            self.found.emit(found)

    def _fail(self, token: int, error: DeskError) -> None:
        if token == self._asked:
            self.failed.emit(error)

    def _ended(self, token: int, task: "asyncio.Task[None]") -> None:
        self._running = False
        self._answered = token
        if token != self._asked and not task.cancelled():
            self._ask()
