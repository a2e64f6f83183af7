"""Which columns there are, what each is made of, and how a sort reads them."""

from collections.abc import Iterable
from dataclasses import dataclass

from orderdesk.domain.shown import Mark
from orderdesk.domain.status import FulfilmentStatus, OrderStatus, PaymentStatus

ABSENT = -(2**63)
"""The number of a row that there is not."""
UNKNOWN = ABSENT + 1
"""The number of a row whose value is not known."""
LARGE = ABSENT + 2
"""The total of a row that is known and too large or too precise for a number."""

BASE = "placed_at"
"""The column that also says which rows there are."""


def _time(column: str) -> str:
    """Return microseconds since 1970: whole seconds and what follows the point."""
    seconds = f"unixepoch(substr({column}, 1, 19))"
    return f"{seconds} * 1000000 + cast(substr({column}, 21, 6) as integer)"


@dataclass(frozen=True, slots=True)
class Spec:
    """One column: its value in SQL, and whether that is a number."""

    name: str
    value: str
    numbers: bool = False


TIMES = ("placed_at", "expires_at")
_NUMBERS = {
    **{name: _time(name) for name in TIMES},
    "items": "items",
    "total_units": f"case when total is not null then coalesce(total_units, {LARGE}) end",
}
_TEXTS = (
    *("kind", "state", "currency", "connection", "vendor", "mark", "number_key"),
    *("customer_fold", "total_key", "payment", "fulfilment", "location_fold", "kind_fold"),
    *("employee_fold", "name_fold", "state_fold", "discount_key", "number_fold"),
    *("vendor_id", "id", "customer_id", "location_id", "employee_id", "staged"),
)
SPECS = {
    **{name: Spec(name, value, numbers=True) for name, value in _NUMBERS.items()},
    **{name: Spec(name, name) for name in _TEXTS},
}
"""Every column by its name, those that are wanted first first."""

ESSENTIAL = frozenset({BASE, "kind", "total_units", "currency", "items"})
"""What no search with its totals does without."""


@dataclass(frozen=True, slots=True)
class Order:
    """A column to sort by; `words` are its values in the order meant, if not that of the text.

    Values that are not among the words are sorted as if they were not known.
    """

    column: str
    words: tuple[str, ...] | None = None


def _worded(column: str, words: Iterable[str]) -> Order:
    return Order(column, tuple(words))


ORDERS: dict[str, Order] = {
    **{
        name: Order(name)
        for name in ("placed_at", "expires_at", "items", "id", "connection", "vendor", "vendor_id")
    },
    **{name: Order(name) for name in ("kind", "customer_id", "location_id", "employee_id")},
    "currency": Order("currency"),
    "kind_word": Order("kind_fold"),
    "number": Order("number_key"),
    "name": Order("name_fold"),
    "state": _worded("state", OrderStatus),
    "vendor_state": Order("state_fold"),
    "payment": _worded("payment", PaymentStatus),
    "fulfilment": _worded("fulfilment", FulfilmentStatus),
    "customer": Order("customer_fold"),
    "location": Order("location_fold"),
    "employee": Order("employee_fold"),
    "total": Order("total_key"),
    "discount": Order("discount_key"),
    "mark": _worded("mark", (mark.value for mark in Mark if mark is not Mark.NONE)),
}
"""What each sort that ranks know goes by; the few others are left to SQL."""
