"""A colleague's hand: looks at the true state of an order and changes it past every rule."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from decimal import Decimal

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import moments, reading
from orderdesk.sandbox.orderspace.book import Book
from orderdesk.sandbox.orderspace.dispatch_calls import DispatchCalls
from orderdesk.sandbox.orderspace.drafts import with_hold
from orderdesk.sandbox.orderspace.invoice_calls import InvoiceCalls
from orderdesk.sandbox.orderspace.lifecycle import Stock, after_payment, reserves, with_paid
from orderdesk.sandbox.orderspace.money import figure
from orderdesk.sandbox.orderspace.order_calls import OrderCalls
from orderdesk.sandbox.orderspace.orders import (
    CANCELLED,
    NEW,
    PREORDER,
    RELEASED,
    STANDING,
    Line,
    Order,
)
from orderdesk.sandbox.orderspace.papers import counted
from orderdesk.sandbox.orderspace.refusals import Refusal
from orderdesk.sandbox.orderspace.shapes import Shapes
from orderdesk.sandbox.vendors import UnknownOrder, WrongChange

NEW_ORDER = "new"
"""The key under which an order is placed instead of changed."""
_PARTS = {"set", "items", "add_items", "act"}
_DERIVED = {"id", "order_lines", "net_total", "gross_total"}
_LINE_FIELDS = {one.name for one in fields(Line)} - {"id", "extras"}
_RENAMED = {
    "tax_rate_id": "tax_id",
    "preorder_window_id": "window",
}


class Colleague:
    """Reads and changes orders directly, as staff do in the vendor's own site."""

    def __init__(
        self,
        book: Book,
        clock: Clock,
        *,
        shapes: Shapes,
        stock: Stock,
        calls: tuple[OrderCalls, InvoiceCalls, DispatchCalls],
    ) -> None:
        self._book = book
        self._clock = clock
        self._shapes = shapes
        self._stock = stock
        self._orders, self._invoices, self._dispatches = calls
        self._acts: Mapping[str, Callable[[Order], None]] = {
            "invoice": self._invoice,
            "pay": self._pay,
            "release": self._release,
            "dispatch": self._dispatch,
            "cancel": self._cancel,
            "hold": self._hold,
            "unhold": self._unhold,
        }

    def orders(self, conditions: Mapping[str, str]) -> list[Document]:
        """Short truths, newest first; conditions compare them as text, `limit` ends the list."""
        wanted = {name: value for name, value in conditions.items() if name != "limit"}
        limit = conditions.get("limit", "")
        found: list[Document] = []
        for order in self._book.orders.newest_first():
            if limit.isdigit() and len(found) >= int(limit):
                break
            short = self._short(order)
            if all(_text(short.get(name)) == value for name, value in wanted.items()):
                found.append(short)
        return found

    def order(self, key: str) -> Document:
        """Return the whole truth of one order, with its invoices and dispatches."""
        order = self._get(key)
        return {
            **self._short(order),
            "order": self._shapes.order(order),
            "invoices": [self._shapes.invoice(one) for one in self._book.invoices_of(key)],
            "dispatches": [self._shapes.dispatch(one) for one in self._book.dispatches_of(key)],
        }

    def change(self, key: str, change: Document) -> Document:
        """Set fields, change, add and delete lines, and act, in this order; `new` places an order.

        Raises:
            UnknownOrder: for an id that there is not.
            WrongChange: for a change that makes no sense; then nothing is changed.
        """
        unknown = change.keys() - _PARTS
        if unknown:
            raise WrongChange(
                f"There is no {', '.join(sorted(unknown))}; there are {', '.join(sorted(_PARTS))}."
            )
        act = change.get("act")
        if key == NEW_ORDER:
            key = self._placed(change)
            return self.order(key)
        if act is not None and not (isinstance(act, str) and act in self._acts):
            raise WrongChange(f"act is one of {', '.join(self._acts)}.")
        before = self._get(key)
        order = self._set(before, _object(change, "set"))
        self._keep(self._with_added(_with_lines(order, _object(change, "items")), change))
        if isinstance(act, str):
            try:
                self._acts[act](self._get(key))
            except (Refusal, WrongChange) as fault:
                self._book.orders.put(before)
                raise WrongChange(str(fault)) from None
        return self.order(key)

    def remove(self, key: str) -> None:
        """Let an order vanish, as staff delete it."""
        order = self._get(key)
        self._stock.deleted(order)
        self._book.orders.remove(order)

    def _get(self, key: str) -> Order:
        order = self._book.orders.get(key)
        if order is None:
            raise UnknownOrder(f"There is no order {key}.")
        return order

    def _keep(self, order: Order) -> Order:
        return self._book.orders.put(replace(order, revision=order.revision + 1))

    def _short(self, order: Order) -> Document:
        goods = order.goods
        return {
            "id": order.id,
            "number": str(order.number),
            "kind": STANDING if order.status == STANDING else "order",
            "state": order.status,
            "company": order.values.get("company_name"),
            "customer_id": order.customer_id,
            "created": moments.shown(order.created),
            "currency": order.currency,
            "net_total": figure(order.net_total),
            "gross_total": figure(order.gross_total),
            "items": len(order.lines),
            "ordered": sum(line.quantity for line in goods),
            "invoiced": sum(line.invoiced for line in goods),
            "paid": sum(line.paid for line in goods),
            "dispatched": sum(line.dispatched for line in goods),
            "on_hold": any(line.is_held for line in goods),
            "reference": order.values.get("reference"),
            "revision": order.revision,
        }

    def _placed(self, change: Document) -> str:
        """Place an order as a buyer does in the shop; its id."""
        body: Document = {**_object(change, "set")}
        body["order_lines"] = reading.values(change, "add_items")
        try:
            return self._orders.place(body).id
        except Refusal as refusal:
            raise WrongChange(refusal.message) from None

    def _set(self, order: Order, given: Document) -> Order:
        values: Document = {**order.values}
        for name, value in given.items():
            match name:
                case "status":
                    order = replace(order, status=str(value))
                case "number" | "currency" | "customer_id":
                    order = _with_header(order, name, value)
                case "created":
                    moment = moments.read_moment(str(value))
                    if moment is None:
                        raise WrongChange(f"{value} is no time.")
                    order = replace(order, created=moment)
                case _ if name in _DERIVED:
                    raise WrongChange(f"{name} cannot be set.")
                case _:
                    values[name] = value
        return replace(order, values=values)

    def _with_added(self, order: Order, change: Document) -> Order:
        made: list[Line] = []
        for one in reading.values(change, "add_items"):
            if not isinstance(one, dict):
                raise WrongChange("A line is a JSON object.")
            made.append(self._line(order, one))
        return replace(order, lines=(*order.lines, *made))

    def _line(self, order: Order, sent: Document) -> Line:
        """Read a line as a new order has it; its place in the order gives it its customer."""
        body: Document = {"customer_id": order.customer_id, "order_lines": [sent]}
        today = moments.day_of(int(self._clock.timestamp()))
        try:
            return self._orders.line(body, today)
        except Refusal as refusal:
            raise WrongChange(refusal.message) from None

    def _invoice(self, order: Order) -> None:
        self._invoices.bill(order)

    def _pay(self, order: Order) -> None:
        """Pay what is open of the order's invoices; that releases it."""
        open_ones = [one for one in self._book.invoices_of(order.id) if not one.paid]
        if not open_ones:
            raise WrongChange("The order has no invoice that is open.")
        day = moments.day_of(int(self._clock.timestamp()))
        for invoice in open_ones:
            paid: list[JsonValue] = [
                *reading.values(invoice.values, "payments"),
                {
                    "amount": figure(invoice.gross_total),
                    "payment_date": day,
                    "source": "bank_transfer",
                    "description": "Bank transfer",
                    "reference": "",
                },
            ]
            values: Document = {**invoice.values, "payments": paid}
            self._book.invoices.put(replace(invoice, paid=True, values=values))
            for key in invoice.order_ids:
                named = self._book.orders.get(key)
                if named is not None:
                    named = with_paid(named, counted(invoice.lines))
                    self._keep(replace(named, status=after_payment(named)))

    def _release(self, order: Order) -> None:
        self._keep(replace(order, status=RELEASED, free=True))

    def _dispatch(self, order: Order) -> None:
        counts = {line.id: line.to_dispatch for line in order.lines if line.to_dispatch}
        if not counts:
            raise WrongChange("There is nothing left to dispatch.")
        self._dispatches.book(order, counts, "")

    def _cancel(self, order: Order) -> None:
        if reserves(order):
            self._stock.cancelled(order)
        self._keep(replace(order, status=CANCELLED))

    def _hold(self, order: Order) -> None:
        lines = [line if line.shipping else with_hold(line, True) for line in order.lines]
        self._keep(replace(order, status=PREORDER, lines=tuple(lines)))

    def _unhold(self, order: Order) -> None:
        lines = tuple(with_hold(line, False) for line in order.lines)
        status = NEW if order.status == PREORDER else order.status
        self._keep(replace(order, status=status, lines=lines))


