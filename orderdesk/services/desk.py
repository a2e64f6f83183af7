"""The services of one profile, put together."""

from pathlib import Path

from orderdesk.config import Settings
from orderdesk.domain.errors import InputError
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.logs import trace_requests
from orderdesk.services.bulk import Bulk
from orderdesk.services.clearing import Clearing
from orderdesk.services.connections import ConnectionService
from orderdesk.services.dispatch import Dispatch
from orderdesk.services.events import Bus
from orderdesk.services.filling import Filling
from orderdesk.services.giving import Author, Giving
from orderdesk.services.grace import Grace
from orderdesk.services.histories import Histories
from orderdesk.services.indexing import Indexing
from orderdesk.services.links import GatewayFactory, Links
from orderdesk.services.naming import Naming
from orderdesk.services.opening import Opening
from orderdesk.services.orders import Orders
from orderdesk.services.preferences import PreferenceService
from orderdesk.services.queue import Queue
from orderdesk.services.rereading import Rereading
from orderdesk.services.schedule import Schedule
from orderdesk.services.settings import SettingsService
from orderdesk.services.staging import Staging
from orderdesk.services.storage import Storage, StoreOpener
from orderdesk.services.sync import Sync
from orderdesk.services.taking_back import TakingBack
from orderdesk.services.tasks import TaskSet
from orderdesk.services.timings import Timings
from orderdesk.services.updates import Updates, UpdateSource
from orderdesk.services.watch import Watch
from orderdesk.vault.port import Vault


