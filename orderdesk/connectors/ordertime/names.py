"""The names behind the numbers: the tenant's lists, customers, and items with their prices."""

# Light lists (entityref) hold a number and a name each; customers are read so too, as their whole
# records carry card data. Of statuses, items and addresses more than the name is wanted.

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Final

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.ordertime.client import EQUAL, LARGEST_PAGE, Client, list_info, where
from orderdesk.connectors.ordertime.vocabulary import (
    ADDRESS,
    DOC_STATUS,
    ITEM,
    OF_A_CUSTOMER,
    RECORD_TYPES,
    STATUS,
)
from orderdesk.connectors.values import read_text
from orderdesk.domain.errors import Rejected
from orderdesk.domain.order import Named

_MOST_PAGES: Final = 1_000
Entry = Mapping[str, object]


def _text(entry: Entry, key: str) -> str:
    try:
        return " ".join((read_text(entry.get(key)) or "").split())
    except ValueError:
        return ""


def _item(entry: Entry) -> str:
    return " · ".join(filter(None, (_text(entry, "Description")[:80], _text(entry, "Price"))))


def _address(entry: Entry) -> str:
    parts = ("Addr1", "City", "State", "Zip")
    return ", ".join(filter(None, (_text(entry, part) for part in parts)))


_DETAILS: Final[Mapping[str, Callable[[Entry], str]]] = {
    ITEM: _item,
    ADDRESS: _address,
    STATUS: lambda _entry: "",
}
"""Kinds that are read whole, with what is shown beside the name."""


def named(kind: str, entry: object, parent: str | None = None) -> Named | None:
    """Name an entry that is in use; a status is known by its name."""
    members = as_object(entry)
    key, name = _text(members, "Id"), _text(members, "Name")
    if not key.strip("0") or members.get("IsActive") is False:
        return None
    if kind == STATUS:
        return Named(kind=kind, id=name, name=name) if name else None
    detail = _DETAILS[kind](members) if kind in _DETAILS else ""
    return Named(kind=kind, id=key, name=name or key, detail=detail, parent=parent)


async def look_up(
    client: Client, kind: str, parent: str | None
) -> AsyncIterator[tuple[Named, ...]]:
    """Read the names of a kind page by page; addresses and contacts are a customer's."""
    if kind not in RECORD_TYPES or (kind in OF_A_CUSTOMER and not parent):
        return
    filters = [where("CustomerRef.Id", EQUAL, parent)] if kind in OF_A_CUSTOMER and parent else []
    read = client.rows if kind in _DETAILS else client.refs
    for page in range(1, _MOST_PAGES):
        entries = await read(
            list_info(RECORD_TYPES[kind], filters, page=page), lane=Lane.BACKGROUND
        )
        found = (named(kind, entry, parent) for entry in entries)
        yield tuple(name for name in found if name is not None)
        if len(entries) < LARGEST_PAGE:
            return


async def status_called(client: Client, name: str) -> Mapping[str, object] | None:
    """Return the reference to the status of a name; None where there is none in use.

    Several documents may have statuses of the same name: then the name alone is sent, and the
    server chooses its own.
    """
    try:
        entries = await client.rows(list_info(DOC_STATUS, page=1))
    except Rejected:
        return {"Name": name}
    used = [one for one in map(as_object, entries) if one.get("IsActive") is not False]
    called = [one for one in used if _text(one, "Name").casefold() == name.casefold()]
    found = [one for one in called if _text(one, "Name") == name] or called
    if len(found) == 1:
        return {"Id": found[0].get("Id"), "Name": found[0].get("Name")}
    return {"Name": name} if found else None
