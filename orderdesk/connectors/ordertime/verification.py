"""What a read-back tells of a write whose answer was lost; nothing is read or sent here."""

# A write goes again by itself only if it is shown undone and sending it once more cannot do it
# twice: it sets a whole object, takes something off, or carries a number of our own. A line and a
# ship doc have no key of ours, so that a person decides about them.

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from orderdesk.connectors.field_text import canonical
from orderdesk.connectors.ordertime.bodies import comparable, own_reference, shipped
from orderdesk.connectors.ordertime.item_fields import LINE_FORM
from orderdesk.connectors.ordertime.moments import in_utc, known_zone, read_when
from orderdesk.connectors.ordertime.order_fields import EDITABLE
from orderdesk.connectors.ordertime.vocabulary import SHIP_DOCS, SHIPPED
from orderdesk.domain.commands import Act, AddLine, CreateOrder, EditLine, EditOrder, RemoveLine
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.gateway import Finding, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message
from orderdesk.domain.money import parse_decimal
from orderdesk.domain.order import FieldValue, Line, Order

IS_NOW = QT_TRANSLATE_NOOP("messages", "{field} is now “{now}”; before it was “{before}”.")
WANTED = QT_TRANSLATE_NOOP("messages", "{field} was to become “{wanted}”.")
LOST = QT_TRANSLATE_NOOP("messages", "{field} is empty now; it was “{before}”, and was to stay.")
ITEM_LOST = QT_TRANSLATE_NOOP(
    "messages", "The item {item} is no longer on the order, and was to stay."
)
STATE_NOW = QT_TRANSLATE_NOOP(
    "messages", "The order is “{now}” now; it was “{before}” and was to become “{wanted}”."
)
LINE_GONE = QT_TRANSLATE_NOOP("messages", "The item is no longer on the order.")
LIKE_IT = QT_TRANSLATE_NOOP(
    "messages", "There is a new item like it on the order: {quantity} x {description}."
)
NOT_KNOWN_BEFORE = QT_TRANSLATE_NOOP(
    "messages", "It is not known how the order was before it was sent."
)
COUNT_NOW = QT_TRANSLATE_NOOP(
    "messages", "{item}: {now} of {quantity} shipped now; it was {before}, and {asked} more asked."
)
NO_SHIP_DOCS = QT_TRANSLATE_NOOP(
    "messages", "The order's ship docs cannot be seen, so that nobody can tell whether it left."
)
FOUND_ORDER = QT_TRANSLATE_NOOP(
    "messages", "Order {number}, entered {made}, is like it and may be the one."
)
FEWER_ITEMS = QT_TRANSLATE_NOOP(
    "messages", "Order {number} was made, but with {now} of {asked} items."
)
NOTHING = QT_TRANSLATE_NOOP("messages", "nothing")

PROMPT: Final = timedelta(minutes=2)
"""How long before it was sent, by the vendor's clock, an order can have been made by it."""


def _shown(value: FieldValue) -> Fact:
    return value[:200] if value else Message(NOTHING)


def _same(spec: FieldSpec, one: FieldValue, two: FieldValue) -> bool:
    return comparable(spec, one) == comparable(spec, two)


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
        if spec.key in wanted and not _same(spec, wanted[spec.key], seen.get(spec.key))
    ]
    if all(_same(spec, fields.get(spec.key), wanted[spec.key]) for spec in telling):
        return Verification(Finding.DONE, order=now)
    if all(_same(spec, fields.get(spec.key), seen.get(spec.key)) for spec in telling):
        return Verification(Finding.UNDONE, guarded=True, order=now)
    readings: list[Message] = []
    for spec in telling:
        label = Message(spec.label)
        facts: dict[str, Fact] = {
            "field": label,
            "now": _shown(fields.get(spec.key)),
            "before": _shown(seen.get(spec.key)),
        }
        readings.append(Message(IS_NOW, facts))
        readings.append(Message(WANTED, {"field": label, "wanted": _shown(wanted[spec.key])}))
    return Verification(Finding.AMBIGUOUS, order=now, readings=tuple(readings))


