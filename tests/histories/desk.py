"""The desk's own services over a store file, worked step by step instead of by the clock."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

from typing_extensions import override

from orderdesk.domain.commands import OutboxEntry
from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.services.dispatch import Dispatch
from orderdesk.services.events import Bus
from orderdesk.services.giving import Author, Giving
from orderdesk.services.grace import Grace
from orderdesk.services.links import Links
from orderdesk.services.naming import Naming
from orderdesk.services.opening import Opening
from orderdesk.services.orders import Orders
from orderdesk.services.preferences import PreferenceService
from orderdesk.services.rereading import Rereading
from orderdesk.services.staging import Staging
from orderdesk.services.storage import Storage
from orderdesk.services.sync import Sync
from orderdesk.services.tasks import TaskSet
from orderdesk.services.timings import Timings
from orderdesk.store.store import Store
from orderdesk.vault.memory_vault import MemoryVault
from tests.histories.vendor import Vendor, VendorGateway
from tests.unit.services.quillworks import CONFIG, DESCRIPTION, RULES

T = TypeVar("T")

KEY = "main"
ALL_RULES = {RULES.vendor: RULES}
# Nothing is put off: whatever may be tried again is due at once, and tried when the history says.
AT_ONCE = Timings(
    settle=0.0,
    first_pause=0.0,
    longest_pause=0.0,
    sign_in_pause=0.0,
    progress=0.0,
    watch=0.0,
    close=0.0,
)


class InLine(Storage):
    """The same store without threads of its own: ten thousand histories need no hand-overs."""

    def __init__(self, path: Path) -> None:
        super().__init__(lambda: Store.open(path, ALL_RULES))
        self._path = path
        self._open: Store | None = None

    @override
    async def open(self) -> None:
        self._open = Store.open(self._path, ALL_RULES)

    @override
    async def run(self, work: Callable[[Store], T]) -> T:
        # Others get their turn wherever they would while a thread works.
        await asyncio.sleep(0)
        return work(self.store)

    @override
    async def read(self, work: Callable[[Store], T]) -> T:
        return await self.run(work)

    @override
    async def aclose(self) -> None:
        self.store.close()

    @property
    def store(self) -> Store:
        """The open store."""
        assert self._open is not None
        return self._open


class Stepped(Dispatch):
    """The real dispatch, whose turns are taken when they are asked for."""

    @override
    def start(self) -> None:
        """Begin nothing: `work` takes the turns."""

    async def work(self, vendor: Vendor) -> bool:
        """Take one turn and wait for what it began; False if the process died on the way."""
        if not self.holds_lock:
            await self._hold()
        await self._turn()
        # A death is found by its event: the task it happened in never ends.
        death = asyncio.ensure_future(vendor.killed.wait())
        try:
            while self._under_way and not vendor.killed.is_set():
                await asyncio.wait(
                    [*self._under_way.values(), death], return_when=asyncio.FIRST_COMPLETED
                )
                await asyncio.sleep(0)
        finally:
            death.cancel()
        return not vendor.killed.is_set()

    async def die(self) -> None:
        """Leave everything as it is, as a killed process does."""
        for task in list(self._under_way.values()):
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)
        await self.aclose()


@cache
def _template() -> Path:
    """Make a store with the connection in it, to be copied."""
    path = Path(mkdtemp(dir=memory())) / "template.db"
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(replace(CONFIG, key=KEY))
    return path


def memory() -> Path | None:
    """Return a folder in memory, where the system has one: power cuts are told elsewhere."""
    shared = Path("/dev", "shm")
    return shared if shared.is_dir() else None


class HistoryDesk:
    """What of a desk a history works with; opened, closed and killed as often as it likes."""

    def __init__(self, vendor: Vendor) -> None:
        self.folder = Path(mkdtemp(dir=memory()))
        self.vendor = vendor
        shutil.copy(_template(), self.folder / "desk.db")
        self._put_together()

    def _put_together(self) -> None:
        bus = Bus()
        self.storage = InLine(self.folder / "desk.db")
        vault = MemoryVault()
        vault.put(KEY, {"password": "goose-feather"})
        self.links = Links(
            vault=vault,
            gateways=self._gateway,
            descriptions=(DESCRIPTION,),
            bus=bus,
            timings=AT_ONCE,
        )
        rereading = Rereading(storage=self.storage, links=self.links, bus=bus)
        self.dispatch = Stepped(
            storage=self.storage,
            links=self.links,
            bus=bus,
            rereading=rereading,
            timings=AT_ONCE,
            lock=self.folder / "dispatch.lock",
        )
        self.sync = Sync(storage=self.storage, links=self.links, bus=bus, timings=AT_ONCE)
        grace = Grace(PreferenceService(self.storage), 0.0)
        author = Author("ada", "desk-1")
        giving = Giving(
            links=self.links, bus=bus, dispatch=self.dispatch, grace=grace, author=author
        )
        tasks = TaskSet()
        self.orders = Orders(
            storage=self.storage,
            links=self.links,
            bus=bus,
            dispatch=self.dispatch,
            rereading=rereading,
            opening=Opening(
                links=self.links, bus=bus, rereading=rereading, timings=AT_ONCE, tasks=tasks
            ),
            naming=Naming(storage=self.storage, links=self.links, bus=bus, tasks=tasks),
            timings=AT_ONCE,
            giving=giving,
        )
        self.staging = Staging(storage=self.storage, links=self.links, bus=bus, giving=giving)

    def _gateway(self, config: ConnectionConfig, _secrets: Mapping[str, str]) -> VendorGateway:
        return VendorGateway(self.vendor, config)

    async def open(self) -> None:
        """Open the store and take up the connection."""
        await self.storage.open()
        await self.links.follow(await self.storage.run(lambda store: store.connections.all()))

    async def close(self) -> None:
        """Close everything."""
        await self.sync.aclose()
        await self.dispatch.aclose()
        await self.links.aclose()
        await self.storage.aclose()

    async def restart(self) -> None:
        """Close and open again, the process being another."""
        await self.close()
        self._put_together()
        await self.open()

    async def revive(self) -> None:
        """Open again after the process was killed."""
        await self.dispatch.die()
        self.vendor.killed.clear()
        await self.restart()

    async def work(self, rounds: int = 30) -> None:
        """Send and read back until nothing moves any more, dying and coming back on the way."""
        for _ in range(rounds):
            before = await self._standing()
            if not await self.dispatch.work(self.vendor):
                await self.revive()
            if before == await self._standing():
                return

    async def _standing(self) -> list[OutboxEntry]:
        def found(store: Store) -> list[OutboxEntry]:
            return [
                entry.model_copy(update={"not_before": None, "reason": None})
                for entry in store.outbox.open()
            ]

        return await self.storage.run(found)

    def remove(self) -> None:
        """Delete the files."""
        shutil.rmtree(self.folder, ignore_errors=True)
