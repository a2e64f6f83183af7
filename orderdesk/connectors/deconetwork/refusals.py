"""Why an action is impossible in a state, and the way out that there is."""

from collections.abc import Mapping
from typing import Final

from orderdesk.connectors.deconetwork.vocabulary import CANCELLED, PRODUCED, SHIPPED
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import Family, NotOffered, Refusal

_ON_SITE = QT_TRANSLATE_NOOP("messages", "Do it in DecoNetwork's Business Hub.")
_NOTHING_LEFT = QT_TRANSLATE_NOOP("messages", "There is nothing left to do for this step.")
_NO_WAY_BACK = QT_TRANSLATE_NOOP(
    "messages",
    "DecoNetwork's API cannot take a status back. Change it in DecoNetwork's Business Hub.",
)
_READ_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "Read the order again; if it stays so, look at it in DecoNetwork's Business Hub."
)

PRODUCED_REFUSALS: Final[Mapping[str, Refusal]] = {
    PRODUCED: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is produced already."), _NOTHING_LEFT
    ),
    SHIPPED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "This order is shipped, and DecoNetwork's API moves an order only forward."
        ),
        _NO_WAY_BACK,
    ),
    CANCELLED: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is cancelled, so nothing of it is produced."),
        _NO_WAY_BACK,
    ),
    "": Refusal(
        QT_TRANSLATE_NOOP("messages", "An order in the state {state} is not marked produced."),
        _READ_AGAIN,
    ),
}

SHIPPED_REFUSALS: Final[Mapping[str, Refusal]] = {
    SHIPPED: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is shipped already."), _NOTHING_LEFT
    ),
    CANCELLED: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is cancelled, so nothing of it is shipped."),
        _NO_WAY_BACK,
    ),
    "": Refusal(
        QT_TRANSLATE_NOOP("messages", "An order in the state {state} is not marked shipped."),
        _READ_AGAIN,
    ),
}

UNKNOWN_STATE: Final = Refusal(
    QT_TRANSLATE_NOOP(
        "messages",
        "DecoNetwork gives this order the status number {state}, which this program does not know, "
        "so it cannot tell what may be done.",
    ),
    QT_TRANSLATE_NOOP("messages", "Act in DecoNetwork's Business Hub, or update this program."),
)

UNSETTLED: Final = Refusal(
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
    "messages",
    "DecoNetwork's API reads orders and marks them produced or shipped; it changes nothing else.",
)
_NO_CREATE = QT_TRANSLATE_NOOP("messages", "DecoNetwork's API has no call that makes an order.")
_NO_MONEY = QT_TRANSLATE_NOOP(
    "messages", "DecoNetwork's API has no call for invoices, payments or refunds."
)
_NO_STATUS = QT_TRANSLATE_NOOP(
    "messages", "DecoNetwork's API sets two statuses only, produced and shipped."
)
_PRODUCE_OR_SHIP = QT_TRANSLATE_NOOP("messages", "Mark it produced or shipped.")
_SHIP_IT = QT_TRANSLATE_NOOP("messages", "Mark it shipped, with the tracking number.")
_NO_DELIVERER = QT_TRANSLATE_NOOP("messages", "DecoNetwork's API assigns nothing to persons.")


NOT_OFFERED: Final[tuple[NotOffered, ...]] = (
    NotOffered(
        "create", Family.CREATE, QT_TRANSLATE_NOOP("messages", "New order"), _NO_CREATE, _ON_SITE
    ),
    NotOffered(
        "edit", Family.EDIT, QT_TRANSLATE_NOOP("messages", "Edit order"), _NO_EDIT, _ON_SITE
    ),
    NotOffered(
        "add_item", Family.ITEMS, QT_TRANSLATE_NOOP("messages", "Add item"), _NO_EDIT, _ON_SITE
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
        "submit", Family.SUBMIT, QT_TRANSLATE_NOOP("messages", "Submit"), _NO_STATUS, _ON_SITE
    ),
    NotOffered(
        "process",
        Family.PROCESS,
        QT_TRANSLATE_NOOP("messages", "Process"),
        _NO_STATUS,
        _PRODUCE_OR_SHIP,
    ),
    NotOffered(
        "cancel", Family.CANCEL, QT_TRANSLATE_NOOP("messages", "Cancel order"), _NO_STATUS, _ON_SITE
    ),
    NotOffered(
        "invoice", Family.INVOICE, QT_TRANSLATE_NOOP("messages", "Invoice"), _NO_MONEY, _ON_SITE
    ),
    NotOffered(
        "delete_invoice",
        Family.INVOICE,
        QT_TRANSLATE_NOOP("messages", "Delete invoice"),
        _NO_MONEY,
        _ON_SITE,
    ),
    NotOffered(
        "dispatch", Family.SHIP, QT_TRANSLATE_NOOP("messages", "Dispatch"), _NO_STATUS, _SHIP_IT
    ),
    NotOffered(
        "change_status",
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Change status"),
        _NO_STATUS,
        _PRODUCE_OR_SHIP,
    ),
    NotOffered("ship", Family.SHIP, QT_TRANSLATE_NOOP("messages", "Ship"), _NO_STATUS, _SHIP_IT),
    NotOffered(
        "record_payment",
        Family.PAYMENT,
        QT_TRANSLATE_NOOP("messages", "Record payment"),
        _NO_MONEY,
        _ON_SITE,
    ),
    NotOffered(
        "apply_prepayment",
        Family.PAYMENT,
        QT_TRANSLATE_NOOP("messages", "Apply prepayment"),
        _NO_MONEY,
        _ON_SITE,
    ),
    NotOffered(
        "assign_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Assign delivery"),
        _NO_DELIVERER,
        _ON_SITE,
    ),
    NotOffered(
        "unassign_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Unassign delivery"),
        _NO_DELIVERER,
        _ON_SITE,
    ),
    NotOffered(
        "edit_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Edit delivery"),
        _NO_EDIT,
        _ON_SITE,
    ),
    NotOffered(
        "delete",
        Family.DELETE,
        QT_TRANSLATE_NOOP("messages", "Delete order"),
        QT_TRANSLATE_NOOP("messages", "DecoNetwork's API has no call that deletes an order."),
        _ON_SITE,
    ),
)
