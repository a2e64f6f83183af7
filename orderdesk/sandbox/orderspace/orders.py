"""Orders and their lines as they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import reading
from orderdesk.sandbox.orderspace.money import cents, tax_on

NEW = "new"
INVOICED = "invoiced"
RELEASED = "released"
PART_FULFILLED = "part_fulfilled"
PREORDER = "preorder"
FULFILLED = "fulfilled"
STANDING = "standing_order"
CANCELLED = "cancelled"
STATUSES = (NEW, INVOICED, RELEASED, PART_FULFILLED, PREORDER, FULFILLED, STANDING, CANCELLED)
"""Every status word of an order (order object page)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order: a product's variant, a thing written by hand, or a shipping charge."""

    id: str
    sku: str
    name: str
    options: str
    quantity: int
    unit_price: Decimal
    tax_id: str
    tax_name: str
    tax_rate: Decimal
    """Percent."""
    category: str = ""
    """The id of the category that the line is grouped under."""
    shipping: bool = False
    window: str = ""
    """The id of the preorder window."""
    on_hold: bool = False
    invoiced: int = 0
    paid: int = 0
    dispatched: int = 0
    extras: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """Fields that only a colleague's hand has put there."""

    @property
    def sub_total(self) -> Decimal:
        return cents(self.quantity * self.unit_price)

    @property
    def tax_amount(self) -> Decimal:
        return tax_on(self.sub_total, self.tax_rate)

    @property
    def is_held(self) -> bool:
        """Return nothing of it may leave yet."""
        return self.on_hold or bool(self.window)

    @property
    def to_invoice(self) -> int:
        return max(self.quantity - self.invoiced, 0)

    @property
    def to_dispatch(self) -> int:
        """Return how many items have not left; a shipping charge never leaves."""
        return 0 if self.shipping else max(self.quantity - self.dispatched, 0)

    def with_counts(self, *, invoiced: int, paid: int, dispatched: int) -> "Line":
        """Return the line with these counters; quicker than `replace`, as there are many lines."""
        return Line(
            self.id,
            self.sku,
            self.name,
            self.options,
            self.quantity,
            self.unit_price,
            self.tax_id,
            self.tax_name,
            self.tax_rate,
            self.category,
            self.shipping,
            self.window,
            self.on_hold,
            invoiced,
            paid,
            dispatched,
            self.extras,
        )

    def document(self) -> JsonValue:
        return [
            self.id,
            self.sku,
            self.name,
            self.options,
            self.quantity,
            self.unit_price,
            self.tax_id,
            self.tax_name,
            self.tax_rate,
            self.category,
            self.shipping,
            self.window,
            self.on_hold,
            self.invoiced,
            self.paid,
            self.dispatched,
            {**self.extras},
        ]


_LINE = [one.name for one in fields(Line)]


def _line(row: JsonValue) -> Line:
    values = row if isinstance(row, list) else []
    kept: Document = dict(zip(_LINE, values, strict=True))
    return Line(
        id=reading.text(kept, "id"),
        sku=reading.text(kept, "sku"),
        name=reading.text(kept, "name"),
        options=reading.text(kept, "options"),
        quantity=reading.whole(kept, "quantity"),
        unit_price=reading.exact(kept, "unit_price"),
        tax_id=reading.text(kept, "tax_id"),
        tax_name=reading.text(kept, "tax_name"),
        tax_rate=reading.exact(kept, "tax_rate"),
        category=reading.text(kept, "category"),
        shipping=reading.flag(kept, "shipping"),
        window=reading.text(kept, "window"),
        on_hold=reading.flag(kept, "on_hold"),
        invoiced=reading.whole(kept, "invoiced"),
        paid=reading.whole(kept, "paid"),
        dispatched=reading.whole(kept, "dispatched"),
        extras=reading.inner(kept, "extras"),
    )


@dataclass(frozen=True, slots=True)
class Order:
    """One order or standing order."""

    id: str
    serial: int
    """Counts orders as they are placed: the order of lists where times are the same."""
    number: int
    created: int
    """Seconds since 1970."""
    status: str
    customer_id: str
    currency: str
    values: Document
    """The other fields of the header, as they are shown."""
    lines: tuple[Line, ...]
    free: bool = False
    """Was released without being paid."""
    revision: int = 1

    @property
    def net_total(self) -> Decimal:
        return sum((line.sub_total for line in self.lines), Decimal(0))

    @property
    def gross_total(self) -> Decimal:
        return sum((line.sub_total + line.tax_amount for line in self.lines), Decimal(0))

    @property
    def goods(self) -> list[Line]:
        """Return the lines that are no shipping charge."""
        return [line for line in self.lines if not line.shipping]

    def document(self) -> Document:
        return {
            "serial": self.serial,
            "number": self.number,
            "created": self.created,
            "status": self.status,
            "customer_id": self.customer_id,
            "currency": self.currency,
            "values": self.values,
            "lines": [line.document() for line in self.lines],
            "free": self.free,
            "revision": self.revision,
        }


def order_from(key: str, kept: Document) -> Order:
    """Read an order that is kept."""
    return Order(
        id=key,
        serial=reading.whole(kept, "serial"),
        number=reading.whole(kept, "number"),
        created=reading.whole(kept, "created"),
        status=reading.text(kept, "status"),
        customer_id=reading.text(kept, "customer_id"),
        currency=reading.text(kept, "currency"),
        values=reading.inner(kept, "values"),
        lines=tuple(_line(row) for row in reading.values(kept, "lines")),
        free=reading.flag(kept, "free"),
        revision=reading.whole(kept, "revision"),
    )
