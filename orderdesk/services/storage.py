"""The store's two threads: one that writes, and one that reads what a person waits for."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from orderdesk.store.store import Store

T = TypeVar("T")

StoreOpener = Callable[[], Store]


class _Shelf:
    """A store and the one thread that touches it."""

    def __init__(self, opener: StoreOpener, name: str) -> None:
        self._opener = opener
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._store: Store | None = None
        self._closed = False

    async def open(self) -> None:
        def opened() -> None:
            self._store = self._opener()

        await asyncio.get_running_loop().run_in_executor(self._thread, opened)

    async def run(self, work: Callable[[Store], T]) -> T:
        def worked() -> T:
            if self._store is None:
                raise RuntimeError("the store is not open")
            return work(self._store)

        return await asyncio.get_running_loop().run_in_executor(self._thread, worked)

    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True

        def closed() -> None:
            store, self._store = self._store, None
            if store is not None:
                store.close()

        await asyncio.get_running_loop().run_in_executor(self._thread, closed)
        self._thread.shutdown()


class Storage:
    """Runs work on the store off the services' loop.

    `writer` opens the store; `reader` opens the same file read-only, or is None where there
    is no file: then reading takes its turn on the writer's thread.
    """

    def __init__(self, writer: StoreOpener, reader: StoreOpener | None = None) -> None:
        self._writer = _Shelf(writer, "orderdesk-writer")
        self._reader = _Shelf(reader, "orderdesk-reader") if reader else None

    async def open(self) -> None:
        """Open the store, the writer first, since it makes the file.

        Raises:
            DeskError: if the file cannot be opened.
        """
        await self._writer.open()
        if self._reader is not None:
            await self._reader.open()

    async def run(self, work: Callable[[Store], T]) -> T:
        """Do `work` on the writer's thread, in turn."""
        return await self._writer.run(work)

    async def read(self, work: Callable[[Store], T]) -> T:
        """Do `work`, which only reads, without waiting for what is being written."""
        return await (self._reader or self._writer).run(work)

    async def aclose(self) -> None:
        """Finish what is queued and close."""
        if self._reader is not None:
            await self._reader.aclose()
        await self._writer.aclose()
