"""From the wire to the domain: an operation becomes an order, an orderDetail a line."""

from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import BaseModel, JsonValue

from orderdesk.connectors.field_text import extra_of, field_text
from orderdesk.connectors.json_text import as_object, write
from orderdesk.connectors.payloads import json_value, scrub
from orderdesk.connectors.valomnia.line_fields import LINE_FIELDS
from orderdesk.connectors.valomnia.order_fields import DETAIL_KEYS, ORDER_FIELDS
from orderdesk.connectors.valomnia.vocabulary import (
    CUSTOMER,
    EMPLOYEE,
    FULFILMENTS,
    KINDS,
    LINE_COUNT,
    PAYMENT_DETAILS,
    PAYMENT_TYPE,
    PAYMENTS,
    PENDING,
    PREPAYMENT_DETAILS,
    PRODUCT,
    STATES,
    UNSAID,
    VENDOR,
)
from orderdesk.connectors.valomnia.wire import (
    Brief,
    CustomerBrief,
    LinePayload,
    OperationPayload,
    Parts,
    PaymentPayload,
)
from orderdesk.domain.order import FieldValue, Line, Named, Order, Reference
from orderdesk.domain.status import FulfilmentStatus


def _members(model: type[BaseModel]) -> dict[str, str]:
    """Return an object's attributes by the vendor's names."""
    return {info.alias or name: name for name, info in model.model_fields.items()}


_MEMBERS: Final = _members(OperationPayload)
_LINE_MEMBERS: Final = _members(LinePayload)
_PART_MEMBERS: Final = _members(CustomerBrief)
_PARTS: Final = ("customer", "user", "delivered_by", "payment_type")


def _key(brief: Brief | None) -> str | None:
    return brief.key if brief is not None else None


def _part_field(payload: BaseModel, key: str) -> FieldValue:
    """Return the text of a member of a part, as `customer.reference2`."""
    owner, _dot, member = key.partition(".")
    part = getattr(payload, _MEMBERS[owner])
    return None if part is None else field_text(getattr(part, _PART_MEMBERS[member]))


def _called(brief: Brief) -> str:
    return brief.reference or f"#{brief.key or '?'}"


def _listed_fields(payload: OperationPayload) -> dict[str, FieldValue]:
    """Return every field that a list shows."""
    derived: dict[str, FieldValue] = {
        "customerId": _key(payload.customer),
        "userId": _key(payload.user),
        "deliveredBy": _key(payload.delivered_by),
        "paymentTypeId": payload.payment_type_id or _key(payload.payment_type),
        "orderPayments": field_text([_called(one) for one in payload.order_payments]),
        "orderPrepayments": field_text([_called(one) for one in payload.order_prepayments or ()]),
        LINE_COUNT: str(len(payload.order_lines)),
    }
    found: dict[str, FieldValue] = {}
    for spec in ORDER_FIELDS:
        if spec.key in DETAIL_KEYS:
            continue
        if spec.key in derived:
            found[spec.key] = derived[spec.key]
        elif "." in spec.key:
            found[spec.key] = _part_field(payload, spec.key)
        else:
            found[spec.key] = field_text(getattr(payload, _MEMBERS[spec.key]))
    return found


def _detail(payment: PaymentPayload) -> str:
    """Write a payment on one line: its reference, day, amount, kind and what a cheque has."""
    kind = payment.payment_type
    amount = payment.total if payment.advance_amount is None else payment.advance_amount
    parts = (
        payment.reference or f"#{payment.id}",
        payment.payment_date and payment.payment_date.isoformat(),
        None if amount is None else f"{field_text(amount)} {payment.currency or ''}".strip(),
        kind and (kind.name or kind.reference),
        payment.status,
        payment.bank,
        payment.cheque_number,
    )
    return " · ".join(part for part in parts if part)


def _serials(value: object) -> FieldValue:
    """Write serial numbers one a line; how they come is not documented."""
    if value is None or isinstance(value, str):
        return value or None
    kept = json_value(value)
    entries = kept if isinstance(kept, list) else [kept]
    if all(isinstance(entry, (str, int)) for entry in entries):
        return field_text(entries)
    return write(kept).decode("utf-8", "replace")


