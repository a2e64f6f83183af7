"""The fields of every resource: what each holds, how long it may be, and what PUT may change."""

from dataclasses import dataclass
from enum import Enum, auto

from orderdesk.sandbox.ordertime import records

# Sources: the field tables of the vendor's pages Sales Order, Sales Order Line Item, Ship Doc and
# Customer, as far as they are known; fields that only working clients show are marked.


class Kind(Enum):
    """What a field holds."""

    TEXT = auto()
    WHOLE = auto()
    DECIMAL = auto()
    FLAG = auto()
    DATE = auto()
    REF = auto()
    PARTS = auto()
    """An object of texts: an address or a person."""
    CUSTOM = auto()
    """Custom fields, kept by name."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a resource."""

    name: str
    kind: Kind
    length: int = 4_000
    """Of a text, in characters."""
    to: int = 0
    """The record type that a reference points to."""
    required: bool = False
    sent: bool = True
    """Taken from requests; the others are the server's own."""
    fixed: bool = False
    """Taken at creation only."""
    parts: tuple[str, ...] = ()


ADDRESS_PARTS = (
    *("Name", "Addr1", "Addr2", "Addr3", "Addr4", "City", "State", "Zip", "Country", "Contact"),
    *("AltContact", "Phone", "AltPhone", "Fax", "Email", "Website"),
)
"""Seen in client code; UpdateCustomerRecord is only ever sent."""
PERSON_PARTS = ("Salutation", "FirstName", "MiddleName", "LastName")
CARD_FIELDS = ("CreditCardNo", "CreditCardName", "CreditCardAddress", "CreditCardZip")


def _text(name: str, length: int = 4_000, *, required: bool = False, fixed: bool = False) -> Field:
    return Field(name, Kind.TEXT, length, required=required, fixed=fixed)


def _ref(name: str, to: int, *, required: bool = False, fixed: bool = False) -> Field:
    return Field(name, Kind.REF, to=to, required=required, fixed=fixed)


def _decimal(name: str, *, required: bool = False) -> Field:
    return Field(name, Kind.DECIMAL, required=required)


def _date(name: str, *, fixed: bool = False) -> Field:
    return Field(name, Kind.DATE, required=True, fixed=fixed)


def _own(name: str, kind: Kind) -> Field:
    return Field(name, kind, sent=False)


def _address(name: str) -> Field:
    return Field(name, Kind.PARTS, parts=ADDRESS_PARTS)


_CUSTOM = Field("CustomFields", Kind.CUSTOM)

ORDER_FIELDS = (
    _own("Id", Kind.WHOLE),
    _own("DocNo", Kind.WHOLE),
    _ref("CustomerRef", records.CUSTOMER, required=True, fixed=True),
    _ref("ShipToRef", records.ADDRESS, required=True),
    _text("CustomerPO", 25),
    _date("Date"),
    _date("PromiseDate"),
    _ref("StatusRef", records.DOC_STATUS),
    _ref("ClassRef", records.CLASS),
    _ref("ContactRef", records.CONTACT),
    _ref("CurrencyRef", records.CURRENCY),
    _text("FOB", 50),
    _text("InternalNotes"),
    _text("Memo"),
    _text("ShippingInstructions"),
    _ref("LocationRef", records.LOCATION),
    _ref("ItemSalesTaxRef", records.TAX_ITEM),
    _own("TaxRateIsOverriden", Kind.FLAG),
    _own("ItemSalesTaxRate", Kind.DECIMAL),
    _ref("DiscountRef", records.DISCOUNT),
    _decimal("DiscountAmount"),
    _ref("DiscountSalesTaxCodeRef", records.TAX_CODE),
    _ref("AdditionalFeeItemRef", records.ITEM_ALL),
    _ref("AdditionalFeeSalesTaxCodeRef", records.TAX_CODE),
    _decimal("AdditionalFeeAmount"),
    # From here on as seen in client code.
    _address("ShipAddress"),
    _address("BillAddress"),
    _ref("ShipMethodRef", records.SHIP_METHOD),
    _ref("ShipSalesTaxCodeRef", records.TAX_CODE),
    _ref("SalesRepRef", records.SALES_REP),
    _ref("TermRef", records.TERM),
    _decimal("ShipAmount"),
    _own("TotalAmount", Kind.DECIMAL),
    _CUSTOM,
)

