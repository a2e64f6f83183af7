"""A clock that the desk and the stand-ins go by together, so that a day passes in seconds."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from orderdesk.connectors.clock import Timing
from tests.sandbox.calls import Calls


class DayClock:
    """The time of this computer, and what was let pass beside it."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._ahead = 0.0
        self.timing = Timing(self._monotonic, self._sleep)
        """What connectors wait by: what they wait for passes at once."""

    def now(self) -> datetime:
        """Return what time it is."""
        return datetime.now(UTC) + timedelta(seconds=self._ahead)

    def advance(self, seconds: float) -> None:
        """Let time pass, for the stand-ins too."""
        self._ahead += seconds
        self._calls.admin("POST", "/advance", {"seconds": max(1, round(seconds))})

    def _monotonic(self) -> float:
        return time.monotonic() + self._ahead

    async def _sleep(self, seconds: float) -> None:
        until = self._monotonic() + seconds
        await asyncio.sleep(0)
        if (left := until - self._monotonic()) > 0:
            self._ahead += left
            step = {"seconds": max(1, round(left))}
            await asyncio.to_thread(self._calls.admin, "POST", "/advance", step)
