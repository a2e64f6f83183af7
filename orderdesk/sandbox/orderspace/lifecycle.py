"""What happens to an order when items are invoiced, paid for and dispatched, and to the stock."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.orderspace import reading, shelf
from orderdesk.sandbox.orderspace.orders import (
    CANCELLED,
    FULFILLED,
    INVOICED,
    NEW,
    PART_FULFILLED,
    PREORDER,
    RELEASED,
    STANDING,
    Line,
    Order,
)
from orderdesk.sandbox.orderspace.shelf import Shelf

# Source: order object page (meaning of the counters), dispatches page (stock and fulfilled), help
# pages on statuses, dispatch and inventory. What they leave open is a switch or said to be ours.


def with_invoiced(order: Order, counts: Mapping[str, int], *, paid: bool = False) -> Order:
    """Count items as invoiced, and as paid; negative counts take that back."""
    lines = [
        line.with_counts(
            invoiced=max(line.invoiced + counts.get(line.id, 0), 0),
            paid=max(line.paid + (counts.get(line.id, 0) if paid else 0), 0),
            dispatched=line.dispatched,
        )
        for line in order.lines
    ]
    return replace(order, lines=tuple(lines))


def with_paid(order: Order, counts: Mapping[str, int]) -> Order:
    """Count items as paid for."""
    lines = [
        line.with_counts(
            invoiced=line.invoiced,
            paid=line.paid + counts.get(line.id, 0),
            dispatched=line.dispatched,
        )
        for line in order.lines
    ]
    return replace(order, lines=tuple(lines))


def with_dispatched(order: Order, counts: Mapping[str, int]) -> Order:
    """Count items as dispatched."""
    lines = [
        line.with_counts(
            invoiced=line.invoiced,
            paid=line.paid,
            dispatched=line.dispatched + counts.get(line.id, 0),
        )
        for line in order.lines
    ]
    return replace(order, lines=tuple(lines))


def after_invoice(order: Order) -> str:
    """Return the status of an order that was invoiced: it waits for payment unless it need not."""
    return INVOICED if order.status in (NEW, PART_FULFILLED) else order.status


def without_invoice(order: Order) -> str:
    """Return the status of an order after its invoice was deleted."""
    still = any(line.invoiced for line in order.lines)
    if order.status != INVOICED or still:
        return order.status
    return PART_FULFILLED if any(line.dispatched for line in order.lines) else NEW


def after_payment(order: Order) -> str:
    """Return the status of an order whose invoices are all paid."""
    return RELEASED if order.status in (INVOICED, NEW) else order.status


def after_dispatch(order: Order, rule: str) -> str:
    """Return the status of an order after a dispatch; `rule` is the switch `partly_dispatched`."""
    rest = [line for line in order.lines if line.to_dispatch]
    if not rest:
        return FULFILLED
    if rule != "by_invoicing":
        return rule
    covered = order.free or all(line.invoiced >= line.quantity for line in rest)
    return RELEASED if covered else PART_FULFILLED


def resting_status(lines: Iterable[Line]) -> str:
    """Return the status of a new order: preorder when all that it holds is held."""
    goods = [line for line in lines if not line.shipping]
    return PREORDER if goods and all(line.is_held for line in goods) else NEW


def reserves(order: Order) -> bool:
    """Tell whether an order of this status keeps stock from others."""
    return order.status not in (CANCELLED, STANDING)


class Stock:
    """The levels of stock by SKU.

    A placed order takes from what is available, a dispatch from what is on hand; lines on hold take
    nothing until they leave.
    """

    def __init__(self, known: Shelf, clock: Clock) -> None:
        self._shelf = known
        self._clock = clock

    def ordered(self, order: Order) -> None:
        """Take what an order reserves."""
        for line in order.goods:
            if not line.is_held:
                self._move(line.sku, available=-line.quantity)

    def dispatched(self, order: Order, counts: Mapping[str, int]) -> None:
        """Take what leaves."""
        for line in order.goods:
            count = counts.get(line.id, 0)
            self._move(line.sku, on_hand=-count, available=-count if line.is_held else 0)

    def cancelled(self, order: Order) -> None:
        """Give back what was reserved and has not left."""
        for line in order.goods:
            if not line.is_held:
                self._move(line.sku, available=line.to_dispatch)

    def deleted(self, order: Order) -> None:
        """Give everything back, what has left too."""
        if not reserves(order):
            return
        self.cancelled(order)
        for line in order.goods:
            self._move(line.sku, on_hand=line.dispatched, available=line.dispatched)

    def set(self, sku: str, *, on_hand: int | None, available: int | None) -> Document | None:
        """Set one level; the other follows by the same difference; None for an unknown SKU."""
        level = self._shelf.get(shelf.LEVELS, sku)
        if level is None:
            return None
        change = 0
        if on_hand is not None:
            change = on_hand - reading.whole(level, "on_hand")
        elif available is not None:
            change = available - reading.whole(level, "available")
        return self._changed(level, on_hand=change, available=change)

    def _move(self, sku: str, *, on_hand: int = 0, available: int = 0) -> None:
        level = self._shelf.get(shelf.LEVELS, sku) if sku else None
        if level is not None and (on_hand or available):
            self._changed(level, on_hand=on_hand, available=available)

    def _changed(self, level: Document, *, on_hand: int, available: int) -> Document:
        changed: Document = {
            **level,
            "on_hand": reading.whole(level, "on_hand") + on_hand,
            "available": reading.whole(level, "available") + available,
            shelf.UPDATED: int(self._clock.timestamp()),
        }
        return self._shelf.put(shelf.LEVELS, changed)
