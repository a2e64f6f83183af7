"""The order book: every order in memory and in the storage, with its text ready to send."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from orderdesk.sandbox.deconetwork.data.maker import FIRST_ITEM
from orderdesk.sandbox.deconetwork.looks import Look
from orderdesk.sandbox.deconetwork.orders import Order, from_document
from orderdesk.sandbox.deconetwork.shapes import order_shown
from orderdesk.sandbox.json_text import encode
from orderdesk.sandbox.storage import Storage

_TEXTS_KEPT = 20_000


class OrderBook:
    """The orders of the site."""

    def __init__(self, storage: Storage, vendor: str) -> None:
        self._storage = storage
        self._kept = storage.collection(vendor, "order")
        self._orders = {key: from_document(key, document) for key, document in self._kept.read()}
        self._texts: dict[tuple[str, int, Look], bytes] = {}
        self._last = FIRST_ITEM
        self._count(self._orders.values())

    def _count(self, orders: Iterable[Order]) -> None:
        """Remember the largest number that workflow items and shipments have."""
        for order in orders:
            for line in order.lines:
                self._last = max(self._last, *(item.id for item in line.items), 0)
            self._last = max(self._last, *(shipment.id for shipment in order.shipments), 0)

    def next_number(self) -> int:
        """Return a number that no workflow item or shipment has."""
        self._last += 1
        return self._last

    def fill(self, orders: Iterable[Order]) -> None:
        """Replace every order."""
        self._orders = {order.id: order for order in orders}
        self._texts.clear()
        self._last = FIRST_ITEM
        self._count(self._orders.values())
        with self._storage.transaction():
            self._kept.clear()
            self._kept.put_all((order.id, order.document()) for order in self._orders.values())

    def get(self, key: str) -> Order | None:
        return self._orders.get(key)

    def by_document(self, number: int, *, of_line: bool) -> Order | None:
        """Return the order whose documents, or whose line's, have that number."""
        for order in self._orders.values():
            keys = [line.id for line in order.lines] if of_line else [order.key]
            if number in keys:
                return order
        return None

    def all(self) -> list[Order]:
        return [*self._orders.values()]

    def put(self, orders: Sequence[Order]) -> None:
        """Keep changed or new orders together, each as its next revision."""
        changed = [replace(order, revision=order.revision + 1) for order in orders]
        self._kept.put_all((order.id, order.document()) for order in changed)
        self._orders |= {order.id: order for order in changed}
        self._count(changed)

    def remove(self, order: Order) -> None:
        self._kept.remove(order.id)
        del self._orders[order.id]

    def text(self, order: Order, look: Look) -> bytes:
        """Return the order in JSON; made once for each revision and look."""
        mark = (order.id, order.revision, look)
        ready = self._texts.get(mark)
        if ready is None:
            if len(self._texts) >= _TEXTS_KEPT:
                self._texts.clear()
            ready = self._texts[mark] = encode(order_shown(order, look))
        return ready
