"""Dispatches: list, retrieve and create. They can be neither changed nor deleted."""

from dataclasses import replace

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import keys, reading
from orderdesk.sandbox.orderspace.book import Book
from orderdesk.sandbox.orderspace.lifecycle import Stock, after_dispatch, with_dispatched
from orderdesk.sandbox.orderspace.order_calls import missing
from orderdesk.sandbox.orderspace.orders import (
    FULFILLED,
    INVOICED,
    NEW,
    PART_FULFILLED,
    PREORDER,
    RELEASED,
    Line,
    Order,
)
from orderdesk.sandbox.orderspace.paging import Filter, Kind, Pages
from orderdesk.sandbox.orderspace.papers import Dispatch, leaving
from orderdesk.sandbox.orderspace.refusals import FULFILLED as ALREADY_FULFILLED
from orderdesk.sandbox.orderspace.refusals import invalid, not_found, unprocessable
from orderdesk.sandbox.orderspace.routes import Call, Route
from orderdesk.sandbox.orderspace.shapes import Shapes
from orderdesk.sandbox.orderspace.shelf import Shelf
from orderdesk.sandbox.switches import SwitchBoard

_FILTERS: list[Filter[Dispatch]] = [
    Filter("created_since", Kind.SINCE, lambda dispatch: dispatch.created),
    Filter("created_before", Kind.BEFORE, lambda dispatch: dispatch.created),
    Filter("order_id", Kind.ID, lambda dispatch: dispatch.order_id),
]


class DispatchCalls:
    """The calls below /dispatches."""

    def __init__(
        self, book: Book, known: Shelf, *, shapes: Shapes, clock: Clock, board: SwitchBoard
    ) -> None:
        self._book = book
        self._shapes = shapes
        self._clock = clock
        self._board = board
        self._stock = Stock(known, clock)
        self._pages = Pages("dispatch", lambda one: one.id, _FILTERS, board=board)

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/dispatches", self._list),
            Route("GET", "/dispatches/ID", self._show),
            Route("POST", "/dispatches", self._create),
        ]

    def _list(self, call: Call) -> Reply:
        page, more = self._pages.page(self._book.dispatches.newest_first(), call.params)
        shown: Document = {"dispatches": [self._shapes.dispatch(one) for one in page]}
        if self._board["has_more"] == "everywhere":
            shown["has_more"] = more
        return json_reply(shown)

    def _show(self, call: Call) -> Reply:
        dispatch = self._book.dispatches.get(call.key)
        if dispatch is None:
            raise not_found("dispatch", call.key)
        return json_reply({"dispatch": self._shapes.dispatch(dispatch)})

    def _create(self, call: Call) -> Reply:
        body = call.enveloped("dispatch")
        key = reading.text(body, "order_id")
        if not key:
            raise invalid(["Order can't be blank"])
        order = self._book.orders.get(key)
        if order is None:
            raise missing("order", key, self._board)
        dispatch = self.send(order, body)
        return json_reply(
            {"dispatch": self._shapes.dispatch(dispatch)}, action="dispatch", subject=order.id
        )

    def send(self, order: Order, body: Document) -> Dispatch:
        """Dispatch lines of an order, or all that may leave; raises `Refusal`."""
        self._check_status(order)
        if body.get("dispatch_lines") is None and self._board["dispatch_no_lines"] == "everything":
            counts = self._everything(order)
        else:
            counts = self._named(order, reading.values(body, "dispatch_lines"))
        return self.book(order, counts, reading.text(body, "comments"))

    def book(self, order: Order, counts: dict[str, int], comments: str) -> Dispatch:
        """Keep a dispatch of so many items of each line, with all that follows from it."""
        dispatch = Dispatch(
            id=self._book.new_key(keys.DISPATCH),
            serial=self._book.dispatches.next_serial(),
            created=int(self._clock.timestamp()),
            order_id=order.id,
            values=dispatch_values(order, comments),
            lines=tuple(
                leaving(line, counts[line.id]) for line in order.lines if counts.get(line.id)
            ),
        )
        self._stock.dispatched(order, counts)
        changed = with_dispatched(order, counts)
        status = after_dispatch(changed, self._board["partly_dispatched"])
        self._book.orders.put(replace(changed, status=status, revision=order.revision + 1))
        return self._book.dispatches.put(dispatch)

    def _check_status(self, order: Order) -> None:
        if order.status == FULFILLED:
            raise unprocessable(ALREADY_FULFILLED)
        allowed = {RELEASED, PART_FULFILLED}
        if self._board["dispatch_states"] == "open":
            allowed |= {NEW, INVOICED, PREORDER}
        if order.status not in allowed:
            raise unprocessable(
                f"The order can not be dispatched because its status is {order.status}"
            )

    def _everything(self, order: Order) -> dict[str, int]:
        held = self._board["dispatch_held"] == "accepted"
        counts = {
            line.id: line.to_dispatch
            for line in order.lines
            if line.to_dispatch and (held or not line.is_held)
        }
        if not counts:
            raise unprocessable("There is nothing to dispatch")
        return counts

    def _named(self, order: Order, given: list[JsonValue]) -> dict[str, int]:
        if not given:
            raise invalid(["Dispatch lines can't be blank"])
        counts: dict[str, int] = {}
        for place, one in enumerate(given):
            sent = one if isinstance(one, dict) else {}
            where = f"dispatch_lines[{place}]"
            line = self._line(order, sent, where)
            count = reading.quantity(sent)
            if count is None:
                raise unprocessable(f"{where} Quantity must be greater than 0")
            counts[line.id] = counts.get(line.id, 0) + count
            self._check_line(line, counts[line.id], where)
        return counts

    def _line(self, order: Order, sent: Document, where: str) -> Line:
        key, sku = reading.text(sent, "order_line_id"), reading.text(sent, "sku")
        if key and self._board["dispatch_line_id"] == "accepted":
            found = [line for line in order.goods if line.id == key]
            name = f"order line '{key}'"
        else:
            found = [line for line in order.goods if sku and line.sku == sku]
            name = f"SKU '{sku}'"
        return the_one(found, f"{where} {name}")

    def _check_line(self, line: Line, count: int, where: str) -> None:
        if line.is_held and self._board["dispatch_held"] == "refused":
            raise unprocessable(f"{where} is on hold and can not be dispatched")
        if count > line.to_dispatch and self._board["dispatch_excess"] == "refused":
            raise unprocessable(
                f"{where} Quantity {count} is more than the {line.to_dispatch} to be dispatched"
            )


def the_one(found: list[Line], what: str) -> Line:
    """Return the only line found; raises `Refusal` for none and for several."""
    if not found:
        raise unprocessable(f"{what} does not match an order line")
    if len(found) > 1:
        raise unprocessable(f"{what} matches more than one order line")
    return found[0]


def dispatch_values(order: Order, comments: str) -> Document:
    """Return what a dispatch copies from its order."""
    copied = ("customer_note", "customer_po_number", "shipping_type", "shipping_address", "phone")
    addresses = reading.inner(order.values, "email_addresses")
    return {
        "order_number": order.number,
        "comments": comments,
        **{name: order.values.get(name) for name in copied},
        "email_address": addresses.get("dispatches"),
    }
