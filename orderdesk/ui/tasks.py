"""The one place where coroutines of the desk start, and where their failures end up."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from orderdesk.domain.errors import DeskError
from orderdesk.precedence import UI

T = TypeVar("T")


class Runner(Protocol):
    """Takes a service's coroutine to where the services run and brings its result back."""

    def __call__(self, coro: Coroutine[Any, Any, T], /) -> Awaitable[T]:
        """Start `coro`; the result can be awaited on the UI's loop."""
        ...


async def run_here(coro: Coroutine[Any, Any, T]) -> T:
    """Run a service's coroutine on the UI's own loop: a Runner for tests."""
    return await coro


class Tasks(QObject):
    """Starts coroutines from plain slots and keeps them until they end.

    Signals:
        failed: the exception of a coroutine or callback that nobody handled.
    """

    failed = Signal(object)

    def __init__(self, run: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._running: set[asyncio.Task[Any]] = set()
        self._waiting: set[Coroutine[Any, Any, Any]] = set()
        """What was called and is not handed over yet."""
        self._closed = False

    def spawn(self, coro: Coroutine[Any, Any, T], name: str) -> "asyncio.Task[T]":
        """Start a coroutine of the UI's loop, which must be running."""
        task = asyncio.get_running_loop().create_task(coro, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def call(
        self,
        coro: Coroutine[Any, Any, T],
        *,
        name: str,
        then: Callable[[T], None] | None = None,
        otherwise: Callable[[DeskError], None] | None = None,
    ) -> "asyncio.Task[None]":
        """Start a service's coroutine; one of the callbacks runs on the UI thread.

        `then` gets the result, `otherwise` a DeskError; without it, and for every other
        exception, `failed` is emitted. A callback of a widget that is gone is left out.
        """
        self._waiting.add(coro)
        task = self.spawn(self._answered(coro, then, otherwise), name)
        task.add_done_callback(partial(self._drop, coro))
        return task

    async def settle(self, patience: float) -> None:
        """Wait `patience` seconds at most for what runs now; what fails was reported already."""
        if self._running:
            await asyncio.wait(self._running, timeout=patience)

    async def aclose(self) -> None:
        """Cancel what is still running and wait for it; what is called from now on is dropped."""
        self._closed = True
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _answered(
        self,
        coro: Coroutine[Any, Any, T],
        then: Callable[[T], None] | None,
        otherwise: Callable[[DeskError], None] | None,
    ) -> None:
        if self._closed:
            return
        self._waiting.discard(coro)
        try:
            result = await self._run(coro)
        except DeskError as error:
            if otherwise is None:
                raise
            if _alive(otherwise):
                with UI:
                    otherwise(error)
            return
        if then is not None and _alive(then):
            with UI:
                then(result)

    def _drop(self, coro: Coroutine[Any, Any, Any], _task: "asyncio.Task[None]") -> None:
        """Close a coroutine that was not handed over: its task was cancelled before it began."""
        if coro in self._waiting:
            self._waiting.discard(coro)
            coro.close()

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None and shiboken6.isValid(self):
            self.failed.emit(error)


def _alive(callback: Callable[..., None]) -> bool:
    """Whether the widget a callback is bound to still exists."""
    bound = callback.func if isinstance(callback, partial) else callback
    owner = getattr(bound, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