def _lost(before: Order | None, now: Order, wanted: Iterable[str]) -> Iterator[Message]:
    """Go through what a replacement of the whole was to leave alone, and is gone."""
    if before is None:
        return
    changed = set(wanted)
    for spec in EDITABLE:
        was = before.fields.get(spec.key)
        if spec.key not in changed and comparable(spec, was) and not now.fields.get(spec.key):
            yield Message(LOST, {"field": Message(spec.label), "before": _shown(was)})
    for line in before.lines or ():
        if now.line(line.id) is None:
            yield Message(ITEM_LOST, {"item": line.sku or line.description or line.id})


def _unless_lost(
    found: Verification, before: Order | None, now: Order, wanted: Iterable[str]
) -> Verification:
    readings = tuple(_lost(before, now, wanted)) if found.finding is Finding.DONE else ()
    return Verification(Finding.AMBIGUOUS, order=now, readings=readings) if readings else found


def of_edit(command: EditOrder, before: Order | None, now: Order) -> Verification:
    """Judge an edit of the header."""
    seen = command.base if before is None else before.fields
    found = _of_fields(EDITABLE, command.changes, seen, now, now.fields)
    return _unless_lost(found, before, now, command.changes)


def of_line_edit(command: EditLine, before: Order | None, now: Order) -> Verification:
    """Judge an edit of a line."""
    line = now.line(command.line_id)
    if line is None:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(LINE_GONE),))
    was = None if before is None else before.line(command.line_id)
    seen = command.base if was is None else was.fields
    return _of_fields(LINE_FORM, command.changes, seen, now, line.fields)


def of_removal(command: RemoveLine, now: Order) -> Verification:
    """Judge a removal by whether the line is still there; a second one finds nothing to remove."""
    if now.line(command.line_id) is None:
        return Verification(Finding.DONE, order=now)
    return Verification(Finding.UNDONE, guarded=True, order=now)


def _alike(line: Line, fields: Mapping[str, FieldValue]) -> bool:
    """Whether a line has every value that was sent; what the vendor fills in may differ."""
    given = [spec for spec in LINE_FORM if comparable(spec, fields.get(spec.key))]
    return all(_same(spec, line.fields.get(spec.key), fields.get(spec.key)) for spec in given)


def of_addition(command: AddLine, before: Order | None, now: Order) -> Verification:
    """Judge an addition by what is new on the order."""
    if before is None or before.lines is None:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(NOT_KNOWN_BEFORE),))
    new = [line for line in now.lines or () if before.line(line.id) is None]
    match = [line for line in new if _alike(line, command.fields)]
    if not match:
        return Verification(Finding.UNDONE, order=now)
    if len(match) == 1:
        return Verification(Finding.DONE, order=now)
    readings = tuple(
        Message(
            LIKE_IT,
            {
                "quantity": canonical(line.quantity or Decimal(0)),
                "description": line.description or line.sku or line.id,
            },
        )
        for line in match
    )
    return Verification(Finding.AMBIGUOUS, order=now, readings=readings)


def of_status(command: Act, before: Order | None, now: Order) -> Verification:
    """Judge a change of status; setting the same one again does nothing more."""
    wanted = (command.values.get("status") or command.target or "").casefold()
    was = command.source if before is None else before.vendor_state
    if now.vendor_state.casefold() == wanted:
        return _unless_lost(Verification(Finding.DONE, order=now), before, now, ())
    if now.vendor_state == was:
        return Verification(Finding.UNDONE, guarded=True, order=now)
    facts: dict[str, Fact] = {
        "now": _shown(now.vendor_state),
        "before": _shown(was),
        "wanted": command.values.get("status") or "",
    }
    return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(STATE_NOW, facts),))


def _number(line: Line | None) -> Decimal:
    return parse_decimal((line.fields.get(SHIPPED) if line else None) or "0")


