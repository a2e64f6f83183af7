"""The corner shops on the routes, what they paid in advance, and what they sent back."""

from decimal import Decimal

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.names import TONGUES, Tongue
from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.data.people import employee_reference, payment_type_documents
from orderdesk.sandbox.valomnia.enumerations import UNAPPLIED
from orderdesk.sandbox.valomnia.links import ORGANIZATION
from orderdesk.sandbox.valomnia.masters import CREDITED, brief

SHOPS = 84
FIRST_REFERENCE = 955
PREPAYMENTS = 524
"""The first id of a prepayment, which the vendor's example uses."""
ISLAND = 3
"""The shop overseas, which pays in euros."""
PRINTED = 5
"""The customer of the vendor's printed order."""
ON_HOLD = 8
CLOSED = 40
_CATEGORIES = (("corner", "Corner shops"), ("fuel", "Petrol stations"), ("kiosk", "Kiosks"))
_TOWNS = (
    ("Lunenburg", "B0J 2C0", "44.3788", "-64.3188"),
    ("Mahone Bay", "B0J 2E0", "44.4488", "-64.3822"),
    ("Wolfville", "B4P 2R1", "45.0918", "-64.3647"),
    ("Digby", "B0V 1A0", "44.6220", "-65.7585"),
    ("Sydney", "B1P 6K7", "46.1368", "-60.1942"),
    ("Antigonish", "B2G 2C2", "45.6228", "-61.9930"),
    ("Yarmouth", "B5A 1G2", "43.8375", "-66.1174"),
    ("Chéticamp", "B0E 1H0", "46.6321", "-61.0132"),
)
_STREETS = ("Main Street", "Water Street", "King Street", "Montague Row", "chemin du Quai")
# {0} is a given name, {1} a family name.
_SIGNS = {
    "en": ("{1}'s Corner Store", "{0} & Sons Convenience", "The {1} Kiosk", "{1} Gas & Go"),
    "fr": ("Dépanneur {1}", "Épicerie {0} {1}", "Tabagie {1}"),
    "de": ("Späti {1}",),
    "es": ("Abarrotes {1}",),
    "pt": ("Mercearia {1}",),
    "pl": ("Sklep „U {1}”",),
    "tr": ("{1} Bakkal",),
    "vi": ("Tạp hóa {1} {0}",),
    "el": ("Μίνι Μάρκετ {1}",),
    "ru": ("Магазин «{1}»",),
    "uk": ("Крамниця «{1}»",),
    "ar": ("بقالة {1}",),
    "he": ("מכולת {1}",),
    "fa": ("سوپرمارکت {1}",),
    "ja": ("{1}商店",),
    "zh": ("{1}记便利店",),
    "ko": ("{1}씨네 편의점",),
    "hi": ("{1} किराना स्टोर",),
    "th": ("ร้าน{1}",),
}
LONG_NAME = (
    "Les Magasins généraux de la Baie-Sainte-Marie et de l'Île-aux-Puces, succursale du quai "
    "(livraisons par l'arrière, sonner deux fois), propriété de la famille Thériault-Lévesque"
)


def shop_documents(dice: Dice) -> dict[str, list[Document]]:
    """Shops with their categories and segments, by kind."""
    meta: Document = {
        "organization": ORGANIZATION,
        "dateCreated": "2024-01-15T12:00:00Z",
        "lastUpdated": "2024-01-15T12:00:00Z",
    }
    categories: list[Document] = [
        {"id": number, "reference": reference, "name": name, **meta}
        for number, (reference, name) in enumerate(_CATEGORIES, 1)
    ]
    segments: list[Document] = [
        {"id": number, "reference": f"seg_{letter}", "name": f"Segment {letter.upper()}", **meta}
        for number, letter in enumerate("abc", 1)
    ]
    return {
        "customers": [
            _shop(dice, number, dice.choice(categories), dice.choice(segments))
            for number in range(1, SHOPS + 1)
        ],
        "customerCategories": categories,
        "customerSegmentations": segments,
    }


def _name(dice: Dice, number: int) -> str:
    fixed = {2: LONG_NAME, PRINTED: "Marigold & Daughters", 6: 'Kiosk <No. 9> & "Mac\'s" 100%'}
    if number in fixed:
        return fixed[number]
    scripts = [one for one in TONGUES if one.code in _SIGNS]
    # The first shops show as many scripts as they can.
    tongue = scripts[number % len(scripts)] if number < 30 else _by_weight(dice, scripts)
    sign = dice.choice(_SIGNS[tongue.code])
    return sign.format(dice.choice(tongue.given), dice.choice(tongue.family))


def _by_weight(dice: Dice, tongues: list[Tongue]) -> Tongue:
    return dice.weighted([(one, one.weight) for one in tongues])