LINE_FIELDS = (
    _own("Id", Kind.WHOLE),
    _own("LineNo", Kind.WHOLE),
    _ref("ItemRef", records.ITEM_ALL, required=True),
    _text("Description"),
    _text("LineInstructions"),
    _ref("SalesTaxCodeRef", records.TAX_CODE),
    _ref("UomRef", records.UOM),
    _decimal("UomConversionRate"),
    _decimal("Price", required=True),
    _decimal("Quantity", required=True),
    _own("StdCost", Kind.DECIMAL),
    _own("StdPrice", Kind.DECIMAL),
    _text("CustomerPartNo", 50),
    Field("IsCleared", Kind.FLAG),
    _own("TranType", Kind.WHOLE),
    _CUSTOM,
)

SHIP_FIELDS = (
    _own("Id", Kind.WHOLE),
    _own("DocNo", Kind.WHOLE),
    _ref("CustomerRef", records.CUSTOMER, required=True, fixed=True),
    _ref("ShipToRef", records.ADDRESS, fixed=True),
    _text("CustomerPO", 25, fixed=True),
    _date("Date", fixed=True),
    _ref("StatusRef", records.DOC_STATUS),
    _text("TrackingNo", 50, fixed=True),
    Field("TotalPackages", Kind.WHOLE, fixed=True),
    _ref("ClassRef", records.CLASS, fixed=True),
    _ref("ContactRef", records.CONTACT, fixed=True),
    _ref("CurrencyRef", records.CURRENCY, fixed=True),
    _text("FOB", 50),
    _text("InternalNotes"),
    _text("Memo"),
    Field("SONo", Kind.WHOLE, required=True, fixed=True),
)

SHIP_LINE_FIELDS = (
    _own("Id", Kind.WHOLE),
    _own("LineNo", Kind.WHOLE),
    _ref("ItemRef", records.ITEM_ALL, required=True),
    _text("Description"),
    _ref("UomRef", records.UOM),
    _decimal("Quantity", required=True),
)

CUSTOMER_FIELDS = (
    _own("Id", Kind.WHOLE),
    _text("Name", 50, required=True),
    _text("CompanyName", 50),
    _text("Parent", 50),
    _text("AccountNumber", 99),
    _text("TaxRegistrationNumber", 50),
    _text("Website", 50),
    _text("Note"),
    _text("ShippingInstructions"),
    _text("SalesTaxCertificate", 15),
    Field("IsActive", Kind.FLAG),
    Field("PrimaryContact", Kind.PARTS, parts=PERSON_PARTS),
    _address("BillAddress"),
    _address("PrimaryShipAddress"),
    _ref("SalesTaxCodeRef", records.TAX_CODE),
    _text("CreditCardNo", 200),
    _text("CreditCardName", 41),
    _text("CreditCardAddress", 41),
    _text("CreditCardZip", 13),
)

ITEM_FIELDS = (
    _own("Id", Kind.WHOLE),
    _text("Name", 50, required=True),
    _text("Description"),
    _decimal("Price"),
    _decimal("StdCost"),
    _text("UPC", 50),
    _decimal("Weight"),
    Field("IsActive", Kind.FLAG),
    _ref("PrefVendorRef", 0),
    _ref("UomSetRef", 0),
    _ref("ClassRef", records.CLASS),
    _ref("ItemGroupRef", 0),
    _decimal("MaxQty"),
    _CUSTOM,
)

CUSTOM_SLOTS: dict[str, tuple[str, int]] = {
    "order": ("SOCust", 10),
    "line": ("SOICust", 20),
    "item": ("ItemCust", 100),
}
"""The name of a custom field without its number, and how many the tenant has defined."""
CAPTIONS = {
    "SOCust1": "Channel",
    "SOCust3": "Priority",
    "SOCust6": "Web order",
    "SOICust2": "Engraving",
    "SOICust20": "Line Item ID",
}
LARGEST = 2**96 - 1
"""The largest number that .NET's decimal holds [inferred]."""
