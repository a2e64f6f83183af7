"""Keeps the index of the texts up while orders come in, beside the threads that people wait for."""

import asyncio
import logging

from orderdesk.domain.errors import DeskError
from orderdesk.services.storage import Storage
from orderdesk.store.grams.damage import SegmentUnreadable
from orderdesk.store.grams.index import BATCH

logger = logging.getLogger(__name__)

WORTH_IT = 64
"""Fewer rows are looked through faster than their segment would be asked."""


class TextIndexing:
    """Indexes what has come in, some thousand rows at a time."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._task: asyncio.Task[None] | None = None
        self._kicked = False
        self._finish = False

    def kick(self, *, finish: bool = False) -> None:
        """Look whether there is enough to do; with `finish` less is enough: no more will come."""
        self._kicked = True
        self._finish = self._finish or finish
        if self._task is None or self._task.done():
            loop = asyncio.get_running_loop()
            self._task = loop.create_task(self._run(), name="indexing of texts")

    async def idle(self) -> None:
        """Wait until what was to be done is done."""
        if self._task is not None:
            await asyncio.shield(self._task)

    async def aclose(self) -> None:
        """Leave the rest for the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while self._kicked:
            self._kicked = False
            minimum = WORTH_IT if self._finish else BATCH
            self._finish = False
            try:
                while await self._one(minimum):
                    pass
            except SegmentUnreadable as error:
                logger.info("a file of the texts' index is damaged: %s", error)
                await self._storage.run(lambda store: store.texts.reset())
                self._kicked = True
            except (DeskError, OSError) as error:
                # Searches look through what is not indexed; the next sync tries again.
                logger.info("the texts cannot be indexed: %s", error)
                return

    async def _one(self, minimum: int) -> bool:
        work = await self._storage.read(lambda store: store.texts.plan(minimum=minimum))
        if work is None:
            return False
        await asyncio.to_thread(work.make)
        await self._storage.run(lambda store: store.texts.adopt(work))
        return True
