"""Periods of time as a person writes them, in a named zone, as half-open UTC intervals."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Interval = tuple[datetime | None, datetime | None]

_SPAN = re.compile(r"(?P<way>last|next)-(?P<count>\d{1,4})(?P<unit>[mhdw])")
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_SECOND = timedelta(seconds=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the start of a local day in UTC, whatever the clocks do on it."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _day(day: date, zone: ZoneInfo, days: int = 1) -> Interval:
    return _midnight(day, zone), _midnight(day + timedelta(days=days), zone)


def _named(text: str, today: date, zone: ZoneInfo) -> Interval | None:
    match text:
        case "today":
            return _day(today, zone)
        case "yesterday":
            return _day(today - timedelta(days=1), zone)
        case "tomorrow":
            return _day(today + timedelta(days=1), zone)
        case "this-week":
            return _day(today - timedelta(days=today.weekday()), zone, 7)
        case "this-month":
            return _month(today.year, today.month, zone)
        case _:
            return None


def _month(year: int, month: int, zone: ZoneInfo) -> Interval:
    first = date(year, month, 1)
    following = (first + timedelta(days=32)).replace(day=1)
    return _midnight(first, zone), _midnight(following, zone)


def _dated(text: str, zone: ZoneInfo) -> Interval:
    if "T" in text:
        start = datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
        return start, start + (_SECOND if text.count(":") == 2 else _UNITS["m"])
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return _day(date(*parts), zone)
    if len(parts) == 2:
        return _month(parts[0], parts[1], zone)
    year = parts[0]
    return _midnight(date(year, 1, 1), zone), _midnight(date(year + 1, 1, 1), zone)


def interval(text: str, *, zone: ZoneInfo, now: datetime) -> Interval:
    """Return the half-open UTC interval that `text` names.

    Knows now, today, yesterday, tomorrow, this-week, this-month, last-7d, next-24h, dates,
    months, years and `a..b` with either end open. `now` is aware.

    Raises:
        ValueError: with `text`, for a date that does not exist or has no UTC.
    """
    try:
        return _interval(text, zone=zone, now=now)
    except (ValueError, OverflowError) as error:
        raise ValueError(text) from error


def _interval(text: str, *, zone: ZoneInfo, now: datetime) -> Interval:
    if ".." in text:
        left, _, right = text.partition("..")
        start = _interval(left, zone=zone, now=now)[0] if left else None
        end = _interval(right, zone=zone, now=now)[1] if right else None
        return start, end
    if text == "now":
        return now.astimezone(UTC), now.astimezone(UTC)
    span = _SPAN.fullmatch(text)
    if span is not None:
        length = int(span["count"]) * _UNITS[span["unit"]]
        here = now.astimezone(UTC)
        return (here - length, here) if span["way"] == "last" else (here, here + length)
    today = now.astimezone(zone).date()
    return _named(text, today, zone) or _dated(text, zone)
