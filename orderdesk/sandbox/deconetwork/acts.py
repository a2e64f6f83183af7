"""What people do to orders in the site's own pages, which the API cannot."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from orderdesk.sandbox.deconetwork.orders import Order, as_list, decimal
from orderdesk.sandbox.deconetwork.statuses import (
    AWAITING_ARTWORK,
    AWAITING_REVIEW,
    AWAITING_STOCK,
    CANCELLED,
    IN_PRODUCTION,
    LINE_OPEN,
    NOT_ORDERED,
    ON_HOLD,
    OPEN,
    PRODUCED,
    READY_TO_SHIP,
    SHIPPED,
)
from orderdesk.sandbox.deconetwork.totals import paid, totalled
from orderdesk.sandbox.json_text import Document

_STATES: Mapping[str, int] = {
    "release": OPEN,
    "hold": ON_HOLD,
    "cancel": CANCELLED,
    "quote": NOT_ORDERED,
    "await_stock": AWAITING_STOCK,
    "await_artwork": AWAITING_ARTWORK,
    "await_review": AWAITING_REVIEW,
    "start": IN_PRODUCTION,
    "make_ready": READY_TO_SHIP,
    "reopen": OPEN,
    "produce": PRODUCED,
    "ship": SHIPPED,
}
_STAGES: Mapping[str, int] = {
    "reopen": LINE_OPEN,
    "produce": PRODUCED,
    "make_ready": PRODUCED,
    "ship": SHIPPED,
}
_UNDONE: Mapping[str, tuple[str, ...]] = {
    "reopen": ("date_produced", "date_shipped"),
    "produce": ("date_shipped",),
}
_DONE: Mapping[str, str] = {"produce": "date_produced", "ship": "date_shipped"}
ACTS = (*_STATES, "invoice", "pay", "refund", "touch")
"""Everything that can be done; `touch` changes nothing but the date."""


def acted(order: Order, act: str, now: int, next_number: Callable[[], int]) -> Order:
    """Return the order after the act."""
    match act:
        case "invoice":
            return replace(order, dates={**order.dates, "date_invoiced": now})
        case "pay":
            return _paid(order, now, next_number())
        case "refund":
            return _refunded(order, now, next_number())
        case "touch":
            return order
        case _:
            return _moved(order, act, now)


def _moved(order: Order, act: str, now: int) -> Order:
    dates: dict[str, int | None] = {**order.dates}
    dates |= dict.fromkeys(_UNDONE.get(act, ()))
    if act in _DONE:
        dates[_DONE[act]] = now
    stage = _STAGES.get(act)
    lines = order.lines
    if stage is not None:
        lines = tuple(
            replace(
                line,
                stage=stage,
                items=tuple(replace(item, stage=stage) for item in line.items),
            )
            for line in lines
        )
    return replace(order, status=_STATES[act], dates=dates, lines=lines)


def _paid(order: Order, now: int, number: int) -> Order:
    amount = decimal(order.values.get("outstanding_balance"))
    payment: Document = {
        "id": number,
        "payment_id": number,
        "date_paid": now,
        "payment_method": "In Person",
        "billable_amount": amount,
        "refunded_amount": Decimal(0),
        "paid_amount": amount,
        "code": "custom_88010",
        "driver_code": None,
        "driver_sub_code": None,
    }
    return _with(order, "payments", payment)


def _refunded(order: Order, now: int, number: int) -> Order:
    amount = paid(order.values)
    refund: Document = {"id": number, "date_refunded": now, "refunded_amount": amount}
    return _with(order, "refunds", refund)


def _with(order: Order, name: str, entry: Document) -> Order:
    values: Document = {**order.values, name: [*as_list(order.values.get(name)), entry]}
    return replace(order, values=totalled(values, order.lines))
