"""From the wire to the domain: a payload becomes an order, a line a line."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, cast

from pydantic import JsonValue

from orderdesk.connectors.deconetwork import texts
from orderdesk.connectors.deconetwork.fields import (
    ADDRESS_PARTS,
    AMOUNTS,
    LINE_AMOUNTS,
    LINE_PLAIN,
    MOMENTS,
    PARTIES,
    PERSONS,
    PLAIN,
)
from orderdesk.connectors.deconetwork.progress import any_shipped, outstanding, outstanding_of
from orderdesk.connectors.deconetwork.vocabulary import (
    CUSTOMER,
    LINE_LABELS,
    SHIPPED,
    STATUSES,
    TO_PRODUCE,
    TO_SHIP,
    VENDOR,
)
from orderdesk.connectors.deconetwork.wire import LinePayload, OrderPayload, Party
from orderdesk.connectors.field_text import canonical, extra_of, field_text
from orderdesk.connectors.payloads import json_value
from orderdesk.domain.order import FieldValue, Line, Named, Order, Reference
from orderdesk.domain.status import FulfilmentStatus, OrderKind, PaymentStatus

_NOTHING: Final = Decimal(0)
_PLAIN_LINE: Final = (
    "decorated_product_name",
    "sku",
    "qty",
    "unit_price",
    "processed_date",
    "shipped_date",
    *(key for key, *_rest in (*LINE_PLAIN, *LINE_AMOUNTS)),
)
_PLAIN_ORDER: Final = ("customer_id", *(key for key, *_rest in (*PLAIN, *MOMENTS, *AMOUNTS)))
_PEOPLE: Final = ("processed_by", "production_assigned_to", "shipped_by")

# Shown in short as texts, and kept whole beside what nobody knows.
_PARTS_OF_ORDER: Final = (
    "taxes",
    "shipping_method",
    "shipments",
    "payment_details",
    "payments",
    "refunds",
    "store",
    "notes",
    *PERSONS,
)
_PARTS_OF_LINE: Final = (
    "product_color",
    "fields",
    "views",
    "teamnames",
    "workflow_items",
    *_PEOPLE,
)


def _whole(source: Mapping[str, object], names: tuple[str, ...]) -> dict[str, JsonValue]:
    return {name: json_value(source[name]) for name in names if source.get(name)}


def _count(number: Decimal | None) -> FieldValue:
    return None if number is None else canonical(number)


def _name(part: object) -> FieldValue:
    return cast("str | None", getattr(part, "name", None))


def line_fields(line: LinePayload) -> dict[str, FieldValue]:
    """Return every field of a line by its key, as text."""
    found = {key: field_text(getattr(line, key)) for key in _PLAIN_LINE}
    found |= {key: _name(getattr(line, key)) for key in (*_PEOPLE, "product_color")}
    return {
        **found,
        "options": texts.texts(texts.options(line)),
        "decorations": texts.texts(texts.decorations(line)),
        "teamnames": texts.texts(texts.team_names(line)),
        "attachment_urls": texts.texts(map(texts.word, line.attachment_urls or ())),
        TO_PRODUCE: _count(outstanding(line, "mark_produced")),
        TO_SHIP: _count(outstanding(line, "mark_shipped")),
    }


def line_of(line: LinePayload, source: Mapping[str, object]) -> Line:
    """Map a line, read from `source`; its colour stands beside its name."""
    name = line.decorated_product_name or line.product_name
    colour = line.product_color.name if line.product_color else None
    status = line.production_status
    return Line(
        id=line.id,
        sku=line.sku or line.product_code,
        description=f"{name} ({colour})" if name and colour else name,
        quantity=line.qty,
        price=line.unit_price,
        status_word=LINE_LABELS.get(status or "", status),
        fields=line_fields(line),
        extra={**_whole(source, _PARTS_OF_LINE), **extra_of(line)},
    )


def _party(name: str, party: Party | None) -> dict[str, FieldValue]:
    found = {
        f"{name}.{part}": field_text(getattr(party, part, None))
        for part, _label in ADDRESS_PARTS
        if part != "custom_fields"
    }
    more = party.custom_fields if party is not None else None
    return {**found, f"{name}.custom_fields": texts.texts(texts.custom_fields(more))}


def order_fields(payload: OrderPayload) -> dict[str, FieldValue]:
    """Return every header field of an order by its key, as text."""
    found = {key: field_text(getattr(payload, key)) for key in _PLAIN_ORDER}
    for name in PARTIES:
        found |= _party(name, getattr(payload, name))
    found |= {key: _name(getattr(payload, key)) for key in (*PERSONS, "shipping_method", "store")}
    details = payload.payment_details
    return {
        **found,
        "payment_type": details.payment_type_name if details else None,
        "taxes": texts.texts(texts.taxes(payload)),
        "payments": texts.texts(texts.payments(payload)),
        "refunds": texts.texts(texts.refunds(payload)),
        "shipments": texts.texts(texts.shipments(payload)),
        "notes": texts.texts(texts.notes(payload)),
        TO_PRODUCE: _count(outstanding_of(payload, "mark_produced")),
        TO_SHIP: _count(outstanding_of(payload, "mark_shipped")),
    }


def payment_of(payload: OrderPayload) -> PaymentStatus | None:
    """Return how much is paid, by the vendor's outstanding balance, payments and refunds."""
    payments, refunds = payload.payments or (), payload.refunds or ()
    paid = sum((one.paid_amount or _NOTHING for one in payments), _NOTHING)
    # A refund stands in its own list, beside its payment, or in both.
    back = max(
        sum((one.refunded_amount or _NOTHING for one in refunds), _NOTHING),
        sum((one.refunded_amount or _NOTHING for one in payments), _NOTHING),
    )
    if paid > 0 and back >= paid:
        return PaymentStatus.REFUNDED
    if payload.outstanding_balance is None:
        return None
    if payload.outstanding_balance <= 0:
        return PaymentStatus.PAID
    billable = payload.billable_amount
    part = paid > 0 or (billable is not None and payload.outstanding_balance < billable)
    return PaymentStatus.PART_PAID if part else PaymentStatus.UNPAID


