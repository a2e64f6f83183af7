"""When connections are synced by themselves: after an interval, or when they are back."""

import asyncio
import random
import time

from orderdesk.services.links import Link, Links
from orderdesk.services.sync import Sync
from orderdesk.services.tasks import TaskSet
from orderdesk.services.timings import Timings

_DICE = random.SystemRandom()


class Schedule:
    """Syncs each connection in turn of its own clock."""

    def __init__(self, *, sync: Sync, links: Links, timings: Timings, tasks: TaskSet) -> None:
        self._sync = sync
        self._links = links
        self._tasks = tasks
        self._interval: float | None = timings.sync_interval
        self._begun: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._synced: dict[str, Link] = {}
        self._failed: set[str] = set()
        self._busy: set[str] = set()
        self._news = asyncio.Event()
        links.listen(self._awake)

    def keep_to(self, interval: float | None) -> None:
        """Sync every so many seconds from now on; None: nothing by itself, until told otherwise."""
        if interval == self._interval:
            return
        self._interval = interval
        for key, begun in self._begun.items():
            link = self._links.find(key)
            if link is None:
                continue
            if interval is None:
                link.due = None
            elif key not in self._failed:  # one that failed has a moment of its own
                self._due[key] = link.due = begun + interval
        self._news.set()

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            self._news.clear()
            now = time.monotonic()
            for key in self._links.all_keys():
                link = self._links.get(key)
                if key not in self._busy and self._is_due(key, link, now):
                    self._begin(key, link)
            await self._wait(now)

    def _is_due(self, key: str, link: Link, now: float) -> bool:
        if self._interval is None:
            return False
        # A link that is new or was changed is another object than the one last synced.
        return link is not self._synced.get(key) or self._due[key] <= now

    def _begin(self, key: str, link: Link) -> None:
        self._busy.add(key)
        self._synced[key] = link
        # Connections that were added together should not go on calling together.
        pause = (self._interval or 0.0) * _DICE.uniform(0.9, 1.1)
        self._begun[key] = time.monotonic()
        self._due[key] = link.due = self._begun[key] + pause
        self._tasks.spawn(self._once(key, link), f"periodic sync of {key}")

    async def _once(self, key: str, link: Link) -> None:
        try:
            report = await self._sync.refresh(key)
            (self._failed.discard if report.error is None else self._failed.add)(key)
            if link.resting:
                self._due[key] = link.rests_until
                link.due = None if self._interval is None else link.rests_until
        finally:
            self._busy.discard(key)
            self._news.set()

    async def _wait(self, now: float) -> None:
        moments = [
            due
            for key, due in self._due.items()
            if key not in self._busy and self._links.find(key) is not None
        ]
        if self._interval is None:
            moments.clear()
        pause = max(0.0, min(moments) - now) if moments else None
        try:
            async with asyncio.timeout(pause):
                await self._news.wait()
        except TimeoutError:
            return

    def _awake(self, key: str) -> None:
        # A sync that succeeds wakes its own connection too: that is no reason for another.
        if key in self._failed and key not in self._busy:
            self._due[key] = 0.0
        self._news.set()
