"""The people: employees of the company and its customers with their addresses."""

import unicodedata
from collections.abc import Sequence

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.iqmetrix.data.places import COMPANY, OTHER_COMPANY, PLACES, STREETS, Place
from orderdesk.sandbox.iqmetrix.reference import COMPANY as COMPANY_MARK
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.names import FIRMS, TONGUES, Tongue

EMPLOYEES = 40
CUSTOMERS = 600
FIRST_EMPLOYEE = 15
"""The employee id that the vendor's printed requests use."""
PRINTED_CUSTOMER = "659c2a38-d083-4421-9330-46d779702f85"
PRINTED_ADDRESS = "a08b0640-606a-41f0-901a-facaf50e75dd"
FOREIGN_CUSTOMER = "0fd61a8c-8a0c-4d5c-9d7b-6d0f1c3f5e42"
"""A customer of the other company."""
FOREIGN_EMPLOYEE = 990
INTERNAL = "Harbour Mobile (between stores)"
"""The account that transfers and purchases are booked on; the last of the customers."""
_TITLES = ("Store Manager", "Assistant Manager", "Sales Associate", "Sales Associate", "Technician")
_NOTES = (
    "Prefers to be called after 5 p.m.",
    "Préfère le français.",
    "Has two lines on one account.",
    "Please confirm deliveries by text message.",
    "Interested in a trade-in.",
    "Collects in store; do not ship.",
)


def employee_documents(dice: Dice) -> list[Document]:
    """Make the employees as the user manager shows them, and one of the other company."""
    made: list[Document] = []
    for number in range(EMPLOYEES):
        tongue = dice.choice(TONGUES[:11])
        first, last = dice.choice(tongue.given), dice.choice(tongue.family)
        place = PLACES[number % len(PLACES)]
        made.append(_employee(FIRST_EMPLOYEE + number, first, last, number, place, COMPANY))
    made.append(_employee(FOREIGN_EMPLOYEE, "Ambrose", "Quay", 0, PLACES[0], OTHER_COMPANY))
    return made


def _employee(
    number: int, first: str, last: str, rank: int, place: Place, company: int
) -> Document:
    domain = "harbourmobile.example" if company == COMPANY else "quayside.example"
    mail = f"{_ascii(first)}.{_ascii(last)}{number}@{domain}"
    return {
        "Id": number,
        COMPANY_MARK: company,
        "FirstName": first,
        "LastName": last,
        "UserName": mail,
        "Address": {
            "AddressLine1": place.street,
            "AddressLine2": None,
            "City": place.city,
            "StateCode": place.state_code,
            "CountryCode": "CA",
            "Zip": place.zip,
        },
        "Attributes": {"Department": place.name},
        "ClientUserId": str(1000 + number),
        "Email": mail,
        "IsActive": rank % 13 != 12,
        "JobTitle": _TITLES[0] if rank < len(PLACES) else _TITLES[1 + rank % 4],
        "ParentEntityId": company,
        "PhoneNumbers": [{"Number": place.phone, "Extension": str(100 + number), "Type": "Work"}],
        "Picture": None,
        "Version": 1,
    }


def customer_documents(dice: Dice) -> list[Document]:
    """Make the customers as CustomerFull; the first is the one of the printed requests."""
    first = _person(dice, TONGUES[0], "Marina", "Fairweather", key=PRINTED_CUSTOMER)
    home = _addresses(first)[0]
    home["Id"] = PRINTED_ADDRESS
    made = [first]
    taken = {("Marina", "Fairweather")}
    made += [_firm(dice, name) for name in FIRMS]
    weights = [(tongue, tongue.weight) for tongue in TONGUES]
    while len(made) < CUSTOMERS:
        tongue = dice.weighted(weights)
        name = (dice.choice(tongue.given), dice.choice(tongue.family))
        if name not in taken or dice.chance(0.05):  # now and then two customers share a name
            taken.add(name)
            made.append(_person(dice, tongue, *name))
    foreign = _person(dice, TONGUES[0], "Silas", "Outland", key=FOREIGN_CUSTOMER)
    foreign[COMPANY_MARK] = OTHER_COMPANY
    return [*made, foreign, _firm(dice, INTERNAL)]


def _person(
    dice: Dice, tongue: Tongue, given: str, family: str, *, key: str | None = None
) -> Document:
    number = key or dice.guid()
    mail = (
        f"{_ascii(given)}.{_ascii(family)}"
        if tongue.code in _LATIN
        else f"{tongue.code}{number[:6]}"
    )
    customer: Document = {
        "Id": number,
        COMPANY_MARK: COMPANY,
        "PrimaryName": given,
        "MiddleName": dice.choice(tongue.given) if dice.chance(0.15) else None,
        "FamilyName": family,
        "AlternateName": given[:3] if tongue.code == "en" and dice.chance(0.1) else None,
        "CustomerType": "Person",
        "CustomerTypeId": 2,
        "DateOfBirth": None,
        "Disabled": dice.chance(0.01),
        "DoNotContact": dice.chance(0.6),
        "Notes": dice.choice(_NOTES) if dice.chance(0.2) else None,
        "Title": dice.choice(("Ms", "Mr", "Mx", "Dr")) if dice.chance(0.3) else None,
        "Version": dice.randint(1, 6),
    }
    place = dice.choice(PLACES)
    kinds = [2, 3] if dice.chance(0.3) else [2]
    mail = f"{mail.lower()}@mail.example"
    return _completed(dice, customer, place, kinds, mail, f"{given} {family}")


