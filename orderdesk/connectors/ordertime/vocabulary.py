"""Order Time's words and numbers: record types, kinds of names, and the fields made here."""

from collections.abc import Mapping
from typing import Final

VENDOR: Final = "ordertime"
TITLE: Final = "Order Time"

# Record types (the vendor's page "Enums").
SHIP_DOC: Final = 4
SALES_ORDER: Final = 7
ITEM_ALL: Final = 115
DOC_STATUS: Final = 630

LINE_TYPE: Final = "AOLib7.SalesOrderLineItem, AOLib7"
"""What each line of an order must name first (the vendor's page "Sales Order Line Item")."""
SHIP_LINE_TYPE: Final = "AOLib7.ShipDocLineItem, AOLib7"
"""The same for ship docs, by the name that their page gives the lines."""

# Kinds of names.
CUSTOMER: Final = "customer"
ADDRESS: Final = "address"
CONTACT: Final = "contact"
STATUS: Final = "status"
LOCATION: Final = "location"
SALES_REP: Final = "sales_rep"
SHIP_METHOD: Final = "ship_method"
TERM: Final = "term"
CLASS: Final = "class"
CURRENCY: Final = "currency"
TAX_ITEM: Final = "tax_item"
TAX_CODE: Final = "tax_code"
DISCOUNT: Final = "discount"
ITEM: Final = "item"
UOM: Final = "uom"

RECORD_TYPES: Final[Mapping[str, int]] = {
    CUSTOMER: 120,
    ADDRESS: 121,
    CONTACT: 122,
    LOCATION: 150,
    UOM: 160,
    CURRENCY: 170,
    TERM: 190,
    SHIP_METHOD: 250,
    DISCOUNT: 270,
    TAX_CODE: 320,
    SALES_REP: 370,
    CLASS: 380,
    TAX_ITEM: 390,
    ITEM: ITEM_ALL,
    STATUS: DOC_STATUS,
}
OF_A_CUSTOMER: Final = frozenset({ADDRESS, CONTACT})
"""Kinds that are asked for by their customer."""

# Fields that are not the vendor's own but follow from the ship docs that fill an order.
SHIP_DOCS: Final = "ship_docs"
TRACKING: Final = "tracking"
SHIPPED: Final = "shipped"
TO_SHIP: Final = "to_ship"

# The connection's settings.
CURRENCY_SETTING: Final = "currency"
TIME_ZONE: Final = "time_zone"
STATES: Final = "states"

CURRENCY_NAMES: Final[Mapping[str, str]] = {
    "australian dollar": "AUD",
    "british pound": "GBP",
    "canadian dollar": "CAD",
    "euro": "EUR",
    "mexican peso": "MXN",
    "new zealand dollar": "NZD",
    "u.s. dollar": "USD",
    "us dollar": "USD",
    "united states dollar": "USD",
}
"""Currencies that a tenant may have called by their names instead of their codes."""
