"""Making one order, with its invoices and dispatches, as it would have come to its status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import keys, moments, pricing, reading, shelf
from orderdesk.sandbox.orderspace.dispatch_calls import dispatch_values
from orderdesk.sandbox.orderspace.drafts import address
from orderdesk.sandbox.orderspace.invoice_calls import Heading, invoice_values
from orderdesk.sandbox.orderspace.keys import new_key
from orderdesk.sandbox.orderspace.moments import DAY
from orderdesk.sandbox.orderspace.money import figure
from orderdesk.sandbox.orderspace.orders import (
    Line,
    Order,
)
from orderdesk.sandbox.orderspace.papers import Dispatch, Invoice, billed, leaving
from orderdesk.sandbox.orderspace.shelf import Shelf

STAFF = ("Poppy Kettle", "Loïc Beaulieu", "Wren Oakes", None)
"""Who placed an order by hand; nobody for those that came through the API."""
_TRACKING = (
    "Sent by Harbour Couriers, tracking HC{number}CA",
    "Purolator {number}",
    "Two boxes on the Tuesday van",
    "",
)
_CARDS = ("Visa ending 3220", "Mastercard ending 8831", "Interac e-Transfer")
_HOUR = 3_600


@dataclass(slots=True)
class Wish:
    """What is settled about an order before it is made."""

    created: int
    status: str
    customer: Document
    lines: Sequence[Line] = ()
    key: str | None = None
    currency: str | None = None
    free: bool = False
    """Released without being paid; if it is fulfilled, the invoice came afterwards."""
    parts: int = 1
    """In how many dispatches a fulfilled order left; more than 1 for a released one: some left."""
    deposit: bool = False
    """Only a part of the invoice is paid."""
    overdue: bool = False
    values: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


@dataclass(slots=True)
class _Counts:
    invoiced: int = 0
    paid: int = 0
    dispatched: int = 0


@dataclass(frozen=True, slots=True)
class _Offer:
    name: str
    options: str
    price: Decimal
    category: str
    window: str


class OrderMaker:
    """Makes orders in the order of their times; the same dice make the same orders."""

    def __init__(self, dice: Dice, known: Shelf, now: int) -> None:
        self.dice = dice
        self.shelf = known
        self.now = now
        self.orders: list[Order] = []
        self.invoices: list[Invoice] = []
        self.dispatches: list[Dispatch] = []
        self._tally: dict[str, _Counts] = {}
        self._offers: dict[tuple[JsonValue, str], _Offer] = {}
        self._taxes: dict[JsonValue, pricing.Tax] = {}

    def goods_line(
        self, customer: Document, sku: str, quantity: int, *, held: bool = False
    ) -> Line:
        """Return a line of a product at the customer's price."""
        offer = self._offer(customer, sku)
        tax = self._tax(customer)
        return Line(
            id=new_key(self.dice, keys.ORDER_LINE),
            sku=sku,
            name=offer.name,
            options=offer.options,
            quantity=quantity,
            unit_price=offer.price,
            tax_id=tax.id,
            tax_name=tax.name,
            tax_rate=tax.rate,
            category=offer.category,
            window=offer.window if held else "",
            on_hold=held,
        )

    def _offer(self, customer: Document, sku: str) -> "_Offer":
        """Return what a variant is to a customer; the same for all of one price list."""
        known = self._offers.get((customer["price_list_id"], sku))
        if known is not None:
            return known
        found = self.shelf.variant(sku)
        if found is None:
            raise LookupError(sku)
        product, variant = found
        offer = _Offer(
            reading.text(product, "name"),
            pricing.options_of(variant),
            pricing.price_for(self.shelf, customer, variant),
            reading.text(product, "grouping_category_id"),
            pricing.open_window(self.shelf, product, moments.day_of(self.now)),
        )
        self._offers[customer["price_list_id"], sku] = offer
        return offer

    def _tax(self, customer: Document) -> pricing.Tax:
        known = self._taxes.get(customer["tax_rate_id"])
        if known is None:
            known = pricing.tax_for(self.shelf, customer)
            self._taxes[customer["tax_rate_id"]] = known
        return known

    def other_line(
        self,
        customer: Document,
        name: str,
        price: Decimal,
        *,
        quantity: int = 1,
        shipping: bool = False,
    ) -> Line:
        """Return a line written by hand, or a shipping charge."""
        tax = self._tax(customer)
        key = new_key(self.dice, keys.ORDER_LINE)
        return Line(
            key, "", name, "", quantity, price, tax.id, tax.name, tax.rate, shipping=shipping
        )

    def make(self, wish: Wish) -> None:
        """Make one order as wished, the latest so far."""
        serial = len(self.orders) + 1
        key = wish.key or new_key(self.dice, keys.ORDER, mixed=self._is_old(wish.created))
        order = Order(
            id=key,
            serial=serial,
            number=1_000 + serial,
            created=wish.created,
            status=wish.status,
            customer_id=reading.text(wish.customer, "id"),
            currency=wish.currency or pricing.currency_of(self.shelf, wish.customer),
            values=self._header(wish),
            lines=tuple(wish.lines),
            free=wish.free,
        )
        self._tally = {line.id: _Counts() for line in order.lines}
        self._come_to(wish, order)
        self.orders.append(replace(order, lines=tuple(map(self._counted, order.lines))))

    def _is_old(self, created: int) -> bool:
        return created < self.now - 600 * DAY

    def _header(self, wish: Wish) -> Document:
        customer = wish.customer
        dice = self.dice
        known = reading.objects(customer, "addresses")
        day = moments.day_of(wish.created + dice.randrange(2, 30) * DAY)
        charge = next((line.name for line in wish.lines if line.shipping), "")
        return {
            "company_name": customer["company_name"],
            "phone": customer["phone"],
            "email_addresses": customer["email_addresses"],
            "created_by": dice.choice(STAFF),
            "delivery_date": day if dice.chance(0.6) else None,
            "reference": f"HM/{dice.randrange(10_000):04}" if dice.chance(0.3) else "",
            "internal_note": "",
            "customer_po_number": f"PO-{dice.randrange(10**6)}" if dice.chance(0.5) else "",
            "customer_note": "",
            "standing_order_id": None,
            "shipping_type": charge,
            "shipping_address": known[0] if known else address({}),
            "billing_address": known[-1] if known else address({}),
            **wish.values,
        }

    def _come_to(self, wish: Wish, order: Order) -> None:
        """Let the order come to its status."""
        match wish.status:
            case "invoiced":
                self._invoiced(wish, order, self._all(order), paid=False)
            case "released":
                if not wish.free:
                    self._invoiced(wish, order, self._all(order), paid=True)
                if wish.parts > 1:
                    self._sent(order, self._some(order))
            case "part_fulfilled":
                some = self._some(order)
                self._invoiced(wish, order, some, paid=True)
                self._sent(order, some)
            case "fulfilled":
                self._fulfilled(wish, order)
            case _:
                pass

    def _fulfilled(self, wish: Wish, order: Order) -> None:
        if not wish.free:
            self._invoiced(wish, order, self._all(order), paid=True)
        if wish.parts > 1:
            self._sent(order, self._some(order))
        tally = self._tally
        rest = {line.id: line.quantity - tally[line.id].dispatched for line in order.goods}
        self._sent(order, {key: count for key, count in rest.items() if count})
        if wish.free:
            self._invoiced(wish, order, self._all(order), paid=not wish.overdue)

    def _counted(self, line: Line) -> Line:
        counts = self._tally[line.id]
        if not (counts.invoiced or counts.dispatched):
            return line
        return line.with_counts(
            invoiced=counts.invoiced, paid=counts.paid, dispatched=counts.dispatched
        )

    def _all(self, order: Order) -> dict[str, int]:
        return {line.id: line.quantity for line in order.lines}

    def _some(self, order: Order) -> dict[str, int]:
        """Return about half of what may leave, but never all of it."""
        goods = [line for line in order.goods if not line.is_held]
        some = {line.id: line.quantity for line in goods[: len(goods) // 2]}
        if not some and goods and goods[0].quantity > 1:
            some = {goods[0].id: goods[0].quantity // 2}
        return some

    def _invoiced(self, wish: Wish, order: Order, counts: dict[str, int], *, paid: bool) -> None:
        if not counts:
            return
        wait = 60 * DAY if wish.overdue else self.dice.randrange(600, 30 * _HOUR)
        created = min(order.created + wait // (40 if wish.overdue else 1), self.now)
        serial = len(self.invoices) + 1
        customer = wish.customer
        terms = self.shelf.get(shelf.TERMS, reading.text(customer, "payment_terms_id")) or {}
        day = moments.day_of(created)
        due = moments.days_after(day, reading.whole(terms, "days_due"))
        heading = Heading(
            f"INV-{1_000 + serial}",
            day,
            terms,
            due,
            wish.deposit,
            "",
            reading.inner(order.values, "billing_address"),
        )
        invoice = Invoice(
            id=new_key(self.dice, keys.INVOICE),
            serial=serial,
            created=created,
            number=heading.number,
            customer_id=order.customer_id,
            order_ids=(order.id,),
            currency=order.currency,
            paid=paid,
            values=invoice_values(customer, [order], heading),
            lines=tuple(billed(one, counts[one.id]) for one in order.lines if one.id in counts),
        )
        if paid or wish.deposit:
            amount = invoice.gross_total if paid else invoice.gross_total / 4
            invoice.values["payments"] = [self.payment(amount, day)]
        self.invoices.append(invoice)
        for key, count in counts.items():
            self._tally[key].invoiced += count
            self._tally[key].paid += count if paid else 0

    def payment(self, amount: Decimal, day: str) -> Document:
        """Return a payment of an invoice."""
        description = self.dice.choice(_CARDS)
        return {
            "amount": figure(amount.quantize(Decimal("0.01"))),
            "payment_date": day,
            "source": "bank_transfer" if "Interac" in description else "card",
            "description": description,
            "reference": f"pi_{self.dice.getrandbits(80):020x}",
        }

    def _sent(self, order: Order, counts: dict[str, int]) -> None:
        if not counts:
            return
        created = min(order.created + self.dice.randrange(2 * _HOUR, 4 * DAY), self.now)
        text = self.dice.choice(_TRACKING).format(number=self.dice.randrange(10**9))
        self.dispatches.append(
            Dispatch(
                id=new_key(self.dice, keys.DISPATCH),
                serial=len(self.dispatches) + 1,
                created=created,
                order_id=order.id,
                values=dispatch_values(order, text),
                lines=tuple(
                    leaving(one, counts[one.id]) for one in order.lines if one.id in counts
                ),
            )
        )
        for key, count in counts.items():
            self._tally[key].dispatched += count
