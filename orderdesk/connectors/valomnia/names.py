"""The names behind the ids: customers, employees, items by reference, kinds of payment."""

# The lists of master data are known from clients of the vendor's. Kinds of payment have none:
# they are named with each customer that may use them.

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Final, cast

from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.valomnia.client import Client
from orderdesk.connectors.valomnia.listing import every
from orderdesk.connectors.valomnia.vocabulary import CUSTOMER, EMPLOYEE, PAYMENT_TYPE, PRODUCT
from orderdesk.connectors.values import read_text
from orderdesk.domain.order import Named

Entry = Mapping[str, object]


def _text(entry: Entry, key: str) -> str:
    try:
        return " ".join((read_text(entry.get(key)) or "").split())
    except ValueError:
        return ""


def _named(kind: str, entry: Entry, name: str) -> Iterator[Named]:
    vendor_id, reference = _text(entry, "id"), _text(entry, "reference")
    if vendor_id:
        yield Named(kind=kind, id=vendor_id, name=name or reference or vendor_id, detail=reference)


def customer(entry: Entry) -> Iterator[Named]:
    """Name a customer."""
    yield from _named(CUSTOMER, entry, _text(entry, "name"))


def employee(entry: Entry) -> Iterator[Named]:
    """Name somebody who sells or delivers."""
    whole = " ".join(filter(None, (_text(entry, "firstName"), _text(entry, "lastName"))))
    yield from _named(EMPLOYEE, entry, whole or _text(entry, "name"))


def product(entry: Entry) -> Iterator[Named]:
    """Name an item by its reference, which is what lines hold."""
    reference = _text(entry, "reference")
    if reference:
        yield Named(kind=PRODUCT, id=reference, name=_text(entry, "name") or reference)


def payment_types(entry: Entry) -> Iterator[Named]:
    """Name the kinds of payment that a customer may use."""
    found = entry.get("paymentTypes")
    for one in cast("list[object]", found) if isinstance(found, list) else []:
        kind = as_object(one)
        yield from _named(PAYMENT_TYPE, kind, _text(kind, "name"))


_LISTS: Final[Mapping[str, tuple[str, Callable[[Entry], Iterator[Named]]]]] = {
    CUSTOMER: ("customers", customer),
    EMPLOYEE: ("employees", employee),
    PRODUCT: ("items", product),
    PAYMENT_TYPE: ("customers", payment_types),
}


async def look_up(
    client: Client, kind: str, parent: str | None
) -> AsyncIterator[tuple[Named, ...]]:
    """Read the names of a kind; kinds of payment also of one customer (`parent`) only."""
    if kind == PAYMENT_TYPE and parent:
        owner = as_object(await client.part("customers", parent))
        yield tuple(payment_types(owner))
    elif kind in _LISTS:
        resource, name = _LISTS[kind]
        told: set[str] = set()
        async for entries in every(client, resource):
            found = {one.id: one for entry in entries for one in name(entry)}
            fresh = tuple(one for key, one in found.items() if key not in told)
            told.update(found)
            yield fresh
