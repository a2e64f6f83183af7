"""Conditions and cursors: what a find is asked, and where a pull goes on."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from orderdesk.connectors.deconetwork.conditions import EVER, Numbers, any_since
from orderdesk.connectors.deconetwork.cursor import FULL_EVERY, Cursor, read_cursor

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("first", "equal", "greater"), [(1, "1", "4"), (0, "0", "3")])
def test_the_numbers_of_conditions(first: int, equal: str, greater: str) -> None:
    numbers = Numbers(first)
    assert numbers.numbered("QA1") == {"field": "3", "condition": equal, "string": "QA1"}
    assert numbers.since(EVER) == {
        "field": "8",
        "condition": greater,
        "date1": "1989-12-31T23:59:59",
    }
    assert numbers.since(EVER, first=1)["condition"] == "4"


def test_a_time_is_asked_for_in_utc() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=-8)))
    assert Numbers().since(there)["date1"] == "2027-03-01T11:59:59"


def test_what_an_answer_shows_of_the_numbers() -> None:
    at = NOW.isoformat()
    assert any_since([{}, {"date_modified": at}], NOW)
    assert not any_since([{"date_modified": at}], NOW + timedelta(seconds=1))
    assert not any_since([{"date_modified": "x"}, None], NOW)


def test_a_cursor_is_read_as_it_was_written() -> None:
    cursor = Cursor(NOW - timedelta(hours=1), NOW - timedelta(minutes=1))
    assert read_cursor(cursor.text(), NOW) == cursor


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "[]",
        "{}",
        '{"full_at": "x", "changed": "y"}',
        '{"full_at": "2027-03-01T11:00:00", "changed": "2027-03-01T11:00:00+00:00"}',
        '{"full_at": "2027-03-01T11:00:00+00:00", "changed": "2027-03-01T11:00:00"}',
        '{"full_at": "2027-03-01T11:00:00+00:00", "changed": null}',
        Cursor(NOW - FULL_EVERY, NOW).text(),
        Cursor(NOW + timedelta(seconds=1), NOW).text(),
    ],
)
def test_any_other_cursor_means_everything(text: str | None) -> None:
    assert read_cursor(text, NOW) is None
