"""Makes sales orders and the ship docs that fill them, as the ledger keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.data.customers import Party
from orderdesk.sandbox.ordertime.data.goods import Good
from orderdesk.sandbox.ordertime.data.tenant import (
    CAD,
    GST,
    HALIFAX,
    HST,
    NON_TAXABLE,
    RATES,
    SAINT_JOHN,
    SHIPPED,
    TAXABLE,
    US_NONE,
    USD,
    ref,
    status_ref,
)
from orderdesk.sandbox.ordertime.ledger import CREATED, MODIFIED, REVISION, lines_of
from orderdesk.sandbox.ordertime.shapes import CARD
from orderdesk.sandbox.ordertime.totals import amount, total

FIRST_ORDER = 20_001
FIRST_SHIP_DOC = 70_001


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line that an order is to have."""

    good: Good
    quantity: int | Decimal
    price: Decimal | None = None
    more: Document = field(default_factory=dict[str, JsonValue])


@dataclass(frozen=True, slots=True)
class Shipment:
    """A shipment that is to have left: how much of which line, and when after the order."""

    quantities: Sequence[int | Decimal]
    after: int
    """Microseconds after the order was placed."""
    tracking: str | None = None
    packages: int = 1
    serials: bool = False


@dataclass(slots=True)
class Wish:
    """What an order is to be like."""

    created: int
    party: Party
    lines: Sequence[Wanted]
    status: int | None
    fields: Document = field(default_factory=dict[str, JsonValue])
    """Over what the maker would choose; None empties a field."""
    shipments: Sequence[Shipment] = ()
    card: Document | None = None
    changed: int | None = None


class Maker:
    """Numbers orders, lines and ship docs in the order in which they are made."""

    def __init__(self, dice: Dice, every: Sequence[Good], parties: Sequence[Party]) -> None:
        self.dice = dice
        self.goods = every
        self.parts = [good for good in every if good.is_part and good.price >= 1]
        self.parties = parties
        self.orders: list[Document] = []
        self.ship_docs: list[Document] = []
        self._line = 1_000

    def make(self, wish: Wish) -> Document:
        """Make one order with its ship docs."""
        number = FIRST_ORDER + len(self.orders)
        order = self._header(wish, number)
        order["LineItems"] = [
            self._order_line(wanted, position, abroad=wish.party.abroad)
            for position, wanted in enumerate(wish.lines, 1)
        ]
        order |= wish.fields
        if wish.card is not None:
            order[CARD] = wish.card
        order["TotalAmount"] = total(order)
        last = wish.created
        for shipment in wish.shipments:
            last = wish.created + shipment.after
            self._ship(order, shipment, last)
        order[CREATED], order[REVISION] = wish.created, 1
        order[MODIFIED] = max(last, wish.changed or wish.created)
        kept: Document = {name: value for name, value in order.items() if value is not None}
        self.orders.append(kept)
        return kept

    def _header(self, wish: Wish, number: int) -> Document:
        party, dice = wish.party, self.dice
        address = dice.choice(party.addresses)
        day = moments.local(wish.created).date()
        tax = US_NONE if party.abroad else GST if party.bill["State"] == "QC" else HST
        taxed = ref(records.TAX_CODE, NON_TAXABLE if party.abroad else TAXABLE)
        freight = dice.weighted(
            ((None, 30.0), (Decimal("18.50"), 40.0), (Decimal("42.00"), 20.0), (Decimal(0), 10.0))
        )
        parts: Document = {
            name: value
            for name, value in address.items()
            if name not in ("Id", "Name", "CustomerRef", "IsPrimary", "IsActive")
        }
        return {
            "Id": number * 3 + 7,
            "DocNo": number,
            "CustomerRef": party.ref,
            "ShipToRef": {"Id": address["Id"], "Name": address["Name"]},
            "CustomerPO": f"PO-{dice.randint(1_000, 99_999)}" if dice.chance(0.85) else None,
            "Date": moments.day_text(day),
            "PromiseDate": moments.day_text(day + timedelta(days=dice.randint(1, 12))),
            "StatusRef": status_ref(wish.status),
            "ClassRef": ref(records.CLASS, dice.randint(1, 3)) if dice.chance(0.6) else None,
            "ContactRef": party.contact if dice.chance(0.7) else None,
            "CurrencyRef": ref(records.CURRENCY, USD if party.abroad else CAD),
            "FOB": "Halifax" if dice.chance(0.4) else None,
            "ShippingInstructions": "Ring the bell at gate B." if dice.chance(0.15) else None,
            "LocationRef": ref(records.LOCATION, HALIFAX if dice.chance(0.75) else SAINT_JOHN),
            "ItemSalesTaxRef": ref(records.TAX_ITEM, tax),
            "ItemSalesTaxRate": RATES[tax],
            "ShipAddress": {**parts, "Name": party.name},
            "BillAddress": party.bill,
            "ShipMethodRef": ref(records.SHIP_METHOD, dice.randint(1, 7)),
            "ShipSalesTaxCodeRef": taxed if freight else None,
            "SalesRepRef": ref(records.SALES_REP, dice.randint(1, 4)),
            "TermRef": ref(records.TERM, dice.randint(1, 4)),
            "ShipAmount": freight,
        }

    def _order_line(self, wanted: Wanted, position: int, *, abroad: bool) -> Document:
        self._line += 1
        good = wanted.good
        return {
            "Id": self._line,
            "LineNo": position,
            "ItemRef": good.ref,
            "Description": good.text,
            "SalesTaxCodeRef": ref(records.TAX_CODE, NON_TAXABLE if abroad else TAXABLE),
            "UomRef": ref(records.UOM, 1),
            "Price": good.price if wanted.price is None else wanted.price,
            "Quantity": wanted.quantity,
            "StdCost": good.cost,
            "StdPrice": good.price,
            "TranType": records.SALES_ORDER,
            **wanted.more,
        }

    def _ship(self, order: Document, shipment: Shipment, moment: int) -> None:
        number = FIRST_SHIP_DOC + len(self.ship_docs)
        lines: list[JsonValue] = []
        for line, quantity in zip(lines_of(order), shipment.quantities, strict=False):
            if quantity:
                self._line += 1
                lines.append(_ship_line(line, quantity, self._line, len(lines) + 1, shipment))
        document: Document = {
            "Id": number * 3 + 11,
            "DocNo": number,
            "CustomerRef": order["CustomerRef"],
            "ShipToRef": order["ShipToRef"],
            "CustomerPO": order.get("CustomerPO"),
            "Date": moments.day_text(moments.local(moment).date()),
            "StatusRef": status_ref(SHIPPED),
            "TrackingNo": shipment.tracking,
            "TotalPackages": shipment.packages,
            "CurrencyRef": order.get("CurrencyRef"),
            "SONo": order["DocNo"],
            "LineItems": lines,
            CREATED: moment,
            MODIFIED: moment,
            REVISION: 1,
        }
        self.ship_docs.append({k: value for k, value in document.items() if value is not None})


def _ship_line(
    line: Document, quantity: int | Decimal, key: int, position: int, shipment: Shipment
) -> Document:
    shipped: Document = {
        "Id": key,
        "LineNo": position,
        "ItemRef": line["ItemRef"],
        "Description": line["Description"],
        "UomRef": line["UomRef"],
        "Quantity": quantity,
    }
    if shipment.serials:
        shipped["Details"] = [
            {"LotOrSerialNo": f"3549{key:07}{unit:04}", "Quantity": 1}
            for unit in range(int(amount(quantity)))
        ]
    return shipped
