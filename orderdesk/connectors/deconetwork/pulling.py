"""One pull: everything, or what was changed since; offset pages over data that moves."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.deconetwork.client import (
    AT_LEAST,
    DATE_MODIFIED,
    DATE_ORDERED,
    GREATER,
    MOST_PER_PAGE,
    Client,
    orders_of,
    total_of,
)
from orderdesk.connectors.deconetwork.mapping import names_of
from orderdesk.connectors.deconetwork.wire import OrderPayload, read_order, scrub
from orderdesk.connectors.json_text import Row, as_object, parse, write
from orderdesk.connectors.payloads import BadRow, set_aside
from orderdesk.domain.gateway import Page, SetAside
from orderdesk.domain.order import Named, Order

FULL_EVERY: Final = timedelta(hours=24)
OVERLAP: Final = timedelta(minutes=15)
"""The vendor's moments have no zone and its clock may be off."""

PASSES: Final = 3
"""A list that moves while it is read is read so often at most, until two readings agree."""

EVERYTHING: Final = {"field": DATE_ORDERED, "condition": GREATER, "date1": "1990-01-01T00:00:00"}
"""At least one condition is needed, so that all orders are those ordered since long ago."""

_STEP_BACK: Final = 5


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a pull leaves for the next: when everything was read, and the newest change seen."""

    full_at: datetime
    changed: datetime | None

    def text(self) -> str:
        """Write it as JSON."""
        changed = None if self.changed is None else self.changed.isoformat()
        return write({"full_at": self.full_at.isoformat(), "changed": changed}).decode()


def read_cursor(text: str | None, now: datetime) -> Cursor | None:
    """Read what the last pull left; None where everything is to be read."""
    if text is None:
        return None
    try:
        kept = as_object(parse(text))
        cursor = Cursor(
            datetime.fromisoformat(str(kept["full_at"])),
            datetime.fromisoformat(str(kept["changed"])),
        )
    except (ValueError, KeyError):
        return None
    return cursor if timedelta(0) <= now - cursor.full_at < FULL_EVERY else None


def since(moment: datetime) -> dict[str, str]:
    """Return the condition for what was changed at a time or later."""
    return {
        "field": DATE_MODIFIED,
        "condition": AT_LEAST,
        "date1": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
    }


def identity(entry: object) -> str | None:
    """Return an order's number, where it has one."""
    found = as_object(entry).get("order_id")
    text = str(found).strip() if isinstance(found, (str, int)) else ""
    return text or None


@dataclass(slots=True)
class Pull:
    """The state of one pull; `order` maps a payload."""

    client: Client
    order: Callable[[OrderPayload], Order]
    now: datetime
    _seen: dict[str, datetime | None] = field(
        default_factory=dict[str, "datetime | None"], init=False
    )
    """When each order was last changed, as far as it has been read."""
    _changed: datetime | None = field(default=None, init=False)
    _nameless: bool = field(default=False, init=False)
    _stable: bool = field(default=False, init=False)

    async def run(self, cursor: str | None) -> AsyncIterator[Page]:
        """Yield pages; the last holds the cursor for the next pull."""
        kept = read_cursor(cursor, self.now)
        if kept is None or kept.changed is None:
            async for page in self._all_of(EVERYTHING):
                yield page
            complete = self._stable and not self._nameless
            yield Page(orders=(), cursor=Cursor(self.now, self._changed).text(), complete=complete)
            return
        self._changed = kept.changed
        async for page in self._all_of(since(kept.changed - OVERLAP)):
            yield page
        yield Page(orders=(), cursor=Cursor(kept.full_at, self._changed).text())

    async def _all_of(self, condition: Mapping[str, str]) -> AsyncIterator[Page]:
        """Read a list again until a whole reading brings nothing new and fits its total."""
        for turn in range(PASSES):
            before = len(self._seen)
            totals: set[int | None] = set()
            async for page, total in self._once(condition):
                totals.add(total)
                yield page
            told = next(iter(totals)) if len(totals) == 1 else None
            fits = len(totals) == 1 and told in (None, len(self._seen))
            self._stable = fits or (turn > 0 and len(self._seen) == before and len(totals) == 1)
            if self._stable:
                # A total that stays larger than its rows is wrong, and nothing can be gone by it.
                self._stable = fits
                return

    async def _once(self, condition: Mapping[str, str]) -> AsyncIterator[tuple[Page, int | None]]:
        """Read page after page; each begins a little before the last one ended.

        Where an order has left the list meanwhile, those behind it have moved up.
        """
        offset = 0
        while True:
            body = await self.client.find(
                condition, limit=MOST_PER_PAGE, offset=offset, lane=Lane.BACKGROUND
            )
            entries, total = orders_of(body), total_of(body)
            yield await self._page(entries, total), total
            if len(entries) < MOST_PER_PAGE:
                return
            offset += MOST_PER_PAGE - _STEP_BACK

    async def _page(self, entries: Sequence[object], total: int | None) -> Page:
        page = await asyncio.to_thread(self._mapped, entries, total)
        self._seen |= {row.vendor_id: None for row in page.set_aside if row.vendor_id}
        self._nameless = self._nameless or any(row.vendor_id is None for row in page.set_aside)
        return page

    def _mapped(self, entries: Sequence[object], total: int | None) -> Page:
        orders: dict[str, Order] = {}
        names: dict[str, Named] = {}
        aside: list[SetAside] = []
        for entry in entries:
            try:
                payload = read_order(entry)
            except BadRow as fault:
                row = Row(entry, write(entry).decode("utf-8", "replace"))
                aside.append(set_aside(row, identity(entry), str(fault), clean=scrub(entry)))
                continue
            changed = payload.date_modified
            if changed is not None and self._seen.get(payload.order_id) == changed:
                continue  # from where two pages overlap, or read a second time
            self._seen[payload.order_id] = changed
            orders[payload.order_id] = self.order(payload)
            names |= {name.id: name for name in names_of(payload)}
            if changed is not None:
                self._changed = max(self._changed or changed, changed)
        return Page(
            orders=tuple(orders.values()),
            set_aside=tuple(aside),
            names=tuple(names.values()),
            total=total,
        )
