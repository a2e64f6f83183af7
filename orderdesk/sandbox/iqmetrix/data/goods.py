"""What the company sells: invented phones and what goes with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid5

from orderdesk.sandbox.iqmetrix.data.places import COMPANY, SUPPLIERS
from orderdesk.sandbox.iqmetrix.reference import COMPANY as COMPANY_MARK
from orderdesk.sandbox.json_text import Document, JsonValue

_NAMESPACE = UUID("6f2f1f54-6a3e-4f0e-9f0a-0d6f3f1b7c11")
_ROOT = {"Id": 1, "Name": "Cellular & Accessories"}
_CATEGORIES = {
    "phone": (5, "Smartphones"),
    "case": (11, "Cases"),
    "screen": (12, "Screen protection"),
    "power": (13, "Chargers & cables"),
    "audio": (14, "Audio"),
    "wearable": (15, "Watches & trackers"),
    "tablet": (16, "Tablets"),
    "plan": (17, "Plans & SIM cards"),
    "service": (18, "Services"),
    "part": (19, "Batteries & parts"),
}
_MAKERS = ("Aster", "Lumo", "Kestrel", "Nordhavn", "Pikku", "Brightline", "Harbour Mobile")
PRINTED_PRODUCT = "a183f1a9-c58f-426a-930a-9a6357db52ed"
"""The product id that the vendor's printed requests use."""


@dataclass(frozen=True, slots=True)
class Good:
    """One thing to sell."""

    id: str
    sku: str
    name: str
    maker: str
    category: str
    price: Decimal
    cost: Decimal
    supplier: int

    @property
    def has_serial(self) -> bool:
        return self.category in ("phone", "tablet", "wearable")

    @property
    def can_ship(self) -> bool:
        return self.category not in ("plan", "service")


_PHONES = (
    # maker, model, storages in GB, colours, price of the smallest
    ("Aster", "A7", (128, 256), ("Ink", "Sand", "Seafoam"), 649),
    ("Aster", "A7 Pro", (256, 512), ("Ink", "Copper"), 999),
    ("Aster", "A5", (64, 128), ("Ink", "Coral"), 379),
    ("Lumo", "12", (128, 256), ("Graphite", "Glacier", "Plum"), 899),
    ("Lumo", "12 Mini", (128,), ("Graphite", "Glacier"), 749),
    ("Lumo", "12 Max", (256, 512), ("Graphite", "Gold"), 1349),
    ("Kestrel", "One", (256,), ("Slate", "Moss"), 1129),
    ("Kestrel", "Fold", (512,), ("Slate", "Pearl"), 2199),
    ("Pikku", "Flip", (32,), ("Cherry", "Navy", "Lemon"), 129),
)
_CASES = (("Leather Folio", "54.99"), ("Clear Shell", "29.99"), ("Rugged Case", "44.99"))
_CASE_COLOURS = (", Black", ", Tan", ", Storm Blue")
_OTHERS = (
    # category, maker, name, price
    ("power", "Brightline", "20 W USB-C Charger", "29.99"),
    ("power", "Brightline", "45 W USB-C Travel Charger", "49.99"),
    ("power", "Brightline", "Dual-Port Car Charger", "34.99"),
    ("power", "Brightline", "USB-C Cable, 1 m, braided", "19.99"),
    ("power", "Brightline", "USB-C Cable, 2 m, braided", "24.99"),
    ("power", "Brightline", "Magnetic Charging Stand", "64.99"),
    ("power", "Brightline", "Power Bank 10,000 mAh", "49.99"),
    ("power", "Brightline", "Power Bank 20,000 mAh", "79.99"),
    ("power", "Brightline", "USB-C to 3.5 mm Adapter", "14.99"),
    ("audio", "Nordhavn", "Skerry Wireless Earbuds", "129.99"),
    ("audio", "Nordhavn", "Skerry Pro Wireless Earbuds", "229.99"),
    ("audio", "Nordhavn", "Fjord Over-Ear Headphones", "299.99"),
    ("audio", "Nordhavn", "Holm Portable Speaker", "99.99"),
    ("audio", "Nordhavn", "Holm Mini Portable Speaker", "59.99"),
    ("audio", "Pikku", "Wired Earphones with Microphone", "24.99"),
    ("wearable", "Aster", "Orbit Watch 42 mm", "329.99"),
    ("wearable", "Aster", "Orbit Watch 46 mm", "379.99"),
    ("wearable", "Lumo", "Pulse Band", "89.99"),
    ("wearable", "Pikku", "Kids' Watch with Locator", "119.99"),
    ("tablet", "Lumo", "Slate 11 Tablet 128 GB", "599.99"),
    ("tablet", "Lumo", "Slate 13 Tablet 256 GB", "899.99"),
    ("tablet", "Aster", "Pad 10 Tablet 64 GB", "349.99"),
    ("plan", "Harbour Mobile", "SIM Card", "10"),
    ("plan", "Harbour Mobile", "eSIM Activation", "0"),
    ("plan", "Harbour Mobile", "Plan 5 GB, first month", "25"),
    ("plan", "Harbour Mobile", "Plan 20 GB, first month", "39"),
    ("plan", "Harbour Mobile", "Plan Unlimited, first month", "65"),
    ("plan", "Harbour Mobile", "Roaming Pack Europe, 7 days", "35"),
    ("service", "Harbour Mobile", "Screen Repair", "189"),
    ("service", "Harbour Mobile", "Battery Replacement", "79"),
    ("service", "Harbour Mobile", "Data Transfer", "29.95"),
    ("service", "Harbour Mobile", "Two-Year Care Plan", "149"),
    ("part", "Brightline", "Stylus with Spare Tips", "39.99"),
    ("part", "Brightline", "Camera Lens Cover, pack of 3", "12.49"),
    ("part", "Brightline", "SIM Eject Tool, pack of 10", "4.95"),
    ("part", "Brightline", "Microfibre Cloth", "3.5"),
)


