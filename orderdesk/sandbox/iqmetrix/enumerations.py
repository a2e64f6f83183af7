"""The vendor's enumerations, from the tables of its Orders page (section ENUMERATIONS)."""

from collections.abc import Mapping

ORDER_STATES: Mapping[int, str] = {
    0: "Created",
    1: "Pending",
    2: "Processed",
    3: "Cancelled",
    4: "Completed",
}
CREATED, PENDING, PROCESSED, CANCELLED, COMPLETED = ORDER_STATES.values()
OPEN_STATES = (CREATED, PENDING)
"""The states in which an OrderFull can be updated."""

ORDER_TYPES: Mapping[int, str] = {1: "Sales", 2: "Transfer", 3: "Purchase", 4: "RMA"}
SALES, TRANSFER, PURCHASE, RMA = ORDER_TYPES

ITEM_TYPES: Mapping[int, str] = {1: "DropShip", 2: "InStock", 3: "eCommerce", 4: "Shipping"}
DROP_SHIP, IN_STOCK, E_COMMERCE, SHIPPING = ITEM_TYPES

ITEM_STATUSES: Mapping[int, Mapping[int, str]] = {
    DROP_SHIP: {
        1: "New",
        2: "Cancelled",
        3: "Processed",
        4: "Ordered",
        5: "Error",
        6: "NotAvailable",
        7: "Shipped",
        8: "Received",
    },
    IN_STOCK: {9: "New", 10: "Processed", 11: "Error", 12: "BackOrder", 16: "Cancelled"},
    E_COMMERCE: {13: "New", 14: "Processed", 17: "Cancelled"},
    SHIPPING: {15: "Shipping"},
}
"""Item type to the statuses that fit it."""

STATUS_NAMES: Mapping[int, str] = {
    number: name for statuses in ITEM_STATUSES.values() for number, name in statuses.items()
}
NEW_STATUS: Mapping[int, int] = {DROP_SHIP: 1, IN_STOCK: 9, E_COMMERCE: 13, SHIPPING: 15}
PROCESSED_STATUS: Mapping[int, int] = {DROP_SHIP: 3, IN_STOCK: 10, E_COMMERCE: 14, SHIPPING: 15}
CANCELLED_STATUS: Mapping[int, int] = {DROP_SHIP: 2, IN_STOCK: 16, E_COMMERCE: 17, SHIPPING: 15}

ZERO_GUID = "00000000-0000-0000-0000-000000000000"
"""How recorded answers write "none" where a GUID stands."""


def state_named(text: str) -> str | None:
    """Return the state of that name, capitals or not, or of that number, or None."""
    for number, name in ORDER_STATES.items():
        if text.casefold() == name.casefold() or text == str(number):
            return name
    return None
