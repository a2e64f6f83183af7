"""Waiting inside the server's loop: for time, for news, and never past the end of the sandbox."""

import asyncio
from collections.abc import Callable, Coroutine


class Closing(Exception):
    """The sandbox is being stopped: whoever waits gives up."""


class Bell:
    """Wakes everybody who waits for news."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    def heard(self) -> Coroutine[None, None, bool]:
        """Wait for the next ring from this call on, not from when it is first awaited."""
        return self._event.wait()


class Lifetime:
    """From start to stop; every wait of the sandbox goes through here."""

    def __init__(self) -> None:
        self._ended = asyncio.Event()

    def end(self) -> None:
        self._ended.set()

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    async def pause(self, seconds: float) -> None:
        """Wait so long; raises `Closing` when the sandbox stops meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            return
        raise Closing

    async def until(self, true: Callable[[], bool], bell: Bell, seconds: float | None) -> bool:
        """Wait until `true()`, asking at each ring of `bell`; False when the time is up first.

        Raises:
            Closing: when the sandbox stops meanwhile.
        """
        try:
            async with asyncio.timeout(seconds):
                while not true():
                    await self._either(bell)
        except TimeoutError:
            return False
        return True

    async def _either(self, bell: Bell) -> None:
        waits = [asyncio.ensure_future(bell.heard()), asyncio.ensure_future(self._ended.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if self.ended:
            raise Closing
