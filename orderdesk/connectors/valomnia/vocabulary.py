"""Valomnia's words and what they are in the field's terms."""

from collections.abc import Mapping
from typing import Final

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.status import FulfilmentStatus, OrderKind, OrderStatus, PaymentStatus

VENDOR: Final = "valomnia"
TITLE: Final = "Valomnia"

# deliveryStatus (create an operation): the one axis that says how far an operation has come.
PENDING: Final = "PENDING"
DELIVERED: Final = "DELIVERED"
REJECTED: Final = "REJECTED"
UNSAID: Final = ""
"""An operation whose deliveryStatus is null."""

STATES: Final[Mapping[str, OrderStatus | None]] = {
    PENDING: OrderStatus.PENDING,
    DELIVERED: OrderStatus.COMPLETED,
    REJECTED: None,
    UNSAID: None,
}
FULFILMENTS: Final[Mapping[str, FulfilmentStatus]] = {
    PENDING: FulfilmentStatus.NONE,
    DELIVERED: FulfilmentStatus.FULFILLED,
    REJECTED: FulfilmentStatus.REJECTED,
}
STATE_LABELS: Final[Mapping[str, str]] = {
    PENDING: QT_TRANSLATE_NOOP("messages", "Pending"),
    DELIVERED: QT_TRANSLATE_NOOP("messages", "Delivered"),
    REJECTED: QT_TRANSLATE_NOOP("messages", "Rejected"),
    UNSAID: QT_TRANSLATE_NOOP("messages", "No delivery status"),
}

# status, which is the state of the payment (create and update an operation).
NOT_PAID: Final = "NOT_PAID"
ADVANCE: Final = "ADVANCE"
PAID: Final = "PAID"
IN_PROCESS: Final = "IN_PROCESS"

PAYMENTS: Final[Mapping[str, PaymentStatus | None]] = {
    NOT_PAID: PaymentStatus.UNPAID,
    ADVANCE: PaymentStatus.PART_PAID,
    IN_PROCESS: None,
    PAID: PaymentStatus.PAID,
}
PAYMENT_LABELS: Final[Mapping[str, str]] = {
    NOT_PAID: QT_TRANSLATE_NOOP("messages", "Not paid"),
    ADVANCE: QT_TRANSLATE_NOOP("messages", "Part paid (advance)"),
    IN_PROCESS: QT_TRANSLATE_NOOP("messages", "Payment in process"),
    PAID: QT_TRANSLATE_NOOP("messages", "Paid"),
}

# operationType (list of operations).
KINDS: Final[Mapping[str, OrderKind]] = {
    "ORDER": OrderKind.ORDER,
    "PREORDER": OrderKind.PREORDER,
    "INVOICE": OrderKind.INVOICE,
    "DELIVERYNOTE": OrderKind.DELIVERY_NOTE,
    "DELIVERY": OrderKind.DELIVERY,
}
KIND_CHOICES: Final[Mapping[str, str]] = {
    "ORDER": QT_TRANSLATE_NOOP("messages", "Order"),
    "PREORDER": QT_TRANSLATE_NOOP("messages", "Pre-order"),
    "INVOICE": QT_TRANSLATE_NOOP("messages", "Invoice"),
    "DELIVERYNOTE": QT_TRANSLATE_NOOP("messages", "Delivery note"),
    "DELIVERY": QT_TRANSLATE_NOOP("messages", "Delivery"),
}

# Kinds of names.
CUSTOMER: Final = "customer"
EMPLOYEE: Final = "employee"
PRODUCT: Final = "product"
PAYMENT_TYPE: Final = "payment_type"

# Fields that are not the vendor's own but follow from what belongs to an operation.
LINE_COUNT: Final = "line_count"
PAYMENT_DETAILS: Final = "payment_details"
PREPAYMENT_DETAILS: Final = "prepayment_details"
