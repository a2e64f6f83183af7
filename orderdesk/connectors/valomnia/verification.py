"""What a read-back tells of a write whose answer was lost; nothing is read or sent here."""

# A payment sent twice is two payments at the vendor, whatever its reference, and a prepayment has
# no reference at all: these go a second time only because a person says so.

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from orderdesk.connectors.valomnia.creation import has_own_reference
from orderdesk.connectors.valomnia.form_fields import EDIT_FIELDS
from orderdesk.connectors.valomnia.writing import payment_reference, payments_of
from orderdesk.domain.commands import Act, CreateOrder, EditOrder
from orderdesk.domain.gateway import Finding, Verification
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message
from orderdesk.domain.order import FieldValue, Order

IS_NOW = QT_TRANSLATE_NOOP("messages", "{field} is now “{now}”; before it was “{before}”.")
WANTED = QT_TRANSLATE_NOOP("messages", "{field} was to become “{wanted}”.")
NOTHING = QT_TRANSLATE_NOOP("messages", "nothing")
NO_PAYMENT = QT_TRANSLATE_NOOP(
    "messages", "The order shows no payment with the reference “{reference}”."
)
OTHER_DELIVERER = QT_TRANSLATE_NOOP("messages", "Somebody else is assigned to deliver it now.")
LIKE_IT = QT_TRANSLATE_NOOP(
    "messages", "“{number}”, made {made}, has that reference and may be the one."
)
NOT_CREDITED = QT_TRANSLATE_NOOP("messages", "The order shows no prepayment “{prepayment}”.")
CREDITED_BEFORE = QT_TRANSLATE_NOOP(
    "messages", "The prepayment was on the order before; how much of it is credited is not shown."
)
NOT_SHOWN = QT_TRANSLATE_NOOP(
    "messages",
    "This site does not show the prepayments of an order; it has been changed meanwhile, by this "
    "or by somebody.",
)

PROMPT: Final = timedelta(minutes=2)
"""How long before it was sent, by the vendor's clock, an order can have been made by it."""


def of_creation(command: CreateOrder, found: Order | None, sent_at: datetime) -> Verification:
    """Judge a creation by what has its reference; `sent_at` is by the vendor's clock."""
    own = has_own_reference(command)
    if found is None:
        return Verification(Finding.UNDONE, guarded=True)
    wanted = {key: command.fields.get(key) for key in ("operationType", "customerId")}
    alike = all(found.fields.get(key) == value for key, value in wanted.items())
    new = found.placed_at is not None and found.placed_at >= sent_at - PROMPT
    if own or (alike and new):
        return Verification(Finding.DONE, order=found)
    made = found.placed_at.isoformat() if found.placed_at else "?"
    facts = {"number": found.number or found.vendor_id, "made": made}
    return Verification(Finding.AMBIGUOUS, readings=(Message(LIKE_IT, facts),))


def of_payment(command: Act, before: Order | None, now: Order) -> Verification:
    """Judge a payment by its reference, which the order shows."""
    reference = payment_reference(command)
    known = payments_of(before) if before is not None else []
    if payments_of(now).count(reference) > known.count(reference):
        return Verification(Finding.DONE, order=now)
    facts = {"reference": reference[:80]}
    return Verification(Finding.UNDONE, order=now, readings=(Message(NO_PAYMENT, facts),))


def of_credit(
    command: Act,
    names: frozenset[str],
    before: Order | None,
    now: Order,
    *,
    shown: bool,
    sent_at: datetime,
) -> Verification:
    """Judge a credited prepayment, called by one of `names`, by the list of them on the order.

    Where the site does not show that list (`shown`), an order that nobody has changed proves that
    it was not done, and nothing proves that it was. `sent_at` is by the vendor's clock.
    """
    there = shown and bool(names & _credits(now))
    if there and before is not None and not names & _credits(before):
        return Verification(Finding.DONE, order=now)
    if (shown and not there) or _is_untouched(before, now, sent_at):
        facts: dict[str, Fact] = {"prepayment": command.values.get("prepaymentId") or "?"}
        return Verification(Finding.UNDONE, order=now, readings=(Message(NOT_CREDITED, facts),))
    reading = Message(CREDITED_BEFORE if shown else NOT_SHOWN)
    return Verification(Finding.AMBIGUOUS, order=now, readings=(reading,))


def _credits(order: Order) -> set[str]:
    return set((order.fields.get("orderPrepayments") or "").splitlines())


def _is_untouched(before: Order | None, now: Order, sent_at: datetime) -> bool:
    """Whether nobody can have written an order since it was sent.

    The vendor's times are of whole seconds, so that one of just before proves nothing.
    """
    last = now.fields.get("lastUpdated")
    if before is None or last is None or last != before.fields.get("lastUpdated"):
        return False
    return datetime.fromisoformat(last) < sent_at - PROMPT


def of_assignment(command: Act, now: Order) -> Verification:
    """Judge an assignment by who is to deliver; a second one is refused by the vendor."""
    deliverer = now.fields.get("deliveredBy")
    if deliverer == command.values.get("userId"):
        return Verification(Finding.DONE, order=now)
    if deliverer is None:
        return Verification(Finding.UNDONE, guarded=True, order=now)
    return Verification(Finding.AMBIGUOUS, order=now, readings=(Message(OTHER_DELIVERER),))


def of_unassignment(now: Order) -> Verification:
    """Judge the end of an assignment by whether anybody is to deliver."""
    if now.fields.get("deliveredBy") is None:
        return Verification(Finding.DONE, order=now)
    return Verification(Finding.UNDONE, guarded=True, order=now)


def of_edit(command: EditOrder, before: Order | None, now: Order) -> Verification:
    """Judge a change of the delivery by its fields; all change at once, or none."""
    was = command.base if before is None else before.fields
    telling = [
        spec
        for spec in EDIT_FIELDS
        if spec.key in command.changes and command.changes[spec.key] != was.get(spec.key)
    ]
    if all(_became(spec.key, command.changes[spec.key], was, now.fields) for spec in telling):
        return Verification(Finding.DONE, order=now)
    if all(was.get(spec.key) == now.fields.get(spec.key) for spec in telling):
        return Verification(Finding.UNDONE, guarded=True, order=now)
    readings: list[Message] = []
    for spec in telling:
        label = Message(spec.label)
        facts: dict[str, Fact] = {
            "field": label,
            "now": _shown(now.fields.get(spec.key)),
            "before": _shown(was.get(spec.key)),
        }
        readings.append(Message(IS_NOW, facts))
        facts = {"field": label, "wanted": _shown(command.changes[spec.key])}
        readings.append(Message(WANTED, facts))
    return Verification(Finding.AMBIGUOUS, order=now, readings=tuple(readings))


def _became(
    key: str, wanted: FieldValue, was: Mapping[str, FieldValue], now: Mapping[str, FieldValue]
) -> bool:
    """Whether a field is as wanted; the vendor trims texts and writes countries by their code."""
    text, seen = (wanted or "").strip(), (now.get(key) or "").strip()
    if key == "deliveryCountry" and len(text) > len("CA"):
        return now.get(key) != was.get(key)
    return text.casefold() == seen.casefold() if key == "deliveryCountry" else text == seen


def _shown(value: FieldValue) -> Fact:
    return value[:200] if value else Message(NOTHING)
