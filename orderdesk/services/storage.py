"""The store's threads: one writes, one reads what a person opens, one looks for orders."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from orderdesk.services.giving_way import Hands
from orderdesk.store.store import Store

T = TypeVar("T")

StoreOpener = Callable[[], Store]


class _Turn:
    """One piece of work on a shelf, which nobody may want any more."""

    def __init__(self) -> None:
        self.unwanted = False


class _Shelf:
    """A store and the one thread that touches it."""

    def __init__(self, opener: StoreOpener, name: str) -> None:
        self._opener = opener
        self._thread = Hands(max_workers=1, thread_name_prefix=name)
        self._store: Store | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._turn: _Turn | None = None
        self._used = False
        """Whether anything was done here since it was last looked whether it rests."""

    async def open(self) -> None:
        def opened() -> None:
            self._store = self._opener()

        await asyncio.get_running_loop().run_in_executor(self._thread, opened)

    async def run(self, work: Callable[[Store], T]) -> T:
        def worked() -> T:
            if self._store is None:
                raise RuntimeError("the store is not open")
            return work(self._store)

        self._used = True
        return await asyncio.get_running_loop().run_in_executor(self._thread, worked)

    async def let_go(self) -> None:
        """Give back what is kept for the next question."""
        if self._store is not None:
            await self.run(Store.let_go)
            self._used = False

    def has_rested(self) -> bool:
        """Return whether nothing was done here since this was last asked."""
        used, self._used = self._used, False
        return not used

    async def run_while_wanted(self, work: Callable[[Store], T]) -> T:
        """Do `work`; cancelled, it ends at once, so that the next need not wait for it."""
        turn = _Turn()
        try:
            return await self.run(lambda store: self._take_turn(turn, store, work))
        except asyncio.CancelledError:
            self._drop(turn)
            raise

    def _take_turn(self, turn: _Turn, store: Store, work: Callable[[Store], T]) -> T:
        with self._lock:
            self._turn = turn
            if turn.unwanted:
                store.give_up()
        try:
            return work(store)
        finally:
            with self._lock:
                self._turn = None
                store.carry_on()

    def _drop(self, turn: _Turn) -> None:
        with self._lock:
            turn.unwanted = True
            if self._turn is turn and self._store is not None:
                self._store.give_up()

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
        self._seeker = _Shelf(reader, "orderdesk-seeker") if reader else None
        self._seeking: asyncio.Future[None] | None = None
        self._reading = reader
        self.lacking: frozenset[str] = frozenset()
        """What searches missed of their index, so that they took long."""
        self.missed = asyncio.Event()
        """Set when something is missed."""

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

    async def seek(self, work: Callable[[Store], T]) -> T:
        """Do `work`, which looks for orders and may take long, beside all other reading.

        Cancelling ends it at once.
        """
        if self._seeker is None:
            return await self._writer.run(work)
        if self._seeking is None:
            # Opened with the first question, not at the start.
            self._seeking = asyncio.ensure_future(self._seeker.open())
        await asyncio.shield(self._seeking)
        found, lacking = await self._seeker.run_while_wanted(
            lambda store: (work(store), store.search.lacking)
        )
        if lacking:
            self.lacking |= lacking
            self.missed.set()
        return found

    async def tidy(self, work: Callable[[Store], T]) -> T | None:
        """Do long `work` that only reads on a thread and store of its own, let go afterwards.

        Cancelling ends it at once. Without a file there is nothing to do.
        """
        if self._reading is None:
            return None
        shelf = _Shelf(self._reading, "orderdesk-indexer")
        try:
            await shelf.open()
            return await shelf.run_while_wanted(work)
        finally:
            await asyncio.shield(shelf.aclose())

    async def let_go(self) -> None:
        """Give back memory: the writer's, who keeps much, where it rested since the last time."""
        for shelf in (self._reader, self._seeker):
            if shelf is not None:
                await shelf.let_go()
        if self._writer.has_rested():
            await self._writer.let_go()

    async def aclose(self) -> None:
        """Finish what is queued and close."""
        if self._seeker is not None and self._seeking is not None:
            await self._seeker.aclose()
        if self._reader is not None:
            await self._reader.aclose()
        await self._writer.aclose()
