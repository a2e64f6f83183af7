"""Conditions on the shown rows told in SQL, with the values of their parameters."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

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
from orderdesk.store.dialect import contains

Finder: TypeAlias = Callable[[str, bool], str | None]
"""Returns the row ids whose text, or that of the items only, holds a text: as a JSON list.

None says that looking through the texts is the way.
"""

NOTHING = "1 = 0"
EVERYTHING = "1 = 1"


@dataclass(frozen=True, slots=True)
class Predicate:
    """A piece of SQL with the values of its parameters."""

    sql: str
    values: tuple[str | int | float, ...] = ()


def predicate(condition: Condition, finder: Finder | None = None) -> Predicate:
    """Return the condition in SQL; without a `finder` all texts are looked through."""
    match condition:
        case AllOf(conditions):
            return _joined(" and ", conditions, finder)
        case AnyOf(conditions):
            return _joined(" or ", conditions, finder)
        case Not(negated):
            found = predicate(negated, finder)
            return Predicate(f"({found.sql}) is not true", found.values)
        case Fixed():
            return Predicate(EVERYTHING if condition is Fixed.EVERYTHING else NOTHING)
        case Sought(text, items_only):
            return _sought(text, ("items",) if items_only else ("header", "items"), finder)
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


def _joined(word: str, conditions: Iterable[Condition], finder: Finder | None) -> Predicate:
    parts = [predicate(condition, finder) for condition in conditions]
    values = tuple(value for part in parts for value in part.values)
    return Predicate("(" + word.join(part.sql for part in parts) + ")", values)


def _sought(text: str, columns: tuple[str, ...], finder: Finder | None) -> Predicate:
    found = None if finder is None else finder(text, columns == ("items",))
    if found is not None:
        return Predicate("row_id in (select value from json_each(?))", (found,))
    held = " or ".join(contains(column) for column in columns)
    texts = (text,) * len(columns)
    return Predicate(f"row_id in (select row_id from sought_text where {held})", texts)