def _shop(dice: Dice, number: int, category: Document, segment: Document) -> Document:
    place = _place(dice, number)
    return {
        "id": number,
        "reference": f"C{FIRST_REFERENCE + number - 1:04}",
        "reference2": f"OLD-{number}" if number % 11 == 0 else None,
        "name": _name(dice, number),
        "categoryReference": category["reference"],
        "customerCategory": brief(category, "id", "reference", "name", path="customerCategories"),
        **_parent(number),
        "customerSegmentationReference": segment["reference"],
        "customerSegmentation": brief(
            segment, "id", "reference", "name", path="customerSegmentations"
        ),
        "pocTenus": None,
        "email": f"shop{number}@corner.example" if number % 4 else None,
        "logo": f"photoCustomer/{number}.png",
        "phone": f"90255503{number:02}" if number % 5 else None,
        **_unknown("mobile", "fax", "comment", "barcode"),
        **place,
        **_terms(number),
        **_unknown("website", "taxNumber", "companyRegistrationNumber"),
        "contacts": list[JsonValue](),
        "currency": "EUR" if number == ISLAND else "CAD",
        **_unknown("customerRisk", "customerRiskColor"),
        "organization": ORGANIZATION,
        "dateCreated": "2024-03-01T09:00:00Z",
        "lastUpdated": "2025-02-11T16:20:00Z",
    }


def _parent(number: int) -> Document:
    has_parent = number in (31, 32)
    return {
        "isSubCustomer": has_parent,
        "parentCustomer": {"id": 30, "href": "customers/30"} if has_parent else None,
        "billWithParent": has_parent,
    }


def _place(dice: Dice, number: int) -> Document:
    town, code, latitude, longitude = dice.choice(_TOWNS)
    country = "CA"
    if number == ISLAND:
        town, code, country = "Saint-Pierre", "97500", "PM"
    street = f"{dice.randint(2, 899)} {dice.choice(_STREETS)}"
    return {
        "isSameAddress": True,
        "billingCountry": country,
        "billingCity": town,
        "billingPostalCode": code,
        "billingAddress": street,
        **_unknown("billingLat", "billingLng"),
        "country": country,
        "city": town,
        "postalCode": code,
        "address": street,
        "latitude": Decimal(latitude),
        "longitude": Decimal(longitude),
    }


def _terms(number: int) -> Document:
    return {
        "isCredit": None,
        "creditLimit": 5000,
        **_unknown("balance", "maxChequePeriod", "maxChequeValue", "appliedCashBackOutput"),
        **_unknown("returnDiscount", "invoicesPerRoute"),
        "isActive": number != CLOSED,
        "onHold": number == ON_HOLD,
        "onHoldReason": "Two cheques came back" if number == ON_HOLD else None,
        "paymentTerm": None,
        "createdBy": {"userId": 1, "reference": employee_reference(1), "href": "users/1"},
        "dueDateConfigNumber": 14,
        "dueDateConfigType": "daysAfterInvoiceDate",
        "paymentTypes": _payment_types(number),
    }


def _unknown(*names: str) -> dict[str, None]:
    return dict.fromkeys(names)


def _payment_types(number: int) -> list[JsonValue]:
    """Return the kinds of payment that a shop may use; small ones pay cash only."""
    every = payment_type_documents()
    allowed = every[:1] if number % 13 == 0 else every
    return [brief(one, "id", "reference", "name", path="paymentTypes") for one in allowed]


def prepayment_documents(shops: list[Document], now: int) -> list[Document]:
    """Return what shops paid before they ordered."""
    cash = payment_type_documents()[0]
    made: list[Document] = []
    for step, (shop, total) in enumerate(((PRINTED, 45), (1, 200), (12, 80), (ISLAND, 60))):
        number = PREPAYMENTS + step
        moment = moments.shown(now - (step + 2) * moments.DAY)
        customer = shops[shop - 1]
        made.append(
            {
                "id": number,
                "reference": f"PRE-{number}",
                "description": "",
                **({CREDITED: 50} if total == 200 else {}),
                "total": total,
                "paymentDate": moment,
                "dateCreated": moment,
                "lastUpdated": moment,
                "status": UNAPPLIED,
                "currency": customer["currency"],
                "paymentType": brief(cash, "id", "reference", "name", path="paymentTypes"),
                **_unknown("bank", "chequeNumber", "desiredPaymentDate"),
                "organization": ORGANIZATION,
                "createdBy": {
                    "userId": 2,
                    "reference": employee_reference(2),
                    "href": "users/2",
                },
                "customer": brief(
                    customer, "id", "reference", "reference2", "name", path="customers"
                ),
            }
        )
    return made


def return_documents(shops: list[Document], now: int) -> list[Document]:
    """Return what shops sent back."""
    return [
        {
            "id": number,
            "reference": f"R-{number:03}",
            **_unknown("latitude", "longitude", "checkinDate"),
            "type": "RETURN",
            "userId": 3,
            "user": {"id": 3, "reference": employee_reference(3), "href": "users/3"},
            "customerId": shop["id"],
            "customer": brief(shop, "id", "reference", "name", path="customers"),
            "returnLines": list[JsonValue](),
            "organization": ORGANIZATION,
            "dateCreated": moments.shown(now - number * moments.DAY),
        }
        for number, shop in enumerate(shops[4:9], 1)
    ]
