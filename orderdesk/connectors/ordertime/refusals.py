"""Why an action is impossible, and the way out that there is."""

# Order Time's states are each company's own, and no page says which of them allows what: nothing
# here is refused by a state.

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import Family, NotOffered, Refusal

_STATUS = QT_TRANSLATE_NOOP(
    "messages", "Change the status to the one that your company uses for it."
)
_ON_SITE = QT_TRANSLATE_NOOP("messages", "Do it in Order Time itself.")
_SHIP_IT = QT_TRANSLATE_NOOP(
    "messages", "Ship it: a ship doc records what leaves, with the tracking number."
)

UNKNOWN_STATE = Refusal(
    QT_TRANSLATE_NOOP(
        "messages",
        "Order Time calls the state of this order “{state}”, which this program does not know.",
    ),
    QT_TRANSLATE_NOOP("messages", "Set what it means in the connection's settings."),
)

UNSETTLED = Refusal(
    QT_TRANSLATE_NOOP(
        "messages",
        "An earlier change to this order was sent and its outcome is not known yet; a second one "
        "now might do harm.",
    ),
    QT_TRANSLATE_NOOP(
        "messages", "Wait until it has been read back, or decide about it in Activity."
    ),
)

_OWN_STATES = QT_TRANSLATE_NOOP(
    "messages",
    "Order Time knows no such step: an order's states are your company's own, and its API has one "
    "call for all of them.",
)
_NO_INVOICE = QT_TRANSLATE_NOOP(
    "messages", "Order Time's API has no call that makes or deletes an invoice."
)
_NO_PAYMENT = QT_TRANSLATE_NOOP(
    "messages", "Order Time's API has no call that takes or records a payment."
)
_NO_DELIVERER = QT_TRANSLATE_NOOP("messages", "Order Time assigns no deliveries to persons.")
_NO_NOTES = QT_TRANSLATE_NOOP(
    "messages", "Order Time keeps no list of notes on an order, only its memo and internal notes."
)

_MISSING = (
    ("submit", Family.SUBMIT, QT_TRANSLATE_NOOP("messages", "Submit"), _OWN_STATES, _STATUS),
    ("process", Family.PROCESS, QT_TRANSLATE_NOOP("messages", "Process"), _OWN_STATES, _STATUS),
    (
        "cancel",
        Family.CANCEL,
        QT_TRANSLATE_NOOP("messages", "Cancel order"),
        QT_TRANSLATE_NOOP(
            "messages", "Order Time's API has no call that cancels, closes or voids an order."
        ),
        QT_TRANSLATE_NOOP(
            "messages",
            "Change the status to the one that your company uses for cancelled orders. Deleting is "
            "not the same: the order would be gone.",
        ),
    ),
    ("invoice", Family.INVOICE, QT_TRANSLATE_NOOP("messages", "Invoice"), _NO_INVOICE, _ON_SITE),
    (
        "delete_invoice",
        Family.INVOICE,
        QT_TRANSLATE_NOOP("messages", "Delete invoice"),
        _NO_INVOICE,
        _ON_SITE,
    ),
    (
        "dispatch",
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Dispatch"),
        QT_TRANSLATE_NOOP("messages", "What leaves at Order Time is recorded by a ship doc."),
        _SHIP_IT,
    ),
    (
        "mark_produced",
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Mark produced"),
        _OWN_STATES,
        _STATUS,
    ),
    (
        "mark_shipped",
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Mark shipped"),
        QT_TRANSLATE_NOOP(
            "messages", "Order Time counts as shipped what stands on an order's ship docs."
        ),
        _SHIP_IT,
    ),
    (
        "record_payment",
        Family.PAYMENT,
        QT_TRANSLATE_NOOP("messages", "Record payment"),
        _NO_PAYMENT,
        _ON_SITE,
    ),
    (
        "apply_prepayment",
        Family.PAYMENT,
        QT_TRANSLATE_NOOP("messages", "Apply prepayment"),
        _NO_PAYMENT,
        _ON_SITE,
    ),
    (
        "assign_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Assign delivery"),
        _NO_DELIVERER,
        _SHIP_IT,
    ),
    (
        "unassign_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Unassign delivery"),
        _NO_DELIVERER,
        _SHIP_IT,
    ),
    (
        "edit_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Edit delivery"),
        QT_TRANSLATE_NOOP(
            "messages",
            "The date, the tracking number and the items of a ship doc cannot be changed once it "
            "is there.",
        ),
        QT_TRANSLATE_NOOP(
            "messages", "Delete the ship doc in Order Time itself and ship once more."
        ),
    ),
    (
        "add_note",
        Family.NOTE,
        QT_TRANSLATE_NOOP("messages", "Add note"),
        _NO_NOTES,
        QT_TRANSLATE_NOOP("messages", "Edit the order and write it into the internal notes."),
    ),
)

NOT_OFFERED = tuple(NotOffered(*missing) for missing in _MISSING)
