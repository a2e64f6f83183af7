"""The vendor's payloads as they come over the wire, read tolerantly; what is unknown is kept."""

# Tolerant of what is not documented: references without one of their halves, members that are
# missing instead of null, lines without their type. Card data is gone before anything is read.

from datetime import datetime
from typing import Annotated

from pydantic import PlainValidator

from orderdesk.connectors.ordertime.cards import scrubbed
from orderdesk.connectors.ordertime.moments import read_when
from orderdesk.connectors.payloads import Number, Payload, Text, Whole, read_payload
from orderdesk.connectors.values import read_text, sample


def read_number_id(value: object) -> str:
    """Read an Int32 that something is known by, as text.

    Raises:
        ValueError: for none, or anything but a number.
    """
    text = None if isinstance(value, bool) else read_text(value)
    if text is None or not text.strip():
        raise ValueError("is missing")
    if not (text.strip().isascii() and text.strip().isdigit()) or not text.strip().strip("0"):
        raise ValueError(f"is “{sample(value)}”, which is no number of a document")
    return text.strip().lstrip("0")


def _read_flag(value: object) -> bool | None:
    if value is None or value == "" or isinstance(value, bool):
        return value if isinstance(value, bool) else None
    words = {"true": True, "1": True, "false": False, "0": False}
    if str(value).casefold() in words:
        return words[str(value).casefold()]
    raise ValueError(f"is “{sample(value)}”, which is neither true nor false")


def _read_stamp(value: object) -> str | None:
    try:
        return read_text(value)
    except ValueError:
        return None


Key = Annotated[str, PlainValidator(read_number_id)]
Flag = Annotated[bool | None, PlainValidator(_read_flag)]
When = Annotated[datetime | None, PlainValidator(read_when)]
Stamp = Annotated[str | None, PlainValidator(_read_stamp)]


class Ref(Payload):
    """An EntityRef: on read both halves come."""

    Id: Text = None
    Name: Text = None

    @property
    def key(self) -> str | None:
        """What it is known by: its number, or its name where it has none."""
        number = (self.Id or "").strip()
        return number if number.strip("0") else self.name

    @property
    def name(self) -> str | None:
        """Its name on one line."""
        return " ".join((self.Name or "").split()) or None


class Address(Payload):
    """Where to ship to, or whom to bill."""

    Name: Text = None
    Addr1: Text = None
    Addr2: Text = None
    Addr3: Text = None
    Addr4: Text = None
    City: Text = None
    State: Text = None
    Zip: Text = None
    Country: Text = None
    Contact: Text = None
    AltContact: Text = None
    Phone: Text = None
    AltPhone: Text = None
    Fax: Text = None
    Email: Text = None
    Website: Text = None


class CustomField(Payload):
    """One of the slots that a tenant has defined."""

    Name: Text = None
    Caption: Text = None
    Value: object = None


class Times(Payload):
    """When a record was made and last changed, as it is written."""

    CreatedDate: Stamp = None
    ModifiedDate: Stamp = None


class LinePayload(Payload):
    """A line of an order."""

    Id: Key
    LineNo: Text = None
    ItemRef: Ref | None = None
    Description: Text = None
    LineInstructions: Text = None
    SalesTaxCodeRef: Ref | None = None
    UomRef: Ref | None = None
    UomConversionRate: Number = None
    Price: Number = None
    Quantity: Number = None
    StdCost: Number = None
    StdPrice: Number = None
    CustomerPartNo: Text = None
    CustomFields: list[CustomField] | None = None
    IsCleared: Flag = None
    TranType: Text = None


class OrderPayload(Payload):
    """A sales order; a list leaves its lines out."""

    Id: Text = None
    DocNo: Key
    CustomerRef: Ref
    ShipToRef: Ref | None = None
    CustomerPO: Text = None
    Date: When = None
    PromiseDate: When = None
    StatusRef: Ref | None = None
    ClassRef: Ref | None = None
    ContactRef: Ref | None = None
    CurrencyRef: Ref | None = None
    FOB: Text = None
    InternalNotes: Text = None
    Memo: Text = None
    ShippingInstructions: Text = None
    LocationRef: Ref | None = None
    ItemSalesTaxRef: Ref | None = None
    TaxRateIsOverriden: Flag = None
    ItemSalesTaxRate: Number = None
    DiscountRef: Ref | None = None
    DiscountAmount: Number = None
    DiscountSalesTaxCodeRef: Ref | None = None
    AdditionalFeeItemRef: Ref | None = None
    AdditionalFeeSalesTaxCodeRef: Ref | None = None
    AdditionalFeeAmount: Number = None
    ShipAddress: Address | None = None
    BillAddress: Address | None = None
    ShipMethodRef: Ref | None = None
    ShipSalesTaxCodeRef: Ref | None = None
    SalesRepRef: Ref | None = None
    TermRef: Ref | None = None
    ShipAmount: Number = None
    TotalAmount: Number = None
    CustomFields: list[CustomField] | None = None
    RecordInfo: Times | None = None
    LineItems: list[LinePayload] | None = None


class ShipLine(Payload):
    """A line of a ship doc: how much of an item left."""

    ItemRef: Ref | None = None
    Quantity: Number = None


class ShipDoc(Payload):
    """A ship doc, as far as the desk looks at it; a list may leave its lines out."""

    DocNo: Key
    SONo: Whole = None
    TrackingNo: Text = None
    LineItems: list[ShipLine] | None = None
    RecordInfo: Times | None = None


def read_order(value: object) -> OrderPayload:
    """Read an order; card data is gone from it.

    Raises:
        BadRow: for a missing number or customer, a number that is none, and the like.
    """
    return read_payload(OrderPayload, scrubbed(value))


def read_line(value: object) -> LinePayload:
    """Read a line of an order; raises BadRow like `read_order`."""
    return read_payload(LinePayload, scrubbed(value))


def read_ship_doc(value: object) -> ShipDoc:
    """Read a ship doc; raises BadRow like `read_order`."""
    return read_payload(ShipDoc, scrubbed(value))