def goods() -> list[Good]:
    """Everything on sale; the same for every seed."""
    first = Good(
        PRINTED_PRODUCT,
        "00001",
        "Aster A5 Standard Battery",
        "Aster",
        "part",
        Decimal("12.99"),
        Decimal("5.99"),
        SUPPLIERS[0][0],
    )
    made = [first]
    for number, (category, maker, name, price) in enumerate(_entries(), start=2):
        money = Decimal(price)
        cost = (money * _margin(category)).quantize(Decimal("0.01"))
        made.append(
            Good(
                id=str(uuid5(_NAMESPACE, name)),
                sku=f"{number:05}",
                name=name,
                maker=maker,
                category=category,
                price=money,
                cost=cost,
                supplier=_supplier(category, number),
            )
        )
    return made


def _entries() -> Iterator[tuple[str, str, str, str]]:
    """Category, maker, name and price of everything but the first."""
    for maker, model, storages, colours, price in _PHONES:
        for step, storage in enumerate(storages):
            for colour in colours:
                yield (
                    "phone",
                    maker,
                    f"{maker} {model} {storage} GB {colour}",
                    f"{price + step * 120}.99",
                )
    for maker, model, _storages, _colours, _price in _PHONES:
        for case, price in _CASES:
            for colour in _CASE_COLOURS if case != "Clear Shell" else ("",):
                yield "case", "Brightline", f"{case} for {maker} {model}{colour}", price
        yield "screen", "Brightline", f"Tempered Glass for {maker} {model}", "24.99"
        yield "part", maker, f"{maker} {model} Replacement Battery", "39.99"
    for category, maker, name, price in _OTHERS:
        yield category, maker, name if maker in _MAKERS[5:] else f"{maker} {name}", price


def _margin(category: str) -> Decimal:
    shares = {"phone": "0.86", "tablet": "0.82", "plan": "0.10", "service": "0.35", "case": "0.30"}
    return Decimal(shares.get(category, "0.45"))


def _supplier(category: str, number: int) -> int:
    if category == "audio":
        return SUPPLIERS[3][0]
    if category in ("part", "screen"):
        return SUPPLIERS[2][0]
    return SUPPLIERS[number % 2][0]


def product_documents(every: list[Good]) -> list[Document]:
    """Return the goods in the shape of the catalog's product details."""
    return [_document(good, number) for number, good in enumerate(every, start=1)]


def _vendor_sku(good: Good) -> Document:
    supplier = next(name for key, name, _text in SUPPLIERS if key == good.supplier)
    return {"Value": good.sku, "Description": supplier, "Entity": good.supplier}


def _document(good: Good, number: int) -> Document:
    category, category_name = _CATEGORIES[good.category]
    month = f"2024-{number % 12 + 1:02}"
    upc = f"0628100{number:05}"
    return {
        COMPANY_MARK: COMPANY,
        "CatalogItemId": good.id,
        "IsArchived": False,
        "RmsId": str(number),
        "Slug": f"M{1000 + number}-V1",
        "DateAddedUtc": f"{month}-14T12:00:00.000",
        "IsDropShippable": good.can_ship,
        "Name": good.name,
        "ShortDescription": f"{category_name}, by {good.maker}",
        "LongDescription": f"{good.name}. Sold and served by Harbour Mobile.",
        "CanonicalClassification": {
            "TreeId": 1,
            "Id": category,
            "Name": category_name,
            "ParentCategories": [{**_ROOT}],
        },
        "IsLinkedToCuratedProduct": True,
        "IsSaleable": True,
        "Manufacturer": {"Id": 40 + _MAKERS.index(good.maker), "Name": good.maker},
        "ManufacturerSkus": [
            {
                "Value": f"{good.maker[:3].upper()}-{good.sku}",
                "Description": good.maker,
                "Entity": 0,
            }
        ],
        "MasterProductId": 1000 + number,
        "MSRP": {"Amount": good.price, "CurrencyCode": "CAD"},
        "ReleaseDate": f"{month}-01T12:00:00.000",
        "UpcCodes": [{"Value": upc, "Description": "UPC", "Entity": good.supplier}],
        "VariationId": 1,
        "VendorSkus": [_vendor_sku(good)],
        "Version": 1,
        **dict.fromkeys(("Entity", "HeroShotId", "HeroShotUri", "Owner", "Region")),
        **{name: list[JsonValue]() for name in ("Assets", "Specifications")},
    }
