"""Who sells and who drives, the kinds of payment, the vans, and what is in them."""

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.valomnia.data.goods import FIRST_ITEM
from orderdesk.sandbox.valomnia.links import ORGANIZATION

_META: Document = {
    "organization": ORGANIZATION,
    "dateCreated": "2024-01-15T12:00:00Z",
    "lastUpdated": "2025-04-02T08:15:30Z",
}
_PEOPLE = (
    # given name, family name, what they do
    ("Nell", "Fairweather", "office"),
    ("Rémi", "Boisvert", "rep"),
    ("Hazel", "Drummond", "rep"),
    ("Łukasz", "Wróbel", "rep"),
    ("陽菜", "渡邉", "rep"),
    ("Owen", "Kettle", "driver"),
    ("Олена", "Шевчук", "driver"),
    ("Tuấn", "Nguyễn", "driver"),
    ("فاطمة", "الحداد", "rep"),
    ("Maeve", "O'Rourke-Stanhope", "driver"),
    ("Silas", "Quill", "rep"),
    ("Jörg", "Großkopf", "former"),
)
REPS = tuple(number for number, one in enumerate(_PEOPLE, 1) if one[2] == "rep")
DRIVERS = tuple(number for number, one in enumerate(_PEOPLE, 1) if one[2] == "driver")
FORMER = len(_PEOPLE)
CASH, CHEQUE, CARD, TRANSFER = 7, 8, 9, 10
_PAYMENT_TYPES = (
    (CASH, "CASH", "Cash"),
    (CHEQUE, "CHEQUE", "Cheque"),
    (CARD, "CARD", "Card"),
    (TRANSFER, "TRANSFER", "Bank transfer"),
)
BANKS = ("Fundy Savings", "Banque du Vieux-Port", "Peggy's Cove Credit Union")
_WAREHOUSES = (
    ("WH-MAIN", "Windmill Road, Dock 7"),
    ("VAN-1", "Van 1, South Shore"),
    ("VAN-2", "Van 2, Annapolis Valley"),
    ("VAN-3", "Van 3, Cape Breton"),
)


def employee_reference(number: int) -> str:
    """Return the reference of the user of that id."""
    return f"emp-{number:02}"


def employee_documents() -> list[Document]:
    """Everybody who signs in, in a shape of our own: the vendor's is not known."""
    return [
        {
            "id": number,
            "reference": employee_reference(number),
            "firstName": given,
            "lastName": family,
            "email": f"user{number}@harbourmobile.example",
            "phone": f"90255502{number:02}",
            "address": "240 Windmill Road, Dock 7",
            "isActive": job != "former",
            **_META,
        }
        for number, (given, family, job) in enumerate(_PEOPLE, 1)
    ]


def payment_type_documents() -> list[Document]:
    """How shops pay."""
    return [
        {"id": number, "reference": reference, "name": name, **_META}
        for number, reference, name in _PAYMENT_TYPES
    ]


def warehouse_documents() -> list[Document]:
    """Return the depot and the vans."""
    return [
        {"id": number, "reference": reference, "name": name, "isActive": True, **_META}
        for number, (reference, name) in enumerate(_WAREHOUSES, 1)
    ]


def stock_documents(dice: Dice, items: list[Document]) -> list[Document]:
    """How many pieces of each item are in each van, in a shape of our own."""
    made: list[Document] = []
    for warehouse, (reference, _name) in enumerate(_WAREHOUSES, 1):
        for item in items:
            number = len(made) + 1
            plenty = 900 if warehouse == 1 else 60
            made.append(
                {
                    "id": number,
                    "warehouseReference": reference,
                    "itemReference": item["reference"],
                    "unitReference": "pcs",
                    "quantity": 0 if item["id"] == FIRST_ITEM + 3 else dice.randint(0, plenty),
                    **_META,
                }
            )
    return made
