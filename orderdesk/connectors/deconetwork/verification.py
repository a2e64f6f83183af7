"""What a reading tells of a write, lost or confirmed; nothing is read or sent here."""

# Statuses only move forward, so that setting that of a whole order or line again does nothing new;
# a quantity, however, is taken again, and the customer may be told again.

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from orderdesk.connectors.deconetwork.vocabulary import NEW_STATUS, SHIPPED, TO_PRODUCE, TO_SHIP
from orderdesk.connectors.field_text import canonical
from orderdesk.domain.commands import Act
from orderdesk.domain.gateway import Finding, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import parse_decimal
from orderdesk.domain.order import FieldValue, Order
from orderdesk.domain.quantities import parse_quantities

LEFT_NOW = QT_TRANSLATE_NOOP(
    "messages", "{item}: {now} are left now; {before} were, and {asked} were to be marked."
)
LINE_GONE = QT_TRANSLATE_NOOP("messages", "{item}: it is no longer on the order.")
NOT_KNOWN_BEFORE = QT_TRANSLATE_NOOP(
    "messages", "It is not known how the order was before it was sent."
)
STATUS_NOW = QT_TRANSLATE_NOOP("messages", "The order has the status number {now} now.")
NO_TRACKING = QT_TRANSLATE_NOOP(
    "messages", "It is shipped now, but no shipment has the tracking number {number}."
)
LIKE_NOTE = QT_TRANSLATE_NOOP(
    "messages", "The same note stands on the order; it may have stood there before."
)
NOTES_NOT_SHOWN = QT_TRANSLATE_NOOP("messages", "The site does not show the notes of its orders.")

LEFT = {"mark_produced": TO_PRODUCE, "mark_shipped": TO_SHIP}


def _number(text: FieldValue) -> Decimal | None:
    return parse_decimal(text) if text else None


def _left(order: Order | None, line_id: str, key: str) -> Decimal | None:
    line = order.line(line_id) if order else None
    return _number(line.fields.get(key)) if line else None


def of_marking(command: Act, before: Order | None, now: Order) -> Verification:
    """Judge a marking of which nothing else is known; the tracking number tells whose it was."""
    found = of_progress(command, before, now)
    code = (command.values.get("shipping_code") or "").strip()
    if found.finding is Finding.DONE and code and code not in (now.fields.get("shipments") or ""):
        reading = Message(NO_TRACKING, {"number": code})
        return Verification(Finding.AMBIGUOUS, order=now, readings=(reading,))
    return found


def of_progress(command: Act, before: Order | None, now: Order) -> Verification:
    """Judge a marking by the order's status, or by what is left of the lines it was for."""
    if parse_quantities(command.values.get("lines") or ""):
        return _of_lines(command, before, now)
    return _of_order(command, before, now)


def _of_order(command: Act, before: Order | None, now: Order) -> Verification:
    key = LEFT[command.action]
    if now.vendor_state in {NEW_STATUS[command.action], SHIPPED}:
        return Verification(Finding.DONE, order=now)
    left = _number(now.fields.get(key))
    if left == 0 and before is not None and _number(before.fields.get(key)):
        return Verification(Finding.DONE, order=now)
    if left or (before is not None and now.vendor_state == before.vendor_state):
        quiet = command.values.get("contact_customer") != "yes"
        return Verification(Finding.UNDONE, guarded=quiet, order=now)
    reading = Message(STATUS_NOW, {"now": now.vendor_state})
    return Verification(Finding.AMBIGUOUS, order=now, readings=(reading,))


def _of_lines(command: Act, before: Order | None, now: Order) -> Verification:
    if before is None:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(NOT_KNOWN_BEFORE),))
    key = LEFT[command.action]
    moved: list[tuple[Decimal, Decimal]] = []
    whole = True
    for asked, line_id in parse_quantities(command.values.get("lines") or ""):
        was, left = _left(before, line_id, key), _left(now, line_id, key)
        if was is None or left is None:
            readings = tuple(_readings(command, before, now))
            return Verification(Finding.AMBIGUOUS, order=now, readings=readings)
        moved.append((was - left, asked))
        whole = whole and asked >= was
    if all(gone >= asked for gone, asked in moved):
        return Verification(Finding.DONE, order=now)
    if not any(gone for gone, _asked in moved):
        return Verification(Finding.UNDONE, guarded=whole, order=now)
    readings = tuple(_readings(command, before, now))
    return Verification(Finding.AMBIGUOUS, order=now, readings=readings)


def _readings(command: Act, before: Order, now: Order) -> Iterator[Message]:
    key = LEFT[command.action]
    for asked, line_id in parse_quantities(command.values.get("lines") or ""):
        line = now.line(line_id) or before.line(line_id)
        item = (line.description or line_id) if line else line_id
        left, was = _left(now, line_id, key), _left(before, line_id, key)
        if now.line(line_id) is None:
            yield Message(LINE_GONE, {"item": item})
            continue
        facts = {
            "item": item,
            "now": "?" if left is None else canonical(left),
            "before": "?" if was is None else canonical(was),
            "asked": canonical(asked),
        }
        yield Message(LEFT_NOW, facts)


def _noted(text: FieldValue) -> Counter[str]:
    """Count the lines of notes; the site may trim them."""
    return Counter(filter(None, (" ".join(line.split()) for line in (text or "").splitlines())))


def of_note(command: Act, before: Order | None, now: Order, *, shown: bool) -> Verification:
    """Judge a note by whether it stands on the order once more than before.

    `shown` is whether the site shows notes at all.
    """
    if not shown:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(NOTES_NOT_SHOWN),))
    wanted = _noted(command.values.get("content"))
    there = _noted(now.fields.get("notes"))
    were = _noted(before.fields.get("notes") if before else None)
    if any(there[line] < were[line] + count for line, count in wanted.items()):
        return Verification(Finding.UNDONE, order=now)
    if before is None:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(LIKE_NOTE),))
    return Verification(Finding.DONE, order=now)
