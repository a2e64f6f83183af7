"""The names behind the ids: what the look-up services answer, and how their pages go on."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, cast

from orderdesk.connectors.iqmetrix.answers import ANSWERS
from orderdesk.connectors.iqmetrix.client import Client
from orderdesk.connectors.iqmetrix.values import read_code, read_guid
from orderdesk.connectors.iqmetrix.vocabulary import (
    ADDRESS,
    CUSTOMER,
    EMPLOYEE,
    LOCATION,
    PRODUCT,
    SUPPLIER,
)
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.values import read_text
from orderdesk.domain.order import Named

PAGE: Final = 100
"""The most that one page of the CRM holds."""

_MOST_PAGES: Final = 10_000

Entry = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NamePage:
    """The objects of an answer, and whether it says that there are no more."""

    entries: tuple[Entry, ...]
    last: bool


def read_page(payload: object) -> NamePage:
    """Read a bare list, a HAL page or a page with metadata and items.

    Raises:
        Malformed: for anything else.
    """
    if isinstance(payload, list):
        entries = cast("list[object]", payload)
        # A bare list says nothing of further pages: the one that brings nothing new is the last.
        return NamePage(tuple(as_object(entry) for entry in entries), last=False)
    page = as_object(payload)
    embedded = as_object(page.get("_embedded"))
    places = [page.get("items"), page.get("Items"), embedded.get("self"), *embedded.values()]
    found = [cast("list[object]", place) for place in places if isinstance(place, list)]
    if not found:
        raise ANSWERS.unreadable("It holds no list.")
    links = page.get("_links")
    last = isinstance(links, dict) and "next" in links and links["next"] is None
    return NamePage(tuple(as_object(entry) for entry in found[0]), last)


def _text(entry: Entry, key: str) -> str:
    try:
        return " ".join((read_text(entry.get(key)) or "").split())
    except ValueError:
        return ""


def _join(entry: Entry, keys: Sequence[str], glue: str = " ") -> str:
    return glue.join(filter(None, (_text(entry, key) for key in keys)))


def _named(
    kind: str, entry: Entry, name: str, *, detail: str = "", parent: str | None = None
) -> Named | None:
    """Return a name, or None for an entry without an id."""
    try:
        vendor_id = read_guid(entry.get("Id")) or read_code(entry.get("Id"))
    except ValueError:
        return None
    if not vendor_id:
        return None
    return Named(kind=kind, id=vendor_id, name=name or vendor_id, detail=detail, parent=parent)


def location(entry: Entry) -> Named | None:
    """Name a location, with its town."""
    address = as_object(entry.get("Address"))
    detail = _join(address, ("City", "StateCode"), ", ")
    return _named(LOCATION, entry, _text(entry, "Name"), detail=detail)


def supplier(entry: Entry) -> Named | None:
    """Name a supplier."""
    return _named(SUPPLIER, entry, _text(entry, "Name"), detail=_text(entry, "Description"))


def customer(entry: Entry) -> Named | None:
    """Name a customer: a person's names, or a company's in the place of the first name."""
    name = _join(entry, ("PrimaryName", "MiddleName", "FamilyName"))
    name = name or _text(entry, "AlternateName")
    return _named(CUSTOMER, entry, name, detail=_text(entry, "CustomerType"))


def employee(entry: Entry) -> Named | None:
    """Name an employee."""
    name = _join(entry, ("FirstName", "LastName")) or _text(entry, "UserName")
    return _named(EMPLOYEE, entry, name, detail=_text(entry, "JobTitle"))


def address(entry: Entry, customer_id: str) -> Named | None:
    """Write an address in one line."""
    place = _join(entry, ("Locality", "StateCode", "PostalCode"))
    parts = [_text(entry, "StreetAddress1"), _text(entry, "StreetAddress2"), place]
    name = ", ".join(filter(None, (*parts, _text(entry, "Country") or _text(entry, "CountryCode"))))
    detail = _text(entry, "AddressType")
    return _named(ADDRESS, entry, name, detail=detail, parent=customer_id)


def product(entry: Entry, sku: str) -> Named | None:
    """Name a product of the catalog, looked up by its SKU."""
    entry = {**entry, "Id": entry.get("CatalogItemId")}
    name = _text(entry, "Name") or _text(entry, "Slug") or sku
    return _named(PRODUCT, entry, name, detail=sku, parent=sku)


class _Paged(Protocol):
    def __call__(self, *, skip: int, top: int) -> Awaitable[object]: ...


def _known(page: NamePage, name: Callable[[Entry], Named | None]) -> tuple[Named, ...]:
    names = (name(entry) for entry in page.entries)
    return tuple(one for one in names if one is not None)


async def _pages(
    ask: _Paged, name: Callable[[Entry], Named | None]
) -> AsyncIterator[tuple[Named, ...]]:
    """Read page after page until one is empty, the last, or brings nothing new."""
    seen: set[str] = set()
    skip = 0
    for _page in range(_MOST_PAGES):
        page = read_page(await ask(skip=skip, top=PAGE))
        skip += len(page.entries)
        fresh = tuple(one for one in _known(page, name) if one.id not in seen)
        seen.update(one.id for one in fresh)
        if fresh:
            yield fresh
        if page.last or not fresh:
            return


async def look_up(
    client: Client, kind: str, parent: str | None
) -> AsyncIterator[tuple[Named, ...]]:
    """Read the names of a kind; addresses are a customer's, products a SKU's (`parent`)."""
    if kind == CUSTOMER:
        async for names in _pages(client.list_customers, customer):
            yield names
    elif kind == EMPLOYEE:
        async for names in _pages(client.list_employees, employee):
            yield names
    elif kind == LOCATION:
        yield _known(read_page(await client.list_locations()), location)
    elif kind == SUPPLIER:
        yield _known(read_page(await client.list_suppliers()), supplier)
    elif kind == ADDRESS and parent:
        page = read_page(await client.list_addresses(parent))
        yield _known(page, lambda entry: address(entry, parent))
    elif kind == PRODUCT and parent:
        page = read_page(await client.find_products(parent))
        yield _known(page, lambda entry: product(entry, parent))
