"""What a read-back tells of a write whose answer was lost; nothing is read or sent here."""

# A write goes again by itself only if it is shown undone and sending it once more cannot do it
# twice: because the state guards it, because it sets a whole object, because a product is unique
# on an order, or because a new order carries a reference of our own.

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from orderdesk.connectors.iqmetrix.bodies import comparable, own_reference
from orderdesk.connectors.iqmetrix.item_fields import LINE_FIELDS
from orderdesk.connectors.iqmetrix.order_fields import ORDER_FIELDS
from orderdesk.connectors.iqmetrix.vocabulary import (
    CANCELLED,
    COMPLETED,
    CREATED,
    PENDING,
    PROCESSED,
)
from orderdesk.domain.commands import AddLine, CreateOrder, EditLine, EditOrder, RemoveLine, Transit
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.gateway import Finding, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message
from orderdesk.domain.order import FieldValue, Line, Order

IS_NOW = QT_TRANSLATE_NOOP("messages", "{field} is now “{now}”; before it was “{before}”.")
WANTED = QT_TRANSLATE_NOOP("messages", "{field} was to become “{wanted}”.")
STATE_NOW = QT_TRANSLATE_NOOP(
    "messages", "The order is now {now}; it was {before} and was to become {wanted}."
)
LINE_GONE = QT_TRANSLATE_NOOP("messages", "The item is no longer on the order.")
LIKE_IT = QT_TRANSLATE_NOOP(
    "messages", "There is a new item like it on the order: {quantity} x {description}."
)
NOT_SURE_NEW = QT_TRANSLATE_NOOP(
    "messages", "There is an item like it, which may have been there before."
)
FOUND_ORDER = QT_TRANSLATE_NOOP(
    "messages", "Order {number}, made {made}, is like it and may be the one."
)
NOTHING = QT_TRANSLATE_NOOP("messages", "nothing")

PROMPT: Final = timedelta(minutes=2)
"""How long before it was sent, by the vendor's clock, an order can have been made by it."""

# The states that show that an order has been through one; Created to Processed is disputed.
_PAST: Final[Mapping[str, frozenset[str]]] = {
    PENDING: frozenset({PENDING, CANCELLED}),
    PROCESSED: frozenset({PROCESSED, COMPLETED}),
    CANCELLED: frozenset({CANCELLED}),
}
# The states that show that an order has not been through one, nor ever will.
_NEVER: Final[Mapping[str, frozenset[str]]] = {
    PENDING: frozenset({CREATED}),
    PROCESSED: frozenset({CREATED, PENDING, CANCELLED}),
    CANCELLED: frozenset({CREATED, PENDING, PROCESSED, COMPLETED}),
}


def of_transit(command: Transit, now: Order) -> Verification:
    """Judge a move by the state alone; the state also guards a second try."""
    if now.vendor_state in _PAST.get(command.target, frozenset()):
        return Verification(Finding.DONE, order=now)
    if now.vendor_state in _NEVER.get(command.target, frozenset()):
        return Verification(Finding.UNDONE, guarded=True, order=now)
    facts: dict[str, Fact] = {
        "now": now.vendor_state,
        "before": command.source,
        "wanted": command.target,
    }
    return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(STATE_NOW, facts),))


def _shown(value: FieldValue) -> Fact:
    return value[:200] if value else Message(NOTHING)


def _of_fields(
    specs: Sequence[FieldSpec],
    wanted: Mapping[str, FieldValue],
    seen: Mapping[str, FieldValue],
    now: Order,
    fields: Mapping[str, FieldValue],
) -> Verification:
    """Judge an edit by the fields that were to change; all change at once, or none."""
    telling = [
        spec
        for spec in specs
        if spec.key in wanted
        and comparable(spec, wanted[spec.key]) != comparable(spec, seen.get(spec.key))
    ]
    done = [
        spec
        for spec in telling
        if comparable(spec, fields.get(spec.key)) == comparable(spec, wanted[spec.key])
    ]
    if len(done) == len(telling):
        return Verification(Finding.DONE, order=now)
    undone = [
        spec
        for spec in telling
        if comparable(spec, fields.get(spec.key)) == comparable(spec, seen.get(spec.key))
    ]
    if len(undone) == len(telling):
        return Verification(Finding.UNDONE, guarded=True, order=now)
    readings: list[Message] = []
    for spec in telling:
        label = Message(spec.label)
        now_facts: dict[str, Fact] = {
            "field": label,
            "now": _shown(fields.get(spec.key)),
            "before": _shown(seen.get(spec.key)),
        }
        readings.append(Message(IS_NOW, now_facts))
        readings.append(Message(WANTED, {"field": label, "wanted": _shown(wanted[spec.key])}))
    return Verification(Finding.AMBIGUOUS, order=now, readings=tuple(readings))


