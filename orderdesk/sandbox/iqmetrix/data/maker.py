"""Making one order out of places, goods and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.iqmetrix.data.goods import Good
from orderdesk.sandbox.iqmetrix.data.people import billing_address, full_name, shipping_address
from orderdesk.sandbox.iqmetrix.data.places import COMPANY, PLACES, Place
from orderdesk.sandbox.iqmetrix.enumerations import (
    CANCELLED,
    CANCELLED_STATUS,
    COMPLETED,
    DROP_SHIP,
    E_COMMERCE,
    IN_STOCK,
    NEW_STATUS,
    OPEN_STATES,
    PROCESSED,
    PROCESSED_STATUS,
    SALES,
    SHIPPING,
    ZERO_GUID,
)
from orderdesk.sandbox.iqmetrix.moments import HOUR
from orderdesk.sandbox.iqmetrix.orders import Item, Order
from orderdesk.sandbox.json_text import Document, JsonValue

_PRINTABLE = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
_DISCOUNTS = (
    ("STAFF-10", "Staff discount"),
    ("SERVE-15", "Armed forces and first responders"),
    ("LOYAL-5", "Five years with us"),
    ("TRADE-IN", "Old phone taken in part payment"),
    ("MATCH", "Price match"),
    ("ÉTÉ-20", "Rabais d'été"),
)
_NOTES = (
    "Gift wrap, please.",
    "Box is dented, content is fine.",
    "Emballage cadeau, s'il vous plaît.",
    "Number to be ported from the old provider.",
    "Screen protector fitted in store.",
    "Customer collects on Saturday.",
    "Bitte an der Hintertür klingeln.",
    "يرجى الاتصال قبل التسليم",
    "配達前にお電話ください",
)
_OPTIONS = (("1", "Standard shipping", "9.99"), ("2", "Express shipping", "19.99"))


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what orders are made of."""

    goods: Sequence[Good]
    customers: Sequence[Document]
    """The customers that may order."""
    by_city: Mapping[str, Sequence[Document]]
    employees: Mapping[int, Sequence[int]]
    """The ids of a location's employees."""
    internal: Document
    """The account that transfers and purchases are booked on."""


@dataclass(slots=True)
class Wish:
    """What is settled about an order before it is made; the rest is left to chance."""

    created: int
    state: str
    place: Place
    kind: int = SALES
    hours: int = 72
    name: str | None = None
    customer: Document | None = None
    """Who pays; None: nobody is known yet."""
    goods: Sequence[Good] = ()
    drop_ship: bool = False
    to_store: Place | None = None
    both_targets: bool = False
    note: str | None = None
    key: str | None = None
    changes: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


