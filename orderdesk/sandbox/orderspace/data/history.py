"""The orders of the last two years, left to chance."""

from collections.abc import Iterator
from decimal import Decimal

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.orderspace import reading, shelf
from orderdesk.sandbox.orderspace.data.goods import NEXT_SEASON
from orderdesk.sandbox.orderspace.data.maker import OrderMaker, Wish
from orderdesk.sandbox.orderspace.moments import DAY
from orderdesk.sandbox.orderspace.orders import (
    CANCELLED,
    FULFILLED,
    INVOICED,
    NEW,
    PART_FULFILLED,
    PREORDER,
    RELEASED,
    Line,
)

_OLDEST = 730 * DAY
_NEWEST = 5 * 3_600
# What an order has become: within two days, within three weeks, and after that.
_FRESH = ((NEW, 55), (INVOICED, 15), (RELEASED, 15), (PREORDER, 5), (CANCELLED, 5), (FULFILLED, 5))
_RECENT = (
    (FULFILLED, 60),
    (RELEASED, 12),
    (INVOICED, 12),
    (PART_FULFILLED, 6),
    (NEW, 4),
    (PREORDER, 3),
    (CANCELLED, 3),
)
_OLD = ((FULFILLED, 95.0), (CANCELLED, 3.5), (INVOICED, 1.0), (PART_FULFILLED, 0.5))
_LINES = ((1, 12), (2, 20), (3, 22), (4, 16), (5, 10), (6, 8), (9, 6), (14, 4), (30, 1))
_CHARGES = (
    ("Standard delivery", "12.5"),
    ("Next-day courier", "24.9"),
    ("Collection from the harbour depot", "0"),
    ("International freight", "86.35"),
)
_NOTES = (
    "Please deliver to the back door.",
    "Ring twice, the bell is weak.",
    "Livrer avant 10 h, s'il vous plaît.",
    "配達は午前中にお願いします",
    "يرجى التسليم إلى المستودع",
)


def history(maker: OrderMaker, count: int) -> Iterator[Wish]:
    """Wish for so many orders, the oldest first."""
    dice = maker.dice
    ages = sorted(
        (int(_NEWEST + dice.random() ** 1.6 * (_OLDEST - _NEWEST)) for _number in range(count)),
        reverse=True,
    )
    customers = [one for one in maker.shelf.all(shelf.CUSTOMERS) if one["status"] != "new"]
    weighted = [(one, 1.0 / (place % 20 + 1)) for place, one in enumerate(customers)]
    choices = dice.choices(
        [one for one, _weight in weighted], [weight for _one, weight in weighted], k=count
    )
    on_sale, coming = skus(maker)
    for age, customer in zip(ages, choices, strict=True):
        yield _wish(maker, customer, age, (on_sale, coming))


def skus(maker: OrderMaker) -> tuple[list[str], list[str]]:
    """Return the SKUs that are on sale now, and those that can only be ordered ahead."""
    on_sale: list[str] = []
    coming: list[str] = []
    for product in maker.shelf.all(shelf.PRODUCTS):
        ahead = NEXT_SEASON in reading.texts(product, "categories")
        if reading.flag(product, "active"):
            variants = reading.objects(product, "product_variants")
            (coming if ahead else on_sale).extend(reading.text(one, "sku") for one in variants)
    return on_sale, coming


def _wish(
    maker: OrderMaker, customer: Document, age: int, goods: tuple[list[str], list[str]]
) -> Wish:
    dice = maker.dice
    if age < 2 * DAY:
        status = dice.weighted(_FRESH)
    else:
        status = dice.weighted(_RECENT if age < 21 * DAY else _OLD)
    wish = Wish(maker.now - age, status, customer, _lines(maker, customer, status, goods))
    wish.free = status in (RELEASED, FULFILLED) and dice.chance(0.15)
    wish.parts = 2 if dice.chance(0.12) else 1
    wish.deposit = status == INVOICED and dice.chance(0.1)
    wish.overdue = wish.free and status == FULFILLED and dice.chance(0.2)
    if dice.chance(0.08):
        wish.values = {"customer_note": dice.choice(_NOTES)}
    return wish


def _lines(
    maker: OrderMaker, customer: Document, status: str, goods: tuple[list[str], list[str]]
) -> list[Line]:
    dice = maker.dice
    held = status == PREORDER
    every = goods[1] if held else goods[0]
    count = min(dice.weighted(_LINES), len(every))
    lines = [
        maker.goods_line(customer, sku, dice.randrange(1, 13) * dice.choice((1, 2, 5)), held=held)
        for sku in dice.sample(every, count)
    ]
    if dice.chance(0.06):
        lines.append(
            maker.other_line(customer, "Shelf labels, printed", Decimal("3.5"), quantity=2)
        )
    if dice.chance(0.75):
        name, price = dice.choice(_CHARGES)
        lines.append(maker.other_line(customer, name, Decimal(price), shipping=True))
    if status == PART_FULFILLED and sum(not line.shipping for line in lines) == 1:
        lines.append(maker.goods_line(customer, every[0], 3))
    return lines
