"""Points in time as the vendor writes them: whole seconds, UTC, ISO 8601."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

HOUR = 3_600
DAY = 24 * HOUR
ZONE = "America/Halifax"
"""Where the vans drive; days without a time are midnights of this zone, written in UTC."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def from_datetime(moment: datetime) -> int:
    """Seconds since 1970 of an aware time."""
    return int(moment.timestamp())


def from_text(text: str) -> int:
    """Seconds of `YYYY-MM-DDTHH:MM:SSZ`, the one format that is taken.

    Raises:
        ValueError: for any other text.
    """
    if _MOMENT.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no date and time.")
    return int(datetime.fromisoformat(f"{text[:-1]}+00:00").timestamp())


def shown(seconds: int) -> str:
    """As in nearly all samples: `2014-12-20T23:00:00Z`."""
    return (_EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def underscored(seconds: int) -> str:
    """As in the sample of a payment: `2014_12_20T22:00:00Z`."""
    return shown(seconds).replace("-", "_")


def local_midnight(seconds: int) -> int:
    """Return the midnight before, by the clocks where the vans drive."""
    return _midnight(datetime.fromtimestamp(seconds, ZoneInfo(ZONE)).date())


@lru_cache(maxsize=1_000)
def _midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(ZONE)).timestamp())
