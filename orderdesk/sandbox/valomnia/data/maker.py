"""Making one operation of a wish: numbers, prices, tax, payments and dates that fit together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.data.goods import Pack
from orderdesk.sandbox.valomnia.data.people import BANKS, CASH, CHEQUE
from orderdesk.sandbox.valomnia.enumerations import (
    ADVANCE,
    DELIVERED,
    DELIVERY,
    DELIVERY_NOTE,
    INVOICE,
    NOT_PAID,
    ORDER,
    PAID,
    PENDING,
    PREORDER,
)
from orderdesk.sandbox.valomnia.operations import Credit, Line, Operation, Payment

_PREFIXES = {ORDER: "O", PREORDER: "P", INVOICE: "I", DELIVERY_NOTE: "N", DELIVERY: "D"}
_TAX = Decimal(15)
_CENT = Decimal("0.01")
_COPIED = ("country", "city", "postalCode", "address")


@dataclass(slots=True)
class Wish:
    """What one operation should be like."""

    created: int
    """Seconds since 1970."""
    customer: Document
    user: int
    lines: Sequence[tuple[Pack, int]]
    """What, and how much of it."""
    kind: str = ORDER
    status: str = NOT_PAID
    delivery: str | None = PENDING
    driver: int | None = None
    paid_by: int = CASH
    advances: Sequence[int] = ()
    """Percentages of the total that were paid before."""
    discount: int | None = None
    """A percentage."""
    reference: str | None = None
    updated: int | None = None
    changes: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    credits: tuple[Credit, ...] = ()
    comment: str | None = None


class OperationMaker:
    """Makes operations with numbers that go on from one to the next."""

    def __init__(self, dice: Dice, packs: Sequence[Pack], shops: Sequence[Document]) -> None:
        self.dice = dice
        self.packs = packs
        self.shops = shops
        self._operations = self._lines = self._payments = 0
        self._numbers: dict[str, int] = {}

    def make(self, wish: Wish, now: int) -> Operation:
        """Return the operation that is wished for, as it is at `now`."""
        self._operations += 1
        reference = wish.reference or self._reference(wish)
        lines = tuple(self._line(*one) for one in wish.lines)
        values = self._values(wish, lines, now)
        total = values["total"]
        amount = total if isinstance(total, Decimal) else Decimal(0)
        payments = self._paid(wish, reference, amount, now)
        if wish.kind == INVOICE:
            values["pdf"] = f"{wish.user}_{self._operations}.pdf"
        delivered = values.get("deliveredOn")
        last = max(
            wish.created,
            *(payment.created for payment in payments),
            delivered if isinstance(delivered, int) else 0,
        )
        return Operation(
            id=self._operations,
            kind=wish.kind,
            reference=reference,
            status=wish.status,
            customer=int(str(wish.customer["id"])),
            user=wish.user,
            created=wish.created,
            updated=min(last, now) if wish.updated is None else wish.updated,
            values={**values, **wish.changes},
            delivered_by=wish.driver,
            lines=lines,
            payments=payments,
            credits=wish.credits,
            newer=self._operations % 2 == 0,
        )

    def _reference(self, wish: Wish) -> str:
        day = datetime.fromtimestamp(wish.created, UTC).strftime("%d%m%y")
        start = f"{_PREFIXES[wish.kind]}{wish.user:02}-{day}"
        self._numbers[start] = self._numbers.get(start, 0) + 1
        return f"{start}-{self._numbers[start]:04}"

    def _line(self, pack: Pack, quantity: int) -> Line:
        self._lines += 1
        number = Decimal(quantity)
        return Line(
            self._lines,
            pack.item,
            pack.unit,
            number,
            pack.price,
            _rounded(pack.price * number),
            tax=_TAX,
        )

    def _values(self, wish: Wish, lines: Sequence[Line], now: int) -> Document:
        dice, customer = self.dice, wish.customer
        net = sum((line.final_price for line in lines), Decimal(0))
        after = net if wish.discount is None else _rounded(net * (100 - wish.discount) / 100)
        tax = _rounded(after * _TAX / 100)
        midnight = moments.local_midnight(wish.created)
        promised = midnight + dice.randint(1, 4) * moments.DAY
        delivered = wish.delivery == DELIVERED
        values: Document = {
            "latitude": customer["latitude"],
            "longitude": customer["longitude"],
            "checkInDate": wish.created - dice.randint(5, 50) * 60,
            "total": after + tax,
            "totalExclTax": net,
            "totalDiscounted": after,
            "discount": None if wish.discount is None else Decimal(wish.discount),
            "taxAmount": tax if wish.kind == INVOICE else None,
            "shippingFee": Decimal(7) if len(lines) == 1 else Decimal(0),
            "dueDate": midnight + 14 * moments.DAY if wish.kind == INVOICE else None,
            "currency": customer["currency"],
            "exchangeRate": Decimal("1.4871") if customer["currency"] == "EUR" else Decimal(1),
            "deliveryStatus": wish.delivery,
            "deliveryDate": promised,
            "deliveryComment": wish.comment,
            "desiredDeliveryDate": None if wish.driver is None else promised,
            "deliveredOn": min(wish.created + dice.randint(20, 60) * moments.HOUR, now)
            if delivered
            else None,
            "assignmentDate": None if wish.driver is None else wish.created + moments.HOUR,
        }
        for name in _COPIED:
            values[f"delivery{name[0].upper()}{name[1:]}"] = customer[name]
        return values

    def _paid(self, wish: Wish, reference: str, total: Decimal, now: int) -> tuple[Payment, ...]:
        made: list[Payment] = []
        day = wish.created
        for share in wish.advances:
            day += 26 * moments.HOUR
            part = _rounded(total * share / 100)
            made.append(self._payment(wish, reference, min(day, now), advance=part))
        if wish.status == PAID:
            last = min(day + 29 * moments.HOUR, now)
            made.append(self._payment(wish, reference, last, advance=None))
        return tuple(made)

    def _payment(self, wish: Wish, reference: str, day: int, *, advance: Decimal | None) -> Payment:
        self._payments += 1
        cheque = wish.paid_by == CHEQUE
        last = wish.status != ADVANCE and advance is None
        return Payment(
            id=self._payments,
            reference=f"{reference}_{wish.paid_by}_{self._payments}",
            type=wish.paid_by,
            date=moments.local_midnight(day),
            created=day,
            advance=advance,
            is_last=last,
            bank=self.dice.choice(BANKS) if cheque else None,
            cheque_number=f"{self.dice.randint(100_000, 999_999)}" if cheque else None,
            desired=moments.local_midnight(day) + 30 * moments.DAY if cheque else None,
        )


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)
