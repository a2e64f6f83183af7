"""One pull: everything, or what was changed since; offset pages over data that moves."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.deconetwork.client import MOST_PER_PAGE, Client, orders_of, total_of
from orderdesk.connectors.deconetwork.conditions import EVER, any_since
from orderdesk.connectors.deconetwork.cursor import Cursor, read_cursor
from orderdesk.connectors.deconetwork.mapping import names_of
from orderdesk.connectors.deconetwork.scrubbing import scrub
from orderdesk.connectors.deconetwork.wire import OrderPayload, identity, moment_of, read_clean
from orderdesk.connectors.json_text import Row, write
from orderdesk.connectors.payloads import BadRow, set_aside
from orderdesk.domain.gateway import Page, SetAside
from orderdesk.domain.order import Named, Order
from orderdesk.precedence import in_turn

OVERLAP: Final = timedelta(minutes=15)
"""So much is read again each time: the site's moments are to the second, its clock may be off."""

PASSES: Final = 3
"""A list whose readings do not agree is read so often at most."""

STEP_BACK: Final = 5
"""Where orders have left the list meanwhile, those behind them have moved up by as many."""


@dataclass(slots=True)
class Reading:
    """One reading of a list, from its first page to its last."""

    keys: set[str] = field(default_factory=set[str])
    """The orders that came: by number, or by what they say where they have none."""
    total: int | None = None
    """What the last page said."""
    shaken: bool = False
    """So much went meanwhile, or pages repeated themselves so, that some may not have come."""

    def take(self, keys: set[str], total: int | None) -> bool:
        """Take in a page; whether it brought anything."""
        if total is not None and self.total is not None and self.total - total > STEP_BACK:
            self.shaken = True
        brought = bool(keys - self.keys)
        self.keys |= keys
        self.total = total
        return brought

    def holds_all(self, late: "Reading | None" = None) -> bool:
        """Whether as many came as there are by the vendor's word, with those that came late."""
        keys = self.keys | late.keys if late else self.keys
        return self.total is not None and len(keys) >= self.total and not self.shaken


@dataclass(slots=True)
class Pull:
    """The state of one pull; `order` maps a payload, `now` is this computer's clock."""

    client: Client
    order: Callable[[OrderPayload], Order]
    now: datetime
    _seen: dict[str, str] = field(default_factory=dict[str, str], init=False)
    """What tells each order's state, as far as it has been read."""
    _newest: datetime | None = field(default=None, init=False)
    _started: datetime | None = field(default=None, init=False)
    """By the vendor's clock."""
    _nameless: bool = field(default=False, init=False)
    _whole: bool = field(default=False, init=False)

    async def run(self, cursor: str | None) -> AsyncIterator[Page]:
        """Yield pages; the last holds the cursor for the next pull."""
        kept = read_cursor(cursor, self.now)
        if kept is not None:
            async for page in self._read(kept.changed - OVERLAP, Reading()):
                yield page
            # What was the newest last time must be among them: else the site understands the
            # time otherwise, or the order is gone, and only everything tells.
            if self._newest is not None and self._newest >= kept.changed:
                yield Page(orders=(), cursor=self._cursor(kept.full_at))
                return
        async for page in self._everything():
            yield page
        complete = self._whole and not self._nameless
        yield Page(orders=(), cursor=self._cursor(self.now), complete=complete)

    def _cursor(self, full_at: datetime) -> str | None:
        """Return where to go on: no later than this pull began, because of what moved since."""
        if self._newest is None or self._started is None:
            return None
        return Cursor(full_at, min(self._newest, self._started)).text()

    async def _everything(self) -> AsyncIterator[Page]:
        """Read all orders, again until nothing can be missing, or a reading is like the last."""
        last: set[str] | None = None
        for _turn in range(PASSES):
            reading, late = Reading(), Reading()
            async for page in self._read(EVER, reading, counts=True):
                yield page
            if not reading.holds_all() and self._started is not None:
                # What came or moved meanwhile has been changed meanwhile.
                async for page in self._read(self._started - OVERLAP, late):
                    yield page
            self._whole = reading.holds_all(late) or reading.keys == last
            if self._whole:
                return
            last = reading.keys

    async def _read(
        self, moment: datetime, reading: Reading, *, counts: bool = False
    ) -> AsyncIterator[Page]:
        """Read page after page; each begins a little before the last one ended.

        The rows are believed, not the total: it goes on until nothing more comes.
        """
        offset = reached = 0
        while True:
            body = await self.client.find_since(
                moment, limit=MOST_PER_PAGE, offset=offset, lane=Lane.BACKGROUND
            )
            entries, total = orders_of(body), total_of(body)
            self._started = self._started or self.client.wire.clock.now()
            if offset == 0 and not any_since(entries, moment):
                if await self.client.learn_numbers(Lane.BACKGROUND):
                    continue
            elif moment == EVER:
                self.client.numbers.known = True
            page, keys = await asyncio.to_thread(self._page, entries, total if counts else None)
            yield page
            end = offset + len(entries)
            brought = reading.take(keys, total)
            if end == total or end <= reached:
                return
            if not brought:
                reading.shaken = True
                return
            reached = end
            offset = max(offset + 1, end - STEP_BACK)

    def _page(self, entries: Sequence[object], total: int | None) -> tuple[Page, set[str]]:
        orders: list[Order] = []
        names: dict[str, Named] = {}
        aside: list[SetAside] = []
        keys: set[str] = set()
        for entry in in_turn(entries):
            clean = scrub(entry)
            key, state = _key(clean), _state(clean)
            keys.add(key)
            at = moment_of(clean)
            if at is not None:
                self._newest = max(self._newest or at, at)
            if self._seen.get(key) == state:
                continue  # from where two pages overlap, or read a second time
            self._seen[key] = state
            try:
                payload = read_clean(clean)
                orders.append(self.order(payload))
            except BadRow as fault:
                aside.append(self._aside(clean, str(fault)))
                continue
            names |= {name.id: name for name in names_of(payload)}
        page = Page(
            orders=tuple(orders),
            set_aside=tuple(aside),
            names=tuple(names.values()),
            total=total,
        )
        return page, keys

    def _aside(self, clean: object, reason: str) -> SetAside:
        number = identity(clean)
        self._nameless = self._nameless or number is None
        row = Row(clean, write(clean).decode("utf-8", "replace"))
        return set_aside(row, number, reason, clean=clean)


def _key(entry: object) -> str:
    """Return an order's number, else something that no other order has."""
    return identity(entry) or f"?{_digest(entry)}"


def _state(entry: object) -> str:
    """Return what differs once an order has been changed."""
    at = moment_of(entry)
    return at.isoformat() if at is not None else _digest(entry)


def _digest(entry: object) -> str:
    return blake2b(write(entry), digest_size=16).hexdigest()
