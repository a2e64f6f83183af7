"""Times as the vendor writes them: without an offset, in the company's own zone."""

# That they are local is inferred; those that name an offset are believed.

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from orderdesk.connectors.values import read_text, sample


def read_when(value: object) -> datetime | None:
    """Read a time as it stands, naive where it names no zone; .NET's year 1 is none.

    Raises:
        ValueError: with the rest of a sentence that begins with the field's name.
    """
    text = read_text(value)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(_six_digits(text.strip()))
    except ValueError:
        raise ValueError(f"is “{sample(value)}”, which is no time") from None
    return None if moment.year == 1 else moment


def _six_digits(text: str) -> str:
    """Cut a fraction of a second to what can be read: .NET writes seven digits."""
    head, dot, rest = text.partition(".")
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return f"{head}{dot}{digits[:6]}{rest[len(digits) :]}" if digits else text


def zone_of(name: str) -> ZoneInfo | None:
    """Return a zone by its name; None for the one that this computer is in.

    Raises:
        ValueError: if there is no such zone.
    """
    if not name.strip():
        return None
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(name) from None


def known_zone(name: str) -> ZoneInfo | None:
    """Return a zone by its name, and this computer's (None) where there is no such zone."""
    try:
        return zone_of(name)
    except ValueError:
        return None


def in_utc(moment: datetime | None, zone: ZoneInfo | None) -> datetime | None:
    """Return a time in UTC; a naive one is the company's."""
    if moment is None:
        return None
    try:
        if moment.tzinfo is None and zone is not None:
            moment = moment.replace(tzinfo=zone)
        return moment.astimezone(UTC)
    except (OverflowError, OSError, ValueError):
        return None


def day_text(moment: datetime | None, zone: ZoneInfo | None) -> str | None:
    """Return the day of a date as 2026-11-22, with its time only where that is not midnight."""
    if moment is None:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone).replace(tzinfo=None)
    return (moment.date() if moment.time() == time() else moment).isoformat()


def unzoned(moment: datetime) -> datetime:
    """Return a time without its zone, in UTC where it names one."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
