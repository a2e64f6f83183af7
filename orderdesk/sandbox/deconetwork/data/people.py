"""The people: who works at the site, its shops, and who orders there."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.names import FIRMS, TONGUES, Tongue

CUSTOMERS = 320
_LATIN = {"en", "fr", "de", "es", "pt", "pl", "cs", "tr", "is", "vi", "mi"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works at the site."""

    id: int
    login: str
    first: str
    last: str

    def shown(self) -> Document:
        return {
            "id": self.id,
            "login": self.login,
            "firstname": self.first,
            "lastname": self.last,
        }


STAFF = (
    Person(640_345, "console", "Order", "Desk"),
    Person(640_346, "maeve.oakes", "Maeve", "Oakes"),
    Person(640_347, "rowan.kettle", "Rowan", "Kettle"),
    Person(640_348, "oceane.cote", "Océane", "Côté"),
    Person(640_349, "taras.bondar", "Taras", "Bondar"),
    Person(640_350, "meera.k", "मीरा", "कुलकर्णी"),
)
"""The first is the user of the API."""
PEOPLE: Mapping[int, Person] = {person.id: person for person in STAFF}


@dataclass(frozen=True, slots=True)
class Shop:
    """One of the site's web shops."""

    id: int
    name: str
    domain: str


SHOPS: Mapping[int, Shop] = {
    shop.id: shop
    for shop in (
        Shop(88_101, "Harbour Mobile Print Room", "print.harbourmobile.example"),
        Shop(88_102, "Harbour Mobile Staff Shop", "staff.harbourmobile.example"),
        Shop(88_103, "Made-to-order Cases", "cases.harbourmobile.example"),
    )
}
METHODS: Mapping[int, str] = {
    51_400_623: "Overnight",
    51_400_624: "Standard courier",
    51_400_625: "Pick-up at the print room",
    51_400_626: "Freight, tail lift, call before delivery",
}
"""Shipping method to its name."""
PICK_UP = 51_400_625
TERMS = ("C.O.D", "Net 30", "Prepaid", "50% deposit, balance before dispatch")


@dataclass(frozen=True, slots=True)
class Place:
    """A town with what it taxes."""

    city: str
    state: str
    code: str
    taxes: tuple[tuple[int, str, Decimal], ...]
    """Id, name and rate."""


_HST = ((7_145, "HST", Decimal("0.15")),)
_QUEBEC = ((7_146, "GST", Decimal("0.05")), (7_147, "QST", Decimal("0.09975")))
_GST = ((7_146, "GST", Decimal("0.05")),)
PLACES = (
    Place("Halifax", "Nova Scotia", "B3H", _HST),
    Place("Saint John", "New Brunswick", "E2L", _HST),
    Place("Charlottetown", "Prince Edward Island", "C1A", _HST),
    Place("Montréal", "Québec", "H2Y", _QUEBEC),
    Place("Québec", "Québec", "G1R", _QUEBEC),
    Place("Edmonton", "Alberta", "T6E", _GST),
)
STREETS = ("Barrington Street", "Rue Saint-Paul", "Water Street", "Larch Lane", "Pier Road")


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who orders."""

    id: int
    first: str
    last: str
    company: str
    company_id: int | None
    salutation: str | None
    email: str
    phone: str
    street: str
    postcode: str
    place: Place
    gate: str = ""
    """Where goods are handed over, which the site asks some firms for."""

    def billing(self) -> Document:
        """Return the address that the bill goes to."""
        return {"user_id": self.id, "email": self.email, **self._address(), **self._more()}

    def shipping(self) -> Document:
        """Return the address that the goods go to."""
        address = self._address()
        more = self._more()
        more.pop("company_id")
        return {**address, **more}

    def _address(self) -> Document:
        return {
            "firstname": self.first,
            "lastname": self.last,
            "country_code": "CA",
            "state": self.place.state,
            "city": self.place.city,
            "street": self.street,
            "postcode": self.postcode,
        }

    def _more(self) -> Document:
        return {
            "company": self.company,
            "company_id": self.company_id,
            "salutation": self.salutation,
            "ph_number": self.phone,
            "custom_fields": [{"caption": "Delivery gate", "value": self.gate}]
            if self.gate
            else [],
        }


def customers(dice: Dice) -> list[Customer]:
    """Make the firms, each with somebody who orders for it, and then single people."""
    weights = [(tongue, tongue.weight) for tongue in TONGUES]
    made = [_customer(dice, n, dice.choice(TONGUES[:11]), firm) for n, firm in enumerate(FIRMS)]
    while len(made) < CUSTOMERS:
        made.append(_customer(dice, len(made), dice.weighted(weights), ""))
    return made


def by_script(every: Sequence[Customer], letters: str) -> Customer:
    """Return the first single customer whose name has one of the letters."""
    found = (one for one in every if not one.company and any(x in one.first for x in letters))
    return next(found, every[-1])


def _customer(dice: Dice, number: int, tongue: Tongue, firm: str) -> Customer:
    first, last = dice.choice(tongue.given), dice.choice(tongue.family)
    latin = tongue.code in _LATIN
    mail = f"{_ascii(first)}.{_ascii(last)}" if latin else f"{tongue.code}{number}"
    place = dice.choice(PLACES)
    code = f"{place.code} {dice.randint(1, 9)}{dice.choice('ABCEGHJKLMNPRSTVXY')}"
    return Customer(
        id=3_210_400 + number,
        first=first,
        last=last,
        company=firm,
        company_id=5_400 + number if firm else None,
        salutation=dice.choice(("Ms", "Mr", "Dr")) if dice.chance(0.3) or not number else None,
        email=f"{mail}@{f'firm{number}' if firm else 'mail'}.example",
        phone=f"902-555-{dice.randint(100, 199):04}",
        street=f"{dice.randint(2, 2_999)} {dice.choice(STREETS)}",
        postcode=f"{code}{dice.randint(1, 9)}",
        place=place,
        gate=f"Gate {number // 4 + 1}" if firm and number % 4 == 0 else "",
    )


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalnum()).lower() or "x"
