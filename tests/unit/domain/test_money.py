"""Amounts are exact, and what is no amount is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.domain.money import LARGEST, NotANumber, parse_decimal, plain
from orderdesk.domain.order import Line, sum_of_lines

ORDINARY = st.decimals(-(10**20), 10**20, places=6).filter(lambda number: abs(number) < LARGEST)


@given(ORDINARY)
def test_number_comes_back_to_the_last_digit(number: Decimal) -> None:
    assert parse_decimal(plain(number)) == number
    assert "E" not in plain(number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", "12"),
        (" -12.50 ", "-12.50"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+3", "3"),
        ("1e3", "1000"),
    ],
)
def test_number_is_read(text: str, expected: str) -> None:
    assert plain(parse_decimal(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "NaN", "nan", "sNaN", "inf", "-Infinity", "1e400", "1e20", "-1e20", "1e-21"),
        *("1,000", "1_000", "1 000", "12abc", "0x10", "--1", "1.2.3", ".", "e5", "١٢", "１２", "½"),
        *("1e99999", "1e", "12\x00", "€5"),
    ],
)
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        parse_decimal(text)


@given(st.text())
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = parse_decimal(text)
    except NotANumber:
        return
    assert abs(number) < LARGEST


def _line(price: str | None, quantity: str | None) -> Line:
    return Line(
        id="1",
        price=None if price is None else Decimal(price),
        quantity=None if quantity is None else Decimal(quantity),
    )


def test_sums_are_never_rounded() -> None:
    long = _line("12345678901234567.8901", "10000000000000000.0001")
    exact = 123456789012345678901 * 100000000000000000001
    assert long.sum == Decimal(f"{exact}e-8")
    assert sum_of_lines((long, _line("0.10", "3"))) == Decimal(f"{exact + 30_000_000}e-8")


def test_sum_with_something_not_known_is_not_known() -> None:
    assert sum_of_lines((_line("1", "2"), _line(None, "2"))) is None
    assert sum_of_lines((_line("1", None),)) is None
    assert sum_of_lines(()) == 0
