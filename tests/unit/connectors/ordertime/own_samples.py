"""Our own samples: invented values in the shapes of the vendor's payloads."""

from pathlib import Path

from orderdesk.connectors.json_text import as_object, parse, rows
from orderdesk.connectors.ordertime.mapping import Mapper
from orderdesk.connectors.ordertime.wire import ShipDoc, read_ship_doc
from orderdesk.domain.order import Order

OWN = Path(__file__).parents[3] / "samples" / "ordertime"


def raw_order(**changes: object) -> dict[str, object]:
    """Return the order as it came, with some members changed."""
    return {**as_object(parse((OWN / "order.json").read_text(encoding="utf-8"))), **changes}


def ship_docs() -> list[ShipDoc]:
    text = (OWN / "ship_docs.json").read_text(encoding="utf-8")
    return [read_ship_doc(row.value) for row in rows(text)]


def mapped(
    raw: object, docs: list[ShipDoc] | None = None, *, whole: bool = True, **settings: str
) -> Order:
    order, _names = Mapper("shop", settings).read(raw, docs, whole=whole)
    return order
