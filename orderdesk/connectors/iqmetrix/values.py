"""How single values are read from the wire: tolerant of every way this vendor writes them."""

# Each reader returns the value, or None where the vendor says none, and raises ValueError with
# the rest of a sentence that begins with the field's name.

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

from orderdesk.connectors.iqmetrix.vocabulary import STATE_NUMBERS, STATUSES, ZERO_GUID
from orderdesk.connectors.json_text import NoNumber
from orderdesk.domain.money import NotANumber, parse_decimal

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STATES: Mapping[str, str] = {**{word.casefold(): word for word in STATUSES}, **STATE_NUMBERS}


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


def read_entity(value: object) -> str | None:
    """Read the id of a location, employee or supplier; 0 is none."""
    number = read_whole(value)
    return None if number == "0" else number


def read_required_entity(value: object) -> str | None:
    """Read the id of the location, which every order has; None only for 0."""
    if value is None or value == "":
        raise ValueError("is missing")
    return read_entity(value)


def read_code(value: object) -> str | None:
    """Read the number of an enumeration, sent as a number or as text."""
    text = read_text(value)
    return text.strip() if text is not None else None


def read_required_code(value: object) -> str:
    """Read the number of an enumeration that every order has."""
    code = read_code(value)
    if code is None:
        raise ValueError("is missing")
    return code


def read_guid(value: object) -> str | None:
    """Read a GUID in small letters; the zero GUID is none."""
    text = read_text(value)
    if text is None:
        return None
    folded = text.strip().lower()
    return None if folded == ZERO_GUID else folded


def read_identity(value: object) -> str:
    """Read the id that calls are made with."""
    text = read_guid(value)
    if text is None:
        raise ValueError("is missing")
    if not _GUID.fullmatch(text):
        raise ValueError(f"is “{sample(value)}”, which is no GUID")
    return text


def read_state(value: object) -> str:
    """Read a state in the vendor's spelling; an unknown one stays as it is."""
    word = read_required_code(value)
    return _STATES.get(word.casefold(), word)


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


def read_required_moment(value: object) -> datetime | None:
    """Read a time that every order has; None only for .NET's none."""
    if value is None or value == "":
        raise ValueError("is missing")
    return read_moment(value)


def read_printable(value: object) -> str | None:
    """Read the order number; one documented answer has the word null in its place."""
    text = read_text(value)
    return None if text is not None and text.strip().casefold() == "null" else text


def read_texts(value: object) -> tuple[str, ...]:
    """Read a list of texts without its empty ones."""
    if value is None:
        return ()
    if isinstance(value, list):
        entries = (read_text(entry) for entry in cast("list[object]", value))
        return tuple(entry for entry in entries if entry is not None)
    raise ValueError("is no list")
