"""The lists inside orders and lines as texts, one entry a line."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import cast

from orderdesk.connectors.deconetwork.wire import LinePayload, OrderPayload
from orderdesk.connectors.field_text import canonical
from orderdesk.connectors.json_text import as_object
from orderdesk.domain.order import FieldValue


def texts(entries: Iterable[str]) -> FieldValue:
    """Write entries one a line; None where there are none."""
    return "\n".join(filter(None, entries)) or None


def word(value: object) -> str:
    """Write a single value; nothing for what is none."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return canonical(Decimal(value))
    return ""


def _members(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list):
        yield from map(as_object, cast("list[object]", value))


def _labelled(label: str, text: str) -> str:
    return ": ".join(filter(None, (label, text)))


def _option(option: Mapping[str, object]) -> str:
    names = (word(sub.get("name")) for sub in _members(option.get("sub_options")))
    lengths = ", ".join(filter(None, names))
    name = " ".join(filter(None, (word(option.get("name")), lengths)))
    return " x ".join(filter(None, (word(option.get("qty")), name)))


def options(line: LinePayload) -> Iterator[str]:
    """Write each option that was chosen with its quantity, as sizes mostly are."""
    for field in _members(line.fields):
        label = word(field.get("field_name"))
        for option in _members(field.get("options")):
            yield _labelled(label, _option(option))
        for name in ("string_value", "date_value", "file_value_url"):
            if value := word(field.get(name)):
                yield _labelled(label, value)


def decorations(line: LinePayload) -> Iterator[str]:
    """Write what is done where: the view, the area and the processes."""
    for view in _members(line.views):
        for area in _members(view.get("areas")):
            names = (word(one.get("process")) for one in _members(area.get("processes")))
            place = filter(None, (word(view.get("view_name")), word(area.get("area_name"))))
            yield _labelled(", ".join(place), ", ".join(filter(None, names)))


def team_names(line: LinePayload) -> Iterator[str]:
    """Write the names that are put on shirts, with the size."""
    for team in _members(line.teamnames):
        fields = _members(team.get("fields"))
        named = (_labelled(word(one.get("location")), word(one.get("text"))) for one in fields)
        yield _labelled(word(team.get("size")), ", ".join(filter(None, named)))


def custom_fields(fields: object) -> Iterator[str]:
    """Write a party's fields of the site's own."""
    for field in _members(fields):
        yield _labelled(word(field.get("caption")), word(field.get("value")))


def notes(payload: OrderPayload) -> Iterator[str]:
    """Give out the internal notes."""
    for note in payload.notes or ():
        yield word(as_object(note).get("content")) or word(note)


def taxes(payload: OrderPayload) -> Iterator[str]:
    """Write each tax with what it comes to."""
    for one in payload.taxes or ():
        yield " ".join(filter(None, (one.name, _amount(one.amount))))


def payments(payload: OrderPayload) -> Iterator[str]:
    """Write each payment, with what was given back of it."""
    for one in payload.payments or ():
        back = f"(-{canonical(one.refunded_amount)})" if one.refunded_amount else ""
        paid = _amount(one.paid_amount)
        yield " ".join(filter(None, (_day(one.date_paid), one.payment_method, paid, back)))


def refunds(payload: OrderPayload) -> Iterator[str]:
    """Write each refund of anything."""
    for one in payload.refunds or ():
        if one.refunded_amount:
            yield " ".join(filter(None, (_day(one.date_refunded), _amount(one.refunded_amount))))


def shipments(payload: OrderPayload) -> Iterator[str]:
    """Write what left together, by what, and the tracking number."""
    for one in payload.shipments or ():
        method = one.shipping_method.name if one.shipping_method else None
        yield " ".join(filter(None, (_day(one.date), method, one.tracking_number)))


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else canonical(amount)