class OrderMaker:
    """Makes orders; the same dice make the same orders."""

    def __init__(self, dice: Dice, cast: Cast) -> None:
        self.dice = dice
        self.cast = cast
        self._printable: set[str] = set()
        self._invoice = 1_000

    def make(self, wish: Wish) -> Order:
        """Make one order as wished."""
        dice = self.dice
        values: Document = {
            "Name": wish.name,
            **self._parties(wish),
            **self._discount(wish),
            "EmployeeId": self._employee(wish.place),
            "EntityId": wish.place.id,
            "OrderExpiryHours": wish.hours,
            "OrderTypeId": wish.kind,
            "TenderId": self._tender(wish),
            **self._extras(wish),
            **wish.changes,
        }
        return Order(
            id=wish.key or dice.guid(),
            company=COMPANY,
            state=wish.state,
            printable_id=self._new_printable_id(),
            created=wish.created,
            expires=wish.created + wish.hours * HOUR,
            values=values,
            items=tuple(self._items(wish)),
            shape="recorded" if dice.chance(0.5) else "documented",
        )

    def _parties(self, wish: Wish) -> Document:
        """Say who pays and where it goes; "none" is written in both ways that were recorded."""
        nobody = ZERO_GUID if self.dice.chance(0.3) else None
        nowhere = 0 if self.dice.chance(0.3) else None
        customer = wish.customer
        parties: Document = {
            "BillingAddressId": nobody,
            "BillingCustomerId": nobody,
            "ShippingAddressId": nobody,
            "ShippingCustomerId": nobody,
            "ShippingEntityId": wish.to_store.id if wish.to_store else nowhere,
        }
        if customer is None:
            return parties
        parties["BillingAddressId"] = billing_address(customer)
        parties["BillingCustomerId"] = customer["Id"]
        if wish.drop_ship and wish.to_store is None:
            parties["ShippingAddressId"] = shipping_address(customer)
            parties["ShippingCustomerId"] = customer["Id"]
        if wish.both_targets:
            parties["ShippingCustomerId"] = customer["Id"]
            parties["ShippingEntityId"] = wish.place.id
        return parties

    def _extras(self, wish: Wish) -> Document:
        """Fill the fields that only recorded answers show."""
        dice = self.dice
        origin = f"{dice.randint(100, 199)}-{dice.randint(10, 99)}"
        reference = f"WEB-{dice.randint(10_000, 99_999)}"
        return {
            "CustomerId": wish.customer["Id"] if wish.customer and dice.chance(0.3) else None,
            "SourceId": None,
            "SourceName": None,
            "TenderOrigin": origin if dice.chance(0.2) else None,
            "OrderReference": reference if dice.chance(0.2) else None,
        }

    def customer_near(self, place: Place) -> Document:
        """Return a customer, more often than not from the same city."""
        near = self.cast.by_city.get(place.city, ())
        if near and self.dice.chance(0.7):
            return self.dice.choice(near)
        return self.dice.choice(self.cast.customers)

    def _new_printable_id(self) -> str:
        while True:
            text = "".join(self.dice.choices(_PRINTABLE, k=7))
            if text not in self._printable:
                self._printable.add(text)
                return text

    def _discount(self, wish: Wish) -> Document:
        if wish.kind != SALES or not wish.goods or not self.dice.chance(0.14):
            return {"DiscountAmount": 0, "DiscountCode": None, "DiscountDescription": None}
        code, text = self.dice.choice(_DISCOUNTS)
        worth = sum((good.price for good in wish.goods), Decimal(0))
        amount = (worth * self.dice.randint(4, 20) / 100).quantize(Decimal(1))
        return {"DiscountAmount": amount, "DiscountCode": code, "DiscountDescription": text}

    def _employee(self, place: Place) -> JsonValue:
        if self.dice.chance(0.06):
            return 0 if self.dice.chance(0.5) else None
        return self.dice.choice(self.cast.employees[place.id])

    def _tender(self, wish: Wish) -> JsonValue:
        self._invoice += self.dice.randint(1, 3)
        if wish.state in OPEN_STATES and self.dice.chance(0.6):
            return None
        return f"{wish.place.initials}101IN{self._invoice}"

    def _items(self, wish: Wish) -> list[Item]:
        items = [
            Item(self.dice.guid(), self._line(wish, good, index))
            for index, good in enumerate(wish.goods)
        ]
        if wish.drop_ship and items and self.dice.chance(0.7):
            items.append(Item(self.dice.guid(), self._shipping_line(len(items))))
        return items

    def _line(self, wish: Wish, good: Good, index: int) -> Document:
        dice = self.dice
        kind = self._kind(wish, good)
        status = self._status(wish, kind)
        quantity = self._quantity(wish, good)
        price = good.price
        if dice.chance(0.12):
            price = (price * Decimal("0.9")).quantize(Decimal("0.01"))
        sent = kind == DROP_SHIP and status in (7, 8)
        handed = wish.state not in OPEN_STATES and good.has_serial
        note = wish.note if index == 0 and wish.note else None
        if note is None and dice.chance(0.06):
            note = dice.choice(_NOTES)
        return {
            "Cost": good.cost,
            "Description": good.name,
            "ItemStatusId": status,
            "ItemTypeId": kind,
            "Index": index,
            "ListPrice": good.price,
            "Notes": note,
            "ProductId": good.id,
            "Quantity": quantity,
            "SellingPrice": price,
            "SerialNumbers": self._serials(quantity) if handed and kind != DROP_SHIP else [],
            "SKU": good.sku,
            "ShippingOptionId": "1" if kind == DROP_SHIP else None,
            "SupplierEntityId": good.supplier if kind == DROP_SHIP else 0,
            "SupplierReference": f"PO-{dice.randint(1000, 9999)}" if sent else None,
            "TrackingInformation": self._tracking(quantity) if sent else [],
            "ItemExtensions": [],
            "DeliveryRemarks": None,
            "DeliveryDate": None,
        }

    def _shipping_line(self, index: int) -> Document:
        option, text, price = self.dice.choice(_OPTIONS)
        money = Decimal(price)
        return {
            "Cost": Decimal("7.35"),
            "Description": text,
            "ItemStatusId": NEW_STATUS[SHIPPING],
            "ItemTypeId": SHIPPING,
            "Index": index,
            "ListPrice": money,
            "Notes": None,
            "ProductId": None,
            "Quantity": 1,
            "SellingPrice": money if self.dice.chance(0.6) else 0,
            "SerialNumbers": [],
            "SKU": None,
            "ShippingOptionId": option,
            "SupplierEntityId": 0,
            "SupplierReference": None,
            "TrackingInformation": [],
            "ItemExtensions": [],
            "DeliveryRemarks": None,
            "DeliveryDate": None,
        }

    def _kind(self, wish: Wish, good: Good) -> int:
        if wish.drop_ship and good.can_ship:
            return DROP_SHIP
        return E_COMMERCE if wish.place is PLACES[-1] and wish.kind == SALES else IN_STOCK

    def _status(self, wish: Wish, kind: int) -> int:
        """Return a status that a line of this type may well have in an order of this state."""
        dice = self.dice
        if wish.state == CANCELLED:
            return CANCELLED_STATUS[kind]
        if wish.state == PROCESSED and kind == DROP_SHIP:
            return dice.weighted([(3, 5), (4, 3), (7, 2), (5, 0.2), (6, 0.2)])
        if wish.state == COMPLETED and kind == DROP_SHIP:
            return dice.weighted([(7, 3), (8, 6)])
        if wish.state in (PROCESSED, COMPLETED):
            return PROCESSED_STATUS[kind]
        if kind == IN_STOCK and dice.chance(0.05):
            return 12
        return NEW_STATUS[kind]

    def _quantity(self, wish: Wish, good: Good) -> int:
        if wish.kind != SALES and wish.customer is self.cast.internal:
            return self.dice.randint(2, 40)
        if good.category in ("case", "screen", "power", "part"):
            return self.dice.weighted([(1, 8), (2, 3), (3, 1), (5, 0.3)])
        return 1

    def _serials(self, quantity: int) -> list[JsonValue]:
        return [f"35{self.dice.randrange(10**13):013}" for _ in range(min(quantity, 5))]

    def _tracking(self, quantity: int) -> list[JsonValue]:
        number = f"1HM{self.dice.randrange(10**9):09}CA"
        return [{"Quantity": quantity, "TrackingNumber": number}]


def order_name(dice: Dice, wish: Wish) -> str | None:
    """Return a name such as a till, a web shop or a person would give."""
    first = wish.goods[0].name if wish.goods else "Enquiry"
    if wish.customer is None:
        return dice.choice(("Walk-in", f"Quote: {first}", "Name to follow", None))
    who = full_name(wish.customer)
    return dice.weighted(
        [
            (f"{first} for {who}", 5),
            (f"Upgrade: {first}", 3),
            (f"{who}", 2),
            (f"Web order {dice.randint(20_000, 89_999)}", 3),
            (f"XQ-Shelf Cart {dice.guid()}", 1.5),
            (f"Endless aisle, {wish.place.name}", 1.5),
            (None, 0.3),
        ]
    )
