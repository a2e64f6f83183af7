"""A client of the tests' own for this stand-in's calls and for its control endpoint."""

import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Self, cast

import httpx

from orderdesk.sandbox.json_text import Document, JsonValue, encode, parse
from orderdesk.sandbox.server import Sandbox
from tests.sandbox.calls import as_list, as_object, as_objects

ORDERS, SHIP_DOCS, CUSTOMERS, STATUSES = 7, 4, 120, 630
LINE_TYPE = "AOLib7.SalesOrderLineItem, AOLib7"
NOBODY = 99_999
APPROVED = {"Id": 118}


class Calls:
    """Speaks to one sandbox that stands in for this vendor alone."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.connection = as_objects(sandbox.description["connections"])[0]
        self.api = str(as_object(self.connection["urls"])["api"])
        secrets = as_object(self.connection["secrets"])
        self.credentials = {
            "apiKey": str(secrets["api_key"]),
            "email": str(secrets["email"]),
            "password": str(secrets["password"]),
        }
        self.control = sandbox.control
        self.http = httpx.Client(timeout=30, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        text: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send one request; `headers` go over the credentials, empty ones are left out."""
        sent = {**self.credentials}
        content = encode(cast("JsonValue", body)) if text is None and body is not None else text
        if content is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value}
        return self.http.request(method, f"{self.api}{path}", content=content, headers=sent)

    def good(self, method: str, path: str, body: object = None) -> JsonValue:
        """Send one request that must succeed; the answer."""
        reply = self.call(method, path, body)
        assert reply.status_code == 200, reply.text
        return parse(reply.content)

    def rows(self, kind: int, *filters: object, **info: object) -> list[Document]:
        """List records of a type."""
        body = {"Type": kind, "Filters": [*filters], **info}
        return as_objects(self.good("POST", "/list", body))

    def count(self, kind: int, *filters: object) -> int:
        value = self.good("PUT", "/list", {"Type": kind, "Filters": [*filters]})
        assert isinstance(value, int)
        return value

    def order(self, number: JsonValue) -> Document:
        return as_object(self.good("GET", f"/salesorder?docNo={number}"))

    def create(self, *lines: Mapping[str, object], **fields: object) -> Document:
        """Create an order for the first customer; its answer."""
        body = {**new_order(), "LineItems": [*lines], **fields}
        return as_object(self.good("POST", "/salesorder", body))

    def ship(self, order: Document, *lines: tuple[int, object], **fields: object) -> httpx.Response:
        """Post a ship doc with quantities of items."""
        body = {
            "CustomerRef": order["CustomerRef"],
            "Date": "2026-10-05T00:00:00",
            "SONo": order["DocNo"],
            "LineItems": [{"ItemRef": {"Id": i}, "Quantity": quantity} for i, quantity in lines],
            **fields,
        }
        return self.call("POST", "/shipdoc", body)

    def admin(self, method: str, path: str, body: object = None) -> JsonValue:
        """Ask the control endpoint; the answer must be a good one."""
        reply = self.ask(method, path, body)
        assert reply.status_code == 200, reply.text
        return parse(reply.content)

    def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Ask the control endpoint, whatever it answers."""
        content = None if body is None else encode(cast("JsonValue", body))
        return self.http.request(method, f"{self.control}{path}", content=content)

    def switch(self, **choices: str) -> None:
        self.admin("POST", "/switches", {**choices})

    def fault(self, **settings: JsonValue) -> None:
        self.admin("POST", "/faults", {**settings})

    def truth(self, number: JsonValue) -> Document:
        """Return the true state of an order."""
        return as_object(self.admin("GET", f"/orders/{number}"))

    def truths(self, query: str = "") -> list[Document]:
        return as_objects(self.admin("GET", f"/orders{query}"))

    def acts(self) -> list[tuple[JsonValue, JsonValue]]:
        """Return what the log says was changed, and on what."""
        entries = as_objects(self.admin("GET", "/log"))
        return [(entry["action"], entry["subject"]) for entry in entries if entry["action"]]

    def forget(self) -> None:
        """Clear the log."""
        self.admin("DELETE", "/log")


def new_order() -> Document:
    """Return the least that an order must have."""
    return {
        "CustomerRef": {"Id": 1901},
        "ShipToRef": {"Name": "Primary"},
        "Date": "2026-10-03T00:00:00",
        "PromiseDate": "2026-10-09T00:00:00",
    }


def line(item: int = 5001, quantity: object = 2, **fields: object) -> dict[str, object]:
    """Make an order line as a client sends it."""
    return {
        "$type": LINE_TYPE,
        "ItemRef": {"Id": item},
        "Price": 10,
        "Quantity": quantity,
        **fields,
    }


def where(name: str, operator: int, value: object = None, **more: object) -> dict[str, object]:
    """Make a filter field."""
    given = {} if value is None else {"FilterValueArray": value}
    return {"PropertyName": name, "Operator": operator, **given, **more}


def lines_of(document: Document) -> list[Document]:
    return as_objects(document["LineItems"])


def findings(reply: httpx.Response) -> dict[str, str]:
    """Return the validation results of a 409: message by property."""
    assert reply.status_code == 409, reply.text
    rows = as_objects(as_list(parse(reply.content)))
    assert all(set(row) == {"ProperyName", "Message", "Value"} for row in rows)
    return {str(row["ProperyName"]): str(row["Message"]) for row in rows}


def message(reply: httpx.Response) -> str:
    """Return the message of a 400, 403, 404 or 405."""
    return str(as_object(parse(reply.content))["Message"])


def numbers(rows: list[Document]) -> list[JsonValue]:
    return [row["DocNo"] for row in rows]
