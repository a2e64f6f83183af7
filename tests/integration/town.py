"""Every vendor's stand-in in a server of its own, and one desk that trades with all of them."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Sort
from orderdesk.sandbox.json_text import Document, JsonValue, encode
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.sandbox.vendors import vendors
from orderdesk.services.desk import Desk
from orderdesk.services.timings import Timings
from orderdesk.services.views import ConnectionStatus
from orderdesk.vault.memory_vault import MemoryVault
from tests.integration.world import DESCRIPTIONS, QUICK, desk_on
from tests.sandbox.calls import Calls, as_object, as_objects

VENDORS = sorted(
    {description.vendor for description in DESCRIPTIONS} & {vendor.name for vendor in vendors()}
)


@dataclass
class Town:
    """The stand-ins by vendor, and the desk's connection to each."""

    sandboxes: Mapping[str, Sandbox]
    calls: Mapping[str, Calls]
    desk: Desk
    keys: Mapping[str, str]

    async def admin(self, vendor: str, method: str, path: str, body: JsonValue = None) -> JsonValue:
        """Ask a stand-in's control endpoint while the desk goes on."""
        return await asyncio.to_thread(self.calls[vendor].admin, method, path, body)

    async def own(self, vendor: str) -> list[Document]:
        """Return the short truths of a stand-in's orders that the connection may see."""
        settings = as_object(self.calls[vendor].connection["settings"])
        company = settings.get("company_id")
        where = f"?company={company}" if company else ""
        return as_objects(await self.admin(vendor, "GET", f"/orders{where}"))

    async def shown(self, query: str) -> list[str]:
        """Return the ids of the orders that a query finds."""
        found = await self.desk.orders.search(parse_query(query), Sort(), zone="UTC")
        return [row.id for row in await self.desk.orders.rows(found.rowids)]

    async def status(self, vendor: str) -> ConnectionStatus:
        """Return how the connection to a vendor is doing."""
        every = await self.desk.connections.list()
        return next(one for one in every if one.config.key == self.keys[vendor])


@contextmanager
def standing(orders: int) -> Generator[Mapping[str, Sandbox]]:
    """Run a server for each vendor."""
    with ExitStack() as stack:
        yield {
            vendor: stack.enter_context(Sandbox(SandboxOptions(orders=orders, only=[vendor])))
            for vendor in VENDORS
        }


@asynccontextmanager
async def town_of(
    sandboxes: Mapping[str, Sandbox], home: Path, *, timings: Timings = QUICK
) -> AsyncGenerator[Town]:
    """Open a desk that knows every vendor; nothing is read yet."""
    desk = desk_on(home, MemoryVault(), timings)
    await desk.start(background=False)
    calls = {vendor: Calls(sandbox) for vendor, sandbox in sandboxes.items()}
    try:
        connections: list[JsonValue] = [one.connection for one in calls.values()]
        printed = encode({"control": "", "connections": connections}).decode()
        keys = await desk.connections.import_json(printed)
        yield Town(sandboxes, calls, desk, dict(zip(calls, keys, strict=True)))
    finally:
        await desk.aclose()
        for one in calls.values():
            one.http.close()
