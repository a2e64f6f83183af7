"""The one table of what Valomnia allows: states, transitions, conditions, refusals, actions."""

# Sources: the pages on creating, updating, deleting and listing operations and on assigning
# deliveries. The state is the delivery status; the payment is an axis of its own, in conditions.

from typing import Final

from orderdesk.connectors.valomnia.form_fields import ASSIGN_FIELDS, CREATE_FIELDS, EDIT_FIELDS
from orderdesk.connectors.valomnia.line_fields import LINE_FIELDS, LINE_FORM_FIELDS
from orderdesk.connectors.valomnia.order_fields import ORDER_FIELDS
from orderdesk.connectors.valomnia.payment_forms import PAYMENT_FORM, PREPAYMENT_FORM
from orderdesk.connectors.valomnia.refusals import (
    ANY_REFUSALS,
    ASSIGN_REFUSALS,
    ASSIGNED,
    HAS_CREDITS,
    HAS_PAYMENTS,
    NO_ORDER,
    NOT_ASSIGNED,
    NOT_DELETABLE,
    NOT_OFFERED,
    PAID_ALREADY,
    PAYMENT_NOT_KNOWN,
    UNASSIGN_REFUSALS,
    UNKNOWN_STATE,
    UNSETTLED,
)
from orderdesk.connectors.valomnia.vocabulary import (
    DELIVERED,
    PENDING,
    REJECTED,
    STATE_LABELS,
    STATES,
    TITLE,
    UNSAID,
    VENDOR,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import (
    ActionRule,
    Effect,
    Family,
    State,
    Transition,
    VendorRules,
)

_STATES: Final = tuple(
    State(word, STATES[word], STATE_LABELS[word], column, row, terminal=terminal)
    for word, column, row, terminal in (
        (PENDING, 0, 0, False),
        (DELIVERED, 1, 0, True),
        (REJECTED, 1, 1, True),
        (UNSAID, 0, 1, False),
    )
)

_TRANSITIONS: Final = (
    Transition(PENDING, DELIVERED, None),
    Transition(PENDING, REJECTED, None),
    Transition(UNSAID, PENDING, None),
    Transition(UNSAID, DELIVERED, None),
    Transition(UNSAID, REJECTED, None),
)

_NOT_DELIVERED: Final = frozenset({PENDING, REJECTED, UNSAID})

_UNSAID_EDIT: Final = QT_TRANSLATE_NOOP(
    "messages",
    "Valomnia's documents do not say whether the delivery of an order can still be changed once "
    "its delivery status is {state}. Valomnia decides.",
)
_UNSAID_DELETE: Final = QT_TRANSLATE_NOOP(
    "messages",
    "Valomnia's documents say that deleting can fail, but not when. This order's delivery status "
    "is {state}. Valomnia decides.",
)

_CREATE: Final = ActionRule(
    "create",
    Effect.CREATE,
    Family.CREATE,
    QT_TRANSLATE_NOOP("messages", "New order"),
    "plus",
    QT_TRANSLATE_NOOP(
        "messages", "Creates an order, pre-order, invoice, delivery note or delivery."
    ),
    fields=CREATE_FIELDS,
    line_fields=LINE_FORM_FIELDS,
    shortcut="Ctrl+N",
)
_RECORD_PAYMENT: Final = ActionRule(
    "record_payment",
    Effect.ACT,
    Family.PAYMENT,
    QT_TRANSLATE_NOOP("messages", "Record payment"),
    "receipt",
    QT_TRANSLATE_NOOP("messages", "Records that the customer has paid a part or the rest."),
    any_state=True,
    conditions=(PAID_ALREADY, PAYMENT_NOT_KNOWN),
    fields=PAYMENT_FORM,
    reversible=False,
    confirmation=QT_TRANSLATE_NOOP(
        "messages",
        "A payment of {customer} will be recorded on order {number}. Valomnia's API cannot take it "
        "back.",
    ),
    primary=True,
    shortcut="Ctrl+Shift+Y",
)
_APPLY_PREPAYMENT: Final = ActionRule(
    "apply_prepayment",
    Effect.ACT,
    Family.PAYMENT,
    QT_TRANSLATE_NOOP("messages", "Apply prepayment"),
    "tag",
    QT_TRANSLATE_NOOP("messages", "Credits what the customer has paid before to the order."),
    any_state=True,
    conditions=(NO_ORDER, PAID_ALREADY, PAYMENT_NOT_KNOWN),
    fields=PREPAYMENT_FORM,
    reversible=False,
    confirmation=QT_TRANSLATE_NOOP(
        "messages",
        "A prepayment of {customer} will be credited to order {number}. Valomnia's API cannot take "
        "it back.",
    ),
)
_ASSIGN: Final = ActionRule(
    "assign_delivery",
    Effect.ACT,
    Family.ASSIGN,
    QT_TRANSLATE_NOOP("messages", "Assign delivery"),
    "user",
    QT_TRANSLATE_NOOP("messages", "Says who is to deliver the order, and by when."),
    states=_NOT_DELIVERED,
    refusals=ASSIGN_REFUSALS,
    conditions=(ASSIGNED,),
    fields=ASSIGN_FIELDS,
    inverse="unassign_delivery",
    primary=True,
    shortcut="Ctrl+Shift+G",
)
_UNASSIGN: Final = ActionRule(
    "unassign_delivery",
    Effect.ACT,
    Family.ASSIGN,
    QT_TRANSLATE_NOOP("messages", "Unassign delivery"),
    "undo-2",
    QT_TRANSLATE_NOOP("messages", "Takes the deliverer off the order."),
    states=_NOT_DELIVERED,
    refusals=UNASSIGN_REFUSALS,
    conditions=(NOT_ASSIGNED,),
    inverse="assign_delivery",
)
_EDIT_DELIVERY: Final = ActionRule(
    "edit_delivery",
    Effect.EDIT,
    Family.ASSIGN,
    QT_TRANSLATE_NOOP("messages", "Edit delivery"),
    "truck",
    QT_TRANSLATE_NOOP("messages", "Changes the delivery's date, status, comment and address."),
    states=frozenset({PENDING, UNSAID}),
    refusals=ANY_REFUSALS,
    disputed=dict.fromkeys((DELIVERED, REJECTED), _UNSAID_EDIT),
    fields=EDIT_FIELDS,
    inverse="edit_delivery",
    shortcut="Ctrl+Shift+E",
)
_DELETE: Final = ActionRule(
    "delete",
    Effect.ACT,
    Family.DELETE,
    QT_TRANSLATE_NOOP("messages", "Delete order"),
    "trash-2",
    QT_TRANSLATE_NOOP("messages", "Takes the order off the site for good."),
    states=frozenset({PENDING, UNSAID}),
    refusals=ANY_REFUSALS,
    disputed=dict.fromkeys((DELIVERED, REJECTED), _UNSAID_DELETE),
    conditions=(NOT_DELETABLE, HAS_PAYMENTS, HAS_CREDITS),
    reversible=False,
    confirmation=QT_TRANSLATE_NOOP(
        "messages",
        "Order {number} for {customer} will be deleted at Valomnia. This cannot be undone, and no "
        "record of the order remains.",
    ),
    deletes=True,
)

RULES: Final = VendorRules(
    vendor=VENDOR,
    title=TITLE,
    states=_STATES,
    transitions=_TRANSITIONS,
    actions=(
        _CREATE,
        _RECORD_PAYMENT,
        _APPLY_PREPAYMENT,
        _ASSIGN,
        _UNASSIGN,
        _EDIT_DELIVERY,
        _DELETE,
    ),
    not_offered=NOT_OFFERED,
    order_fields=ORDER_FIELDS,
    line_fields=LINE_FIELDS,
    unknown_state=UNKNOWN_STATE,
    unsettled=UNSETTLED,
    changed_at="lastUpdated",
)
