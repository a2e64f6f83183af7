"""Asks the services for orders: the first rows at once, then all of them, then their sums."""

import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from orderdesk.domain.errors import DeskError
from orderdesk.domain.query import Query
from orderdesk.domain.relisting import Relisting, Standing
from orderdesk.domain.shown import Sort, Totals
from orderdesk.services.relisting import relist
from orderdesk.services.views import Found
from orderdesk.ui.context import Context
from orderdesk.ui.orders.table_model import LONG

T = TypeVar("T")

# Changes that come while a sync runs are looked at together: this often at the most, and never
# so often that looking takes more than a part of the time.
_AGAIN_MS = 250
_SELDOM_MS = 2_000
_SHARE = 4


class Finder(QObject):
    """The search of one table, one question at a time.

    Signals:
        found: a Found for the last question, and the Relisting to show it by if it is long.
        totalled: the Totals that go with the last Found.
        failed: the DeskError where there is no answer; the last one stands.
    """

    found = Signal(object, object)
    totalled = Signal(object)
    failed = Signal(object)

    def __init__(
        self, context: Context, standing: Callable[[], Standing], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._standing = standing
        self.query = Query()
        self.sort = Sort()
        self._drop: Callable[[], object] | None = None
        self._answered: tuple[Query, Sort] | None = None
        self._again = False
        self._began = 0.0
        self._later = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._later.timeout.connect(self.look)

    @property
    def settled(self) -> bool:
        """Whether the last question is answered, and nothing has changed since."""
        return self._drop is None and not self._later.isActive()

    def set_query(self, query: Query) -> None:
        """Ask for another query."""
        self.query = query
        self.look()

    def set_sort(self, sort: Sort) -> None:
        """Ask in another order."""
        self.sort = sort
        self.look()

    def look(self) -> None:
        """Ask now; a question under way is dropped, and whatever it does ends."""
        self._later.stop()
        if self._drop is not None:
            self._drop()
        self._again = False
        self._began = time.monotonic()
        orders, zone = self._context.desk.orders, self._context.zone.key
        if self._answered == (self.query, self.sort):
            self._ask_all()
        else:
            self._ask(orders.first(self.query, self.sort, zone=zone), "first", self._on_first)

    def look_soon(self) -> None:
        """Ask again in a moment, since orders have changed."""
        if self._drop is not None:
            self._again = True
        elif not self._later.isActive():
            self._later.start()

    def _ask(self, question: Coroutine[Any, Any, T], name: str, then: Callable[[T], None]) -> None:
        call = self._context.tasks.call
        self._drop = call(question, name=name, then=then, otherwise=self._on_failed).cancel

    def _ask_all(self) -> None:
        orders, zone = self._context.desk.orders, self._context.zone.key
        self._ask(orders.search(self.query, self.sort, zone=zone), "search", self._on_all)

    def _on_first(self, found: Found) -> None:
        self._tell(found, None)
        if not found.complete:
            self._ask_all()

    def _on_all(self, found: Found) -> None:
        if len(found.rowids) <= LONG:
            self._tell(found, None)
        else:
            prepared = relist(self._standing(), found.rowids)
            self._ask(prepared, "relist", partial(self._tell, found))

    def _tell(self, found: Found, relisting: Relisting | None) -> None:
        self._answered = (self.query, self.sort)
        self.found.emit(found, relisting)
        if found.complete:
            orders, zone = self._context.desk.orders, self._context.zone.key
            self._ask(orders.totals(self.query, zone=zone), "totals", self._on_totals)

    def _on_totals(self, totals: Totals) -> None:
        self._rest()
        self.totalled.emit(totals)

    def _on_failed(self, error: DeskError) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        """Be done; what changed meanwhile is looked at after a rest that goes by what it takes."""
        self._drop = None
        took = round((time.monotonic() - self._began) * 1_000)
        self._later.setInterval(min(max(_AGAIN_MS, _SHARE * took), _SELDOM_MS))
        if self._again:
            self._again = False
            self._later.start()
