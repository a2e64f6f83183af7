"""What the wholesale shop sells: accessories of its own brand, in variants."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import keys
from orderdesk.sandbox.orderspace.keys import new_key
from orderdesk.sandbox.orderspace.moments import DAY
from orderdesk.sandbox.orderspace.money import figure
from orderdesk.sandbox.orderspace.product_calls import new_level
from orderdesk.sandbox.orderspace.shelf import CREATED, UPDATED

CATEGORIES = (
    # key, name, parent
    ("ca_c4sesx01", "Cases", None),
    ("ca_c4bles02", "Cables", None),
    ("ca_p0wer003", "Chargers & power", None),
    ("ca_gl4ss004", "Screen protection", None),
    ("ca_aud10005", "Audio", None),
    ("ca_st4nds06", "Stands & mounts", None),
    ("ca_l34ther7", "Étuis en cuir", "ca_c4sesx01"),
    ("ca_n3xt5008", "Next season", None),
    ("ca_cl34r009", "Last of the line", None),
)
NEXT_SEASON = "ca_n3xt5008"
CLEARANCE = "ca_cl34r009"
OPEN_WINDOW = "pw_0p3nw1nd"
CLOSED_WINDOW = "pw_cl0s3dwd"


@dataclass(frozen=True, slots=True)
class Good:
    """One product before it is a document."""

    code: str
    name: str
    category: str
    price: str
    options: tuple[tuple[str, tuple[str, ...]], ...] = ()
    more: tuple[str, ...] = ()
    """Further categories."""
    active: bool = True
    minimum: int | None = None
    multiple: int | None = None
    backorder: bool = True
    description: str = ""


_COLOURS = ("Colour", ("Ink", "Sand", "Seafoam", "Copper"))
_TWO = ("Colour", ("Black", "White"))
_PHONES = ("For", ("Aster A5", "Aster A7", "Aster A7 Pro", "Lumo 12", "Lumo 12 Mini"))
_LENGTH = ("Length", ("0.5 m", "1 m", "2 m", "3 m"))
_GOODS = (
    Good("HM-CS", "Clear Shell", "ca_c4sesx01", "7.25", (_PHONES,), minimum=5, multiple=5),
    Good("HM-RC", "Rugged Case", "ca_c4sesx01", "12.9", (_PHONES, _TWO), minimum=4),
    Good("HM-LF", "Leather Folio", "ca_l34ther7", "21.5", (_PHONES, ("Colour", ("Tan", "Black")))),
    Good("HM-SL", "Silicone Case", "ca_c4sesx01", "6.4", (_PHONES, _COLOURS), minimum=6),
    Good("HM-CC", "USB-C Cable, braided", "ca_c4bles02", "4.15", (_LENGTH, _TWO), multiple=10),
    Good("HM-CA", "USB-A to USB-C Cable", "ca_c4bles02", "3.35", (_LENGTH,), multiple=10),
    Good("HM-CX", "3.5 mm Adapter", "ca_c4bles02", "2.999", (), minimum=10),
    Good("HM-CH20", "20 W Charger", "ca_p0wer003", "8.8", (("Plug", ("A", "C", "G")),)),
    Good("HM-CH45", "45 W Travel Charger", "ca_p0wer003", "16.45", (("Plug", ("A", "C", "G")),)),
    Good("HM-CR", "Dual-Port Car Charger", "ca_p0wer003", "9.1"),
    Good("HM-PB10", "Power Bank 10,000 mAh", "ca_p0wer003", "17.75", (_COLOURS,)),
    Good("HM-PB20", "Power Bank 20,000 mAh", "ca_p0wer003", "28.6", (_TWO,)),
    Good("HM-WC", "Wireless Charging Pad", "ca_p0wer003", "13.33", (_TWO,), backorder=False),
    Good("HM-TG", "Tempered Glass", "ca_gl4ss004", "3.05", (_PHONES,), minimum=10, multiple=10),
    Good("HM-PF", "Privacy Film", "ca_gl4ss004", "4.7", (_PHONES,), minimum=10),
    Good("HM-LC", "Camera Lens Cover, pack of 3", "ca_gl4ss004", "2.2"),
    Good("HM-EB", "Wired Earphones", "ca_aud10005", "5.6", (_TWO,)),
    Good("HM-ES", "Earphone Spare Tips, 6 pairs", "ca_aud10005", "0.95", minimum=20, multiple=20),
    Good("HM-SP", "Pocket Speaker", "ca_aud10005", "19.99", (_COLOURS,)),
    Good("HM-DS", "Desk Stand", "ca_st4nds06", "11.2", (("Finish", ("Oak", "Walnut")),)),
    Good("HM-CM", "Car Mount", "ca_st4nds06", "8.05", backorder=False),
    Good("HM-TR", "Tripod with Remote", "ca_st4nds06", "14.75"),
    Good("HM-CL", "Microfibre Cloth, pack of 25", "ca_gl4ss004", "11"),
    Good("HM-ST", "SIM Eject Tool, pack of 100", "ca_st4nds06", "6.66", multiple=2),
    Good("HM-DSP", "Counter Display, empty", "ca_st4nds06", "0", minimum=1),
    Good("HM-NC", "Étui Marée, édition d'automne", "ca_l34ther7", "24.4", (_PHONES,),
         (NEXT_SEASON,)),
    Good("HM-NS", "Tide Speaker", "ca_aud10005", "34.2", (_COLOURS,), (NEXT_SEASON,)),
    Good("HM-NP", "Solar Power Bank", "ca_p0wer003", "39.9", (), (NEXT_SEASON,)),
    Good("HM-XF", "Flip Pouch", "ca_c4sesx01", "3.1", (("Colour", ("Cherry", "Navy")),),
         (CLEARANCE,), active=False),
    Good("HM-X3", "30-Pin Cable", "ca_c4bles02", "1.05", (), (CLEARANCE,), active=False),
    Good("HM-CJP", "折りたたみスタンド", "ca_st4nds06", "9.4", description="日本限定モデル"),
)  # fmt: skip


def category_documents() -> list[Document]:
    """Every category, in the order of the site."""
    return [
        {"id": key, "name": name, "description": "", "active": True, "parent_id": parent}
        for key, name, parent in CATEGORIES
    ]


def product_documents(dice: Dice, now: int) -> list[Document]:
    """Every product with its variants, the oldest first."""
    made: list[Document] = []
    for number, good in enumerate(_GOODS):
        created = now - (900 - number * 25) * DAY - dice.randrange(DAY)
        made.append(
            {
                "id": new_key(dice, keys.PRODUCT),
                "code": good.code,
                "name": good.name,
                "description": good.description or f"{good.name} by Harbour Mobile",
                "active": good.active,
                "tariff_code": dice.choice(("", "3926.90", "8544.42", "8504.40")),
                "country_of_origin": dice.choice(("", "CN", "VN", "CA")),
                "composition": "",
                "variant_options": [name for name, _choices in good.options],
                "product_variants": _variants(dice, good),
                "categories": [good.category, *good.more],
                "grouping_category_id": good.category,
                "images": [f"https://images.orderspace.example/harbour/{good.code.lower()}.jpg"],
                CREATED: created,
                UPDATED: created + dice.randrange(max(now - created, 1)),
            }
        )
    return made


def _variants(dice: Dice, good: Good) -> list[JsonValue]:
    price = Decimal(good.price)
    made: list[JsonValue] = []
    for number, chosen in enumerate(product(*(choices for _name, choices in good.options))):
        names = [name for name, _choices in good.options]
        short = "".join(f"-{_short(choice)}" for choice in chosen)
        euro: list[JsonValue] = [{"id": "pl_eur0pe03", "unit_price": figure(price * 8 / 10)}]
        made.append(
            {
                "id": new_key(dice, keys.VARIANT),
                "sku": f"{good.code}{short}",
                "barcode": f"77{dice.randrange(10**10):010}" if number % 7 else "",
                "options": dict(zip(names, chosen, strict=True)),
                "unit_price": figure(price),
                "price_list_prices": euro if number % 3 == 0 else [],
                "rrp": figure(price * 3),
                "backorder": good.backorder,
                "minimum": good.minimum,
                "multiple": good.multiple,
                "weight": figure(Decimal(dice.randrange(0, 60)) / 100),
                "tax_rate_id": None,
                "location": f"{dice.choice('ABCDEF')}{dice.randrange(1, 40)}",
            }
        )
    return made


def _short(choice: str) -> str:
    """Shorten an option for a SKU: Aster A7 Pro is AA7P, 0.5 m is 05M."""
    words = choice.replace(".", "").split()
    if len(words) == 1:
        return words[0][:3].upper()
    return "".join(word if word[-1].isdigit() else word[0] for word in words).upper()


def level_documents(dice: Dice, products: Sequence[Document], now: int) -> list[Document]:
    """Return the stock level of every variant, before any order has reserved of it."""
    made: list[Document] = []
    for one in products:
        variants = one["product_variants"]
        for variant in variants if isinstance(variants, list) else []:
            sku = str(variant["sku"]) if isinstance(variant, dict) else ""
            on_hand = 0 if dice.chance(0.08) else dice.randrange(5, 900)
            moment = now - dice.randrange(1, 400 * DAY)
            level = new_level(sku, str(one["id"]), now=moment, on_hand=on_hand, available=on_hand)
            made.append(level)
    return made
