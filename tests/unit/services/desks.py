"""Desks over real store files and the invented vendor, with short times."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.events import Event
from orderdesk.services.desk import Desk
from orderdesk.services.timings import Timings
from orderdesk.store.store import Store
from orderdesk.vault.memory_vault import MemoryVault
from orderdesk.vault.port import Vault
from tests.unit.services.quillworks import CONFIG, DESCRIPTION, RULES, SECRETS, Vendor

T = TypeVar("T")

QUICK = Timings(
    deadline=5.0,
    settle=0.02,
    sync_interval=3600.0,
    first_pause=0.01,
    longest_pause=0.05,
    sign_in_pause=0.05,
    poll=0.02,
    progress=0.0,
    close=5.0,
)
PATIENCE = 20.0


def run(story: Coroutine[Any, Any, T]) -> T:
    """Run a test's story; one that hangs fails."""

    async def limited() -> T:
        async with asyncio.timeout(60):
            return await story

    return asyncio.run(limited())


@dataclass
class Heard:
    """The events of a bus, and waiting for one of them."""

    events: list[Event] = field(default_factory=list[Event])
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self.news.set()

    def of(self, kind: type[T]) -> list[T]:
        """Return the events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait until a condition holds that an event makes true."""
        async with asyncio.timeout(PATIENCE):
            while not met():
                self.news.clear()
                if not met():
                    await self.news.wait()


@asynccontextmanager
async def open_desk(
    vendor: Vendor,
    folder: Path,
    *,
    background: bool = False,
    sending: bool = True,
    timings: Timings = QUICK,
    vault: Vault | None = None,
    connected: bool = True,
) -> AsyncGenerator[Desk]:
    """Open a desk on the profile in `folder`, with the connection `main` once it is synced."""
    kept = vault or MemoryVault()
    desk = Desk.build(
        store=lambda: Store.open(folder / "desk.db", {RULES.vendor: RULES}),
        reader=lambda: Store.open(folder / "desk.db", {RULES.vendor: RULES}, read_only=True),
        vault=kept,
        gateways=vendor.build,
        descriptions=(DESCRIPTION,),
        lock=folder / "dispatch.lock",
        timings=timings,
        author="ada",
        computer="desk-1",
    )
    if connected:
        kept.put("main", SECRETS)
        with Store.open(folder / "desk.db", {RULES.vendor: RULES}) as store:
            store.connections.put(replace(CONFIG, key="main"))
    await desk.start(background=background, sending=sending)
    try:
        yield desk
    finally:
        await desk.aclose()


@asynccontextmanager
async def synced_desk(
    vendor: Vendor, folder: Path, *, timings: Timings = QUICK, sending: bool = True
) -> AsyncGenerator[Desk]:
    """Open a desk that has read the vendor's orders; the calls so far are forgotten."""
    async with open_desk(vendor, folder, timings=timings, sending=sending) as desk:
        [report] = await desk.sync.sync()
        if report.error is not None:
            raise AssertionError(report.error)
        vendor.calls.clear()
        yield desk


async def settled(desk: Desk, command: str) -> OutboxEntry:
    """Wait until a command is settled or asks."""
    entry = await desk.orders.wait(command, timeout=PATIENCE)
    if entry.open and entry.state is not CommandState.ASKING:
        raise AssertionError(entry)
    return entry


async def mirrored(desk: Desk, heard: Heard, order_id: str, state: str) -> None:
    """Wait until the mirror has an order in a state; `heard` must be subscribed."""
    async with asyncio.timeout(PATIENCE):
        while True:
            heard.news.clear()
            view = await desk.orders.view(order_id)
            if view.mirror is not None and view.mirror.vendor_state == state:
                return
            await heard.news.wait()
