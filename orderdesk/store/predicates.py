"""Conditions on the shown rows told in SQL, with the values of their parameters."""

from collections.abc import Iterable
from dataclasses import dataclass

from orderdesk.store.conditions import (
    Absent,
    AllOf,
    AnyOf,
    Compared,
    Condition,
    Fixed,
    Holding,
    Not,
    Same,
    Sought,
    Within,
)
from orderdesk.store.dialect import SHORTEST_FULL_TEXT, contains, full_text

NOTHING = "1 = 0"
EVERYTHING = "1 = 1"


@dataclass(frozen=True, slots=True)
class Predicate:
    """A piece of SQL with the values of its parameters."""

    sql: str
    values: tuple[str | int | float, ...] = ()


def predicate(condition: Condition) -> Predicate:
    """Return the condition in SQL."""
    match condition:
        case AllOf(conditions):
            return _joined(" and ", conditions)
        case AnyOf(conditions):
            return _joined(" or ", conditions)
        case Not(negated):
            found = predicate(negated)
            return Predicate(f"({found.sql}) is not true", found.values)
        case Fixed():
            return Predicate(EVERYTHING if condition is Fixed.EVERYTHING else NOTHING)
        case Sought(text, items_only):
            return _sought(text, ("items",) if items_only else ("header", "items"))
        case _:
            return _of_column(condition)


def _of_column(condition: Absent | Within | Same | Holding | Compared) -> Predicate:
    column = condition.column
    match condition:
        case Absent():
            return Predicate(f"{column} is null")
        case Within(_, values):
            marks = ", ".join("?" * len(values))
            return Predicate(f"{column} in ({marks})" if values else NOTHING, values)
        case Same(_, value):
            return Predicate(f"lower({column}) = lower(?)", (value,))
        case Holding(_, part):
            return Predicate(contains(column), (part,))
        case Compared(_, bounds):
            if not bounds:
                return Predicate(f"{column} is not null")
            sql = " and ".join(f"{column} {sign.value} ?" for sign, _bound in bounds)
            return Predicate(f"({sql})", tuple(bound for _sign, bound in bounds))


def _joined(word: str, conditions: Iterable[Condition]) -> Predicate:
    parts = [predicate(condition) for condition in conditions]
    values = tuple(value for part in parts for value in part.values)
    return Predicate("(" + word.join(part.sql for part in parts) + ")", values)


def _sought(text: str, columns: tuple[str, ...]) -> Predicate:
    held = " or ".join(contains(column) for column in columns)
    texts = (text,) * len(columns)
    if len(text) < SHORTEST_FULL_TEXT:
        return Predicate(f"row_id in (select row_id from sought_text where {held})", texts)
    matches = [full_text(column, text) for column in columns]
    indexed = " union ".join(select for select, _ in matches)
    # What the index does not hold yet is looked through.
    late = f"select row_id from sought_text where row_id in unsought and ({held})"
    return Predicate(
        f"(row_id in ({indexed}) and row_id not in unsought or row_id in ({late}))",
        (*(phrase for _, phrase in matches), *texts),
    )
