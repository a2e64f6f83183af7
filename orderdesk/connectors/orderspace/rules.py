"""The one table of what Orderspace allows: states, transitions, conditions, refusals, actions."""

# Sources: the API reference (orders, invoices, dispatches) and, for the states, the vendor's help
# pages on order statuses and on preparing orders for dispatch.

from typing import Final

from orderdesk.connectors.orderspace.conditions import (
    ALL_INVOICED,
    NONE_INVOICED,
    NOTHING_TO_DISPATCH,
    OLDER_API,
)
from orderdesk.connectors.orderspace.fields import FORM_FIELDS, LINE_FIELDS, LINE_FORM_FIELDS
from orderdesk.connectors.orderspace.fields import ORDER_FIELDS as FIELDS
from orderdesk.connectors.orderspace.refusals import (
    DISPATCH_REFUSALS,
    INVOICE_REFUSALS,
    NOT_OFFERED,
    UNKNOWN_STATE,
    UNSETTLED,
)
from orderdesk.connectors.orderspace.vocabulary import (
    CANCELLED,
    FULFILLED,
    INVOICE,
    INVOICED,
    LABELS,
    NEW,
    ON_HOLD,
    PART_FULFILLED,
    PAYMENT_TERMS,
    PREORDER,
    RELEASED,
    STANDING_ORDER,
    STATUSES,
    TITLE,
    TO_DISPATCH,
    TO_INVOICE,
    VENDOR,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import (
    ActionRule,
    Effect,
    Family,
    State,
    Transition,
    VendorRules,
)

STATES: Final = tuple(
    State(word, STATUSES[word], LABELS[word], column, row, terminal=terminal)
    for word, column, row, terminal in (
        (NEW, 0, 0, False),
        (INVOICED, 1, 0, False),
        (RELEASED, 2, 0, False),
        (PART_FULFILLED, 3, 1, False),
        (FULFILLED, 4, 0, True),
        (PREORDER, 0, 1, False),
        (ON_HOLD, 1, 1, False),
        (STANDING_ORDER, 0, 2, False),
        (CANCELLED, 4, 1, True),
    )
)

TRANSITIONS: Final = (
    Transition(NEW, INVOICED, "invoice"),
    Transition(INVOICED, RELEASED, None),
    Transition(NEW, RELEASED, None),
    Transition(PREORDER, NEW, None),
    Transition(PREORDER, RELEASED, None),
    Transition(ON_HOLD, NEW, None),
    Transition(ON_HOLD, RELEASED, None),
    Transition(RELEASED, FULFILLED, None),
    Transition(RELEASED, PART_FULFILLED, None),
    Transition(PART_FULFILLED, RELEASED, None),
    Transition(PART_FULFILLED, FULFILLED, None),
    Transition(NEW, CANCELLED, None),
    Transition(INVOICED, CANCELLED, None),
    Transition(RELEASED, CANCELLED, None),
    Transition(PART_FULFILLED, CANCELLED, None),
    Transition(PREORDER, CANCELLED, None),
    Transition(ON_HOLD, CANCELLED, None),
)

_UNSAID_INVOICE: Final = QT_TRANSLATE_NOOP(
    "messages",
    "Orderspace's documents do not say whether an order in the state {state} can be invoiced for "
    "what is left. Orderspace decides.",
)
_UNSAID_DELETE: Final = QT_TRANSLATE_NOOP(
    "messages",
    "Orderspace's documents do not say which orders may be deleted. This one is {state}, and "
    "deleting is not cancelling: the order would be gone from the site. Orderspace decides.",
)

_INVOICE_FORM: Final = (
    FieldSpec(
        key="lines",
        label=QT_TRANSLATE_NOOP("messages", "Items"),
        type=FieldType.QUANTITIES,
        help=QT_TRANSLATE_NOOP("messages", "Left empty, everything that is not invoiced yet."),
        outstanding=TO_INVOICE,
    ),
    FieldSpec(
        key="payment_terms_id",
        label=QT_TRANSLATE_NOOP("messages", "Payment terms"),
        type=FieldType.REFERENCE,
        look_up=PAYMENT_TERMS,
        excludes=("due_date",),
    ),
    FieldSpec(
        key="due_date",
        label=QT_TRANSLATE_NOOP("messages", "Due date"),
        type=FieldType.DATE,
        help=QT_TRANSLATE_NOOP("messages", "In place of payment terms."),
        excludes=("payment_terms_id",),
    ),
    FieldSpec(
        key="comments",
        label=QT_TRANSLATE_NOOP("messages", "Comments"),
        type=FieldType.LONG_TEXT,
        help=QT_TRANSLATE_NOOP("messages", "They stand on the invoice."),
    ),
)

_DISPATCH_FORM: Final = (
    FieldSpec(
        key="lines",
        label=QT_TRANSLATE_NOOP("messages", "Items"),
        type=FieldType.QUANTITIES,
        help=QT_TRANSLATE_NOOP("messages", "Left empty, everything that can be dispatched."),
        outstanding=TO_DISPATCH,
    ),
    FieldSpec(
        key="comments",
        label=QT_TRANSLATE_NOOP("messages", "Courier and tracking"),
        type=FieldType.LONG_TEXT,
        help=QT_TRANSLATE_NOOP(
            "messages", "It stands on the delivery note and in the e-mail to the customer."
        ),
    ),
)

_DELETE_INVOICE_FORM: Final = (
    FieldSpec(
        key="invoice",
        label=QT_TRANSLATE_NOOP("messages", "Invoice"),
        type=FieldType.REFERENCE,
        help=QT_TRANSLATE_NOOP("messages", "May be left empty where the order has only one."),
        look_up=INVOICE,
        depends_on="id",
    ),
)

_CREATE: Final = ActionRule(
    "create",
    Effect.CREATE,
    Family.CREATE,
    QT_TRANSLATE_NOOP("messages", "New order"),
    "plus",
    QT_TRANSLATE_NOOP("messages", "Places an order for a customer."),
    conditions=(OLDER_API,),
    fields=FORM_FIELDS,
    line_fields=LINE_FORM_FIELDS,
    shortcut="Ctrl+N",
)

_DELETE: Final = ActionRule(
    "delete",
    Effect.ACT,
    Family.DELETE,
    QT_TRANSLATE_NOOP("messages", "Delete order"),
    "trash-2",
    QT_TRANSLATE_NOOP("messages", "Takes the order off the site for good."),
    states=frozenset({NEW}),
    disputed={state.word: _UNSAID_DELETE for state in STATES if state.word != NEW},
    conditions=(OLDER_API,),
    reversible=False,
    confirmation=QT_TRANSLATE_NOOP(
        "messages",
        "Order {number} for {customer} will be deleted at Orderspace. This cannot be undone, and "
        "it is not the same as cancelling: no record of the order remains.",
    ),
    deletes=True,
)

ACTIONS: Final = (
    _CREATE,
    ActionRule(
        "invoice",
        Effect.ACT,
        Family.INVOICE,
        QT_TRANSLATE_NOOP("messages", "Invoice"),
        "receipt",
        QT_TRANSLATE_NOOP("messages", "Makes an invoice for all or some items."),
        states=frozenset({NEW, PART_FULFILLED}),
        disputed=dict.fromkeys((INVOICED, RELEASED, FULFILLED, PREORDER, ON_HOLD), _UNSAID_INVOICE),
        refusals=INVOICE_REFUSALS,
        conditions=(OLDER_API, ALL_INVOICED),
        fields=_INVOICE_FORM,
        inverse="delete_invoice",
        primary=True,
        names_items=True,
        shortcut="Ctrl+Shift+I",
    ),
    ActionRule(
        "delete_invoice",
        Effect.ACT,
        Family.INVOICE,
        QT_TRANSLATE_NOOP("messages", "Delete invoice"),
        "receipt",
        QT_TRANSLATE_NOOP("messages", "Takes an invoice of the order back."),
        any_state=True,
        conditions=(OLDER_API, NONE_INVOICED),
        fields=_DELETE_INVOICE_FORM,
        reversible=False,
        confirmation=QT_TRANSLATE_NOOP(
            "messages",
            "An invoice of order {number} for {customer} will be deleted; whether it is paid is "
            "not looked at. This cannot be undone; a new invoice gets a new number.",
        ),
    ),
    ActionRule(
        "dispatch",
        Effect.ACT,
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Dispatch"),
        "truck",
        QT_TRANSLATE_NOOP("messages", "Records that all or some items have left."),
        states=frozenset({RELEASED, PART_FULFILLED}),
        refusals=DISPATCH_REFUSALS,
        conditions=(NOTHING_TO_DISPATCH,),
        fields=_DISPATCH_FORM,
        reversible=False,
        confirmation=QT_TRANSLATE_NOOP(
            "messages",
            "Items of order {number} for {customer} will be dispatched. This cannot be undone, and "
            "Orderspace may send the customer an e-mail.",
        ),
        primary=True,
        names_items=True,
        shortcut="Ctrl+Shift+D",
    ),
    _DELETE,
)

RULES: Final = VendorRules(
    vendor=VENDOR,
    title=TITLE,
    states=STATES,
    transitions=TRANSITIONS,
    actions=ACTIONS,
    not_offered=NOT_OFFERED,
    order_fields=FIELDS,
    line_fields=LINE_FIELDS,
    unknown_state=UNKNOWN_STATE,
    unsettled=UNSETTLED,
)
