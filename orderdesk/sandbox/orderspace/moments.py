"""Times as this vendor writes them: seconds since 1970 inside, ISO 8601 in UTC outside."""

from datetime import UTC, date, datetime, timedelta

DAY = 86_400


def shown(moment: int) -> str:
    """Write like 2020-04-08T15:03:55Z."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_of(moment: int) -> str:
    """Return the date in UTC, like 2020-04-08."""
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def days_after(day: str, days: int) -> str:
    """Return the date so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def read_moment(text: str) -> int | None:
    """Read a date, or a time with or without seconds and zone; UTC unless it says otherwise."""
    text = text.strip()
    for way in (text, text.replace(" ", "+")):  # a plus sign that was not encoded is a space
        try:
            moment = datetime.fromisoformat(way)
            aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
            return int(aware.timestamp())
        except (ValueError, OverflowError):
            continue
    return None


def read_day(text: str) -> str | None:
    """Read the date of a date or time."""
    moment = read_moment(text)
    return None if moment is None else day_of(moment)


def is_day(text: str) -> bool:
    """Tell whether the text is a date and nothing else."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
