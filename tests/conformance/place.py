"""A vendor's stand-in and a connection to it: what the conformance tests work with."""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import TypeAlias, TypeVar

import httpx

from orderdesk.connectors.clock import Timing
from orderdesk.connectors.json_text import as_object, parse, rows, write
from orderdesk.connectors.registry import build
from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.gateway import ConnectionConfig, Gateway
from orderdesk.domain.order import Order
from orderdesk.domain.rules import VendorRules
from orderdesk.sandbox.server import Sandbox

T = TypeVar("T")
Entry: TypeAlias = Mapping[str, object]
"""A request in the stand-in's log: id, service, method, path, status, worked, action, subject."""
DEADLINE = 10.0


class Errand(StrEnum):
    """What a request in the stand-in's log was for."""

    SIGN_IN = "sign_in"
    READ = "read"
    WRITE = "write"


class Place:
    """One running sandbox, seen from the control endpoint and through a connector.

    `life` is how many cases that change something share its orders, `calm` how its switches
    stand between cases, `errand` tells sign-ins, reads and writes in its log apart.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        vendor: str,
        *,
        errand: Callable[[Entry], Errand],
        life: int = 3,
        calm: Mapping[str, str] | None = None,
    ) -> None:
        self.vendor = vendor
        self.timing = Timing(self._monotonic, self._sleep)
        self._sandbox = sandbox
        self._errand = errand
        self._life = life
        self._calm = dict(calm or {})
        self._used = 0
        self._seen = 0
        self._user = ""
        self._spoilt = False
        self._skipped = 0.0
        self._ahead = 0.0
        connections = rows(write(sandbox.description["connections"]).decode())
        found = [as_object(row.value) for row in connections]
        self.connection = next(one for one in found if one["vendor"] == vendor)
        self.secrets = texts(self.connection["secrets"])
        # Nothing here is encrypted; reading the system's certificates would only take time.
        plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._control = httpx.Client(base_url=sandbox.control, timeout=30, verify=plain)
        self._calm_down()

    def close(self) -> None:
        """Stop the stand-in."""
        self._control.close()
        self._sandbox.stop()

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
            gateway = build(config or self.config(), given, deadline=deadline, timing=self.timing)
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
        self._spoilt = self._spoilt or (method != "GET" and path.startswith("/orders"))
        return parse(reply.text)

    def fault(self, **settings: object) -> None:
        """Let a fault stand."""
        self.ask("POST", "/faults", settings)

    def clear_faults(self) -> None:
        self.ask("DELETE", "/faults")

    def begin(self, user: str) -> None:
        """Make up new orders if somebody else used the ones there are."""
        if self._user not in ("", user):
            self.start_anew()
            self._calm_down()
        self._user = user

    def restore(self) -> None:
        """Take away every fault and put every switch back; make up new orders now and then."""
        self.clear_faults()
        since = self.log(self._seen)
        self._seen = max((number_of(one) for one in since), default=self._seen)
        if self._spoilt or any(one["action"] is not None for one in since):
            self._used += 1
        if self._used >= self._life or self._ahead:
            self.start_anew()
        self._spoilt = False
        self._calm_down()

    def start_anew(self) -> None:
        """Forget everything, make up new orders and put the clock right."""
        if self._ahead:
            self.ask("POST", "/advance", {"seconds": -self._ahead})
        self._ahead = self._skipped = 0.0
        self.ask("POST", "/reset", {})
        self._used = 0

    def _calm_down(self) -> None:
        self.ask("DELETE", "/switches")
        if self._calm:
            self.ask("POST", "/switches", self._calm)

    def advance(self, seconds: float, *, alone: bool = False) -> None:
        """Move the stand-in's clock on, and with it what gateways measure time by, or `alone`."""
        self.ask("POST", "/advance", {"seconds": seconds})
        self._ahead += seconds
        self._skipped += 0 if alone else seconds

    def _monotonic(self) -> float:
        return time.monotonic() + self._skipped

    async def _sleep(self, seconds: float) -> None:
        """Let time pass at the stand-in's instead of here; what others let pass counts too."""
        until = self._monotonic() + seconds
        await asyncio.sleep(0)
        if (left := until - self._monotonic()) > 0:
            self.advance(left)

    def log(
        self, since: int = 0, *, wait: int = 0, bodies: bool = False
    ) -> list[dict[str, object]]:
        """Return the requests after a number; with `wait`, once so many have been settled."""
        more = f"&wait=10&count={wait}" if wait else ""
        text = write(self.ask("GET", f"/log?since={since}{more}&bodies={int(bodies)}")).decode()
        return [dict(as_object(row.value)) for row in rows(text)]

    def last_number(self) -> int:
        """Return the number of the last request."""
        return max((number_of(one) for one in self.log(self._seen)), default=self._seen)

    def errands(self, since: int, errand: Errand) -> list[dict[str, object]]:
        """Return the requests of one sort after a number."""
        return [one for one in self.log(since) if self._errand(one) is errand]

    def writes(self, since: int) -> list[dict[str, object]]:
        """Return the requests that changed something, or would have, after a number."""
        return self.errands(since, Errand.WRITE)

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

    def switch(self, **choices: str) -> None:
        """Set what the vendor's text leaves open."""
        self.ask("POST", "/switches", choices)

    def change(self, order_id: str, change: object) -> None:
        """Change an order as a colleague."""
        self.ask("POST", f"/orders/{order_id}", change)


def number_of(entry: Entry) -> int:
    """Return the number of a request."""
    number = entry["id"]
    assert isinstance(number, int)
    return number


def texts(value: object) -> dict[str, str]:
    """Take an object whose values are texts."""
    return {name: str(member) for name, member in as_object(value).items()}


async def pulled(gateway: Gateway) -> list[Order]:
    """Pull every order."""
    return [order async for page in gateway.pull(cursor=None) for order in page.orders]


async def allowing(gateway: Gateway, action: str, *, lines: int = 0) -> Order:
    """Return the first order, read whole, that `action` is allowed on; with so many lines."""
    rules, facts = rules_of(gateway), Facts(settings=gateway.config.settings)
    for listed in await pulled(gateway):
        whole = listed.lines is not None
        order = listed if whole else (await gateway.fetch(listed.vendor_id)).order
        verdict = decide(order, rules, facts, gateway.now())[action]
        if len(order.lines or ()) >= lines and verdict.kind is Kind.ALLOWED:
            return order
    message = f"The stand-in has no order for {action}."
    raise AssertionError(message)


def rules_of(gateway: Gateway) -> VendorRules:
    """Return the vendor's rules."""
    return gateway.description.rules
