"""The customers: firms in many countries that sell the shop's accessories on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.names import TONGUES, Tongue
from orderdesk.sandbox.orderspace import keys
from orderdesk.sandbox.orderspace.keys import new_key
from orderdesk.sandbox.orderspace.moments import DAY
from orderdesk.sandbox.orderspace.money import figure
from orderdesk.sandbox.orderspace.shelf import CREATED

FIRMS_MADE = 130
LONG_FIRM = (
    "The Amalgamated Society of Independent Mobile Telephone, Repair, Accessory and Second-hand "
    "Instrument Dealers of Cumberland, Colchester and the Eastern Shore (Purchasing) Ltd."
)
PRICE_LISTS: tuple[Document, ...] = (
    {"id": "pl_tr4deca1", "name": "Trade", "currency": "CAD", "conversion_rate": 100},
    {"id": "pl_tr4deus2", "name": "Trade US", "currency": "USD", "conversion_rate": 76},
    {"id": "pl_eur0pe03", "name": "Europe", "currency": "EUR", "conversion_rate": 70},
    {"id": "pl_gbr1t4in", "name": "United Kingdom", "currency": "GBP", "conversion_rate": 59},
    {"id": "pl_j4p4n005", "name": "日本", "currency": "JPY", "conversion_rate": 11_000},
    {"id": "pl_k3y4cc06", "name": "Key accounts", "currency": "CAD", "conversion_rate": 87},
)
TAX_RATES: tuple[Document, ...] = (
    {"id": "tr_h5tns014", "name": "HST Nova Scotia", "rate": Decimal("14.0")},
    {"id": "tr_h5ton013", "name": "HST Ontario", "rate": Decimal("13.0")},
    {"id": "tr_gst00005", "name": "GST", "rate": Decimal("5.0")},
    {"id": "tr_gstq5t14", "name": "GST + QST", "rate": Decimal("14.975")},
    {"id": "tr_exp0rt00", "name": "Export", "rate": Decimal("0.0")},
)
TERMS: tuple[Document, ...] = tuple(
    {
        "id": key,
        "name": name,
        "days_due": days,
        "deposit_percentage": Decimal(f"{deposit}.0"),
        "deposit_days_due": 0,
    }
    for key, name, days, deposit in (
        ("pt_pr0f0rm0", "Proforma", 0, 0),
        ("pt_15d4ys01", "15 Days", 15, 0),
        ("pt_30d4ys02", "30 Days", 30, 0),
        ("pt_60d4ys03", "60 Days, 25% deposit", 60, 25),
    )
)
GROUPS: tuple[Document, ...] = (
    {"id": "cg_d3f4ult1", "name": "Default"},
    {"id": "cg_ch41ns02", "name": "Chains"},
    {"id": "cg_r3p41r03", "name": "Repair shops"},
)


@dataclass(frozen=True, slots=True)
class _Place:
    city: str
    state: str
    postal_code: str
    country: str
    street: str
    price_list: str | None
    tax: str | None


_PLACES = (
    _Place("Halifax", "NS", "B3J 1S9", "CA", "Barrington Street", "pl_tr4deca1", None),
    _Place("Dartmouth", "NS", "B2Y 3Z3", "CA", "Portland Street", None, None),
    _Place("Toronto", "ON", "M5V 2T6", "CA", "Queen Street West", "pl_tr4deca1", "tr_h5ton013"),
    _Place("Montréal", "QC", "H2X 1Y4", "CA", "rue Sainte-Catherine", "pl_tr4deca1",
           "tr_gstq5t14"),
    _Place("Edmonton", "AB", "T6E 2A3", "CA", "Whyte Avenue", "pl_k3y4cc06", "tr_gst00005"),
    _Place("Portland", "ME", "04101", "US", "Congress Street", "pl_tr4deus2", "tr_exp0rt00"),
    _Place("Bristol", "", "BS1 5DB", "GB", "Canon's Road", "pl_gbr1t4in", "tr_exp0rt00"),
    _Place("Bremen", "", "28195", "DE", "Böttcherstraße", "pl_eur0pe03", "tr_exp0rt00"),
    _Place("Λάρισα", "", "412 22", "GR", "Οδός Κύπρου", "pl_eur0pe03", "tr_exp0rt00"),
    _Place("横浜市", "神奈川県", "231-0002", "JP", "海岸通1丁目", "pl_j4p4n005", "tr_exp0rt00"),
)  # fmt: skip
_HOME = {"el": 8, "ja": 9, "de": 7, "fr": 3}
"""The place of those who speak so; the others are anywhere in the first seven."""
_RETAILERS = (
    "Third Bridge Phones & Repair",
    "Bluenose Cellular Co-operative",
    "O'Hara–Desjardins Telecom Inc.",
    'Captain "Mac" MacAskill\'s Phone Shack',
    "Hôtel de la Marée haute, boutique",
    "Prairie Wind Co-op № 7, electronics counter",
    "Fix<It>Fast & Sons",
    "Boreal Mobilfunk GmbH & Co. KG",
    "海星手机配件贸易有限公司",
    "株式会社みなと電話商会",
    "Κινητά του Αιγαίου Α.Ε.",
    "مؤسسة الميناء للهواتف المحمولة",
    "ООО «Северный маяк – связь»",
    "한빛 모바일 주식회사",
    "Łódź Komórki Sp. z o.o.",
    "Çelikkol İletişim A.Ş.",
    "Saltmarsh Post Office & General Store",
    "Ferry Landing Kiosk",
)
_TRADES = (
    "{family} Mobile",
    "{family} & Daughters Phones",
    "{family} Electronics Ltd.",
    "Corner Phone {family}",
    "{family} Repair Bar",
    "{given} {family}",
)
_NATIVE = {
    "ja": "株式会社{family}通信",
    "zh": "{family}氏手机配件行",
    "ko": "{family} 휴대폰 상사",
    "el": "{family} Κινητά Ο.Ε.",
    "ru": "ООО «Связь {family}»",
    "uk": "ФОП {family} {given}",
    "ar": "مؤسسة {family} للهواتف",
    "he": "{family} סלולר בע״מ",
    "fr": "Téléphonie {family} inc.",
    "de": "Handyhaus {family} e. K.",
    "th": "ร้านมือถือ {family}",
    "hi": "{family} मोबाइल",
}


def customer_documents(dice: Dice, now: int) -> list[Document]:
    """Return the customers, the oldest first; those that were made by hand lead."""
    names: set[str] = set()
    made: list[Document] = []
    while len(made) < FIRMS_MADE:
        number = len(made)
        tongue = dice.weighted([(one, one.weight) for one in TONGUES])
        name = _name(dice, tongue, number)
        if name in names:
            continue
        names.add(name)
        created = now - (1_000 - number * 7) * DAY - dice.randrange(DAY)
        made.append(_customer(dice, tongue, name, number) | {CREATED: created})
    return made


def _name(dice: Dice, tongue: Tongue, number: int) -> str:
    if number == 0:
        return LONG_FIRM
    if number % 4 == 1 and number // 4 < len(_RETAILERS):
        return _RETAILERS[number // 4]
    pattern = _NATIVE.get(tongue.code) or dice.choice(_TRADES)
    return pattern.format(given=dice.choice(tongue.given), family=dice.choice(tongue.family))


def _customer(dice: Dice, tongue: Tongue, name: str, number: int) -> Document:
    place = _PLACES[_HOME.get(tongue.code, dice.randrange(7))]
    contact = f"{dice.choice(tongue.given)} {dice.choice(tongue.family)}"
    address = f"buyer{number}@customer.example"
    several = f"{address},accounts{number}@customer.example"
    addresses: list[JsonValue] = [_address(dice, place, name, contact)]
    if dice.chance(0.3):
        addresses.append(_address(dice, place, name, ""))
    spend = figure(Decimal(dice.choice((100, 150, 250)))) if dice.chance(0.4) else None
    status = "closed" if number % 29 == 17 else "new" if number % 23 == 11 else "active"
    return {
        "id": new_key(dice, keys.CUSTOMER, mixed=number % 9 == 4),
        "company_name": name,
        "status": status,
        "reference": f"HM-{number:04}" if number % 3 else "",
        "internal_note": "Pays late; ask before releasing." if number % 31 == 7 else "",
        "buyers": [{"name": contact, "email_address": address}] if number % 13 else [],
        "phone": "" if number % 11 == 5 else f"+1 902 555 {dice.randrange(10_000):04}",
        "email_addresses": {
            "orders": address if number % 13 else "",
            "dispatches": address if number % 13 else "",
            "invoices": several if number % 5 == 2 else address,
        },
        "tax_number": f"{dice.randrange(10**9):09} RT0001" if dice.chance(0.5) else "",
        "tax_rate_id": place.tax,
        "addresses": addresses if number % 37 != 19 else [],
        "minimum_spend": spend,
        "payment_terms_id": dice.choice([None, *(str(one["id"]) for one in TERMS)]),
        "customer_group_id": str(dice.choice(GROUPS)["id"]),
        "price_list_id": place.price_list,
    }


def _address(dice: Dice, place: _Place, name: str, contact: str) -> Document:
    return {
        "company_name": name,
        "contact_name": contact,
        "line1": f"{dice.randrange(1, 900)} {place.street}",
        "line2": "Unit 4" if dice.chance(0.2) else "",
        "city": place.city,
        "state": place.state,
        "postal_code": place.postal_code,
        "country": place.country,
    }


def in_currency(customers: Sequence[Document], price_list: str | None) -> list[Document]:
    """Return the active customers of one price list."""
    return [
        one
        for one in customers
        if one["price_list_id"] == price_list and one["status"] == "active" and one["addresses"]
    ]
