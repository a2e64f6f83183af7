"""How single values are read from the wire: tolerant of every way that vendors write them."""

# Each reader returns the value, or None where the vendor says none, and raises ValueError with
# the rest of a sentence that begins with the field's name.

from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

from orderdesk.connectors.json_text import NoNumber
from orderdesk.domain.money import NotANumber, parse_decimal


def sample(value: object) -> str:
    """Return the beginning of a value, for a sentence about it."""
    text = value.encoded_json if isinstance(value, NoNumber) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def read_text(value: object) -> str | None:
    """Read a text, or a number that stands where a text is documented."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, (int, Decimal)):
        return str(value)
    raise ValueError("is no text")


def read_number(value: object) -> Decimal | None:
    """Read a number, exactly; older answers write numbers as text."""
    if value is None or value == "":
        return None
    if isinstance(value, (int, str, Decimal)) and not isinstance(value, bool):
        try:
            return parse_decimal(str(value))
        except NotANumber:
            pass
    raise ValueError(f"is “{sample(value)}”, which is no number an order can have")


def read_quantity(value: object) -> Decimal | None:
    """Read a quantity, which is never below 0."""
    number = read_number(value)
    if number is not None and number < 0:
        raise ValueError(f"is {number}, and no quantity is below 0")
    return number


def read_whole(value: object) -> str | None:
    """Read a whole number as text."""
    number = read_number(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ValueError(f"is “{sample(value)}”, which is no whole number")
    return str(int(number))


def read_moment(value: object) -> datetime | None:
    """Read a time in UTC, with or without a zone; the year 1 is .NET's way to say none."""
    text = read_text(value)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.year == 1:
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"is “{sample(value)}”, which is no time") from None


def read_texts(value: object) -> tuple[str, ...]:
    """Read a list of texts without its empty ones."""
    if value is None:
        return ()
    if isinstance(value, list):
        entries = (read_text(entry) for entry in cast("list[object]", value))
        return tuple(entry for entry in entries if entry is not None)
    raise ValueError("is no list")
