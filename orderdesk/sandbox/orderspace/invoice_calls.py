"""Invoices: list, retrieve, create and delete."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import keys, moments, pricing, reading, shelf
from orderdesk.sandbox.orderspace.book import Book
from orderdesk.sandbox.orderspace.dispatch_calls import the_one
from orderdesk.sandbox.orderspace.drafts import address
from orderdesk.sandbox.orderspace.lifecycle import after_invoice, with_invoiced, without_invoice
from orderdesk.sandbox.orderspace.money import figure
from orderdesk.sandbox.orderspace.order_calls import customer_in, missing
from orderdesk.sandbox.orderspace.orders import CANCELLED, STANDING, Line, Order
from orderdesk.sandbox.orderspace.paging import Filter, Kind, Pages
from orderdesk.sandbox.orderspace.papers import Entry, Invoice, billed, counted
from orderdesk.sandbox.orderspace.refusals import invalid, not_found, unprocessable
from orderdesk.sandbox.orderspace.routes import Call, Route
from orderdesk.sandbox.orderspace.shapes import Shapes
from orderdesk.sandbox.orderspace.shelf import Shelf
from orderdesk.sandbox.switches import SwitchBoard


def _value(invoice: Invoice, name: str) -> str:
    return reading.text(invoice.values, name)


_FILTERS: list[Filter[Invoice]] = [
    Filter("created_since", Kind.SINCE, lambda one: one.created),
    Filter("invoice_date_after", Kind.DAY_SINCE, lambda one: _value(one, "invoice_date")),
    Filter("invoice_date_before", Kind.DAY_BEFORE, lambda one: _value(one, "invoice_date")),
    Filter("due_date_after", Kind.DAY_SINCE, lambda one: _value(one, "due_date")),
    Filter("due_date_before", Kind.DAY_BEFORE, lambda one: _value(one, "due_date")),
    Filter("number", Kind.TEXT, lambda one: one.number),
    Filter("customer_id", Kind.ID, lambda one: one.customer_id),
    Filter("paid", Kind.FLAG, lambda one: one.paid),
    Filter("proforma", Kind.FLAG, lambda one: reading.flag(one.values, "proforma")),
]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a new invoice says of itself."""

    number: str
    day: str
    terms: Document
    due: str
    proforma: bool
    comments: str
    address: Document