class Desk:
    """Everything a window or a command needs; used on one event loop, the services' own."""

    def __init__(
        self,
        *,
        storage: Storage,
        links: Links,
        bus: Bus,
        vault: Vault,
        lock: Path,
        timings: Timings,
        author: Author,
        settings: SettingsService | None = None,
        updates: UpdateSource | None = None,
        logs: Path | None = None,
    ) -> None:
        self._storage = storage
        self._links = links
        self._tasks = TaskSet()
        self.bus = bus
        self.preferences = PreferenceService(storage)
        self.settings = settings or SettingsService()
        self.settings.listen(self._apply)
        self.updates = Updates(
            preferences=self.preferences, settings=self.settings, bus=bus, source=updates
        )
        self.clearing = Clearing(storage, logs)
        self.grace = Grace(self.preferences, timings.grace)
        rereading = Rereading(storage=storage, links=links, bus=bus)
        self.dispatch = Dispatch(
            storage=storage, links=links, bus=bus, rereading=rereading, timings=timings, lock=lock
        )
        self.sync = Sync(storage=storage, links=links, bus=bus, timings=timings)
        giving = Giving(
            links=links, bus=bus, dispatch=self.dispatch, grace=self.grace, author=author
        )
        self.orders = self._orders_by(rereading, giving, timings)
        self.staging = Staging(storage=storage, links=links, bus=bus, giving=giving)
        self.bulk = self._bulk_by(timings, author)
        self.history = Histories(storage=storage, links=links)
        self.queue = self._queue_of(author)
        self.taking_back = TakingBack(self.orders)
        self.watch = Watch(
            storage=storage, bus=bus, orders=self.orders, rereading=rereading, timings=timings
        )
        self._filling = self._filling_by(rereading, timings)
        self.connections = ConnectionService(
            storage=storage, links=links, bus=bus, vault=vault, sync=self.sync
        )
        self._schedule = Schedule(sync=self.sync, links=links, timings=timings, tasks=self._tasks)
        if not self.settings.now.sync_by_itself:
            self._schedule.keep_to(None)

    def _apply(self, settings: Settings) -> None:
        """Go by changed settings at once, as far as what runs can."""
        self._schedule.keep_to(settings.sync_minutes * 60 if settings.sync_by_itself else None)
        trace_requests(kept=settings.trace)

    def _orders_by(self, rereading: Rereading, giving: Giving, timings: Timings) -> Orders:
        storage, links, bus, tasks = self._storage, self._links, self.bus, self._tasks
        return Orders(
            storage=storage,
            links=links,
            bus=bus,
            dispatch=self.dispatch,
            rereading=rereading,
            opening=Opening(
                links=links, bus=bus, rereading=rereading, timings=timings, tasks=tasks
            ),
            naming=Naming(storage=storage, links=links, bus=bus, tasks=tasks),
            timings=timings,
            giving=giving,
        )

    def _bulk_by(self, timings: Timings, author: Author) -> Bulk:
        return Bulk(
            storage=self._storage,
            links=self._links,
            bus=self.bus,
            dispatch=self.dispatch,
            timings=timings,
            author=author,
        )

    def _queue_of(self, author: Author) -> Queue:
        return Queue(
            storage=self._storage,
            links=self._links,
            bus=self.bus,
            dispatch=self.dispatch,
            author=author.name,
            computer=author.computer,
        )

    def _filling_by(self, rereading: Rereading, timings: Timings) -> Filling:
        return Filling(
            storage=self._storage,
            links=self._links,
            bus=self.bus,
            rereading=rereading,
            timings=timings,
            tasks=self._tasks,
        )

    @classmethod
    def build(
        cls,
        *,
        store: StoreOpener,
        reader: StoreOpener | None = None,
        vault: Vault,
        gateways: GatewayFactory,
        descriptions: tuple[ConnectorDescription, ...],
        left_out: tuple[InputError, ...] = (),
        lock: Path,
        timings: Timings,
        author: str,
        computer: str,
        settings: SettingsService | None = None,
        updates: UpdateSource | None = None,
        logs: Path | None = None,
    ) -> "Desk":
        """Put the services together; nothing is opened before `start`.

        `store` opens the store that writes, `reader` the same file read-only (None for a
        store in memory); both are called on their own threads. `lock` is the file whose lock
        lets one process of the profile send. `left_out` says which connectors cannot be used.
        Without `settings` they are the usual ones, and kept nowhere. Without `updates` no newer
        version is looked for. `logs` is the folder of the logs.
        """
        bus = Bus()
        links = Links(
            vault=vault,
            gateways=gateways,
            descriptions=descriptions,
            left_out=left_out,
            bus=bus,
            timings=timings,
        )
        return cls(
            storage=Storage(store, reader),
            links=links,
            bus=bus,
            vault=vault,
            lock=lock,
            timings=timings,
            author=Author(author, computer),
            settings=settings,
            updates=updates,
            logs=logs,
        )

    async def start(self, *, background: bool, sending: bool = True) -> None:
        """Open the store and start to send; with `background`, sync and read details too.

        With `sending` False nothing is sent until something is asked for here, so that a
        command that only reads does nothing else.

        Raises:
            DeskError: if the store cannot be opened.
        """
        try:
            await self._storage.open()
        except BaseException:
            await self._storage.aclose()
            raise
        await self._links.follow(await self._storage.run(lambda store: store.connections.all()))
        await self.watch.begin()
        if sending:
            await self.bulk.recover()
            self.dispatch.start()
        if background:
            await self.grace.begin()
            self._tasks.spawn(self._schedule.run(), "the schedule of syncs")
            self._tasks.spawn(self.watch.run(), "the watch over what was written")
            self._tasks.spawn(self._filling.run(), "the reading of details")
            self._tasks.spawn(self.updates.run(), "the look for newer versions")
            tidy = self.clearing.keep_to(self.settings.now)
            self._tasks.spawn(tidy, "the removal of what is old")
            self._tasks.spawn(Indexing(self._storage).run(), "the building of the search's index")

    async def start_quietly(self) -> None:
        """Open the store and do nothing by itself: no sync, and what is asked for only waits.

        Raises:
            DeskError: if the store cannot be opened.
        """
        self.dispatch.bar(barred=True)
        await self.start(background=False, sending=False)

    async def send(self) -> None:
        """Begin to send what waits, after a quiet start."""
        self.dispatch.bar(barred=False)
        await self.bulk.recover()
        self.dispatch.start()

    async def let_go(self) -> None:
        """Give back memory that is only kept to be quicker with the next question."""
        await self._storage.let_go()

    async def aclose(self) -> None:
        """Start nothing new, let requests under way end within the closing time, and close."""
        await self._tasks.aclose()
        await self.sync.aclose()
        await self.bulk.aclose()
        await self.dispatch.aclose()
        await self._links.aclose()
        await self._storage.aclose()
