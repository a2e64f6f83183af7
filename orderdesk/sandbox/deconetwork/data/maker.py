"""Makes single orders with all that hangs on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from orderdesk.sandbox.deconetwork.data.goods import BY_CODE, MARKS, NO_OPTION, Good, Option
from orderdesk.sandbox.deconetwork.data.people import METHODS, PICK_UP, STAFF, TERMS, Customer
from orderdesk.sandbox.deconetwork.moments import DAY
from orderdesk.sandbox.deconetwork.orders import Item, Line, Order, Shipment, settled
from orderdesk.sandbox.deconetwork.statuses import (
    AWAITING_ARTWORK,
    AWAITING_REVIEW,
    AWAITING_STOCK,
    BOUGHT,
    CANCELLED,
    LINE_OPEN,
    NOT_BOUGHT,
    NOT_ORDERED,
    ON_HOLD,
    OPEN,
    PRODUCED,
    READY_TO_SHIP,
    RECEIVED,
    SHIPPED,
)
from orderdesk.sandbox.deconetwork.totals import CENT, RATES, totalled
from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document, JsonValue

FIRST_ITEM = 7_120_000
"""Workflow items have larger numbers than this."""
FREEFORM = 25
"""The item type of a line that somebody typed in."""
_NOT_BEGUN = {ON_HOLD, NOT_ORDERED, AWAITING_ARTWORK, AWAITING_REVIEW}
_STAGES = {PRODUCED: PRODUCED, READY_TO_SHIP: PRODUCED, SHIPPED: SHIPPED}


@dataclass(frozen=True, slots=True)
class Piece:
    """What one line of an order is to be."""

    code: str
    """The product; empty for a line that somebody typed in."""
    sizes: Mapping[str, int] = field(default_factory=dict[str, int])
    """Option code to quantity; the empty code for a product without options."""
    color: int = 0
    """Which of the product's colours."""
    marks: tuple[str, ...] = ()
    name: str = ""
    unit: Decimal | None = None
    produced: int = 0
    """So many pieces, from the first size on, are produced already."""
    shipped: int = 0
    values: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


@dataclass(frozen=True, slots=True)
class Wish:
    """What an order is to be."""

    number: str
    status: int
    ordered: int
    customer: Customer | None
    pieces: Sequence[Piece]
    job: str | None = None
    store: int = 88_101
    method: int | None = 51_400_624
    payment: str = "paid"
    """paid, deposit, twice, refunded, or empty for nothing."""
    changes: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    notes: tuple[str, ...] = ()
    due: int = 14
    """Days after the order."""


