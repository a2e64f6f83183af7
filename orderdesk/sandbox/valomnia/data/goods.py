"""What the vans carry: prepaid cards, chargers, cases and simple phones, in pieces and in boxes."""

from dataclasses import dataclass
from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.valomnia.links import ORGANIZATION
from orderdesk.sandbox.valomnia.masters import REFERENCE, brief

FIRST_ITEM = 495
"""The vendor's printed lines are about this number."""
_SINCE = "2024-02-05T13:30:00Z"
_CHANGED = "2025-03-18T15:04:05Z"
_META: Document = {
    "organization": ORGANIZATION,
    "dateCreated": _SINCE,
    "lastUpdated": _CHANGED,
}
_UNITS = (("pcs", "pieces", 1), ("box", "box of 10", 10), ("ctn", "carton of 50", 50))
_CATEGORIES = (
    ("sim", "SIM cards & top-up"),
    ("power", "Chargers & cables"),
    ("case", "Cases & protection"),
    ("audio", "Audio"),
    ("phone", "Simple phones"),
    ("display", "Displays & samples"),
)
_ENTRIES = (
    # category, reference, name, price of a piece, largest unit (0 pcs, 1 box, 2 carton)
    ("sim", "sim-start", "SIM Starter Pack", "4.50", 2),
    ("sim", "sim-data-5", "Data SIM 5 GB", "12", 2),
    ("sim", "sim-data-20", "Data SIM 20 GB", "26.20", 1),
    ("sim", "sim-travel", "Travel SIM Europe, 7 days", "21.75", 1),
    ("sim", "topup-10", "Top-up Voucher $10", "9.20", 2),
    ("sim", "topup-25", "Top-up Voucher $25", "23", 2),
    ("sim", "topup-50", "Top-up Voucher $50", "46.25", 1),
    ("sim", "sim-eject", "SIM Eject Tool, pack of 10", "1.955", 1),
    ("power", "chg-20w", "Brightline 20 W USB-C Charger", "13.40", 1),
    ("power", "chg-45w", "Brightline 45 W Travel Charger", "24.90", 1),
    ("power", "chg-car", "Brightline Dual-Port Car Charger", "16.75", 1),
    ("power", "cab-1m", "USB-C Cable, 1 m, braided", "6.10", 2),
    ("power", "cab-2m", "USB-C Cable, 2 m, braided", "8.35", 2),
    ("power", "cab-aux", "USB-C to 3.5 mm Adapter", "5.05", 1),
    ("power", "bank-5", "Power Bank 5,000 mAh", "15.50", 1),
    ("power", "bank-10", "Power Bank 10,000 mAh", "23.99", 1),
    ("power", "bank-20", "Power Bank 20,000 mAh", "38.40", 0),
    ("case", "case-clear", "Clear Shell, assorted", "9.99", 1),
    ("case", "case-folio", "Leather Folio, assorted", "22.45", 1),
    ("case", "case-rugged", "Rugged Case, assorted", "19.80", 1),
    ("case", "glass-s", "Tempered Glass, small", "7.25", 2),
    ("case", "glass-l", "Tempered Glass, large", "8.25", 2),
    ("case", "lens", "Camera Lens Cover, pack of 3", "4.15", 1),
    ("case", "cloth", "Microfibre Cloth", "0.85", 2),
    ("audio", "ear-wired", "Pikku Wired Earphones", "9.60", 1),
    ("audio", "ear-skerry", "Nordhavn Skerry Wireless Earbuds", "71.30", 1),
    ("audio", "spk-holm", "Nordhavn Holm Mini Speaker", "33.15", 0),
    ("phone", "ph-flip", "Pikku Flip 32 GB Navy", "82", 0),
    ("phone", "ph-flip-r", "Pikku Flip 32 GB Cherry", "82", 0),
    ("phone", "ph-a5", "Aster A5 64 GB Ink", "291.50", 0),
    ("phone", "watch-kids", "Pikku Kids' Watch with Locator", "74.80", 0),
    ("display", "disp-stand", "Counter Display Stand", "0", 0),
    ("display", "disp-poster", "Poster A2, “Top up here”", "0", 1),
)


