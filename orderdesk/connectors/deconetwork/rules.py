"""The one table of what DecoNetwork allows: states, transitions, refusals, actions."""

# Sources: the Order Management reference page (update_order_status: produced and shipped only, per
# order, line or workflow item, not to be undone by the API). What the documents leave open is
# marked as the vendor's decision.

from typing import Final

from orderdesk.connectors.deconetwork.fields import LINE_FIELDS, ORDER_FIELDS
from orderdesk.connectors.deconetwork.refusals import (
    NOT_OFFERED,
    PRODUCED_REFUSALS,
    SHIPPED_REFUSALS,
    UNKNOWN_STATE,
    UNSETTLED,
)
from orderdesk.connectors.deconetwork.vocabulary import (
    CANCELLED,
    LABELS,
    OPEN,
    PRODUCED,
    SHIPPED,
    STATUSES,
    TITLE,
    TO_PRODUCE,
    TO_SHIP,
    UNPROVED,
    VENDOR,
)
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import (
    ActionRule,
    Certainty,
    Effect,
    Family,
    State,
    Transition,
    VendorRules,
)

_UNSAID_HELD: Final = QT_TRANSLATE_NOOP(
    "messages",
    "DecoNetwork's documents do not say what the status number of this order means, nor whether it "
    "can be marked so. DecoNetwork decides.",
)
_UNSAID_UNPRODUCED: Final = QT_TRANSLATE_NOOP(
    "messages",
    "DecoNetwork's documents do not say whether an order can be shipped before it is produced. "
    "DecoNetwork decides.",
)
_UNSAID_NOTE: Final = QT_TRANSLATE_NOOP(
    "messages",
    "DecoNetwork's own pages do not show the call for notes; not every site may have it. "
    "DecoNetwork decides.",
)

STATES: Final = (
    State(OPEN, STATUSES[OPEN], LABELS[OPEN], 0),
    State(PRODUCED, STATUSES[PRODUCED], LABELS[PRODUCED], 1),
    State(SHIPPED, STATUSES[SHIPPED], LABELS[SHIPPED], 2, terminal=True),
    State(CANCELLED, STATUSES[CANCELLED], LABELS[CANCELLED], 2, 1, terminal=True),
    *(
        State(word, None, LABELS[word], place % 4, 2 + place // 4)
        for place, word in enumerate(UNPROVED)
    ),
)

TRANSITIONS: Final = (
    Transition(OPEN, PRODUCED, "mark_produced"),
    Transition(PRODUCED, SHIPPED, "mark_shipped"),
    Transition(OPEN, SHIPPED, "mark_shipped", Certainty.DISPUTED, _UNSAID_UNPRODUCED),
    Transition(OPEN, CANCELLED, None),
)

AT_ONCE: Final = 8
"""The reference page takes batches without saying how large; so few leave few orders unknown when
an answer is lost. An order whose customer is told by e-mail goes by itself: sent once more, it
would tell him again."""

_PRODUCED_FORM: Final = (
    FieldSpec(
        key="lines",
        label=QT_TRANSLATE_NOOP("messages", "Items"),
        type=FieldType.QUANTITIES,
        help=QT_TRANSLATE_NOOP("messages", "Left empty, the whole order."),
        outstanding=TO_PRODUCE,
    ),
)
_SHIPPED_FORM: Final = (
    FieldSpec(
        key="lines",
        label=QT_TRANSLATE_NOOP("messages", "Items"),
        type=FieldType.QUANTITIES,
        help=QT_TRANSLATE_NOOP("messages", "Left empty, the whole order."),
        outstanding=TO_SHIP,
    ),
    FieldSpec(
        key="shipping_code", label=QT_TRANSLATE_NOOP("messages", "Tracking number"), max_length=200
    ),
    FieldSpec(
        key="contact_customer",
        label=QT_TRANSLATE_NOOP("messages", "E-mail the customer"),
        type=FieldType.BOOLEAN,
        help=QT_TRANSLATE_NOOP("messages", "Only where the whole order is shipped."),
        excludes=("lines",),
    ),
)
_NOTE_FORM: Final = (
    FieldSpec(
        key="content",
        label=QT_TRANSLATE_NOOP("messages", "Note"),
        type=FieldType.LONG_TEXT,
        help=QT_TRANSLATE_NOOP("messages", "The customer does not see it."),
        required=True,
    ),
)

ACTIONS: Final = (
    ActionRule(
        "mark_produced",
        Effect.ACT,
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Mark produced"),
        "package",
        QT_TRANSLATE_NOOP("messages", "Records that all or some items have been made."),
        states=frozenset({OPEN}),
        disputed=dict.fromkeys(UNPROVED, _UNSAID_HELD),
        refusals=PRODUCED_REFUSALS,
        fields=_PRODUCED_FORM,
        reversible=False,
        confirmation=QT_TRANSLATE_NOOP(
            "messages",
            "Order {number} for {customer} will be marked produced. DecoNetwork's API cannot take "
            "this back.",
        ),
        primary=True,
        names_items=True,
        shortcut="Ctrl+Shift+M",
        at_once=AT_ONCE,
        apart=("lines",),
    ),
    ActionRule(
        "mark_shipped",
        Effect.ACT,
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Mark shipped"),
        "truck",
        QT_TRANSLATE_NOOP("messages", "Records that all or some items have left."),
        states=frozenset({OPEN, PRODUCED}),
        disputed=dict.fromkeys(UNPROVED, _UNSAID_HELD),
        refusals=SHIPPED_REFUSALS,
        fields=_SHIPPED_FORM,
        reversible=False,
        confirmation=QT_TRANSLATE_NOOP(
            "messages",
            "Order {number} for {customer} will be marked shipped. DecoNetwork's API cannot take "
            "this back.",
        ),
        primary=True,
        names_items=True,
        shortcut="Ctrl+Shift+S",
        at_once=AT_ONCE,
        apart=("lines", "contact_customer"),
    ),
    ActionRule(
        "add_note",
        Effect.ACT,
        Family.NOTE,
        QT_TRANSLATE_NOOP("messages", "Add note"),
        "pencil",
        QT_TRANSLATE_NOOP("messages", "Adds an internal note to the order."),
        any_state=True,
        disputed={"": _UNSAID_NOTE},
        fields=_NOTE_FORM,
        reversible=False,
    ),
)

RULES: Final = VendorRules(
    vendor=VENDOR,
    title=TITLE,
    states=STATES,
    transitions=TRANSITIONS,
    actions=ACTIONS,
    not_offered=NOT_OFFERED,
    order_fields=ORDER_FIELDS,
    line_fields=LINE_FIELDS,
    unknown_state=UNKNOWN_STATE,
    unsettled=UNSETTLED,
)
