"""From the wire to the domain."""

from typing import Final

from acme_orders.rules import LINE_FIELDS, ORDER_FIELDS, RULES, VENDOR

from orderdesk.connectors.field_text import extra_of, field_text
from orderdesk.connectors.payloads import Count, Moment, Number, Payload, Text, read_payload
from orderdesk.domain.order import Line, Order
from orderdesk.domain.projection import computed_total
from orderdesk.domain.status import OrderKind

_KEYS: Final = tuple(spec.key for spec in ORDER_FIELDS)
_LINE_KEYS: Final = tuple(spec.key for spec in LINE_FIELDS)


class LinePayload(Payload):
    """A line as Acme sends it."""

    id: str
    title: Text = None
    quantity: Count = None
    price: Number = None


class OrderPayload(Payload):
    """An order as Acme sends it."""

    id: str
    number: Text = None
    reference: Text = None
    gift_message: Text = None
    ribbon: Text = None
    state: str
    placed: Moment
    lines: tuple[LinePayload, ...] = ()


def _line(raw: LinePayload) -> Line:
    return Line(
        id=raw.id,
        description=raw.title,
        quantity=raw.quantity,
        price=raw.price,
        fields={key: field_text(getattr(raw, key)) for key in _LINE_KEYS},
        extra=extra_of(raw),
    )


def read_order(raw: object, connection: str) -> Order:
    """Map one of Acme's objects; raises BadRow if it cannot be shown safely."""
    payload = read_payload(OrderPayload, raw)
    state = RULES.state(payload.state)
    lines = tuple(_line(line) for line in payload.lines)
    return Order(
        connection=connection,
        vendor=VENDOR,
        vendor_id=payload.id,
        kind=OrderKind.ORDER,
        number=payload.number,
        name=payload.reference,
        state=state.status if state else None,
        vendor_state=payload.state,
        placed_at=payload.placed,
        currency="EUR",
        total=computed_total(lines, None),
        total_computed=True,
        lines=lines,
        fields={key: field_text(getattr(payload, key)) for key in _KEYS},
        extra=extra_of(payload),
    )
