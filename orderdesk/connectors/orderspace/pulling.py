"""One pull: everything, or the newest and what is not finished."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2s
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
    created_since,
    identity,
    read_cursor,
)
from orderdesk.connectors.orderspace.vocabulary import (
    CANCELLED,
    FULFILLED,
    STANDING_ORDER,
    UNFINISHED,
)
from orderdesk.connectors.payloads import BadRow, scrub, set_aside
from orderdesk.domain.errors import NotFound
from orderdesk.domain.gateway import Page, SetAside
from orderdesk.domain.order import Named, Order
from orderdesk.precedence import in_turn

_FINAL: Final = frozenset({FULFILLED, CANCELLED, STANDING_ORDER})
_MAYBE_APART: Final = frozenset({CANCELLED, STANDING_ORDER})

_Mapped = tuple[tuple[Order, ...], tuple[SetAside, ...]]


@dataclass(slots=True)
class Pull:
    """The state of one pull; `order` maps an object of the vendor's and raises BadRow."""

    client: Client
    now: datetime
    order: Callable[[object], Order]
    names: Callable[[Iterable[object]], tuple[Named, ...]]
    """Returns the names that come with orders as the vendor sends them."""
    _seen: dict[str, str] = field(default_factory=dict[str, str], init=False)
    """The state of each order that was read."""
    _listed: set[str] = field(default_factory=set[str], init=False)
    """The states that a list without a status has shown."""
    _given: dict[str, bytes] = field(default_factory=dict[str, bytes], init=False)
    """What was given out of each order, as a digest: lists overlap."""
    _newest: datetime | None = field(default=None, init=False)
    _nameless: bool = field(default=False, init=False)

    async def run(self, cursor: str | None) -> AsyncIterator[Page]:
        """Yield pages; the last holds the cursor for the next pull."""
        kept = read_cursor(cursor, self.now)
        since = kept.since if kept is not None else None
        whole = self._everything() if kept is None or since is None else self._news(kept, since)
        async for page in whole:
            yield page

    async def _news(self, kept: Cursor, since: datetime) -> AsyncIterator[Page]:
        """Read the newest, the unfinished, and those that were unfinished."""
        self._newest = kept.newest
        newest = Pages(self.client, "orders", created_since(since))
        async for page in self._plain(newest, since):
            yield page
        wanted: list[tuple[str, Params]] = [
            *((status, created_since(since)) for status in sorted(kept.apart)),
            *((status, {}) for status in (*UNFINISHED, *sorted(kept.words))),
        ]
        for status, params in wanted:
            async for page in self._in_state(status, params):
                yield page
        left = kept.unfinished - self._seen.keys()
        if len(left) > ONE_BY_ONE:
            async for page in self._everything():
                yield page
            return
        async for page in self._one_by_one(sorted(left)):
            yield page
        told = since if newest.whole and not self._nameless else None
        cursor = self._cursor(kept.full_at, kept.apart)
        yield Page(orders=(), cursor=cursor, complete_since=told)

    async def _everything(self) -> AsyncIterator[Page]:
        pages = Pages(self.client, "orders")
        async for page in self._plain(pages, None):
            yield page
        for status in sorted(_MAYBE_APART - self._listed):
            async for page in self._in_state(status, {}):
                yield page
        complete = pages.whole and not self._nameless
        yield Page(orders=(), cursor=self._cursor(self.now, _MAYBE_APART), complete=complete)

    async def _plain(self, pages: Pages, window: datetime | None) -> AsyncIterator[Page]:
        """Read a list without a status, newest first, as far as a window goes."""
        async for entries in pages.read():
            page = await self._page(entries)
            self._listed.update(order.vendor_state for order in page.orders)
            yield page
            if self._is_before(entries, window):
                return  # a filter that is not heeded brings everything

    async def _in_state(self, status: str, params: Params) -> AsyncIterator[Page]:
        async for entries in Pages(self.client, "orders", {**params, "status": status}).read():
            page = await self._page(entries)
            yield page
            if any(order.vendor_state != status for order in page.orders):
                return  # a filter that is not heeded brings everything

    async def _one_by_one(self, left: Sequence[str]) -> AsyncIterator[Page]:
        """Read those that have left the unfinished states, and learn which are gone."""
        for vendor_id in left:
            try:
                raw = await self.client.get_order(vendor_id, lane=Lane.BACKGROUND)
            except NotFound:
                yield Page(orders=(), gone=(vendor_id,))
            else:
                yield await self._page([enveloped(raw, "order")])

    def _cursor(self, full_at: datetime, apart: frozenset[str]) -> str:
        open_ones = {key: state for key, state in self._seen.items() if state not in _FINAL}
        return Cursor(
            full_at,
            self._newest,
            unfinished=frozenset(open_ones),
            words=frozenset(open_ones.values()) - frozenset(UNFINISHED),
            apart=apart - self._listed,
        ).text()

    async def _page(self, entries: Sequence[object]) -> Page:
        orders, aside = await asyncio.to_thread(self._mapped, entries)
        for order in orders:
            self._seen[order.vendor_id] = order.vendor_state
            if order.placed_at is not None:
                self._newest = max(self._newest or order.placed_at, order.placed_at)
        self._nameless = self._nameless or any(row.vendor_id is None for row in aside)
        return Page(orders=orders, set_aside=aside, names=self.names(entries))

    def _mapped(self, entries: Sequence[object]) -> _Mapped:
        """Map what was not given out yet, or is not the same any more."""
        orders: dict[str, Order] = {}
        aside: list[SetAside] = []
        for entry in in_turn(entries):
            text = write(entry)
            digest = blake2s(text).digest()
            key = identity(entry) or digest.hex()
            if self._given.get(key) == digest:
                continue
            self._given[key] = digest
            try:
                order = self.order(entry)
                orders[order.vendor_id] = order
            except BadRow as fault:
                row = Row(entry, text.decode("utf-8", "replace"))
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