def line_of(payload: LinePayload) -> Line:
    """Map a line."""
    derived: dict[str, FieldValue] = {
        "item": _key(payload.item),
        "unit": _key(payload.unit),
        "unit.name": payload.unit and payload.unit.name,
        "itemReference": _reference(payload.item_reference, payload.item),
        "unitReference": _reference(payload.unit_reference, payload.unit),
        "soldSerialNumbers": _serials(payload.sold_serial_numbers),
    }
    fields = {
        spec.key: derived[spec.key]
        if spec.key in derived
        else field_text(getattr(payload, _LINE_MEMBERS[spec.key]))
        for spec in LINE_FIELDS
    }
    return Line(
        id=payload.id,
        sku=fields["itemReference"],
        description=payload.item.name if payload.item else None,
        quantity=payload.quantity,
        price=payload.unit_price,
        kind_word=payload.type,
        fields=fields,
        extra=_extra(payload, ("item", "unit", "order")),
    )


def unread_line(line_id: str) -> Line:
    """Return a line of which the vendor shows nothing but that it is there."""
    return Line(id=line_id, fields={spec.key: None for spec in LINE_FIELDS})


def _reference(written: str | None, brief: Brief | None) -> str | None:
    return written or (brief.reference if brief else None)


def _extra(payload: BaseModel, parts: Sequence[str]) -> dict[str, JsonValue]:
    """Return the unknown members of an object and of its parts, those under the part's name."""
    found = extra_of(payload)
    for name in parts:
        part = getattr(payload, name)
        more = extra_of(part) if part is not None else {}
        if more:
            alias = type(payload).model_fields[name].alias or name
            found[alias] = dict(more)
    return found


def fulfilment_of(payload: OperationPayload) -> FulfilmentStatus | None:
    """Return how far the delivery has come; pending with a deliverer is assigned."""
    word = payload.delivery_status or UNSAID
    if word in {PENDING, UNSAID} and payload.delivered_by is not None:
        return FulfilmentStatus.ASSIGNED
    return FULFILMENTS.get(word)


def order_of(payload: OperationPayload, *, connection: str, parts: Parts | None = None) -> Order:
    """Map an operation to an order of `connection`; without its `parts` it has no lines.

    Its state follows from the delivery alone, as the vendor keeps none; so it is marked derived.
    """
    state = payload.delivery_status or UNSAID
    customer, user = _key(payload.customer), _key(payload.user)
    order = Order(
        connection=connection,
        vendor=VENDOR,
        vendor_id=payload.id,
        kind=KINDS.get(payload.operation_type or ""),
        kind_word=payload.operation_type or "",
        number=payload.reference,
        state=STATES.get(state),
        vendor_state=state,
        state_derived=True,
        payment=PAYMENTS.get(payload.status or ""),
        payment_word=payload.status,
        fulfilment=fulfilment_of(payload),
        fulfilment_word=payload.delivery_status,
        customer=None if customer is None else Reference(kind=CUSTOMER, id=customer),
        employee=None if user is None else Reference(kind=EMPLOYEE, id=user),
        placed_at=payload.date_created,
        currency=payload.currency,
        total=payload.total,
        fields=_listed_fields(payload),
        extra=_extra(payload, _PARTS),
    )
    return order if parts is None else _with(order, parts)


def _with(order: Order, parts: Parts) -> Order:
    details: dict[str, FieldValue] = {
        PAYMENT_DETAILS: field_text([_detail(one) for _raw, one in parts.payments]),
        PREPAYMENT_DETAILS: field_text([_detail(one) for _raw, one in parts.prepayments]),
    }
    # Payments have no place of their own in an order, so that what they hold is kept as it came.
    extra: dict[str, JsonValue] = {
        "orderPayments": [json_value(scrub(raw)) for raw, _read in parts.payments],
        "orderPrepayments": [json_value(scrub(raw)) for raw, _read in parts.prepayments],
    }
    lines = tuple(
        unread_line(key) if line is None else line_of(line) for key, line in parts.lines.items()
    )
    update = {
        "lines": lines,
        "fields": {**order.fields, **details},
        "extra": {**order.extra, **{name: value for name, value in extra.items() if value}},
    }
    return order.model_copy(update=update)


def names_of(payload: OperationPayload, parts: Parts | None = None) -> Iterator[Named]:
    """Name what the vendor names in an operation itself; users come without a name."""
    for kind, brief in ((CUSTOMER, payload.customer), (PAYMENT_TYPE, payload.payment_type)):
        if brief is not None and brief.key and brief.name:
            yield Named(kind=kind, id=brief.key, name=brief.name, detail=brief.reference or "")
    for line in parts.lines.values() if parts else ():
        reference = _reference(line.item_reference, line.item) if line else None
        if line and reference and line.item and line.item.name:
            yield Named(kind=PRODUCT, id=reference, name=line.item.name)


def status_of(raw: object) -> str | None:
    """Return the payment status of an operation as it was read, which every update repeats."""
    status = as_object(raw).get("status")
    return status if isinstance(status, str) and status else None
