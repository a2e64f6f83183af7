"""Money and other figures, rounded and written as this vendor does."""

from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
LARGEST = Decimal(10) ** 12
"""No more is taken for a price or a quantity; the vendor's own limit is not documented."""


def cents(value: Decimal) -> Decimal:
    """Round half up to two places, as every documented amount is."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def tax_on(amount: Decimal, rate: Decimal) -> Decimal:
    """Return the tax on a line: `rate` in percent, rounded for each line."""
    return cents(amount * rate / _HUNDRED)


def converted(price: Decimal, percent: Decimal) -> Decimal:
    """Return a price by a price list's conversion rate in percent."""
    return cents(price * percent / _HUNDRED)


def figure(value: Decimal) -> Decimal:
    """Write as the samples do: 30.0, 1.1, 366.1 - one place at least, no zeros after it."""
    text = format(value, "f")
    if "." not in text:
        return Decimal(f"{text}.0")
    trimmed = text.rstrip("0")
    return Decimal(f"{trimmed}0" if trimmed.endswith(".") else trimmed)
