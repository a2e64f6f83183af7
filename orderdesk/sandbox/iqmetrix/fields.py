"""The fields of Order and Item: what each holds, which are sent, and where each is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from orderdesk.sandbox.json_text import JsonValue

# Source: the field tables and request parameters of the vendor's Orders page; the fields that only
# recorded answers have are marked.


class Kind(Enum):
    """What a field holds."""

    TEXT = auto()
    WHOLE = auto()
    DECIMAL = auto()
    GUID = auto()
    MOMENT = auto()
    TEXTS = auto()
    TRACKING = auto()
    OBJECTS = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a resource."""

    name: str
    kind: Kind
    required: bool = False
    sent: bool = True
    """Taken from requests; the others are generated."""
    documented: bool = True
    """Stands in the samples of the Orders page; the others only in recorded answers."""


def _sent(name: str, kind: Kind, *, required: bool = False) -> Field:
    return Field(name, kind, required=required)


def _generated(name: str, kind: Kind) -> Field:
    return Field(name, kind, sent=False)


def _recorded(name: str, kind: Kind) -> Field:
    return Field(name, kind, documented=False)


ORDER_FIELDS = (
    _generated("Id", Kind.GUID),
    _sent("Name", Kind.TEXT),
    _sent("BillingAddressId", Kind.GUID),
    _sent("BillingCustomerId", Kind.GUID),
    _generated("CreatedDateUtc", Kind.MOMENT),
    _sent("DiscountAmount", Kind.DECIMAL),
    _sent("DiscountCode", Kind.TEXT),
    _sent("DiscountDescription", Kind.TEXT),
    _sent("EmployeeId", Kind.WHOLE),
    _sent("EntityId", Kind.WHOLE, required=True),
    _generated("OrderExpiryDate", Kind.MOMENT),
    _sent("OrderExpiryHours", Kind.WHOLE),
    _generated("OrderType", Kind.TEXT),
    _sent("OrderTypeId", Kind.WHOLE, required=True),
    _generated("PrintableId", Kind.TEXT),
    _sent("ShippingAddressId", Kind.GUID),
    _sent("ShippingCustomerId", Kind.GUID),
    _sent("ShippingEntityId", Kind.WHOLE),
    _generated("State", Kind.TEXT),
    _sent("TenderId", Kind.TEXT),
    _recorded("CustomerId", Kind.GUID),
    _recorded("SourceId", Kind.TEXT),
    _recorded("SourceName", Kind.TEXT),
    _recorded("TenderOrigin", Kind.TEXT),
    _recorded("OrderReference", Kind.TEXT),
)
"""In the order of the vendor's sample. State is read apart, as it may not simply be set."""

ITEM_FIELDS = (
    _generated("Id", Kind.GUID),
    _sent("Cost", Kind.DECIMAL),
    _sent("Description", Kind.TEXT),
    _generated("ItemStatus", Kind.TEXT),
    _sent("ItemStatusId", Kind.WHOLE, required=True),
    _generated("ItemType", Kind.TEXT),
    _sent("ItemTypeId", Kind.WHOLE, required=True),
    _sent("Index", Kind.WHOLE),
    _sent("ListPrice", Kind.DECIMAL),
    _sent("Notes", Kind.TEXT),
    _generated("OrderId", Kind.GUID),
    _sent("ProductId", Kind.TEXT),
    _sent("Quantity", Kind.WHOLE),
    _sent("SellingPrice", Kind.DECIMAL),
    _sent("SerialNumbers", Kind.TEXTS),
    _sent("SKU", Kind.TEXT),
    _sent("ShippingOptionId", Kind.TEXT),
    _sent("SupplierEntityId", Kind.WHOLE),
    _sent("SupplierReference", Kind.TEXT),
    _sent("TrackingInformation", Kind.TRACKING),
    _recorded("ItemExtensions", Kind.OBJECTS),
    _recorded("DeliveryRemarks", Kind.TEXT),
    _recorded("DeliveryDate", Kind.TEXT),
)

SENT_ORDER_FIELDS = tuple(field for field in ORDER_FIELDS if field.sent)
SENT_ITEM_FIELDS = tuple(field for field in ITEM_FIELDS if field.sent)

_NUMBER_KINDS: Mapping[Kind, JsonValue] = {Kind.DECIMAL: 0, Kind.WHOLE: None}
_DEFAULTS: Mapping[str, JsonValue] = {"OrderExpiryHours": 72, "Quantity": 0}


def default(field: Field) -> JsonValue:
    """Return what a field holds that was never sent; an order lives for 72 hours."""
    if field.kind in (Kind.TEXTS, Kind.TRACKING, Kind.OBJECTS):
        return []
    return _DEFAULTS.get(field.name, _NUMBER_KINDS.get(field.kind))


LARGEST_WHOLE = 2**31 - 1
"""Integers of the service have 32 bits [inferred: it is an ASP.NET service]."""
LARGEST_DECIMAL = Decimal(2**96 - 1)
"""The largest number that .NET's decimal holds [inferred]."""
DECIMAL_PLACES = 28
