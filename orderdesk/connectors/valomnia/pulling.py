"""One pull: everything once a day, else what has changed since the last one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from orderdesk.connectors.json_text import Row, write
from orderdesk.connectors.payloads import BadRow, scrub, set_aside
from orderdesk.connectors.valomnia.client import Client
from orderdesk.connectors.valomnia.listing import Changes, Cursor, identity, read_cursor
from orderdesk.connectors.valomnia.mapping import names_of
from orderdesk.connectors.valomnia.wire import OperationPayload, read_operation
from orderdesk.domain.gateway import Page, SetAside
from orderdesk.domain.order import Named, Order
from orderdesk.precedence import in_turn


@dataclass(slots=True)
class Pull:
    """The state of one pull; `order` maps an operation."""

    client: Client
    order: Callable[[OperationPayload], Order]
    now: datetime
    """By this computer's clock, by which the cursor keeps when everything was read."""
    _nameless: bool = False

    async def run(self, cursor: str | None) -> AsyncIterator[Page]:
        """Yield pages, each with a cursor from which a pull that breaks off can go on."""
        kept = read_cursor(cursor, self.now)
        changes = Changes(self.client, None if kept is None else kept.since)
        total: int | None = None
        async for entries in changes.read():
            page = await asyncio.to_thread(self._mapped, entries)
            told, total = changes.total if total is None else None, changes.total
            yield Page(
                orders=page.orders,
                set_aside=page.set_aside,
                names=page.names,
                total=told,
                cursor=self._cursor(kept, changes),
            )
        complete = kept is None and changes.whole and not self._nameless
        yield Page(orders=(), cursor=self._cursor(kept, changes), complete=complete)

    def _cursor(self, kept: Cursor | None, changes: Changes) -> str | None:
        """Return how far it has come: never back behind the last pull's end."""
        if changes.reached is None:
            return None
        if kept is None:
            return Cursor(self.now, changes.reached).text()
        return Cursor(kept.full_at, max(kept.changed, changes.reached)).text()

    def _mapped(self, entries: Sequence[object]) -> Page:
        orders: dict[str, Order] = {}
        names: dict[tuple[str, str], Named] = {}
        aside: list[SetAside] = []
        for entry in in_turn(entries):
            try:
                payload = read_operation(entry)
            except BadRow as fault:
                row = Row(entry, write(entry).decode("utf-8", "replace"))
                aside.append(set_aside(row, identity(entry), str(fault), clean=scrub(entry)))
                continue
            orders[payload.id] = self.order(payload)
            names.update(((name.kind, name.id), name) for name in names_of(payload))
        self._nameless = self._nameless or any(row.vendor_id is None for row in aside)
        return Page(tuple(orders.values()), tuple(aside), names=tuple(names.values()))
