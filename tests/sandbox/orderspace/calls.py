"""A client of the tests' own for this vendor's stand-in."""

from collections.abc import Mapping
from functools import cached_property

import httpx
from typing_extensions import override

from orderdesk.sandbox.json_text import Document, JsonValue, parse
from tests.sandbox.calls import Calls, answer, as_list, as_object, as_objects

PLENTY = "100000"
"""So many requests a minute that no test meets the limit by chance."""


class ShopCalls(Calls):
    """Speaks to the API; signs in at the first call."""

    @override
    def sign_in(self, **changes: str) -> httpx.Response:
        """Ask for a token by the app's keys; `changes` override single fields of the form."""
        form = {"grant_type": "client_credentials", **self.secrets, **changes}
        return self.http.post(self.urls["token"], data=form)

    def get(self, path: str, **params: str) -> httpx.Response:
        """Read something."""
        return self.call("GET", "api", path, params=params)

    def post(self, path: str, body: object) -> httpx.Response:
        """Send a new record."""
        return self.call("POST", "api", path, body=body)

    def put(self, path: str, body: object) -> httpx.Response:
        """Send a changed record."""
        return self.call("PUT", "api", path, body=body)

    def delete(self, path: str) -> httpx.Response:
        """Delete a record."""
        return self.call("DELETE", "api", path)

    def one(self, path: str) -> Document:
        """Return the record inside an answer to a GET that must be a good one."""
        return inside(self.get(path))

    def rows(self, path: str, **params: str) -> list[Document]:
        """Return the rows of one page that must be a good one."""
        return rows(self.get(path, **params))

    def every(self, path: str, **params: str) -> list[Document]:
        """Return the rows of all pages, by `has_more`."""
        found: list[Document] = []
        more = True
        while more:
            cursor = {"starting_after": str(found[-1]["id"])} if found else {}
            reply = self.get(path, **params, **cursor)
            found += rows(reply)
            more = answer(reply)["has_more"] is True
        return found

    def customer(self, **wanted: JsonValue) -> Document:
        """Return the first active customer who has an address and these values."""
        everybody = self.every("/customers", limit="200")
        return next(
            one
            for one in everybody
            if one["status"] == "active"
            and one["addresses"]
            and all(one[name] == value for name, value in wanted.items())
        )

    @cached_property
    def buyer(self) -> str:
        """The id of a customer who may order."""
        return str(self.customer()["id"])

    def order(self, *lines: Mapping[str, object], **fields: object) -> Document:
        """Create an order; without lines with one of ten cables."""
        body: dict[str, object] = {
            "customer_id": self.buyer,
            "order_lines": [*lines] or [{"sku": "HM-CC-1M-BLA", "quantity": 10}],
            **fields,
        }
        reply = self.post("/orders", {"order": body})
        assert reply.status_code == 200, reply.text
        return inside(reply)

    def order_in(self, *acts: str) -> Document:
        """Create an order of two lines and a charge, and let a colleague act on it."""
        made = self.order(
            {"sku": "HM-CC-1M-BLA", "quantity": 10},
            {"sku": "HM-CM", "quantity": 4},
            {"name": "Courier", "unit_price": 12.5, "shipping": True},
        )
        key = str(made["id"])
        for act in acts:
            self.act(key, act)
        return self.one(f"/orders/{key}")

    def act(self, key: str, act: str) -> Document:
        """Let a colleague act; the whole truth after that."""
        return as_object(self.admin("POST", f"/orders/{key}", {"act": act}))

    def invoice(self, *orders: Document, **fields: object) -> httpx.Response:
        """Invoice orders of one customer."""
        body: dict[str, object] = {
            "customer_id": orders[0]["customer_id"],
            "orders": [{"id": order["id"]} for order in orders],
            **fields,
        }
        return self.post("/invoices", {"invoice": body})

    def dispatch(self, order: Document, *lines: Mapping[str, object]) -> httpx.Response:
        """Dispatch lines of an order, or all of it."""
        body: dict[str, object] = {"order_id": order["id"], "comments": "On the van"}
        if lines:
            body["dispatch_lines"] = [*lines]
        return self.post("/dispatches", {"dispatch": body})

    def level(self, sku: str) -> tuple[JsonValue, JsonValue]:
        """Return what of a SKU is on hand and available."""
        row = self.rows("/inventory_levels", sku=sku)[0]
        return row["on_hand"], row["available"]

    def done(self, since: int) -> list[tuple[JsonValue, JsonValue]]:
        """Return what was changed after a request, with its subject, as the log says."""
        return [
            (entry["action"], entry["subject"])
            for entry in self.log(since)
            if entry["action"] not in (None, "sign_in")
        ]


def inside(reply: httpx.Response) -> Document:
    """Return the record under the singular name of a good answer."""
    assert reply.status_code == 200, reply.text
    return as_object(next(iter(answer(reply).values())))


def rows(reply: httpx.Response) -> list[Document]:
    """Return the records under the plural name of a good answer."""
    assert reply.status_code == 200, reply.text
    return as_objects(next(iter(answer(reply).values())))


def lines_of(record: Document) -> list[Document]:
    """Return the lines of an order, invoice or dispatch."""
    name = next(name for name in record if name.endswith("_lines"))
    return [as_object(line) for line in as_list(record[name])]


def token_of(reply: httpx.Response) -> str:
    """Return the token of a good answer to a sign-in."""
    assert reply.status_code == 200, reply.text
    return str(as_object(parse(reply.content))["access_token"])


def message_of(reply: httpx.Response) -> str:
    """Return the message of a refusal, which holds nothing else."""
    body = answer(reply)
    assert body.keys() == {"message"}
    return str(body["message"])
