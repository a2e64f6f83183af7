"""From the domain to the wire: what is sent is the vendor's own object with the edits put in."""

# The service replaces whole objects and says nowhere what happens to a field that is left out,
# so everything it sent goes back as it came, digit by digit, unknown fields too.

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

from orderdesk.connectors.iqmetrix.item_fields import LINE_FIELDS
from orderdesk.connectors.iqmetrix.mapping import (
    canonical,
    line_fields,
    order_fields,
    tracking_text,
)
from orderdesk.connectors.iqmetrix.order_fields import ORDER_FIELDS
from orderdesk.connectors.iqmetrix.values import read_guid
from orderdesk.connectors.iqmetrix.vocabulary import ADDRESS, CUSTOMER, ZERO_GUID
from orderdesk.connectors.iqmetrix.wire import Tracking, read_item, read_order
from orderdesk.domain.fields import (
    NOT_A_NUMBER,
    NOT_TRACKING,
    NOT_WHOLE,
    FieldSpec,
    FieldType,
    parse_tracking,
)
from orderdesk.domain.messages import Message
from orderdesk.domain.money import NotANumber, parse_decimal
from orderdesk.domain.order import FieldValue

Raw = Mapping[str, object]

REFERENCE_PREFIX = "OD-"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Unsendable(Exception):
    """A value that has no form on the wire; nothing was sent."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render())
        self.message = message


class NoSuchItem(LookupError):
    """The order has no item of that id any more."""


def own_reference(command_id: str) -> str:
    """Return the invoice number by which a new order can be looked up: this command's own."""
    digest = hashlib.blake2s(command_id.encode(), digest_size=8).digest()
    number = int.from_bytes(digest)
    letters = [_ALPHABET[(number >> (5 * place)) & 31] for place in range(10)]
    return REFERENCE_PREFIX + "".join(letters)


def _decimal(spec: FieldSpec, text: str) -> Decimal:
    try:
        return parse_decimal(text)
    except NotANumber:
        facts: dict[str, str | Message] = {"field": Message(spec.label), "value": text[:60]}
        raise Unsendable(Message(NOT_A_NUMBER, facts)) from None


def _whole(spec: FieldSpec, text: str) -> int:
    number = _decimal(spec, text)
    if number != number.to_integral_value():
        facts: dict[str, str | Message] = {"field": Message(spec.label), "value": text[:60]}
        raise Unsendable(Message(NOT_WHOLE, facts))
    return int(number)


def _pairs(spec: FieldSpec, text: str) -> list[tuple[int, str]]:
    try:
        return parse_tracking(text)
    except ValueError as error:
        facts: dict[str, str | Message] = {"field": Message(spec.label), "value": str(error)[:60]}
        raise Unsendable(Message(NOT_TRACKING, facts)) from None


def _tracking(spec: FieldSpec, text: str, previous: object) -> list[object]:
    """Return the pairs as objects; an unchanged one stays as it came, with all it has."""
    kept: dict[str, object] = {}
    for one in cast("list[object]", previous) if isinstance(previous, list) else []:
        payload = Tracking.model_validate(one)
        kept[tracking_text(payload.Quantity, payload.TrackingNumber)] = one
    return [
        kept.get(
            tracking_text(Decimal(quantity), number),
            {"Quantity": quantity, "TrackingNumber": number},
        )
        for quantity, number in _pairs(spec, text)
    ]


def _nothing(spec: FieldSpec) -> object:
    """Return how the vendor writes none in this field."""
    match spec.type:
        case FieldType.MONEY | FieldType.DECIMAL:
            return 0
        case FieldType.INTEGER:
            return 0 if spec.key == "Quantity" else None
        case FieldType.REFERENCE:
            return ZERO_GUID if spec.look_up in {CUSTOMER, ADDRESS} else 0
        case FieldType.TEXT_LIST | FieldType.TRACKING:
            return []
        case _:
            return None


def encode(spec: FieldSpec, value: FieldValue, previous: object = None) -> object:
    """Return a checked field's text in its form on the wire.

    `previous` is what stands there now: ItemTypeId is written as text in the reference and as
    a number in recorded orders, and keeps its form.

    Raises:
        Unsendable: for a text that is no number or no tracking where there must be one.
    """
    if value is None or not value.strip():
        return _nothing(spec)
    match spec.type:
        case FieldType.MONEY | FieldType.DECIMAL:
            return _decimal(spec, value)
        case FieldType.INTEGER:
            return _whole(spec, value)
        case FieldType.CHOICE:
            as_text = spec.key == "ItemTypeId" and not isinstance(previous, int)
            return value if as_text else _whole(spec, value)
        case FieldType.REFERENCE:
            guid = spec.look_up in {CUSTOMER, ADDRESS}
            return value if guid else _whole(spec, value)
        case FieldType.TEXT_LIST:
            return [line.strip() for line in value.splitlines() if line.strip()]
        case FieldType.TRACKING:
            return _tracking(spec, value, previous)
        case _:
            return value


