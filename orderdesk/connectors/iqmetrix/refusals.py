"""Why an action is impossible in a state, and the way out that there is."""

from collections.abc import Mapping

from orderdesk.connectors.iqmetrix.vocabulary import (
    CANCELLED,
    COMPLETED,
    CREATED,
    PENDING,
    PROCESSED,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import Refusal

_RMA = QT_TRANSLATE_NOOP("messages", "To take goods back or exchange them, create an RMA order.")
_NEW_ORDER = QT_TRANSLATE_NOOP("messages", "Create a new order with the same items.")
_NOTHING_LEFT = QT_TRANSLATE_NOOP("messages", "There is nothing left to do for this step.")
_ASK_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "Read the order again; if it stays so, look at it in iQmetrix itself."
)

CHANGE_REFUSALS: Mapping[str, Refusal] = {
    PROCESSED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is processed, and iQmetrix lets an order be changed only while it is "
            "created or pending.",
        ),
        _RMA,
    ),
    COMPLETED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is completed, and iQmetrix lets an order be changed only while it is "
            "created or pending.",
        ),
        _RMA,
    ),
    CANCELLED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is cancelled, and iQmetrix lets an order be changed only while it is "
            "created or pending.",
        ),
        _NEW_ORDER,
    ),
    "": Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "iQmetrix lets an order be changed only while it is created or pending.",
        ),
        _ASK_AGAIN,
    ),
}

SUBMIT_REFUSALS: Mapping[str, Refusal] = {
    PENDING: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is pending already."), _NOTHING_LEFT
    ),
    PROCESSED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is processed, and iQmetrix lets an order be made pending only while it is "
            "created.",
        ),
        _NOTHING_LEFT,
    ),
    COMPLETED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is completed, and iQmetrix lets an order be made pending only while it is "
            "created.",
        ),
        _NOTHING_LEFT,
    ),
    CANCELLED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is cancelled, and iQmetrix opens no cancelled order again.",
        ),
        _NEW_ORDER,
    ),
    "": Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "iQmetrix lets an order be made pending only while it is created."
        ),
        _ASK_AGAIN,
    ),
}

PROCESS_REFUSALS: Mapping[str, Refusal] = {
    PROCESSED: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is processed already."), _NOTHING_LEFT
    ),
    COMPLETED: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is completed, so it has been processed."),
        _NOTHING_LEFT,
    ),
    CANCELLED: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is cancelled, and iQmetrix ends it there."),
        _NEW_ORDER,
    ),
    "": Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "iQmetrix lets an order be processed only before it has ended."
        ),
        _ASK_AGAIN,
    ),
}

CANCEL_REFUSALS: Mapping[str, Refusal] = {
    CREATED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is only created, and iQmetrix lets an order be cancelled only while it is "
            "pending.",
        ),
        QT_TRANSLATE_NOOP(
            "messages",
            "A created order runs out by itself at its expiry date. To end it sooner, submit it "
            "and cancel it while it is pending, where this connection allows that.",
        ),
    ),
    PROCESSED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is processed, and iQmetrix lets an order be cancelled only while it is "
            "pending.",
        ),
        QT_TRANSLATE_NOOP("messages", "To take the goods back, create an RMA order."),
    ),
    COMPLETED: Refusal(
        QT_TRANSLATE_NOOP(
            "messages",
            "This order is completed, and iQmetrix lets an order be cancelled only while it is "
            "pending.",
        ),
        QT_TRANSLATE_NOOP("messages", "To take the goods back, create an RMA order."),
    ),
    CANCELLED: Refusal(
        QT_TRANSLATE_NOOP("messages", "This order is cancelled already."), _NOTHING_LEFT
    ),
    "": Refusal(
        QT_TRANSLATE_NOOP(
            "messages", "iQmetrix lets an order be cancelled only while it is pending."
        ),
        _ASK_AGAIN,
    ),
}

UNKNOWN_STATE = Refusal(
    QT_TRANSLATE_NOOP(
        "messages",
        "iQmetrix gives this order the state “{state}”, which this program does not know, so it "
        "cannot tell what is allowed.",
    ),
    QT_TRANSLATE_NOOP(
        "messages", "Do it in iQmetrix itself, or ask for a newer version of this program."
    ),
)

UNSETTLED = Refusal(
    QT_TRANSLATE_NOOP(
        "messages",
        "An earlier change to this order was sent and its answer was lost, so it is not known yet "
        "whether it was done.",
    ),
    QT_TRANSLATE_NOOP(
        "messages",
        "Wait until it has been read back, or decide it in the list of activities.",
    ),
)
