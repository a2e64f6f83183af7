"""What a read-back tells of a write whose answer was lost; nothing is read or sent here."""

# Statuses only move forward, so that setting that of a whole order or line again does nothing new;
# a quantity, however, is taken again, and the customer may be told again.

from collections import Counter
from decimal import Decimal

from orderdesk.connectors.deconetwork.vocabulary import (
    NEW_STATUS,
    SHIPPED,
    TO_PRODUCE,
    TO_SHIP,
)
from orderdesk.domain.commands import Act
from orderdesk.domain.gateway import Finding, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import parse_decimal
from orderdesk.domain.order import Order
from orderdesk.domain.quantities import parse_quantities

LEFT_NOW = QT_TRANSLATE_NOOP(
    "messages", "{item}: {now} are left now; {before} were, and {asked} were to be marked."
)
NOT_KNOWN_BEFORE = QT_TRANSLATE_NOOP(
    "messages", "It is not known how the order was before it was sent."
)
STATUS_NOW = QT_TRANSLATE_NOOP("messages", "The order has the status number {now} now.")
LIKE_NOTE = QT_TRANSLATE_NOOP(
    "messages", "The same note stands on the order, as it did before it was sent."
)

_LEFT = {"mark_produced": TO_PRODUCE, "mark_shipped": TO_SHIP}


def _left(order: Order, line_id: str, key: str) -> Decimal:
    line = order.line(line_id)
    return parse_decimal((line.fields.get(key) if line else None) or "0")


def of_marking(command: Act, before: Order | None, now: Order) -> Verification:
    """Judge a marking by the order's status, or by what is left of the lines it was for."""
    target = NEW_STATUS[command.action]
    wanted = parse_quantities(command.values.get("lines") or "")
    key = _LEFT[command.action]
    if not wanted:
        if now.vendor_state in {target, SHIPPED}:
            return Verification(Finding.DONE, order=now)
        unmoved = before is None or now.vendor_state == before.vendor_state
        quiet = command.values.get("contact_customer") != "yes"
        if unmoved:
            return Verification(Finding.UNDONE, guarded=quiet, order=now)
        reading = Message(STATUS_NOW, {"now": now.vendor_state})
        return Verification(Finding.AMBIGUOUS, order=now, readings=(reading,))
    if before is None:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(NOT_KNOWN_BEFORE),))
    gone = {line: _left(before, line, key) - _left(now, line, key) for _number, line in wanted}
    if all(gone[line] >= number for number, line in wanted):
        return Verification(Finding.DONE, order=now)
    if not any(gone.values()):
        every = all(number >= _left(before, line, key) for number, line in wanted)
        return Verification(Finding.UNDONE, guarded=every, order=now)
    readings = tuple(_reading(before, now, line, (number, key)) for number, line in wanted)
    return Verification(Finding.AMBIGUOUS, order=now, readings=readings)


def _reading(before: Order, now: Order, line_id: str, asked: tuple[Decimal, str]) -> Message:
    number, key = asked
    line = now.line(line_id) or before.line(line_id)
    facts = {
        "item": (line.description or line_id) if line else line_id,
        "now": str(_left(now, line_id, key)),
        "before": str(_left(before, line_id, key)),
        "asked": str(number),
    }
    return Message(LEFT_NOW, facts)


def of_note(command: Act, before: Order | None, now: Order) -> Verification:
    """Judge a note by whether it stands on the order once more than before."""
    wanted = Counter((command.values.get("content") or "").splitlines())
    there = Counter((now.fields.get("notes") or "").splitlines())
    were = Counter(((before.fields.get("notes") if before else None) or "").splitlines())
    added = all(there[line] >= were[line] + count for line, count in wanted.items())
    if added:
        return Verification(Finding.DONE, order=now)
    if before is None and all(there[line] >= count for line, count in wanted.items()):
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(LIKE_NOTE),))
    return Verification(Finding.UNDONE, order=now)
