"""Periods are those of a person's zone, whatever its clocks do."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.domain.periods import interval
from tests.unit.domain.invented import NOON

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = st.dates(date(1971, 1, 1), date(2100, 12, 31))
ZONES = st.sampled_from(
    [
        *("UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu"),
        *("Pacific/Niue", "Pacific/Kiritimati", "Pacific/Chatham", "Africa/Cairo", "Asia/Beirut"),
        *("America/Havana", "Atlantic/Azores", "Australia/Lord_Howe", "America/Sao_Paulo"),
    ]
).map(ZoneInfo)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("now", "2026-11-22T12:00", "2026-11-22T12:00"),
        ("today", "2026-11-21T23:00", "2026-11-22T23:00"),
        ("yesterday", "2026-11-20T23:00", "2026-11-21T23:00"),
        ("tomorrow", "2026-11-22T23:00", "2026-11-23T23:00"),
        # The 22nd of November 2026 is a Sunday: the week began on the 16th.
        ("this-week", "2026-11-15T23:00", "2026-11-22T23:00"),
        ("this-month", "2026-10-31T23:00", "2026-11-30T23:00"),
        ("last-90m", "2026-11-22T10:30", "2026-11-22T12:00"),
        ("last-7d", "2026-11-15T12:00", "2026-11-22T12:00"),
        ("next-2w", "2026-11-22T12:00", "2026-12-06T12:00"),
        ("2026-02-28", "2026-02-27T23:00", "2026-02-28T23:00"),
        ("2024-02", "2024-01-31T23:00", "2024-02-29T23:00"),
        ("2026-12", "2026-11-30T23:00", "2026-12-31T23:00"),
        ("2026", "2025-12-31T23:00", "2026-12-31T23:00"),
        ("2026-11-22T13:30", "2026-11-22T12:30", "2026-11-22T12:31"),
        ("2026-11-22T13:30:15", "2026-11-22T12:30:15", "2026-11-22T12:30:16"),
        ("2026-11-01..2026-11-15", "2026-10-31T23:00", "2026-11-15T23:00"),
        ("last-7d..yesterday", "2026-11-15T12:00", "2026-11-21T23:00"),
    ],
)
def test_period_in_berlin(text: str, start: str, end: str) -> None:
    assert interval(text, zone=BERLIN, now=NOON) == (_utc(start), _utc(end))


def test_open_ends_are_open() -> None:
    assert interval("2026-11-22..", zone=BERLIN, now=NOON) == (_utc("2026-11-21T23:00"), None)
    assert interval("..2026-11-22", zone=BERLIN, now=NOON) == (None, _utc("2026-11-22T23:00"))
    assert interval("..", zone=BERLIN, now=NOON) == (None, None)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        # There is no midnight on this day: the clocks go from 24:00 to 1:00.
        ("Africa/Cairo", "2024-04-26", 23),
        ("Asia/Beirut", "2022-03-27", 23),
        # Midnight comes twice on this one.
        ("America/Havana", "2026-11-01", 25),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        # This day there never was: the islands crossed the date line.
        ("Pacific/Apia", "2011-12-30", 0),
        ("Pacific/Apia", "2011-12-31", 24),
    ],
)
def test_day_on_which_the_clocks_change(zone: str, day: str, hours: float) -> None:
    start, end = interval(day, zone=ZoneInfo(zone), now=NOON)
    assert start is not None
    assert end is not None
    assert end - start == timedelta(hours=hours)


def test_far_zones_have_another_day_at_the_same_moment() -> None:
    # Noon in UTC is 2:00 of the next day at the one end of the world and 1:00 at the other.
    east = interval("today", zone=ZoneInfo("Pacific/Kiritimati"), now=NOON)
    west = interval("today", zone=ZoneInfo("Pacific/Niue"), now=NOON)
    assert east == (_utc("2026-11-22T10:00"), _utc("2026-11-23T10:00"))
    assert west == (_utc("2026-11-22T11:00"), _utc("2026-11-23T11:00"))
    late = NOON.replace(hour=10, minute=30)
    assert interval("today", zone=ZoneInfo("Pacific/Niue"), now=late) == (
        *(_utc("2026-11-21T11:00"), _utc("2026-11-22T11:00")),
    )


@given(DAYS, ZONES)
def test_days_follow_one_another_without_a_gap(day: date, zone: ZoneInfo) -> None:
    start, end = interval(day.isoformat(), zone=zone, now=NOON)
    following, _ = interval((day + timedelta(days=1)).isoformat(), zone=zone, now=NOON)
    assert start is not None
    assert end is not None
    assert start < end == following
    assert timedelta(hours=22) < end - start < timedelta(hours=26)


@given(st.datetimes(datetime.fromisoformat("1980-01-01"), timezones=st.just(UTC)), ZONES)
def test_now_is_today(now: datetime, zone: ZoneInfo) -> None:
    if now.year > 9990:
        return
    start, end = interval("today", zone=zone, now=now)
    assert start is not None
    assert end is not None
    assert start <= now < end
    for wider in ("this-week", "this-month", str(now.astimezone(zone).year)):
        begin, finish = interval(wider, zone=zone, now=now)
        assert begin is not None
        assert finish is not None
        assert begin <= start < end <= finish


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-30", "2026-13", "2026-13-01", "0000", "9999-12-31", "9999", "soon"),
        *("2026-11-22T25:00", "2026-11-22..2026-02-30"),
    ],
)
def test_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        interval(text, zone=BERLIN, now=NOON)


def test_beginning_of_the_calendar_is_refused_where_it_has_no_utc() -> None:
    with pytest.raises(ValueError, match="0001-01-01"):
        interval("0001-01-01", zone=BERLIN, now=NOON)
