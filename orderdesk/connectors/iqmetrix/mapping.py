"""From the wire to the domain: a payload becomes an order, an item a line."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

from orderdesk.connectors.field_text import canonical, extra_of, field_text
from orderdesk.connectors.iqmetrix.item_fields import LINE_FIELDS
from orderdesk.connectors.iqmetrix.order_fields import ORDER_FIELDS
from orderdesk.connectors.iqmetrix.vocabulary import (
    CUSTOMER,
    EMPLOYEE,
    ITEM_STATUSES,
    ITEM_TYPES,
    LOCATION,
    ORDER_TYPES,
    STATUSES,
    VENDOR,
)
from orderdesk.connectors.iqmetrix.wire import Item, OrderPayload, Tracking
from orderdesk.domain.order import FieldValue, Line, Order, Reference
from orderdesk.domain.projection import computed_total

_ORDER_KEYS = tuple(spec.key for spec in ORDER_FIELDS)
_LINE_KEYS = tuple(spec.key for spec in LINE_FIELDS)


def tracking_text(quantity: Decimal | None, number: str | None) -> str:
    """Write one line of tracking as the form shows it."""
    shown = " ".join((number or "").split())
    return f"{canonical(quantity or Decimal(0))} x {shown}"


def _field_value(value: object) -> FieldValue:
    if isinstance(value, list):  # only tracking comes so
        pairs = cast("list[Tracking]", value)
        return field_text([tracking_text(one.Quantity, one.TrackingNumber) for one in pairs])
    return field_text(value)


def line_fields(item: Item) -> dict[str, FieldValue]:
    """Return every field of an item by its key, as text.

    The service does not keep the order of serial numbers (its commerce guide shows them come
    back sorted), so they are sorted here lest an unchanged item look changed.
    """
    fields = {key: _field_value(getattr(item, key)) for key in _LINE_KEYS}
    fields["SerialNumbers"] = "\n".join(sorted(item.SerialNumbers)) or None
    return fields


def line_of(item: Item) -> Line:
    """Map an item to a line; its words follow the ids, which the names sent do not always."""
    kind = ITEM_TYPES.get(item.ItemTypeId or "")
    status = ITEM_STATUSES.get(item.ItemStatusId or "")
    return Line(
        id=item.Id,
        sku=item.SKU,
        description=item.Description,
        quantity=item.Quantity,
        price=item.SellingPrice,
        kind_word=kind.name if kind else item.ItemType or item.ItemTypeId,
        status_word=status or item.ItemStatus or item.ItemStatusId,
        fields=line_fields(item),
        extra=extra_of(item),
    )


def _place(item: Item) -> tuple[bool, int]:
    """Return where an item stands on the order: by its index, those without one last."""
    return item.Index is None, int(item.Index or 0)


def _reference(kind: str, vendor_id: str | None) -> Reference | None:
    return None if vendor_id is None else Reference(kind=kind, id=vendor_id)


def expiry(payload: OrderPayload) -> datetime | None:
    """Return when the order expires: as sent, else from its hours, as recorded orders do."""
    if payload.OrderExpiryDate is not None:
        return payload.OrderExpiryDate
    hours = int(payload.OrderExpiryHours or 0)
    if payload.CreatedDateUtc is None or hours <= 0:
        return None
    try:
        return payload.CreatedDateUtc + timedelta(hours=hours)
    except OverflowError:
        return None


def order_fields(payload: OrderPayload) -> dict[str, FieldValue]:
    """Return every header field of an order by its key, as text; a discount of 0 is none."""
    fields = {key: _field_value(getattr(payload, key)) for key in _ORDER_KEYS}
    if fields["DiscountAmount"] == "0":
        fields["DiscountAmount"] = None
    return fields


def currency_of(settings: Mapping[str, str]) -> str | None:
    """Return the currency set on the connection, if it is an ISO 4217 code by its form."""
    code = settings.get("currency", "").strip().upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else None


def order_of(
    payload: OrderPayload, *, connection: str, settings: Mapping[str, str], full: bool
) -> Order:
    """Map a payload to an order of `connection`.

    `full` says that it is an OrderFull, whose missing list of items means that it has none.
    The service sends no currency and no total: the one comes from the connection's settings,
    the other is computed. Payment and shipment it does not tell.
    """
    lines: tuple[Line, ...] | None = None
    if payload.Items is not None or full:
        lines = tuple(line_of(item) for item in sorted(payload.Items or (), key=_place))
    kind = ORDER_TYPES.get(payload.OrderTypeId)
    currency = currency_of(settings)
    discount = payload.DiscountAmount or None
    return Order(
        connection=connection,
        vendor=VENDOR,
        vendor_id=payload.Id,
        kind=kind[0] if kind else None,
        kind_word=kind[1] if kind else payload.OrderType or payload.OrderTypeId,
        number=payload.PrintableId,
        name=payload.Name,
        state=STATUSES.get(payload.State),
        vendor_state=payload.State,
        customer=_reference(CUSTOMER, payload.BillingCustomerId),
        location=_reference(LOCATION, payload.EntityId),
        employee=_reference(EMPLOYEE, payload.EmployeeId),
        placed_at=payload.CreatedDateUtc,
        expires_at=expiry(payload),
        currency=currency,
        currency_set_here=currency is not None,
        discount=discount,
        total=None if lines is None else computed_total(lines, discount),
        total_computed=True,
        lines=lines,
        fields=order_fields(payload),
        extra=extra_of(payload),
    )
