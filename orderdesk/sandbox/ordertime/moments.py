"""Points in time: kept in microseconds since 1970, written as the tenant's clocks show them."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Halifax")
"""Where the tenant is. Dates carry no offset; that they are local is inferred."""
SECOND = 1_000_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware time."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def aware(kept: int) -> datetime:
    """Return the time in UTC."""
    return _EPOCH + timedelta(microseconds=kept)


def local(kept: int) -> datetime:
    """Return what the tenant's clocks show, without a zone."""
    return aware(kept).astimezone(ZONE).replace(tzinfo=None)


def day_text(day: date) -> str:
    """Return a day as the dates of documents are written: at midnight, without an offset."""
    return f"{day.isoformat()}T00:00:00"


def stamp(kept: int, style: str) -> str:
    """Return a record's time in milliseconds; style: local, utc or zulu."""
    moment = local(kept) if style == "local" else aware(kept).replace(tzinfo=None)
    digits = f"{moment.microsecond // 1_000:03}".rstrip("0")
    text = moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{digits}" if digits else "")
    return f"{text}Z" if style == "zulu" else text


def from_text(text: str) -> datetime:
    """Read a date, or a date and time; aware when it names an offset.

    Raises:
        ValueError: when it is none.
    """
    american = _AMERICAN.fullmatch(text.strip())
    if american is not None:
        month, day, year = (int(part) for part in american.groups())
        return datetime.combine(date(year, month, day), time())
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text[:40]!r} is no date and time.")
    year, month, day, hour, minute, second, digits, zone = match.groups()
    offset = "+00:00" if zone == "Z" else zone or ""
    return datetime.fromisoformat(
        f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}"
        f".{(digits or '').ljust(6, '0')[:6]}{offset}"
    )


def as_local(moment: datetime) -> datetime:
    """Return what the tenant's clocks show at a time; one without a zone is theirs already."""
    return moment if moment.tzinfo is None else moment.astimezone(ZONE).replace(tzinfo=None)


def as_micros(moment: datetime, style: str) -> int:
    """Return a time as kept; one without a zone is read in the frame in which we write."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZONE if style == "local" else UTC)
    return micros(moment)
