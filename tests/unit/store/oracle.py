"""What a search should find, by looking at every order in plain Python."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.domain.order import Line, Named, Order
from orderdesk.domain.periods import interval
from orderdesk.domain.query import Clause, Operator, Query
from orderdesk.domain.shown import Mark, Sort
from orderdesk.domain.status import FulfilmentStatus, OrderStatus, PaymentStatus

EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
OTHER_DOCUMENTS = {"invoice", "delivery_note", "delivery"}
Names = Mapping[tuple[str, str], Named]
_AT_REST = frozenset({Mark.NONE, Mark.STAGED})


@dataclass(frozen=True)
class Seen:
    """An order as it is shown, with what is going on with it."""

    order: Order
    mark: Mark
    pending: tuple[str, ...]
    names: Names
    staged: tuple[str, ...] = ()

    def name(self, attribute: str) -> str | None:
        reference = getattr(self.order, attribute)
        named = self.names.get((reference.kind, reference.id)) if reference else None
        return named.name if named else None

    def reference(self, attribute: str) -> str | None:
        reference = getattr(self.order, attribute)
        return reference.id if reference else None


def folded(text: str) -> str:
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(wide.split())


def _holds(texts: Iterable[str | None], value: str) -> bool:
    part = folded(value)
    return not part or any(part in folded(text) for text in texts if text)


def _line_texts(line: Line, names: Names) -> Iterable[str | None]:
    article = names.get(("product", line.fields.get("article") or ""))
    labels = {"a": "Air", "s": "Sea", "x": "Express", "l": "Slow"}
    choices = {"mode", "speed"}
    yield from (line.id, line.sku, line.description)
    yield from (article.name, article.detail) if article else ()
    for key, value in line.fields.items():
        yield labels.get(value or "", value) if key in choices else value


def header_texts(seen: Seen) -> Iterable[str | None]:
    order = seen.order
    yield from (order.number, order.name, order.kind, order.kind_word, order.vendor_id)
    yield from (order.vendor_state, order.currency, order.fulfilment_word, order.payment_word)
    for word in (order.state, order.payment, order.fulfilment):
        yield None if word is None else word.replace("_", " ")
    yield None if order.total is None else str(order.total)
    hidden = {"urgent", "form"}
    yield from (value for key, value in order.fields.items() if key not in hidden)
    yield {"1": "Retail", "2": "Trade"}.get(order.fields.get("form") or "")
    for kind, key in (("customer", "buyer"), ("customer", "payer"), ("location", "shop")):
        named = seen.names.get((kind, order.fields.get(key) or ""))
        yield from (named.name, named.detail) if named else ()


def item_texts(seen: Seen) -> Iterable[str | None]:
    for line in seen.order.lines or ():
        yield from _line_texts(line, seen.names)


def _ends(value: str, read: Callable[[str], Any]) -> tuple[Any, Any]:
    low, dots, high = value.partition("..")
    return read(low) if low else None, read(high if dots else low) if (high or not dots) else None


def _number(actual: Decimal | int | None, operator: Operator, value: str) -> bool:
    if value == "none":
        return actual is None
    if actual is None:
        return False
    low, high = _ends(value, Decimal)
    match operator:
        case Operator.IS:
            return (low is None or actual >= low) and (high is None or actual <= high)
        case Operator.GREATER:
            return high is not None and actual > high
        case Operator.AT_LEAST:
            return low is None or actual >= low
        case Operator.LESS:
            return low is not None and actual < low
        case Operator.AT_MOST:
            return high is None or actual <= high


def _time(
    actual: datetime | None, *, operator: Operator, value: str, zone: ZoneInfo, now: datetime
) -> bool:
    if value == "none":
        return actual is None
    if actual is None:
        return False
    start, end = interval(value, zone=zone, now=now)
    match operator:
        case Operator.IS:
            return (start is None or actual >= start) and (end is None or actual < end)
        case Operator.GREATER:
            return end is not None and actual >= end
        case Operator.AT_LEAST:
            return start is None or actual >= start
        case Operator.LESS:
            return start is not None and actual < start
        case Operator.AT_MOST:
            return end is None or actual < end


def _connection(order: Order, value: str, connections: Sequence[ConnectionConfig]) -> bool:
    names = {one.key: {folded(one.key), folded(one.name)} for one in connections}
    exact = [key for key, both in names.items() if folded(value) in both]
    part = [key for key, both in names.items() if any(folded(value) in name for name in both)]
    return order.connection in (exact or part)


def _named(seen: Seen, attribute: str, value: str) -> bool:
    reference = seen.reference(attribute)
    if value == "none":
        return reference is None
    name = seen.name(attribute)
    by_id = reference is not None and reference.lower() == value.lower()
    return by_id or (name is not None and folded(value) in folded(name))


def _text(actual: str | None, value: str) -> bool:
    if value == "none":
        return actual is None
    return actual is not None and folded(value) in folded(actual)


def _axis(actual: str | None, word: str | None, value: str) -> bool:
    if folded(value) == "none" and actual is None:
        return True
    return folded(value) in {actual, None if word is None else folded(word)}


def _state(order: Order, value: str) -> bool:
    if value.casefold() == "open":
        return order.state in {OrderStatus.CREATED, OrderStatus.PENDING, OrderStatus.ON_HOLD}
    return (order.state or "none") == value.casefold()


def _kind(order: Order, value: str) -> bool:
    if value.casefold() == "any":
        return True
    if value.casefold() == "pre-order":
        return order.kind == "preorder"
    if value == "none":
        return order.kind is None and not order.kind_word
    return folded(value) in {order.kind, folded(order.kind_word)}


@dataclass(frozen=True)
class Oracle:
    """Answers for one moment, zone and set of connections."""

    connections: Sequence[ConnectionConfig]
    zone: ZoneInfo
    now: datetime

    def _value(self, seen: Seen, clause: Clause, value: str) -> bool:
        order, operator = seen.order, clause.operator
        when = partial(_time, operator=operator, value=value, zone=self.zone, now=self.now)
        answers: dict[str | None, Callable[[], bool]] = {
            None: lambda: (
                _holds((*header_texts(seen),), value) or _holds((*item_texts(seen),), value)
            ),
            "item": lambda: (
                order.lines is None if value == "none" else _holds(item_texts(seen), value)
            ),
            "state": lambda: _state(order, value),
            "vendor_state": lambda: folded(order.vendor_state or "none") == folded(value),
            "payment": lambda: _axis(order.payment, None, value),
            "fulfilment": lambda: _axis(order.fulfilment, None, value),
            "type": lambda: _kind(order, value),
            "connection": lambda: _connection(order, value, self.connections),
            "vendor": lambda: folded(value) in {order.vendor, "quill works"},
            "id": lambda: value.lower() in {order.id.lower(), order.vendor_id.lower()},
            "number": lambda: _text(order.number, value),
            "name": lambda: _text(order.name, value),
            "customer": lambda: _named(seen, "customer", value),
            "location": lambda: _named(seen, "location", value),
            "employee": lambda: _named(seen, "employee", value),
            "placed": lambda: when(order.placed_at),
            "expires": lambda: when(order.expires_at),
            "items": lambda: _number(order.item_count, operator, value),
            "total": lambda: _number(order.total, operator, value),
            "discount": lambda: _number(order.discount, operator, value),
            "currency": lambda: (order.currency or "none").upper() == value.upper(),
            "staged": lambda: bool(seen.staged) == (value.casefold() == "yes"),
            "pending": lambda: (seen.mark not in _AT_REST) == (value.casefold() == "yes"),
        }
        return answers[clause.field]()

    def matches(self, seen: Seen, query: Query) -> bool:
        typed = any(clause.field == "type" and not clause.negated for clause in query.clauses)
        if not typed and seen.order.kind in OTHER_DOCUMENTS:
            return False
        return all(
            any(self._value(seen, clause, value) for value in clause.values) != clause.negated
            for clause in query.clauses
        )


def _natural(text: str) -> list[tuple[int, int]]:
    parts = re.findall(r"[0-9]+|[^0-9]", folded(text))
    return [(48, int(part)) if part.isdecimal() else (ord(part), 0) for part in parts]


def _rank(value: str | None, order: Iterable[str]) -> int | None:
    return None if not value else list(order).index(value)


_TEXT_COLUMNS = ("name", "kind_word", "vendor_state", "payment_word", "fulfilment_word")
_KEYS: dict[str, Callable[[Seen], Any]] = {
    "state": lambda seen: _rank(seen.order.state, OrderStatus),
    "payment": lambda seen: _rank(seen.order.payment, PaymentStatus),
    "fulfilment": lambda seen: _rank(seen.order.fulfilment, FulfilmentStatus),
    "mark": lambda seen: _rank(seen.mark, Mark),
    "pending": lambda seen: ",".join(seen.pending) or None,
    "items": lambda seen: seen.order.item_count,
}


def sort_key(seen: Seen, column: str, connections: Sequence[ConnectionConfig]) -> Any:
    """Return what a column's values are compared by, None where it is not known."""
    if column in _KEYS:
        return _KEYS[column](seen)
    if column == "connection_name":
        names = {one.key: (folded(one.name), one.key) for one in connections}
        return names[seen.order.connection]
    if column in {"customer_id", "location_id", "employee_id"}:
        return seen.reference(column.removesuffix("_id"))
    if column in {"customer", "location", "employee"}:
        text = seen.name(column)
    else:
        text = getattr(seen.order, column)
    if text is None:
        return None
    if column == "number":
        return _natural(text)
    return folded(text) if column in {"customer", "location", "employee", *_TEXT_COLUMNS} else text


def arranged(
    found: Mapping[int, Seen], sort: Sort, connections: Sequence[ConnectionConfig]
) -> list[int]:
    """Return row ids in the order of a sort: the unknown last, equals newest first."""
    ids = sorted(found, reverse=True)
    ids.sort(key=lambda row_id: found[row_id].order.placed_at or EARLIEST, reverse=True)
    keys = {row_id: sort_key(found[row_id], sort.column, connections) for row_id in ids}
    known = [row_id for row_id in ids if keys[row_id] is not None]
    known.sort(key=lambda row_id: keys[row_id], reverse=sort.descending)
    return known + [row_id for row_id in ids if keys[row_id] is None]
