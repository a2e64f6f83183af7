"""How much of which items an act is about: text to pairs and back, and what an order allows."""

from collections.abc import Iterable
from decimal import Decimal

from orderdesk.domain.money import NotANumber, parse_decimal, plain


def parse_quantities(text: str) -> list[tuple[Decimal, str]]:
    """Read one `quantity x line id` pair a line; several pairs of one line are added up.

    Raises:
        ValueError: naming the first line that is no such pair.
    """
    found: dict[str, Decimal] = {}
    for line in filter(None, (part.strip() for part in text.splitlines())):
        quantity, cross, line_id = (part.strip() for part in line.partition("x"))
        try:
            number = parse_decimal(quantity)
        except NotANumber:
            raise ValueError(line) from None
        if not cross or not line_id or number <= 0:
            raise ValueError(line)
        found[line_id] = found.get(line_id, Decimal(0)) + number
    return [(number, line_id) for line_id, number in found.items()]


def quantities_text(pairs: Iterable[tuple[Decimal, str]]) -> str | None:
    """Write pairs so that parse_quantities reads them back; None where there are none."""
    return "\n".join(f"{plain(number)} x {line_id}" for number, line_id in pairs) or None
