"""An order as every vendor's connector maps it; unknown vendor fields are kept."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

from orderdesk.domain.money import EXACT
from orderdesk.domain.status import FulfilmentStatus, OrderKind, OrderStatus, PaymentStatus

# A field's value as text: decimals plain, times ISO 8601 in UTC, ids as the vendor writes them.
FieldValue: TypeAlias = str | None


class Frozen(BaseModel):
    """A value that cannot be changed once made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(Frozen):
    """An id of something the vendor keeps elsewhere; its name comes from a look-up."""

    kind: str
    id: str


class Line(Frozen):
    """One item of an order."""

    id: str
    sku: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    """Charged per unit, in the order's currency."""
    kind_word: str | None = None
    status_word: str | None = None
    fields: Mapping[str, FieldValue] = Field(default_factory=dict)
    extra: Mapping[str, JsonValue] = Field(default_factory=dict)
    pending: bool = False
    """Not at the vendor yet: a command that adds or changes it has not settled."""

    @property
    def sum(self) -> Decimal | None:
        """Price times quantity, or None where either is not known."""
        if self.price is None or self.quantity is None:
            return None
        return EXACT.multiply(self.price, self.quantity)


class Order(Frozen):
    """An order as last read from its vendor, or projected with what is not settled yet."""

    connection: str
    vendor: str
    vendor_id: str
    kind: OrderKind | None = None
    kind_word: str = ""
    number: str | None = None
    name: str | None = None
    state: OrderStatus | None = None
    vendor_state: str = ""
    state_derived: bool = False
    payment: PaymentStatus | None = None
    payment_word: str | None = None
    fulfilment: FulfilmentStatus | None = None
    fulfilment_word: str | None = None
    customer: Reference | None = None
    location: Reference | None = None
    employee: Reference | None = None
    placed_at: AwareDatetime | None = None
    expires_at: AwareDatetime | None = None
    currency: str | None = None
    currency_set_here: bool = False
    discount: Decimal | None = None
    total: Decimal | None = None
    total_computed: bool = False
    lines: tuple[Line, ...] | None = None
    """None where the lines have not been read."""
    fields: Mapping[str, FieldValue] = Field(default_factory=dict)
    """Every header field of the connector's description, by its key."""
    extra: Mapping[str, JsonValue] = Field(default_factory=dict)
    """What the vendor sent beyond the known fields, verbatim."""

    @property
    def id(self) -> str:
        """The order's id on this desk: the connection's key and the vendor's own id."""
        return order_id(self.connection, self.vendor_id)

    @property
    def item_count(self) -> int | None:
        """How many lines the order has, or None where they have not been read."""
        return None if self.lines is None else len(self.lines)

    def line(self, line_id: str) -> Line | None:
        """Return the line with this id, if the order has it."""
        return next((line for line in self.lines or () if line.id == line_id), None)


class Named(Frozen):
    """A name for an id: a location, customer, address, employee, supplier or product."""

    kind: str
    id: str
    name: str
    detail: str = ""
    parent: str | None = None
    """The id of what it belongs to, as an address belongs to a customer."""


def order_id(connection: str, vendor_id: str) -> str:
    """Join a connection's key and a vendor's id; a connection's key never holds a colon."""
    return f"{connection}:{vendor_id}"


def split_order_id(text: str) -> tuple[str, str]:
    """Part an order's id into the connection's key and the vendor's id.

    Raises:
        ValueError: if there is no colon or an empty half.
    """
    connection, colon, vendor_id = text.partition(":")
    if not colon or not connection or not vendor_id:
        raise ValueError(text)
    return connection, vendor_id


def sum_of_lines(lines: tuple[Line, ...]) -> Decimal | None:
    """Add up the lines, or None where one of them has no price or quantity."""
    total = Decimal(0)
    for line in lines:
        value = line.sum
        if value is None:
            return None
        total = EXACT.add(total, value)
    return total


def is_expired(order: Order, now: datetime) -> bool:
    """Whether the order's time has run out by the vendor's clock `now`."""
    return order.expires_at is not None and order.expires_at <= now
