"""What a pull leaves for the next: times in the vendor's own writing, nothing skipped for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from orderdesk.connectors.ordertime.cursors import Cursor, Stamp, read_cursor, stamp_of

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def stamp(text: object) -> Stamp | None:
    return stamp_of({"RecordInfo": {"ModifiedDate": text}}, NOW)


def stamps(**texts: str) -> dict[str, Stamp]:
    return {key: found for key, text in texts.items() if (found := stamp(text)) is not None}


@pytest.mark.parametrize("text", [None, "", 5, "soon", "0001-01-01T00:00:00"])
def test_a_time_that_is_none(text: object) -> None:
    assert stamp(text) is None


def test_a_cursor_comes_back_as_it_was() -> None:
    cursor = Cursor(NOW).after(stamps(a="2026-11-01T08:00:00.25"), NOW, NOW)
    assert read_cursor(cursor.text(), LATER) == cursor
    assert cursor.literal() == "2026-11-01T06:00:00"


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"full_at":"x"}', Cursor(NOW).text()])
def test_without_a_cursor_everything_is_read(text: str | None) -> None:
    assert read_cursor(text, LATER) is None


@pytest.mark.parametrize("hours", [-1, 24, 100])
def test_once_a_day_everything_is_read(hours: int) -> None:
    cursor = Cursor(NOW).after(stamps(a="2026-11-01T08:00:00"), NOW, NOW)
    assert read_cursor(cursor.text(), NOW + timedelta(hours=hours)) is None


def test_what_names_a_zone_is_asked_for_with_one() -> None:
    cursor = Cursor(NOW).after(stamps(a="2026-11-01T08:00:00-04:00"), NOW, NOW)
    assert cursor.literal() == "2026-11-01T10:00:00Z"


def test_the_time_that_a_pull_took_is_read_again() -> None:
    cursor = Cursor(NOW).after(stamps(a="2026-11-01T08:00:00"), NOW, NOW + timedelta(minutes=30))
    assert cursor.literal() == "2026-11-01T05:30:00"


def test_a_date_in_the_far_future_hides_nothing() -> None:
    found = stamps(a="2026-11-01T08:00:00", b="2099-01-01T00:00:00")
    cursor = Cursor(NOW).after(found, NOW, NOW)
    assert cursor.literal() == "2026-11-01T06:00:00"


def test_a_clock_that_is_put_back_hides_nothing() -> None:
    """At two in the night it is one again: what is changed then bears the earlier time."""
    cursor = Cursor(NOW).after(stamps(a="2026-11-01T01:59:00"), NOW, NOW)
    assert cursor.literal() < "2026-11-01T01:00:00"


def test_what_was_changed_is_read_twice_and_then_left_alone() -> None:
    found = stamps(a="2026-11-01T08:00:00", b="2026-11-01T07:00:00", c="2026-11-01T05:00:00")
    first = Cursor(NOW).after(found, NOW, NOW)
    assert [first.has_read(key, one) for key, one in found.items()] == [False, False, True]
    second = first.after(found, NOW, NOW)
    assert [second.has_read(key, one) for key, one in found.items()] == [True, True, True]
    assert not second.has_read("a", stamp("2026-11-01T08:00:00.001"))
    assert not second.has_read("a", None)
    third = second.after(stamps(a="2026-11-01T08:00:00.001"), NOW, NOW)
    assert not third.has_read("a", stamp("2026-11-01T08:00:00.001"))


def test_a_cursor_does_not_grow_without_end() -> None:
    one = stamp("2026-11-01T08:00:00")
    assert one is not None
    many = {str(number): one for number in range(4_000)}
    cursor = Cursor(NOW).after(many, NOW, NOW)
    assert len(cursor.text()) < 1_000
