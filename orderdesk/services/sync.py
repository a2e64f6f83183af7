"""Sync: pulls each connection's orders and names into the mirror."""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import SyncChanged
from orderdesk.domain.messages import Message
from orderdesk.services.events import Bus
from orderdesk.services.links import AWAY, Link, Links
from orderdesk.services.pull import Pull
from orderdesk.services.sentences import UNEXPECTED_WAY, unexpected
from orderdesk.services.storage import Storage
from orderdesk.services.texts import TextIndexing
from orderdesk.services.timings import Timings
from orderdesk.services.views import SyncReport

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A sync under way."""

    pull: Pull
    task: "asyncio.Task[SyncReport]"


class Sync:
    """Pulls connections; one that fails never keeps another from it."""

    def __init__(self, *, storage: Storage, links: Links, bus: Bus, timings: Timings) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus
        self._timings = timings
        self._running: dict[str, Running] = {}
        self._named_at: dict[str, float] = {}
        self._closing = False
        self._texts = TextIndexing(storage)

    async def sync(self, keys: Sequence[str] | None = None) -> list[SyncReport]:
        """Pull the connections `keys`, or all, at the same time; joins one that runs.

        Raises:
            InputError: if there is no connection with one of the keys.
        """
        chosen = self._links.all_keys() if keys is None else list(dict.fromkeys(keys))
        return await self._pull([self._links.get(key) for key in chosen], names=True)

    async def refresh(self, key: str) -> SyncReport:
        """Pull one connection as its turn comes; names only if they were read long ago."""
        read_at = self._named_at.get(key)
        old = read_at is None or time.monotonic() - read_at >= self._timings.names_interval
        [report] = await self._pull([self._links.get(key)], names=old)
        return report

    async def stop(self, key: str | None = None) -> None:
        """Stop a connection's sync, or all, at the next page's edge and wait for it."""
        stopped = [running for name, running in self._running.items() if key is None or key == name]
        for running in stopped:
            running.pull.stop()
        await asyncio.gather(*(running.task for running in stopped), return_exceptions=True)

    def running(self, key: str) -> Running | None:
        """Return the sync of a connection that is under way, if there is one."""
        return self._running.get(key)

    async def aclose(self) -> None:
        """Start nothing new and give up what is under way; what came so far is kept."""
        self._closing = True
        tasks = [running.task for running in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._texts.aclose()

    async def indexed(self) -> None:
        """Wait until the texts of what the syncs brought are indexed."""
        await self._texts.idle()

    async def _pull(self, links: Sequence[Link], *, names: bool) -> list[SyncReport]:
        tasks = [self._started(link, names=names) for link in links]
        # Whoever asked may go away; others may wait for the same sync.
        return list(await asyncio.gather(*(asyncio.shield(task) for task in tasks)))

    def _started(self, link: Link, *, names: bool) -> "asyncio.Task[SyncReport]":
        key = link.config.key
        running = self._running.get(key)
        if running is not None:
            return running.task
        if self._closing:
            raise asyncio.CancelledError
        pull = Pull(
            link,
            storage=self._storage,
            bus=self._bus,
            timings=self._timings,
            kept=self._texts.kick,
        )
        task = asyncio.get_running_loop().create_task(
            self._one(link, pull, names=names), name=f"sync of {key}"
        )
        self._running[key] = Running(pull, task)
        task.add_done_callback(lambda _task: self._running.pop(key, None))
        return task

    async def _one(self, link: Link, pull: Pull, *, names: bool) -> SyncReport:
        key = link.config.key
        started = time.monotonic()
        self._bus.publish(SyncChanged(key, running=True))
        error: DeskError | None = None
        try:
            async with self._links.using(key) as gateway:
                await pull.run(gateway, names=names, answered=lambda: self._links.succeeded(key))
        except DeskError as failure:
            error = failure
        except Exception as failure:
            logger.exception("the sync of %s failed", key)
            error = DeskError(unexpected(failure), way_out=Message(UNEXPECTED_WAY))
        if isinstance(error, AWAY):
            self._links.failed(key, error)
        elif names and error is None:
            self._named_at[key] = time.monotonic()
        try:
            await pull.ended(error.sentence() if error else None)
        except DeskError as failure:
            error = error or failure
        if not self._closing:
            self._texts.kick(finish=True)
        text = error.sentence() if error else None
        self._links.synced(key, error or pull.warning(), failed=error is not None)
        problem = error.message if error else None
        self._bus.publish(SyncChanged(key, running=False, done=pull.orders, problem=problem))
        return pull.report(seconds=time.monotonic() - started, error=text)
