"""Texts made for comparing: folded, naturally ordered, exact in number and time."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

_DIGITS = re.compile(r"[0-9]+")
_LONGEST_NUMBER = 200
UNIT_PLACES = 4
_UNIT_DIGITS = 8
_EXPONENT_BIAS = 5_000_000
_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_COMPLEMENT = str.maketrans("0123456789", "9876543210")


def _folded(text: str) -> str:
    if text.isascii():
        return " ".join(text.lower().split())
    try:
        text.encode()
    except UnicodeEncodeError:
        # A lone surrogate cannot be stored as UTF-8; what cannot be written cannot be found either.
        text = text.encode("utf-8", "replace").decode()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def fold_rare(text: str) -> str:
    """Return what `fold` does of a text that hardly comes again, as numbers and titles do."""
    return _folded(text.replace("\0", " "))


# States, names and kinds come again with nearly every order.
@lru_cache(maxsize=8_192)
def fold(text: str) -> str:
    """Return `text` as it is searched: without case, widths or runs of white space."""
    return fold_rare(text)


def fold_all(values: Iterable[str]) -> str:
    """Return all values folded, each on a line of its own, in one go."""
    # Unlike a line end, NUL is no white space and parts the values while they are folded.
    return _folded("\0".join(values)).replace("\0", "\n")


def _run(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0") or "0"
    return f"{len(digits):03d}{digits}"


def natural_key(text: str) -> str:
    """Return a text whose plain order is the natural one: 9 before 10, A9 before A10."""
    return _DIGITS.sub(_run, fold_rare(text)[:_LONGEST_NUMBER])


def decimal_key(number: Decimal) -> str:
    """Return a text whose plain order, and equality, is the number's, to the last digit."""
    if not number:
        return "1"
    digits = str(number).partition("E")[0].replace(".", "").strip("-0")
    exponent = f"{number.adjusted() + _EXPONENT_BIAS:07d}"
    if number > 0:
        return f"2{exponent}{digits}"
    return f"0{(exponent + digits).translate(_COMPLEMENT)}~"


def units(number: Decimal) -> int | None:
    """Return ten thousandths, or None where that is not exact or too large to be added up.

    A million times 10 to the 12th still fits 64 bits; what does not fit here is added up apart.
    """
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent < -UNIT_PLACES:
        return None
    if len(digits) + exponent > _UNIT_DIGITS:
        return None
    # The context does not matter: there are few enough digits.
    return int(number.scaleb(UNIT_PLACES))


def time_text(moment: datetime) -> str:
    """Return an aware time as ISO 8601 in UTC of one width, so that text order is time order."""
    if moment.tzinfo is UTC:
        return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    try:
        here = moment.astimezone(UTC)
    except OverflowError:
        # A vendor's "never" at either end of the calendar.
        here = _FIRST if moment.year == 1 else _LAST
    return here.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def maybe_time_text(moment: datetime | None) -> str | None:
    """Return `time_text`, or None for None."""
    return None if moment is None else time_text(moment)


def read_time(text: str) -> datetime:
    """Return the aware UTC time that `time_text` wrote."""
    return datetime.fromisoformat(text)


def maybe_time(text: str | None) -> datetime | None:
    """Return `read_time`, or None for None."""
    return None if text is None else datetime.fromisoformat(text)
