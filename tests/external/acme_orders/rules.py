"""What Acme's shops allow: new orders, a gift message, wrapping with a ribbon, taking back."""

from collections.abc import Mapping
from typing import Final

from orderdesk.domain.fields import Choice, FieldSpec, FieldType
from orderdesk.domain.rules import (
    ACTIONS,
    ActionRule,
    Effect,
    Family,
    NotOffered,
    Refusal,
    State,
    Transition,
    VendorRules,
)
from orderdesk.domain.status import OrderStatus

VENDOR: Final = "acme"
TITLE: Final = "Acme Gifts"
OPEN, WRAPPED, SENT = "open", "wrapped", "sent"

ORDER_FIELDS: Final = (
    FieldSpec("reference", "Reference", required=True, attribute="name", max_length=80),
    FieldSpec("gift_message", "Gift message", FieldType.LONG_TEXT, group="Gift", max_length=200),
    FieldSpec("ribbon", "Ribbon", group="Gift", read_only=True),
    FieldSpec("number", "Number", read_only=True, attribute="number"),
    FieldSpec("state", "State", read_only=True),
    FieldSpec("placed", "Placed", FieldType.TIME, read_only=True, attribute="placed_at"),
)
LINE_FIELDS: Final = (
    FieldSpec("title", "Title", required=True, attribute="description"),
    FieldSpec("quantity", "Quantity", FieldType.INTEGER, default="1", attribute="quantity"),
    FieldSpec("price", "Price", FieldType.MONEY, default="0", attribute="price"),
)
RIBBON: Final = FieldSpec(
    "ribbon",
    "Ribbon",
    FieldType.CHOICE,
    required=True,
    choices=(Choice("red", "Red"), Choice("gold", "Gold")),
)

_SENT: Final = Refusal(
    "The parcel has left, so “{action}” comes too late.", "Create a new order for the rest."
)
_WRAPPED: Final = Refusal("The order is {state} already.", "Nothing is left to do for this step.")
_NOT_NOW: Final = Refusal("“{action}” is not possible while an order is {state}.", "Wait.")


def _refusals(words: Mapping[str, Refusal]) -> Mapping[str, Refusal]:
    return {SENT: _SENT, "": _NOT_NOW, **words}


RULES: Final = VendorRules(
    vendor=VENDOR,
    title=TITLE,
    states=(
        State(OPEN, OrderStatus.PENDING, "Open", 0),
        State(WRAPPED, OrderStatus.PROCESSED, "Wrapped", 1),
        State(SENT, OrderStatus.COMPLETED, "Sent", 2, terminal=True),
    ),
    transitions=(Transition(OPEN, WRAPPED, "gift_wrap"), Transition(WRAPPED, SENT, None)),
    actions=(
        ActionRule(
            "create",
            Effect.CREATE,
            Family.CREATE,
            "New order",
            "plus",
            "Creates an order.",
            fields=ORDER_FIELDS[:2],
            line_fields=LINE_FIELDS,
            shortcut="Ctrl+N",
        ),
        ActionRule(
            "edit",
            Effect.EDIT,
            Family.EDIT,
            "Edit order",
            "pencil",
            "Changes reference and gift message.",
            states=frozenset({OPEN, WRAPPED}),
            refusals=_refusals({}),
            fields=ORDER_FIELDS[:2],
            shortcut="Ctrl+E",
        ),
        ActionRule(
            "gift_wrap",
            Effect.ACT,
            Family.PROCESS,
            "Gift-wrap",
            "package",
            "Has the order wrapped with a ribbon.",
            states=frozenset({OPEN}),
            refusals=_refusals({WRAPPED: _WRAPPED}),
            fields=(RIBBON,),
            primary=True,
        ),
        ActionRule(
            "delete",
            Effect.ACT,
            Family.DELETE,
            "Delete order",
            "trash-2",
            "Takes the order back.",
            states=frozenset({OPEN}),
            refusals=_refusals({WRAPPED: _NOT_NOW}),
            reversible=False,
            confirmation="Order {number} of {customer} will be gone.",
            deletes=True,
        ),
    ),
    not_offered=tuple(
        NotOffered(name, Family.STATUS, name, "Acme has no such call.", "Write to the shop.")
        for name in ACTIONS
        if name not in {"create", "edit", "delete"}
    ),
    order_fields=ORDER_FIELDS,
    line_fields=LINE_FIELDS,
    unknown_state=Refusal(
        "The order is {state}, which this program does not know.", "Look at it at Acme."
    ),
    unsettled=Refusal("An earlier change is still open.", "Wait until it has been read back."),
)
