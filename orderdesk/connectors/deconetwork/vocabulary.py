"""DecoNetwork's numbers and what they are in the field's terms."""

from collections.abc import Mapping
from typing import Final

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.status import OrderStatus

VENDOR: Final = "deconetwork"
TITLE: Final = "DecoNetwork"

# Order states come as numbers. What 2 and 3 are is the vendor's own (update_order_status); 1 and 4
# stand in recorded orders; the rest is only from programs that use the API, and is marked so. What
# 0, 5 and 6 are nobody says, though orders may have them.
OPEN: Final = "1"
PRODUCED: Final = "2"
SHIPPED: Final = "3"
CANCELLED: Final = "4"

STATUSES: Final[Mapping[str, OrderStatus]] = {
    OPEN: OrderStatus.PENDING,
    PRODUCED: OrderStatus.PROCESSED,
    SHIPPED: OrderStatus.COMPLETED,
    CANCELLED: OrderStatus.CANCELLED,
}
LABELS: Final[Mapping[str, str]] = {
    OPEN: QT_TRANSLATE_NOOP("messages", "Awaiting processing"),
    PRODUCED: QT_TRANSLATE_NOOP("messages", "Produced"),
    SHIPPED: QT_TRANSLATE_NOOP("messages", "Shipped"),
    CANCELLED: QT_TRANSLATE_NOOP("messages", "Cancelled"),
    "0": QT_TRANSLATE_NOOP("messages", "Status 0 (not explained)"),
    "5": QT_TRANSLATE_NOOP("messages", "Status 5 (not explained)"),
    "6": QT_TRANSLATE_NOOP("messages", "Status 6 (not explained)"),
    "7": QT_TRANSLATE_NOOP("messages", "Status 7 (probably on hold)"),
    "8": QT_TRANSLATE_NOOP("messages", "Status 8 (probably not ordered)"),
    "9": QT_TRANSLATE_NOOP("messages", "Status 9 (probably awaiting stock)"),
    "10": QT_TRANSLATE_NOOP("messages", "Status 10 (probably awaiting artwork)"),
    "11": QT_TRANSLATE_NOOP("messages", "Status 11 (probably awaiting review)"),
    "12": QT_TRANSLATE_NOOP("messages", "Status 12 (probably in production)"),
    "13": QT_TRANSLATE_NOOP("messages", "Status 13 (probably ready for shipping)"),
}
UNPROVED: Final = tuple(word for word in LABELS if word not in STATUSES)

NEW_STATUS: Final[Mapping[str, str]] = {"mark_produced": PRODUCED, "mark_shipped": SHIPPED}
"""The only two values that update_order_status takes."""

LINE_LABELS: Final[Mapping[str, str]] = {
    "1": "not produced",
    PRODUCED: "produced",
    SHIPPED: "shipped",
}
DONE: Final = 80
"""From this number on a workflow item is produced, or shipped (programs that use the API)."""

CUSTOMER: Final = "customer"

# Fields that are not the vendor's own but follow from its lines.
TO_PRODUCE: Final = "to_produce"
TO_SHIP: Final = "to_ship"
