"""JSON with exact numbers: read digit by digit, row by row, and written back as it came."""

import codecs
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Any, Final, Self, cast

import simplejson
from typing_extensions import override

from orderdesk.precedence import UI

# Longer numbers are no amounts; beyond some 4,000 digits int() refuses them anyway.
_LONGEST_WHOLE: Final = 400
_SPACE: Final = " \t\n\r"
_AFTER_ROW: Final = frozenset(f"{_SPACE},]")


LONGEST_ROW = 32_000_000
"""Characters of one element of an array that comes in pieces."""

# What is cut short goes wrong at its end, or where its last word or escape begins.
_LAST_WORD: Final = 16


class NotJson(ValueError):
    """Text that is no JSON, or not what it should be; the message says where and why."""

    def __init__(self, message: str, *, unfinished: bool = False) -> None:
        super().__init__(message)
        self.unfinished = unfinished
        """It may be right when more of the text is there."""


class _Expected(Enum):
    """What may come next in the text of an array."""

    LIST = auto()
    FIRST = auto()
    ELEMENT = auto()
    COMMA = auto()
    NOTHING = auto()


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
    # The only steps in the reading of a long answer, which else is one.
    UI.give_way()
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


def _value(text: str, at: int, before: int = 0) -> tuple[object, int]:
    try:
        return _raw_decode(text, at)
    except RecursionError:
        raise NotJson("It is nested too deeply.") from None
    except (ValueError, ArithmeticError) as error:
        position = getattr(error, "pos", at)
        near = len(text) - _LAST_WORD
        unfinished = "Unterminated string" in str(error) or position >= near
        raise NotJson(_where(text, at, error, before), unfinished=unfinished) from None


def _where(text: str, at: int, error: Exception, before: int = 0) -> str:
    if not text.strip():
        return "It is empty."
    position = getattr(error, "pos", at)
    broken_off = "Unterminated string" in str(error)
    if broken_off or (isinstance(position, int) and position >= len(text.rstrip()) - 1):
        return f"It breaks off after {before + len(text):,} characters."
    return f"It cannot be read at character {before + position}."


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


class RowReader:
    """Reads an array element by element while its text comes in pieces.

    No more of the text is kept than the element that has not come to its end.
    """

    def __init__(self, *, longest: int = LONGEST_ROW) -> None:
        self._longest = longest
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._text = ""
        self._before = 0
        """How many characters came before those in `_text`."""
        self._expected = _Expected.LIST
        self._enough = 0
        self._finishing = False

    def feed(self, piece: bytes) -> Iterator[Row]:
        """Give out the elements that end in this piece; to be gone through to its end.

        Raises:
            NotJson: when it is no array, or goes wrong; what came before has been given out.
        """
        yield from self.read(self._decoder.decode(piece))

    def read(self, piece: str) -> Iterator[Row]:
        """Do what `feed` does with text."""
        if not self._before and not self._text:
            piece = piece.removeprefix("\ufeff")
        self._text += piece
        at = 0
        try:
            while (found := self._next(at)) is not None:
                row, at = found
                if row is not None:
                    yield row
        finally:
            self._before += at
            self._text = self._text[at:]

    def finish(self) -> Iterator[Row]:
        """Give out what is left at the end of the text.

        Raises:
            NotJson: when the array has not come to its end.
        """
        self._finishing = True
        yield from self.read(self._decoder.decode(b"", final=True))
        if self._expected is _Expected.NOTHING:
            return
        if self._expected is _Expected.LIST:
            raise NotJson("It is empty.")
        raise NotJson(f"It breaks off after {self._before + len(self._text):,} characters.")

    def _next(self, start: int) -> tuple[Row | None, int] | None:
        """Return the next element, if there is one there, and how far it reaches.

        None where more of the text is needed.
        """
        at = _skip(self._text, start)
        if at == len(self._text):
            return None if at == start else (None, at)
        mark = self._text[at]
        match self._expected:
            case _Expected.LIST if mark == "[":
                self._expected = _Expected.FIRST
            case _Expected.LIST:
                raise NotJson("It is no list.")
            case _Expected.FIRST | _Expected.COMMA if mark == "]":
                self._expected = _Expected.NOTHING
            case _Expected.COMMA if mark == ",":
                self._expected = _Expected.ELEMENT
            case _Expected.COMMA:
                raise NotJson(_where(self._text, at, ValueError(), self._before))
            case _Expected.NOTHING:
                rest = self._before + at
                raise NotJson(f"Something follows the list at character {rest}.")
            case _:
                return self._element(at)
        return None, at + 1

    def _element(self, at: int) -> tuple[Row, int] | None:
        length = len(self._text) - at
        if length < self._enough and not self._finishing:
            return None
        try:
            value, end = _value(self._text, at, self._before)
        except NotJson as error:
            if self._finishing or not error.unfinished:
                raise
            end, value = len(self._text), None
        cut = end == len(self._text) or self._text[end] not in _AFTER_ROW
        if cut and end >= len(self._text) - _LAST_WORD and not self._finishing:
            # A number may go on; and a long element is not tried anew with every piece.
            self._enough = length + length // 2
            if length > self._longest:
                raise NotJson(f"A row is longer than {self._longest:,} characters.")
            return None
        self._enough = 0
        self._expected = _Expected.COMMA
        return Row(value, self._text[at:end]), end


def rows(text: str) -> Iterator[Row]:
    """Read an array element by element, so that a long one never holds the program up.

    Raises:
        NotJson: when it is no array, or breaks off; what came before has been given out.
    """
    reader = RowReader(longest=len(text))
    yield from reader.read(text)
    yield from reader.finish()


def as_object(value: object) -> Mapping[str, object]:
    """Return a JSON object as a mapping; an empty one for anything else."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def write(value: object) -> bytes:
    """Write JSON as UTF-8, every number digit by digit as it was read or given."""
    text: str = _dumps(value, use_decimal=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogateescape")