@dataclass(frozen=True, slots=True)
class Pack:
    """One thing to sell in one unit."""

    item: int
    unit: int
    """The id of the item's unit."""
    price: Decimal
    """Of one unit."""
    is_piece: bool
    category: str


def packs() -> list[Pack]:
    """Every item in every unit in which it is sold."""
    made: list[Pack] = []
    for item, (category, _reference, _name, price, largest) in enumerate(_ENTRIES, FIRST_ITEM):
        for step, (_unit, _unit_name, pieces) in enumerate(_UNITS[: largest + 1]):
            share = Decimal(1) if step == 0 else Decimal("0.95")
            amount = (Decimal(price) * pieces * share).quantize(Decimal("0.001"))
            made.append(Pack(item, len(made) + 1, amount, step == 0, category))
    return made


def goods_documents() -> dict[str, list[Document]]:
    """Items with their categories, groups and units, by kind."""
    categories: list[Document] = [
        {"id": number, "reference": reference, "name": name, "description": None, **_META}
        for number, (reference, name) in enumerate(_CATEGORIES, 1)
    ]
    units: list[Document] = [
        {"id": number, "reference": reference, "name": name, **_META}
        for number, (reference, name, _pieces) in enumerate(_UNITS, 1)
    ]
    by_reference = {str(one["reference"]): one for one in categories}
    items = [
        _item(number, reference, name, by_reference[category])
        for number, (category, reference, name, _price, _largest) in enumerate(_ENTRIES, FIRST_ITEM)
    ]
    groups: list[Document] = [
        {"id": 20 + number, "reference": f"RG-{number}", "name": name, "description": None, **_META}
        for number, name in enumerate(("Van, small", "Van, large", "Counter displays"), 1)
    ]
    return {
        "itemCategories": categories,
        "itemGroups": groups,
        "items": items,
        "units": units,
        "itemUnits": _item_units(items, units),
    }


def _item(number: int, reference: str, name: str, category: Document) -> Document:
    serial = reference.startswith(("ph-", "watch-"))
    tags: list[JsonValue] = [category["reference"]]
    return {
        "id": number,
        "reference": reference,
        "name": name,
        "description": "",
        "itemCategoryId": category["id"],
        "itemCategory": brief(category, "id", "reference", "name", path="itemCategories"),
        "itemImages": [
            {
                "imageOrder": 1,
                "smallImage": f"photoItem/{reference}-small.png",
                "thumbnailImage": f"photoItem/{reference}-thumbnail.png",
                "originalImage": f"photoItem/{reference}.png",
            }
        ],
        "displayOrder": number - FIRST_ITEM + 1,
        "volumeInLiter": None,
        "isActive": reference != "ear-wired",
        "isNew": number % 9 == 0,
        **dict.fromkeys(("videoUrl", "pdfUrl"), ""),
        **dict.fromkeys(("videoSize", "pdfSize"), 0),
        **dict.fromkeys(("formattedVideoSize", "formattedPdfSize"), "0"),
        **{name: list[JsonValue]() for name in ("similarItems", "relatedItems", "itemAttributes")},
        "parentId": None,
        "parentItem": None,
        "hasDeclination": False,
        "tags": tags,
        "hasSerialNumbers": serial,
        "serialNumbers": None,
        **_META,
    }


def _item_units(items: list[Document], units: list[Document]) -> list[Document]:
    made: list[Document] = []
    for item, (category, reference, _name, _price, largest) in zip(items, _ENTRIES, strict=True):
        for step, unit in enumerate(units[: largest + 1]):
            number = len(made) + 1
            made.append(
                {
                    "id": number,
                    REFERENCE: f"{reference}/{unit['reference']}",
                    "itemReference": reference,
                    "unitReference": unit["reference"],
                    "item": brief(item, "id", "reference", "name", path="items"),
                    "unit": brief(unit, "id", "reference", "name", path="units"),
                    "quantity": _UNITS[step][2],
                    "unpacking": True,
                    "salesQuantity": 1,
                    "volume": step + 1,
                    "weight": Decimal("1.5") * (step + 1),
                    "barcode": f"0628{number:09}",
                    "expirationDate": "2027-12-31" if category == "sim" else None,
                    "isDefault": step == 0,
                    "defaultDisplay": step == 0,
                    **_META,
                }
            )
    return made
