"""The three axes of an order's status, in the field's own terms; None is not known."""

from enum import StrEnum

from orderdesk.domain.messages import QT_TRANSLATE_NOOP


class OrderStatus(StrEnum):
    """How far the order itself has come."""

    CREATED = "created"
    PENDING = "pending"
    ON_HOLD = "on_hold"
    PROCESSED = "processed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class PaymentStatus(StrEnum):
    """How much of the order is paid."""

    UNPAID = "unpaid"
    PART_PAID = "part_paid"
    PAID = "paid"
    REFUNDED = "refunded"


class FulfilmentStatus(StrEnum):
    """How much of the order has left for the customer."""

    NONE = "none"
    ASSIGNED = "assigned"
    PART = "part"
    FULFILLED = "fulfilled"
    REJECTED = "rejected"


class OrderKind(StrEnum):
    """What sort of document the vendor's list returned."""

    SALES = "sales"
    TRANSFER = "transfer"
    PURCHASE = "purchase"
    RMA = "rma"
    ORDER = "order"
    PREORDER = "preorder"
    INVOICE = "invoice"
    DELIVERY_NOTE = "delivery_note"
    DELIVERY = "delivery"


NOT_ORDERS = frozenset({OrderKind.INVOICE, OrderKind.DELIVERY_NOTE, OrderKind.DELIVERY})
"""Documents that some vendors list beside their orders: a filter away, and never in sums."""

STATUS_LABELS: dict[str, str] = {
    OrderStatus.CREATED: QT_TRANSLATE_NOOP("messages", "Created"),
    OrderStatus.PENDING: QT_TRANSLATE_NOOP("messages", "Pending"),
    OrderStatus.ON_HOLD: QT_TRANSLATE_NOOP("messages", "On hold"),
    OrderStatus.PROCESSED: QT_TRANSLATE_NOOP("messages", "Processed"),
    OrderStatus.COMPLETED: QT_TRANSLATE_NOOP("messages", "Completed"),
    OrderStatus.CANCELLED: QT_TRANSLATE_NOOP("messages", "Cancelled"),
}

PAYMENT_LABELS: dict[str, str] = {
    PaymentStatus.UNPAID: QT_TRANSLATE_NOOP("messages", "Unpaid"),
    PaymentStatus.PART_PAID: QT_TRANSLATE_NOOP("messages", "Part paid"),
    PaymentStatus.PAID: QT_TRANSLATE_NOOP("messages", "Paid"),
    PaymentStatus.REFUNDED: QT_TRANSLATE_NOOP("messages", "Refunded"),
}

FULFILMENT_LABELS: dict[str, str] = {
    FulfilmentStatus.NONE: QT_TRANSLATE_NOOP("messages", "None"),
    FulfilmentStatus.ASSIGNED: QT_TRANSLATE_NOOP("messages", "Assigned"),
    FulfilmentStatus.PART: QT_TRANSLATE_NOOP("messages", "Part"),
    FulfilmentStatus.FULFILLED: QT_TRANSLATE_NOOP("messages", "Fulfilled"),
    FulfilmentStatus.REJECTED: QT_TRANSLATE_NOOP("messages", "Rejected"),
}

KIND_LABELS: dict[str, str] = {
    OrderKind.SALES: QT_TRANSLATE_NOOP("messages", "Sales"),
    OrderKind.TRANSFER: QT_TRANSLATE_NOOP("messages", "Transfer"),
    OrderKind.PURCHASE: QT_TRANSLATE_NOOP("messages", "Purchase"),
    OrderKind.RMA: QT_TRANSLATE_NOOP("messages", "RMA"),
    OrderKind.ORDER: QT_TRANSLATE_NOOP("messages", "Order"),
    OrderKind.PREORDER: QT_TRANSLATE_NOOP("messages", "Pre-order"),
    OrderKind.INVOICE: QT_TRANSLATE_NOOP("messages", "Invoice"),
    OrderKind.DELIVERY_NOTE: QT_TRANSLATE_NOOP("messages", "Delivery note"),
    OrderKind.DELIVERY: QT_TRANSLATE_NOOP("messages", "Delivery"),
}

NOT_KNOWN: str = QT_TRANSLATE_NOOP("messages", "Not known")
