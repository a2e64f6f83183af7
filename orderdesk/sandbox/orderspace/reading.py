"""Values of certain types out of JSON objects: those that are kept and those that clients send."""

from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace.money import LARGEST


def text(source: Document, name: str, default: str = "") -> str:
    """Return a text; numbers are taken as their digits, everything else as `default`."""
    value = source.get(name)
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return default


def optional_text(source: Document, name: str) -> str | None:
    """Return a text that is not empty, or None."""
    return text(source, name) or None


def flag(source: Document, name: str) -> bool:
    """Return whether it is true; absent is false."""
    return source.get(name) is True


def whole(source: Document, name: str) -> int:
    """Return a whole number that is kept; 0 when absent."""
    value = source.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def number(source: Document, name: str) -> Decimal | None:
    """Return a number of a sensible size, or None for whatever is none."""
    value = source.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    exact = Decimal(value)
    return exact if exact.is_finite() and abs(exact) < LARGEST else None


def exact(source: Document, name: str) -> Decimal:
    """Return a number that is kept; 0 when absent."""
    return number(source, name) or Decimal(0)


def quantity(source: Document, name: str = "quantity") -> int | None:
    """Return a number of items above 0, or None for whatever is none."""
    value = number(source, name)
    if value is None or value <= 0 or value != value.to_integral_value():
        return None
    return int(value)


def inner(source: Document, name: str) -> Document:
    """Return the object of that name; an empty one when there is none."""
    value = source.get(name)
    return value if isinstance(value, dict) else {}


def objects(source: Document, name: str) -> list[Document]:
    """Return the objects of a list; whatever else it holds is left out."""
    return [one for one in values(source, name) if isinstance(one, dict)]


def values(source: Document, name: str) -> list[JsonValue]:
    """Return a list; an empty one when there is none."""
    value = source.get(name)
    return value if isinstance(value, list) else []


def texts(source: Document, name: str) -> list[str]:
    """Return the texts of a list."""
    return [one for one in values(source, name) if isinstance(one, str)]
