"""Filters, joined with AND: what they compare, and how (Basic Object Types page)."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.ledger import CREATED, MODIFIED
from orderdesk.sandbox.ordertime.macros import days
from orderdesk.sandbox.ordertime.refusals import bad
from orderdesk.sandbox.switches import SwitchBoard

Value: TypeAlias = "bool | int | Decimal | str | datetime | None"
Test: TypeAlias = Callable[[Document], bool]
_DATES = frozenset(("date", "promisedate"))
_STAMPS: Mapping[str, str] = {
    "recordinfo.createddate": CREATED,
    "recordinfo.modifieddate": MODIFIED,
}
_NO_LITERAL = (records.IS_NULL, records.NOT_NULL)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the reading of a filter depends on."""

    board: SwitchBoard
    now: datetime
    properties: frozenset[str]
    """Names that records of the type have, in lower case."""


def read_filters(value: JsonValue, around: Surroundings) -> list[Test]:
    """Return the tests that a record must pass; raises `Refusal` (400) for one that is none."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise bad("Filters must be an array of FilterField.")
    tests: list[Test] = []
    for one in value:
        if not isinstance(one, dict):
            raise bad("A FilterField must be an object.")
        field = {name.lower(): part for name, part in one.items()}
        path = _path(field, around)
        if path is not None:
            tests.append(_test(path, field, around))
    return tests


def known_path(path: str, around: Surroundings) -> bool:
    """Tell whether records of the type have the property, as the switch sees it; 400 if refused."""
    head = path.partition(".")[0].lower()
    if head in around.properties or head == "recordinfo":
        return True
    if around.board["unknown_property"] == "ignored":
        return False
    raise bad(f"Property '{path[:60]}' does not exist.")


def reader(path: str) -> Callable[[Document], Value]:
    """Return what reads a property, dots leading into references."""
    stamp = _STAMPS.get(path.lower())
    if stamp is not None:
        return lambda record: _plain(record.get(stamp))
    names = path.lower().split(".")
    date = path.lower() in _DATES

    def read(record: Document) -> Value:
        value: JsonValue = record
        for number, name in enumerate(names):
            value = _member(value, name, custom=number == 0)
        if isinstance(value, dict):  # a reference stands for its name
            value = value.get("Name")
        if date and isinstance(value, str):
            return moments.from_text(value)
        return _plain(value)

    return read


def _path(field: Mapping[str, JsonValue], around: Surroundings) -> str | None:
    path = field.get("propertyname")
    if not isinstance(path, str) or not path:
        raise bad("PropertyName is required.")
    return path if known_path(path, around) else None


def _test(path: str, field: Mapping[str, JsonValue], around: Surroundings) -> Test:
    operator = field.get("operator")
    operator = records.EQUAL if operator is None else operator
    if not isinstance(operator, int) or operator not in records.OPERATORS:
        raise bad(f"Operator {operator!r} is not valid.")
    read = reader(path)
    if operator in _NO_LITERAL:
        empty = operator == records.IS_NULL
        return lambda record: (read(record) is None) == empty
    stamp = path.lower() in _STAMPS
    if stamp or path.lower() in _DATES:
        return _date_test(path, operator, field, around)
    literal = _literal(field)
    if operator in (records.LIKE, records.NOT_LIKE):
        return _like_test(read, literal, wanted=operator == records.LIKE)
    if operator in (records.IN, records.NOT_IN):
        parts = [part.strip() for part in literal.split(",")]
        inside = operator == records.IN
        return lambda record: _is_in(read(record), parts, path) == inside
    return lambda record: _compares(read(record), operator, literal, path)


def _date_test(
    path: str, operator: int, field: Mapping[str, JsonValue], around: Surroundings
) -> Test:
    macro = field.get("datemacroenum", field.get("datemacro"))
    stamp = path.lower() in _STAMPS
    read = reader(path)
    style = around.board["record_dates"]

    def kept(moment: datetime) -> Value:
        return moments.as_micros(moment, style) if stamp else moments.as_local(moment)

    if macro is not None and macro != records.CUSTOM_MACRO:
        first, end = days(macro, moments.as_local(around.now).date())
        low = None if first is None else kept(_midnight(moments.day_text(first)))
        high = None if end is None else kept(_midnight(moments.day_text(end)))
        return lambda record: _between(read(record), low, high)
    if macro is None and around.board["date_filters"] == "macro":
        raise bad(f"A DateMacro is required for the date field '{path}'.")
    wanted: list[Value] = []
    for part in _literal(field).split(","):
        try:
            wanted.append(kept(moments.from_text(part)))
        except ValueError as fault:
            raise bad(str(fault)) from None
    if operator in (records.IN, records.NOT_IN):
        inside = operator == records.IN
        return lambda record: (read(record) in wanted) == inside
    if operator in (records.LIKE, records.NOT_LIKE) or len(wanted) != 1:
        raise bad(f"Operator {operator} is not valid for a date.")
    return lambda record: _ordered(read(record), operator, wanted[0])


def _midnight(text: str) -> datetime:
    return moments.from_text(text)


def _between(value: Value, low: Value, high: Value) -> bool:
    return (
        value is not None
        and (low is None or _ordered(value, records.AT_LEAST, low))
        and (high is None or _ordered(value, records.LESS, high))
    )


def _literal(field: Mapping[str, JsonValue]) -> str:
    """Return FilterValueArray: a string despite its name; a JSON number is taken as well."""
    value = field.get("filtervaluearray")
    if isinstance(value, str):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    raise bad("FilterValueArray is required and must be a string.")


def _like_test(read: Callable[[Document], Value], literal: str, *, wanted: bool) -> Test:
    text = literal if "%" in literal else f"%{literal}%"
    pattern = re.compile(
        ".*".join(re.escape(part) for part in text.split("%")), re.IGNORECASE | re.DOTALL
    )

    def test(record: Document) -> bool:
        value = read(record)
        return value is not None and bool(pattern.fullmatch(str(value))) == wanted

    return test


def _is_in(value: Value, parts: Iterable[str], path: str) -> bool:
    return any(_compares(value, records.EQUAL, part, path) for part in parts)


def _compares(value: Value, operator: int, literal: str, path: str) -> bool:
    """Compare as SQL does: nothing equals or differs from anything; capitals do not matter."""
    if value is None or isinstance(value, datetime):
        return False
    if isinstance(value, bool):
        wanted: Value = literal.strip().lower() in ("1", "true")
        return (value == wanted) == (operator != records.NOT_EQUAL)
    if isinstance(value, str):
        return _ordered(value.casefold(), operator, literal.casefold())
    try:
        return _ordered(value, operator, Decimal(literal.strip()))
    except InvalidOperation:
        raise bad(f"'{literal[:40]}' is not a valid value for '{path}'.") from None


def _ordered(value: Value, operator: int, wanted: Value) -> bool:
    if value is None or wanted is None:
        return False
    less, equal = _less(value, wanted), value == wanted
    match operator:
        case records.EQUAL:
            return equal
        case records.NOT_EQUAL:
            return not equal
        case records.GREATER:
            return not less and not equal
        case records.LESS:
            return less
        case records.AT_LEAST:
            return not less
        case _:
            return less or equal


def _less(one: Value, two: Value) -> bool:
    if isinstance(one, str) and isinstance(two, str):
        return one < two
    if isinstance(one, datetime) and isinstance(two, datetime):
        return one < two
    if isinstance(one, int | Decimal) and isinstance(two, int | Decimal):
        return one < two
    return False


def sort_key(value: Value) -> tuple[int, int | Decimal, str]:
    """Return what records are sorted by: nothing first, then numbers and dates, then texts."""
    if value is None:
        return (0, 0, "")
    if isinstance(value, datetime):
        return (1, 0, value.isoformat())
    if isinstance(value, str):
        return (2, 0, value.casefold())
    return (1, value, "")


def _member(value: JsonValue, name: str, *, custom: bool) -> JsonValue:
    if not isinstance(value, dict):
        return None
    for key, part in value.items():
        if key.lower() == name:
            return part
    fields = value.get("CustomFields") if custom else None
    return _member(fields, name, custom=False) if fields else None


def _plain(value: JsonValue) -> Value:
    return value if isinstance(value, bool | int | Decimal | str) else None
