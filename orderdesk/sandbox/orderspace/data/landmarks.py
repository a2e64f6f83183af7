"""Orders made by hand, so that every shape is there however few orders are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import shelf
from orderdesk.sandbox.orderspace.data.firms import in_currency
from orderdesk.sandbox.orderspace.data.history import skus
from orderdesk.sandbox.orderspace.data.maker import OrderMaker, Wish
from orderdesk.sandbox.orderspace.moments import DAY
from orderdesk.sandbox.orderspace.orders import (
    CANCELLED,
    FULFILLED,
    INVOICED,
    NEW,
    PART_FULFILLED,
    PREORDER,
    RELEASED,
    STANDING,
    Line,
)

FRESH = "or_fresh001"
READY = "or_ready002"
UNPAID = "or_unpa1d03"
PARTLY = "or_partly04"
AHEAD = "or_ahead005"
ON_ACCOUNT = "or_acc0unt6"
MIXED = "or_m1xed007"
TEMPLATE = "or_templat8"
REPEAT = "or_repeat09"
REPEATED_SKU = "or_tw1ce010"
DONE = "or_d0ne0011"
CALLED_OFF = "or_gone0012"
LONG = "or_l0ng0013"
EMPTY = "or_empty014"
FREE = "or_zer00015"
HELD_LINE = "or_held0016"
DEPOSIT = "or_dep0s117"
SISTER = "or_s1ster18"
OTHER_CURRENCY = "or_eur00019"
ODD = "or_0ddm0n20"
GREEK = "or_greek021"
JAPANESE = "or_jpyen022"
MARKUP = "or_mark0u23"
OLD_KEY = "or_l5DYq24N"
BACK_ORDER = "or_sh0rt025"
CREDITED = "or_cred1t26"
_MINUTE = 60
_HOUR = 3_600
_CHARGE = ("Next-day courier", "24.9")
LONG_NOTE = (
    "Please pack by store, not by article: stores 1 to 14 in the first crate, the others in the "
    "second; mark every parcel with the store's number and the word Herbst/Automne/Autumn. "
) * 6


@dataclass(frozen=True, slots=True)
class _Landmark:
    """One order by hand."""

    key: str
    status: str
    ago: int
    """Seconds since it was placed."""
    customer: int | str = 0
    """A number among the active customers of the price list, or a letter of a name."""
    goods: tuple[tuple[str, int], ...] = ()
    """SKUs with quantities; a minus sign before a SKU puts the line on hold."""
    others: tuple[tuple[str, str, int], ...] = ()
    charge: tuple[str, str] | None = _CHARGE
    price_list: str | None = "pl_tr4deca1"
    free: bool = False
    parts: int = 1
    deposit: bool = False
    overdue: bool = False
    currency: str | None = None
    first: int = 0
    """Take so many SKUs from the start of those on sale."""
    values: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


# The first are fit to be worked on in a demo: one in each status, then the odd shapes.
_LANDMARKS = (
    _Landmark(FRESH, NEW, 12 * _MINUTE, 1,
              (("HM-CC-1M-BLA", 20), ("HM-CS-AA7", 10), ("HM-CH20-A", 12)),
              values={"customer_po_number": "PO-77120", "customer_note": "As last month, please."}),
    _Landmark(READY, RELEASED, 26 * _HOUR, 2,
              (("HM-TG-L12", 30), ("HM-PB10-INK", 6), ("HM-CR", 4)),
              (("Counter sign, hand-lettered", "18.5", 1),)),
    _Landmark(UNPAID, INVOICED, 3 * DAY, 3, (("HM-SP-SAN", 8), ("HM-CM", 5))),
    _Landmark(PARTLY, PART_FULFILLED, 6 * DAY, 4,
              (("HM-RC-AA5-BLA", 8), ("HM-RC-AA7-BLA", 8), ("HM-DS-OAK", 4), ("HM-EB-WHI", 20))),
    _Landmark(AHEAD, PREORDER, 2 * DAY, 5, (("-HM-NS-INK", 12), ("-HM-NP", 6)), charge=None,
              values={"delivery_date": None, "internal_note": "Asked twice when these come."}),
    _Landmark(ON_ACCOUNT, RELEASED, 30 * _HOUR, 0, (("HM-CA-1M", 40), ("HM-CA-2M", 40)),
              price_list="pl_k3y4cc06", free=True),
    _Landmark(MIXED, NEW, 50 * _MINUTE, 6, (("HM-CC-2M-WHI", 10), ("-HM-NC-L12", 4))),
    _Landmark(TEMPLATE, STANDING, 90 * DAY, 1, (("HM-ST", 2), ("HM-CL", 4)),
              values={"reference": "Monthly"}),
    _Landmark(REPEAT, NEW, 5 * _HOUR, 1, (("HM-ST", 2), ("HM-CL", 4)),
              values={"standing_order_id": TEMPLATE, "reference": "Monthly"}),
    _Landmark(REPEATED_SKU, RELEASED, 20 * _HOUR, 2,
              (("HM-LC", 10), ("HM-LC", 5), ("HM-TR", 3)), free=True,
              values={"reference": "two shops"}),
    _Landmark(DONE, FULFILLED, 9 * DAY, 7,
              (("HM-PF-AA5", 20), ("HM-PF-AA7", 20), ("HM-WC-BLA", 6)), parts=2),
    _Landmark(CALLED_OFF, CANCELLED, 4 * DAY, 8, (("HM-CH45-C", 10),),
              values={"internal_note": "Ordered twice by mistake."}),
    _Landmark(LONG, NEW, 8 * _HOUR, "Amalgamated", first=60,
              values={"customer_note": LONG_NOTE, "customer_po_number": "P" * 60}),
    _Landmark(EMPTY, NEW, 9 * _HOUR, 9, charge=None),
    _Landmark(FREE, NEW, 10 * _HOUR, 3, (("HM-DSP", 2),), charge=("Collection", "0")),
    _Landmark(HELD_LINE, RELEASED, 2 * DAY, 4, (("HM-CX", 30), ("-HM-NS-COP", 6)), free=True),
    _Landmark(DEPOSIT, INVOICED, 5 * DAY, 5, (("HM-PB20-BLA", 40),), deposit=True),
    _Landmark(SISTER, NEW, 40 * _MINUTE, 1, (("HM-ES", 20), ("HM-CX", 10))),
    _Landmark(OTHER_CURRENCY, NEW, 11 * _HOUR, 1, (("HM-TR", 2),), currency="EUR",
              values={"internal_note": "Placed before the price list was changed."}),
    _Landmark(ODD, INVOICED, 12 * _HOUR, "Téléphonie", (("HM-CX", 7), ("HM-WC-WHI", 3)),
              others=(("Échantillons", "0.01", 3),)),
    _Landmark(GREEK, NEW, 13 * _HOUR, "ινητά", (("HM-SL-L12-SEA", 12),), price_list="pl_eur0pe03",
              values={"customer_note": "Παράδοση μόνο πρωί, παρακαλώ."}),
    _Landmark(JAPANESE, RELEASED, 14 * _HOUR, "株式会社", (("HM-CJP", 25),),
              price_list="pl_j4p4n005", charge=("国際宅配便", "2400"), free=True),
    _Landmark(MARKUP, NEW, 15 * _HOUR, 7, (("HM-CM", 1),), values={
        "customer_note": "<b>Rush</b> & \"gift-wrap\" 100% {0} %s\nsecond line\ttab",
        "reference": "=HYPERLINK(1)", "customer_po_number": "'; DROP TABLE orders; --"}),
    _Landmark(OLD_KEY, FULFILLED, 700 * DAY, 6, (("HM-CA-3M", 10),), overdue=True, free=True),
    _Landmark(BACK_ORDER, RELEASED, 3 * DAY, 8, (("HM-WC-BLA", 900), ("HM-CM", 700)), parts=2,
              values={"delivery_date": None}),
    _Landmark(CREDITED, NEW, 16 * _HOUR, 9, (("HM-SP-INK", 3),),
              others=(("Goodwill for the broken crate", "-59.97", 1),), charge=None),
)  # fmt: skip


def landmarks(maker: OrderMaker) -> list[Wish]:
    """Return all of them, the most important first."""
    return [_wish(maker, landmark) for landmark in _LANDMARKS]


def _wish(maker: OrderMaker, landmark: _Landmark) -> Wish:
    customer = _customer(maker, landmark)
    return Wish(
        maker.now - landmark.ago,
        landmark.status,
        customer,
        _lines(maker, landmark, customer),
        key=landmark.key,
        currency=landmark.currency,
        free=landmark.free,
        parts=landmark.parts,
        deposit=landmark.deposit,
        overdue=landmark.overdue,
        values={"customer_note": "", **landmark.values},
    )


def _lines(maker: OrderMaker, landmark: _Landmark, customer: Document) -> list[Line]:
    lines = [
        maker.goods_line(customer, sku.removeprefix("-"), count, held=sku.startswith("-"))
        for sku, count in landmark.goods
    ]
    if landmark.first:
        on_sale, _coming = skus(maker)
        lines += [
            maker.goods_line(customer, sku, 5 + place % 7)
            for place, sku in enumerate(on_sale[: landmark.first])
        ]
    lines += [
        maker.other_line(customer, name, Decimal(price), quantity=count)
        for name, price, count in landmark.others
    ]
    if landmark.charge is not None:
        name, price = landmark.charge
        lines.append(maker.other_line(customer, name, Decimal(price), shipping=True))
    return lines


def _customer(maker: OrderMaker, landmark: _Landmark) -> Document:
    customers = maker.shelf.all(shelf.CUSTOMERS)
    if isinstance(landmark.customer, str):
        named = [one for one in customers if landmark.customer in str(one["company_name"])]
        return named[0] if named else in_currency(customers, landmark.price_list)[0]
    fitting = in_currency(customers, landmark.price_list)
    return fitting[landmark.customer % len(fitting)]