def of_shipment(command: Act, before: Order | None, now: Order) -> Verification:
    """Judge a shipment by the ship docs that are new, and by how much of each line has left."""
    if before is None:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(NOT_KNOWN_BEFORE),))
    if any(_unseen(order) for order in (before, now)):
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(NO_SHIP_DOCS),))
    asked = {line.id: number for line, number in shipped(before, command.values)}
    new = _docs(now) - _docs(before)
    moved = {key: _number(now.line(key)) - _number(before.line(key)) for key in asked}
    if not new and not any(moved.values()):
        return Verification(Finding.UNDONE, order=now)
    if new and all(moved[key] >= number for key, number in asked.items()):
        return Verification(Finding.DONE, order=now)
    readings = tuple(_reading(now, before, key, number) for key, number in asked.items())
    return Verification(Finding.AMBIGUOUS, order=now, readings=readings)


def _unseen(order: Order) -> bool:
    return any(line.fields.get(SHIPPED) is None for line in order.lines or ())


def _docs(order: Order) -> set[str]:
    return set((order.fields.get(SHIP_DOCS) or "").split())


def _reading(now: Order, before: Order, line_id: str, asked: Decimal) -> Message:
    line = now.line(line_id) or before.line(line_id)
    facts = {
        "item": (line.description or line.sku or line_id)[:200] if line else line_id,
        "now": canonical(_number(now.line(line_id))),
        "quantity": canonical((line.quantity if line else None) or Decimal(0)),
        "before": canonical(_number(before.line(line_id))),
        "asked": canonical(asked),
    }
    return Message(COUNT_NOW, facts)


def has_own_reference(command: CreateOrder) -> bool:
    """Whether a new order carries a PO number that nobody else can have."""
    return not (command.fields.get("CustomerPO") or "").strip()


def _same_content(order: Order, command: CreateOrder) -> bool:
    given = [spec for spec in EDITABLE if comparable(spec, command.fields.get(spec.key))]
    if not all(_same(one, order.fields.get(one.key), command.fields[one.key]) for one in given):
        return False
    left = list(order.lines or ())
    if len(left) != len(command.lines):
        return False
    for wanted in command.lines:
        fitting = next((line for line in left if _alike(line, wanted)), None)
        if fitting is None:
            return False
        left.remove(fitting)
    return True


def of_creation(
    command: CreateOrder, candidates: Sequence[Order], sent_at: datetime, *, zone: str
) -> Verification:
    """Judge a creation by the customer's orders with its PO number.

    `sent_at` is by the vendor's clock. Whether an order was entered since then is told in the
    company's `zone` and in UTC alike: which of them the vendor writes is not known.
    """
    if has_own_reference(command):
        own = own_reference(command.id)
        found = [order for order in candidates if order.fields.get("CustomerPO") == own]
        sure = len(found) == 1
    else:
        found = [order for order in candidates if _same_content(order, command)]
        sure = len(found) == 1 and _entered_since(found[0], sent_at - PROMPT, zone)
    if not found:
        return Verification(Finding.UNDONE, guarded=not candidates)
    if sure and len(found[0].lines or ()) == len(command.lines):
        return Verification(Finding.DONE, order=found[0])
    readings = tuple(_candidate(order, command) for order in found)
    return Verification(Finding.AMBIGUOUS, readings=readings)


def _candidate(order: Order, command: CreateOrder) -> Message:
    number, lines = order.number or order.vendor_id, len(order.lines or ())
    if has_own_reference(command) and lines != len(command.lines):
        facts = {"number": number, "now": str(lines), "asked": str(len(command.lines))}
        return Message(FEWER_ITEMS, facts)
    made = order.fields.get("RecordInfo.CreatedDate") or "?"
    return Message(FOUND_ORDER, {"number": number, "made": made})


def _entered_since(order: Order, since: datetime, zone: str) -> bool:
    try:
        made = read_when(order.fields.get("RecordInfo.CreatedDate"))
    except ValueError:
        return False
    if made is None:
        return False
    readings = {in_utc(made, known_zone(zone)), made.replace(tzinfo=made.tzinfo or UTC)}
    return any(at is not None and since <= at <= since + timedelta(hours=1) for at in readings)
