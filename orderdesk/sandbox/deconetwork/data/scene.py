"""The whole made-up print room at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orderdesk.sandbox.deconetwork.data.history import history
from orderdesk.sandbox.deconetwork.data.landmarks import landmarks
from orderdesk.sandbox.deconetwork.data.maker import OrderMaker
from orderdesk.sandbox.deconetwork.data.people import customers
from orderdesk.sandbox.deconetwork.data.stock import Stock, stock
from orderdesk.sandbox.deconetwork.moments import from_datetime
from orderdesk.sandbox.deconetwork.orders import Order
from orderdesk.sandbox.dice import Dice


@dataclass(frozen=True, slots=True)
class Scene:
    """The orders, and what lies on the shelves."""

    orders: Sequence[Order]
    stock: Sequence[Stock]


def made_up(*, seed: int, orders: int, now: datetime) -> Scene:
    """Make the print room with so many orders placed before `now` (aware)."""
    moment = from_datetime(now)
    people = customers(Dice(f"deco customers {seed}"))
    maker = OrderMaker(Dice(f"deco orders {seed}"), people, moment)
    first = landmarks(maker)[:orders]
    shelves = stock(Dice(f"deco stock {seed}"), moment)
    return Scene([*first, *history(maker, orders - len(first))], shelves)
