"""The whole made-up shop at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.orderspace import moments, reading, shelf
from orderdesk.sandbox.orderspace.data.firms import (
    GROUPS,
    PRICE_LISTS,
    TAX_RATES,
    TERMS,
    customer_documents,
)
from orderdesk.sandbox.orderspace.data.goods import (
    CLOSED_WINDOW,
    NEXT_SEASON,
    OPEN_WINDOW,
    category_documents,
    level_documents,
    product_documents,
)
from orderdesk.sandbox.orderspace.data.history import history
from orderdesk.sandbox.orderspace.data.landmarks import landmarks
from orderdesk.sandbox.orderspace.data.maker import OrderMaker
from orderdesk.sandbox.orderspace.lifecycle import reserves
from orderdesk.sandbox.orderspace.orders import Order
from orderdesk.sandbox.orderspace.papers import Dispatch, Invoice
from orderdesk.sandbox.orderspace.shelf import Shelf

COMPANY_NAME = "Wholesale"


@dataclass(frozen=True, slots=True)
class Scene:
    """The papers that were made; what they refer to stands on the shelf."""

    orders: Sequence[Order]
    invoices: Sequence[Invoice]
    dispatches: Sequence[Dispatch]


def made_up(known: Shelf, *, seed: int, orders: int, now: datetime) -> Scene:
    """Fill the shelf, and make so many orders placed before `now` (aware)."""
    moment = int(now.timestamp())
    goods = Dice(f"orderspace goods {seed}")
    products = product_documents(goods, moment)
    levels = level_documents(goods, products, moment)
    reference: dict[str, Sequence[Document]] = {
        shelf.CATEGORIES: category_documents(),
        shelf.PRICE_LISTS: PRICE_LISTS,
        shelf.TAX_RATES: TAX_RATES,
        shelf.TERMS: TERMS,
        shelf.GROUPS: GROUPS,
        shelf.WINDOWS: _windows(moment),
        shelf.PRODUCTS: products,
        shelf.CUSTOMERS: customer_documents(Dice(f"orderspace firms {seed}"), moment),
    }
    known.fill(reference)
    maker = OrderMaker(Dice(f"orderspace orders {seed}"), known, moment)
    first = landmarks(maker)[:orders]
    wishes = [*history(maker, orders - len(first)), *first]
    wishes.sort(key=lambda wish: wish.created)
    for wish in wishes:
        maker.make(wish)
    known.fill({**reference, shelf.LEVELS: _reserved(levels, maker.orders)})
    return Scene(maker.orders, maker.invoices, maker.dispatches)


def _windows(now: int) -> list[Document]:
    """Return a preorder window that is open and one that is over."""
    today = moments.day_of(now)
    return [
        {
            "id": key,
            "name": name,
            "deadline": moments.days_after(today, deadline),
            "due": moments.days_after(today, deadline + 30),
            "categories": [NEXT_SEASON],
        }
        for key, name, deadline in (
            (CLOSED_WINDOW, "Spring", -60),
            (OPEN_WINDOW, "Automne / Autumn", 45),
        )
    ]


def _reserved(levels: list[Document], orders: Sequence[Order]) -> list[Document]:
    """Take from what is available what the orders have reserved."""
    taken: dict[str, int] = {}
    for order in orders:
        if reserves(order):
            for line in order.goods:
                if not line.is_held:
                    taken[line.sku] = taken.get(line.sku, 0) + line.to_dispatch
    return [
        {
            **level,
            "available": reading.whole(level, "available")
            - taken.get(reading.text(level, "sku"), 0),
        }
        for level in levels
    ]
