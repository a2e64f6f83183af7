"""One pull: everything, or the newest and what is not finished."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.json_text import Row, write
from orderdesk.connectors.orderspace.bodies import enveloped
from orderdesk.connectors.orderspace.client import Client
from orderdesk.connectors.orderspace.listing import (
    ONE_BY_ONE,
    Cursor,
    Pages,
    Params,
    identity,
    moment,
    read_cursor,
)
from orderdesk.connectors.orderspace.vocabulary import UNFINISHED
from orderdesk.connectors.payloads import BadRow, scrub, set_aside
from orderdesk.domain.errors import NotFound
from orderdesk.domain.gateway import Page, SetAside
from orderdesk.domain.order import Order

_UNFINISHED: Final = frozenset(UNFINISHED)


@dataclass(slots=True)
class Pull:
    """The state of one pull; `order` maps an object of the vendor's and raises BadRow."""

    client: Client
    order: Callable[[object], Order]
    now: datetime
    _seen: dict[str, str] = field(default_factory=dict[str, str], init=False)
    _newest: datetime | None = field(default=None, init=False)
    _nameless: bool = field(default=False, init=False)

    async def run(self, cursor: str | None) -> AsyncIterator[Page]:
        """Yield pages; the last holds the cursor for the next pull."""
        kept = read_cursor(cursor, self.now)
        if kept is None:
            async for page in self._everything():
                yield page
            return
        self._newest = kept.newest
        window, whole = kept.since, True
        params: list[Params] = [{} if window is None else {"created_since": moment(window)}]
        params += [{"status": status} for status in UNFINISHED]
        for place, condition in enumerate(params):
            pages = Pages(self.client, "orders", condition)
            async for entries in pages.read():
                yield await self._page(entries)
                if place == 0 and self._is_before(entries, window):
                    break  # a filter that is not heeded brings everything
            whole = whole and (place > 0 or pages.whole)
        left = kept.unfinished - self._seen.keys()
        if len(left) > ONE_BY_ONE:
            async for page in self._everything():
                yield page
            return
        async for page in self._one_by_one(sorted(left)):
            yield page
        since = window if whole and not self._nameless else None
        yield Page(orders=(), cursor=self._cursor(kept.full_at), complete_since=since)

    async def _everything(self) -> AsyncIterator[Page]:
        pages = Pages(self.client, "orders")
        async for entries in pages.read():
            yield await self._page(entries)
        complete = pages.whole and not self._nameless
        yield Page(orders=(), cursor=self._cursor(self.now), complete=complete)

    async def _one_by_one(self, left: Sequence[str]) -> AsyncIterator[Page]:
        """Read those that have left the unfinished states, and learn which are gone."""
        for vendor_id in left:
            try:
                raw = await self.client.get_order(vendor_id, lane=Lane.BACKGROUND)
            except NotFound:
                yield Page(orders=(), gone=(vendor_id,))
            else:
                yield await self._page([enveloped(raw, "order")])

    def _cursor(self, full_at: datetime) -> str:
        unfinished = {key for key, status in self._seen.items() if status in _UNFINISHED}
        return Cursor(full_at, self._newest, frozenset(unfinished)).text()

    async def _page(self, entries: Sequence[object]) -> Page:
        orders, aside = await asyncio.to_thread(self._mapped, entries)
        for order in orders:
            self._seen[order.vendor_id] = order.vendor_state
            if order.placed_at is not None:
                self._newest = max(self._newest or order.placed_at, order.placed_at)
        self._nameless = self._nameless or any(row.vendor_id is None for row in aside)
        return Page(orders=orders, set_aside=aside)

    def _mapped(self, entries: Sequence[object]) -> tuple[tuple[Order, ...], tuple[SetAside, ...]]:
        orders: dict[str, Order] = {}
        aside: list[SetAside] = []
        for entry in entries:
            try:
                order = self.order(entry)
                orders[order.vendor_id] = order
            except BadRow as fault:
                row = Row(entry, write(entry).decode("utf-8", "replace"))
                aside.append(set_aside(row, identity(entry), str(fault), clean=scrub(entry)))
        return tuple(orders.values()), tuple(aside)

    def _is_before(self, entries: Sequence[object], window: datetime | None) -> bool:
        if window is None or not entries:
            return False
        try:
            last = self.order(entries[-1]).placed_at
        except BadRow:
            return False
        return last is not None and last < window
