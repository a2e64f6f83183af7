"""Orders, pre-orders, invoices, delivery notes and deliveries, as the server keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.valomnia.enumerations import DELIVERED

Values: TypeAlias = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Line:
    """One line."""

    id: int
    item: int
    """The id of the item."""
    unit: int
    """The id of the item's unit."""
    quantity: Decimal
    unit_price: Decimal
    final_price: Decimal
    """Of the whole line."""
    discount: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    type: str = "REGULAR"
    comment: str | None = None

    def document(self) -> list[JsonValue]:
        return [
            self.id,
            self.item,
            self.unit,
            self.quantity,
            self.unit_price,
            self.final_price,
            self.discount,
            self.tax,
            self.type,
            self.comment,
        ]


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of an operation; dates in seconds."""

    id: int
    reference: str
    type: int
    date: int
    created: int
    advance: Decimal | None = None
    is_last: bool = False
    bank: str | None = None
    cheque_number: str | None = None
    cheque_image: str | None = None
    """The name of its file."""
    desired: int | None = None

    def document(self) -> list[JsonValue]:
        return [
            self.id,
            self.reference,
            self.type,
            self.date,
            self.created,
            self.advance,
            self.is_last,
            self.bank,
            self.cheque_number,
            self.cheque_image,
            self.desired,
        ]


@dataclass(frozen=True, slots=True)
class Credit:
    """A part of a prepayment that was used for an operation."""

    prepayment: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `values` holds plain fields by the vendor's names, dates in seconds."""

    id: int
    kind: str
    reference: str
    status: str
    """Of the payment."""
    customer: int
    user: int
    created: int
    updated: int
    values: Values = field(default_factory=dict[str, JsonValue])
    delivered_by: int | None = None
    lines: tuple[Line, ...] = ()
    payments: tuple[Payment, ...] = ()
    credits: tuple[Credit, ...] = ()
    newer: bool = False
    """It is shown in the newer shape when shapes are mixed."""
    revision: int = 1
    """How often it has been written."""

    @property
    def delivery(self) -> str | None:
        """The delivery status, in the vendor's word."""
        status = self.values.get("deliveryStatus")
        return status if isinstance(status, str) else None

    @property
    def is_delivered(self) -> bool:
        return self.delivery == DELIVERED

    @property
    def total(self) -> Decimal:
        return decimal(self.values.get("total"))

    def document(self) -> Document:
        """As it is kept in the storage."""
        return {
            "kind": self.kind,
            "reference": self.reference,
            "status": self.status,
            "customer": self.customer,
            "user": self.user,
            "created": self.created,
            "updated": self.updated,
            "values": {**self.values},
            "delivered_by": self.delivered_by,
            "lines": [line.document() for line in self.lines],
            "payments": [payment.document() for payment in self.payments],
            "credits": [[credit.prepayment, credit.amount] for credit in self.credits],
            "newer": self.newer,
            "revision": self.revision,
        }


def from_document(key: str, document: Document) -> Operation:
    """Return an operation as it was kept in the storage."""
    values = document["values"]
    driver = document["delivered_by"]
    return Operation(
        id=int(key),
        kind=str(document["kind"]),
        reference=str(document["reference"]),
        status=str(document["status"]),
        customer=whole(document["customer"]),
        user=whole(document["user"]),
        created=whole(document["created"]),
        updated=whole(document["updated"]),
        values=values if isinstance(values, dict) else {},
        delivered_by=None if driver is None else whole(driver),
        lines=tuple(_line(row) for row in _rows(document["lines"])),
        payments=tuple(_payment(row) for row in _rows(document["payments"])),
        credits=tuple(Credit(whole(r[0]), decimal(r[1])) for r in _rows(document["credits"])),
        newer=document["newer"] is True,
        revision=whole(document["revision"]),
    )


def _line(row: list[JsonValue]) -> Line:
    key, item, unit, quantity, price, final, discount, tax, kind, comment = row
    return Line(
        whole(key),
        whole(item),
        whole(unit),
        decimal(quantity),
        decimal(price),
        decimal(final),
        decimal(discount),
        decimal(tax),
        str(kind),
        _text(comment),
    )


def _payment(row: list[JsonValue]) -> Payment:
    key, reference, kind, date, created, advance, last, bank, number, image, desired = row
    return Payment(
        whole(key),
        str(reference),
        whole(kind),
        whole(date),
        whole(created),
        None if advance is None else decimal(advance),
        last is True,
        _text(bank),
        _text(number),
        _text(image),
        None if desired is None else whole(desired),
    )


def _rows(value: JsonValue) -> list[list[JsonValue]]:
    return [row for row in value if isinstance(row, list)] if isinstance(value, list) else []


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None


def whole(value: JsonValue) -> int:
    """Return an integer; none counts as 0."""
    return value if isinstance(value, int) else 0


def decimal(value: JsonValue) -> Decimal:
    """Return an exact number; none counts as 0."""
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)
