"""Our own samples: invented values in the shapes of the vendor's payloads; what a mapping loses."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from orderdesk.connectors.field_text import field_text
from orderdesk.connectors.json_text import as_object, parse
from orderdesk.connectors.orderspace.mapping import order_of
from orderdesk.connectors.orderspace.wire import read_order
from orderdesk.connectors.payloads import json_value
from orderdesk.connectors.values import read_moment
from orderdesk.domain.order import FieldValue, Line, Order

OWN = Path(__file__).parents[3] / "samples" / "orderspace"


def sample(name: str) -> object:
    return parse((OWN / f"{name}.json").read_text(encoding="utf-8"))


def listed(payload: object, name: str) -> list[Mapping[str, object]]:
    """Return the objects of a list."""
    found = as_object(payload).get(name)
    return [as_object(one) for one in cast("list[object]", found or [])]


def raw_order(**changes: object) -> dict[str, object]:
    """Return the one order of our sample, with members replaced."""
    return {**listed(sample("orders_page"), "orders")[0], **changes}


def raw_lines(*changes: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the lines of our sample, the first ones with members replaced."""
    lines = [dict(line) for line in listed(raw_order(), "order_lines")]
    for line, change in zip(lines, changes, strict=False):
        line.update(change)
    return lines


def mapped(raw: object) -> Order:
    return order_of(read_order(raw), connection="shop")


def lines_of(order: Order) -> list[Line]:
    assert order.lines is not None
    return list(order.lines)


def _leaves(value: Mapping[str, object], path: str = "") -> Iterator[tuple[str, object]]:
    for name, member in value.items():
        if isinstance(member, dict):
            yield from _leaves(as_object(cast("object", member)), f"{path}{name}.")
        elif member not in (None, ""):
            yield f"{path}{name}", member


def _shown(fields: Mapping[str, FieldValue], extra: object, path: str) -> object:
    """Return where a leaf is kept: a field, or the same place among what is unknown."""
    if path in fields:
        return fields[path]
    kept = extra
    for name in path.split("."):
        kept = as_object(kept).get(name)
    return kept


def _is_kept(fields: Mapping[str, FieldValue], extra: object, path: str, value: object) -> bool:
    kept = _shown(fields, extra, path)
    if path == "created":
        return kept == field_text(read_moment(value))
    return kept in (field_text(value), json_value(value)) and kept is not None


def lost(raw: Mapping[str, object], order: Order) -> list[str]:
    """Return what of an order as it came is neither a field nor among what is unknown."""
    own = {"id": order.vendor_id, "number": order.number, "status": order.vendor_state}
    own["currency"] = order.currency
    header = {name: member for name, member in raw.items() if name != "order_lines"}
    missing = [
        path
        for path, value in _leaves(header)
        if not _is_kept({**own, **order.fields}, order.extra, path, value)
    ]
    for place, (sent, line) in enumerate(
        zip(listed(raw, "order_lines"), lines_of(order), strict=True)
    ):
        missing += [
            f"{place} {path}"
            for path, value in _leaves(sent)
            if not _is_kept({"id": line.id, **line.fields}, line.extra, path, value)
        ]
    return missing
