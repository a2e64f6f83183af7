"""What a read-back tells of a write whose answer was lost; nothing is read or sent here."""

# An invoice or a dispatch has no key of ours. Whether one was made shows in the counts on the
# lines, and only where they have moved by exactly what was asked for is it taken for ours. A
# second one is impossible where the first would have taken all that there was.

from collections.abc import Iterable, Mapping
from decimal import Decimal

from orderdesk.connectors.field_text import canonical
from orderdesk.connectors.orderspace.bodies import named
from orderdesk.connectors.orderspace.names import Invoices
from orderdesk.connectors.orderspace.vocabulary import CANCELLED, TO_DISPATCH, TO_INVOICE
from orderdesk.connectors.references import own_reference
from orderdesk.domain.commands import Act, CreateOrder
from orderdesk.domain.gateway import Finding, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import parse_decimal
from orderdesk.domain.order import Line, Order

COUNT_NOW = QT_TRANSLATE_NOOP(
    "messages", "{item}: {now} of {quantity} now; it was {before}, and {asked} more were asked for."
)
LIKE_IT = QT_TRANSLATE_NOOP(
    "messages",
    "Order {number}, placed {placed}, has the same reference and may be the one.",
)
NOT_KNOWN_BEFORE = QT_TRANSLATE_NOOP(
    "messages", "It is not known how the order was before it was sent."
)
INVOICES_UNREAD = QT_TRANSLATE_NOOP(
    "messages", "Not every invoice of the order can be read, so it cannot be told."
)
CANCELLED_NOW = QT_TRANSLATE_NOOP(
    "messages",
    "The order is still there and is cancelled now: deleting may do that, or somebody else did.",
)

_LEFT: Mapping[str, tuple[str, str]] = {
    "invoice": ("invoiced", TO_INVOICE),
    "dispatch": ("dispatched", TO_DISPATCH),
}
_NOTHING = Decimal(0)


def _number(line: Line | None, key: str) -> Decimal:
    return parse_decimal((line.fields.get(key) if line else None) or "0")


def _is_held(line: Line) -> bool:
    return line.status_word is not None


def of_counts(command: Act, before: Order | None, now: Order) -> Verification:
    """Judge an invoice or a dispatch by how much of each line is counted now."""
    if before is None:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(NOT_KNOWN_BEFORE),))
    counted, left = _LEFT[command.action]
    lines = before.lines or ()
    chosen = named(command.values)
    asked = chosen or {line.id: _number(line, left) for line in lines}
    asked = {line_id: number for line_id, number in asked.items() if number > 0}
    moved = {
        line_id: _number(now.line(line_id), counted) - _number(before.line(line_id), counted)
        for line_id in dict.fromkeys(line.id for line in (*lines, *(now.lines or ())))
    }
    moved = {line_id: number for line_id, number in moved.items() if number}
    if not moved:
        guarded = bool(asked) and _takes_all(command.action, lines, asked)
        return Verification(Finding.UNDONE, guarded=guarded, order=now)
    # Whether an invoice of all takes in what is on hold is not written.
    spared = {line.id for line in lines if _is_held(line) and not chosen and line.id not in moved}
    if moved == {line_id: number for line_id, number in asked.items() if line_id not in spared}:
        return Verification(Finding.DONE, order=now)
    readings = tuple(
        _reading(now, before, key, asked.get(key, _NOTHING), counted) for key in {**asked, **moved}
    )
    return Verification(Finding.AMBIGUOUS, order=now, readings=readings)


def _takes_all(action: str, lines: Iterable[Line], asked: Mapping[str, Decimal]) -> bool:
    """Whether nothing would be left for a second time.

    A dispatch of all makes the order fulfilled, and that is documented to be refused then; an
    invoice of all leaves nothing outstanding to make another of.
    """
    if action == "invoice":
        return all(_number(line, TO_INVOICE) == asked.get(line.id, _NOTHING) for line in lines)
    goods = (line for line in lines if line.fields.get("shipping") != "yes")
    return all(
        (line.quantity or _NOTHING) - _number(line, "dispatched") == asked.get(line.id, _NOTHING)
        for line in goods
    )


def _reading(now: Order, before: Order, line_id: str, asked: Decimal, counted: str) -> Message:
    line = now.line(line_id) or before.line(line_id)
    facts = {
        "item": (line.description or line.sku or line_id) if line else line_id,
        "now": canonical(_number(now.line(line_id), counted)),
        "quantity": canonical((line.quantity if line else None) or _NOTHING),
        "before": canonical(_number(before.line(line_id), counted)),
        "asked": canonical(asked),
    }
    return Message(COUNT_NOW, facts)


def of_invoices(command: Act, invoices: Invoices, now: Order) -> Verification:
    """Judge the deletion of an invoice by those that there are.

    One that was not named was the only one when it was sent. What was named cannot be deleted
    twice, however often it is sent.
    """
    name = command.values.get("invoice")
    there = invoices.named(name) is not None if name else bool(invoices.known)
    if there:
        return Verification(Finding.UNDONE, guarded=bool(name), order=now)
    if not invoices.whole:
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(INVOICES_UNREAD),))
    return Verification(Finding.DONE, order=now)


def of_deletion(before: Order | None, now: Order) -> Verification:
    """Judge the deletion of an order that is still there."""
    if now.vendor_state == CANCELLED and (before is None or before.vendor_state != CANCELLED):
        return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(CANCELLED_NOW),))
    return Verification(Finding.UNDONE, guarded=True, order=now)


def has_own_reference(command: CreateOrder) -> bool:
    """Whether a new order carries a reference that nobody else can have."""
    return not (command.fields.get("reference") or "").strip()


def of_creation(command: CreateOrder, candidates: Iterable[Order]) -> Verification:
    """Judge a creation by the orders found with its reference: ours, or one that was typed.

    One that was typed may stand on other orders too, so that it proves nothing.
    """
    own = has_own_reference(command)
    reference = own_reference(command.id) if own else command.fields.get("reference")
    found = [order for order in candidates if order.fields.get("reference") == reference]
    if not found:
        return Verification(Finding.UNDONE, guarded=own)
    if own and len(found) == 1:
        return Verification(Finding.DONE, order=found[0])
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
