"""The services that give names to ids: entity manager (locations, suppliers) and user manager."""

from collections.abc import Sequence

from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.iqmetrix.access import Access
from orderdesk.sandbox.iqmetrix.listing import page
from orderdesk.sandbox.iqmetrix.reference import Reference, shown
from orderdesk.sandbox.iqmetrix.refusals import Refusal
from orderdesk.sandbox.iqmetrix.routes import Route, Router
from orderdesk.sandbox.json_text import Document, JsonValue

USERS_TOP = 30
"""How many users a page has when nothing is asked for (User Manager page)."""


class EntityManager:
    """Companies, their trees and locations, and suppliers (Company Tree and Entities pages)."""

    def __init__(self, reference: Reference, access: Access) -> None:
        self._reference = reference
        self._access = access
        company = "/Companies({int})"
        self.router = Router(
            [
                Route("GET", company, self._company),
                Route("GET", f"{company}/Tree", self._tree),
                Route("GET", f"{company}/Locations", self._locations),
                Route("GET", f"{company}/Locations({{int}})", self._location),
                Route("GET", "/Suppliers", self._suppliers),
                Route("GET", "/Suppliers({int})", self._supplier),
            ]
        )

    def _company(self, _request: Request, keys: list[str]) -> Reply:
        self._access.company(keys[0])
        return _one(self._reference.one("company", keys[0]), "Company", keys[0])

    def _locations(self, _request: Request, keys: list[str]) -> Reply:
        return _all(self._reference.all("location", self._access.company(keys[0])))

    def _location(self, _request: Request, keys: list[str]) -> Reply:
        company = self._access.company(keys[0])
        return _one(self._reference.one("location", keys[1], company), "Location", keys[1])

    def _tree(self, _request: Request, keys: list[str]) -> Reply:
        company = self._access.company(keys[0])
        root = self._reference.one("company", keys[0]) or {}
        nodes: list[JsonValue] = [
            _node(location, "Location", []) for location in self._reference.all("location", company)
        ]
        return json_reply(_node(root, "Company", nodes))

    def _suppliers(self, _request: Request, _keys: list[str]) -> Reply:
        return _all(self._reference.all("supplier"))

    def _supplier(self, _request: Request, keys: list[str]) -> Reply:
        return _one(self._reference.one("supplier", keys[0]), "Supplier", keys[0])


class UserManager:
    """The employees of a company (User Manager page)."""

    def __init__(self, reference: Reference, access: Access) -> None:
        self._reference = reference
        self._access = access
        self.router = Router(
            [
                Route("GET", "/Entities({int})/Users", self._users),
                Route("GET", "/Entities({int})/Users/Search", self._search),
                Route("GET", "/Users({int})", self._user),
            ]
        )

    def _users(self, request: Request, keys: list[str]) -> Reply:
        users = self._reference.all("employee", self._access.company(keys[0]))
        return self._page(request, f"/v1/Entities({keys[0]})/Users?", users)

    def _search(self, request: Request, keys: list[str]) -> Reply:
        terms = request.params.get("terms", "").casefold().split()
        users = [
            user
            for user in self._reference.all("employee", self._access.company(keys[0]))
            if all(
                any(
                    term in str(user.get(name, "")).casefold()
                    for name in ("FirstName", "LastName", "UserName", "Email")
                )
                for term in terms
            )
        ]
        root = f"/v1/Entities({keys[0]})/Users/Search?terms={'+'.join(terms)}&"
        return self._page(request, root, users)

    def _user(self, _request: Request, keys: list[str]) -> Reply:
        user = self._reference.one("employee", keys[0], self._access.own)
        return _one(user, "User", keys[0])

    def _page(self, request: Request, root: str, users: Sequence[Document]) -> Reply:
        skip, asked = page(request.params, top=USERS_TOP, most=None)
        top = USERS_TOP if asked is None else asked

        def link(start: int) -> JsonValue:
            return f"{root}$skip={start}&$top={top}"

        return json_reply(
            {
                "_links": {
                    "prev": link(max(skip - top, 0)) if skip > 0 else None,
                    "self": link(skip),
                    "next": link(skip + top) if skip + top < len(users) else None,
                },
                "_metadata": {"count": len(users), "skip": skip, "top": top},
                "items": [shown(user) for user in users[skip : skip + top]],
            }
        )


def _all(documents: Sequence[Document]) -> Reply:
    return json_reply([shown(document) for document in documents])


def _one(document: Document | None, kind: str, key: str) -> Reply:
    if document is None:
        raise Refusal(404, f"{kind} resource with id {key} cannot be found")
    return json_reply(shown(document))


def _node(document: Document, role: str, nodes: list[JsonValue]) -> Document:
    return {
        "Id": document.get("Id"),
        "Name": document.get("Name"),
        "Description": document.get("Description"),
        "Role": role,
        "Nodes": nodes,
    }
