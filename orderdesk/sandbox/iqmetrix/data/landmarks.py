"""Orders made by hand, so that every shape is there however few orders are asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from orderdesk.sandbox.iqmetrix.data.goods import Good
from orderdesk.sandbox.iqmetrix.data.maker import OrderMaker, Wish
from orderdesk.sandbox.iqmetrix.data.people import PRINTED_ADDRESS, PRINTED_CUSTOMER
from orderdesk.sandbox.iqmetrix.data.places import PLACES
from orderdesk.sandbox.iqmetrix.enumerations import (
    CANCELLED,
    COMPLETED,
    CREATED,
    PENDING,
    PROCESSED,
    PURCHASE,
    RMA,
    SALES,
    TRANSFER,
    ZERO_GUID,
)
from orderdesk.sandbox.iqmetrix.moments import HOUR, TICKS, from_datetime
from orderdesk.sandbox.iqmetrix.orders import Order
from orderdesk.sandbox.json_text import Document, JsonValue

PRINTED_ORDER = "2ad88692-7757-4a72-915b-dfe8f2539279"
PRINTED_ITEM = "8592718e-bcca-468c-8009-38678929b693"
PRINTED_NUMBER = "TT101IN18"
_MINUTE = 60 * TICKS
_INTERNAL = "internal"
LONG_NAME = (
    "Replacement phones, cases, chargers and data plans for the whole night shift of the Cobequid "
    "Valley School District's bus depot, to be delivered before the start of term, invoice in "
    "three parts (see the letter of 14 March), contact the depot and not the head office; "
    "remplacement des téléphones pour toute l'équipe de nuit"
)


@dataclass(frozen=True, slots=True)
class _Landmark:
    """One order by hand."""

    state: str
    place: int
    name: str | None
    customer: int | str | None = None
    """The number or id of a customer, letters of a script, the internal account, or nobody."""
    goods: tuple[str, ...] = ()
    """A part of each good's name."""
    ago: int = 0
    """How many minutes ago it was placed."""
    left: int | None = None
    """How many minutes it has left, instead of `ago`; below 0 it has expired."""
    kind: int = SALES
    hours: int = 72
    drop_ship: bool = False
    to_store: int | None = None
    both_targets: bool = False
    note: str | None = None
    first_goods: int = 0
    """Take so many goods from the start of the list."""
    key: str | None = None
    changes: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