def comparable(spec: FieldSpec, value: FieldValue) -> str:
    """Return a field's text so that values that mean the same are the same.

    Raises:
        Unsendable: like `encode`.
    """
    if value is None or not value.strip():
        return ""
    match spec.type:
        case FieldType.MONEY | FieldType.DECIMAL | FieldType.INTEGER:
            text = canonical(_decimal(spec, value))
            return "" if text == "0" and spec.key == "DiscountAmount" else text
        case FieldType.REFERENCE if spec.look_up in {CUSTOMER, ADDRESS}:
            return read_guid(value) or ""
        case FieldType.TEXT_LIST | FieldType.TRACKING:
            lines = (" ".join(line.split()) for line in value.splitlines())
            return "\n".join(sorted(line for line in lines if line))
        case _:
            return value.strip()


def _edited(
    raw: Raw,
    specs: Sequence[FieldSpec],
    current: Mapping[str, FieldValue],
    changes: Mapping[str, FieldValue],
) -> dict[str, object]:
    body = dict(raw)
    for spec in specs:
        if spec.key in changes and not spec.read_only:
            wanted = changes[spec.key]
            if comparable(spec, wanted) != comparable(spec, current.get(spec.key)):
                body[spec.key] = encode(spec, wanted, raw.get(spec.key))
    return body


def header(raw: Raw, changes: Mapping[str, FieldValue]) -> dict[str, object]:
    """Return the body of PUT Orders: the header as it came, with `changes` put in."""
    body = _edited(raw, ORDER_FIELDS, order_fields(read_order(raw)), changes)
    body.pop("Items", None)
    return body


def moved(raw: Raw, state: str) -> dict[str, object]:
    """Return the body of PUT Orders that moves the order to `state`."""
    return {**header(raw, {}), "State": state}


def _items(raw: Raw) -> list[object]:
    items = raw.get("Items")
    return cast("list[object]", items) if isinstance(items, list) else []


def _has_id(item: object, line_id: str) -> bool:
    if not isinstance(item, dict):
        return False
    return read_guid(cast("Raw", item).get("Id")) == line_id.lower()


def with_edited_line(
    raw: Raw, line_id: str, changes: Mapping[str, FieldValue]
) -> dict[str, object]:
    """Return the body of PUT OrderFull with one item changed.

    Raises:
        NoSuchItem: if the order has no such item.
    """
    if not any(_has_id(item, line_id) for item in _items(raw)):
        raise NoSuchItem(line_id)
    edited = [
        _edited(cast("Raw", item), LINE_FIELDS, line_fields(read_item(item)), changes)
        if _has_id(item, line_id)
        else item
        for item in _items(raw)
    ]
    return {**raw, "Items": edited}


def without_line(raw: Raw, line_id: str) -> dict[str, object]:
    """Return the body of PUT OrderFull with one item left out.

    Raises:
        NoSuchItem: if the order has no such item.
    """
    kept = [item for item in _items(raw) if not _has_id(item, line_id)]
    if len(kept) == len(_items(raw)):
        raise NoSuchItem(line_id)
    return {**raw, "Items": kept}


def _filled(specs: Sequence[FieldSpec], fields: Mapping[str, FieldValue]) -> dict[str, object]:
    filled = ((spec, fields.get(spec.key)) for spec in specs if not spec.read_only)
    return {spec.key: encode(spec, value) for spec, value in filled if value and value.strip()}


def new_item(fields: Mapping[str, FieldValue]) -> dict[str, object]:
    """Return the body of POST Items, or one of the items of a new order."""
    return _filled(LINE_FIELDS, fields)


def new_order(
    fields: Mapping[str, FieldValue],
    lines: Sequence[Mapping[str, FieldValue]],
    *,
    reference: str,
) -> dict[str, object]:
    """Return the body of POST Orders, or of POST OrderFull where there are `lines`.

    `reference` becomes the invoice number where none was given.
    """
    body: dict[str, object] = {"TenderId": reference} | _filled(ORDER_FIELDS, fields)
    if lines:
        body["Items"] = [new_item(line) for line in lines]
    return body
