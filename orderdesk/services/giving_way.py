"""Loops and threads that give way to the UI thread at the edge of each step."""

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from typing_extensions import override

from orderdesk.precedence import UI

P = ParamSpec("P")
T = TypeVar("T")


class GivingWay(selectors.DefaultSelector):
    """Has an event loop give way before each of its rounds."""

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        UI.give_way()
        return super().select(timeout)


class Hands(ThreadPoolExecutor):
    """Threads that give way before each piece of work."""

    @override
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        def worked() -> T:
            UI.give_way()
            return fn(*args, **kwargs)

        return super().submit(worked)


def new_loop() -> asyncio.AbstractEventLoop:
    """Return an event loop that gives way; the system's own where it has no selectors."""
    loop = asyncio.new_event_loop()
    if not isinstance(loop, asyncio.SelectorEventLoop):
        return loop
    loop.close()
    return asyncio.SelectorEventLoop(GivingWay())