# The first is the one of the vendor's printed requests; the next ones are fit to be worked on in a
# demo; then come those about to expire, the odd shapes, and the settled ones.
_LANDMARKS = (
    _Landmark(
        CREATED,
        0,
        "Aster A5 and accessories",
        PRINTED_CUSTOMER,
        ("Aster A5 64 GB Ink",),
        118,
        key=PRINTED_ORDER,
        changes={
            "TenderId": PRINTED_NUMBER,
            "EmployeeId": 15,
            "ShippingEntityId": None,
            "ShippingCustomerId": PRINTED_CUSTOMER,
            "ShippingAddressId": PRINTED_ADDRESS,
            "DiscountAmount": 15,
            "DiscountCode": "SERVE-15",
            "DiscountDescription": "Armed forces and first responders",
        },
    ),
    _Landmark(
        PENDING,
        0,
        "Upgrade: Lumo 12 and a folio case",
        "αεηλ",
        ("Lumo 12 256 GB Glacier", "Leather Folio for Lumo 12, Tan", "Tempered Glass for Lumo 12"),
        12,
        note="Screen protector fitted in store.",
    ),
    _Landmark(
        PENDING, 11, "Web order 48213", 40, ("Skerry Pro", "Power Bank 20,000"), 34, drop_ship=True
    ),
    _Landmark(
        PENDING, 4, "Forfait familial, trois lignes", "éèçô", ("Plan Unlimited", "SIM Card"), 51
    ),
    _Landmark(CREATED, 0, "Kestrel Fold, a gift", "ьяий", ("Kestrel Fold 512 GB Pearl",), 7),
    _Landmark(PENDING, 6, "Walk-in, name to follow", None, ("Pikku Flip", "SIM Card"), 90),
    _Landmark(
        PENDING,
        0,
        "Endless aisle, Harbourfront",
        51,
        ("Orbit Watch 42", "Magnetic Charging"),
        left=9,
        hours=12,
        drop_ship=True,
    ),
    _Landmark(
        CREATED, 7, "Lumo Slate 11 for a classroom", 3, ("Slate 11", "USB-C Cable, 2 m"), left=150
    ),
    _Landmark(PENDING, 10, "Hold until tomorrow", 66, ("Aster A7 Pro 256",), left=-40, hours=24),
    _Landmark(CREATED, 0, "New enquiry", 72, ago=4),
    _Landmark(
        PENDING,
        11,
        "Restock for opening day",
        _INTERNAL,
        ago=200,
        kind=PURCHASE,
        hours=720,
        first_goods=64,
    ),
    _Landmark(
        PENDING,
        1,
        LONG_NAME,
        6,
        ("Aster A7 128 GB Ink", "Rugged Case for Aster A7, Black", "Dual-Port Car", "Plan 20 GB"),
        260,
        hours=168,
    ),
    _Landmark(
        PENDING,
        2,
        "Taken over from the old till",
        80,
        ("Holm Portable",),
        300,
        hours=168,
        both_targets=True,
    ),
    _Landmark(
        PENDING,
        3,
        "À ramasser en boutique",
        "éèçô",
        ("Lumo 12 Mini",),
        330,
        hours=168,
        drop_ship=True,
        to_store=4,
    ),
    _Landmark(
        PENDING,
        5,
        "إرجاع: سماعات لاسلكية",
        "ليوف",
        ("Skerry Wireless",),
        380,
        kind=RMA,
        hours=720,
        note="العبوة مفتوحة والفاتورة موجودة",
    ),
    _Landmark(
        PENDING,
        8,
        "Transfer Whyte Avenue → Kensington",
        _INTERNAL,
        ("Pulse Band", "Fjord"),
        410,
        kind=TRANSFER,
        hours=336,
        to_store=9,
        changes={"ShippingCustomerId": ZERO_GUID, "ShippingAddressId": ZERO_GUID, "EmployeeId": 0},
    ),
    _Landmark(
        PENDING,
        11,
        'Rush order <today> & "gift-wrap" 100% — O’Hara',
        "נתמא",
        ("Orbit Watch 46",),
        440,
        drop_ship=True,
    ),
    _Landmark(PENDING, 6, None, "美陽蓮子雨", ("20 W USB-C",), 470),
    _Landmark(
        PROCESSED,
        0,
        "Upgrade: Aster A7 Pro",
        90,
        ("Aster A7 Pro 512 GB Copper", "Clear Shell for Aster A7 Pro"),
        320,
        drop_ship=True,
    ),
    _Landmark(CANCELLED, 6, "Ordered twice by mistake", 95, ("Holm Mini",), 500),
    _Landmark(
        COMPLETED,
        10,
        "Kestrel One for a film crew",
        10,
        ("Kestrel One 256 GB Moss", "Power Bank 10,000"),
        1620,
        drop_ship=True,
    ),
)


def landmarks(maker: OrderMaker, now: datetime) -> list[Order]:
    """Make all of them, the most important first."""
    orders = [maker.make(_wish(maker, landmark, from_datetime(now))) for landmark in _LANDMARKS]
    first = orders[0]
    items = (replace(first.items[0], id=PRINTED_ITEM), *first.items[1:])
    orders[0] = replace(first, printable_id=PRINTED_NUMBER, items=items)
    return orders


def _wish(maker: OrderMaker, landmark: _Landmark, now: int) -> Wish:
    if landmark.left is None:
        created = now - landmark.ago * _MINUTE - maker.dice.randrange(TICKS)
    else:
        created = now + landmark.left * _MINUTE - landmark.hours * HOUR
    return Wish(
        created,
        landmark.state,
        PLACES[landmark.place],
        landmark.kind,
        landmark.hours,
        landmark.name,
        _customer(maker, landmark.customer),
        _goods(maker, landmark),
        drop_ship=landmark.drop_ship,
        to_store=None if landmark.to_store is None else PLACES[landmark.to_store],
        both_targets=landmark.both_targets,
        note=landmark.note,
        key=landmark.key,
        changes=landmark.changes,
    )


def _goods(maker: OrderMaker, landmark: _Landmark) -> Sequence[Good]:
    every = maker.cast.goods
    if landmark.first_goods:
        return [good for good in every if good.can_ship][: landmark.first_goods]
    return [next(good for good in every if part in good.name) for part in landmark.goods]


def _customer(maker: OrderMaker, wanted: int | str | None) -> Document | None:
    customers = maker.cast.customers
    if wanted is None:
        return None
    if isinstance(wanted, int):
        return customers[wanted]
    if wanted == _INTERNAL:
        return maker.cast.internal
    found = (
        one
        for one in customers
        if one["Id"] == wanted or any(letter in str(one["PrimaryName"]) for letter in wanted)
    )
    return next(found, customers[0])
