"""JSON with exact numbers: read digit by digit, row by row, and written back as it came."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Self, cast

import simplejson
from typing_extensions import override

# Longer numbers are no amounts; beyond some 4,000 digits int() refuses them anyway.
_LONGEST_WHOLE: Final = 400
_SPACE: Final = " \t\n\r"


class NotJson(ValueError):
    """Text that is no JSON, or not what it should be; the message says where and why."""


class Exact(Decimal):
    """A number that is written back exactly as it was read, like 1e2 or -0."""

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Self:
        number = super().__new__(cls, text)
        number.text = text
        return number

    @override
    def __str__(self) -> str:
        return self.text


class NoNumber(simplejson.RawJSON):
    """NaN or an infinity, which JSON does not have but some services write."""


def _fraction(text: str) -> Decimal:
    number = Decimal(text)
    return number if str(number) == text else Exact(text)


def _whole(text: str) -> int | Decimal:
    if len(text) > _LONGEST_WHOLE:
        return Exact(text)
    number = int(text)
    return number if str(number) == text else Exact(text)


_dumps: Callable[..., Any] = simplejson.dumps

# simplejson's own types name neither the hooks' results nor Decimal.
_raw_decode: Callable[[str, int], tuple[object, int]] = simplejson.JSONDecoder(
    parse_float=_fraction,
    parse_int=_whole,
    parse_constant=NoNumber,
    allow_nan=True,
).raw_decode


def decode(body: bytes) -> str:
    """Return the text of a body; bytes that are no UTF-8 become lone surrogates."""
    return body.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _value(text: str, at: int) -> tuple[object, int]:
    try:
        return _raw_decode(text, at)
    except RecursionError:
        raise NotJson("It is nested too deeply.") from None
    except (ValueError, ArithmeticError) as error:
        raise NotJson(_where(text, at, error)) from None


def _where(text: str, at: int, error: Exception) -> str:
    if not text.strip():
        return "It is empty."
    position = getattr(error, "pos", at)
    broken_off = "Unterminated string" in str(error)
    if broken_off or (isinstance(position, int) and position >= len(text.rstrip()) - 1):
        return f"It breaks off after {len(text):,} characters."
    return f"It cannot be read at character {position}."


def parse(text: str) -> object:
    """Read one JSON value; numbers come as int, Decimal, or NoNumber where they are none.

    Raises:
        NotJson: for anything else, also when something follows the value.
    """
    value, end = _value(text, _skip(text, 0))
    rest = _skip(text, end)
    if rest != len(text):
        raise NotJson(f"Something follows the answer at character {rest}.")
    return value


@dataclass(frozen=True, slots=True)
class Row:
    """One element of an array: what it says and its text as it was sent."""

    value: object
    text: str


def rows(text: str) -> Iterator[Row]:
    """Read an array element by element, so that a long one never holds the program up.

    Raises:
        NotJson: when it is no array, or breaks off; what came before has been given out.
    """
    at = _skip(text, 0)
    if at == len(text):
        raise NotJson("It is empty.")
    if text[at] != "[":
        raise NotJson("It is no list.")
    at = _skip(text, at + 1)
    if text[at : at + 1] == "]":
        return
    while True:
        value, end = _value(text, at)
        yield Row(value, text[at:end])
        at = _skip(text, end)
        mark = text[at : at + 1]
        if mark == "]":
            break
        if mark != ",":
            raise NotJson(_where(text, at, ValueError()))
        at = _skip(text, at + 1)
    rest = _skip(text, at + 1)
    if rest != len(text):
        raise NotJson(f"Something follows the list at character {rest}.")


def as_object(value: object) -> Mapping[str, object]:
    """Return a JSON object as a mapping; an empty one for anything else."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def write(value: object) -> bytes:
    """Write JSON as UTF-8, every number digit by digit as it was read or given."""
    text: str = _dumps(value, use_decimal=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogateescape")