def _firm(dice: Dice, name: str) -> Document:
    customer: Document = {
        "Id": dice.guid(),
        COMPANY_MARK: COMPANY,
        "PrimaryName": name,
        "MiddleName": None,
        "FamilyName": None,
        "AlternateName": None,
        "CustomerType": "Company",
        "CustomerTypeId": 3,
        "DateOfBirth": None,
        "Disabled": False,
        "DoNotContact": True,
        "Notes": "Invoice by e-mail at the end of the month." if dice.chance(0.5) else None,
        "Title": None,
        "Version": dice.randint(1, 9),
    }
    mail = f"orders@firm{str(customer['Id'])[:4]}.example"
    return _completed(dice, customer, dice.choice(PLACES), [4, 3], mail, name)


def _completed(
    dice: Dice, customer: Document, place: Place, kinds: Sequence[int], mail: str, name: str
) -> Document:
    phone = f"({place.phone[:3]}) 555-01{dice.randint(0, 99):02}"
    key = str(customer["Id"])
    addresses = [
        _address(dice, key, kind, place, default=number == 0, attention=name, contact=(mail, phone))
        for number, kind in enumerate(kinds)
    ]
    contacts: list[Document] = [
        _contact(dice, key, ("Phone", 1), ("Mobile", 3), phone),
        _contact(dice, key, ("Email", 2), ("Home", 9), mail),
    ]
    customer["Addresses"] = [*addresses]
    customer["ContactMethods"] = [*contacts]
    for name in ("CustomerExtensions", "MemberOf", "RelatedCustomers"):
        customer[name] = []
    return customer


_ADDRESS_TYPES = {2: "Home", 3: "Shipping", 4: "Office"}


def _address(
    dice: Dice,
    customer: str,
    kind: int,
    place: Place,
    *,
    default: bool,
    attention: str,
    contact: tuple[str, str],
) -> Document:
    letters, digits = "ABCEGHJKLMNPRSTVXY", "0123456789"
    code = f"{place.zip[:3]} {dice.choice(digits)}{dice.choice(letters)}{dice.choice(digits)}"
    return {
        "Id": dice.guid(),
        "CustomerId": customer,
        "AddressType": _ADDRESS_TYPES[kind],
        "AddressTypeId": kind,
        "AttentionTo": attention,
        "Country": "Canada",
        "CountryCode": "CA",
        "Default": default,
        "DoNotContact": True,
        "Email": contact[0],
        "Locality": place.city,
        "Notes": None,
        "Phone": contact[1],
        "PostalCode": code,
        "PostOfficeBoxNumber": None,
        "State": place.state,
        "StateCode": place.state_code,
        "StreetAddress1": f"{dice.randint(2, 2999)} {dice.choice(STREETS[place.city])}",
        "StreetAddress2": f"Apt. {dice.randint(1, 40)}" if dice.chance(0.3) else None,
        "Version": 1,
    }


def _contact(
    dice: Dice, customer: str, category: tuple[str, int], kind: tuple[str, int], value: str
) -> Document:
    return {
        "Id": dice.guid(),
        "CustomerId": customer,
        "ContactMethodCategory": category[0],
        "ContactMethodCategoryId": category[1],
        "ContactMethodType": kind[0],
        "ContactMethodTypeId": kind[1],
        "Default": True,
        "DoNotContact": True,
        "Notes": None,
        "Value": value,
        "Version": 1,
    }


_LATIN = {"en", "fr", "de", "es", "pt", "pl", "cs", "tr", "is", "vi", "mi"}


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalnum()).lower() or "x"


def _addresses(customer: Document) -> list[Document]:
    part = customer["Addresses"]
    return [one for one in part if isinstance(one, dict)] if isinstance(part, list) else []


def shipping_address(customer: Document) -> str:
    """Return the id of the address to ship to: the one for it, or the default."""
    addresses = _addresses(customer)
    chosen = next((one for one in addresses if one["AddressTypeId"] == 3), addresses[0])
    return str(chosen["Id"])


def billing_address(customer: Document) -> str:
    """Return the id of the customer's first address."""
    return str(_addresses(customer)[0]["Id"])


def full_name(customer: Document) -> str:
    """Given name and family name, or the name of a firm."""
    family = customer["FamilyName"]
    return f"{customer['PrimaryName']} {family}" if family else str(customer["PrimaryName"])
