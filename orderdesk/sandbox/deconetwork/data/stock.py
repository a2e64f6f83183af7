"""What lies on the shelves: one row for each variant of each product."""

from dataclasses import dataclass

from orderdesk.sandbox.deconetwork.data.goods import GOODS, NO_OPTION, Good
from orderdesk.sandbox.deconetwork.moments import DAY
from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document


@dataclass(frozen=True, slots=True)
class Stock:
    """One variant and its stock."""

    id: int
    product: str
    option: int
    color: int
    tracked: bool
    level: int
    warn: int
    reorder_to: int
    on_order_po: int
    on_order_stock: int
    modified: int

    def document(self) -> Document:
        """As it is kept in the storage."""
        return {
            "product": self.product,
            "option": self.option,
            "color": self.color,
            "tracked": self.tracked,
            "numbers": [self.level, self.warn, self.reorder_to],
            "on_order": [self.on_order_po, self.on_order_stock],
            "modified": self.modified,
        }


def stock(dice: Dice, now: int) -> list[Stock]:
    """Make the rows, products in the order of the range."""
    rows: list[Stock] = []
    for good in GOODS:
        for color in good.colors:
            for option in good.options or (NO_OPTION,):
                rows.append(_row(dice, good, (len(rows), option.id, color.id), now))
    return rows


def _row(dice: Dice, good: Good, place: tuple[int, int, int], now: int) -> Stock:
    number, option, color = place
    tracked = good.supplier != "Quay Promotions" or good.code in ("MG800", "BT810")
    level = dice.choice((0, 3, 8, 24, 60, 144)) if tracked else 0
    return Stock(
        id=21_480_000 + number,
        product=good.code,
        option=option,
        color=color,
        tracked=tracked,
        level=level,
        warn=6 if tracked else 0,
        reorder_to=48 if tracked else 0,
        on_order_po=24 if tracked and level < 6 else 0,
        on_order_stock=12 if level == 0 and tracked else 0,
        modified=now - dice.randrange(90 * DAY),
    )
