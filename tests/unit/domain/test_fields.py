"""What was typed is checked and cleaned by the form of its field."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.domain.fields import (
    Choice,
    FieldSpec,
    FieldType,
    check,
    choices_of,
    clean,
    parse_tracking,
)
from tests.unit.domain.invented import LINE_FIELDS, ORDER_FIELDS

PRICE = FieldSpec("price", "Price", FieldType.MONEY, minimum=Decimal(0), maximum=Decimal("99.99"))
COUNT = FieldSpec("count", "Count", FieldType.INTEGER, required=True, minimum=Decimal(1))
STATE = FieldSpec(
    "state", "State", FieldType.CHOICE, choices=(Choice("1", "New"), Choice("2", "Old"))
)
WHEN = FieldSpec("when", "When", FieldType.TIME)
FLAG = FieldSpec("flag", "Flag", FieldType.BOOLEAN)
PARCELS = FieldSpec("parcels", "Parcels", FieldType.TRACKING)
TITLE = FieldSpec("title", "Title", max_length=5)
NOTE = FieldSpec("note", "Note", FieldType.LONG_TEXT)


@pytest.mark.parametrize(
    ("spec", "text", "value"),
    [
        (PRICE, " 12.50 ", "12.50"),
        (PRICE, "1e1", "10"),
        (PRICE, None, None),
        (PRICE, "  ", None),
        (COUNT, "3.0", "3"),
        (STATE, "2", "2"),
        (STATE, "old", "2"),
        (WHEN, "2026-11-22T14:00:00+02:00", "2026-11-22T12:00:00+00:00"),
        (WHEN, "2026-11-22T14:00:00Z", "2026-11-22T14:00:00+00:00"),
        (FLAG, "TRUE", "yes"),
        (FLAG, "0", "no"),
        (PARCELS, "2 x 1Z9\n\n 1x AB ", "2 x 1Z9\n1 x AB"),
        (TITLE, " abc ", "abc"),
        (NOTE, " two\n lines ", " two\n lines "),
    ],
)
def test_value_is_kept_as_it_is_sent(spec: FieldSpec, text: str | None, value: str | None) -> None:
    assert clean(spec, text, {}) == (value, None)


@pytest.mark.parametrize(
    ("spec", "text", "said"),
    [
        (PRICE, "NaN", "no number"),
        (PRICE, "1e400", "no number"),
        (PRICE, "-0.01", "at least 0"),
        (PRICE, "100", "at most 99.99"),
        (COUNT, "-1", "at least 1"),
        (COUNT, "1.5", "whole numbers"),
        (COUNT, "", "is needed"),
        (STATE, "3", r"1 \(New\), 2 \(Old\)"),
        (WHEN, "2026-11-22", "no time"),
        (WHEN, "2026-11-22T14:00:00", "no time"),
        (WHEN, "yesterday", "no time"),
        (WHEN, "0001-01-01T00:00:00+14:00", "no time"),
        (FLAG, "maybe", "yes or no"),
        (PARCELS, "1Z999", "1Z999"),
        (PARCELS, "x 5", "quantity x number"),
        (TITLE, "abcdef", "6 characters long; 5"),
        (NOTE, "x" * 10_000_000, "10,000,000 characters long; 10,000"),
    ],
)
def test_problem_names_the_field_and_the_way_out(spec: FieldSpec, text: str, said: str) -> None:
    value, problem = clean(spec, text, {})
    assert value == (text or None)
    assert problem is not None
    sentence = problem.render()
    assert sentence.startswith(spec.label)
    assert len(sentence) < 200
    with pytest.raises(AssertionError, match=said):
        raise AssertionError(sentence)


@given(st.sampled_from((*ORDER_FIELDS, *LINE_FIELDS)), st.text() | st.none())
def test_cleaning_what_is_clean_changes_nothing(spec: FieldSpec, text: str | None) -> None:
    values = {"mode": "a"}
    value, problem = clean(spec, text, values)
    if problem is None:
        assert clean(spec, value, values) == (value, None) or spec.required


def test_choices_follow_another_field() -> None:
    speed = next(spec for spec in LINE_FIELDS if spec.key == "speed")
    assert [choice.value for choice in choices_of(speed, {"mode": "a"})] == ["x"]
    assert [choice.value for choice in choices_of(speed, {"mode": "s"})] == ["l"]
    assert choices_of(speed, {}) == ()
    assert check(LINE_FIELDS, {"mode": "s", "speed": "Slow"}, {}).values["speed"] == "l"
    assert "speed" in check(LINE_FIELDS, {"mode": "a", "speed": "l"}, {}).problems


def test_new_thing_needs_what_is_required_and_gets_what_is_usual() -> None:
    specs = (COUNT, FieldSpec("unit", "Unit", default="piece"), PRICE)
    checked = check(specs, {})
    assert set(checked.problems) == {"count"}
    assert check(specs, {"count": "2"}).values == {"count": "2", "unit": "piece"}


def test_change_is_checked_alone_beside_what_is_there() -> None:
    checked = check((COUNT, PRICE), {"price": "5"}, {"count": None})
    assert (checked.values, checked.problems) == ({"price": "5"}, {})
    assert set(check((COUNT, PRICE), {"count": None}, {"count": "1"}).problems) == {"count"}


def test_field_that_is_not_there_or_not_ones_own_is_refused() -> None:
    problems = check(ORDER_FIELDS, {"colour": "red", "made_by": "me"}, {}).problems
    assert "no field" in problems["colour"].render()
    assert "title" in problems["colour"].render()
    assert "made_by" not in problems["colour"].render()
    assert "set by the vendor" in problems["made_by"].render()


def test_fields_that_exclude_each_other() -> None:
    problems = check(ORDER_FIELDS, {"home": "1 Quay"}, {"depot": "D1"}).problems
    assert "exclude each other" in problems["home"].render()
    both = {"home": "1 Quay", "depot": None}
    assert check(ORDER_FIELDS, both, {"depot": "D1"}).problems == {}


def test_tracking_is_read_line_by_line() -> None:
    assert parse_tracking("2 x 1Zx9\n1xAB") == [(2, "1Zx9"), (1, "AB")]
    assert parse_tracking("") == []
    with pytest.raises(ValueError, match="two x 5"):
        parse_tracking("2 x 5\ntwo x 5")
