"""Amounts of money: an exact decimal and, where one is known, its currency."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

# Twenty digits hold any order that is meant; 1e400 and the like are mistakes, not money.
LARGEST = Decimal("1e20")
# Sums and products of such numbers are never rounded.
EXACT = Context(prec=200)
# Decimal itself takes underscores, other scripts' digits, infinities and NaN too.
_WRITTEN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")


class NotANumber(ValueError):
    """Text that is no finite, plausible decimal number."""


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount; `currency` is an ISO 4217 code, or None where the vendor names none."""

    amount: Decimal
    currency: str | None = None


def parse_decimal(text: str) -> Decimal:
    """Return the plain decimal written in `text` (a point, no grouping).

    Raises:
        NotANumber: for NaN, infinities, numbers beyond 1e20 and anything else.
    """
    if _WRITTEN.fullmatch(text.strip()) is None:
        raise NotANumber(text)
    number = Decimal(text.strip())
    if abs(number) >= LARGEST or number.adjusted() < -20:
        raise NotANumber(text)
    return number


def plain(number: Decimal) -> str:
    """Write `number` without an exponent and without losing a digit."""
    return format(number, "f")
