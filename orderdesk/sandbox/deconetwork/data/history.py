"""The bulk of the orders: eight months of jobs, with every state where it is likely."""

from decimal import Decimal

from orderdesk.sandbox.deconetwork.data.goods import GOODS, Good
from orderdesk.sandbox.deconetwork.data.maker import OrderMaker, Piece, Wish
from orderdesk.sandbox.deconetwork.data.people import METHODS, SHOPS
from orderdesk.sandbox.deconetwork.moments import DAY
from orderdesk.sandbox.deconetwork.orders import Order
from orderdesk.sandbox.deconetwork.statuses import (
    AWAITING_ARTWORK,
    AWAITING_REVIEW,
    AWAITING_STOCK,
    CANCELLED,
    IN_PRODUCTION,
    NOT_ORDERED,
    ON_HOLD,
    OPEN,
    PRODUCED,
    READY_TO_SHIP,
    SHIPPED,
)

DAYS = 240
_FIRST_NUMBER = 300_001
_FRESH = (
    (OPEN, 28.0),
    (IN_PRODUCTION, 24.0),
    (AWAITING_ARTWORK, 10.0),
    (AWAITING_REVIEW, 7.0),
    (AWAITING_STOCK, 9.0),
    (NOT_ORDERED, 7.0),
    (ON_HOLD, 4.0),
    (READY_TO_SHIP, 6.0),
    (PRODUCED, 3.0),
    (CANCELLED, 2.0),
)
_RECENT = (
    (IN_PRODUCTION, 14.0),
    (READY_TO_SHIP, 16.0),
    (PRODUCED, 20.0),
    (SHIPPED, 44.0),
    (OPEN, 4.0),
    (CANCELLED, 2.0),
)
_OLD = ((SHIPPED, 93.0), (PRODUCED, 2.0), (CANCELLED, 4.0), (ON_HOLD, 1.0))
_LINES = ((1, 52.0), (2, 28.0), (3, 12.0), (5, 6.0), (9, 2.0))
_PAYMENTS = (("paid", 62.0), ("deposit", 18.0), ("", 20.0))
_JOBS = (
    "Opening night crew",
    "Staff uniforms",
    "Launch giveaway",
    "Case of the month",
    "Trade fair stand",
    "Summer market",
    "Chandail d'équipe",
    "Regatta volunteers",
    "Web order",
)


def history(maker: OrderMaker, count: int) -> list[Order]:
    """So many orders, the oldest first, so that their numbers rise with time."""
    dice = maker.dice
    span = DAYS * DAY
    moments = sorted(maker.now - 3_600 - int(dice.random() ** 1.3 * span) for _ in range(count))
    return [maker.make(_wish(maker, n, moment)) for n, moment in enumerate(moments)]


def _wish(maker: OrderMaker, number: int, ordered: int) -> Wish:
    dice = maker.dice
    age = (maker.now - ordered) // DAY
    status = dice.weighted(_FRESH if age < 7 else _RECENT if age < 21 else _OLD)
    if status == CANCELLED:
        payment = "refunded"
    elif status == NOT_ORDERED:
        payment = ""
    else:
        payment = "paid" if status == SHIPPED and age > 40 else dice.weighted(_PAYMENTS)
    job = dice.choice(_JOBS)
    return Wish(
        number=str(_FIRST_NUMBER + number),
        status=status,
        ordered=ordered,
        customer=dice.choice(maker.customers),
        pieces=[_piece(maker, dice.choice(GOODS)) for _ in range(dice.weighted(_LINES))],
        job=f"{job} {_FIRST_NUMBER + number}" if job == "Web order" else job,
        store=dice.choice([*SHOPS]),
        method=dice.choice([*METHODS]),
        payment=payment,
        changes=_changes(maker, age),
        due=dice.choice((7, 10, 14, 14, 21)),
    )


def _piece(maker: OrderMaker, good: Good) -> Piece:
    dice = maker.dice
    codes = [option.code for option in good.options] or [""]
    chosen = codes if len(codes) < 3 else sorted(dice.sample(codes, dice.randint(1, 3)))
    return Piece(
        good.code,
        {code: dice.choice((1, 2, 4, 6, 12, 25)) for code in chosen},
        color=dice.randrange(len(good.colors)),
        marks=(dice.choice(good.marks),),
    )


def _changes(maker: OrderMaker, age: int) -> dict[str, str | Decimal | bool]:
    dice = maker.dice
    changes: dict[str, str | Decimal | bool] = {}
    if dice.chance(0.2):
        changes["customer_po_number"] = f"PO-{dice.randint(1_000, 9_999)}"
    if dice.chance(0.1):
        changes["discount_amount"] = Decimal(dice.choice((5, 10, 25)))
    if age < 14 and dice.chance(0.12):
        changes["is_priority"] = True
        changes["rush_order_fee"] = "48-hour rush"
        changes["rush_order_fee_amount"] = Decimal("35.00")
    return changes
