"""Waiting for a command to come to its end."""

import asyncio

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.events import CommandChanged, Event
from orderdesk.services.events import Bus
from orderdesk.services.links import Links
from orderdesk.services.sentences import no_command
from orderdesk.services.storage import Storage
from orderdesk.services.views import Health

_A_PERSONS_TURN = frozenset({CommandState.ASKING, CommandState.STAGED})
_NOT_REACHED = frozenset({Health.OFFLINE, Health.SIGN_IN, Health.LOCKED})


class Waiting:
    """Waits by news on the bus and, for what another process does, by looking every `poll`."""

    def __init__(self, *, storage: Storage, links: Links, bus: Bus, poll: float) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus
        self._poll = poll

    async def entry(self, command_id: str) -> OutboxEntry:
        """Return a command's entry.

        Raises:
            InputError: if there is no such command.
        """
        entry = await self._storage.read(lambda store: store.outbox.get(command_id))
        if entry is None:
            raise no_command(command_id)
        return entry

    async def wait(self, command_id: str, seconds: float | None, *, or_stuck: bool) -> OutboxEntry:
        """Wait until a command is settled, asks or, with `or_stuck`, cannot go on for now."""
        news = asyncio.Event()

        def heard(event: Event) -> None:
            if isinstance(event, CommandChanged) and event.command == command_id:
                news.set()

        end = self._bus.subscribe(heard)
        try:
            async with asyncio.timeout(seconds):
                while True:
                    news.clear()
                    entry = await self.entry(command_id)
                    if self._is_over(entry) or (or_stuck and self._is_stuck(entry)):
                        return entry
                    await self._heard_or_due(news)
        except TimeoutError:
            return await self.entry(command_id)
        finally:
            end()

    async def _heard_or_due(self, news: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(self._poll):
                await news.wait()
        except TimeoutError:
            return

    def _is_over(self, entry: OutboxEntry) -> bool:
        return not entry.open or entry.state in _A_PERSONS_TURN

    def _is_stuck(self, entry: OutboxEntry) -> bool:
        link = self._links.find(entry.command.connection)
        put_back = entry.state is CommandState.WAITING and entry.not_before is not None
        return put_back and (link is None or link.health in _NOT_REACHED)
