"""What a read-back tells of a write whose answer was lost; nothing is read or sent here."""

# An invoice or a dispatch has no key of ours. Whether one was made shows in the counts on the
# lines; a second one is impossible where the first would have taken all that was outstanding.

from collections.abc import Iterable, Mapping
from decimal import Decimal

from orderdesk.connectors.field_text import canonical
from orderdesk.connectors.orderspace.bodies import own_reference
from orderdesk.connectors.orderspace.vocabulary import TO_DISPATCH, TO_INVOICE
from orderdesk.domain.commands import Act, CreateOrder
from orderdesk.domain.gateway import Finding, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import parse_decimal
from orderdesk.domain.order import Line, Order
from orderdesk.domain.quantities import parse_quantities

COUNT_NOW = QT_TRANSLATE_NOOP(
    "messages", "{item}: {now} of {quantity} now; it was {before}, and {asked} more were asked for."
)
LIKE_IT = QT_TRANSLATE_NOOP(
    "messages", "Order {number}, placed {placed}, has the same customer and may be the one."
)
NOT_KNOWN_BEFORE = QT_TRANSLATE_NOOP(
    "messages", "It is not known how the order was before it was sent."
)

_LEFT: Mapping[str, tuple[str, str]] = {
    "invoice": ("invoiced", TO_INVOICE),
    "dispatch": ("dispatched", TO_DISPATCH),
}


def _number(line: Line | None, key: str) -> Decimal:
    return parse_decimal((line.fields.get(key) if line else None) or "0")


def of_counts(command: Act, before: Order | None, now: Order) -> Verification:
    """Judge an invoice or a dispatch by how much of each line is counted now."""
    if before is None:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(NOT_KNOWN_BEFORE),))
    counted, left = _LEFT[command.action]
    named = {
        line_id: number for number, line_id in parse_quantities(command.values.get("lines") or "")
    }
    asked = named or {line.id: _number(line, left) for line in before.lines or ()}
    asked = {line_id: number for line_id, number in asked.items() if number > 0}
    moved = {
        line_id: _number(now.line(line_id), counted) - _number(before.line(line_id), counted)
        for line_id in asked
    }
    if all(moved[line_id] >= number for line_id, number in asked.items()):
        return Verification(Finding.DONE, order=now)
    if not any(moved.values()):
        every = all(_number(before.line(key), left) == number for key, number in asked.items())
        return Verification(Finding.UNDONE, guarded=every, order=now)
    readings = tuple(_reading(now, before, key, asked[key], counted) for key in asked)
    return Verification(Finding.AMBIGUOUS, order=now, readings=readings)


def _reading(now: Order, before: Order, line_id: str, asked: Decimal, counted: str) -> Message:
    line = now.line(line_id) or before.line(line_id)
    facts = {
        "item": (line.description or line.sku or line_id) if line else line_id,
        "now": canonical(_number(now.line(line_id), counted)),
        "quantity": canonical((line.quantity if line else None) or Decimal(0)),
        "before": canonical(_number(before.line(line_id), counted)),
        "asked": canonical(asked),
    }
    return Message(COUNT_NOW, facts)


def has_own_reference(command: CreateOrder) -> bool:
    """Whether a new order carries a reference that nobody else can have."""
    return not (command.fields.get("reference") or "").strip()


def of_creation(command: CreateOrder, candidates: Iterable[Order]) -> Verification:
    """Judge a creation by the orders found: by our reference, or the customer's newest."""
    if has_own_reference(command):
        reference = own_reference(command.id)
        found = [order for order in candidates if order.fields.get("reference") == reference]
        if len(found) == 1:
            return Verification(Finding.DONE, order=found[0])
        if not found:
            return Verification(Finding.UNDONE, guarded=True)
    else:
        reference = command.fields.get("reference")
        found = [order for order in candidates if order.fields.get("reference") == reference]
        if not found:
            return Verification(Finding.UNDONE)
    readings = tuple(
        Message(
            LIKE_IT,
            {
                "number": order.number or order.vendor_id,
                "placed": order.placed_at.isoformat() if order.placed_at else "?",
            },
        )
        for order in found
    )
    return Verification(Finding.AMBIGUOUS, readings=readings)
