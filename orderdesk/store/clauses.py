"""From the clauses of a query to the conditions on a shown row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from orderdesk.domain.errors import QueryError
from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.domain.messages import Message
from orderdesk.domain.periods import interval
from orderdesk.domain.query import (
    ANY_KIND,
    BAD_VALUE,
    FIELDS,
    TIME_HINT,
    Clause,
    Operator,
    Query,
)
from orderdesk.domain.shown import Mark
from orderdesk.domain.status import KIND_LABELS, NOT_ORDERS, FulfilmentStatus, OrderStatus
from orderdesk.store.conditions import (
    Absent,
    AllOf,
    Compared,
    Condition,
    Fixed,
    Holding,
    Not,
    Same,
    Sign,
    Sought,
    Within,
    all_of,
    any_of,
)
from orderdesk.store.keys import decimal_key, fold, time_text

OPEN_STATES = (OrderStatus.CREATED, OrderStatus.PENDING, OrderStatus.ON_HOLD)
_OTHERS = ", ".join(f"'{kind}'" for kind in sorted(NOT_ORDERS))
ORDERS_ONLY = f"(kind is null or kind not in ({_OTHERS}))"
ORDERS = Not(Within("kind", tuple(sorted(NOT_ORDERS))))
_NONE = "none"
# A phrase longer than this is a pasted text; its beginning tells orders apart well enough.
_LONGEST_SOUGHT = 500


@dataclass(frozen=True, slots=True)
class Scope:
    """What a query is read against: the zone and moment, connections and vendors' titles."""

    zone: ZoneInfo
    now: datetime
    connections: Sequence[ConnectionConfig]
    titles: Mapping[str, str]


Reader = Callable[[Clause, str, Scope], Condition]


def holding(value: str, *, items_only: bool) -> Condition:
    """Return the condition that a row's text, or that of its items, holds `value` anywhere."""
    text = fold(value)[:_LONGEST_SOUGHT]
    return Sought(text, items_only) if text else Fixed.EVERYTHING


def _words(_clause: Clause, value: str, _scope: Scope) -> Condition:
    return holding(value, items_only=False)


def _item(_clause: Clause, value: str, _scope: Scope) -> Condition:
    return Absent("items") if value == _NONE else holding(value, items_only=True)


def _state(_clause: Clause, value: str, _scope: Scope) -> Condition:
    word = value.casefold()
    if word == _NONE:
        return Absent("state")
    return Within("state", OPEN_STATES if word == "open" else (word,))


def _payment(_clause: Clause, value: str, _scope: Scope) -> Condition:
    word = value.casefold()
    return Absent("payment") if word == _NONE else Within("payment", (word,))


def _fulfilment(_clause: Clause, value: str, _scope: Scope) -> Condition:
    same = Within("fulfilment", (value.casefold(),))
    # “none” is a value of its own here too: nothing has left, or nobody knows.
    unknown = value.casefold() == FulfilmentStatus.NONE
    return any_of(Absent("fulfilment"), same) if unknown else same


def _kind(_clause: Clause, value: str, _scope: Scope) -> Condition:
    word = fold(value)
    if value == _NONE:
        return AllOf((Absent("kind"), Within("kind_fold", ("",))))
    if word == ANY_KIND:
        return Fixed.EVERYTHING
    kind = next((key for key, label in KIND_LABELS.items() if fold(label) == word), word)
    return any_of(Within("kind", (kind,)), Within("kind_fold", (word,)))


def _connection(_clause: Clause, value: str, scope: Scope) -> Condition:
    text = fold(value)
    names = {found.key: (fold(found.key), fold(found.name)) for found in scope.connections}
    exact = [key for key, both in names.items() if text in both]
    parts = [key for key, both in names.items() if any(text in name for name in both)]
    return Within("connection", tuple(exact or parts))


def _vendor(_clause: Clause, value: str, scope: Scope) -> Condition:
    text = fold(value)
    titled = [vendor for vendor, title in scope.titles.items() if fold(title) == text]
    return Within("vendor", (text, *titled))


def _id(_clause: Clause, value: str, _scope: Scope) -> Condition:
    return any_of(Same("id", value), Same("vendor_id", value))


def _text(column: str, *, id_column: str | None = None) -> Reader:
    """Return a reader of a folded text column, or of the id that it stands for."""

    def read(_clause: Clause, value: str, _scope: Scope) -> Condition:
        if value == _NONE:
            return Absent(id_column or column)
        part = Holding(column, fold(value))
        return part if id_column is None else any_of(part, Same(id_column, value))

    return read


