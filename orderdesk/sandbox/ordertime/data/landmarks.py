"""Orders made by hand: every shape that a console must bear, and a story to show."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.data import tenant
from orderdesk.sandbox.ordertime.data.customers import Party, card
from orderdesk.sandbox.ordertime.data.goods import Good
from orderdesk.sandbox.ordertime.data.maker import Maker, Shipment, Wanted, Wish
from orderdesk.sandbox.ordertime.moments import DAY, HOUR, SECOND

LONG_MEMO = ("All forty crates go to the same slip; the skipper signs for them one by one. " * 60)[
    :4_000
]
MARKUP = "<b>Fragile</b> & \"upright\" <script>alert('dock')</script> \u202eback\u202c \t end"
TWICE_PO = "SAME-PO-77"
MINUTE = 60 * SECOND


class _Story:
    """Builds wishes around the present moment."""

    def __init__(self, maker: Maker, now: datetime) -> None:
        self.maker = maker
        self.now = moments.micros(now) // 1_000 * 1_000

    def party(self, number: int) -> Party:
        return self.maker.parties[number]

    def lines(self, *wanted: tuple[int, int | Decimal]) -> list[Wanted]:
        return [Wanted(self.maker.goods[number], quantity) for number, quantity in wanted]

    def good(self, text: str) -> Good:
        return next(good for good in self.maker.goods if good.text == text)

    def wish(
        self,
        back: int,
        party: int,
        lines: Sequence[Wanted],
        status: int | None,
        **fields: JsonValue,
    ) -> Wish:
        return Wish(self.now - back, self.party(party), lines, status, {**fields})

    def days(self, count: int) -> JsonValue:
        """Return a date so many days from today, by the tenant's clocks."""
        return moments.day_text(moments.local(self.now + count * DAY).date())


def landmarks(maker: Maker, now: datetime) -> list[Wish]:
    """Wish for the orders that are always there, the most telling first."""
    story = _Story(maker, now)
    return [*_everyday(story), *_shipped(story), *_figures(story), *_texts(story)]


def _whole(s: _Story) -> Wish:
    """Wish for an order with something in every field."""
    maximal: Document = {
        "FOB": "Halifax",
        "InternalNotes": "Two boxes are on the shelf by the door.",
        "Memo": "As agreed by phone.",
        "ShippingInstructions": "Call ahead; the ramp is narrow.",
        "DiscountRef": tenant.ref(records.DISCOUNT, 1),
        "DiscountAmount": Decimal("12.50"),
        "DiscountSalesTaxCodeRef": tenant.ref(records.TAX_CODE, tenant.TAXABLE),
        "AdditionalFeeItemRef": s.good("Pallet handling").ref,
        "AdditionalFeeSalesTaxCodeRef": tenant.ref(records.TAX_CODE, tenant.NON_TAXABLE),
        "AdditionalFeeAmount": Decimal("35.00"),
        "CustomFields": {"SOCust1": "EDI", "SOCust3": True, "SOCust6": "450001"},
    }
    engraved = Wanted(
        s.maker.goods[3],
        24,
        Decimal("15.25"),
        {
            "LineInstructions": "Engrave «Marigold»",
            "CustomerPartNo": "MPM-0042",
            "UomRef": tenant.ref(records.UOM, 2),
            "UomConversionRate": Decimal(10),
            "CustomFields": {"SOICust2": "Marigold", "SOICust20": "700001"},
        },
    )
    return s.wish(3 * HOUR, 1, [engraved, *s.lines((5, 6))], tenant.APPROVED, **maximal)


def _everyday(s: _Story) -> list[Wish]:
    return [
        s.wish(25 * MINUTE, 0, s.lines((0, 10), (3, 5), (30, 2)), tenant.NEW, CustomerPO="MPM-881"),
        _whole(s),
        s.wish(
            5 * HOUR,
            7,
            s.lines((37, 4)),
            tenant.HOLD,
            InternalNotes="Over the limit since Tuesday; ask Maeve before anything leaves.",
        ),
        s.wish(6 * HOUR, 3, s.lines((31, 300)), tenant.WAITING, PromiseDate=s.days(-2)),
        s.wish(30 * HOUR, 4, s.lines((8, 12)), tenant.RUSH, PromiseDate=s.days(0)),
        s.wish(26 * HOUR, 20, s.lines((9, 3), (11, 3)), tenant.FOREIGN_SCRIPT),
        s.wish(2 * DAY, 22, s.lines((12, 7)), tenant.PICKING),
        s.wish(50 * HOUR, 5, s.lines((13, 8)), tenant.PRINT),
        s.wish(4 * DAY, 6, s.lines((14, 1)), tenant.CANCELLED),
        s.wish(40 * DAY, 8, s.lines((15, 2)), tenant.PHONED_IN),
        s.wish(8 * HOUR, 9, s.lines((16, 5)), tenant.NEW, CustomerPO=TWICE_PO),
        s.wish(7 * HOUR, 9, s.lines((16, 5)), tenant.NEW, CustomerPO=TWICE_PO),
    ]


