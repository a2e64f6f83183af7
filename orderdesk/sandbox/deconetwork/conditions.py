"""The conditions of a find: read from a form, joined with AND, and tried on rows."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from orderdesk.sandbox.deconetwork import moments
from orderdesk.sandbox.deconetwork.forms import numbered, whole
from orderdesk.sandbox.deconetwork.refusals import (
    BAD_CONDITION,
    BAD_PAGE,
    BAD_PARAMETERS,
    NO_CONDITIONS,
    Refusal,
)
from orderdesk.sandbox.switches import SwitchBoard

MOST = 100
"""The largest page (reference page: limit)."""
_EQUAL, _NOT_EQUAL, _GREATER, _BETWEEN = 1, 2, 4, 7
_TESTS: Mapping[int, Callable[[int, int], bool]] = {
    _EQUAL: operator.eq,
    _NOT_EQUAL: operator.ne,
    3: operator.lt,
    _GREATER: operator.gt,
    5: operator.le,
    6: operator.ge,
}
_SINGLE = ("field", "condition", "date1", "date2", "string")
Value: TypeAlias = "str | int | None"


class Kind(Enum):
    """What a field is compared with."""

    DATE = auto()
    TEXT = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, checked."""

    field: int
    test: int
    """As in the reference page: 1 equal to 7 between."""
    first: str | int
    last: int = 0
    closed: bool = False
    """Condition 4 takes the value itself in."""

    def holds(self, value: Value) -> bool:
        """Tell whether a row with that value is found; none fits no condition."""
        if value is None:
            return False
        if isinstance(value, str) or isinstance(self.first, str):
            return (str(value) == str(self.first)) == (self.test == _EQUAL)
        if self.test == _BETWEEN:
            return self.first <= value <= self.last
        if self.test == _GREATER and self.closed:
            return value >= self.first
        return _TESTS[self.test](value, self.first)


def conditions_of(
    fields: Mapping[str, str], kinds: Mapping[int, Kind], board: SwitchBoard
) -> list[Condition]:
    """Read every condition.

    Raises:
        Refusal: 50002 for none at all, 50003 for one without its field, its condition or a date
            that it needs, 50005 for numbers that mean nothing.
    """
    several = numbered(fields, "conditions")
    single = {name: fields[name] for name in _SINGLE if name in fields}
    if not several and ("field" in single or "condition" in single):
        several = [(1, single)]
    if not several:
        raise Refusal(NO_CONDITIONS)
    return [_condition(number, given, kinds, board) for number, given in several]


def _condition(
    number: int, given: Mapping[str, str], kinds: Mapping[int, Kind], board: SwitchBoard
) -> Condition:
    for name in ("field", "condition"):
        if not given.get(name, "").strip():
            raise Refusal(BAD_CONDITION, f"Condition {number} '{name}' is missing")
    field, test = whole(given["field"]), whole(given["condition"])
    kind = kinds.get(-1 if field is None else field)
    if test is not None and board["condition_numbers"] == "from_0":
        test += 1
    if field is None or kind is None or number < 1 or test not in (*_TESTS, _BETWEEN):
        raise Refusal(BAD_PARAMETERS)
    closed = board["condition_4"] == "at_least"
    if kind is Kind.DATE:
        last = _date(given, "date2") if test == _BETWEEN else 0
        return Condition(field, test, _date(given, "date1"), last, closed)
    return Condition(field, test, _string(given, kind, test), closed=closed)


def _string(given: Mapping[str, str], kind: Kind, test: int) -> str | int:
    """Return what a text or a number is compared with; texts are equal or not."""
    text = given.get("string", "").strip()
    value = text if kind is Kind.TEXT else whole(text)
    ordered = kind is Kind.TEXT and test not in (_EQUAL, _NOT_EQUAL)
    if not text or value is None or ordered or test == _BETWEEN:
        raise Refusal(BAD_PARAMETERS)
    return value


def _date(given: Mapping[str, str], name: str) -> int:
    try:
        return moments.from_text(given.get(name, ""))
    except (ValueError, OverflowError):
        raise Refusal(BAD_CONDITION, f"{name} is invalid") from None


def page_of(fields: Mapping[str, str], board: SwitchBoard) -> tuple[int, int]:
    """Return offset and limit.

    Raises:
        Refusal: 50004 for what is no number or out of range.
    """
    offset, limit = (
        whole(fields[name]) if fields.get(name, "").strip() else default
        for name, default in (("offset", 0), ("limit", MOST))
    )
    if offset is None or limit is None:
        raise Refusal(BAD_PAGE)
    if limit > MOST:
        if board["over_limit"] == "refused":
            raise Refusal(BAD_PAGE)
        limit = MOST
    if limit == 0 and board["limit_zero"] == "default":
        limit = MOST
    return offset, limit