class InvoiceCalls:
    """The calls below /invoices."""

    def __init__(
        self, book: Book, known: Shelf, *, shapes: Shapes, clock: Clock, board: SwitchBoard
    ) -> None:
        self._book = book
        self._shelf = known
        self._shapes = shapes
        self._clock = clock
        self._board = board
        self._pages = Pages("invoice", lambda one: one.id, _FILTERS, board=board)

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/invoices", self._list),
            Route("GET", "/invoices/ID", self._show),
            Route("POST", "/invoices", self._create, "current"),
            Route("DELETE", "/invoices/ID", self._delete, "current"),
        ]

    def _get(self, key: str) -> Invoice:
        invoice = self._book.invoices.get(key)
        if invoice is None:
            raise not_found("invoice", key)
        return invoice

    def _list(self, call: Call) -> Reply:
        page, more = self._pages.page(self._book.invoices.newest_first(), call.params)
        shown: Document = {"invoices": [self._shapes.invoice(one) for one in page]}
        if self._board["has_more"] == "everywhere":
            shown["has_more"] = more
        return json_reply(shown)

    def _show(self, call: Call) -> Reply:
        return json_reply({"invoice": self._shapes.invoice(self._get(call.key))})

    def _create(self, call: Call) -> Reply:
        body = call.enveloped("invoice")
        customer = customer_in(self._shelf, body, self._board)
        orders = self._orders(body, reading.text(customer, "id"))
        if body.get("invoice_lines") is None:
            lines = self._everything(orders)
        else:
            lines = self._lines(orders, customer, reading.values(body, "invoice_lines"))
        heading = self._heading(customer, orders[0], body)
        invoice = self.book(customer, orders, lines=lines, heading=heading)
        return json_reply(
            {"invoice": self._shapes.invoice(invoice)},
            action="invoice",
            subject=",".join(invoice.order_ids),
        )

    def bill(self, order: Order) -> Invoice:
        """Invoice all that is outstanding of one order, as staff would; raises `Refusal`."""
        body: Document = {"customer_id": order.customer_id, "orders": [{"id": order.id}]}
        customer = customer_in(self._shelf, body, self._board)
        orders = self._orders(body, order.customer_id)
        heading = self._heading(customer, order, {})
        return self.book(customer, orders, lines=self._everything(orders), heading=heading)

    def book(
        self, customer: Document, orders: list[Order], *, lines: list[Entry], heading: Heading
    ) -> Invoice:
        """Keep an invoice, and count its items on the orders."""
        paid = self._board["invoice_paid"] == "yes"
        invoice = Invoice(
            id=self._book.new_key(keys.INVOICE),
            serial=self._book.invoices.next_serial(),
            created=int(self._clock.timestamp()),
            number=heading.number,
            customer_id=reading.text(customer, "id"),
            order_ids=tuple(order.id for order in orders),
            currency=orders[0].currency,
            paid=paid,
            values=invoice_values(customer, orders, heading),
            lines=tuple(lines),
        )
        counts = counted(lines)
        for order in orders:
            changed = with_invoiced(order, counts, paid=paid)
            if changed.lines != order.lines and self._board["invoice_status"] == "changes":
                changed = replace(changed, status=after_invoice(changed))
            self._book.orders.put(replace(changed, revision=order.revision + 1))
        return self._book.invoices.put(invoice)

    def _orders(self, body: Document, customer_id: str) -> list[Order]:
        named = [reading.text(one, "id") for one in reading.objects(body, "orders")]
        if not named:
            raise invalid(["Orders can't be blank"])
        orders: list[Order] = []
        for key in dict.fromkeys(named):
            order = self._book.orders.get(key)
            if order is None:
                raise missing("order", key, self._board)
            if order.customer_id != customer_id:
                raise unprocessable("All orders must belong to the customer of the invoice")
            if order.status in (CANCELLED, STANDING):
                raise unprocessable(
                    f"The order can not be invoiced because its status is {order.status}"
                )
            orders.append(order)
        if len({order.currency for order in orders}) > 1:
            raise unprocessable("All orders must have the same currency")
        return orders

    def _everything(self, orders: Iterable[Order]) -> list[Entry]:
        held = self._board["invoice_held"] == "included"
        lines = [
            billed(line, line.to_invoice)
            for order in orders
            for line in order.lines
            if line.to_invoice and (held or not line.is_held)
        ]
        if not lines:
            raise unprocessable("There are no outstanding items to invoice")
        return lines

    def _lines(
        self, orders: list[Order], customer: Document, given: list[JsonValue]
    ) -> list[Entry]:
        if not given:
            raise invalid(["Invoice lines can't be blank"])
        every = [line for order in orders for line in order.lines]
        made: list[Entry] = []
        for place, one in enumerate(given):
            sent = one if isinstance(one, dict) else {}
            where = f"invoice_lines[{place}]"
            count = reading.quantity(sent)
            if count is None:
                raise unprocessable(f"{where} Quantity must be greater than 0")
            line = _named_line(every, sent, where)
            if line is None:
                made.append(self._custom(customer, sent, count, where))
                continue
            made.append(billed(line, count))
            if counted(made)[line.id] > line.to_invoice:
                raise unprocessable(
                    f"{where} Quantity {count} is more than the {line.to_invoice} to be invoiced"
                )
        return made

    def _custom(self, customer: Document, sent: Document, count: int, where: str) -> Entry:
        name, price = reading.text(sent, "name"), reading.number(sent, "unit_price")
        tax_id = reading.text(sent, "tax_rate_id")
        tax = pricing.tax_named(self._shelf, tax_id)
        if not name.strip():
            raise unprocessable(f"{where} Name can't be blank")
        if price is None:
            raise unprocessable(f"{where} Unit price is not a number")
        if tax is None and tax_id:
            raise unprocessable(f"{where} Tax rate is invalid")
        tax = tax or pricing.tax_for(self._shelf, customer)
        return Entry("", "", name, "", count, price, tax.rate)

    def _heading(self, customer: Document, order: Order, body: Document) -> Heading:
        faults: list[str] = []
        day = reading.text(body, "invoice_date") or moments.day_of(int(self._clock.timestamp()))
        if not moments.is_day(day):
            faults.append("Invoice date is invalid")
            day = "2000-01-01"
        terms_id = reading.text(body, "payment_terms_id")
        terms = self._shelf.get(shelf.TERMS, terms_id or reading.text(customer, "payment_terms_id"))
        if terms_id and terms is None:
            faults.append("Payment Terms are invalid")
        terms = terms or {}
        due = reading.text(body, "due_date")
        if due and not moments.is_day(due):
            faults.append("Due date is invalid")
        number = reading.text(body, "number") or self._book.next_invoice_number()
        if any(one.number == number for one in self._book.invoices.newest_first()):
            faults.append("Number has already been taken")
        if faults:
            raise invalid(faults)
        given = body.get("address")
        billed = reading.inner(order.values, "billing_address")
        return Heading(
            number,
            day,
            terms,
            due or moments.days_after(day, reading.whole(terms, "days_due")),
            reading.flag(body, "proforma"),
            reading.text(body, "comments"),
            address(given) if isinstance(given, dict) else billed,
        )

    def _delete(self, call: Call) -> Reply:
        invoice = self._get(call.key)
        if invoice.paid and self._board["delete_paid_invoice"] == "refused":
            raise unprocessable("The invoice can not be deleted because it is paid")
        counts = {key: -count for key, count in counted(invoice.lines).items()}
        for key in invoice.order_ids:
            order = self._book.orders.get(key)
            if order is None:
                continue
            changed = with_invoiced(order, counts, paid=invoice.paid)
            if self._board["deleted_invoice"] == "reverts":
                changed = replace(changed, status=without_invoice(changed))
            self._book.orders.put(replace(changed, revision=order.revision + 1))
        self._book.invoices.remove(invoice)
        return json_reply(
            {"invoice": {"id": invoice.id, "deleted": True}},
            action="delete_invoice",
            subject=",".join(invoice.order_ids),
        )


