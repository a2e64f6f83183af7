"""The bulk of the orders: four months of trade, with opening hours, weekdays and every state."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.iqmetrix.data.goods import Good
from orderdesk.sandbox.iqmetrix.data.maker import OrderMaker, Wish, order_name
from orderdesk.sandbox.iqmetrix.data.places import PLACES, Place
from orderdesk.sandbox.iqmetrix.enumerations import (
    CANCELLED,
    COMPLETED,
    CREATED,
    PENDING,
    PROCESSED,
    PURCHASE,
    RMA,
    SALES,
    TRANSFER,
)
from orderdesk.sandbox.iqmetrix.moments import HOUR, TICKS, from_datetime
from orderdesk.sandbox.iqmetrix.orders import Order

DAYS = 120
_KINDS = ((SALES, 84.0), (RMA, 7.0), (TRANSFER, 5.0), (PURCHASE, 4.0))
_HOURS = {
    SALES: ((72, 70.0), (12, 10.0), (24, 8.0), (168, 12.0)),
    RMA: ((720, 1.0),),
    TRANSFER: ((336, 1.0),),
    PURCHASE: ((720, 1.0),),
}
_WEEKDAYS = (0.9, 0.85, 0.95, 1.05, 1.25, 1.45, 0.7)
_FRESH = ((PENDING, 45.0), (CREATED, 18.0), (PROCESSED, 22.0), (COMPLETED, 9.0), (CANCELLED, 6.0))
_LASTING = ((PENDING, 25.0), (CREATED, 6.0), (PROCESSED, 34.0), (COMPLETED, 28.0), (CANCELLED, 7.0))
_EXPIRED = ((COMPLETED, 60.0), (PROCESSED, 21.0), (CANCELLED, 11.0), (PENDING, 5.5), (CREATED, 2.5))
_LINES = (
    (1, 46.0),
    (2, 26.0),
    (3, 14.0),
    (4, 6.0),
    (6, 3.0),
    (0, 1.5),
    (9, 1.5),
    (14, 1.0),
    (33, 0.2),
)
_OLD = 60 * 24 * HOUR


def history(maker: OrderMaker, count: int, now: datetime) -> list[Order]:
    """So many orders, placed before `now` (aware)."""
    dice = maker.dice
    days = _days(now)
    places = [(place, place.share) for place in PLACES]
    present = from_datetime(now)
    return [
        maker.make(_wish(maker, dice.weighted(places), _moment(dice, days, now), present))
        for _ in range(count)
    ]


def _days(now: datetime) -> Sequence[tuple[datetime, float]]:
    """Each midnight of the period with its weight: weekends are busier, and trade is growing."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days: list[tuple[datetime, float]] = []
    for back in range(DAYS):
        day = midnight - timedelta(days=back)
        growth = 1.15 - 0.3 * back / DAYS
        days.append((day, _WEEKDAYS[day.weekday()] * growth))
    return days


def _moment(dice: Dice, days: Sequence[tuple[datetime, float]], now: datetime) -> tuple[int, float]:
    """When an order is placed by the shop's own clock: ticks, and the hour of that day."""
    day = dice.weighted(days)
    hour = dice.triangular(9, 20.5, 16)
    ticks = from_datetime(day) + int(hour * HOUR) + dice.randrange(10_000)
    if ticks > from_datetime(now):  # the shop is not open yet, or closes later today
        ticks -= 7 * 24 * HOUR
    return ticks, hour


def _wish(maker: OrderMaker, place: Place, moment: tuple[int, float], now: int) -> Wish:
    dice = maker.dice
    created = moment[0] - place.hours_from_utc * HOUR
    if created > now - 60 * TICKS:
        created -= 24 * HOUR
    kind = dice.weighted(_KINDS)
    hours = dice.weighted(_HOURS[kind])
    age = now - created
    if age > hours * HOUR:
        state = dice.weighted(_EXPIRED)
    else:
        state = dice.weighted(_FRESH if age < 72 * HOUR else _LASTING)
    wish = Wish(created, state, place, kind, hours)
    wish.goods = _goods(maker, kind)
    _settle_parties(maker, wish)
    wish.both_targets = (
        kind == SALES and wish.customer is not None and age > _OLD and dice.chance(0.006)
    )
    if wish.name is None:
        wish.name = order_name(dice, wish)
    return wish


def _goods(maker: OrderMaker, kind: int) -> Sequence[Good]:
    dice = maker.dice
    goods = maker.cast.goods
    count = dice.weighted(_LINES)
    if kind == RMA:
        count = min(count, 2) or 1
    if kind in (TRANSFER, PURCHASE):
        goods = [good for good in goods if good.can_ship]
        count = max(count * 2, 3)
    return dice.sample(goods, count)


def _settle_parties(maker: OrderMaker, wish: Wish) -> None:
    """Who pays and where it goes; only an open order may still lack a billing customer."""
    dice = maker.dice
    first = wish.goods[0].name if wish.goods else "nothing"
    if wish.kind == TRANSFER:
        wish.customer = maker.cast.internal
        wish.to_store = dice.choice([place for place in PLACES if place is not wish.place])
        wish.name = f"Transfer {wish.place.name} → {wish.to_store.name}"
    elif wish.kind == PURCHASE:
        wish.customer = maker.cast.internal
        wish.name = f"Restock {wish.place.name}: {first} and more"
    elif wish.state in (PENDING, CREATED, CANCELLED) and dice.chance(0.07):
        wish.customer = None
    else:
        wish.customer = maker.customer_near(wish.place)
    if wish.kind == RMA:
        wish.name = f"Return: {first}"
    if wish.kind == SALES:
        wish.drop_ship = dice.chance(0.42)
        if wish.drop_ship and dice.chance(0.14):
            wish.to_store = wish.place if dice.chance(0.6) else dice.choice(PLACES)
