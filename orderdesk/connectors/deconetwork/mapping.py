"""From the wire to the domain: a payload becomes an order, a line a line."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import cast

from pydantic import JsonValue

from orderdesk.connectors.deconetwork.fields import (
    ADDRESS_PARTS,
    AMOUNTS,
    LINE_AMOUNTS,
    MOMENTS,
    PARTIES,
    PERSONS,
    PLAIN,
)
from orderdesk.connectors.deconetwork.vocabulary import (
    CUSTOMER,
    DONE,
    LINE_LABELS,
    SHIPPED,
    STATUSES,
    TO_PRODUCE,
    TO_SHIP,
    VENDOR,
)
from orderdesk.connectors.deconetwork.wire import LinePayload, OrderPayload, Party, WorkflowItem
from orderdesk.connectors.field_text import canonical, extra_of, field_text
from orderdesk.connectors.json_text import as_object
from orderdesk.domain.order import FieldValue, Line, Named, Order, Reference
from orderdesk.domain.status import FulfilmentStatus, OrderKind, PaymentStatus

_NOTHING = Decimal(0)
_PLAIN_LINE = (
    "product_code",
    "product_name",
    "decorated_product_name",
    "product_id",
    "sku",
    "qty",
    "unit_price",
    "production_status",
    "processed_date",
    "shipped_date",
)


def is_done(item: WorkflowItem, action: str) -> bool:
    """Whether a workflow item is produced, or shipped, already."""
    status = item.production_status if action == "mark_produced" else item.shipping_status
    return status is not None and status >= DONE


def outstanding(line: LinePayload, action: str) -> Decimal:
    """Return how much of a line is still to be produced, or shipped.

    By its workflow items where they are known, else by the line's own status.
    """
    if line.workflow_items:
        left = (item for item in line.workflow_items if not is_done(item, action))
        return sum((item.qty_to_fulfill or _NOTHING for item in left), _NOTHING)
    status = line.production_status or "1"
    done = status == SHIPPED if action == "mark_shipped" else status != "1"
    return _NOTHING if done else line.qty or _NOTHING


def _texts(entries: Iterable[str]) -> FieldValue:
    return "\n".join(filter(None, entries)) or None


def _members(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list):
        yield from map(as_object, cast("list[object]", value))


def _options(line: LinePayload) -> Iterator[str]:
    """Write each chosen option with its quantity, as sizes mostly are."""
    for field in line.fields or ():
        for option in _members(field.get("options")):
            subs = ", ".join(str(sub.get("name")) for sub in _members(option.get("sub_options")))
            name = f"{option.get('name')} {subs}".strip()
            yield f"{field.get('field_name')}: {option.get('qty')} x {name}"
        if field.get("string_value"):
            yield f"{field.get('field_name')}: {field['string_value']}"


def _decorations(line: LinePayload) -> Iterator[str]:
    for view in line.views or ():
        for area in _members(view.get("areas")):
            processes = ", ".join(
                str(one.get("process")) for one in _members(area.get("processes"))
            )
            yield f"{view.get('view_name')}, {area.get('area_name')}: {processes}"


def _teamnames(line: LinePayload) -> Iterator[str]:
    for team in line.teamnames or ():
        shown = ", ".join(str(field.get("text")) for field in _members(team.get("fields")))
        yield f"{team.get('size')}: {shown}"


def line_fields(line: LinePayload) -> dict[str, FieldValue]:
    """Return every field of a line by its key, as text."""
    found = {key: field_text(getattr(line, key)) for key in _PLAIN_LINE}
    found |= {key: field_text(getattr(line, key)) for key, _label in LINE_AMOUNTS}
    for key in ("processed_by", "production_assigned_to", "shipped_by", "product_color"):
        found[key] = getattr(getattr(line, key), "name", None)
    return {
        **found,
        "options": _texts(_options(line)),
        "decorations": _texts(_decorations(line)),
        "teamnames": _texts(_teamnames(line)),
        TO_PRODUCE: canonical(outstanding(line, "mark_produced")),
        TO_SHIP: canonical(outstanding(line, "mark_shipped")),
    }


def line_of(line: LinePayload) -> Line:
    """Map a line; its colour stands beside its name."""
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
        extra=extra_of(line),
    )


def _party(name: str, party: Party | None) -> dict[str, FieldValue]:
    found = {
        f"{name}.{part}": field_text(getattr(party, part, None))
        for part, _ in ADDRESS_PARTS
        if part != "custom_fields"
    }
    more = party.custom_fields if party is not None else None
    found[f"{name}.custom_fields"] = _texts(
        f"{field.get('caption')}: {field.get('value')}" for field in more or ()
    )
    return found


def _payments(payload: OrderPayload) -> Iterator[str]:
    for one in payload.payments or ():
        day = f"{one.date_paid:%Y-%m-%d}" if one.date_paid else ""
        amount = "" if one.paid_amount is None else canonical(one.paid_amount)
        yield " ".join(filter(None, (day, one.payment_method, amount)))


def _refunds(payload: OrderPayload) -> Iterator[str]:
    for one in payload.refunds or ():
        if one.refunded_amount:
            day = f"{one.date_refunded:%Y-%m-%d}" if one.date_refunded else ""
            yield " ".join(filter(None, (day, canonical(one.refunded_amount))))


def _shipments(payload: OrderPayload) -> Iterator[str]:
    for one in payload.shipments or ():
        day = f"{one.date:%Y-%m-%d}" if one.date else ""
        method = one.shipping_method.name if one.shipping_method else None
        yield " ".join(filter(None, (day, method, one.tracking_number)))


def order_fields(payload: OrderPayload) -> dict[str, FieldValue]:
    """Return every header field of an order by its key, as text."""
    keys = [key for key, *_rest in (*PLAIN, *MOMENTS, *AMOUNTS)]
    found = {key: field_text(getattr(payload, key)) for key in ("customer_id", *keys)}
    for name in PARTIES:
        found |= _party(name, getattr(payload, name))
    for name in (*PERSONS, "shipping_method", "store"):
        found[name] = getattr(getattr(payload, name), "name", None)
    details, lines = payload.payment_details, payload.order_lines
    to_produce = sum((outstanding(line, "mark_produced") for line in lines), _NOTHING)
    to_ship = sum((outstanding(line, "mark_shipped") for line in lines), _NOTHING)
    return {
        **found,
        "payment_type": details.payment_type_name if details else None,
        "payments": _texts(_payments(payload)),
        "refunds": _texts(_refunds(payload)),
        "shipments": _texts(_shipments(payload)),
        "notes": _texts(str(note.get("content") or "") for note in payload.notes or ()),
        TO_PRODUCE: canonical(to_produce),
        TO_SHIP: canonical(to_ship),
    }


def payment_of(payload: OrderPayload) -> PaymentStatus | None:
    """Return how much is paid, by the vendor's outstanding balance, payments and refunds."""
    paid = sum((one.paid_amount or _NOTHING for one in payload.payments or ()), _NOTHING)
    back = sum((one.refunded_amount or _NOTHING for one in payload.refunds or ()), _NOTHING)
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
    lines = payload.order_lines
    if not lines or any(line.production_status is None for line in lines):
        return None
    left = [outstanding(line, "mark_shipped") for line in lines]
    if not any(left):
        return FulfilmentStatus.FULFILLED
    gone = any(line.production_status == SHIPPED for line in lines) or any(
        is_done(item, "mark_shipped") for line in lines for item in line.workflow_items or ()
    )
    return FulfilmentStatus.PART if gone else FulfilmentStatus.NONE


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
        lines=tuple(line_of(line) for line in payload.order_lines),
        fields=order_fields(payload),
        extra=_extra(payload),
    )


def _extra(payload: OrderPayload) -> dict[str, JsonValue]:
    found = extra_of(payload)
    for name in (*PARTIES, "payment_details"):
        part = getattr(payload, name)
        more = extra_of(part) if part is not None else {}
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