def of_edit(command: EditOrder, before: Order | None, now: Order) -> Verification:
    """Judge an edit of the header."""
    seen = command.base if before is None else before.fields
    return _of_fields(ORDER_FIELDS, command.changes, seen, now, now.fields)


def of_line_edit(command: EditLine, before: Order | None, now: Order) -> Verification:
    """Judge an edit of a line."""
    line = now.line(command.line_id)
    if line is None:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(LINE_GONE),))
    was = None if before is None else before.line(command.line_id)
    seen = command.base if was is None else was.fields
    return _of_fields(LINE_FIELDS, command.changes, seen, now, line.fields)


def of_removal(command: RemoveLine, now: Order) -> Verification:
    """Judge a removal by whether the line is still there."""
    if now.line(command.line_id) is None:
        return Verification(Finding.DONE, order=now)
    return Verification(Finding.UNDONE, guarded=True, order=now)


def _alike(line: Line, fields: Mapping[str, FieldValue]) -> bool:
    """Whether a line has every value that was sent; what the vendor fills in may differ."""
    return all(
        comparable(spec, line.fields.get(spec.key)) == comparable(spec, fields[spec.key])
        for spec in LINE_FIELDS
        if fields.get(spec.key)
    )


def of_addition(command: AddLine, before: Order | None, now: Order) -> Verification:
    """Judge an addition: by the product, which is unique on an order, or by what is new."""
    known = frozenset(line.id for line in (before.lines or () if before else ()))
    product = (command.fields.get("ProductId") or "").casefold()
    new = [line for line in now.lines or () if line.id not in known]
    if product:
        match = [line for line in new if (line.fields.get("ProductId") or "").casefold() == product]
    else:
        match = [line for line in new if _alike(line, command.fields)]
    if not match:
        return Verification(Finding.UNDONE, guarded=bool(product), order=now)
    if before is None and not product:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(NOT_SURE_NEW),))
    if len(match) == 1:
        return Verification(Finding.DONE, order=now)
    readings = tuple(_like_it(line) for line in match)
    return Verification(Finding.AMBIGUOUS, order=now, readings=readings)


def _like_it(line: Line) -> Message:
    facts: dict[str, Fact] = {
        "quantity": str(line.quantity or 0),
        "description": line.description or line.sku or line.id,
    }
    return Message(LIKE_IT, facts)


def _same_content(order: Order, command: CreateOrder) -> bool:
    same = all(
        comparable(spec, order.fields.get(spec.key)) == comparable(spec, command.fields[spec.key])
        for spec in ORDER_FIELDS
        if command.fields.get(spec.key) and not spec.read_only
    )
    if not same or order.lines is None or len(order.lines) != len(command.lines):
        return False
    left = list(order.lines)
    for wanted in command.lines:
        fitting = next((line for line in left if _alike(line, wanted)), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return True


def has_own_reference(command: CreateOrder) -> bool:
    """Whether a new order carries a reference that nobody else can have."""
    return not (command.fields.get("TenderId") or "").strip()


def of_creation(
    command: CreateOrder, candidates: Iterable[Order], sent_at: datetime
) -> Verification:
    """Judge a creation by the orders made since; `sent_at` is by the vendor's clock."""
    if has_own_reference(command):
        reference = own_reference(command.id)
        found = [
            order
            for order in candidates
            if (order.fields.get("TenderId") or "").casefold() == reference.casefold()
        ]
        sure = True
    else:
        found = [order for order in candidates if _same_content(order, command)]
        sure = all(order.placed_at and order.placed_at >= sent_at - PROMPT for order in found)
    if not found:
        return Verification(Finding.UNDONE, guarded=has_own_reference(command))
    if len(found) == 1 and sure:
        return Verification(Finding.DONE, order=found[0])
    readings = tuple(
        Message(
            FOUND_ORDER,
            {
                "number": order.number or order.vendor_id,
                "made": order.placed_at.isoformat() if order.placed_at else "?",
            },
        )
        for order in found
    )
    return Verification(Finding.AMBIGUOUS, readings=readings)
