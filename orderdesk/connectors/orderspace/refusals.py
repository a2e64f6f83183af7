"""Why an action is impossible in a state, and the way out that there is."""

from collections.abc import Mapping

from orderdesk.connectors.orderspace.vocabulary import (
    CANCELLED,
    FULFILLED,
    INVOICED,
    NEW,
    ON_HOLD,
    PREORDER,
    STANDING_ORDER,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import Family, NotOffered, Refusal

_ADMIN = QT_TRANSLATE_NOOP("messages", "Do it on the Orderspace site itself.")
_NEW_ORDER = QT_TRANSLATE_NOOP("messages", "Create a new order with the items that are needed.")
_REPEATS = QT_TRANSLATE_NOOP("messages", "Act on the orders that it makes instead.")
_NOTHING_LEFT = QT_TRANSLATE_NOOP("messages", "There is nothing left to do for this step.")
_PAY_FIRST = QT_TRANSLATE_NOOP(
    "messages",
    "Mark the invoice as paid on the Orderspace site, or release the order there without payment.",
)
_LIFT_HOLD = QT_TRANSLATE_NOOP("messages", "Lift the hold on the Orderspace site first.")
_READ_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "Read the order again; if it stays so, look at it on the Orderspace site."
)

INVOICE_REFUSALS: Mapping[str, Refusal] = {
    STANDING_ORDER: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This is a standing order, a template that makes orders; it is not invoiced itself.",
        ),
        _REPEATS,
    ),
    CANCELLED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "This order is cancelled, and there is nothing of it to invoice."
        ),
        _NEW_ORDER,
    ),
    "": Refusal(
        QT_TRANSLATE_NOOP("messages", "An order in the state {state} is not invoiced."),
        _READ_AGAIN,
    ),
}

DISPATCH_REFUSALS: Mapping[str, Refusal] = {
    NEW: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is new. Orderspace dispatches an order once it is released, which happens "
            "when its invoice is paid.",
        ),
        _PAY_FIRST,
    ),
    INVOICED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is invoiced and waits for its payment; Orderspace releases it for dispatch "
            "then.",
        ),
        _PAY_FIRST,
    ),
    PREORDER: Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "This is a preorder, and all its items wait until they are released."
        ),
        _LIFT_HOLD,
    ),
    ON_HOLD: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is on hold, and so are all its items."),
        _LIFT_HOLD,
    ),
    FULFILLED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "This order is fulfilled: everything on it has been dispatched."
        ),
        _NOTHING_LEFT,
    ),
    STANDING_ORDER: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This is a standing order, a template that makes orders; nothing of it is dispatched.",
        ),
        _REPEATS,
    ),
    CANCELLED: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is cancelled, so nothing of it is dispatched."),
        _NEW_ORDER,
    ),
    "": Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "Orderspace dispatches orders that are released or part fulfilled."
        ),
        _READ_AGAIN,
    ),
}

