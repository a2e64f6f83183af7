"""What the warehouse sells: phones' accessories in boxes, cable by the metre, work and fees."""

from dataclasses import dataclass
from decimal import Decimal

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime import records
from orderdesk.sandbox.ordertime.data.tenant import HALIFAX, RETURNS, SAINT_JOHN, ref

FIRST_ITEM = 5_001
_CENT = Decimal("0.01")
_DEVICES = ("Tidepool 5", "Tidepool 5 Max", "Fathom X", "Fathom X Pro", "Dory 3", "Skerry Fold")
_COLOURS = ("kelp", "fog", "buoy red")
_PARTS = (
    ("Wall charger 20 W", "24.00"),
    ("Wall charger 45 W, GaN", "41.50"),
    ("Car charger, two ports", "19.95"),
    ("USB-C cable 1 m", "8.75"),
    ("USB-C cable 3 m, braided", "16.20"),
    ("Earbuds «Plover»", "63.00"),
    ("Headset for call centres", "118.40"),
    ("Rugged handset for site crews", "389.00"),
    ("Desk stand, aluminium", "27.30"),
    ("Power bank 10 000 mAh", "45.10"),
    ("Power bank 20 000 mAh", "71.80"),
    ("Screen cleaning kit", "6.05"),
    ("SIM tool (bag of 100)", "12.00"),
    ("Antenna coax, low loss", "2.35"),
    ("Signal booster for boats", "612.99"),
    ("Waterproof pouch", "9.40"),
    ("Vehicle mount, long arm", "33.60"),
    ("Label, serial no.", "0.0375"),
)
_OTHERS = (
    ("service", "Device set-up per unit", "12.50"),
    ("service", "On-site training, half a day", "480.00"),
    ("charge", "Pallet handling", "35.00"),
    ("charge", "Fuel surcharge", "0.00"),
    ("nonpart", "Gift card sleeve", "0.40"),
)


@dataclass(frozen=True, slots=True)
class Good:
    """One item."""

    id: int
    name: str
    text: str
    kind: str
    price: Decimal
    cost: Decimal

    @property
    def ref(self) -> Document:
        return {"Id": self.id, "Name": self.name}

    @property
    def is_part(self) -> bool:
        return self.kind == "part"


def goods() -> list[Good]:
    """Make every item; the parts first."""
    made: list[Good] = []

    def add(kind: str, name: str, text: str, price: Decimal) -> None:
        cost = (price * Decimal("0.62")).quantize(_CENT)
        made.append(Good(FIRST_ITEM + len(made), name, text, kind, price, cost))

    for number, device in enumerate(_DEVICES):
        for colour in _COLOURS:
            code = "".join(word[0] for word in device.split()) + f"{number}"
            price = Decimal("14.90") + number * Decimal("3.15")
            add("part", f"CASE-{code}-{colour[:3].upper()}", f"Case for {device}, {colour}", price)
        add("part", f"GLASS-{number:02}", f"Screen glass for {device}", Decimal("9.85"))
        add(
            "part",
            f"PHONE-{number:02}",
            f"{device}, 256 GB",
            Decimal("549.00") + number * Decimal("110.50"),
        )
    for number, (text, price) in enumerate(_PARTS):
        add("part", f"ACC-{number:03}", text, Decimal(price))
    for number, (kind, text, price) in enumerate(_OTHERS):
        add(kind, f"{kind[:3].upper()}-{number:02}", text, Decimal(price))
    return made


def item_documents(every: list[Good]) -> list[Document]:
    """Make the items as the API lists them; one is no longer sold."""
    return [
        {
            "Id": good.id,
            "_kind": good.kind,
            "Name": good.name,
            "Description": good.text,
            "Price": good.price,
            "StdCost": good.cost,
            "UPC": f"0{good.id:05}{good.id * 7919 % 1_000_000:06}" if good.is_part else None,
            "Weight": Decimal(good.id % 13 + 1) / 10 if good.is_part else None,
            "IsActive": good.text != "Waterproof pouch",
            "ClassRef": ref(records.CLASS, 1) if good.is_part else None,
        }
        for good in every
    ]


def stock_documents(every: list[Good], dice: Dice) -> list[Document]:
    """Make what lies where, of every part."""
    made: list[Document] = []
    for good in every:
        for location in (HALIFAX, SAINT_JOHN, RETURNS) if good.is_part else ():
            there = _there(dice, location)
            row: dict[str, JsonValue] = {
                "Id": len(made) + 1,
                "ItemRef": good.ref,
                "LocationRef": ref(records.LOCATION, location),
                "OnHand": there,
                "Available": max(there - dice.randint(0, 25), 0),
            }
            made.append(row)
    return made


def _there(dice: Dice, location: int) -> int:
    if location == RETURNS:
        return dice.randint(0, 3)
    if dice.chance(0.08):
        return 0
    return dice.randint(20, 900 if location == HALIFAX else 300)
