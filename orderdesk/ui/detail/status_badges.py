"""The three axes of an order's status as badges, the vendor's own word beside ours."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order
from orderdesk.domain.rules import VendorRules
from orderdesk.domain.status import (
    FULFILMENT_LABELS,
    NOT_KNOWN,
    PAYMENT_LABELS,
    FulfilmentStatus,
    PaymentStatus,
)
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.badge import Badge, state_badge

AXIS = QT_TRANSLATE_NOOP("messages", "{axis}: {status}")
AXIS_WITH_WORD = QT_TRANSLATE_NOOP("messages", "{axis}: {status} · {word}")
PAYMENT = QT_TRANSLATE_NOOP("messages", "Payment")
FULFILMENT = QT_TRANSLATE_NOOP("messages", "Fulfilment")
NEITHER_KNOWN = QT_TRANSLATE_NOOP("messages", "Payment, fulfilment: Not known")
STATE_NOT_KNOWN = QT_TRANSLATE_NOOP("messages", "State not known")
DERIVED_FROM = QT_TRANSLATE_NOOP("messages", "derived from “{word}”")
DERIVED = QT_TRANSLATE_NOOP("messages", "derived")
NO_STATE = QT_TRANSLATE_NOOP("messages", "no state")


@dataclass(frozen=True, slots=True)
class _Axis:
    """How an axis is called, drawn and coloured."""

    title: str
    icon: str
    labels: Mapping[str, str]
    hues: Mapping[str, str]


_PAYMENT = _Axis(
    PAYMENT,
    "receipt",
    PAYMENT_LABELS,
    {
        PaymentStatus.UNPAID: "amber",
        PaymentStatus.PART_PAID: "blue",
        PaymentStatus.PAID: "green",
        PaymentStatus.REFUNDED: "violet",
    },
)
_FULFILMENT = _Axis(
    FULFILMENT,
    "truck",
    FULFILMENT_LABELS,
    {
        FulfilmentStatus.NONE: "slate",
        FulfilmentStatus.ASSIGNED: "violet",
        FulfilmentStatus.PART: "blue",
        FulfilmentStatus.FULFILLED: "green",
        FulfilmentStatus.REJECTED: "red",
    },
)


def status_badges(order: Order, rules: VendorRules | None = None) -> list[Badge]:
    """Return order status, payment and fulfilment; what is not known says so.

    By the `rules` a number for a state is shown by what it means.
    """
    known = rules.state(order.vendor_state) if rules else None
    word = order.vendor_state
    if known is not None and word.isdigit():
        word = say_text(known.label)
    if not any((order.payment, order.payment_word, order.fulfilment, order.fulfilment_word)):
        return [*_state(order, word), Badge(say_text(NEITHER_KNOWN), "slate")]
    return [
        *_state(order, word),
        _badge(_PAYMENT, order.payment, order.payment_word),
        _badge(_FULFILMENT, order.fulfilment, order.fulfilment_word),
    ]


def _state(order: Order, word: str) -> list[Badge]:
    """Return the state and, where it is another one, the vendor's own word for it."""
    badge = state_badge(order.state, derived=order.state_derived)
    if badge is None:
        own = Badge(word or say_text(NO_STATE), "slate")
        return [Badge(say_text(STATE_NOT_KNOWN), "slate", "circle-help"), own]
    if order.state_derived:
        source = say(Message(DERIVED_FROM, {"word": word})) if word else say_text(DERIVED)
        return [badge, Badge(source, "slate", dashed=True)]
    if badge.text.casefold() == word.casefold():
        return [badge]
    return [badge, Badge(word or say_text(NO_STATE), "slate")]


def _badge(axis: _Axis, status: str | None, word: str | None) -> Badge:
    known = status in axis.labels
    label = axis.labels[status] if status is not None and known else NOT_KNOWN
    facts = {"axis": Message(axis.title), "status": Message(label), "word": word or ""}
    same = not word or word.casefold() == say_text(label).casefold()
    text = say(Message(AXIS if same else AXIS_WITH_WORD, facts))
    hue = axis.hues[status] if status is not None and known else "slate"
    return Badge(text, hue, axis.icon)
