"""Numbers, money and times as people write them, to the last digit."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.domain.messages import Message, verbatim
from orderdesk.ui.i18n import (
    countdown,
    format_clock,
    format_money,
    format_number,
    format_span,
    format_time,
    locale,
    plural,
    say,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (Decimal("1204.5"), "GBP", "£1,204.50"),
        (Decimal(-15), "GBP", "-£15.00"),
        (Decimal("0.125"), "EUR", "€0.125"),
        (Decimal(1500), "JPY", "JP¥1,500"),
        (Decimal("1.5"), "KWD", "KWD1.500"),
        (Decimal("12345678901234567890.12"), None, "12,345,678,901,234,567,890.12"),
        (Decimal(3), None, "3.00"),
        (Decimal("3.14159"), None, "3.14159"),
        (None, "GBP", ""),
    ],
)
def test_money(amount: Decimal | None, currency: str | None, shown: str) -> None:
    assert format_money(amount, currency).replace("\xa0", "") == shown


@given(
    digits=st.integers(-(10**12), 10**12),
    decimals=st.integers(0, 6),
    currency=st.sampled_from(["GBP", "JPY", "KWD", "CHF", "C1", "%s"]),
)
def test_money_is_written_as_babel_writes_it(digits: int, decimals: int, currency: str) -> None:
    amount = Decimal(digits).scaleb(-decimals)
    said = format_currency(amount, currency, locale=locale(), decimal_quantization=False)
    assert format_money(amount, currency) == said
    assert format_money(amount, None) == format_decimal(
        amount, "#,##0.00", locale=locale(), decimal_quantization=False
    )


def test_numbers_are_grouped_and_exact() -> None:
    assert format_number(12034) == "12,034"
    assert format_number(Decimal("0.100000000000000000001")) == "0.100000000000000000001"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Europe/London", "22 Nov 12:00"), ("Asia/Tokyo", "22 Nov 21:00"), ("UTC", "22 Nov 12:00")],
)
def test_times_are_of_the_zone(zone: str, shown: str) -> None:
    assert format_time(NOON, ZoneInfo(zone), now=NOON) == shown


def test_another_year_is_said() -> None:
    assert format_time(NOON, LONDON, now=NOON + timedelta(days=400)) == "22 Nov 2026 12:00"


def test_a_time_of_today_is_a_clock() -> None:
    assert format_clock(NOON, LONDON, now=NOON + timedelta(hours=3)) == "12:00"
    assert format_clock(NOON, LONDON, now=NOON + timedelta(days=1)) == "22 Nov 12:00"


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(minutes=61), "1 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=48), "2 d"),
        (timedelta(days=-3), "3 d"),
    ],
)
def test_spans(span: timedelta, shown: str) -> None:
    assert format_span(span) == shown


def test_countdowns() -> None:
    assert countdown(NOON + timedelta(hours=19), NOON) == "in 19 h"
    assert countdown(NOON, NOON) == "Expired"
    assert countdown(None, NOON) == ""


def test_plurals_of_the_source_texts() -> None:
    assert plural("1 change(s)", 1) == "1 change"
    assert plural("2 change(s)", 2) == "2 changes"


def test_messages_keep_a_vendors_words() -> None:
    assert say(verbatim("{not a template}")) == "{not a template}"
    assert say(Message("{who} did it.", {"who": Message("Somebody")})) == "Somebody did it."
