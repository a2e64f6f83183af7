"""A desk over a real store file, a real connector and a sandbox on a real socket."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from orderdesk.connectors import registry
from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.gateway import ConnectionConfig, Gateway
from orderdesk.domain.order import FieldValue
from orderdesk.sandbox.json_text import Document, JsonValue, encode
from orderdesk.services.desk import Desk
from orderdesk.services.storage import StoreOpener
from orderdesk.services.timings import Timings
from orderdesk.services.views import OrderView
from orderdesk.store.store import Store
from orderdesk.vault.memory_vault import MemoryVault
from orderdesk.vault.port import Vault
from tests.sandbox.calls import Calls

QUICK = Timings(
    deadline=5.0,
    settle=0.05,
    sync_interval=3600.0,
    first_pause=0.02,
    longest_pause=0.1,
    sign_in_pause=0.1,
    poll=0.02,
    progress=0.0,
    close=0.5,
)
PATIENCE = 30.0

DESCRIPTIONS = registry.describe_all()
RULES = {description.vendor: description.rules for description in DESCRIPTIONS}


def _build(config: ConnectionConfig, secrets: Mapping[str, str]) -> Gateway:
    return registry.build(config, secrets, deadline=QUICK.deadline)


def desk_on(
    home: Path, vault: Vault, timings: Timings = QUICK, *, store: StoreOpener | None = None
) -> Desk:
    """Put a desk together on the profile in `home`; `store` opens another kind of store."""
    database = home / "desk.db"
    return Desk.build(
        store=store or (lambda: Store.open(database, RULES)),
        reader=lambda: Store.open(database, RULES, read_only=True),
        vault=vault,
        gateways=_build,
        descriptions=DESCRIPTIONS,
        lock=home / "dispatch.lock",
        timings=timings,
        author="ada",
        computer="desk-1",
    )


@dataclass
class World:
    """A sandbox, a desk that knows it, and the log since the desk was ready."""

    calls: Calls
    desk: Desk
    key: str
    since: int = 0
    vault: Vault = field(default_factory=MemoryVault)

    def id_of(self, order: str) -> str:
        """Return the desk's id of the sandbox's order."""
        return f"{self.key}:{order}"

    async def view(self, order: str) -> OrderView:
        """Return the view of the sandbox's order."""
        return await self.desk.orders.view(self.id_of(order))

    async def begin(
        self, order: str, action: str, *, line_id: str | None = None, **values: FieldValue
    ) -> str:
        """Act; return the command's id."""
        receipt = await self.desk.orders.act(self.id_of(order), action, values, line_id=line_id)
        return receipt.command

    async def end(self, command: str) -> OutboxEntry:
        """Wait until a command is settled or asks."""
        entry = await self.desk.orders.wait(command, timeout=PATIENCE)
        if entry.open and entry.state is not CommandState.ASKING:
            raise AssertionError(entry)
        return entry

    async def do(
        self, order: str, action: str, *, line_id: str | None = None, **values: FieldValue
    ) -> OutboxEntry:
        """Act and wait for the end."""
        return await self.end(await self.begin(order, action, line_id=line_id, **values))

    async def admin(self, method: str, path: str, body: JsonValue = None) -> JsonValue:
        """Ask the control endpoint while the desk goes on."""
        return await asyncio.to_thread(self.calls.admin, method, path, body)

    async def truth(self, order: str) -> Document:
        """Return the true state of an order, in every field."""
        return await asyncio.to_thread(self.calls.truth, order)

    async def held(self) -> None:
        """Wait until a request is being held."""
        holds = await self.admin("GET", "/holds?wait=20")
        assert isinstance(holds, list)
        assert len(holds) == 1

    async def log(self) -> list[Document]:
        """Return the requests since the desk was ready."""
        return await asyncio.to_thread(self.calls.log, self.since)

    async def writes(self) -> list[str]:
        """Return what was sent to change orders: the call and what it was answered."""
        return [
            f"{entry['method']} {_tail(str(entry['path']))} {entry['status'] or 'cut'}"
            for entry in await self.log()
            if entry["service"] == "orders" and entry["method"] != "GET"
        ]


def _tail(path: str) -> str:
    return "/".join(part.partition("(")[0] for part in path.split("/")[3:])


def connections_of(calls: Calls) -> str:
    """Return the JSON that the sandbox prints."""
    return encode({"control": calls.control, "connections": [calls.connection]}).decode()


@asynccontextmanager
async def world_of(
    calls: Calls, home: Path, *, timings: Timings = QUICK, background: bool = False
) -> AsyncGenerator[World]:
    """Open a desk that has read everything the sandbox has."""
    vault = MemoryVault()
    desk = desk_on(home, vault, timings)
    await desk.start(background=background)
    try:
        [key] = await desk.connections.import_json(connections_of(calls))
        [report] = await desk.sync.sync([key])
        assert report.error is None, report.error
        yield World(calls, desk, key, await asyncio.to_thread(calls.last_number), vault)
    finally:
        await desk.aclose()
