"""What has left of an order: its ship docs, summed by item, shared out to its lines."""

# Lines of an order and of a ship doc are tied by their item alone; where several lines of an
# order have the same item, those further up are filled first, and closed ones last.

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from orderdesk.connectors.ordertime.wire import LinePayload, ShipDoc
from orderdesk.domain.status import FulfilmentStatus

_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of each line has left and is still to leave, by the line's id."""

    shipped: Mapping[str, Decimal]
    to_ship: Mapping[str, Decimal]

    @property
    def status(self) -> FulfilmentStatus:
        """How much of the whole has left."""
        if not any(self.shipped.values()):
            return FulfilmentStatus.NONE
        return FulfilmentStatus.PART if any(self.to_ship.values()) else FulfilmentStatus.FULFILLED


def _wanted(line: LinePayload) -> Decimal:
    return max(_NOTHING, line.Quantity or _NOTHING)


def progress_of(lines: Sequence[LinePayload], docs: Sequence[ShipDoc]) -> Progress:
    """Share out what the ship docs of an order hold to its lines."""
    left: dict[str | None, Decimal] = {}
    for doc in docs:
        for one in doc.LineItems or ():
            key = one.ItemRef.key if one.ItemRef else None
            left[key] = left.get(key, _NOTHING) + (one.Quantity or _NOTHING)
    shipped: dict[str, Decimal] = {}
    last: dict[str | None, str] = {}
    for line in sorted(lines, key=lambda one: one.IsCleared is True):
        key = line.ItemRef.key if line.ItemRef else None
        shipped[line.Id] = min(_wanted(line), left.get(key, _NOTHING))
        left[key] = left.get(key, _NOTHING) - shipped[line.Id]
        last[key] = line.Id
    for key, line_id in last.items():  # more than was ordered
        shipped[line_id] += left[key]
    to_ship = {
        line.Id: _NOTHING if line.IsCleared else max(_NOTHING, _wanted(line) - shipped[line.Id])
        for line in lines
    }
    return Progress(shipped, to_ship)
