"""Orderspace's words and what they are in the field's terms."""

from collections.abc import Mapping
from typing import Final

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.status import OrderStatus

VENDOR: Final = "orderspace"
TITLE: Final = "Orderspace"

# The status values of the Orders reference page; the older edition had on_hold for preorder.
NEW: Final = "new"
INVOICED: Final = "invoiced"
RELEASED: Final = "released"
PART_FULFILLED: Final = "part_fulfilled"
PREORDER: Final = "preorder"
FULFILLED: Final = "fulfilled"
STANDING_ORDER: Final = "standing_order"
CANCELLED: Final = "cancelled"
ON_HOLD: Final = "on_hold"

STATUSES: Final[Mapping[str, OrderStatus | None]] = {
    NEW: OrderStatus.PENDING,
    INVOICED: OrderStatus.PENDING,
    RELEASED: OrderStatus.PROCESSED,
    PART_FULFILLED: OrderStatus.PROCESSED,
    PREORDER: OrderStatus.ON_HOLD,
    ON_HOLD: OrderStatus.ON_HOLD,
    FULFILLED: OrderStatus.COMPLETED,
    STANDING_ORDER: None,
    CANCELLED: OrderStatus.CANCELLED,
}

LABELS: Final[Mapping[str, str]] = {
    NEW: QT_TRANSLATE_NOOP("messages", "New"),
    INVOICED: QT_TRANSLATE_NOOP("messages", "Invoiced"),
    RELEASED: QT_TRANSLATE_NOOP("messages", "Released"),
    PART_FULFILLED: QT_TRANSLATE_NOOP("messages", "Part fulfilled"),
    PREORDER: QT_TRANSLATE_NOOP("messages", "Preorder"),
    ON_HOLD: QT_TRANSLATE_NOOP("messages", "On hold"),
    FULFILLED: QT_TRANSLATE_NOOP("messages", "Fulfilled"),
    STANDING_ORDER: QT_TRANSLATE_NOOP("messages", "Standing order"),
    CANCELLED: QT_TRANSLATE_NOOP("messages", "Cancelled"),
}

UNFINISHED: Final = (NEW, INVOICED, RELEASED, PART_FULFILLED, PREORDER)
"""The states an order moves on from; there is no "changed since" to ask for it."""

# Kinds of names.
CUSTOMER: Final = "customer"
PRODUCT: Final = "product"
TAX_RATE: Final = "tax_rate"
PAYMENT_TERMS: Final = "payment_terms"
PREORDER_WINDOW: Final = "preorder_window"
INVOICE: Final = "invoice"

# Fields that are not the vendor's own but follow from its counts on the lines.
TO_INVOICE: Final = "to_invoice"
TO_DISPATCH: Final = "to_dispatch"
INVOICED_COUNT: Final = "invoiced_count"
