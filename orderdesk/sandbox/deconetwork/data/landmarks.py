"""Orders made by hand, so that every shape is there however few orders are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from orderdesk.sandbox.deconetwork.data.goods import GOODS
from orderdesk.sandbox.deconetwork.data.maker import OrderMaker, Piece, Wish
from orderdesk.sandbox.deconetwork.data.people import PICK_UP, Customer, by_script
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
from orderdesk.sandbox.json_text import JsonValue

SAMPLE = "INV1234"
"""The invoice number of the vendor's sample."""
UNKNOWN_STATUS = 5
"""A status number that nothing explains."""
LONG_NAME = (
    "Two hundred hoodies, forty polos and the new name badges for the night crew of the Cobequid "
    "Valley School District, front and back in three colours, each with the wearer's first name on "
    "the sleeve (list of 3 March, second version), half to the depot and half to the head office; "
    "chandails à capuchon pour toute l'équipe de nuit"
)
_HOUR = 3_600
_FIRST = 927_601
_D = Decimal


@dataclass(frozen=True, slots=True)
class _Landmark:
    """One order by hand."""

    status: int
    job: str | None
    pieces: Sequence[Piece]
    ago: int
    """How many hours ago it was ordered."""
    customer: int | str | None
    """The number of a customer, letters of a script, or nobody."""
    payment: str = "paid"
    store: int = 88_101
    method: int | None = 51_400_624
    changes: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    notes: tuple[str, ...] = ()
    due: int = 14
    number: str | None = None


_TEAM: list[JsonValue] = [
    {"size": "M", "fields": [{"location": "Front-Body", "text": "Éloïse"}]},
    {"size": "XL", "fields": [{"location": "Front-Body", "text": "Rowan"}]},
]
_SAMPLE_PIECES = (
    Piece(
        "WK500",
        {"M": 2, "XL": 3},
        marks=("chest",),
        name="Regatta Crew Trousers",
        shipped=2,
        produced=3,
        values={"teamnames": _TEAM, "sku": "HM-WK-0417", "discount": _D("1.50")},
    ),
    Piece("TR200", {"L": 6}, marks=("front", "back"), name="Regatta Crew Tee"),
)
_SAMPLE_CHANGES: Mapping[str, JsonValue] = {
    "customer_po_number": "PO-4417",
    "coupon_code": "TIDE-10",
    "coupon_discount_amount": _D("3.1"),
    "gift_certificate_code": "H1A7-0B0E-5EA5-1DE0",
    "gift_certificate_amount": _D("12.5"),
    "credit_used": 6,
    "rush_order_fee": "48-hour rush",
    "rush_order_fee_amount": 8,
    "shipping_amount": _D("11.4"),
    "shipping_method": 51_400_623,
    "account_terms": "C.O.D",
    "payment_type": "Credit Card",
    "is_priority": True,
    "source_type": 0,
}

