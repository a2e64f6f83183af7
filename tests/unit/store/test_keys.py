"""Texts made for comparing say what the values say."""

import re
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.store.keys import (
    decimal_key,
    fold,
    fold_all,
    natural_key,
    read_time,
    time_text,
    units,
)

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
FIRST, LAST = (datetime.fromisoformat(day) for day in ("0001-01-03", "9999-12-29"))
TIMES = st.datetimes(FIRST, LAST, timezones=st.timezones())


@given(DECIMALS, DECIMALS)
def test_decimals_are_ordered_by_their_keys(one: Decimal, other: Decimal) -> None:
    assert (one < other) == (decimal_key(one) < decimal_key(other))
    assert (one == other) == (decimal_key(one) == decimal_key(other))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_units_are_exact_or_none(number: Decimal) -> None:
    whole = units(number)
    assert whole is None or Decimal(whole).scaleb(-4) == number
    assert whole is None or abs(whole) < 10**12


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("0", 0),
        ("-0.00", 0),
        ("12.5", 125_000),
        ("-99999999.9999", -999_999_999_999),
        ("100000000", None),
        ("1e7", 100_000_000_000),
        ("0.00001", None),
    ],
)
def test_units_of(number: str, expected: int | None) -> None:
    assert units(Decimal(number)) == expected


@given(TIMES, TIMES)
def test_times_are_ordered_by_their_texts(one: datetime, other: datetime) -> None:
    first, second = time_text(one), time_text(other)
    assert len(first) == len(second) == len("2026-11-22T12:00:00.000000Z")
    assert (one.timestamp() < other.timestamp()) == (first < second)
    assert read_time(first) == one.astimezone(UTC)


def test_a_vendors_never_is_the_end_of_the_calendar() -> None:
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-11))
    assert time_text(datetime(1, 1, 1, tzinfo=east)).startswith("0001-01-01T00:00")
    assert time_text(datetime(9999, 12, 31, 23, tzinfo=west)).startswith("9999-12-31T23:59:59")


NATURAL = [
    *("", "-2", "-10", "1", "007", "8", "9", "10", "10a", "11", "99", "100"),
    *("99999999999999999999", "a", "A1", "a2", "a10", "a10b2", "a10b10", "b", "SO-9", "so-10"),
]


def test_numbers_are_sorted_as_people_count() -> None:
    assert sorted(NATURAL, key=natural_key) == NATURAL
    assert sorted(NATURAL, key=natural_key, reverse=True) == NATURAL[::-1]


def _natural(text: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"[0-9]+|[^0-9]", text.lower())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


@given(st.text("ab0123", max_size=12), st.text("ab0123", max_size=12))
def test_natural_keys_compare_like_numbers_and_letters(one: str, other: str) -> None:
    assert (_natural(one) < _natural(other)) == (natural_key(one) < natural_key(other))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Straße", "strasse"),
        ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
        ("İstanbul", "i̇stanbul"),
        ("  two\n\twords ", "two words"),
        ("ＡＢＣ１２", "abc12"),
        ("e\u0301", "é"),
        ("a\0b", "a b"),
        ("\ud800x", "?x"),
        ("", ""),
    ],
)
def test_folded(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(st.characters(exclude_characters="\0"))))
def test_values_folded_together_are_those_folded_alone(values: list[str]) -> None:
    lines = [line.strip() for line in fold_all(values).split("\n")]
    assert lines == ([fold(value) for value in values] or [""])
