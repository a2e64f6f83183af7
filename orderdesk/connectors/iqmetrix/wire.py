"""The vendor's payloads as they come over the wire, read tolerantly; what is unknown is kept."""

# Tolerant of everything the recorded payloads show: numbers as text, dates of 0 to 7 digits
# with or without a zone, "none" as null, 0 or the zero GUID, fields left out. Strict where a
# value would be wrong to show or dangerous to send back; the reason then names the field.

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, TypeVar, cast

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError

from orderdesk.connectors.iqmetrix import values
from orderdesk.connectors.json_text import NoNumber

LONGEST_TEXT: Final = 1_000_000
"""Characters of one text; a longer one is a fault, and no screen could show it."""

DEEPEST: Final = 40
"""Levels of nesting in one object; the documents know four."""

T = TypeVar("T", bound=BaseModel)


class BadRow(ValueError):
    """An object that cannot be shown safely; the message names the field and the fault."""


Text = Annotated[str | None, PlainValidator(values.read_text)]
Number = Annotated[Decimal | None, PlainValidator(values.read_number)]
Whole = Annotated[str | None, PlainValidator(values.read_whole)]
Entity = Annotated[str | None, PlainValidator(values.read_entity)]
Code = Annotated[str | None, PlainValidator(values.read_code)]
Guid = Annotated[str | None, PlainValidator(values.read_guid)]
Moment = Annotated[datetime | None, PlainValidator(values.read_moment)]


class _Payload(BaseModel):
    """An object of the vendor's; names are its own, and what is unknown stays with it."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Tracking(_Payload):
    """How many of an item are under way with a tracking number."""

    Quantity: Annotated[Decimal | None, PlainValidator(values.read_quantity)] = None
    TrackingNumber: Text = None


class Item(_Payload):
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
    Quantity: Annotated[Decimal | None, PlainValidator(values.read_quantity)] = None
    Cost: Number = None
    ListPrice: Number = None
    SellingPrice: Number = None
    Index: Whole = None
    Notes: Text = None
    SerialNumbers: Annotated[tuple[str, ...], PlainValidator(values.read_texts)] = ()
    ShippingOptionId: Text = None
    SupplierEntityId: Entity = None
    SupplierReference: Text = None
    TrackingInformation: list[Tracking] | None = None
    DeliveryDate: Text = None
    DeliveryRemarks: Text = None


class OrderPayload(_Payload):
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


class Processing(_Payload):
    """The answer to Process: an order id, and a number of no documented meaning."""

    OrderId: Guid = None


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=True)[0]
    where = " ".join(str(part + 1) if isinstance(part, int) else str(part) for part in first["loc"])
    cause = first.get("ctx", {}).get("error")
    if first["type"] == "missing":
        return f"{where} is missing."
    if isinstance(cause, ValueError):
        return f"{where} {cause}."
    return f"{where or 'The row'} is “{values.sample(first['input'])}”, which cannot be read."


def _broken(text: str) -> bool:
    return len(text) > LONGEST_TEXT or (
        not text.isascii() and text.encode(errors="replace").decode() != text
    )


def _faulty(value: object) -> bool:
    """Whether there is a NaN, half a character or an endless text anywhere; quick."""
    level: list[object] = [value]
    for _depth in range(DEEPEST):
        below: list[object] = []
        for one in level:
            if isinstance(one, str):
                if _broken(one):
                    return True
            elif isinstance(one, dict):
                below += cast("dict[str, object]", one).values()
                below += cast("dict[str, object]", one).keys()
            elif isinstance(one, list):
                below += cast("list[object]", one)
            elif isinstance(one, NoNumber):
                return True
        if not below:
            return False
        level = below
    return True


def _fault(value: object, path: tuple[str, ...] = ()) -> str | None:
    """Say what is wrong and where, known field or not."""
    where = " ".join(path) or "The row"
    if len(path) >= DEEPEST:
        return f"{path[0]} is nested too deeply."
    if isinstance(value, NoNumber):
        return f"{where} is “{values.sample(value)}”, which is no number."
    if isinstance(value, str) and _broken(value):
        if len(value) <= LONGEST_TEXT:
            return f"{where} has a broken character."
        length, most = f"{len(value):,}", f"{LONGEST_TEXT:,}"
        return f"{where} is {length} characters long, more than the {most} that are read."
    found = (_fault(member, (*path, name)) for name, member in _members(value))
    return next((fault for fault in found if fault), None)


def _members(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, member in cast("dict[str, object]", value).items():
            yield "a name", name
            yield ("?" if _broken(name) else name), member
    elif isinstance(value, list):
        for number, entry in enumerate(cast("list[object]", value), 1):
            yield str(number), entry


def _read(model: type[T], value: object) -> T:
    if _faulty(value):
        raise BadRow(_fault(value) or "The row cannot be read.")
    if not isinstance(value, dict):
        raise BadRow(f"The row is “{values.sample(value)}”, which is no object.")
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise BadRow(_reason(error)) from None


def read_order(value: object) -> OrderPayload:
    """Read an Order or OrderFull.

    Raises:
        BadRow: for a null where there must be a value, a number that is none, and the like.
    """
    return _read(OrderPayload, value)


def read_item(value: object) -> Item:
    """Read an Item; raises BadRow like `read_order`."""
    return _read(Item, value)


def read_processing(value: object) -> Processing:
    """Read the answer to Process, which one guide shows as a whole order; raises BadRow."""
    return _read(Processing, value)


_SECRET_NAMES: Final = frozenset(
    {"access_token", "refresh_token", "client_secret", "password", "authorization"}
)


def scrub(value: object) -> object:
    """Return `value` without what must never be kept.

    This vendor's orders carry no card data and no tokens; a field that is called like one
    of the sign-in's secrets would be a mistake on their side and is not kept either.
    """
    if isinstance(value, dict):
        return {
            name: "(removed)" if name.casefold() in _SECRET_NAMES else scrub(member)
            for name, member in cast("dict[str, object]", value).items()
        }
    if isinstance(value, list):
        return [scrub(entry) for entry in cast("list[object]", value)]
    return value
