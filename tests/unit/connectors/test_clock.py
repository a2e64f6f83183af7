"""The vendor's clock goes by its answers and a monotonic clock."""

from datetime import UTC, datetime, timedelta

import pytest

from orderdesk.connectors.clock import VendorClock


def test_it_is_ours_until_an_answer_came() -> None:
    assert abs(VendorClock().ahead()) < timedelta(seconds=1)


def test_it_goes_on_from_the_last_answer() -> None:
    seconds = 100.0
    clock = VendorClock(lambda: seconds)
    clock.learn("Mon, 01 Mar 2027 12:00:00 GMT")
    seconds = 130.5

    assert clock.now() == datetime(2027, 3, 1, 12, 0, 30, 500_000, tzinfo=UTC)
    assert clock.ahead() == pytest.approx(clock.now() - datetime.now(UTC), abs=timedelta(seconds=1))


@pytest.mark.parametrize("date", [None, "", "yesterday", "Mon, 99 Mar 2027 12:00:00 GMT"])
def test_a_date_that_cannot_be_read_changes_nothing(date: str | None) -> None:
    clock = VendorClock(lambda: 0.0)
    clock.learn("Mon, 01 Mar 2027 12:00:00 GMT")
    clock.learn(date)
    assert clock.now() == datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_a_date_without_a_zone_is_utc() -> None:
    clock = VendorClock(lambda: 0.0)
    clock.learn("Mon, 01 Mar 2027 12:00:00")
    assert clock.now() == datetime(2027, 3, 1, 12, tzinfo=UTC)
