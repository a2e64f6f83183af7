"""Typed numbers: one reading is taken, two are refused with a sentence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.ui.forms.numbers import TwoReadings, read_number, show_number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12.50", "12.50"),
        ("12,50", "12.50"),
        ("12", "12"),
        (" 12 ", "12"),
        ("-3,5", "-3.5"),
        ("−3.5", "-3.5"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234,50", "1234.50"),
        ("1\u202f234\u202f567", "1234567"),
        ("1’234.50", "1234.50"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("12,3456", "12.3456"),
        ("", ""),
    ],
)
def test_what_has_one_reading_is_read(typed: str, read: str) -> None:
    assert read_number(typed) == read


@pytest.mark.parametrize("typed", ["1,234", "1.234", "12.345", "-1,234", "999,000"])
def test_what_has_two_readings_is_refused_with_both(typed: str) -> None:
    with pytest.raises(TwoReadings) as caught:
        read_number(typed)
    sentence = caught.value.message.render()
    whole = typed.replace(",", "").replace(".", "")
    assert f"“{typed}” can be read as {whole} or as {typed.replace(',', '.')}" in sentence


@pytest.mark.parametrize("typed", ["1,234", "1.234"])
def test_the_sentences_ways_out_are_ways_out(typed: str) -> None:
    with pytest.raises(TwoReadings) as caught:
        read_number(typed)
    facts = caught.value.message.facts
    assert Decimal(read_number(str(facts["whole"]))) == 1234
    assert Decimal(read_number(f"{facts['fraction']}0")) == Decimal("1.234")


@pytest.mark.parametrize(
    "typed",
    ["abc", "1e400", "NaN", "1,2,3", "1.2.3,4", "12,345.678,9", "£12", "1 23", "--4", "1,23.4"],
)
def test_what_is_no_number_is_left_to_the_fields_check(typed: str) -> None:
    assert read_number(typed) in {typed, typed.strip()}


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    )
)
def test_an_amount_shown_for_editing_is_read_back_as_it_was(amount: Decimal) -> None:
    assert Decimal(read_number(show_number(format(amount, "f")))) == amount
