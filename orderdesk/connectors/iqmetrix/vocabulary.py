"""The vendor's own words and numbers, as its Orders reference page lists them."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderdesk.domain.fields import Choice
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.status import OrderKind, OrderStatus

VENDOR = "iqmetrix"
TITLE = "iQmetrix"

# The kinds of names that ids on an order point to.
LOCATION = "location"
CUSTOMER = "customer"
ADDRESS = "address"
EMPLOYEE = "employee"
SUPPLIER = "supplier"
PRODUCT = "product"

CREATED = "Created"
PENDING = "Pending"
PROCESSED = "Processed"
CANCELLED = "Cancelled"
COMPLETED = "Completed"

STATUSES: Mapping[str, OrderStatus] = {
    CREATED: OrderStatus.CREATED,
    PENDING: OrderStatus.PENDING,
    PROCESSED: OrderStatus.PROCESSED,
    CANCELLED: OrderStatus.CANCELLED,
    COMPLETED: OrderStatus.COMPLETED,
}
"""Enumeration OrderState; the service writes the name, not the number."""

STATE_NUMBERS: Mapping[str, str] = {
    "0": CREATED,
    "1": PENDING,
    "2": PROCESSED,
    "3": CANCELLED,
    "4": COMPLETED,
}
"""The numbers of OrderState, in case one is sent where the name should be."""

ORDER_TYPES: Mapping[str, tuple[OrderKind, str]] = {
    "1": (OrderKind.SALES, QT_TRANSLATE_NOOP("messages", "Sales")),
    "2": (OrderKind.TRANSFER, QT_TRANSLATE_NOOP("messages", "Transfer")),
    "3": (OrderKind.PURCHASE, QT_TRANSLATE_NOOP("messages", "Purchase")),
    "4": (OrderKind.RMA, QT_TRANSLATE_NOOP("messages", "RMA")),
}
"""Enumeration OrderType by id. Samples pair 3 with "Sales"; recorded orders bear the ids out."""


@dataclass(frozen=True, slots=True)
class ItemType:
    """A sort of item and the statuses that fit it, by id."""

    name: str
    statuses: Mapping[str, str]


ITEM_TYPES: Mapping[str, ItemType] = {
    "1": ItemType(
        QT_TRANSLATE_NOOP("messages", "DropShip"),
        {
            "1": QT_TRANSLATE_NOOP("messages", "New"),
            "2": QT_TRANSLATE_NOOP("messages", "Cancelled"),
            "3": QT_TRANSLATE_NOOP("messages", "Processed"),
            "4": QT_TRANSLATE_NOOP("messages", "Ordered"),
            "5": QT_TRANSLATE_NOOP("messages", "Error"),
            "6": QT_TRANSLATE_NOOP("messages", "NotAvailable"),
            "7": QT_TRANSLATE_NOOP("messages", "Shipped"),
            "8": QT_TRANSLATE_NOOP("messages", "Received"),
        },
    ),
    "2": ItemType(
        QT_TRANSLATE_NOOP("messages", "InStock"),
        {
            "9": QT_TRANSLATE_NOOP("messages", "New"),
            "10": QT_TRANSLATE_NOOP("messages", "Processed"),
            "11": QT_TRANSLATE_NOOP("messages", "Error"),
            "12": QT_TRANSLATE_NOOP("messages", "BackOrder"),
            "16": QT_TRANSLATE_NOOP("messages", "Cancelled"),
        },
    ),
    "3": ItemType(
        QT_TRANSLATE_NOOP("messages", "eCommerce"),
        {
            "13": QT_TRANSLATE_NOOP("messages", "New"),
            "14": QT_TRANSLATE_NOOP("messages", "Processed"),
            "17": QT_TRANSLATE_NOOP("messages", "Cancelled"),
        },
    ),
    "4": ItemType(
        QT_TRANSLATE_NOOP("messages", "Shipping"),
        {"15": QT_TRANSLATE_NOOP("messages", "Shipping")},
    ),
}
"""Enumerations ItemType and ItemStatus; a status id belongs to one item type only."""

ITEM_STATUSES: Mapping[str, str] = {
    number: name for item in ITEM_TYPES.values() for number, name in item.statuses.items()
}

ORDER_TYPE_CHOICES = tuple(Choice(number, name) for number, (_kind, name) in ORDER_TYPES.items())
ITEM_TYPE_CHOICES = tuple(Choice(number, item.name) for number, item in ITEM_TYPES.items())
ITEM_STATUS_CHOICES = tuple(Choice(number, name) for number, name in ITEM_STATUSES.items())
STATUS_CHOICES_BY_TYPE: Mapping[str, tuple[Choice, ...]] = {
    number: tuple(Choice(status, name) for status, name in item.statuses.items())
    for number, item in ITEM_TYPES.items()
}

ZERO_GUID = "00000000-0000-0000-0000-000000000000"
"""How "none" is written where a GUID stands."""