def _word(column: str) -> Reader:
    def read(_clause: Clause, value: str, _scope: Scope) -> Condition:
        if value == _NONE:
            return any_of(Absent(column), Within(column, ("",)))
        return Within(column, (fold(value),))

    return read


def _currency(_clause: Clause, value: str, _scope: Scope) -> Condition:
    return Absent("currency") if value == _NONE else Same("currency", value)


def _pending(_clause: Clause, value: str, _scope: Scope) -> Condition:
    idle = Within("mark", ("", Mark.STAGED))
    return Not(idle) if value.casefold() == "yes" else idle


def _staged(_clause: Clause, value: str, _scope: Scope) -> Condition:
    nothing = Within("staged", ("",))
    return Not(nothing) if value.casefold() == "yes" else nothing


_NUMBER_SIGNS = {
    Operator.GREATER: ((Sign.MORE, 1),),
    Operator.LESS: ((Sign.LESS, 0),),
    Operator.IS: ((Sign.AT_LEAST, 0), (Sign.AT_MOST, 1)),
    Operator.AT_LEAST: ((Sign.AT_LEAST, 0),),
    Operator.AT_MOST: ((Sign.AT_MOST, 1),),
}


def _compared(
    column: str, operator: Operator, bounds: Sequence[tuple[Sign, str | float | None]]
) -> Condition:
    """Compare with the bounds that there are; beyond an open end there is nothing."""
    known = tuple((sign, bound) for sign, bound in bounds if bound is not None)
    if not known and operator in {Operator.GREATER, Operator.LESS}:
        return Fixed.NOTHING
    return Compared(column, known)


def _number(column: str, *, key: bool) -> Reader:
    def bound(text: str) -> str | float | None:
        if not text:
            return None
        return decimal_key(Decimal(text)) if key else float(text)

    def read(clause: Clause, value: str, _scope: Scope) -> Condition:
        if value == _NONE:
            return Absent(column)
        low, dots, high = value.partition("..")
        ends = (bound(low), bound(high if dots else low))
        signs = _NUMBER_SIGNS[clause.operator]
        return _compared(column, clause.operator, [(sign, ends[end]) for sign, end in signs])

    return read


_TIME_SIGNS = {
    Operator.IS: ((Sign.AT_LEAST, 0), (Sign.LESS, 1)),
    Operator.GREATER: ((Sign.AT_LEAST, 1),),
    Operator.AT_LEAST: ((Sign.AT_LEAST, 0),),
    Operator.LESS: ((Sign.LESS, 0),),
    Operator.AT_MOST: ((Sign.LESS, 1),),
}


def _time(column: str) -> Reader:
    def read(clause: Clause, value: str, scope: Scope) -> Condition:
        if value == _NONE:
            return Absent(column)
        try:
            ends = interval(value, zone=scope.zone, now=scope.now)
        except (ValueError, OverflowError) as error:
            label = Message(FIELDS[clause.field or ""].label)
            facts = {"value": value[:60], "field": label, "known": Message(TIME_HINT)}
            raise QueryError(Message(BAD_VALUE, facts), position=0) from error
        texts = [None if end is None else time_text(end) for end in ends]
        signs = _TIME_SIGNS[clause.operator]
        return _compared(column, clause.operator, [(sign, texts[end]) for sign, end in signs])

    return read


_READERS: dict[str | None, Reader] = {
    None: _words,
    "state": _state,
    "vendor_state": _word("state_fold"),
    "payment": _payment,
    "fulfilment": _fulfilment,
    "type": _kind,
    "connection": _connection,
    "vendor": _vendor,
    "id": _id,
    "number": _text("number_fold"),
    "name": _text("name_fold"),
    "customer": _text("customer_fold", id_column="customer_id"),
    "location": _text("location_fold", id_column="location_id"),
    "employee": _text("employee_fold", id_column="employee_id"),
    "item": _item,
    "placed": _time("placed_at"),
    "expires": _time("expires_at"),
    "items": _number("items", key=False),
    "total": _number("total_key", key=True),
    "discount": _number("discount_key", key=True),
    "currency": _currency,
    "pending": _pending,
    "staged": _staged,
}


def condition(query: Query, scope: Scope) -> Condition:
    """Return the condition under which a shown row is found.

    Documents that are no orders are found only where a clause asks for a type.

    Raises:
        QueryError: for a date that does not exist.
    """
    parts: list[Condition] = []
    if not any(clause.field == "type" and not clause.negated for clause in query.clauses):
        parts.append(ORDERS)
    for clause in query.clauses:
        reader = _READERS[clause.field]
        found = any_of(*(reader(clause, value, scope) for value in clause.values))
        parts.append(Not(found) if clause.negated else found)
    return all_of(parts)