class OrderMaker:
    """Makes orders, each id once."""

    def __init__(
        self, dice: Dice, customers: Sequence[Customer], now: int, *, first: int = 0
    ) -> None:
        """Give out numbers after `first`."""
        self.dice = dice
        self.customers = customers
        self.now = now
        self._number = first

    def make(self, wish: Wish) -> Order:
        """Make one order as it stands now."""
        stage = _STAGES.get(wish.status, LINE_OPEN)
        lines = tuple(self._line(wish, piece, stage) for piece in wish.pieces)
        values = totalled(self._header(wish), lines)
        values["total_weight"] = sum((_weight(line) for line in lines), Decimal(0))
        values = self._paid(wish, values, lines)
        dates = self._dates(wish, stage)
        order = Order(
            id=wish.number,
            key=318_000 + self._next(),
            status=wish.status,
            dates=dates,
            values={**values, **wish.changes},
            lines=tuple(_dated(line, dates) for line in lines),
            notes=wish.notes,
            shape="documented" if self.dice.chance(0.4) else "recorded",
        )
        return self._sent(order)

    def lines(self, pieces: Sequence[Piece]) -> list[Line]:
        """Make lines for an order that is there already, nothing of them produced."""
        wish = Wish("", OPEN, self.now, None, pieces)
        return [self._line(wish, piece, LINE_OPEN) for piece in pieces]

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _line(self, wish: Wish, piece: Piece, stage: int) -> Line:
        good = BY_CODE.get(piece.code)
        qty = sum(piece.sizes.values())
        marks = piece.marks or (good.marks[:1] if good else ())
        added = sum((MARKS[mark].price for mark in marks), Decimal(0))
        price = good.price + added if good else Decimal(0)
        unit = price if piece.unit is None else piece.unit
        total = (unit * qty).quantize(CENT)
        rate = sum((tax[2] for tax in _place_taxes(wish.customer)), Decimal(0))
        line = Line(
            id=412_000_600_000 + self._next(),
            product=piece.code,
            name=piece.name or (good.name if good else ""),
            color=good.colors[piece.color].id if good else 0,
            unit=unit,
            decoration=added,
            total=total,
            tax=(total * rate).quantize(CENT),
            qty=qty,
            stage=stage,
            items=self._items(wish, piece, good, stage) if good else (),
            decorations=tuple(marks),
            assigned=STAFF[1 + self._number % 4].id,
            values=piece.values if good else {"item_type": FREEFORM, **piece.values},
        )
        return settled(line)

    def _items(self, wish: Wish, piece: Piece, good: Good, stage: int) -> tuple[Item, ...]:
        by_code = {option.code: option for option in good.options}
        items: list[Item] = []
        left = {SHIPPED: piece.shipped, PRODUCED: piece.produced}
        for code, qty in piece.sizes.items():
            option = by_code.get(code, NO_OPTION)
            rest = qty
            for at in (SHIPPED, PRODUCED):
                part = min(rest, left[at]) if stage == LINE_OPEN else 0
                left[at] -= part
                rest -= part
                if part:
                    items.append(self._item(option, part, at, RECEIVED))
            if rest:
                items.append(self._item(option, rest, stage, _bought(wish.status, len(items))))
        return tuple(items)

    def _item(self, option: Option, qty: int, stage: int, procurement: int) -> Item:
        by = STAFF[1].id if stage != LINE_OPEN else 0
        return Item(FIRST_ITEM + self._next(), option.id, qty, stage, procurement, by)

    def _header(self, wish: Wish) -> Document:
        customer = wish.customer
        picked_up = wish.method in (None, PICK_UP)
        values: Document = {
            RATES: [[*tax] for tax in _place_taxes(customer)],
            "shipping_amount": Decimal(0) if picked_up else Decimal("14.50"),
            "discount_amount": Decimal(0),
            "coupon_discount_amount": Decimal(0),
            "gift_certificate_amount": Decimal(0),
            "credit_used": Decimal(0),
            "rush_order_fee": "",
            "rush_order_fee_amount": Decimal(0),
            "job_name": wish.job,
            "customer_id": customer.id if customer else None,
            "customer_po_number": "",
            "source_type": 0 if wish.store == 88_101 else 3,
            "account_terms": TERMS[1] if customer and customer.company else TERMS[2],
            "shipping_method": wish.method,
            "billing_details": customer.billing() if customer else None,
            "payment_type": "On Account" if customer and customer.company else "Credit Card",
            "payments": [],
            "refunds": [],
            "store": wish.store,
            "assigned_to": STAFF[1 + self._number % 5].id,
            "created_by": STAFF[2].id if wish.store == 88_101 else None,
            "is_priority": False,
        }
        if customer and not picked_up:
            values["shipping_details"] = customer.shipping()
        return values | {name: v for name, v in wish.changes.items() if name in values}

    def _paid(self, wish: Wish, values: Document, lines: Sequence[Line]) -> Document:
        billable = Decimal(str(values["billable_amount"]))
        share = {"deposit": Decimal("0.5"), "twice": Decimal(2)}.get(wish.payment, Decimal(1))
        amount = (billable * share).quantize(CENT)
        if not wish.payment or not amount:
            return values
        at = wish.ordered + 3_600
        values["payments"] = [self._payment(amount, at, str(values["payment_type"]))]
        if wish.payment == "refunded":
            number = 3_044_000 + self._next()
            back: Document = {"id": number, "date_refunded": at + DAY, "refunded_amount": amount}
            values["refunds"] = [back]
        return totalled(values, lines)

    def _payment(self, amount: Decimal, at: int, method: str) -> Document:
        """Make a payment."""
        number = self._next()
        card = method == "Credit Card"
        return {
            "id": 2_910_000 + number,
            "payment_id": 318_000 + number,
            "date_paid": at,
            "payment_method": method,
            "billable_amount": amount,
            "refunded_amount": Decimal(0),
            "paid_amount": amount,
            "code": "gateway" if card else f"custom_{88_000 + len(method)}",
            "driver_code": "decopay" if card else None,
            "driver_sub_code": "card" if card else None,
        }

    def _dates(self, wish: Wish, stage: int) -> dict[str, int | None]:
        ordered, now = wish.ordered, self.now
        ready: int | None = min(ordered + DAY // 2, now)
        produced = min(ordered + 6 * DAY, now) if stage >= PRODUCED else None
        shipped = min(ordered + 8 * DAY, now) if stage == SHIPPED else None
        if wish.status in _NOT_BEGUN or (wish.status == CANCELLED and not wish.pieces):
            ready = None
        invoiced = min(ordered + 2 * DAY, now) if wish.status != NOT_ORDERED else None
        past = (ordered, ready, produced, shipped, invoiced)
        return {
            "date_started": ordered - 1_800,
            "date_ordered": ordered,
            "date_production_files_ready": ready,
            "date_produced": produced,
            "date_shipped": shipped,
            "date_invoiced": invoiced,
            "date_modified": max(moment for moment in past if moment is not None),
            "date_due": ordered + wish.due * DAY,
            "date_scheduled": None if wish.status in _NOT_BEGUN else ordered + 4 * DAY,
        }

    def _sent(self, order: Order) -> Order:
        gone = tuple(
            (item.id, item.qty)
            for line in order.lines
            for item in line.items
            if item.stage == SHIPPED
        )
        if not gone:
            return order
        number = self._next()
        method = order.values.get("shipping_method")
        shipment = Shipment(
            id=45_000 + number,
            at=order.date("date_shipped") or min(self.now, (order.date("date_ordered") or 0) + DAY),
            tracking=f"TRK{536_000 + number}",
            method=method if isinstance(method, int) else next(iter(METHODS)),
            weight=Decimal(str(order.values["total_weight"])),
            items=gone,
        )
        return replace(order, shipments=(shipment,))


def _bought(status: int, number: int) -> int:
    if status == AWAITING_STOCK:
        return (NOT_BOUGHT, BOUGHT, RECEIVED)[number % 3]
    return NOT_BOUGHT if status == NOT_ORDERED else RECEIVED


def _weight(line: Line) -> Decimal:
    good = BY_CODE.get(line.product)
    return good.weight * line.qty if good else Decimal(0)


def _place_taxes(customer: Customer | None) -> tuple[tuple[int, str, Decimal], ...]:
    return customer.place.taxes if customer else ()


def _dated(line: Line, dates: Mapping[str, int | None]) -> Line:
    """Give a line that is done the dates of its order, or those of the day before it is due."""
    ordered = dates["date_ordered"] or 0
    if line.stage >= PRODUCED:
        at = dates["date_produced"] or ordered + DAY
        line = replace(line, processed=at, processed_by=STAFF[1].id)
    if line.stage == SHIPPED:
        at = dates["date_shipped"] or ordered + DAY
        line = replace(line, shipped=at, shipped_by=STAFF[2].id)
    return line
