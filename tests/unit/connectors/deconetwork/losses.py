"""Finds what an order as mapped has lost of what came over the wire."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

from orderdesk.connectors.deconetwork.scrubbing import scrub
from orderdesk.connectors.payloads import REMOVED
from orderdesk.domain.order import Order


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, member in cast("dict[str, object]", value).items():
            yield from _leaves(member, f"{path}.{name}")
    elif isinstance(value, list):
        for entry in cast("list[object]", value):
            yield from _leaves(entry, path)
    elif value not in (None, "", REMOVED):
        yield path, value


def _kept(value: object) -> Iterator[str]:
    """Give out every text, number and time of a mapped order, in one form."""
    if isinstance(value, dict):
        for member in cast("dict[str, object]", value).values():
            yield from _kept(member)
    elif isinstance(value, (list, tuple)):
        for entry in cast("list[object]", value):
            yield from _kept(entry)
    elif value is not None:
        text = str(value)
        yield text
        for part in text.splitlines():
            yield from (part, *part.split(": "))


def _form(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    try:
        if isinstance(value, (int, Decimal)) or text.replace(".", "", 1).isdigit():
            return format(Decimal(text).normalize(), "f")
        moment = datetime.fromisoformat(text)
        return (
            (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment)
            .astimezone(UTC)
            .isoformat()
        )
    except (ValueError, ArithmeticError):
        return " ".join(text.split())


def lost(raw: object, order: Order) -> list[str]:
    """Return the paths of values that stand nowhere in the order, nor may be left out."""
    known = set(_kept(order.model_dump()))
    known |= {_form(one) for one in known}
    return sorted(
        path
        for path, value in _leaves(scrub(raw))
        if _form(value) not in known and str(value) not in known
    )