def _shipped(s: _Story) -> list[Wish]:
    partly = s.wish(6 * DAY, 10, s.lines((0, 20), (6, 10), (12, 4)), tenant.PARTLY)
    partly.shipments = [
        Shipment((10, 10, 0), DAY, "1Z999HM100000001"),
        Shipment((5, 0, 2), 3 * DAY, "1Z999HM100000002"),
    ]
    serials = s.wish(9 * DAY, 11, s.lines((4, 3), (30, 3)), tenant.INVOICED)
    serials.shipments = [Shipment((3, 3), 2 * DAY, "PUR3300012345", packages=3, serials=True)]
    cleared = s.wish(12 * DAY, 12, s.lines((1, 6), (2, 6)), tenant.SHIPPED)
    cleared.lines = [cleared.lines[0], Wanted(s.maker.goods[2], 6, more={"IsCleared": True})]
    cleared.shipments = [Shipment((6, 0), DAY, None)]
    same = s.wish(20 * HOUR, 13, s.lines((7, 4), (7, 6)), tenant.PACKED)
    same.shipments = [Shipment((4, 1), 2 * HOUR, "7302000000001")]
    carded = s.wish(90 * MINUTE, 8, s.lines((10, 2)), tenant.APPROVED, Memo="Charge the card.")
    carded.card = card(carded.party, 0)
    carded_too = s.wish(3 * DAY, 17, s.lines((11, 1)), tenant.NEW)
    carded_too.card = card(carded_too.party, 2)
    return [partly, carded, serials, cleared, same, carded_too]


def _figures(s: _Story) -> list[Wish]:
    goods = s.maker.goods
    label, coax = s.good("Label, serial no."), s.good("Antenna coax, low loss")
    handset = s.good("Rugged handset for site crews")
    many = [Wanted(goods[n % 45], n % 9 + 1) for n in range(72)]
    return [
        s.wish(10 * HOUR, 14, many, tenant.APPROVED),
        s.wish(2 * HOUR, 15, [], tenant.NEW, ShipAmount=None),
        s.wish(
            33 * HOUR,
            16,
            [Wanted(goods[20], 3, Decimal(0))],
            tenant.APPROVED,
            Memo="Under warranty, no charge.",
            ShipAmount=Decimal(0),
        ),
        s.wish(
            34 * HOUR,
            17,
            [Wanted(label, 10_000), Wanted(coax, Decimal("12.75"))],
            tenant.NEW,
            DiscountAmount=Decimal("0.01"),
        ),
        s.wish(
            35 * HOUR, 18, [Wanted(handset, 1), Wanted(goods[0], -1)], tenant.NEW, ShipAmount=None
        ),
        s.wish(5 * DAY, 21, [Wanted(handset, 1_100, Decimal("999999.99"))], tenant.CUSTOMER_WAITS),
    ]


def _texts(s: _Story) -> list[Wish]:
    nothing: Document = dict.fromkeys(
        (
            *("CustomerPO", "ClassRef", "ContactRef", "CurrencyRef", "FOB", "LocationRef"),
            *("ItemSalesTaxRef", "ItemSalesTaxRate", "ShipAddress", "BillAddress"),
            *("ShipMethodRef", "ShipSalesTaxCodeRef", "SalesRepRef", "TermRef", "ShipAmount"),
        )
    )
    return [
        s.wish(11 * HOUR, 19, s.lines((17, 2)), None, **nothing),
        s.wish(28 * HOUR, 23, s.lines((18, 9)), tenant.NEW, Memo=LONG_MEMO),
        s.wish(29 * HOUR, 26, s.lines((19, 4)), tenant.NEW, Memo=MARKUP, CustomerPO='A/B "7" <x>'),
        s.wish(
            7 * DAY,
            24,
            s.lines((21, 2)),
            tenant.APPROVED,
            CurrencyRef=tenant.ref(records.CURRENCY, tenant.USD),
            PromiseDate=s.days(400),
        ),
        s.wish(400 * DAY, 27, s.lines((22, 2)), tenant.INVOICED),
    ]
