"""The order book: every order in memory and in the storage, with its text ready to send."""

from collections.abc import Iterable
from dataclasses import replace

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.iqmetrix.orders import Order, from_document
from orderdesk.sandbox.iqmetrix.shapes import style
from orderdesk.sandbox.json_text import encode
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.switches import SwitchBoard

_PRINTABLE = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"


class OrderBook:
    """The orders of every company."""

    def __init__(self, storage: Storage, vendor: str, board: SwitchBoard) -> None:
        self._storage = storage
        self._kept = storage.collection(vendor, "order")
        self._board = board
        self._orders = {key: from_document(key, document) for key, document in self._kept.read()}
        self._texts: dict[tuple[str, bool], tuple[int, str, bytes]] = {}
        self._printable = {order.printable_id for order in self._orders.values()}
        self._dice = Dice()

    def fill(self, orders: Iterable[Order]) -> None:
        """Replace every order."""
        self._orders = {order.id: order for order in orders}
        self._printable = {order.printable_id for order in self._orders.values()}
        self._texts.clear()
        with self._storage.transaction():
            self._kept.clear()
            self._kept.put_all((order.id, order.document()) for order in self._orders.values())

    def get(self, key: str) -> Order | None:
        return self._orders.get(key.lower())

    def of(self, company: int | None = None) -> list[Order]:
        """Return the orders of a company, or all, sorted as the switch says."""
        orders = [order for order in self._orders.values() if company in (None, order.company)]
        match self._board["order_sort"]:
            case "shuffled":
                orders.sort(key=lambda order: order.id)
            case "oldest":
                orders.sort(key=lambda order: (order.created, order.id))
            case _:
                orders.sort(key=lambda order: (order.created, order.id), reverse=True)
        return orders

    def add(self, order: Order) -> Order:
        """Keep a new order."""
        self._printable.add(order.printable_id)
        return self._put(order)

    def change(self, order: Order) -> Order:
        """Keep a changed order, as its next revision."""
        return self._put(replace(order, revision=order.revision + 1))

    def _put(self, order: Order) -> Order:
        with self._storage.transaction():
            self._kept.put(order.id, order.document())
        self._orders[order.id] = order
        return order

    def remove(self, order: Order) -> None:
        with self._storage.transaction():
            self._kept.remove(order.id)
        del self._orders[order.id]

    def new_id(self) -> str:
        return self._dice.guid()

    def new_printable_id(self) -> str:
        """Seven letters and digits that no order has yet, as in recorded answers."""
        while True:
            text = "".join(self._dice.choices(_PRINTABLE, k=7))
            if text not in self._printable:
                return text

    def text(self, order: Order, *, full: bool) -> bytes:
        """Return the order in JSON as it is shown now; made once for each revision and shape."""
        shown = style(self._board, order)
        looks = f"{shown.shape} {shown.type_id}"
        ready = self._texts.get((order.id, full))
        if ready is not None and ready[:2] == (order.revision, looks):
            return ready[2]
        text = encode(shown.order(order, full=full))
        self._texts[order.id, full] = (order.revision, looks, text)
        return text
