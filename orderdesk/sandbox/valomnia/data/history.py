"""The bulk of the operations: four months of routes, with every kind and state."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.data.goods import Pack
from orderdesk.sandbox.valomnia.data.maker import OperationMaker, Wish
from orderdesk.sandbox.valomnia.data.people import CARD, CASH, CHEQUE, DRIVERS, REPS, TRANSFER
from orderdesk.sandbox.valomnia.enumerations import (
    ADVANCE,
    DELIVERED,
    DELIVERY,
    DELIVERY_NOTE,
    IN_PROCESS,
    INVOICE,
    NOT_PAID,
    ORDER,
    PAID,
    PENDING,
    PREORDER,
    REJECTED,
)
from orderdesk.sandbox.valomnia.operations import Operation

DAYS = 120
_KINDS = ((ORDER, 62.0), (PREORDER, 12.0), (INVOICE, 12.0), (DELIVERY_NOTE, 8.0), (DELIVERY, 6.0))
_WEEKDAYS = (1.1, 1.2, 1.1, 1.15, 1.25, 0.35, 0.05)
_FRESH_PAY = ((NOT_PAID, 70.0), (PAID, 14.0), (ADVANCE, 10.0), (IN_PROCESS, 6.0))
_OLD_PAY = ((PAID, 86.0), (NOT_PAID, 7.0), (ADVANCE, 5.0), (IN_PROCESS, 2.0))
_FRESH_DELIVERY = ((PENDING, 80.0), (DELIVERED, 18.0), (REJECTED, 2.0))
_OLD_DELIVERY = ((DELIVERED, 90.0), (PENDING, 5.0), (REJECTED, 4.0), (None, 1.0))
_PAID_BY = ((CASH, 55.0), (CHEQUE, 25.0), (CARD, 14.0), (TRANSFER, 6.0))
_LINES = ((1, 12.0), (2, 18.0), (3, 22.0), (4, 18.0), (6, 16.0), (8, 8.0), (12, 5.0), (0, 1.0))
_FRESH = 4 * moments.DAY


def history(maker: OperationMaker, count: int, now: datetime) -> list[Operation]:
    """So many operations, oldest first, all made before `now` (aware)."""
    dice, present = maker.dice, moments.from_datetime(now)
    days = _days(now)
    created = sorted(_moment(dice, days, present) for _ in range(count))
    shops = [one for one in maker.shops if one["isActive"]]
    return [maker.make(_wish(maker, shops, moment, present), present) for moment in created]


def _days(now: datetime) -> Sequence[tuple[int, float]]:
    """Each midnight of the period with its weight; hardly a van drives on a Sunday."""
    days: list[tuple[int, float]] = []
    for back in range(DAYS):
        day = now - timedelta(days=back)
        midnight = moments.local_midnight(moments.from_datetime(day))
        days.append((midnight, _WEEKDAYS[day.weekday()] * (1.1 - 0.2 * back / DAYS)))
    return days


def _moment(dice: Dice, days: Sequence[tuple[int, float]], now: int) -> int:
    moment = dice.weighted(days) + int(dice.triangular(7.5, 18, 11) * moments.HOUR)
    return moment if moment < now - 60 else moment - 7 * moments.DAY


def _wish(maker: OperationMaker, shops: Sequence[Document], created: int, now: int) -> Wish:
    dice = maker.dice
    fresh = now - created < _FRESH
    kind = dice.weighted(_KINDS)
    status = dice.weighted(_FRESH_PAY if fresh else _OLD_PAY)
    delivery = dice.weighted(_FRESH_DELIVERY if fresh else _OLD_DELIVERY)
    if kind == PREORDER and fresh:
        delivery = PENDING
    has_driver = kind == DELIVERY or delivery == DELIVERED or dice.chance(0.35)
    advances: tuple[int, ...] = ()
    if status == ADVANCE or (status == PAID and dice.chance(0.1)):
        advances = (30, 20) if dice.chance(0.25) else (40,)
    return Wish(
        created,
        dice.choice(shops),
        dice.choice(REPS),
        _goods(dice, maker.packs),
        kind,
        status,
        delivery,
        dice.choice(DRIVERS) if has_driver else None,
        TRANSFER if status == IN_PROCESS else dice.weighted(_PAID_BY),
        advances,
        dice.choice((5, 10)) if dice.chance(0.08) else None,
    )


def _goods(dice: Dice, packs: Sequence[Pack]) -> list[tuple[Pack, int]]:
    chosen = dice.sample(packs, dice.weighted(_LINES))
    return [(pack, dice.choice((1, 2, 3, 5, 6, 10, 12, 24))) for pack in chosen]
