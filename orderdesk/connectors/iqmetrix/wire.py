"""The vendor's payloads as they come over the wire, read tolerantly; what is unknown is kept."""

# Tolerant of everything the recorded payloads show: numbers as text, dates of 0 to 7 digits
# with or without a zone, "none" as null, 0 or the zero GUID, fields left out. Strict where a
# value would be wrong to show or dangerous to send back; the reason then names the field.

from datetime import datetime
from typing import Annotated

from pydantic import PlainValidator

from orderdesk.connectors.iqmetrix import values
from orderdesk.connectors.payloads import (
    Count,
    Moment,
    Number,
    Payload,
    Text,
    Texts,
    Whole,
    read_payload,
)

Entity = Annotated[str | None, PlainValidator(values.read_entity)]
Code = Annotated[str | None, PlainValidator(values.read_code)]
Guid = Annotated[str | None, PlainValidator(values.read_guid)]


class Tracking(Payload):
    """How many of an item are under way with a tracking number."""

    Quantity: Count = None
    TrackingNumber: Text = None


class Item(Payload):
    """An item; a line of an order."""

    Id: Annotated[str, PlainValidator(values.read_identity)]
    OrderId: Guid = None
    ItemTypeId: Code = None
    ItemType: Text = None
    ItemStatusId: Code = None
    ItemStatus: Text = None
    ProductId: Text = None
    SKU: Text = None
    Description: Text = None
    Quantity: Count = None
    Cost: Number = None
    ListPrice: Number = None
    SellingPrice: Number = None
    Index: Whole = None
    Notes: Text = None
    SerialNumbers: Texts = ()
    ShippingOptionId: Text = None
    SupplierEntityId: Entity = None
    SupplierReference: Text = None
    TrackingInformation: list[Tracking] | None = None
    DeliveryDate: Text = None
    DeliveryRemarks: Text = None


class OrderPayload(Payload):
    """An order: with its items where it is an OrderFull, else without."""

    Id: Annotated[str, PlainValidator(values.read_identity)]
    OrderTypeId: Annotated[str, PlainValidator(values.read_required_code)]
    State: Annotated[str, PlainValidator(values.read_state)]
    CreatedDateUtc: Annotated[datetime | None, PlainValidator(values.read_required_moment)]
    Name: Text = None
    OrderType: Text = None
    PrintableId: Annotated[str | None, PlainValidator(values.read_printable)] = None
    EntityId: Annotated[str | None, PlainValidator(values.read_required_entity)]
    EmployeeId: Entity = None
    BillingCustomerId: Guid = None
    BillingAddressId: Guid = None
    ShippingCustomerId: Guid = None
    ShippingAddressId: Guid = None
    ShippingEntityId: Entity = None
    DiscountAmount: Number = None
    DiscountCode: Text = None
    DiscountDescription: Text = None
    OrderExpiryHours: Whole = None
    OrderExpiryDate: Moment = None
    TenderId: Text = None
    TenderOrigin: Text = None
    OrderReference: Text = None
    SourceId: Text = None
    SourceName: Text = None
    CustomerId: Guid = None
    Items: list[Item] | None = None


class Processing(Payload):
    """The answer to Process: an order id, and a number of no documented meaning."""

    OrderId: Guid = None


def read_order(value: object) -> OrderPayload:
    """Read an Order or OrderFull.

    Raises:
        BadRow: for a null where there must be a value, a number that is none, and the like.
    """
    return read_payload(OrderPayload, value)


def read_item(value: object) -> Item:
    """Read an Item; raises BadRow like `read_order`."""
    return read_payload(Item, value)


def read_processing(value: object) -> Processing:
    """Read the answer to Process, which one guide shows as a whole order; raises BadRow."""
    return read_payload(Processing, value)
