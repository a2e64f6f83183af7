"""Who is to write what: two desks, some orders, and a third of the edits on fields of both."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orderdesk.domain.order import Order

OVERLAP = 1 / 3
OF_LINES = 1 / 5


@dataclass(frozen=True, slots=True)
class Ground:
    """Fields of one vendor that may be written: of each desk its own, and those of both."""

    own: tuple[tuple[str, ...], tuple[str, ...]]
    shared: tuple[str, ...]
    line_own: tuple[str, str]
    line_shared: str


GROUNDS: Mapping[str, Ground] = {
    "iqmetrix": Ground(
        own=(("Name",), ("TenderId",)),
        shared=("DiscountCode", "DiscountDescription"),
        line_own=("Notes", "SupplierReference"),
        line_shared="Description",
    ),
    "ordertime": Ground(
        own=(("Memo", "CustomerPO"), ("InternalNotes",)),
        shared=("ShippingInstructions", "FOB"),
        line_own=("CustomerPartNo", "LineInstructions"),
        line_shared="Description",
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value at the vendor: of an order, or of an item of it."""

    order: str
    line: str
    field: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One act of one desk; every value is written by nobody else."""

    cells: tuple[Cell, ...]
    value: str

    @property
    def order(self) -> str:
        """The order's id at the vendor."""
        return self.cells[0].order

    @property
    def line(self) -> str:
        """The item's id, "" for the order itself."""
        return self.cells[0].line


def planned(
    desk: int, vendor: str, orders: Sequence[Order], count: int, *, seed: int
) -> list[Edit]:
    """Return what a desk (0 or 1) is to write, in order."""
    dice = random.Random(f"{seed}:{desk}")
    ground = GROUNDS[vendor]
    edits: list[Edit] = []
    for number in range(count):
        order = dice.choice(orders)
        value = f"{'AB'[desk]}{number:04d}"
        both = dice.random() < OVERLAP
        if order.lines and dice.random() < OF_LINES:
            line = dice.choice(order.lines).id
            fields = (ground.line_shared if both else ground.line_own[desk],)
        else:
            line = ""
            fields = (dice.choice(ground.shared if both else ground.own[desk]),)
            if both and dice.random() < OVERLAP:
                # Of one edit some fields overlap and some do not.
                fields = (*fields, ground.own[desk][0])
        edits.append(Edit(tuple(Cell(order.vendor_id, line, one) for one in fields), value))
    return edits
