"""What iQmetrix's Order service has no call for, and the nearest thing that it has."""

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import Family, NotOffered

_NO_SHIPMENT = QT_TRANSLATE_NOOP(
    "messages", "iQmetrix's Order service has no call to ship an order."
)
_PROCESS_IT = QT_TRANSLATE_NOOP(
    "messages",
    "Processing hands the order over to be carried out; item status and tracking numbers "
    "show here as far as iQmetrix sends them.",
)
_NO_INVOICES = QT_TRANSLATE_NOOP("messages", "iQmetrix's Order service writes no invoices.")
_CLEAR_NUMBER = QT_TRANSLATE_NOOP(
    "messages", "The invoice number field can be changed as long as the order is open."
)
_NO_PAYMENTS = QT_TRANSLATE_NOOP("messages", "iQmetrix's Order service keeps no payments.")
_AT_THE_TILL = QT_TRANSLATE_NOOP(
    "messages", "Payments are taken at the point of sale; a discount can be set here."
)
_NO_DELIVERER = QT_TRANSLATE_NOOP("messages", "iQmetrix assigns no deliveries to persons.")
_SHIP_TO = QT_TRANSLATE_NOOP(
    "messages", "Whom or which location the order is shipped to can be edited."
)

NOT_OFFERED: tuple[NotOffered, ...] = (
    NotOffered(
        "delete",
        Family.DELETE,
        QT_TRANSLATE_NOOP("messages", "Delete order"),
        QT_TRANSLATE_NOOP("messages", "iQmetrix's Order service deletes no orders."),
        QT_TRANSLATE_NOOP(
            "messages", "A pending order can be cancelled, and an open one expires by itself."
        ),
    ),
    NotOffered(
        "ship",
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Ship"),
        _NO_SHIPMENT,
        _PROCESS_IT,
    ),
    NotOffered(
        "invoice",
        Family.INVOICE,
        QT_TRANSLATE_NOOP("messages", "Invoice"),
        _NO_INVOICES,
        QT_TRANSLATE_NOOP(
            "messages",
            "The order number is made for printing on an invoice, and the invoice number field "
            "keeps the number of the system that wrote it.",
        ),
    ),
    NotOffered(
        "record_payment",
        Family.PAYMENT,
        QT_TRANSLATE_NOOP("messages", "Record payment"),
        _NO_PAYMENTS,
        _AT_THE_TILL,
    ),
    NotOffered(
        "complete",
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Complete"),
        QT_TRANSLATE_NOOP("messages", "Nobody can complete an order by hand."),
        QT_TRANSLATE_NOOP("messages", "iQmetrix completes a processed order itself."),
    ),
    NotOffered(
        "reopen",
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Open again"),
        QT_TRANSLATE_NOOP("messages", "iQmetrix opens no processed or cancelled order again."),
        QT_TRANSLATE_NOOP("messages", "A new order can be created with the same items."),
    ),
    NotOffered(
        "dispatch",
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Dispatch"),
        _NO_SHIPMENT,
        _PROCESS_IT,
    ),
    NotOffered(
        "mark_shipped",
        Family.SHIP,
        QT_TRANSLATE_NOOP("messages", "Mark shipped"),
        _NO_SHIPMENT,
        _PROCESS_IT,
    ),
    NotOffered(
        "mark_produced",
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Mark produced"),
        QT_TRANSLATE_NOOP("messages", "iQmetrix knows no production."),
        _PROCESS_IT,
    ),
    NotOffered(
        "change_status",
        Family.STATUS,
        QT_TRANSLATE_NOOP("messages", "Change status"),
        QT_TRANSLATE_NOOP(
            "messages", "iQmetrix's states are its own: an order takes none but the next."
        ),
        QT_TRANSLATE_NOOP("messages", "Submit, process and cancel lead from state to state."),
    ),
    NotOffered(
        "delete_invoice",
        Family.INVOICE,
        QT_TRANSLATE_NOOP("messages", "Delete invoice"),
        _NO_INVOICES,
        _CLEAR_NUMBER,
    ),
    NotOffered(
        "apply_prepayment",
        Family.PAYMENT,
        QT_TRANSLATE_NOOP("messages", "Apply prepayment"),
        _NO_PAYMENTS,
        _AT_THE_TILL,
    ),
    NotOffered(
        "assign_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Assign delivery"),
        _NO_DELIVERER,
        _SHIP_TO,
    ),
    NotOffered(
        "unassign_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Unassign delivery"),
        _NO_DELIVERER,
        _SHIP_TO,
    ),
    NotOffered(
        "edit_delivery",
        Family.ASSIGN,
        QT_TRANSLATE_NOOP("messages", "Edit delivery"),
        QT_TRANSLATE_NOOP("messages", "iQmetrix keeps no deliveries beside the order."),
        _SHIP_TO,
    ),
    NotOffered(
        "add_note",
        Family.NOTE,
        QT_TRANSLATE_NOOP("messages", "Add note"),
        QT_TRANSLATE_NOOP("messages", "iQmetrix's orders have no notes of their own."),
        QT_TRANSLATE_NOOP("messages", "Each item has a field for notes; edit the item."),
    ),
)
