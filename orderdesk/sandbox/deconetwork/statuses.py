"""The numbers that stand for states of orders, lines and workflow items."""

from collections.abc import Mapping

OPEN = 1
PRODUCED = 2
SHIPPED = 3
CANCELLED = 4
ON_HOLD = 7
NOT_ORDERED = 8
AWAITING_STOCK = 9
AWAITING_ARTWORK = 10
AWAITING_REVIEW = 11
IN_PRODUCTION = 12
READY_TO_SHIP = 13

# 1, 3 and 4 stand in recorded answers, 2 is the vendor's own number; the rest is from programs
# that use the API. What 0, 5 and 6 are is not known.
ORDER_STATUSES: Mapping[int, str] = {
    OPEN: "awaiting processing",
    PRODUCED: "produced",
    SHIPPED: "shipped",
    CANCELLED: "cancelled",
    ON_HOLD: "on hold",
    NOT_ORDERED: "not ordered",
    AWAITING_STOCK: "awaiting stock",
    AWAITING_ARTWORK: "awaiting artwork",
    AWAITING_REVIEW: "awaiting review",
    IN_PRODUCTION: "in production",
    READY_TO_SHIP: "ready for shipping",
}
"""Order status number to a word for it."""
HELD = frozenset({ON_HOLD, NOT_ORDERED})
"""States in which a site may not let the API push an order on; nothing says so."""

LINE_OPEN = 1
"""A line that is not produced; 2 and 3 are those of orders."""

NOT_BOUGHT = 20
BOUGHT = 40
RECEIVED = 60
"""Procurement of a workflow item; only 60 is known (received)."""
WAITING = 20
DONE = 80
"""Production and shipping of a workflow item; from 80 on it is done."""


def word(status: int) -> str:
    """Return a word for an order status; an unknown number is named by itself."""
    return ORDER_STATUSES.get(status, f"status {status}")
