"""Points in time: read in every form that clients send, written in the two that sites answer."""

import re
from datetime import UTC, datetime, timedelta

DAY = 86_400
"""Seconds in a day."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)


def from_datetime(moment: datetime) -> int:
    """Seconds since 1970 of an aware time."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def from_text(text: str) -> int:
    """Seconds of a date, or of a date and time with or without a zone (UTC without one).

    Raises:
        ValueError: when it is none.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no date and time.")
    day, time, zone = match.groups()
    offset = "+00:00" if zone in (None, "Z") else zone
    return from_datetime(datetime.fromisoformat(f"{day}T{time or '00:00:00'}{offset}"))


def documented(seconds: int) -> str:
    """As in the samples of the reference page: to the second, without a zone."""
    return (_EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")


def recorded(seconds: int) -> str:
    """As in recorded answers: with milliseconds and the offset."""
    return documented(seconds) + ".000+00:00"