def _with_header(order: Order, name: str, value: JsonValue) -> Order:
    if name == "number":
        if not isinstance(value, int) or isinstance(value, bool):
            raise WrongChange("number is a whole number.")
        return replace(order, number=value)
    if name == "currency":
        return replace(order, currency=str(value))
    return replace(order, customer_id=str(value))


def _with_lines(order: Order, given: Document) -> Order:
    """Change lines by id; null deletes one."""
    lines = {line.id: line for line in order.lines}
    for key, change in given.items():
        line = lines.get(key)
        if line is None:
            raise WrongChange(f"The order has no line {key}.")
        if change is None:
            del lines[key]
        elif isinstance(change, dict):
            lines[key] = _with_fields(line, change)
        else:
            raise WrongChange("A line is changed by a JSON object, or deleted by null.")
    return replace(order, lines=tuple(lines.values()))


def _with_fields(line: Line, change: Document) -> Line:
    """Change fields of a line; names that no line has are shown as they are given."""
    extras: Document = {**line.extras}
    for name, value in change.items():
        field = _RENAMED.get(name, name)
        if field not in _LINE_FIELDS:
            extras[name] = value
            continue
        old: JsonValue = getattr(line, field)
        new = Decimal(value) if isinstance(old, Decimal) and isinstance(value, int) else value
        if not isinstance(new, type(old)):
            raise WrongChange(f"{name} cannot be {value!r}.")
        line = replace(line, **{field: new})
    return replace(line, extras=extras)


def _object(change: Document, name: str) -> Document:
    value = change.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise WrongChange(f"{name} is a JSON object.")
    return value


def _text(value: JsonValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
