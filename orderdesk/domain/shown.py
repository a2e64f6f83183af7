"""A row of the orders table: the projected order flattened for reading, with its marks."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Mark(StrEnum):
    """What is going on with an order here, the gravest first."""

    ASKING = "asking"
    UNKNOWN = "unknown"
    SENDING = "sending"
    WAITING = "waiting"
    STAGED = "staged"
    NONE = ""


class Details(StrEnum):
    """What is known of an order beside what its vendor's list shows."""

    NOT_READ = "not_read"
    READ = "read"
    STALE = "stale"
    """They were read, and the list has shown a change since."""
    UNREADABLE = "unreadable"
    """The vendor's answer about this order could not be used; tried again once the list changes."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One order as the table, the list command and an export show it.

    Names are resolved where a look-up brought them and are None where the id has no name
    yet; `items` is None where the lines have not been read. Times are aware UTC.
    """

    rowid: int
    id: str
    connection: str
    connection_name: str
    vendor: str
    vendor_id: str
    kind: str | None
    kind_word: str
    number: str | None
    name: str | None
    state: str | None
    vendor_state: str
    state_derived: bool
    payment: str | None
    payment_word: str | None
    fulfilment: str | None
    fulfilment_word: str | None
    customer_id: str | None
    customer: str | None
    location_id: str | None
    location: str | None
    employee_id: str | None
    employee: str | None
    placed_at: datetime | None
    expires_at: datetime | None
    items: int | None
    total: Decimal | None
    total_computed: bool
    currency: str | None
    currency_set_here: bool
    discount: Decimal | None
    mark: Mark
    pending: tuple[str, ...]
    """The names of the actions that are under way and not settled; what is staged is not."""
    staged: tuple[str, ...] = ()
    """Which attributes of the order are shown with a staged value: "name", "customer", "items",
    "total"; the field's own key where no attribute shows it. Empty: nothing is staged."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A column of the shown rows and a direction."""

    column: str = "placed_at"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Totals:
    """How many orders a query found, and their money by currency ("" where none is known).

    Documents that are no orders (NOT_ORDERS) are counted and never part of the money.
    """

    orders: int
    sums: dict[str, Decimal]
    unknown_totals: int = 0
    """Orders whose total is not known and is in no sum."""
    unread: int = 0
    """Those of the found whose items have not been read: no item can be found on them."""
