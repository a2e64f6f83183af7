"""The bulk of the orders: five months of trade, on weekdays, in every status."""

from datetime import datetime
from decimal import Decimal

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.ordertime import moments
from orderdesk.sandbox.ordertime.data.maker import Maker, Shipment, Wanted, Wish
from orderdesk.sandbox.ordertime.data.tenant import (
    APPROVED,
    CANCELLED,
    CUSTOMER_WAITS,
    HOLD,
    INVOICED,
    NEW,
    PACKED,
    PARTLY,
    PICKING,
    PRINT,
    RUSH,
    SHIPPED,
    WAITING,
)
from orderdesk.sandbox.ordertime.moments import DAY, HOUR

DAYS = 150
_FRESH = (
    *((NEW, 30.0), (HOLD, 5.0), (WAITING, 8.0), (PRINT, 10.0), (APPROVED, 18.0), (PICKING, 9.0)),
    *((PACKED, 6.0), (PARTLY, 5.0), (CUSTOMER_WAITS, 4.0), (RUSH, 2.0), (SHIPPED, 3.0)),
)
_SETTLED = (
    *((INVOICED, 78.0), (SHIPPED, 9.0), (CANCELLED, 5.0), (PARTLY, 3.0), (WAITING, 3.0)),
    (HOLD, 2.0),
)
_LINES = ((1, 30.0), (2, 26.0), (3, 18.0), (4, 10.0), (6, 8.0), (9, 5.0), (14, 2.5), (25, 0.5))
_QUANTITIES = (1, 2, 2, 4, 5, 5, 10, 10, 12, 20, 25, 40, 100)
_CARRIERS = ("1Z999HM", "PUR33", "7302")


def history(maker: Maker, count: int, now: datetime) -> list[Wish]:
    """Wish for so many orders, placed before `now` (aware)."""
    present = moments.micros(now)
    return [_wish(maker, _moment(maker.dice, present), present) for _ in range(count)]


def _moment(dice: Dice, present: int) -> int:
    """When an order came in: on a weekday, in the tenant's office hours."""
    while True:
        back = int(dice.triangular(0, DAYS, 20))
        day = moments.local(present - back * DAY).date()
        if day.weekday() < 5:
            hour = dice.triangular(7.5, 18, 10.5)
            start = moments.as_micros(moments.from_text(moments.day_text(day)), "local")
            moment = start + int(hour * HOUR) // 1_000 * 1_000
            if moment < present - 60 * moments.SECOND:
                return moment


def _wish(maker: Maker, created: int, present: int) -> Wish:
    dice = maker.dice
    age = present - created
    status = dice.weighted(_FRESH if age < 12 * DAY else _SETTLED)
    chosen = dice.sample(maker.parts, dice.weighted(_LINES))
    lines = [
        Wanted(
            good,
            dice.choice(_QUANTITIES) if good.price < 300 else dice.randint(1, 6),
            (good.price * Decimal("0.92")).quantize(Decimal("0.01")) if dice.chance(0.2) else None,
        )
        for good in chosen
    ]
    wish = Wish(created, dice.choice(maker.parties), lines, status)
    wish.shipments = _shipments(dice, wish, age)
    if wish.shipments or status != NEW:
        wish.changed = created + int(age * dice.random() * 0.9)
    if dice.chance(0.08):
        wish.fields["DiscountAmount"] = Decimal(dice.choice(("5.00", "12.50", "40.00")))
    if dice.chance(0.05):
        wish.fields["Memo"] = "Second delivery of the quarter; pack with the brochures."
    return wish


def _shipments(dice: Dice, wish: Wish, age: int) -> list[Shipment]:
    """Return what has left of an order, as its status says."""
    whole = [wanted.quantity for wanted in wish.lines]
    after = min(int(age * 0.6), dice.randint(4 * HOUR, 6 * DAY))
    tracking = f"{dice.choice(_CARRIERS)}{dice.randint(10**8, 10**9 - 1)}"
    if wish.status in (SHIPPED, INVOICED):
        return [Shipment(whole, after, tracking, packages=1 + len(whole) // 4)]
    if wish.status == PARTLY:
        part = [quantity // 2 for quantity in whole]
        part[0] = max(part[0], 1) if whole[0] > 1 or len(whole) > 1 else 0
        return [Shipment(part, after, tracking)] if any(part) else []
    return []
