"""The one table of what iQmetrix allows: states, transitions, conditions, refusals, actions."""

# Sources: the Orders reference page (overview, OrderState, error table), the vendor's state
# diagram, and for what they leave open the flows of its public guides; a note says which.

from orderdesk.connectors.iqmetrix.item_fields import LINE_FIELDS
from orderdesk.connectors.iqmetrix.not_offered import NOT_OFFERED
from orderdesk.connectors.iqmetrix.order_fields import ORDER_FIELDS
from orderdesk.connectors.iqmetrix.refusals import (
    CANCEL_REFUSALS,
    CHANGE_REFUSALS,
    PROCESS_REFUSALS,
    SUBMIT_REFUSALS,
    UNKNOWN_STATE,
    UNSETTLED,
)
from orderdesk.connectors.iqmetrix.vocabulary import (
    CANCELLED,
    COMPLETED,
    CREATED,
    PENDING,
    PROCESSED,
    STATUSES,
    TITLE,
    VENDOR,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import (
    ActionRule,
    Certainty,
    Condition,
    Effect,
    Family,
    State,
    Test,
    Transition,
    VendorRules,
)
from orderdesk.domain.status import STATUS_LABELS

STRICT_CANCEL = "strict_cancel"
"""The connection's setting that reads the error table to the letter."""

STATES = tuple(
    State(word, STATUSES[word], STATUS_LABELS[STATUSES[word]], column, row, terminal=terminal)
    for word, column, row, terminal in (
        (CREATED, 0, 0, False),
        (PENDING, 1, 0, False),
        (PROCESSED, 2, 0, False),
        (COMPLETED, 3, 0, True),
        (CANCELLED, 2, 1, True),
    )
)

TRANSITIONS = (
    Transition(CREATED, PENDING, "submit"),
    Transition(PENDING, PROCESSED, "process"),
    Transition(
        CREATED,
        PROCESSED,
        "process",
        Certainty.DISPUTED,
        QT_TRANSLATE_NOOP(
            "messages",
            "iQmetrix's documents differ: the state diagram goes through pending, but two of its "
            "guides process a created order at once. iQmetrix decides; if it refuses, submit the "
            "order first.",
        ),
    ),
    Transition(PENDING, CANCELLED, "cancel"),
    Transition(PROCESSED, COMPLETED, None),
)

EXPIRED = Condition(
    "expired",
    Test.EXPIRED,
    QT_TRANSLATE_NOOP(
        "messages",
        "This order has expired, and iQmetrix accepts no change to an order after its expiry date.",
    ),
    QT_TRANSLATE_NOOP(
        "messages", "Create a new order with the same items; an expired one cannot be revived."
    ),
)

NO_BILLING_CUSTOMER = Condition(
    "no_billing_customer",
    Test.ANY_EMPTY,
    QT_TRANSLATE_NOOP(
        "messages",
        "This order has no billing customer, and iQmetrix processes an order only with one.",
    ),
    QT_TRANSLATE_NOOP(
        "messages", "Edit the order, choose a billing customer, and process it then."
    ),
    fields=("BillingCustomerId",),
)

BOTH_TARGETS = Condition(
    "both_shipping_targets",
    Test.ALL_FILLED,
    QT_TRANSLATE_NOOP(
        "messages",
        "This order is to be shipped to a customer and to a location at once. The whole order is "
        "sent back with this action, and iQmetrix accepts only one of the two.",
    ),
    QT_TRANSLATE_NOOP(
        "messages", "Edit the order and clear the shipping customer or the shipping location."
    ),
    fields=("ShippingCustomerId", "ShippingEntityId"),
)

STRICT = Condition(
    "strict_cancel",
    Test.SETTING_ON,
    QT_TRANSLATE_NOOP(
        "messages",
        "This connection is set to strict cancelling: by iQmetrix's error table a state can be "
        "changed by hand from created to pending only.",
    ),
    QT_TRANSLATE_NOOP(
        "messages",
        "Let the order expire, or turn strict cancelling off in the connection's settings if "
        "iQmetrix lets your company cancel.",
    ),
    fields=(STRICT_CANCEL,),
)

OPEN = frozenset({CREATED, PENDING})

_ORDER_FORM = tuple(spec for spec in ORDER_FIELDS if not spec.read_only)
_LINE_FORM = tuple(spec for spec in LINE_FIELDS if not spec.read_only)

ACTIONS = (
    ActionRule(
        "create",
        Effect.CREATE,
        Family.CREATE,
        QT_TRANSLATE_NOOP("messages", "New order"),
        "plus",
        QT_TRANSLATE_NOOP("messages", "Creates an order, with or without items."),
        fields=_ORDER_FORM,
        shortcut="Ctrl+N",
    ),
    ActionRule(
        "edit",
        Effect.EDIT,
        Family.EDIT,
        QT_TRANSLATE_NOOP("messages", "Edit order"),
        "pencil",
        QT_TRANSLATE_NOOP("messages", "Changes the order's customer, shipping, discount and more."),
        states=OPEN,
        refusals=CHANGE_REFUSALS,
        conditions=(EXPIRED,),
        fields=_ORDER_FORM,
        inverse="edit",
        shortcut="Ctrl+E",
        replaces=True,
    ),
    ActionRule(
        "add_item",
        Effect.ADD_LINE,
        Family.ITEMS,
        QT_TRANSLATE_NOOP("messages", "Add item"),
        "package",
        QT_TRANSLATE_NOOP("messages", "Puts one more item on the order."),
        states=OPEN,
        refusals=CHANGE_REFUSALS,
        conditions=(EXPIRED,),
        fields=_LINE_FORM,
        inverse="remove_item",
        shortcut="Ctrl+I",
    ),
    ActionRule(
        "edit_item",
        Effect.EDIT_LINE,
        Family.ITEMS,
        QT_TRANSLATE_NOOP("messages", "Edit item"),
        "sliders-horizontal",
        QT_TRANSLATE_NOOP("messages", "Changes an item of the order."),
        states=OPEN,
        refusals=CHANGE_REFUSALS,
        conditions=(EXPIRED, BOTH_TARGETS),
        fields=_LINE_FORM,
        inverse="edit_item",
        replaces=True,
    ),
    ActionRule(
        "remove_item",
        Effect.REMOVE_LINE,
        Family.ITEMS,
        QT_TRANSLATE_NOOP("messages", "Remove item"),
        "trash-2",
        QT_TRANSLATE_NOOP("messages", "Takes an item off the order."),
        states=OPEN,
        refusals=CHANGE_REFUSALS,
        conditions=(EXPIRED, BOTH_TARGETS),
        inverse="add_item",
        replaces=True,
    ),
    ActionRule(
        "submit",
        Effect.TRANSIT,
        Family.SUBMIT,
        QT_TRANSLATE_NOOP("messages", "Submit"),
        "send",
        QT_TRANSLATE_NOOP(
            "messages", "Makes the order pending. It can still be changed, processed or cancelled."
        ),
        refusals=SUBMIT_REFUSALS,
        conditions=(EXPIRED, BOTH_TARGETS),
        shortcut="Ctrl+Shift+U",
        replaces=True,
    ),
    ActionRule(
        "process",
        Effect.TRANSIT,
        Family.PROCESS,
        QT_TRANSLATE_NOOP("messages", "Process"),
        "play",
        QT_TRANSLATE_NOOP(
            "messages", "Hands the order to iQmetrix to be carried out; it is final then."
        ),
        refusals=PROCESS_REFUSALS,
        conditions=(EXPIRED, NO_BILLING_CUSTOMER),
        reversible=False,
        confirmation=QT_TRANSLATE_NOOP(
            "messages",
            "Order {number} for {customer} will be processed. This cannot be undone: a processed "
            "order can be neither changed nor cancelled, and goods come back only by an RMA order.",
        ),
        primary=True,
        shortcut="Ctrl+Shift+R",
    ),
    ActionRule(
        "cancel",
        Effect.TRANSIT,
        Family.CANCEL,
        QT_TRANSLATE_NOOP("messages", "Cancel order"),
        "ban",
        QT_TRANSLATE_NOOP("messages", "Ends the pending order for good."),
        refusals=CANCEL_REFUSALS,
        conditions=(EXPIRED, STRICT, BOTH_TARGETS),
        reversible=False,
        confirmation=QT_TRANSLATE_NOOP(
            "messages",
            "Order {number} for {customer} will be cancelled. This cannot be undone: a cancelled "
            "order can be neither changed nor opened again.",
        ),
        shortcut="Ctrl+Shift+X",
        replaces=True,
    ),
)

RULES = VendorRules(
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
