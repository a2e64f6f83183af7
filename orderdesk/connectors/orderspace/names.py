"""The names behind the ids: customers, products by SKU, tax rates, terms, invoices."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Final, cast

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.orderspace.answers import ANSWERS
from orderdesk.connectors.orderspace.bodies import enveloped
from orderdesk.connectors.orderspace.client import Client
from orderdesk.connectors.orderspace.listing import Pages, created_since, entries_of
from orderdesk.connectors.orderspace.vocabulary import (
    CUSTOMER,
    INVOICE,
    PAYMENT_TERMS,
    PREORDER_WINDOW,
    PRODUCT,
    TAX_RATE,
)
from orderdesk.connectors.orderspace.wire import InvoicePayload, read_invoice
from orderdesk.connectors.payloads import BadRow
from orderdesk.connectors.values import read_moment, read_text
from orderdesk.domain.money import plain
from orderdesk.domain.order import Named

Entry = Mapping[str, object]


def _text(entry: Entry, key: str) -> str:
    try:
        return " ".join((read_text(entry.get(key)) or "").split())
    except ValueError:
        return ""


def customer(entry: Entry) -> Iterator[Named]:
    """Name a customer, with the reference the seller gave it."""
    yield from _named(CUSTOMER, entry, _text(entry, "company_name"), _text(entry, "reference"))


def product(entry: Entry) -> Iterator[Named]:
    """Name the variants of a product, each by its SKU, which is what order lines hold."""
    name = _text(entry, "name")
    variants = entry.get("product_variants")
    found = cast("list[object]", variants) if isinstance(variants, list) else []
    for variant in map(as_object, found):
        sku = _text(variant, "sku")
        options = ", ".join(
            f"{option}: {value}"
            for option, value in as_object(variant.get("options")).items()
            if isinstance(value, str) and value
        )
        if sku:
            shown = f"{name} ({options})" if options else name
            yield Named(
                kind=PRODUCT, id=sku, name=shown or sku, detail=_text(variant, "unit_price")
            )


def tax_rate(entry: Entry) -> Iterator[Named]:
    """Name a tax rate with its percentage."""
    rate = _text(entry, "rate")
    yield from _named(TAX_RATE, entry, _text(entry, "name"), f"{rate} %" if rate else "")


def _plain(kind: str) -> Callable[[Entry], Iterator[Named]]:
    return lambda entry: _named(kind, entry, _text(entry, "name"), "")


def _named(kind: str, entry: Entry, name: str, detail: str) -> Iterator[Named]:
    vendor_id = _text(entry, "id")
    if vendor_id:
        yield Named(kind=kind, id=vendor_id, name=name or vendor_id, detail=detail)


_PAGED: Final[Mapping[str, tuple[str, Callable[[Entry], Iterator[Named]]]]] = {
    CUSTOMER: ("customers", customer),
    PRODUCT: ("products", product),
}
_WHOLE: Final[Mapping[str, tuple[str, Callable[[Entry], Iterator[Named]]]]] = {
    TAX_RATE: ("tax_rates", tax_rate),
    PAYMENT_TERMS: ("payment_terms", _plain(PAYMENT_TERMS)),
    PREORDER_WINDOW: ("preorder_windows", _plain(PREORDER_WINDOW)),
}


async def look_up(
    client: Client, kind: str, parent: str | None
) -> AsyncIterator[tuple[Named, ...]]:
    """Read the names of a kind; invoices are those of an order (`parent`)."""
    if kind in _PAGED:
        resource, name = _PAGED[kind]
        async for entries in Pages(client, resource).read():
            yield tuple(one for entry in entries for one in name(as_object(entry)))
    elif kind in _WHOLE:
        resource, name = _WHOLE[kind]
        payload = await client.list_page(resource, lane=Lane.BACKGROUND)
        found = entries_of(payload, resource)
        yield tuple(one for entry in found for one in name(as_object(entry)))
    elif kind == INVOICE and parent:
        invoices = await invoices_of(client, parent)
        yield tuple(_invoice_name(one, parent) for one in invoices.known)


def beside(orders: Iterable[object], known: Set[str]) -> tuple[Named, ...]:
    """Return the customers' names that come with orders, but for those `known` in full."""
    found: dict[str, Named] = {}
    for order in map(as_object, orders):
        key, name = _text(order, "customer_id"), _text(order, "company_name")
        if key and name and key not in known:
            found[key] = Named(kind=CUSTOMER, id=key, name=name)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Invoices:
    """The invoices of an order; `whole` is whether each could be read."""

    known: tuple[InvoicePayload, ...]
    whole: bool

    def named(self, text: str) -> InvoicePayload | None:
        """Return the invoice with an id or a number."""
        return next((one for one in self.known if text in {one.id, one.number}), None)


async def invoices_of(client: Client, order_id: str) -> Invoices:
    """Read the invoices of an order: those of its customer made since it was placed.

    The list has no filter for an order (filters of the invoices page).

    Raises:
        NotFound: there is no such order.
    """
    raw = as_object(enveloped(await client.get_order(order_id), "order"))
    customer_id = raw.get("customer_id")
    if not isinstance(customer_id, str) or not customer_id:
        raise ANSWERS.unreadable("The order has no customer_id.")
    params: dict[str, str | int] = {"customer_id": customer_id}
    try:
        placed = read_moment(raw.get("created"))
    except ValueError:
        placed = None
    if placed is not None:
        params.update(created_since(placed))
    found: dict[str, InvoicePayload] = {}
    pages = Pages(client, "invoices", params, lane=Lane.INTERACTIVE)
    whole = True
    async for entries in pages.read():
        for entry in entries:
            try:
                invoice = read_invoice(entry)
            except BadRow:
                whole = False
                continue
            if invoice.is_of(order_id):
                found[invoice.id] = invoice
    return Invoices(tuple(found.values()), whole and pages.whole)


def _invoice_name(invoice: InvoicePayload, order_id: str) -> Named:
    amount = None if invoice.gross_total is None else plain(invoice.gross_total)
    currency = invoice.currency if amount else None
    detail = " ".join(filter(None, (invoice.invoice_date, amount, currency)))
    return Named(
        kind=INVOICE,
        id=invoice.id,
        name=invoice.number or invoice.id,
        detail=detail,
        parent=order_id,
    )
