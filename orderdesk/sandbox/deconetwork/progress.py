"""Pushing pieces on: to produced, to shipped, never back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from orderdesk.sandbox.deconetwork.data.goods import BY_CODE
from orderdesk.sandbox.deconetwork.data.people import METHODS
from orderdesk.sandbox.deconetwork.orders import Item, Line, Order, Shipment, advanced, settled
from orderdesk.sandbox.deconetwork.statuses import PRODUCED, SHIPPED


@dataclass(frozen=True, slots=True)
class Scope:
    """Which pieces are to reach which stage."""

    status: int
    line: int | None = None
    item: int | None = None
    qty: int | None = None

    @property
    def whole_order(self) -> bool:
        return self.line is None and self.item is None

    def takes(self, line: Line, item: Item | None = None) -> bool:
        """Tell whether a line, or a workflow item of it, is meant."""
        if self.line not in (None, line.id):
            return False
        return self.item is None or (item is not None and item.id == self.item)

    def outstanding(self, lines: Iterable[Line]) -> int:
        """Return how many pieces there are to push on."""
        count = 0
        for line in lines:
            if not line.items and self.takes(line) and line.stage < self.status:
                count += line.qty
            count += sum(
                item.qty
                for item in line.items
                if self.takes(line, item) and item.stage < self.status
            )
        return count

    def stages(self, order: Order) -> set[int]:
        """Return the stages at which what is meant stands."""
        meant: set[int] = set()
        for line in order.lines:
            if not line.items and self.takes(line):
                meant.add(line.stage)
            meant |= {item.stage for item in line.items if self.takes(line, item)}
        return meant


@dataclass(frozen=True, slots=True)
class Progress:
    """Who pushes on, when, and under which tracking number."""

    now: int
    user: int
    tracking: str
    next_number: Callable[[], int]

    def made(self, order: Order, scope: Scope) -> Order:
        """Return the order afterwards; the very same when nothing was outstanding."""
        moved: list[tuple[int, int]] = []
        lines = tuple(self._line(line, scope, moved) for line in order.lines)
        changed = order
        if lines != order.lines:
            changed = advanced(replace(order, lines=lines), self.now)
        if scope.whole_order and changed.status not in (scope.status, SHIPPED):
            changed = self._raised(changed, scope)
        if scope.status == SHIPPED and changed != order and (moved or self.tracking):
            changed = replace(changed, shipments=(*order.shipments, self._shipment(order, moved)))
        return changed

    def _raised(self, order: Order, scope: Scope) -> Order:
        """Give the order the status itself, as it was asked for, with or without lines."""
        name = "date_shipped" if scope.status == SHIPPED else "date_produced"
        dates = {**order.dates, "date_modified": self.now}
        if dates.get(name) is None:
            dates[name] = self.now
        return replace(order, status=scope.status, dates=dates)

    def _line(self, line: Line, scope: Scope, moved: list[tuple[int, int]]) -> Line:
        if not line.items:
            fits = scope.takes(line) and line.stage < scope.status
            return self._stamped(replace(line, stage=scope.status), line) if fits else line
        items: list[Item] = []
        for item in line.items:
            if scope.takes(line, item) and item.stage < scope.status:
                items += self._parted(item, scope, moved)
            else:
                items.append(item)
        changed = replace(line, items=tuple(items))
        return line if changed == line else self._stamped(settled(changed), line)

    def _parted(self, item: Item, scope: Scope, moved: list[tuple[int, int]]) -> list[Item]:
        """Push on so many pieces; the others stay behind under the item's own number."""
        qty = item.qty if scope.qty is None else min(scope.qty, item.qty)
        by = item.by if item.stage >= PRODUCED else self.user
        if qty == item.qty:
            moved.append((item.id, qty))
            return [replace(item, stage=scope.status, by=by)]
        ahead = replace(item, id=self.next_number(), qty=qty, stage=scope.status, by=by)
        moved.append((ahead.id, qty))
        return [ahead, replace(item, qty=item.qty - qty)]

    def _stamped(self, line: Line, before: Line) -> Line:
        """Write down when a line as a whole was produced and shipped, and by whom."""
        if line.stage >= PRODUCED > before.stage:
            line = replace(line, processed=self.now, processed_by=self.user)
        if line.stage == SHIPPED != before.stage:
            line = replace(line, shipped=self.now, shipped_by=self.user)
        return line

    def _shipment(self, order: Order, moved: list[tuple[int, int]]) -> Shipment:
        counts = dict(moved)
        weight = Decimal(0)
        for line in order.lines:
            good = BY_CODE.get(line.product)
            ids = {item.id for item in line.items}
            pieces = sum(qty for item, qty in counts.items() if item in ids)
            weight += good.weight * pieces if good else Decimal(0)
        method = order.values.get("shipping_method")
        return Shipment(
            id=self.next_number(),
            at=self.now,
            tracking=self.tracking,
            method=method if isinstance(method, int) else next(iter(METHODS)),
            weight=weight,
            items=tuple(moved),
        )