UNKNOWN_STATE = Refusal(
    QT_TRANSLATE_NOOP(
        "messages",
        "Orderspace calls the state of this order “{state}”, which this program does not know, so "
        "it cannot tell what may be done.",
    ),
    QT_TRANSLATE_NOOP("messages", "Act on the Orderspace site, or update this program."),
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

_NO_EDIT = QT_TRANSLATE_NOOP(
    "messages", "Orderspace's API has no call that changes an order once it is placed."
)
_NO_STATE = QT_TRANSLATE_NOOP(
    "messages",
    "Orderspace's API has no call that sets the state of an order; the state follows from its "
    "invoices, payments and dispatches.",
)
_INVOICE_IT = QT_TRANSLATE_NOOP(
    "messages", "Invoice it; once the invoice is paid, Orderspace releases the order."
)
_ON_SITE = QT_TRANSLATE_NOOP("messages", "Change it on the Orderspace site while it is new.")
_NO_PAYMENT = QT_TRANSLATE_NOOP(
    "messages", "Orderspace's API shows payments but has no call that records one."
)
_MARK_PAID = QT_TRANSLATE_NOOP("messages", "Mark the invoice as paid on the Orderspace site.")
_DISPATCH_IT = QT_TRANSLATE_NOOP(
    "messages", "Dispatch it; the comments hold the courier and the tracking number."
)
_NO_DELIVERER = QT_TRANSLATE_NOOP("messages", "Orderspace assigns no deliveries to persons.")

NOT_OFFERED: tuple[NotOffered, ...] = (
    NotOffered(
        "edit", Family.EDIT, QT_TRANSLATE_NOOP("messages", "Edit order"), _NO_EDIT, _ON_SITE
    ),
    NotOffered(
        "add_item", Family.ITEMS, QT_TRANSLATE_NOOP("messages", "Add item"), _NO_EDIT, _NEW_ORDER
    ),
    NotOffered(
        "edit_item", Family.ITEMS, QT_TRANSLATE_NOOP("messages", "Edit item"), _NO_EDIT, _ON_SITE
    ),
    NotOffered(
        "remove_item",
        Family.ITEMS,
        QT_TRANSLATE_NOOP("messages", "Remove item"),
        _NO_EDIT,
        _ON_SITE,
    ),
    NotOffered(
        "submit",
        Family.SUBMIT,
        QT_TRANSLATE_NOOP("messages", "Submit"),
        QT_TRANSLATE_NOOP("messages", "An order at Orderspace is placed as soon as it is created."),
        _NOTHING_LEFT,
    ),
    NotOffered(
        "process",
        Family.PROCESS,
        QT_TRANSLATE_NOOP("messages", "Process"),
        _NO_STATE,
        _INVOICE_IT,
    ),
    NotOffered(
        "cancel",
        Family.CANCEL,
        QT_TRANSLATE_NOOP("messages", "Cancel order"),
        QT_TRANSLATE_NOOP("messages", "Orderspace's API has no call that cancels an order."),
        QT_TRANSLATE_NOOP(
            "messages",
            "Cancel it on the Orderspace site. Deleting is not the same: the order would be gone.",
        ),
    ),
    NotOffered(
        "mark_produced",
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Mark produced"),
        QT_TRANSLATE_NOOP("messages", "Orderspace knows no production."),
        _DISPATCH_IT,
    ),
    NotOffered(
        "mark_shipped",
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Mark shipped"),
        _NO_STATE,
        _DISPATCH_IT,
    ),
    NotOffered(
        "change_status",
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Change status"),
        _NO_STATE,
        _ADMIN,
    ),
    NotOffered(
        "ship",
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Ship"),
        QT_TRANSLATE_NOOP("messages", "What leaves at Orderspace is called a dispatch."),
        _DISPATCH_IT,
    ),
    NotOffered(
        "record_payment",
        Family.PAYMENT,
        QT_TRANSLATE_NOOP("messages", "Record payment"),
        _NO_PAYMENT,
        _MARK_PAID,
    ),
    NotOffered(
        "apply_prepayment",
        Family.PAYMENT,
        QT_TRANSLATE_NOOP("messages", "Apply prepayment"),
        _NO_PAYMENT,
        _MARK_PAID,
    ),
    NotOffered(
        "assign_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Assign delivery"),
        _NO_DELIVERER,
        _DISPATCH_IT,
    ),
    NotOffered(
        "unassign_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Unassign delivery"),
        _NO_DELIVERER,
        _DISPATCH_IT,
    ),
    NotOffered(
        "edit_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Edit delivery"),
        QT_TRANSLATE_NOOP(
            "messages", "A dispatch at Orderspace can be neither changed nor deleted by the API."
        ),
        _ADMIN,
    ),
    NotOffered(
        "add_note",
        Family.NOTE,
        QT_TRANSLATE_NOOP("messages", "Add note"),
        _NO_EDIT,
        QT_TRANSLATE_NOOP(
            "messages", "Write it into the internal note on the Orderspace site, or when creating."
        ),
    ),
)
