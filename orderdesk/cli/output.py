"""What a command prints: JSON for scripts, aligned columns for people, problems on stderr."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

NONE: Final = "–"
_WIDEST = 48
_WIDE = {"W", "F"}
_UPON_OTHERS = {"Mn", "Me", "Cf"}


@dataclass(frozen=True, slots=True)
class Output:
    """Where and how to print; `zone` is the one times are shown in to people."""

    as_json: bool
    zone: ZoneInfo

    def value(self, value: Json) -> None:
        """Print a JSON value."""
        self.line(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))

    def array(self, values: Iterable[Json]) -> None:
        """Print a JSON array as the values come, one a line."""
        before = "[\n"
        for value in values:
            sys.stdout.write(before + json.dumps(value, ensure_ascii=False, allow_nan=False))
            before = ",\n"
        sys.stdout.write("[]\n" if before == "[\n" else "\n]\n")

    def line(self, text: str = "") -> None:
        """Print a line as it is."""
        sys.stdout.write(f"{text}\n")

    def table(self, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print aligned columns, all but the last cut where they are very wide."""
        cells = [
            [*(shortened(clean(cell)) for cell in row[:-1]), clean(row[-1])]
            for row in (titles, *rows)
        ]
        widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
        for row in cells:
            padded = (
                text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
            )
            self.line("  ".join(padded).rstrip())

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Print names and values, one pair a line, the values aligned."""
        known = [(clean(name), clean(value)) for name, value in pairs]
        width = max((_width(name) for name, _value in known), default=0)
        for name, value in known:
            self.line(f"{name}{' ' * (width - _width(name))}  {value}".rstrip())

    def time(self, moment: datetime | None) -> str:
        """Write a time for a person."""
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}" if moment else NONE


def problem(sentence: str) -> None:
    """Say on stderr, on one line, what went wrong."""
    sys.stderr.write(f"orderdesk: {clean(sentence)}\n")


def clean(text: str) -> str:
    """Return a text of the vendor's on one line and without what a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(map(_shown, " ".join(text.split())))


def _shown(character: str) -> str:
    if character in _TURNING:
        return ""
    broken = unicodedata.category(character) in {"Cc", "Cs"}
    return "\N{REPLACEMENT CHARACTER}" if broken else character


# Invisible characters that turn the reading direction and make a text look like another.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shortened(text: str, *, width: int = _WIDEST) -> str:
    """Return `text`, cut to at most `width` columns of a terminal."""
    if _width(text) <= width:
        return text
    kept = ""
    for character in text:
        if _width(kept + character) > width - 1:
            break
        kept += character
    return f"{kept.rstrip()}…"


def money(amount: Decimal | None, currency: str | None) -> str:
    """Write an amount for a person, exact; without a sign where no currency is known."""
    if amount is None:
        return NONE
    exponent = amount.as_tuple().exponent
    exact = isinstance(exponent, int) and exponent < -2
    text = f"{amount:,f}" if exact else f"{amount:,.2f}"
    return f"{text} {currency}" if currency else text


def right(texts: Sequence[str]) -> list[str]:
    """Pad texts on the left to the same width, as numbers in a column want it."""
    width = max(map(_width, texts), default=0)
    return [" " * (width - _width(text)) + text for text in texts]


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in _UPON_OTHERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
