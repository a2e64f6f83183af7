"""How far lines and their parts have come: what is still to be produced, and to be shipped."""

# A line's status is in the vendor's orders; the numbers of workflow items are from programs that
# use the API. The line's status goes before, and its parts tell what lies between.

from decimal import Decimal
from typing import Final

from orderdesk.connectors.deconetwork.vocabulary import DONE, PRODUCED, SHIPPED
from orderdesk.connectors.deconetwork.wire import LinePayload, OrderPayload, WorkflowItem

_NOTHING: Final = Decimal(0)
_REACHED: Final = {
    "mark_produced": frozenset({PRODUCED, SHIPPED}),
    "mark_shipped": frozenset({SHIPPED}),
}
"""The statuses of a line that has been through the action."""


def is_done(item: WorkflowItem, action: str) -> bool:
    """Whether a workflow item is produced, or shipped, already."""
    numbers = [item.shipping_status]
    if action == "mark_produced":
        numbers.append(item.production_status)
    return any(number is not None and number >= DONE for number in numbers)


def outstanding(line: LinePayload, action: str) -> Decimal | None:
    """Return how much of a line is still to be produced, or shipped; None where nobody knows."""
    if line.production_status in _REACHED[action]:
        return _NOTHING
    if not line.workflow_items:
        return line.qty
    counts = [
        _NOTHING if is_done(item, action) else item.qty_to_fulfill for item in line.workflow_items
    ]
    known = [count for count in counts if count is not None]
    return sum(known, _NOTHING) if len(known) == len(counts) else line.qty


def outstanding_of(payload: OrderPayload, action: str) -> Decimal | None:
    """Return how much of an order is; None where nobody knows, as of one without lines."""
    counts = [outstanding(line, action) for line in payload.order_lines]
    known = [count for count in counts if count is not None]
    return sum(known, _NOTHING) if counts and len(known) == len(counts) else None


def any_shipped(payload: OrderPayload) -> bool:
    """Whether anything of an order has left."""
    return any(
        line.production_status == SHIPPED
        or any(is_done(item, "mark_shipped") for item in line.workflow_items or ())
        for line in payload.order_lines
    )
