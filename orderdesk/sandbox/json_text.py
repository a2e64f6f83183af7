"""JSON text with exact numbers: read and written digit by digit, never through a float."""

from decimal import Decimal
from typing import TypeAlias

import simplejson
from simplejson import RawJSON

JsonValue: TypeAlias = (
    "bool | int | Decimal | str | RawJSON | list[JsonValue] | dict[str, JsonValue] | None"
)
Document: TypeAlias = dict[str, JsonValue]


class NotJson(ValueError):
    """The text is no JSON that a service would take; the message says why."""


def parse(text: str | bytes) -> JsonValue:
    """Read JSON; numbers with a point or an exponent become `Decimal`.

    Raises:
        NotJson: for malformed text, NaN and Infinity, numbers too long to hold, nesting too deep,
            bytes that are no UTF-8 and strings with half a character in them.
    """
    try:
        source = text if isinstance(text, str) else text.decode("utf-8")
        value: JsonValue = simplejson.loads(source, use_decimal=True)
        if "\\u" in source:  # only an escape can smuggle in a lone surrogate
            write(value).encode("utf-8")
    except RecursionError:
        raise NotJson("The JSON is nested too deeply.") from None
    except ValueError as fault:
        raise NotJson(str(fault)) from None
    return value


def parse_object(text: str | bytes) -> Document:
    """Read JSON that must be an object; raises `NotJson` otherwise."""
    value = parse(text)
    if not isinstance(value, dict):
        raise NotJson("The JSON must be an object.")
    return value


def write(value: JsonValue) -> str:
    """JSON text without spaces, other scripts written as they are."""
    return simplejson.dumps(value, use_decimal=True, ensure_ascii=False, separators=(",", ":"))


def encode(value: JsonValue) -> bytes:
    """`write` as UTF-8 bytes."""
    return write(value).encode("utf-8")


def raw(text: str) -> JsonValue:
    """Return a value that is written exactly as `text`, which need not be legal JSON."""
    return RawJSON(text)
