"""Opening a store that has to be brought up to date first: said on stderr, ended by Ctrl-C."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Awaitable

from orderdesk.cli.output import problem
from orderdesk.domain.errors import DeskError
from orderdesk.store.upkeep import Stage

# Sooner than this a person does not wonder; more often than this it would scroll away.
_FIRST_SECONDS = 1.0
_SECONDS = 2.0


class Upkeep:
    """Says how far it is; may be stopped, after which the store is as it was."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _FIRST_SECONDS
        self._stopped = threading.Event()

    def told(self, stage: Stage) -> bool:
        """Hear of a stage, on the store's thread; return whether to go on."""
        now = time.monotonic()
        if now >= self._next and not self._stopped.is_set():
            self._next = now + _SECONDS
            problem(stage.what.render())
        return not self._stopped.is_set()

    async def during(self, start: Awaitable[None]) -> None:
        """Wait for the start; cancelled, have what it does at the store end first."""
        starting = asyncio.ensure_future(start)
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:
            self._stopped.set()
            with contextlib.suppress(DeskError):
                await starting
            raise