def fulfilment_of(payload: OrderPayload) -> FulfilmentStatus | None:
    """Return how much has left, by the lines' status, which may be ahead of the order's."""
    if payload.order_status == SHIPPED:
        return FulfilmentStatus.FULFILLED
    left = outstanding_of(payload, "mark_shipped")
    if left is None:
        return None
    if left == 0 and any_shipped(payload):
        return FulfilmentStatus.FULFILLED
    return FulfilmentStatus.PART if any_shipped(payload) else FulfilmentStatus.NONE


def currency_of(settings: Mapping[str, str]) -> str | None:
    """Return the currency set on the connection, if it is an ISO 4217 code by its form."""
    code = settings.get("currency", "").strip().upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else None


def order_of(payload: OrderPayload, *, connection: str, settings: Mapping[str, str]) -> Order:
    """Map a payload to an order of `connection`.

    The vendor sends no currency: it comes from the connection's settings.
    """
    currency = currency_of(settings)
    customer = payload.customer_id
    lines = zip(payload.order_lines, payload.line_sources(), strict=True)
    return Order(
        connection=connection,
        vendor=VENDOR,
        vendor_id=payload.order_id,
        kind=OrderKind.ORDER,
        kind_word="order",
        number=payload.order_id,
        name=payload.job_name,
        state=STATUSES.get(payload.order_status),
        vendor_state=payload.order_status,
        payment=payment_of(payload),
        fulfilment=fulfilment_of(payload),
        customer=None if customer is None else Reference(kind=CUSTOMER, id=customer),
        placed_at=payload.date_ordered,
        currency=currency,
        currency_set_here=currency is not None,
        discount=payload.discount_amount or None,
        total=payload.billable_amount,
        lines=tuple(line_of(line, source) for line, source in lines),
        fields=order_fields(payload),
        extra=_extra(payload),
    )


def _extra(payload: OrderPayload) -> dict[str, JsonValue]:
    found = {**_whole(payload.source, _PARTS_OF_ORDER), **extra_of(payload)}
    for name in PARTIES:
        party = cast("Party | None", getattr(payload, name))
        more = extra_of(party) if party is not None else {}
        if more:
            found[name] = dict(more)
    return found


def names_of(payload: OrderPayload) -> Iterator[Named]:
    """Yield the names that an order brings: its customer's, since there is no call for them."""
    party = payload.billing_details
    if payload.customer_id is not None and party is not None and party.name:
        yield Named(
            kind=CUSTOMER, id=payload.customer_id, name=party.name, detail=party.email or ""
        )
