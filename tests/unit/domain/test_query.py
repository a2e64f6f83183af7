"""The query language: what is typed is a tree, and the tree is written as what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.domain.errors import QueryError
from orderdesk.domain.query import (
    FIELDS,
    Clause,
    Operator,
    Query,
    ValueType,
    check_value,
    clause_text,
    parse_query,
    query_text,
)

IS = Operator.IS


def _word(value: str, *, negated: bool = False) -> Clause:
    return Clause(None, IS, (value,), negated)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("", ()),
        ("  \t ", ()),
        ("goose", (_word("goose"),)),
        ("goose AND quill", (_word("goose"), _word("quill"))),
        ('"AND" and', (_word("AND"), _word("and"))),
        ('"two words" -"no more"', (_word("two words"), _word("no more", negated=True))),
        (r'"say \"hi\" \\"', (_word('say "hi" \\'),)),
        ("-ink", (_word("ink", negated=True),)),
        ("straße 紙", (_word("straße"), _word("紙"))),
        ("state:open", (Clause("state", IS, ("open",)),)),
        ("STATE:Open,none", (Clause("state", IS, ("Open", "none")),)),
        ("-state:pending", (Clause("state", IS, ("pending",), negated=True),)),
        ('customer:"Ada L"', (Clause("customer", IS, ("Ada L",)),)),
        ("total>100", (Clause("total", Operator.GREATER, ("100",)),)),
        ("total:>=100", (Clause("total", Operator.AT_LEAST, ("100",)),)),
        ("total=100", (Clause("total", IS, ("100",)),)),
        ("total:-5..10.5", (Clause("total", IS, ("-5..10.5",)),)),
        ("total:..10", (Clause("total", IS, ("..10",)),)),
        ("placed:last-7d", (Clause("placed", IS, ("last-7d",)),)),
        ("expires<=now", (Clause("expires", Operator.AT_MOST, ("now",)),)),
        ("placed:2026-11-01..2026-11-15", (Clause("placed", IS, ("2026-11-01..2026-11-15",)),)),
        ('number:">5"', (Clause("number", IS, (">5",)),)),
        ("-", ()),
    ],
)
def test_text_is_read(text: str, clauses: tuple[Clause, ...]) -> None:
    assert parse_query(text) == Query(clauses)
    assert parse_query(query_text(Query(clauses))) == Query(clauses)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ('goose "quill', 6, "not closed"),
        ("colour:red", 0, "no field “colour”"),
        ("goose state:", 12, "no value after"),
        ("state:sideways", 6, "created, pending"),
        ("items:many", 6, "Write a number"),
        ("total:1..2..3", 6, "Write a number"),
        ("total:1e5", 6, "Write a number"),
        ("placed:tomorow", 7, "last-7d"),
        ("placed:2026-1-1", 7, "2026-11-22"),
        ("pending:perhaps", 8, "yes, no"),
        ("state>open", 6, "state:value"),
        ("name:<x", 5, "name:value"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text: str, position: int, said: str) -> None:
    with pytest.raises(QueryError, match=said) as refusal:
        parse_query(text)
    assert refusal.value.position == position


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as refusal:
        position = refusal.position
    else:
        position = 0
        assert parse_query(query_text(query)) == query
    assert 0 <= position <= len(text)


_FREE = st.text(min_size=1)
_PLACES = st.sampled_from(["today", "now", "last-7d", "next-24h", "2026", "2026-11-22", "none"])
_VALUES = {
    ValueType.TEXT: _FREE,
    ValueType.WORD: _FREE,
    ValueType.FLAG: st.sampled_from(["yes", "no"]),
    ValueType.NUMBER: st.integers().map(str) | st.just("1..2") | st.just("none"),
    ValueType.TIME: _PLACES | st.just("2026-11..now"),
}


@st.composite
def _clauses(draw: st.DrawFn) -> Clause:
    field = draw(st.sampled_from([None, *FIELDS.values()]))
    negated = draw(st.booleans())
    if field is None:
        return _word(draw(st.text()), negated=negated)
    compared = field.type in {ValueType.NUMBER, ValueType.TIME}
    operator = draw(st.sampled_from(Operator)) if compared else IS
    values = st.sampled_from(field.values) if field.values else _VALUES[field.type]
    return Clause(
        field.key, operator, tuple(draw(st.lists(values, min_size=1, max_size=3))), negated
    )


@given(st.lists(_clauses(), max_size=4))
def test_tree_is_written_so_that_it_is_read_back(clauses: list[Clause]) -> None:
    query = Query(tuple(clauses))
    assert parse_query(query_text(query)) == query
    for clause in clauses:
        assert parse_query(clause_text(clause)) == Query((clause,))


def test_condition_takes_the_place_of_one_on_the_same_field() -> None:
    query = parse_query("goose state:open total>5 total<9")
    changed = query.with_clause(Clause("state", IS, ("none",)))
    assert query_text(changed) == "goose total>5 total<9 state:none"
    assert query_text(changed.with_clause(_word("ink"))) == "goose total>5 total<9 state:none ink"
    assert query_text(query.without(1)) == "goose total>5 total<9"


def test_value_of_a_fixed_set_is_checked_without_case() -> None:
    check_value(FIELDS["state"], "OPEN")
    check_value(FIELDS["payment"], "none")
    with pytest.raises(QueryError, match="unpaid, part_paid"):
        check_value(FIELDS["payment"], "later")


def test_every_field_is_called_by_its_key() -> None:
    assert all(key == field.key == key.casefold() for key, field in FIELDS.items())
    assert all(field.label for field in FIELDS.values())
