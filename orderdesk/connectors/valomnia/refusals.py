"""Why an action is impossible, and the way out that there is; what the API has no call for."""

from collections.abc import Mapping
from typing import Final

from orderdesk.connectors.valomnia.vocabulary import (
    ADVANCE,
    DELIVERED,
    IN_PROCESS,
    NOT_PAID,
    PAID,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import Condition, Family, NotOffered, Refusal, Test
from orderdesk.domain.status import OrderKind

_ON_SITE = QT_TRANSLATE_NOOP("messages", "Do it on the Valomnia site itself.")
_NEW_ORDER = QT_TRANSLATE_NOOP(
    "messages", "Create a new order as it should be, and delete this one if it can be deleted."
)
_NOTHING_LEFT = QT_TRANSLATE_NOOP("messages", "There is nothing left to do for this step.")
_READ_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "Read the order again; if it stays so, look at it on the Valomnia site."
)

ASSIGN_REFUSALS: Final[Mapping[str, Refusal]] = {
    DELIVERED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "This order has been delivered, so nobody can be assigned to deliver it."
        ),
        _NOTHING_LEFT,
    ),
    "": Refusal(
        QT_TRANSLATE_NOOP("messages", "Valomnia assigns orders that are not delivered yet."),
        _READ_AGAIN,
    ),
}
UNASSIGN_REFUSALS: Final[Mapping[str, Refusal]] = {
    DELIVERED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "This order has been delivered, so its deliverer cannot be taken off."
        ),
        _NOTHING_LEFT,
    ),
    "": Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "Valomnia takes a deliverer off orders that are not delivered yet."
        ),
        _READ_AGAIN,
    ),
}
ANY_REFUSALS: Final[Mapping[str, Refusal]] = {
    "": Refusal(
        QT_TRANSLATE_NOOP("messages", "“{action}” is not possible in the state {state}."),
        _READ_AGAIN,
    )
}

PAID_ALREADY: Final = Condition(
    "paid",
    Test.VALUE_IN,
    QT_TRANSLATE_NOOP("messages", "This order is paid; Valomnia's documents add nothing to that."),
    QT_TRANSLATE_NOOP("messages", "If a payment is wrong, put it right on the Valomnia site."),
    fields=("status",),
    values=(PAID,),
)
PAYMENT_NOT_KNOWN: Final = Condition(
    "payment_not_known",
    Test.VALUE_NOT_IN,
    QT_TRANSLATE_NOOP(
        "messages",
        "This program does not know the payment status of this order, so it cannot tell what a "
        "payment would do.",
    ),
    QT_TRANSLATE_NOOP("messages", "Act on the Valomnia site, or update this program."),
    fields=("status",),
    values=(NOT_PAID, ADVANCE, IN_PROCESS, PAID),
)
NO_ORDER: Final = Condition(
    "no_order",
    Test.KIND_NOT_IN,
    QT_TRANSLATE_NOOP(
        "messages", "Valomnia credits prepayments to orders only; this one is “{kind}”."
    ),
    QT_TRANSLATE_NOOP("messages", "Record a payment instead, or credit the order itself."),
    values=(OrderKind.ORDER,),
)
ASSIGNED: Final = Condition(
    "assigned",
    Test.ALL_FILLED,
    QT_TRANSLATE_NOOP("messages", "Somebody is assigned to deliver this order already."),
    QT_TRANSLATE_NOOP("messages", "Unassign the delivery first."),
    fields=("deliveredBy",),
)
NOT_ASSIGNED: Final = Condition(
    "not_assigned",
    Test.ANY_EMPTY,
    QT_TRANSLATE_NOOP("messages", "Nobody is assigned to deliver this order."),
    _NOTHING_LEFT,
    fields=("deliveredBy",),
)
NOT_DELETABLE: Final = Condition(
    "kind",
    Test.KIND_NOT_IN,
    QT_TRANSLATE_NOOP(
        "messages",
        "Valomnia deletes orders, pre-orders, invoices and delivery notes; this one is “{kind}”.",
    ),
    _ON_SITE,
    values=(
        OrderKind.ORDER,
        OrderKind.PREORDER,
        OrderKind.INVOICE,
        OrderKind.DELIVERY_NOTE,
    ),
)
HAS_PAYMENTS: Final = Condition(
    "payments",
    Test.ALL_FILLED,
    QT_TRANSLATE_NOOP(
        "messages",
        "Payments are recorded on this order, and Valomnia's documents do not say what would "
        "become of them; this desk does not delete it.",
    ),
    _ON_SITE,
    fields=("orderPayments",),
)
HAS_CREDITS: Final = Condition(
    "credits",
    Test.ALL_FILLED,
    QT_TRANSLATE_NOOP(
        "messages",
        "Prepayments are credited to this order, and Valomnia's documents do not say what would "
        "become of them; this desk does not delete it.",
    ),
    _ON_SITE,
    fields=("orderPrepayments",),
)

