"""One pull: everything once a day, else what was changed since, with its lines and ship docs."""

# What was changed is asked for by RecordInfo.ModifiedDate in the vendor's own writing of it, so
# that its zone need not be known. A ship doc may leave its order's date as it is, so that changed
# ship docs are asked for too. The overlap covers the hour that a clock is put back.

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.json_text import Row, write
from orderdesk.connectors.ordertime.cards import scrubbed
from orderdesk.connectors.ordertime.client import (
    AT_LEAST,
    CUSTOM_MACRO,
    Client,
    list_info,
    member_of,
    where,
)
from orderdesk.connectors.ordertime.cursors import Cursor, Stamp, read_cursor, stamp_of
from orderdesk.connectors.ordertime.listing import Documents, Filter, among, number_of
from orderdesk.connectors.ordertime.mapping import Mapper
from orderdesk.connectors.ordertime.vocabulary import SALES_ORDER, SHIP_DOC
from orderdesk.connectors.ordertime.wire import ShipDoc, read_ship_doc
from orderdesk.connectors.payloads import BadRow, set_aside
from orderdesk.domain.errors import Forbidden, NotFound, Rejected, VendorError
from orderdesk.domain.gateway import Page, Reading, SetAside
from orderdesk.domain.order import Named, Order
from orderdesk.precedence import in_turn

BATCH: Final = 50
"""Orders with all their lines that are read at a time: some 700 kB, 20 MB at the very worst."""

Docs = Mapping[str, Sequence[ShipDoc]]


async def ship_docs_of(
    client: Client, filters: Sequence[Filter], *, lines: bool, lane: Lane
) -> tuple[Docs, list[object]] | None:
    """Read ship docs by the number of the order that they fill, and their rows as they came.

    None where the user's role or the server does not let them be seen, or one cannot be read.
    """
    found: dict[str, list[ShipDoc]] = {}
    rows: list[object] = []
    documents = Documents(client, SHIP_DOC, filters, lines=lines, lane=lane)
    try:
        async for entries in documents.read():
            rows += entries
            for doc in await asyncio.to_thread(_ship_docs, entries):
                if lines and doc.LineItems is None:
                    return None  # it was asked for, and would count as nothing
                found.setdefault(doc.SONo or "", []).append(doc)
    except (Forbidden, Rejected, BadRow):
        return None
    return found, rows


def _ship_docs(rows: Sequence[object]) -> list[ShipDoc]:
    return [read_ship_doc(row) for row in rows]


