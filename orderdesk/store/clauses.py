"""From the clauses of a query to conditions in SQL."""

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
from orderdesk.domain.status import KIND_LABELS, NOT_ORDERS, FulfilmentStatus, OrderStatus
from orderdesk.store.dialect import SHORTEST_FULL_TEXT, contains, full_text
from orderdesk.store.keys import decimal_key, fold, time_text

OPEN_STATES = (OrderStatus.CREATED, OrderStatus.PENDING, OrderStatus.ON_HOLD)
_OTHERS = ", ".join(f"'{kind}'" for kind in sorted(NOT_ORDERS))
ORDERS_ONLY = f"(kind is null or kind not in ({_OTHERS}))"
NOTHING = "1 = 0"
EVERYTHING = "1 = 1"
_NONE = "none"
# A phrase longer than this is a pasted text; its beginning tells orders apart well enough.
_LONGEST_SOUGHT = 500


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the shown rows with the values of its parameters."""

    sql: str
    values: tuple[str | int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a query is read against: the zone and moment, connections and vendors' titles."""

    zone: ZoneInfo
    now: datetime
    connections: Sequence[ConnectionConfig]
    titles: Mapping[str, str]


Reader = Callable[[Clause, str, Scope], Condition]


def _in(column: str, values: Sequence[str]) -> Condition:
    if not values:
        return Condition(NOTHING)
    return Condition(f"{column} in ({', '.join('?' * len(values))})", tuple(values))


def _any(*conditions: Condition) -> Condition:
    sql = " or ".join(condition.sql for condition in conditions)
    values = tuple(value for condition in conditions for value in condition.values)
    return Condition(f"({sql})", values)


def holding(value: str, *, items_only: bool) -> Condition:
    """Return the condition that a row's text, or that of its items, holds `value` anywhere."""
    text = fold(value)[:_LONGEST_SOUGHT]
    if not text:
        return Condition(EVERYTHING)
    columns = ("items",) if items_only else ("header", "items")
    if len(text) >= SHORTEST_FULL_TEXT:
        matches = [full_text(column, text) for column in columns]
        selects = " union ".join(select for select, _ in matches)
        return Condition(f"row_id in ({selects})", tuple(phrase for _, phrase in matches))
    where = " or ".join(contains(column) for column in columns)
    select = f"row_id in (select row_id from sought_text where {where})"
    return Condition(select, (text,) * len(columns))


def _words(_clause: Clause, value: str, _scope: Scope) -> Condition:
    return holding(value, items_only=False)


def _item(_clause: Clause, value: str, _scope: Scope) -> Condition:
    return Condition("items is null") if value == _NONE else holding(value, items_only=True)


def _state(_clause: Clause, value: str, _scope: Scope) -> Condition:
    word = value.casefold()
    if word == _NONE:
        return Condition("state is null")
    return _in("state", OPEN_STATES) if word == "open" else Condition("state = ?", (word,))


def _payment(_clause: Clause, value: str, _scope: Scope) -> Condition:
    word = value.casefold()
    return Condition("payment is null") if word == _NONE else Condition("payment = ?", (word,))


def _fulfilment(_clause: Clause, value: str, _scope: Scope) -> Condition:
    same = Condition("fulfilment = ?", (value.casefold(),))
    # “none” is a value of its own here too: nothing has left, or nobody knows.
    unknown = value.casefold() == FulfilmentStatus.NONE
    return _any(Condition("fulfilment is null"), same) if unknown else same


def _kind(_clause: Clause, value: str, _scope: Scope) -> Condition:
    word = fold(value)
    if value == _NONE:
        return Condition("kind is null and kind_fold = ''")
    if word == ANY_KIND:
        return Condition(EVERYTHING)
    kind = next((key for key, label in KIND_LABELS.items() if fold(label) == word), word)
    return Condition("(kind = ? or kind_fold = ?)", (kind, word))


def _connection(_clause: Clause, value: str, scope: Scope) -> Condition:
    text = fold(value)
    names = {found.key: (fold(found.key), fold(found.name)) for found in scope.connections}
    exact = [key for key, both in names.items() if text in both]
    parts = [key for key, both in names.items() if any(text in name for name in both)]
    return _in("connection", exact or parts)


def _vendor(_clause: Clause, value: str, scope: Scope) -> Condition:
    text = fold(value)
    titled = [vendor for vendor, title in scope.titles.items() if fold(title) == text]
    return _in("vendor", [text, *titled])


