"""Our own samples: invented values in the shapes of the vendor's payloads."""

from pathlib import Path
from typing import cast

from orderdesk.connectors.deconetwork.mapping import order_of
from orderdesk.connectors.deconetwork.wire import OrderPayload, read_order
from orderdesk.connectors.json_text import as_object, parse
from orderdesk.domain.order import Line, Order

OWN = Path(__file__).parents[3] / "samples" / "deconetwork"
DOCUMENTED = "find_documented"
RECORDED = "find_recorded"


def sample(name: str) -> object:
    return parse((OWN / f"{name}.json").read_text(encoding="utf-8"))


def orders_in(answer: object) -> list[dict[str, object]]:
    """Return the orders of a find's answer."""
    orders = cast("list[object]", as_object(answer)["orders"])
    return [dict(as_object(order)) for order in orders]


def raw_order(name: str = DOCUMENTED, /, **changes: object) -> dict[str, object]:
    """Return the one order of a sample, with members replaced."""
    return {**orders_in(sample(name))[0], **changes}


def raw_line(name: str = DOCUMENTED, /, **changes: object) -> dict[str, object]:
    """Return an order with members of its one line replaced."""
    order = raw_order(name)
    [line] = cast("list[object]", order["order_lines"])
    return {**order, "order_lines": [{**as_object(line), **changes}]}


def payload(raw: object | None = None) -> OrderPayload:
    return read_order(raw_order() if raw is None else raw)


def mapped(raw: object | None = None, **settings: str) -> Order:
    return order_of(payload(raw), connection="shop", settings=settings)


def line_of(order: Order) -> Line:
    """Return the one line of an order."""
    assert order.lines is not None
    assert len(order.lines) == 1
    return order.lines[0]