# The first has what the vendor's sample has; the next ones are fit to be worked on in a demo; then
# come the states that wait for something, the odd shapes, and the settled ones.
_LANDMARKS = (
    _Landmark(OPEN, "Everything on one order", _SAMPLE_PIECES, 30, 0, "deposit",
              changes=_SAMPLE_CHANGES,
              notes=("Check the thread colour with the customer.",), number=SAMPLE),
    _Landmark(IN_PRODUCTION, "Regatta volunteers", (
        Piece("TR200", {"S": 8, "M": 20, "L": 16, "XL": 6}, 3, ("front", "back")),
        Piece("CP600", {"SM": 12, "LXL": 20}, 1, ("cap",)),
        Piece("BT810", {"750": 24}, 2, ("engraved",)),
    ), 70, 5, "deposit"),
    _Landmark(READY_TO_SHIP, "Opening night crew", (
        Piece("PL310", {"S": 2, "M": 5, "L": 4}, 1, ("chest",)),
        Piece("LN830", {"": 11}, 1),
    ), 160, 17),
    _Landmark(PRODUCED, "Made-to-order cases, batch 31", (
        Piece("CS700", {"A7": 4, "L12": 9, "KF": 2}),
        Piece("CS710", {"A5": 3, "SKP": 1}, 1),
    ), 120, 22, store=88_103),
    _Landmark(IN_PRODUCTION, "Trade fair stand", (
        Piece("HD400", {"M": 10, "L": 10}, 2, ("front", "sleeve"), produced=14),
        Piece("MG800", {"330": 48}, produced=48),
        Piece("TB820", {"": 60}, 0, ("front",)),
    ), 96, 8, ""),
    _Landmark(IN_PRODUCTION, "Launch giveaway, two boxes", (
        Piece("ST840", {"A5": 500, "A4": 100}, shipped=300, produced=200),
        Piece("NB860", {"A5": 80}, 2, shipped=80),
    ), 140, 1, "deposit", method=51_400_623),
    _Landmark(OPEN, "Case for Lumo 12", (Piece("CS700", {"L12": 1}, 2),), 3, "éèçô",
              store=88_103),
    _Landmark(OPEN, "Staff polos, Harbourfront", (Piece("PL310", {"M": 3, "L": 2}, 3),), 6, 40,
              "", store=88_102, method=PICK_UP),
    _Landmark(ON_HOLD, "Hold until the logo is approved by their lawyers",
              (Piece("JK530", {"L": 5, "XL": 5}, 1),), 50, 13, "deposit"),
    _Landmark(NOT_ORDERED, "Quote: hockey fund-raiser", (
        Piece("HD410", {"S": 30, "M": 40, "L": 40, "XL": 20}, 1, ("back",)),
        Piece("BN610", {"": 130}, 2),
    ), 20, 9, "", due=30),
    _Landmark(AWAITING_STOCK, "Hi-vis for the depot", (
        Piece("HV520", {"M": 12, "L": 24, "2XL": 6}),
        Piece("WK500", {"M": 12, "L": 18}, 1),
    ), 80, 7, "deposit"),
    _Landmark(AWAITING_ARTWORK, "Umbrellas, artwork to follow", (Piece("UM850", {"": 25}, 1),),
              28, 14),
    _Landmark(AWAITING_REVIEW, "कार्यशाला की टी-शर्ट", (Piece("TR210", {"M": 7, "L": 7}, 2),), 26,
              "अआपमव", "paid"),
    _Landmark(UNKNOWN_STATUS, "Moved over from the old system", (Piece("MG800", {"330": 12}),),
              300, 60),
    _Landmark(OPEN, LONG_NAME, (
        Piece("HD400", {"S": 40, "M": 60, "L": 60, "XL": 40}, 1, ("front", "back", "sleeve")),
        Piece("PL310", {"M": 20, "L": 20}, 2, ("chest",)),
    ), 110, 5, "deposit", method=51_400_626, due=2,
        changes={"is_priority": True, "customer_po_number": "CVSD/2026/000417-B (amended)"}),
    _Landmark(OPEN, "Sample box, one of everything",
              tuple(Piece(good.code, {(good.options[0].code if good.options else ""): 1}, color)
                    for good in GOODS for color in range(min(2, len(good.colors)))),
              44, 30, ""),
    _Landmark(OPEN, "New enquiry, lines to follow", (), 2, 72, ""),
    _Landmark(OPEN, "Uniform allowance", (Piece("PL310", {"S": 2}, 0, unit=_D(0)),), 9, 90, "",
              store=88_102, method=PICK_UP),
    _Landmark(READY_TO_SHIP, "Paid twice by mistake", (Piece("LN830", {"": 7}, unit=_D("3.335")),),
              200, 44, "twice", changes={"discount_amount": _D("0.07")}),
    _Landmark(OPEN, "طباعة قمصان الفريق", (Piece("TR200", {"M": 5, "L": 5}, 1),), 12, "ليوف"),
    _Landmark(OPEN, "חולצות לסניף <חדש> & כובעים", (Piece("CP600", {"LXL": 9}),), 15, "נתמא",
              "deposit"),
    _Landmark(IN_PRODUCTION, "ロゴ入りマグカップ", (Piece("MG800", {"330": 36}),),
              33, "美陽蓮子雨"),
    _Landmark(OPEN, None, (Piece("GR730", {"": 1}, 1),), 5, None, "", method=None),
    _Landmark(OPEN, 'Rush <today> & "gift-wrap" 100% — O’Hara', (
        Piece("CS720", {"A7P": 2}, 1, ("engraved",)),
        Piece("", {"": 1}, name="Artwork set-up, first colour", unit=_D("45.00")),
    ), 4, 26, "", store=88_103, due=1, changes={
        "is_priority": True, "rush_order_fee": "48-hour rush", "rush_order_fee_amount": 35}),
    _Landmark(IN_PRODUCTION, "Stickers for every parcel", (Piece("ST840", {"A5": 12_000}),), 60, 10,
              "deposit"),
    _Landmark(SHIPPED, "Film crew jackets", (
        Piece("JK530", {"M": 4, "L": 6, "XL": 2}, 0, ("chest", "back")),
        Piece("CP600", {"LXL": 12}, 0),
    ), 480, 19),
    _Landmark(SHIPPED, "Power banks, not paid yet", (Piece("PB740", {"": 40}, 2),), 700, 11, ""),
    _Landmark(CANCELLED, "Ordered twice", (Piece("TB820", {"": 30}, 1),), 260, 25, "refunded"),
    _Landmark(CANCELLED, "Withdrawn before it began", (), 400, 33, ""),
)  # fmt: skip
COUNT = len(_LANDMARKS)
"""How many orders there are by hand."""


def landmarks(maker: OrderMaker) -> list[Order]:
    """Make all of them, the most important first."""
    return [maker.make(_wish(maker, n, one)) for n, one in enumerate(_LANDMARKS)]


def _wish(maker: OrderMaker, number: int, landmark: _Landmark) -> Wish:
    return Wish(
        number=landmark.number or str(_FIRST + number),
        status=landmark.status,
        ordered=maker.now - landmark.ago * _HOUR - number * 61,
        customer=_customer(maker, landmark.customer),
        pieces=landmark.pieces,
        job=landmark.job,
        store=landmark.store,
        method=landmark.method,
        payment=landmark.payment,
        changes=landmark.changes,
        notes=landmark.notes,
        due=landmark.due,
    )


def _customer(maker: OrderMaker, wanted: int | str | None) -> Customer | None:
    if wanted is None:
        return None
    if isinstance(wanted, str):
        return by_script(maker.customers, wanted)
    return maker.customers[wanted]
