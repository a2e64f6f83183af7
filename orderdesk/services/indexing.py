"""Builds what large searches go by: what was missed at once, the rest when nothing else happens."""

import asyncio
import contextlib
import logging

from orderdesk.domain.errors import DeskError
from orderdesk.services.storage import Storage
from orderdesk.store.store import Store

logger = logging.getLogger(__name__)

# Nothing has changed for so long: the vendors are quiet, and what is built now stays right.
_QUIET_SECONDS = 4.0


class Indexing:
    """Keeps the columns of ranks built, in the background."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._seen: int | None = None
        self._built_at: int | None = None

    async def run(self) -> None:
        """Build for as long as the desk is open."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._storage.missed.wait(), _QUIET_SECONDS)
            self._storage.missed.clear()
            try:
                await self.look()
            except (DeskError, OSError) as error:
                # Searches go on without it, only slower.
                logger.warning("the index for searching cannot be built: %s", error)

    async def look(self) -> None:
        """Build what was missed and, where nothing has changed since the last look, the rest."""
        wanted = self._storage.lacking
        change = await self._storage.read(lambda store: store.search.last_change())
        quiet = change == self._seen
        self._seen = change
        if not wanted and (not quiet or change == self._built_at):
            return

        def build(store: Store) -> None:
            while store.search.build_next(wanted, quiet=quiet) is not None:
                pass

        await self._storage.tidy(build)
        self._storage.lacking = frozenset()
        if quiet:
            self._built_at = change
