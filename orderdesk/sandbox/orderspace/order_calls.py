"""Orders: list, retrieve, create and delete. There is no call that changes one."""

from dataclasses import replace

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.orderspace import keys, moments, pricing, reading, shelf
from orderdesk.sandbox.orderspace.book import Book
from orderdesk.sandbox.orderspace.drafts import Drafts
from orderdesk.sandbox.orderspace.lifecycle import Stock, reserves, resting_status
from orderdesk.sandbox.orderspace.orders import CANCELLED, NEW, PREORDER, STANDING, Line, Order
from orderdesk.sandbox.orderspace.paging import Filter, Kind, Pages
from orderdesk.sandbox.orderspace.refusals import Refusal, invalid, not_found, unprocessable
from orderdesk.sandbox.orderspace.routes import Call, Route
from orderdesk.sandbox.orderspace.shapes import Shapes
from orderdesk.sandbox.orderspace.shelf import Shelf
from orderdesk.sandbox.switches import SwitchBoard


def _header(name: str) -> Filter[Order]:
    return Filter(name, Kind.TEXT, lambda order: reading.text(order.values, name))


def _day(order: Order) -> str:
    return reading.text(order.values, "delivery_date")


_FILTERS: list[Filter[Order]] = [
    Filter("created_since", Kind.SINCE, lambda order: order.created),
    Filter("created_before", Kind.BEFORE, lambda order: order.created),
    Filter("delivery_date_since", Kind.DAY_SINCE, _day),
    Filter("delivery_date_before", Kind.DAY_BEFORE, _day),
    Filter("number", Kind.TEXT, lambda order: str(order.number)),
    Filter("status", Kind.ID, lambda order: order.status),
    _header("reference"),
    Filter("customer_id", Kind.ID, lambda order: order.customer_id),
    Filter(
        "standing_order_id", Kind.ID, lambda order: reading.text(order.values, "standing_order_id")
    ),
]


class OrderCalls:
    """The calls below /orders."""

    def __init__(
        self, book: Book, known: Shelf, *, shapes: Shapes, clock: Clock, board: SwitchBoard
    ) -> None:
        self._book = book
        self._shelf = known
        self._shapes = shapes
        self._clock = clock
        self._board = board
        self._stock = Stock(known, clock)
        self._drafts = Drafts(known, book, board)
        self._pages = Pages("order", lambda order: order.id, _FILTERS, board=board)

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/orders", self._list),
            Route("GET", "/orders/ID", self._show),
            Route("POST", "/orders", self._create, "current"),
            Route("DELETE", "/orders/ID", self._delete, "current"),
        ]

    def _get(self, key: str) -> Order:
        order = self._book.orders.get(key)
        if order is None:
            raise not_found("order", key)
        return order

    def _list(self, call: Call) -> Reply:
        hidden: set[str] = set()
        if "status" not in call.params:
            if self._board["listed_cancelled"] == "no":
                hidden.add(CANCELLED)
            if self._board["listed_standing"] == "no":
                hidden.add(STANDING)
        every = self._book.orders.newest_first()
        orders = [order for order in every if order.status not in hidden] if hidden else every
        page, more = self._pages.page(orders, call.params)
        return json_reply(
            {"orders": [self._shapes.order(order) for order in page], "has_more": more}
        )

    def _show(self, call: Call) -> Reply:
        return json_reply({"order": self._shapes.order(self._get(call.key))})

    def _create(self, call: Call) -> Reply:
        body = call.enveloped("order")
        order = self.place(body)
        return json_reply({"order": self._shapes.order(order)}, action="create", subject=order.id)

    def place(self, body: Document) -> Order:
        """Place an order for a customer; raises `Refusal`."""
        customer = customer_in(self._shelf, body, self._board)
        name = reading.text(customer, "company_name")
        if customer.get("status") == "closed" and self._board["closed_customer"] == "refused":
            raise invalid([f"Customer {name} is closed"])
        now = int(self._clock.timestamp())
        number = self._number(body)
        lines = self._drafts.lines(customer, body, moments.day_of(now))
        status = resting_status(lines)
        if status == PREORDER and self._board["preorder_status"] == "new":
            status = NEW
        order = Order(
            id=self._book.new_key(keys.ORDER),
            serial=self._book.orders.next_serial(),
            number=number,
            created=now,
            status=status,
            customer_id=reading.text(customer, "id"),
            currency=pricing.currency_of(self._shelf, customer),
            values=self._drafts.header(customer, body, lines),
            lines=lines,
        )
        self._stock.ordered(order)
        return self._book.orders.put(order)

    def line(self, body: Document, today: str) -> Line:
        """Return the only line of a body that names its customer too; raises `Refusal`."""
        customer = customer_in(self._shelf, body, self._board)
        return self._drafts.lines(customer, body, today)[0]

    def _number(self, body: Document) -> int:
        given = body.get("number")
        if given is None or self._board["given_number"] == "ignored":
            return self._book.next_number()
        number = reading.quantity(body, "number")
        if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 10:
            number = int(given)
        if number is None:
            raise invalid(["Number is not a number"])
        if any(order.number == number for order in self._book.orders.newest_first()):
            raise invalid(["Number has already been taken"])
        return number

    def _delete(self, call: Call) -> Reply:
        order = self._get(call.key)
        self._check_delete(order)
        self.remove(order)
        return json_reply(
            {"order": {"id": order.id, "deleted": True}}, action="delete", subject=order.id
        )

    def remove(self, order: Order) -> None:
        """Delete an order, or cancel it if the switch says that this is what deleting does."""
        if self._board["deleted_order"] == "cancelled":
            if reserves(order):
                self._stock.cancelled(order)
            self._book.orders.put(replace(order, status=CANCELLED, revision=order.revision + 1))
            return
        self._stock.deleted(order)
        self._book.orders.remove(order)
        if self._board["deleted_papers"] == "removed":
            for invoice in self._book.invoices_of(order.id):
                self._book.invoices.remove(invoice)
            for dispatch in self._book.dispatches_of(order.id):
                self._book.dispatches.remove(dispatch)

    def _check_delete(self, order: Order) -> None:
        rule = self._board["delete_order"]
        if rule == "new" and order.status != NEW:
            raise unprocessable(f"The order can not be deleted because it is {order.status}")
        papers = self._book.invoices_of(order.id) or self._book.dispatches_of(order.id)
        if rule == "unbilled" and papers:
            raise unprocessable("The order can not be deleted because it is invoiced or dispatched")


def customer_in(known: Shelf, body: Document, board: SwitchBoard) -> Document:
    """Return the customer that a body names; raises `Refusal`."""
    key = reading.text(body, "customer_id")
    if not key:
        raise invalid(["Customer can't be blank"])
    customer = known.get(shelf.CUSTOMERS, key)
    if customer is not None:
        return customer
    raise missing("customer", key, board)


def missing(kind: str, key: str, board: SwitchBoard) -> Refusal:
    """Return how a body is refused that names a record that there is not."""
    if board["unknown_parent"] == "404":
        return not_found(kind, key)
    return invalid([f"{kind.capitalize()} is invalid"])
