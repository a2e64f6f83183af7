"""A client of the tests' own for the stand-in's calls and for its control endpoint."""

import ssl
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Protocol, Self, cast
from urllib.parse import quote

import httpx
import simplejson

from orderdesk.sandbox.json_text import Document, JsonValue, encode, parse

COMPANY = 14146
OTHER_COMPANY = 14990
LOCATION = 14202
OTHER_LOCATION = 14995
EMPLOYEE = 15
CUSTOMER = "659c2a38-d083-4421-9330-46d779702f85"
FOREIGN_CUSTOMER = "0fd61a8c-8a0c-4d5c-9d7b-6d0f1c3f5e42"
UNKNOWN = "5d4f0a0e-3f43-4d64-9a37-1c0b5f7f9b11"
ZERO = "00000000-0000-0000-0000-000000000000"


class Running(Protocol):
    """A sandbox that runs, in this process or in another."""

    @property
    def description(self) -> Document:
        """What it prints at its start."""
        ...

    @property
    def control(self) -> str:
        """The address of its control endpoint."""
        ...


class Calls:
    """Speaks to one sandbox; signs in at the first call to a service."""

    def __init__(self, sandbox: Running) -> None:
        description = sandbox.description
        connections = description["connections"]
        assert isinstance(connections, list)
        self.connection = as_object(connections[0])
        self.urls = {name: str(url) for name, url in as_object(self.connection["urls"]).items()}
        self.secrets = {k: str(v) for k, v in as_object(self.connection["secrets"]).items()}
        self.control = sandbox.control
        # Nothing here is encrypted; reading the system's certificates would only take time.
        self.http = httpx.Client(timeout=30, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        self.token: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()

    def sign_in(self, **changes: str) -> httpx.Response:
        """Ask for a token by password; `changes` override single fields of the form."""
        form = {"grant_type": "password", **self.secrets, **changes}
        return self.http.post(f"{self.urls['accounts']}/oauth2/token", data=form)

    def call(
        self,
        method: str,
        service: str,
        path: str,
        *,
        body: object = None,
        text: str | bytes | None = None,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Send one request with a token."""
        if self.token is None:
            self.token = str(as_object(parse(self.sign_in().content))["access_token"])
        sent = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        content = text if text is not None or body is None else written(body)
        if content is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        url = f"{self.urls[service]}{path}"
        if params:
            url += "?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in params.items())
        return self.http.request(method, url, content=content, headers=sent)

    def orders(
        self, method: str, path: str, body: object = None, *, company: int = COMPANY
    ) -> httpx.Response:
        """Send one request to the Order service, below the company."""
        return self.call(method, "orders", f"/Companies({company}){path}", body=body)

    def admin(self, method: str, path: str, body: object = None) -> JsonValue:
        """Ask the control endpoint; the answer must be a good one."""
        reply = self.ask(method, path, body)
        assert reply.status_code == 200, reply.text
        return parse(reply.content)

    def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Ask the control endpoint, whatever it answers."""
        content = None if body is None else written(body)
        return self.http.request(method, f"{self.control}{path}", content=content)

    def switch(self, **choices: str) -> None:
        """Set switches."""
        self.admin("POST", "/switches", {**choices})

    def fault(self, **settings: JsonValue) -> int:
        """Let a fault stand; its number."""
        faults = as_list(as_object(self.admin("POST", "/faults", {**settings}))["faults"])
        number = as_object(faults[0]).get("id")
        return number if isinstance(number, int) else 0

    def advance(self, seconds: int) -> None:
        """Move the sandbox's clock; the token may not outlive that."""
        self.admin("POST", "/advance", {"seconds": seconds})
        self.token = None

    def truth(self, key: str) -> Document:
        """Return the true state of an order."""
        return as_object(self.admin("GET", f"/orders/{key}"))

    def last_number(self) -> int:
        """Return the number of the last request in the log."""
        entries = self.log()
        number = entries[-1]["id"] if entries else 0
        assert isinstance(number, int)
        return number

    def log(self, since: int = 0, more: str = "") -> list[Document]:
        """Return the log's entries after a number."""
        entries = as_list(self.admin("GET", f"/log?since={since}{more}"))
        return [as_object(entry) for entry in entries]

    def create(self, *items: Mapping[str, object], full: bool = True, **fields: object) -> Document:
        """Create an order that could be processed; its answer."""
        body: dict[str, object] = {
            "Name": "Test order",
            "EntityId": LOCATION,
            "OrderTypeId": 1,
            "BillingCustomerId": CUSTOMER,
            **fields,
        }
        if full:
            body["Items"] = [*items]
        reply = self.orders("POST", "/OrderFull" if full else "/Orders", body)
        assert reply.status_code == 201, reply.text
        return answer(reply)

    def create_in(self, state: str) -> str:
        """Create an order with one item and bring it to a state; its id."""
        order = str(self.create(item(), State="Created")["Id"])
        steps = {
            "Created": [],
            "Pending": ["submit"],
            "Processed": ["process"],
            "Completed": ["process", "complete"],
            "Cancelled": ["cancel"],
        }
        for step in steps[state]:
            self.admin("POST", f"/orders/{order}", {"act": step})
        return order

    def whole(self, key: str) -> Document:
        """Read an order with its items, as a client does before it writes."""
        reply = self.orders("GET", f"/OrderFull({key})")
        assert reply.status_code == 200, reply.text
        return answer(reply)

    def process(self, key: str) -> httpx.Response:
        """Process an order."""
        return self.orders("POST", f"/Orders({key})/Process", {"OrderId": key})


def item(**fields: object) -> dict[str, object]:
    """Make an in-stock item."""
    return {"ItemTypeId": 2, "ItemStatusId": 9, "Description": "Something", "Quantity": 1, **fields}


def answer(reply: httpx.Response) -> Document:
    """Read an answer that is an object, with exact numbers."""
    return as_object(parse(reply.content))


def answers(reply: httpx.Response) -> list[Document]:
    """Read an answer that is a list of objects."""
    return [as_object(one) for one in as_list(parse(reply.content))]


def message(reply: httpx.Response) -> str:
    """Return the message of a refusal."""
    return str(answer(reply)["Message"])


def written(value: object) -> bytes:
    """Write JSON; numbers are exact."""
    return encode(cast("JsonValue", value))


def each(rows: Iterable[Document], name: str) -> set[str]:
    """Return the different values that a field has, as text."""
    return {str(row[name]) for row in rows}


def as_object(value: JsonValue) -> Document:
    """Take a value that must be an object."""
    assert isinstance(value, dict)
    return value


def as_list(value: JsonValue) -> list[JsonValue]:
    """Take a value that must be a list."""
    assert isinstance(value, list)
    return value


def as_objects(value: JsonValue) -> list[Document]:
    """Take a value that must be a list of objects."""
    return [as_object(one) for one in as_list(value)]


def inexact(text: str) -> object:
    """Read JSON as most clients do, with NaN and 1e400 where they stand."""
    value: object = simplejson.loads(text, allow_nan=True)
    return value