def _id(_clause: Clause, value: str, _scope: Scope) -> Condition:
    return Condition("(lower(id) = lower(?) or lower(vendor_id) = lower(?))", (value, value))


def _text(column: str, *, id_column: str | None = None) -> Reader:
    """Return a reader of a folded text column, or of the id that it stands for."""

    def read(_clause: Clause, value: str, _scope: Scope) -> Condition:
        if value == _NONE:
            return Condition(f"{id_column or column} is null")
        part = Condition(contains(column), (fold(value),))
        if id_column is None:
            return part
        return _any(part, Condition(f"lower({id_column}) = lower(?)", (value,)))

    return read


def _word(column: str) -> Reader:
    def read(_clause: Clause, value: str, _scope: Scope) -> Condition:
        if value == _NONE:
            return Condition(f"coalesce({column}, '') = ''")
        return Condition(f"{column} = ?", (fold(value),))

    return read


def _currency(_clause: Clause, value: str, _scope: Scope) -> Condition:
    if value == _NONE:
        return Condition("currency is null")
    return Condition("upper(currency) = upper(?)", (value,))


def _pending(_clause: Clause, value: str, _scope: Scope) -> Condition:
    return Condition("mark <> ''" if value.casefold() == "yes" else "mark = ''")


def _compared(
    column: str, operator: Operator, low: str | float | None, high: str | float | None
) -> Condition:
    """Compare with a closed range, either end of which may be open."""
    conditions = {
        Operator.IS: ((">=", low), ("<=", high)),
        Operator.GREATER: ((">", high),),
        Operator.AT_LEAST: ((">=", low),),
        Operator.LESS: (("<", low),),
        Operator.AT_MOST: (("<=", high),),
    }[operator]
    known = [(sign, bound) for sign, bound in conditions if bound is not None]
    if not known:
        beyond = operator in {Operator.GREATER, Operator.LESS}
        return Condition(NOTHING if beyond else f"{column} is not null")
    sql = " and ".join(f"{column} {sign} ?" for sign, _ in known)
    return Condition(f"({sql})", tuple(bound for _, bound in known))


def _number(column: str, *, key: bool) -> Reader:
    def bound(text: str) -> str | float | None:
        if not text:
            return None
        return decimal_key(Decimal(text)) if key else float(text)

    def read(clause: Clause, value: str, _scope: Scope) -> Condition:
        if value == _NONE:
            return Condition(f"{column} is null")
        low, dots, high = value.partition("..")
        return _compared(column, clause.operator, bound(low), bound(high if dots else low))

    return read


_TIME_SIGNS = {
    Operator.IS: ((">=", 0), ("<", 1)),
    Operator.GREATER: ((">=", 1),),
    Operator.AT_LEAST: ((">=", 0),),
    Operator.LESS: (("<", 0),),
    Operator.AT_MOST: (("<", 1),),
}


def _time(column: str) -> Reader:
    def read(clause: Clause, value: str, scope: Scope) -> Condition:
        if value == _NONE:
            return Condition(f"{column} is null")
        try:
            ends = interval(value, zone=scope.zone, now=scope.now)
        except (ValueError, OverflowError) as error:
            label = Message(FIELDS[clause.field or ""].label)
            facts = {"value": value[:60], "field": label, "known": Message(TIME_HINT)}
            raise QueryError(Message(BAD_VALUE, facts), position=0) from error
        known = [(sign, ends[end]) for sign, end in _TIME_SIGNS[clause.operator]]
        bounds = [(sign, time_text(end)) for sign, end in known if end is not None]
        if not bounds:
            beyond = clause.operator in {Operator.GREATER, Operator.LESS}
            return Condition(NOTHING if beyond else f"{column} is not null")
        sql = " and ".join(f"{column} {sign} ?" for sign, _ in bounds)
        return Condition(f"({sql})", tuple(text for _, text in bounds))

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
}


def condition(query: Query, scope: Scope) -> Condition:
    """Return the condition under which a shown row is found.

    Documents that are no orders are found only where a clause asks for a type.

    Raises:
        QueryError: for a date that does not exist.
    """
    parts: list[Condition] = []
    if not any(clause.field == "type" and not clause.negated for clause in query.clauses):
        parts.append(Condition(ORDERS_ONLY))
    for clause in query.clauses:
        reader = _READERS[clause.field]
        found = _any(*(reader(clause, value, scope) for value in clause.values))
        if clause.negated:
            found = Condition(f"{found.sql} is not true", found.values)
        parts.append(found)
    sql = " and ".join(part.sql for part in parts)
    return Condition(sql, tuple(value for part in parts for value in part.values))