def _named_line(lines: list[Line], sent: Document, where: str) -> Line | None:
    """Return the order line that an invoice line names; None when it names none."""
    key, sku = reading.text(sent, "order_line_id"), reading.text(sent, "sku")
    if key:
        return the_one([line for line in lines if line.id == key], f"{where} order line '{key}'")
    if sku:
        return the_one([line for line in lines if line.sku == sku], f"{where} SKU '{sku}'")
    return None


def invoice_values(customer: Document, orders: Iterable[Order], heading: Heading) -> Document:
    """Return the fields of an invoice's header."""
    return {
        "invoice_date": heading.day,
        "company_name": customer["company_name"],
        "email_address": reading.inner(customer, "email_addresses").get("invoices"),
        "numbers": {order.id: order.number for order in orders},
        "payment_terms": reading.text(heading.terms, "name"),
        "due_date": heading.due,
        "proforma": heading.proforma,
        "deposit": deposit(heading.terms, heading.day),
        "comments": heading.comments,
        "address": heading.address,
        "payments": [],
    }


def deposit(terms: Document, day: str) -> JsonValue:
    """Return the deposit that payment terms ask for, if any."""
    percentage = reading.exact(terms, "deposit_percentage")
    if percentage <= Decimal(0):
        return None
    days = reading.whole(terms, "deposit_days_due")
    return {"percentage": figure(percentage), "due_date": moments.days_after(day, days)}