@dataclass(slots=True)
class Pull:
    """The state of one pull; `fetch` reads one order by itself."""

    client: Client
    mapper: Mapper
    fetch: Callable[[str], Awaitable[Reading]]
    now: Callable[[], datetime]
    _nameless: bool = field(default=False, init=False)
    _stamps: dict[str, Stamp] = field(default_factory=dict[str, Stamp], init=False)
    """When each document was last changed, by its type and number."""

    async def run(self, cursor: str | None) -> AsyncIterator[Page]:
        """Yield pages; the last holds the cursor for the next pull."""
        started = self.now()
        kept = read_cursor(cursor, started)
        if kept is None:
            async for page in self._everything(started):
                yield page
            return
        try:
            changed, macro = await self._changed(kept)
        except Rejected:  # it does not take such a filter at all
            async for page in self._everything(started):
                yield page
            return
        wanted = iter(changed)
        while batch := tuple(islice(wanted, BATCH)):
            async for page in self._batch(batch):
                yield page
        after = kept.after(self._stamps, started, self.now(), macro=macro)
        yield Page(orders=(), cursor=after.text())

    async def _everything(self, started: datetime) -> AsyncIterator[Page]:
        found = await ship_docs_of(self.client, (), lines=False, lane=Lane.BACKGROUND)
        docs, rows = found or (None, [])
        self._note(SHIP_DOC, rows)
        total = await self._count()
        orders = Documents(self.client, SALES_ORDER, total=total)
        async for entries in orders.read():
            self._note(SALES_ORDER, entries)
            yield await self._page(entries, docs, whole=False, total=total)
        cursor = Cursor(started).after(self._stamps, started, self.now())
        complete = orders.whole and not self._nameless
        yield Page(orders=(), cursor=cursor.text(), complete=complete)

    async def _count(self) -> int | None:
        """Ask how many orders there are, for people to see; the rows are what counts."""
        info = list_info(SALES_ORDER)
        try:
            return await self.client.count(info, lane=Lane.BACKGROUND)
        except VendorError:
            return None

    async def _changed(self, kept: Cursor) -> tuple[list[str], bool]:
        """Return the numbers of the orders to read again, and whether it took a date macro.

        The vendor's text wants a macro for dates; working clients send none.
        """
        try:
            return await self._changed_by(kept, macro=kept.macro), kept.macro
        except Rejected:
            return await self._changed_by(kept, macro=not kept.macro), not kept.macro

    async def _changed_by(self, kept: Cursor, *, macro: bool) -> list[str]:
        more = {"DateMacroEnum": CUSTOM_MACRO} if macro else {}
        since = where("RecordInfo.ModifiedDate", AT_LEAST, kept.literal(), **more)
        numbers: dict[str, None] = {}
        async for entries in Documents(self.client, SALES_ORDER, [since]).read():
            numbers |= dict.fromkeys(self._unread(SALES_ORDER, "DocNo", entries, kept))
        try:
            async for entries in Documents(self.client, SHIP_DOC, [since]).read():
                numbers |= dict.fromkeys(self._unread(SHIP_DOC, "SONo", entries, kept))
        except Forbidden:
            pass
        return list(numbers)

    def _unread(
        self, kind: int, member: str, entries: Iterable[object], kept: Cursor
    ) -> Iterable[str]:
        """Return whose documents were changed and have not been read since."""
        rows = [*entries]
        self._note(kind, rows)
        for row in rows:
            key, number = _key(kind, row), number_of(row, member)
            if number is not None and not kept.has_read(key, self._stamps.get(key)):
                yield number

    def _note(self, kind: int, rows: Iterable[object]) -> None:
        for row in rows:
            stamp = stamp_of(row, self.client.wire.clock.now())
            if stamp is not None:
                self._stamps[_key(kind, row)] = stamp

    async def _batch(self, numbers: Sequence[str]) -> AsyncIterator[Page]:
        """Read some orders whole; those that a list does not bring one by one."""
        lane, left = Lane.BACKGROUND, set(numbers)
        orders = Documents(self.client, SALES_ORDER, [among("DocNo", numbers)], lines=True)
        try:
            entries = [row async for rows in orders.read() for row in rows]
        except Rejected:
            entries = []
        # One that comes without its lines, though they were asked for, is read by itself.
        shown = [row for row in entries if isinstance(member_of(row, "LineItems"), list)]
        entries = [row for row in shown if number_of(row) in left]
        if entries:
            wanted = [among("SONo", numbers)]
            found = await ship_docs_of(self.client, wanted, lines=True, lane=lane)
            yield await self._page(entries, found and found[0], whole=True)
        left.difference_update(one for row in entries if (one := number_of(row)) is not None)
        for number in sorted(left):
            try:
                reading = await self.fetch(number)
            except NotFound:
                yield Page(orders=(), gone=(number,))
            else:
                yield Page(orders=(reading.order,), names=reading.names)

    async def _page(
        self,
        entries: Sequence[object],
        docs: Docs | None,
        *,
        whole: bool,
        total: int | None = None,
    ) -> Page:
        page = await asyncio.to_thread(self._mapped, entries, docs, whole=whole, total=total)
        self._nameless = self._nameless or any(row.vendor_id is None for row in page.set_aside)
        return page

    def _mapped(
        self, entries: Sequence[object], docs: Docs | None, *, whole: bool, total: int | None
    ) -> Page:
        orders: dict[str, Order] = {}
        names: dict[tuple[str, str], Named] = {}
        aside: list[SetAside] = []
        for entry in in_turn(entries):
            number = number_of(entry)
            of_it = None if docs is None else docs.get(number or "", ())
            try:
                order, named = self.mapper.read(entry, of_it, whole=whole)
            except BadRow as fault:
                clean = scrubbed(entry)
                row = Row(entry, write(entry).decode("utf-8", "replace"))
                aside.append(set_aside(row, number, str(fault), clean=clean))
                continue
            orders[order.vendor_id] = order
            names |= {(name.kind, name.id): name for name in named}
        return Page(tuple(orders.values()), tuple(aside), names=tuple(names.values()), total=total)


def _key(kind: int, row: object) -> str:
    return f"{kind}:{number_of(row) or ''}"
