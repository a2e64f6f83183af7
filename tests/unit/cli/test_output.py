"""What is printed: JSON that is JSON, columns that line up, and nothing a terminal obeys."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from orderdesk.cli.output import Json, Output, clean, money, problem, right, shortened

ESCAPE = "\x1b[2J\x1b]0;owned\x07"


@pytest.fixture
def out() -> Output:
    return Output(as_json=False, zone=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    "values", [[], [{"id": "n:1", "name": "Ω \u2028 'x'"}], [{"a": None}, {"a": "1.50"}]]
)
def test_an_array_is_json_with_a_value_a_line(
    out: Output, capsys: pytest.CaptureFixture[str], values: list[Json]
) -> None:
    out.array(values)
    text = capsys.readouterr().out
    assert json.loads(text) == values
    assert text.count("\n") == (len(values) + 2 if values else 1)


def test_a_value_is_json_and_numbers_that_are_none_are_refused(
    out: Output, capsys: pytest.CaptureFixture[str]
) -> None:
    out.value({"reason": f"line\nbreak {ESCAPE}"})
    assert json.loads(capsys.readouterr().out) == {"reason": f"line\nbreak {ESCAPE}"}
    with pytest.raises(ValueError, match="JSON compliant"):
        out.value(float("nan"))


def test_columns_line_up_in_every_script(out: Output, capsys: pytest.CaptureFixture[str]) -> None:
    out.table(("Name", "State"), [("Müller", "x"), ("東京商店", "y"), ("é", "z")])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["Name      State", "Müller    x", "東京商店  y", "é         z"]


def test_pairs_line_up(out: Output, capsys: pytest.CaptureFixture[str]) -> None:
    out.pairs([("Id", "n:1"), ("Number", "")])
    assert capsys.readouterr().out == "Id      n:1\nNumber\n"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain Ω 東京", "plain Ω 東京"),
        ("two\nlines\tand tabs", "two lines and tabs"),
        ("\x1b[31mred", "\N{REPLACEMENT CHARACTER}[31mred"),
        ("\u202egnp.exe", "gnp.exe"),
        ("half \ud800", "half \N{REPLACEMENT CHARACTER}"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_terminal_is_told_nothing_by_a_vendor(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_problems_are_one_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    problem(f"It failed:\n{ESCAPE} twice.")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("orderdesk: It failed: ")
    assert said.err.count("\n") == 1
    assert "\x1b" not in said.err


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Decimal("1234.5"), "CAD", "1,234.50 CAD"),
        (Decimal("1234.5"), None, "1,234.50"),
        (Decimal("0.12345"), "EUR", "0.12345 EUR"),
        (Decimal(-7), None, "-7.00"),
        (Decimal("1E+3"), None, "1,000.00"),
        (Decimal("12345678901234567.89"), "USD", "12,345,678,901,234,567.89 USD"),
        (None, "CAD", "–"),
    ],
)
def test_money_is_exact_and_has_a_sign_only_where_one_is_known(
    amount: Decimal | None, currency: str | None, text: str
) -> None:
    assert money(amount, currency) == text


def test_long_texts_are_cut_at_a_column() -> None:
    assert shortened("x" * 60, width=10) == "x" * 9 + "…"
    assert shortened("東" * 10, width=7) == "東東東…"
    assert shortened("short", width=10) == "short"


def test_numbers_are_padded_on_the_left() -> None:
    assert right(["1", "1,000", ""]) == ["    1", "1,000", "     "]


def test_times_are_shown_in_the_zone(out: Output) -> None:
    assert out.time(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)) == "2026-11-23 00:30"
    assert out.time(None) == "–"
