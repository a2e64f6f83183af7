"""One pull of one connection: pages into the mirror, names beside them, progress told."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from datetime import UTC, datetime

from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import NamesChanged, OrdersChanged, SyncChanged
from orderdesk.domain.gateway import Gateway, Page
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Named
from orderdesk.services.events import Bus
from orderdesk.services.links import Link
from orderdesk.services.sentences import unexpected
from orderdesk.services.storage import Storage
from orderdesk.services.timings import Timings
from orderdesk.services.views import SyncReport
from orderdesk.store.store import Store

logger = logging.getLogger(__name__)

STOPPED = QT_TRANSLATE_NOOP("messages", "The sync was stopped before its end.")
STOPPED_WAY = QT_TRANSLATE_NOOP("messages", "Sync again to read the rest.")
NO_NAMES = QT_TRANSLATE_NOOP("messages", "{kind}: the names could not be read, ids are shown.")

# Beyond this many, whoever shows orders does better to look at all of them again.
_NAMED_AT_MOST = 500


class Pull:
    """The state of one pull."""

    def __init__(
        self,
        link: Link,
        *,
        storage: Storage,
        bus: Bus,
        timings: Timings,
        kept: Callable[[], None],
    ) -> None:
        """`kept` is called whenever orders have been written."""
        self.orders = 0
        self.total: int | None = None
        self._link = link
        self._key = link.config.key
        self._storage = storage
        self._bus = bus
        self._timings = timings
        self._kept = kept
        self._changed = 0
        self._set_aside = 0
        self._unread = 0
        self._requests = 0
        self._stopped = asyncio.Event()
        self._told_at = 0.0
        self._nameless: dict[str, DeskError] = {}

    def stop(self) -> None:
        """End with the page that has come, also in the middle of a long answer."""
        self._stopped.set()

    async def run(self, gateway: Gateway, *, names: bool, answered: Callable[[], None]) -> None:
        """Pull orders and, if asked for, names; `answered` is called when the vendor answers.

        Raises:
            DeskError: if orders cannot be read; what came before it is kept.
        """
        before = gateway.requests
        naming = asyncio.ensure_future(self._names(gateway)) if names else None
        try:
            await self._pages(gateway, answered)
            if naming is not None:
                await naming
        finally:
            if naming is not None:
                naming.cancel()
                await asyncio.gather(naming, return_exceptions=True)
            self._requests = gateway.requests - before
        if self._stopped.is_set():
            raise DeskError(Message(STOPPED), way_out=Message(STOPPED_WAY))

    async def ended(self, error: str | None) -> None:
        """Keep when the pull ended and how."""
        at = datetime.now(UTC)

        def end(store: Store) -> int:
            store.syncs.finished(self._key, at, error)
            return store.mirror.count_unread(self._key)

        self._unread = await self._storage.run(end)

    def warning(self) -> DeskError | None:
        """Return what could not be read beside the orders, if anything."""
        for kind, error in self._nameless.items():
            label = self._link.description.look_ups.get(kind, kind)
            return DeskError(Message(NO_NAMES, {"kind": Message(label)}), way_out=error.message)
        return None

    def report(self, *, seconds: float, error: str | None) -> SyncReport:
        """Return how the pull went."""
        return SyncReport(
            connection=self._key,
            vendor=self._link.config.vendor,
            orders=self.orders,
            changed=self._changed,
            requests=self._requests,
            seconds=round(seconds, 3),
            set_aside=self._set_aside,
            error=error,
            unread=self._unread,
        )

    async def _pages(self, gateway: Gateway, answered: Callable[[], None]) -> None:
        pull = await self._storage.run(lambda store: store.mirror.begin_pull(self._key))
        cursor = await self._storage.run(lambda store: store.syncs.cursor(self._key))
        complete, since = False, None
        async with aclosing(_ended(gateway.pull(cursor=cursor))) as pages:
            while (page := await self._next(pages)) is not None:
                answered()
                await self._keep(page, pull)
                complete = complete or page.complete
                since = page.complete_since or since
            if self._stopped.is_set():
                return
        removed = await self._storage.run(
            lambda store: store.mirror.finish_pull(
                self._key, pull, complete=complete, complete_since=since
            )
        )
        if removed:
            self._bus.publish(OrdersChanged(removed=removed))

    async def _next(self, pages: AsyncIterator[Page | None]) -> Page | None:
        """Return the next page; None at the end, or as soon as somebody stops it."""
        if self._stopped.is_set():
            return None
        coming = asyncio.ensure_future(anext(pages))
        stopped = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait((coming, stopped), return_when=asyncio.FIRST_COMPLETED)
            return coming.result() if coming.done() else None
        finally:
            stopped.cancel()
            if not coming.done():
                # A read under way does nothing at the vendor's; nobody waits for it any more.
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)

    async def _keep(self, page: Page, pull: int) -> None:
        # First, so that an order is never shown by an id whose name came with it.
        if page.names and await self._put_names(page.names):
            self._bus.publish(NamesChanged(self._key))
        result = await self._storage.run(
            lambda store: store.mirror.apply_page(self._key, page, pull=pull)
        )
        if result.changed:
            self._kept()
        self.orders += len(page.orders)
        self.total = page.total if page.total is not None else self.total
        self._changed += len(result.changed)
        self._set_aside += result.set_aside
        if len(result.changed) > _NAMED_AT_MOST:
            self._bus.publish(OrdersChanged(all=True))
        elif result.changed or result.removed:
            self._bus.publish(OrdersChanged(result.changed, result.removed))
        now = time.monotonic()
        if now - self._told_at >= self._timings.progress:
            self._told_at = now
            self._bus.publish(
                SyncChanged(self._key, running=True, done=self.orders, total=self.total)
            )

    async def _names(self, gateway: Gateway) -> None:
        for kind in self._link.description.look_ups:
            try:
                await self._names_of(gateway, kind)
            except DeskError as error:
                logger.info("the names of %s could not be read: %s", kind, error.sentence())
                self._nameless[kind] = error
            except Exception as error:
                logger.exception("the names of %s could not be read", kind)
                self._nameless[kind] = DeskError(unexpected(error))

    async def _names_of(self, gateway: Gateway, kind: str) -> None:
        changed = False
        async for names in gateway.look_up(kind):
            changed = await self._put_names(names) or changed
            if self._stopped.is_set():
                break
        if changed:
            self._bus.publish(NamesChanged(self._key))

    async def _put_names(self, names: tuple[Named, ...]) -> bool:
        return await self._storage.run(lambda store: store.names.put(self._key, names))


async def _ended(pages: AsyncIterator[Page]) -> AsyncGenerator[Page | None]:
    """Give out the pages and then None; closing it closes what they come from."""
    try:
        async for page in pages:
            yield page
        yield None
    finally:
        if isinstance(pages, AsyncGenerator):
            await pages.aclose()
