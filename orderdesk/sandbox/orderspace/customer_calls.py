"""Customers: list, retrieve, create, update and delete."""

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import keys, reading, shelf
from orderdesk.sandbox.orderspace.book import Book
from orderdesk.sandbox.orderspace.drafts import address
from orderdesk.sandbox.orderspace.paging import Filter, Kind, Pages
from orderdesk.sandbox.orderspace.refusals import invalid, not_found
from orderdesk.sandbox.orderspace.routes import Call, Route
from orderdesk.sandbox.orderspace.shapes import Shapes
from orderdesk.sandbox.orderspace.shelf import Shelf
from orderdesk.sandbox.switches import SwitchBoard

STATUSES = ("new", "active", "closed")
MAIL = ("orders", "dispatches", "invoices")
_TEXTS = ("company_name", "reference", "internal_note", "phone", "tax_number")
_REFERENCES = (
    ("payment_terms_id", shelf.TERMS, "Payment Terms are invalid"),
    ("customer_group_id", shelf.GROUPS, "Customer Group is invalid"),
    ("price_list_id", shelf.PRICE_LISTS, "Price List is invalid"),
    ("tax_rate_id", shelf.TAX_RATES, "Tax Rate is invalid"),
)


def buyers_of(customer: Document) -> list[str]:
    """Return the e-mail addresses of a customer's buyers."""
    return [reading.text(one, "email_address") for one in reading.objects(customer, "buyers")]


def _text(name: str, kind: Kind) -> Filter[Document]:
    return Filter(name, kind, lambda customer: reading.text(customer, name))


_FILTERS: list[Filter[Document]] = [
    Filter("created_since", Kind.SINCE, lambda customer: reading.whole(customer, shelf.CREATED)),
    _text("company_name", Kind.TEXT),
    Filter("buyers_email_address", Kind.ID, buyers_of),
    _text("status", Kind.ID),
    _text("reference", Kind.TEXT),
    _text("payment_terms_id", Kind.ID),
    _text("customer_group_id", Kind.ID),
    _text("price_list_id", Kind.ID),
]


class CustomerCalls:
    """The calls below /customers."""

    def __init__(
        self, book: Book, known: Shelf, *, shapes: Shapes, clock: Clock, board: SwitchBoard
    ) -> None:
        self._book = book
        self._shelf = known
        self._shapes = shapes
        self._clock = clock
        self._pages = Pages(
            "customer", lambda customer: reading.text(customer, "id"), _FILTERS, board=board
        )

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/customers", self._list),
            Route("GET", "/customers/ID", self._show),
            Route("POST", "/customers", self._create),
            Route("PUT", "/customers/ID", self._update),
            Route("DELETE", "/customers/ID", self._delete, "current"),
        ]

    def _get(self, key: str) -> Document:
        customer = self._shelf.get(shelf.CUSTOMERS, key)
        if customer is None:
            raise not_found("customer", key)
        return customer

    def _list(self, call: Call) -> Reply:
        page, more = self._pages.page(newest_first(self._shelf, shelf.CUSTOMERS), call.params)
        return json_reply(
            {"customers": [self._shapes.customer(one) for one in page], "has_more": more}
        )

    def _show(self, call: Call) -> Reply:
        return json_reply({"customer": self._shapes.customer(self._get(call.key))})

    def _create(self, call: Call) -> Reply:
        body = call.enveloped("customer")
        blank = blank_customer(self._book.new_key(keys.CUSTOMER), int(self._clock.timestamp()))
        return self._keep({**blank, **self._read(body, "")}, "create_customer")

    def _update(self, call: Call) -> Reply:
        """Change what is sent and keep the rest."""
        customer = self._get(call.key)
        body = call.enveloped("customer")
        changes = self._read(body, call.key)
        status = body.get("status")
        if status is not None and status not in STATUSES:
            raise invalid(["Status is invalid"])
        if status is not None:
            changes["status"] = status
        return self._keep({**customer, **changes}, "update_customer")

    def _keep(self, customer: Document, action: str) -> Reply:
        if not reading.text(customer, "company_name").strip():
            raise invalid(["Company name can't be blank"])
        kept = self._shelf.put(shelf.CUSTOMERS, customer)
        shown = self._shapes.customer(kept)
        return json_reply({"customer": shown}, action=action, subject=str(kept["id"]))

    def _delete(self, call: Call) -> Reply:
        key = str(self._get(call.key)["id"])
        self._shelf.remove(shelf.CUSTOMERS, key)
        return json_reply(
            {"customer": {"id": key, "deleted": True}}, action="delete_customer", subject=key
        )

    def _read(self, body: Document, own_key: str) -> Document:
        """Return what the body sets; raises `Refusal` with every fault."""
        changes: Document = {name: reading.text(body, name) for name in _TEXTS if name in body}
        faults: list[str] = []
        if "buyers" in body:
            changes["buyers"] = [
                {
                    "name": reading.text(buyer, "name"),
                    "email_address": reading.text(buyer, "email_address"),
                }
                for buyer in reading.objects(body, "buyers")[:1]
            ]
            if self._is_taken(buyers_of(changes), own_key):
                faults.append("Email address has already been taken")
        if "email_addresses" in body:
            given = reading.inner(body, "email_addresses")
            changes["email_addresses"] = {name: reading.text(given, name) for name in MAIL}
        if "addresses" in body:
            changes["addresses"] = [address(one) for one in reading.objects(body, "addresses")]
        if "minimum_spend" in body:
            changes["minimum_spend"] = _amount(body, faults)
        for name, kind, fault in _REFERENCES:
            if name in body:
                changes[name] = reading.optional_text(body, name)
                if changes[name] is not None and self._shelf.get(kind, str(changes[name])) is None:
                    faults.append(fault)
        if faults:
            raise invalid(faults)
        return changes

    def _is_taken(self, addresses: list[str], own_key: str) -> bool:
        return any(
            one in buyers_of(other)
            for other in self._shelf.all(shelf.CUSTOMERS)
            for one in addresses
            if one and other["id"] != own_key
        )


def newest_first(known: Shelf, kind: str) -> list[Document]:
    """Return the documents of a kind, the latest created first."""
    every = known.all(kind)
    every.sort(
        key=lambda one: (reading.whole(one, shelf.CREATED), reading.whole(one, shelf.SERIAL)),
        reverse=True,
    )
    return every


def blank_customer(key: str, now: int) -> Document:
    """Return a customer of whom nothing is known."""
    return {
        "id": key,
        "company_name": "",
        "status": "active",
        "reference": "",
        "internal_note": "",
        "buyers": [],
        "phone": "",
        "email_addresses": dict.fromkeys(MAIL, ""),
        "tax_number": "",
        "tax_rate_id": None,
        "addresses": [],
        "minimum_spend": None,
        "payment_terms_id": None,
        "customer_group_id": None,
        "price_list_id": None,
        shelf.CREATED: now,
    }


def _amount(body: Document, faults: list[str]) -> JsonValue:
    if body["minimum_spend"] is None:
        return None
    amount = reading.number(body, "minimum_spend")
    if amount is None or amount < 0:
        faults.append("Minimum spend is not a number")
    return amount
