"""Dispatches and invoices as they are kept."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import reading
from orderdesk.sandbox.orderspace.money import cents, tax_on
from orderdesk.sandbox.orderspace.orders import Line


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a dispatch or an invoice: a copy of the order line with a quantity of its own."""

    line_id: str
    """Empty for a line that stands on the invoice alone."""
    sku: str
    name: str
    options: str
    quantity: int
    unit_price: Decimal = Decimal(0)
    tax_rate: Decimal = Decimal(0)

    @property
    def sub_total(self) -> Decimal:
        return cents(self.quantity * self.unit_price)

    @property
    def tax_amount(self) -> Decimal:
        return tax_on(self.sub_total, self.tax_rate)

    def document(self) -> JsonValue:
        values: list[JsonValue] = [
            self.line_id,
            self.sku,
            self.name,
            self.options,
            self.quantity,
        ]
        if self.unit_price or self.tax_rate:
            values += [self.unit_price, self.tax_rate]
        return values


def billed(line: Line, quantity: int) -> Entry:
    """Copy an order line onto an invoice."""
    return Entry(
        line.id, line.sku, line.name, line.options, quantity, line.unit_price, line.tax_rate
    )


def leaving(line: Line, quantity: int) -> Entry:
    """Copy an order line onto a dispatch, where no prices stand."""
    return Entry(line.id, line.sku, line.name, line.options, quantity)


_ENTRY = [one.name for one in fields(Entry)]


def _entry(row: JsonValue) -> Entry:
    values = row if isinstance(row, list) else []
    kept: Document = dict(zip(_ENTRY, values, strict=False))
    return Entry(
        line_id=reading.text(kept, "line_id"),
        sku=reading.text(kept, "sku"),
        name=reading.text(kept, "name"),
        options=reading.text(kept, "options"),
        quantity=reading.whole(kept, "quantity"),
        unit_price=reading.exact(kept, "unit_price"),
        tax_rate=reading.exact(kept, "tax_rate"),
    )


def _entries(kept: Document) -> tuple[Entry, ...]:
    return tuple(_entry(row) for row in reading.values(kept, "lines"))


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Items that have left."""

    id: str
    serial: int
    created: int
    order_id: str
    values: Document
    """What is copied from the order, and the comments."""
    lines: tuple[Entry, ...]

    def document(self) -> Document:
        return {
            "serial": self.serial,
            "created": self.created,
            "order_id": self.order_id,
            "values": self.values,
            "lines": [line.document() for line in self.lines],
        }


def dispatch_from(key: str, kept: Document) -> Dispatch:
    """Read a dispatch that is kept."""
    return Dispatch(
        id=key,
        serial=reading.whole(kept, "serial"),
        created=reading.whole(kept, "created"),
        order_id=reading.text(kept, "order_id"),
        values=reading.inner(kept, "values"),
        lines=_entries(kept),
    )


@dataclass(frozen=True, slots=True)
class Invoice:
    """A bill for items of one or more orders of a customer."""

    id: str
    serial: int
    created: int
    number: str
    customer_id: str
    order_ids: tuple[str, ...]
    currency: str
    paid: bool
    values: Document
    """The other fields of the header, as they are shown."""
    lines: tuple[Entry, ...]

    @property
    def net_total(self) -> Decimal:
        return sum((line.sub_total for line in self.lines), Decimal(0))

    @property
    def gross_total(self) -> Decimal:
        return sum((line.sub_total + line.tax_amount for line in self.lines), Decimal(0))

    def document(self) -> Document:
        return {
            "serial": self.serial,
            "created": self.created,
            "number": self.number,
            "customer_id": self.customer_id,
            "order_ids": [*self.order_ids],
            "currency": self.currency,
            "paid": self.paid,
            "values": self.values,
            "lines": [line.document() for line in self.lines],
        }


def invoice_from(key: str, kept: Document) -> Invoice:
    """Read an invoice that is kept."""
    return Invoice(
        id=key,
        serial=reading.whole(kept, "serial"),
        created=reading.whole(kept, "created"),
        number=reading.text(kept, "number"),
        customer_id=reading.text(kept, "customer_id"),
        order_ids=tuple(reading.texts(kept, "order_ids")),
        currency=reading.text(kept, "currency"),
        paid=reading.flag(kept, "paid"),
        values=reading.inner(kept, "values"),
        lines=_entries(kept),
    )


def counted(lines: Iterable[Entry]) -> dict[str, int]:
    """Return how many items of each order line the entries hold."""
    counts: dict[str, int] = {}
    for line in lines:
        if line.line_id:
            counts[line.line_id] = counts.get(line.line_id, 0) + line.quantity
    return counts
