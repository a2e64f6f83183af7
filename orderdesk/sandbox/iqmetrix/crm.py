"""The CRM service: customers, their addresses and ways of contact (Customers page)."""

from collections.abc import Sequence

from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.iqmetrix.access import Access
from orderdesk.sandbox.iqmetrix.filter import WrongFilter, parse
from orderdesk.sandbox.iqmetrix.listing import filtered_customers, page, wrong_filter
from orderdesk.sandbox.iqmetrix.reference import Reference, shown
from orderdesk.sandbox.iqmetrix.refusals import Refusal
from orderdesk.sandbox.iqmetrix.routes import Route, Router
from orderdesk.sandbox.json_text import Document, JsonValue, encode

PAGE_TOP = 50
PAGE_MOST = 100
_FULL_ONLY = ("Addresses", "ContactMethods", "CustomerExtensions", "MemberOf", "RelatedCustomers")
_SEARCHED = ("PrimaryName", "MiddleName", "FamilyName", "AlternateName")


class Crm:
    """The customers of a company, to be read."""

    def __init__(self, reference: Reference, access: Access) -> None:
        self._reference = reference
        self._access = access
        customers = "/Companies({int})/Customers"
        self.router = Router(
            [
                Route("GET", customers, self._customers),
                Route("GET", f"{customers}({{guid}})", self._customer),
                Route("GET", "/Companies({int})/CustomerFull({guid})", self._full),
                Route("GET", "/Companies({int})/CustomerSearch", self._search),
                Route("GET", f"{customers}({{guid}})/Addresses", self._addresses),
                Route("GET", f"{customers}({{guid}})/Addresses({{guid}})", self._address),
                Route("GET", f"{customers}({{guid}})/ContactMethods", self._contacts),
            ]
        )

    def _found(self, keys: list[str]) -> Document:
        company = self._access.company(keys[0])
        customer = self._reference.one("customer", keys[1].lower(), company)
        if customer is None:
            raise Refusal(404, f"Customer resource with id {keys[1]} cannot be found")
        return customer

    def _customers(self, request: Request, keys: list[str]) -> Reply:
        customers = self._reference.all("customer", self._access.company(keys[0]))
        expression = request.params.get("$filter")
        if expression is not None:
            customers = filtered_customers(customers, expression)
        summaries = [_summary(customer) for customer in customers]
        root = f"Companies({keys[0]})"
        return _listed(request, f"{root}/Customers", summaries, f"{root}/Customers")

    def _customer(self, _request: Request, keys: list[str]) -> Reply:
        return json_reply(_summary(self._found(keys)))

    def _full(self, _request: Request, keys: list[str]) -> Reply:
        return json_reply(shown(self._found(keys)))

    def _addresses(self, request: Request, keys: list[str]) -> Reply:
        path = f"Companies({keys[0]})/Customers({keys[1]})/Addresses"
        return _listed(request, path, _part(self._found(keys), "Addresses"), path)

    def _contacts(self, request: Request, keys: list[str]) -> Reply:
        path = f"Companies({keys[0]})/Customers({keys[1]})/ContactMethods"
        return _listed(request, path, _part(self._found(keys), "ContactMethods"), path)

    def _address(self, _request: Request, keys: list[str]) -> Reply:
        for address in _part(self._found(keys), "Addresses"):
            if address.get("Id") == keys[2].lower():
                return json_reply(address)
        raise Refusal(404, f"Address resource with id {keys[2]} cannot be found")

    def _search(self, request: Request, keys: list[str]) -> Reply:
        company = self._access.company(keys[0])
        found: list[JsonValue] = []
        try:
            test = parse(request.params.get("$filter", "").lower(), {"criteria": "text"})
        except WrongFilter as fault:
            raise wrong_filter(fault) from None
        for customer in self._reference.all("customer", company):
            words = [str(customer.get(name) or "") for name in _SEARCHED]
            words += [str(contact["Value"]) for contact in _part(customer, "ContactMethods")]
            if any(test(lambda _name, word=word: word.lower()) for word in words):
                found.append(shown(customer))
        return json_reply(found)


def _summary(customer: Document) -> Document:
    return {name: value for name, value in shown(customer).items() if name not in _FULL_ONLY}


def _part(customer: Document, name: str) -> list[Document]:
    part = customer.get(name)
    return [one for one in part if isinstance(one, dict)] if isinstance(part, list) else []


def _listed(request: Request, path: str, documents: Sequence[Document], root: str) -> Reply:
    """Return a page of a list.

    It is HAL under `Accept: application/hal+json` or when anything is accepted, and a bare array
    under `Accept: application/json`, as the Customers page's two examples show.
    """
    skip, asked = page(request.params, top=PAGE_TOP, most=PAGE_MOST)
    top = PAGE_TOP if asked is None else asked
    chosen = documents[skip : skip + top]
    accepted = request.headers.get("accept", "")
    if "application/json" in accepted and "hal" not in accepted:
        return json_reply([*chosen])
    more = skip + top < len(documents)
    links: Document = {
        "prev": _link(f"{path}?$skip={max(skip - top, 0)}&$top={top}") if skip > 0 else None,
        "self": _link(f"{path}?$skip={skip}&$top={top}"),
        "next": _link(f"{path}?$skip={skip + top}&$top={top}") if more else None,
    }
    embedded: list[JsonValue] = [
        {
            "_links": {"self": _link(f"{root}({document.get('Id')})")},
            "_embedded": {},
            **document,
        }
        for document in chosen
    ]
    body: Document = {"_links": links, "_embedded": {"self": embedded}}
    return Reply(200, encode(body), "application/hal+json")


def _link(address: str) -> Document:
    return {"href": address, "templated": False}
