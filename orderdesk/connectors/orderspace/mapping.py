"""From the wire to the domain: a payload becomes an order, a line a line."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from pydantic import BaseModel, JsonValue

from orderdesk.connectors.field_text import canonical, extra_of, field_text
from orderdesk.connectors.orderspace.fields import ADDRESSES, EMAIL_USES, LINE_FIELDS, ORDER_FIELDS
from orderdesk.connectors.orderspace.vocabulary import (
    CUSTOMER,
    INVOICED_COUNT,
    PREORDER,
    STANDING_ORDER,
    STATUSES,
    TO_DISPATCH,
    TO_INVOICE,
    VENDOR,
)
from orderdesk.connectors.orderspace.wire import LinePayload, OrderPayload
from orderdesk.domain.order import FieldValue, Line, Order, Reference
from orderdesk.domain.status import FulfilmentStatus, OrderKind, PaymentStatus

_NOTHING = Decimal(0)
_PARTS = ("email_addresses", *ADDRESSES)


def _left(line: LinePayload, done: Decimal | None) -> Decimal | None:
    if line.quantity is None or done is None:
        return None
    return max(_NOTHING, line.quantity - done)


def to_invoice(line: LinePayload) -> Decimal | None:
    """Return how much of a line is on no invoice yet; None where a count is not sent."""
    return _left(line, line.invoiced)


def to_dispatch(line: LinePayload) -> Decimal | None:
    """Return how much of a line can be dispatched: nothing of a charge, a held or preorder line.

    The field table says of on_hold and preorder_window_id that such a line is not to be
    fulfilled until it is released. None where a count is not sent.
    """
    if line.shipping or line.on_hold or line.preorder_window_id:
        return _NOTHING
    return _left(line, line.dispatched)


def _line_fields(line: LinePayload) -> dict[str, FieldValue]:
    category = line.grouping_category
    derived: dict[str, object] = {
        TO_INVOICE: to_invoice(line),
        TO_DISPATCH: to_dispatch(line),
        **{f"grouping_category.{part}": getattr(category, part, None) for part in ("id", "name")},
    }
    return {
        spec.key: field_text(derived[spec.key] if spec.key in derived else getattr(line, spec.key))
        for spec in LINE_FIELDS
    }


def line_of(line: LinePayload) -> Line:
    """Map a line; its options stand beside its name."""
    return Line(
        id=line.id,
        sku=line.sku,
        description=f"{line.name} ({line.options})" if line.name and line.options else line.name,
        quantity=line.quantity,
        price=line.unit_price,
        status_word=_status_word(line),
        fields=_line_fields(line),
        extra=_extra(line, ("grouping_category",)),
    )


def _status_word(line: LinePayload) -> str | None:
    if line.on_hold:
        return "on_hold"
    return "preorder" if line.preorder_window_id else None


def order_fields(payload: OrderPayload) -> dict[str, FieldValue]:
    """Return every header field of an order by its key, as text."""
    nested: dict[str, FieldValue] = {}
    for name in ADDRESSES:
        address = getattr(payload, name)
        for spec in ORDER_FIELDS:
            owner, dot, part = spec.key.partition(".")
            if dot and owner == name:
                nested[spec.key] = field_text(getattr(address, part, None))
    for use, _label in EMAIL_USES:
        nested[f"email_addresses.{use}"] = field_text(getattr(payload.email_addresses, use, None))
    lines = payload.order_lines
    derived = {
        TO_INVOICE: _sum(map(to_invoice, lines)),
        TO_DISPATCH: _sum(map(to_dispatch, lines)),
        INVOICED_COUNT: _sum(line.invoiced for line in lines),
    }
    plain = {
        spec.key: field_text(getattr(payload, spec.key))
        for spec in ORDER_FIELDS
        if spec.key not in derived and "." not in spec.key
    }
    return {**plain, **nested, **derived}


def _sum(counts: Iterable[Decimal | None]) -> FieldValue:
    known = list(counts)
    if None in known:
        return None
    return canonical(sum((count for count in known if count is not None), _NOTHING))


Counted = Callable[[LinePayload], Decimal | None]


def _share(lines: Iterable[LinePayload], counted: Counted) -> tuple[bool, bool] | None:
    """Return whether any and whether all of the lines' items are counted; None if not known."""
    pairs = [(line.quantity, counted(line)) for line in lines]
    if not pairs or any(quantity is None or count is None for quantity, count in pairs):
        return None
    some = any(count for _quantity, count in pairs)
    every = all((count or _NOTHING) >= (quantity or _NOTHING) for quantity, count in pairs)
    return some, every


def payment_of(payload: OrderPayload) -> PaymentStatus | None:
    """Return how much is paid, by the vendor's count of paid items on the lines."""
    share = _share(payload.order_lines, lambda line: line.paid)
    if share is None:
        return None
    some, every = share
    if every and some:
        return PaymentStatus.PAID
    return PaymentStatus.PART_PAID if some else PaymentStatus.UNPAID


def fulfilment_of(payload: OrderPayload) -> FulfilmentStatus | None:
    """Return how much has left, by the vendor's count of dispatched items on the lines."""
    goods = [line for line in payload.order_lines if not line.shipping]
    share = _share(goods, lambda line: line.dispatched)
    if share is None:
        return None
    some, every = share
    if every and some:
        return FulfilmentStatus.FULFILLED
    return FulfilmentStatus.PART if some else FulfilmentStatus.NONE


def _kind(payload: OrderPayload) -> tuple[OrderKind | None, str]:
    """Return the kind: preorders by their status, or because every item is in a window."""
    if payload.status == STANDING_ORDER:
        return None, STANDING_ORDER
    goods = [line for line in payload.order_lines if not line.shipping]
    windows = bool(goods) and all(line.preorder_window_id for line in goods)
    if payload.status == PREORDER or windows:
        return OrderKind.PREORDER, "preorder"
    return OrderKind.ORDER, "order"


def order_of(payload: OrderPayload, *, connection: str) -> Order:
    """Map a payload to an order of `connection`; its gross total is the vendor's own."""
    kind, kind_word = _kind(payload)
    template = payload.status == STANDING_ORDER
    customer = payload.customer_id
    return Order(
        connection=connection,
        vendor=VENDOR,
        vendor_id=payload.id,
        kind=kind,
        kind_word=kind_word,
        number=payload.number,
        name=payload.reference,
        state=STATUSES.get(payload.status),
        vendor_state=payload.status,
        payment=None if template else payment_of(payload),
        fulfilment=None if template else fulfilment_of(payload),
        customer=None if customer is None else Reference(kind=CUSTOMER, id=customer),
        placed_at=payload.created,
        currency=payload.currency,
        # What a template adds up to is nobody's money; its fields show it.
        total=None if template else payload.gross_total,
        lines=tuple(line_of(line) for line in payload.order_lines),
        fields=order_fields(payload),
        extra=_extra(payload, _PARTS),
    )


def _extra(payload: BaseModel, parts: Iterable[str]) -> dict[str, JsonValue]:
    """Return the unknown members of an object and of its parts, those under the part's name."""
    found = extra_of(payload)
    for name in parts:
        part = getattr(payload, name)
        more = extra_of(part) if part is not None else {}
        if more:
            found[name] = dict(more)
    return found