UNKNOWN_STATE: Final = Refusal(
    QT_TRANSLATE_NOOP(
        "messages",
        "Valomnia calls the delivery status of this order “{state}”, which this program does not "
        "know, so it cannot tell what may be done.",
    ),
    QT_TRANSLATE_NOOP("messages", "Act on the Valomnia site, or update this program."),
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
    "Valomnia's API changes the payment and the delivery of an order; its customer, items, prices "
    "and reference stay as they were created.",
)
_NO_TURNING = QT_TRANSLATE_NOOP(
    "messages", "Valomnia's API has no call that turns an order into another kind of document."
)
_NEW_DOCUMENT = QT_TRANSLATE_NOOP(
    "messages", "Create the document with “New order” and choose its kind there."
)
_NO_STEPS = QT_TRANSLATE_NOOP(
    "messages",
    "Valomnia keeps no state of an order beside its payment and its delivery, so there is nothing "
    "to move along.",
)
_DELIVERY = QT_TRANSLATE_NOOP(
    "messages",
    "Assign a deliverer, or set the delivery status under “Edit delivery” to delivered.",
)
_PAY_OR_DELIVER = QT_TRANSLATE_NOOP(
    "messages", "Record a payment, or set the delivery status under “Edit delivery”."
)
_COMMENT = QT_TRANSLATE_NOOP("messages", "Write it into the delivery comment (“Edit delivery”).")

# Name, family, label, reason and the nearest thing there is.
_MISSING: Final = (
    (
        "edit",
        Family.EDIT,
        QT_TRANSLATE_NOOP("messages", "Edit order"),
        _NO_EDIT,
        QT_TRANSLATE_NOOP("messages", "Edit the delivery, or record a payment."),
    ),
    (
        "add_item",
        Family.ITEMS,
        QT_TRANSLATE_NOOP("messages", "Add item"),
        _NO_EDIT,
        _NEW_ORDER,
    ),
    (
        "edit_item",
        Family.ITEMS,
        QT_TRANSLATE_NOOP("messages", "Edit item"),
        _NO_EDIT,
        _NEW_ORDER,
    ),
    (
        "remove_item",
        Family.ITEMS,
        QT_TRANSLATE_NOOP("messages", "Remove item"),
        _NO_EDIT,
        _NEW_ORDER,
    ),
    (
        "submit",
        Family.SUBMIT,
        QT_TRANSLATE_NOOP("messages", "Submit"),
        QT_TRANSLATE_NOOP("messages", "An order at Valomnia is placed as soon as it is created."),
        _NOTHING_LEFT,
    ),
    (
        "process",
        Family.PROCESS,
        QT_TRANSLATE_NOOP("messages", "Process"),
        _NO_STEPS,
        _PAY_OR_DELIVER,
    ),
    (
        "cancel",
        Family.CANCEL,
        QT_TRANSLATE_NOOP("messages", "Cancel order"),
        QT_TRANSLATE_NOOP("messages", "Valomnia's API has no call that cancels an order."),
        QT_TRANSLATE_NOOP(
            "messages", "Set the delivery status to rejected under “Edit delivery”, or delete it."
        ),
    ),
    (
        "invoice",
        Family.INVOICE,
        QT_TRANSLATE_NOOP("messages", "Invoice"),
        _NO_TURNING,
        _NEW_DOCUMENT,
    ),
    (
        "delete_invoice",
        Family.INVOICE,
        QT_TRANSLATE_NOOP("messages", "Delete invoice"),
        QT_TRANSLATE_NOOP(
            "messages", "An invoice at Valomnia is a document of its own, not a part of an order."
        ),
        QT_TRANSLATE_NOOP("messages", "Find the invoice in the list and delete it there."),
    ),
    (
        "dispatch",
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Dispatch"),
        QT_TRANSLATE_NOOP("messages", "Valomnia's API has no dispatches, of items or of orders."),
        _DELIVERY,
    ),
    (
        "mark_produced",
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Mark produced"),
        QT_TRANSLATE_NOOP("messages", "Valomnia knows no production."),
        _DELIVERY,
    ),
    (
        "mark_shipped",
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Mark shipped"),
        QT_TRANSLATE_NOOP("messages", "Valomnia knows deliveries, but no shipping before them."),
        _DELIVERY,
    ),
    (
        "change_status",
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Change status"),
        _NO_STEPS,
        _PAY_OR_DELIVER,
    ),
    (
        "ship",
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Ship"),
        QT_TRANSLATE_NOOP("messages", "Valomnia's API has no shipments and no tracking numbers."),
        _DELIVERY,
    ),
    (
        "add_note",
        Family.NOTE,
        QT_TRANSLATE_NOOP("messages", "Add note"),
        QT_TRANSLATE_NOOP("messages", "Valomnia's API keeps no notes with an order."),
        _COMMENT,
    ),
)

NOT_OFFERED: Final = tuple(NotOffered(*one) for one in _MISSING)
