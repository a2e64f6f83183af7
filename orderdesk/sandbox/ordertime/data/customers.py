"""The customers, all of them firms, with their addresses and whom to talk to."""

from dataclasses import dataclass, field

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.names import FIRMS, TONGUES
from orderdesk.sandbox.ordertime import records
from orderdesk.sandbox.ordertime.data.tenant import NON_TAXABLE, TAXABLE, ref

CUSTOMERS = 160
FIRST_CUSTOMER = 1_901
CARD_NUMBERS = ("4111111111111111", "5555555555554444", "378282246310005", "6011111111111117")
"""Numbers that the card schemes publish for tests; they pass the check digit and buy nothing."""
_TRADES = (
    *("Marine Supply", "& Sons Fisheries", "Courier", "Realty", "Dental Group", "Taxi"),
    *("Roofing", "Film Rentals", "Seafoods", "Security", "Towing", "Research", "Ferries"),
)
_TOWNS = (
    ("Halifax", "NS", "B3K 5M1"),
    ("Dartmouth", "NS", "B2Y 4N4"),
    ("Saint John", "NB", "E2L 4Z6"),
    ("Moncton", "NB", "E1C 1A1"),
    ("Charlottetown", "PE", "C1A 7N8"),
    ("St. John's", "NL", "A1C 5M3"),
    ("Québec", "QC", "G1R 4S9"),
    ("Portland", "ME", "04101"),
)
_STREETS = ("Water St.", "Barrington St.", "Long Wharf", "Rue du Quai", "Mill Rd.", "Signal Hill")
_OTHER_ADDRESSES = ("Head office", "Receiving, gate B", "Site trailer", "Entrepôt")


@dataclass(slots=True)
class Party:
    """A customer that orders are made for."""

    id: int
    name: str
    addresses: list[Document] = field(default_factory=list[Document])
    bill: Document = field(default_factory=dict[str, JsonValue])
    contact: Document | None = None
    abroad: bool = False

    @property
    def ref(self) -> Document:
        return {"Id": self.id, "Name": self.name}


@dataclass(frozen=True, slots=True)
class Directory:
    """The parties, and the records behind them by type."""

    parties: list[Party]
    documents: dict[int, list[Document]]


def directory(dice: Dice) -> Directory:
    """Make the customers; the first thirty have names that no generator would find."""
    made = Directory(
        [], {kind: [] for kind in (records.CUSTOMER, records.ADDRESS, records.CONTACT)}
    )
    names = [name[:50] for name in FIRMS]
    weights = [(tongue, tongue.weight) for tongue in TONGUES]
    while len(names) < CUSTOMERS:
        family = dice.choice(dice.weighted(weights).family)
        name = f"{family} {dice.choice(_TRADES)}"
        if name not in names:
            names.append(name)
    for number, name in enumerate(names):
        _add(made, FIRST_CUSTOMER + number, name, dice)
    return made


def _add(made: Directory, number: int, name: str, dice: Dice) -> None:
    tongue = dice.choice(TONGUES[:11])
    person = (dice.choice(tongue.given), dice.choice(tongue.family))
    town = dice.choice(_TOWNS)
    bill = _address(dice, name, town, person)
    party = Party(number, name, bill=bill, abroad=town[1] == "ME")
    for count in range(dice.weighted(((1, 70.0), (2, 22.0), (3, 8.0)))):
        label = "Primary" if count == 0 else _OTHER_ADDRESSES[(number + count) % 4]
        parts = bill if count == 0 else _address(dice, name, dice.choice(_TOWNS), person)
        party.addresses.append(_address_record(made, party, label, parts, primary=count == 0))
    made.documents[records.CONTACT].append(
        {
            "Id": len(made.documents[records.CONTACT]) + 301,
            "Name": " ".join(person),
            "CustomerRef": party.ref,
            "Email": bill["Email"],
            "Phone": bill["Phone"],
            "IsActive": True,
        }
    )
    contact = made.documents[records.CONTACT][-1]
    party.contact = {"Id": contact["Id"], "Name": contact["Name"]}
    made.parties.append(party)
    made.documents[records.CUSTOMER].append(_customer(party, person, dice))


def _customer(party: Party, person: tuple[str, str], dice: Dice) -> Document:
    code = NON_TAXABLE if party.abroad else TAXABLE
    customer: Document = {
        "Id": party.id,
        "Name": party.name,
        "CompanyName": party.name,
        "AccountNumber": f"HM-{party.id}",
        "Note": "Statements by e-mail, please." if dice.chance(0.2) else None,
        "IsActive": party.id % 37 != 0,
        "PrimaryContact": {"FirstName": person[0], "LastName": person[1]},
        "BillAddress": party.bill,
        "PrimaryShipAddress": party.bill,
        "SalesTaxCodeRef": ref(records.TAX_CODE, code),
    }
    if party.id % 9 == 0:
        customer |= card(party, party.id // 9)
    return customer


def card(party: Party, number: int) -> Document:
    """Return what the vendor keeps of a customer's card; nobody else should."""
    return {
        "CreditCardNo": CARD_NUMBERS[number % len(CARD_NUMBERS)],
        "CreditCardName": party.name[:41],
        "CreditCardAddress": str(party.bill["Addr1"])[:41],
        "CreditCardZip": str(party.bill["Zip"]),
    }


def _address(
    dice: Dice, name: str, town: tuple[str, str, str], person: tuple[str, str]
) -> Document:
    city, state, code = town
    address: Document = {
        "Name": name,
        "Addr1": f"{dice.randint(2, 2_400)} {dice.choice(_STREETS)}",
        "City": city,
        "State": state,
        "Zip": code,
        "Country": "US" if state == "ME" else "CA",
        "Contact": " ".join(person),
        "Phone": f"902-555-01{dice.randint(0, 99):02}",
        "Email": f"orders{dice.randint(100, 999)}@firm.example",
    }
    if dice.chance(0.3):
        address["Addr2"] = f"Unit {dice.randint(1, 60)}"
    return address


def _address_record(
    made: Directory, party: Party, label: str, parts: Document, *, primary: bool
) -> Document:
    record: Document = {
        **parts,
        "Id": len(made.documents[records.ADDRESS]) + 1,
        "Name": label,
        "CustomerRef": party.ref,
        "IsPrimary": primary,
        "IsActive": label != "Site trailer",
    }
    made.documents[records.ADDRESS].append(record)
    return record
