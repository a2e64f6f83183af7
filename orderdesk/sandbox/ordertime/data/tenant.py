"""The tenant's own short lists: statuses, ship methods, terms, taxes, locations, sales reps."""

from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime import records

COMPANY_NAME = "Warehouse"
NEW, HOLD, WAITING, PRINT, APPROVED, PICKING, PACKED, PARTLY, SHIPPED, INVOICED, CANCELLED = (
    *(101, 104, 109, 117, 118, 121, 122, 125, 126, 131, 133),
)
CUSTOMER_WAITS, RUSH, FOREIGN_SCRIPT, PHONED_IN = 140, 141, 150, 99
STATUSES = {
    PHONED_IN: "Phoned in",
    NEW: "New, to be checked",
    HOLD: "Credit hold",
    WAITING: "Waiting for stock",
    PRINT: "Send to Printer",
    APPROVED: "Approved",
    PICKING: "Picking",
    PACKED: "Packed, dock 3",
    PARTLY: "Partly shipped",
    SHIPPED: "Shipped",
    INVOICED: "Invoiced",
    CANCELLED: "Cancelled",
    CUSTOMER_WAITS: "En attente du client",
    RUSH: "★ Rush — leaves before noon, call the dispatcher (Ext. 204) first",
    FOREIGN_SCRIPT: "承認待ち",
}
"""Names that somebody in the warehouse made up; their ids have gaps. The oldest is inactive."""
FINAL = (INVOICED, CANCELLED)
TAXABLE, EXEMPT, NON_TAXABLE = 1, 2, 3
HST, GST, US_NONE = 1, 2, 3
RATES = {HST: Decimal("15.00"), GST: Decimal("5.00"), US_NONE: Decimal("0.00")}
CAD, USD = 1, 2
HALIFAX, SAINT_JOHN, RETURNS = 1, 2, 3


def lists() -> dict[int, list[Document]]:
    """Make every short list by its record type."""
    return {
        records.DOC_STATUS: [
            _named(number, name, active=number != PHONED_IN) for number, name in STATUSES.items()
        ],
        records.SHIP_METHOD: _names(
            *("Own van", "Purolator Ground", "Canada Post Xpresspost", "Day & Ross LTL"),
            *("UPS Standard", "Customer pick-up", "Ferry freight (Digby – Saint John)"),
        ),
        records.TERM: [
            _named(number, name, DueDays=days)
            for number, (name, days) in enumerate(
                (("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60)), 1
            )
        ],
        records.TAX_CODE: [
            _named(TAXABLE, "Tax", IsTaxable=True),
            _named(EXEMPT, "Exempt", IsTaxable=False),
            _named(NON_TAXABLE, "Non", IsTaxable=False),
        ],
        records.TAX_ITEM: [
            _named(HST, "HST Atlantic 15 %", Rate=RATES[HST]),
            _named(GST, "GST 5 %", Rate=RATES[GST]),
            _named(US_NONE, "Out of country", Rate=RATES[US_NONE]),
        ],
        records.LOCATION: [
            _named(HALIFAX, "Halifax – Bayers Lake"),
            _named(SAINT_JOHN, "Saint John – Long Wharf"),
            _named(RETURNS, "Returns cage"),
        ],
        records.SALES_REP: _names("Maeve Kettle", "Étienne Côté", "Āwhina Ngātai", "House account"),
        records.CLASS: _names("Wholesale", "Corporate", "Public sector"),
        records.CURRENCY: [
            _named(CAD, "CAD", Description="Canadian dollar"),
            _named(USD, "USD", Description="US dollar"),
        ],
        records.FOB: _names("Halifax", "Destination"),
        records.DISCOUNT: _names("Volume", "Goodwill"),
        records.UOM: _names("Each", "Box of 10", "Metre"),
    }


def status_ref(number: int | None) -> JsonValue:
    """Return a reference to a status."""
    return None if number is None else {"Id": number, "Name": STATUSES[number]}


def ref(kind: int, number: int) -> Document:
    """Return a reference to an entry of a short list."""
    return {"Id": number, "Name": _NAMES[kind, number]}


def _names(*names: str) -> list[Document]:
    return [_named(number, name) for number, name in enumerate(names, 1)]


def _named(number: int, name: str, *, active: bool = True, **more: JsonValue) -> Document:
    return {"Id": number, "Name": name, "IsActive": active, **more}


_NAMES = {(kind, row["Id"]): row["Name"] for kind, rows in lists().items() for row in rows}
