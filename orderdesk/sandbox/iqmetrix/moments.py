"""Points in time as the vendor writes them: in ticks of 100 ns, the seven digits of its samples."""

import re
from datetime import UTC, datetime, timedelta

TICKS = 10_000_000
"""Ticks in a second."""
HOUR = 3_600 * TICKS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)


def from_datetime(moment: datetime) -> int:
    """Ticks since 1970 of an aware time."""
    return (moment - _EPOCH) // timedelta(microseconds=1) * 10


def from_text(text: str) -> int:
    """Ticks of a date, or of a date and time with 0 to 7 digits and with or without a zone (UTC).

    Raises:
        ValueError: when it is none.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date and time.")
    day, time, digits, zone = match.groups()
    offset = "+00:00" if zone in (None, "Z") else zone
    ticks = from_datetime(datetime.fromisoformat(f"{day}T{time or '00:00:00'}{offset}"))
    return ticks + int((digits or "").ljust(7, "0"))


def documented(ticks: int) -> str:
    """As in the samples of the Orders page: seven digits and the offset."""
    return f"{_seconds(ticks)}.{ticks % TICKS:07}+00:00"


def recorded(ticks: int) -> str:
    """As in recorded answers: milliseconds without zeros at their end, and no zone."""
    digits = f"{ticks % TICKS // 10_000:03}".rstrip("0")
    return _seconds(ticks) + (f".{digits}" if digits else "")


def _seconds(ticks: int) -> str:
    return (_EPOCH + timedelta(seconds=ticks // TICKS)).strftime("%Y-%m-%dT%H:%M:%S")
