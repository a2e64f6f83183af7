"""A vendor's stand-in and a connection to it: what the conformance tests work with."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import httpx

from orderdesk.connectors.json_text import as_object, parse, rows, write
from orderdesk.connectors.registry import build
from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.gateway import ConnectionConfig, Gateway
from orderdesk.domain.order import Order
from orderdesk.domain.rules import VendorRules
from orderdesk.sandbox.server import Sandbox

T = TypeVar("T")
DEADLINE = 10.0
# So many tests share the same orders: each may use up one of a rare state.
_LIFE = 3


class Place:
    """One sandbox, seen from the control endpoint and through a connector."""

    def __init__(self, sandbox: Sandbox, vendor: str) -> None:
        self.vendor = vendor
        self._used = 0
        connections = rows(write(sandbox.description["connections"]).decode())
        found = [as_object(row.value) for row in connections]
        self.connection = next(one for one in found if one["vendor"] == vendor)
        self.secrets = texts(self.connection["secrets"])
        # Nothing here is encrypted; reading the system's certificates would only take time.
        plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._control = httpx.Client(base_url=sandbox.control, timeout=30, verify=plain)

    def close(self) -> None:
        self._control.close()

    def config(
        self,
        *,
        urls: Mapping[str, str] | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> ConnectionConfig:
        """Return the connection's configuration, with single parts replaced."""
        return ConnectionConfig(
            "shop",
            str(self.connection["name"]),
            self.vendor,
            {**texts(self.connection["urls"]), **(urls or {})},
            {**texts(self.connection["settings"]), **(settings or {})},
        )

    def run(
        self,
        scenario: Callable[[Gateway], Awaitable[T]],
        *,
        config: ConnectionConfig | None = None,
        secrets: Mapping[str, str] | None = None,
        deadline: float = DEADLINE,
    ) -> T:
        """Run a scenario with a gateway of its own."""

        async def whole() -> T:
            given = {**self.secrets, **(secrets or {})}
            gateway = build(config or self.config(), given, deadline=deadline)
            try:
                return await scenario(gateway)
            finally:
                await gateway.aclose()

        return asyncio.run(whole())

    def ask(self, method: str, path: str, body: object = None) -> object:
        """Ask the control endpoint; the answer must be a good one."""
        content = None if body is None else write(body)
        reply = self._control.request(method, path, content=content)
        assert reply.status_code == 200, reply.text
        return parse(reply.text)

    def fault(self, **settings: object) -> None:
        """Let a fault stand."""
        self.ask("POST", "/faults", settings)

    def clear_faults(self) -> None:
        self.ask("DELETE", "/faults")

    def restore(self) -> None:
        """Take away every fault and put every switch back; make up new orders now and then."""
        self.clear_faults()
        self.ask("DELETE", "/switches")
        self._used += 1
        if self._used % _LIFE == 0:
            self.ask("POST", "/reset", {})

    def log(
        self, since: int = 0, *, wait: int = 0, bodies: bool = False
    ) -> list[dict[str, object]]:
        """Return the requests after a number; with `wait`, once so many have been settled."""
        more = f"&wait=10&count={wait}" if wait else ""
        text = write(self.ask("GET", f"/log?since={since}{more}&bodies={int(bodies)}")).decode()
        return [dict(as_object(row.value)) for row in rows(text)]

    def last_number(self) -> int:
        """Return the number of the last request."""
        number = max((one["id"] for one in self.log() if isinstance(one["id"], int)), default=0)
        assert isinstance(number, int)
        return number

    def writes(self, since: int) -> list[dict[str, object]]:
        """Return the requests that changed something, or would have, after a number."""
        return [
            one
            for one in self.log(since)
            if one["method"] != "GET" and one["service"] != "accounts"
        ]

    def done(self, since: int) -> int:
        """Return how many requests did change something after a number."""
        return sum(one["action"] is not None for one in self.writes(since))

    def truths(self) -> dict[str, Mapping[str, object]]:
        """Return short truths of every order by id."""
        text = write(self.ask("GET", "/orders")).decode()
        found = [as_object(row.value) for row in rows(text)]
        return {str(one["id"]): one for one in found}

    def truth(self, order_id: str) -> Mapping[str, object]:
        """Return the whole truth of an order."""
        return as_object(self.ask("GET", f"/orders/{order_id}"))

    def change(self, order_id: str, change: object) -> None:
        """Change an order as a colleague."""
        self.ask("POST", f"/orders/{order_id}", change)


def switch(place: Place, **choices: str) -> None:
    """Set what the vendor's text leaves open."""
    place.ask("POST", "/switches", choices)


def texts(value: object) -> dict[str, str]:
    """Take an object whose values are texts."""
    return {name: str(member) for name, member in as_object(value).items()}


async def pulled(gateway: Gateway) -> list[Order]:
    """Pull every order."""
    return [order async for page in gateway.pull(cursor=None) for order in page.orders]


async def allowing(gateway: Gateway, action: str, *, lines: int = 0) -> Order:
    """Return an order that `action` is allowed on, with so many lines at least."""
    rules, now = rules_of(gateway), gateway.now()
    found = [
        order
        for order in await pulled(gateway)
        if len(order.lines or ()) >= lines
        and decide(order, rules, Facts(), now)[action].kind is Kind.ALLOWED
    ]
    assert found, f"The stand-in has no order left for {action}."
    return found[0]


def rules_of(gateway: Gateway) -> VendorRules:
    """Return the vendor's rules."""
    return gateway.description.rules
