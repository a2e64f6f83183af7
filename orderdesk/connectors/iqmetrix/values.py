"""How this vendor's own kinds of values are read from the wire."""

# Each reader returns the value, or None where the vendor says none, and raises ValueError with
# the rest of a sentence that begins with the field's name.

import re
from collections.abc import Mapping
from datetime import datetime

from orderdesk.connectors.iqmetrix.vocabulary import STATE_NUMBERS, STATUSES, ZERO_GUID
from orderdesk.connectors.values import read_moment, read_text, read_whole, sample

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_STATES: Mapping[str, str] = {**{word.casefold(): word for word in STATUSES}, **STATE_NUMBERS}


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


def read_required_moment(value: object) -> datetime | None:
    """Read a time that every order has; None only for .NET's none."""
    if value is None or value == "":
        raise ValueError("is missing")
    return read_moment(value)


def read_printable(value: object) -> str | None:
    """Read the order number; one documented answer has the word null in its place."""
    text = read_text(value)
    return None if text is not None and text.strip().casefold() == "null" else text
