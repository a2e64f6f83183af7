"""Orders: finding, viewing and acting; an act writes the outbox and nothing else."""

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from orderdesk.domain.actions import Verdict, decide_creation
from orderdesk.domain.commands import Command, OutboxEntry
from orderdesk.domain.errors import DeskError, NotFound, Refused
from orderdesk.domain.order import FieldValue, Named, Order, split_order_id
from orderdesk.domain.query import Query
from orderdesk.domain.shown import Details, ShownRow, Sort, Totals
from orderdesk.services.conflicts import (
    Choices,
    ConflictView,
    Resolution,
    conflict_of,
    resolve,
)
from orderdesk.services.decisions import Decided, carry_out
from orderdesk.services.dispatch import Dispatch
from orderdesk.services.events import Bus
from orderdesk.services.giving import Giving
from orderdesk.services.intake import command_for, facts_of, new_order_command
from orderdesk.services.links import Links
from orderdesk.services.naming import Naming
from orderdesk.services.opening import Opening
from orderdesk.services.rereading import Rereading
from orderdesk.services.sentences import no_order
from orderdesk.services.storage import Storage
from orderdesk.services.timings import Timings
from orderdesk.services.viewing import ground_of, product_of, view_of
from orderdesk.services.views import Decision, Found, OrderView, Product, Receipt
from orderdesk.services.waiting import Waiting
from orderdesk.store.search import FIRST
from orderdesk.store.store import Store

_PRODUCTS = 50
# What the order is now stands in the history beside a person's word for it.
_LOOK_FIRST = frozenset({Decision.IT_WAS_DONE, Decision.GIVE_UP})


class Orders:
    """What a person does with orders."""

    def __init__(
        self,
        *,
        storage: Storage,
        links: Links,
        bus: Bus,
        dispatch: Dispatch,
        rereading: Rereading,
        opening: Opening,
        naming: Naming,
        timings: Timings,
        giving: Giving,
    ) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus
        self._dispatch = dispatch
        self._rereading = rereading
        self._opening = opening
        self._naming = naming
        self._giving = giving
        self._waiting = Waiting(storage=storage, links=links, bus=bus, poll=timings.poll)

    async def first(self, query: Query, sort: Sort, *, zone: str) -> Found:
        """Find the first orders that fit `query`, at once; `zone` is as in `search`."""
        place, now = ZoneInfo(zone), datetime.now(UTC)

        def found(store: Store) -> Found:
            rowids = store.search.first(query, sort, zone=place, now=now)
            return Found(rowids, complete=len(rowids) < FIRST)

        return await self._storage.seek(found)

    async def search(self, query: Query, sort: Sort, *, zone: str) -> Found:
        """Find the shown orders that fit `query`; `zone` is the IANA name days are meant in.

        The totals take longer and are asked for by themselves. Cancelling ends the search.
        """
        place, now = ZoneInfo(zone), datetime.now(UTC)

        def found(store: Store) -> Found:
            return Found(store.search.rowids(query, sort, zone=place, now=now))

        return await self._storage.seek(found)

    async def totals(self, query: Query, *, zone: str) -> Totals:
        """Count and add up what fits `query`; `zone` is as in `search`."""
        place, now = ZoneInfo(zone), datetime.now(UTC)
        return await self._storage.seek(
            lambda store: store.search.totals(query, zone=place, now=now)
        )

    async def count(self, queries: Sequence[Query], *, zone: str) -> list[int]:
        """Count what each query finds."""
        place, now = ZoneInfo(zone), datetime.now(UTC)

        async def counted(query: Query) -> int:
            return await self._storage.seek(
                lambda store: store.search.count(query, zone=place, now=now)
            )

        # One by one, so that a search that comes in between need not wait for all of them.
        return [await counted(query) for query in queries]

    async def rows(self, rowids: Sequence[int]) -> list[ShownRow]:
        """Return the rows in the order asked; those that are gone are left out."""
        return await self._storage.read(lambda store: store.search.rows(rowids))

    async def rows_of(self, order_ids: Sequence[str]) -> dict[str, ShownRow]:
        """Return the rows of these orders by the orders' ids; those not shown are left out."""

        def read(store: Store) -> dict[str, ShownRow]:
            every = (store.search.rowid(order_id) for order_id in order_ids)
            rowids = [rowid for rowid in every if rowid is not None]
            return {row.id: row for row in store.search.rows(rowids)}

        return await self._storage.read(read)

    async def rowid(self, order_id: str) -> int | None:
        """Return the row id of an order, if it is shown."""
        return await self._storage.read(lambda store: store.search.rowid(order_id))

    async def values(self, field: str) -> list[tuple[str, int]]:
        """Return the distinct values of a field with how many orders have each.

        Raises:
            InputError: for a field whose values are too many to list.
        """
        return await self._storage.read(lambda store: store.search.values(field))

    async def view(self, order_id: str, *, read: bool = True) -> OrderView:
        """Return everything the detail of an order shows.

        What a list has left out is read at once, unless `read` is False: the view says that it
        is being read, or what keeps it from it, and an OrdersChanged tells that it has come.

        Raises:
            InputError: if there is no such order here.
        """
        standpoint = self._giving.standpoint(order_id)
        view = await self._storage.read(lambda store: view_of(store, order_id, standpoint))
        self._naming.fill(view)
        if not read or view.mirror is None or view.details is Details.READ:
            return view
        progress = self._opening.opened(view.mirror.connection, view.mirror.vendor_id)
        return replace(
            view,
            reading=progress.reading,
            reading_problem=progress.problem,
            reading_way_out=progress.way_out,
        )

    async def refresh(self, order_id: str) -> None:
        """Read the order again from its vendor.

        Raises:
            InputError: if there is no such order here.
            NotFound: the vendor has it no more; then it is gone here too.
            VendorError: if it cannot be read.
        """
        if await self._storage.read(lambda store: store.mirror.read_at(order_id)) is None:
            raise no_order(order_id)
        await self._rereading.read(*split_order_id(order_id))

    async def act(
        self,
        order_id: str,
        action: str,
        values: Mapping[str, FieldValue],
        *,
        line_id: str | None = None,
        base: Mapping[str, FieldValue] | None = None,
    ) -> Receipt:
        """Decide, check what was typed, and commit a command to the outbox.

        `base` are the values an edit's form showed; without it, it stands on what is shown now.

        Raises:
            Refused: by the rules, with the reason and the way out.
            InputError: with `problems` by field; nothing was kept.
        """
        standpoint, signature = self._giving.standpoint(order_id), self._giving.signature()

        # In one go on the writer's thread: a double click finds the first command kept.
        def enter(store: Store) -> OutboxEntry:
            ground = ground_of(store, order_id, standpoint)
            command = command_for(
                ground, action, values, line_id=line_id, signature=signature, base=base
            )
            return self._giving.enqueue(store, command)

        return self._giving.kept(await self._storage.run(enter))

    async def create(
        self,
        connection: str,
        fields: Mapping[str, FieldValue],
        lines: Sequence[Mapping[str, FieldValue]],
    ) -> Receipt:
        """Check a new order and commit its command; problems of lines are `lines.0.KEY`.

        Raises:
            Refused: where the vendor offers no way to make orders.
            InputError: with `problems` by field; nothing was kept.
        """
        link = self._links.get(connection)
        command = new_order_command(
            connection,
            link.description.rules,
            fields,
            lines,
            facts=facts_of(link.config.settings, ()),
            signature=self._giving.signature(),
        )
        giving = self._giving
        entry = await self._storage.run(lambda store: giving.enqueue(store, command))
        return giving.kept(entry)

    async def create_verdict(self, connection: str) -> Verdict:
        """Answer whether a new order can be made on a connection, and with which fields."""
        link = self._links.get(connection)
        return decide_creation(link.description.rules, facts_of(link.config.settings, ()))

    async def withdraw(self, command_id: str) -> None:
        """Take back a command that was not sent.

        Raises:
            Refused: if it is being sent or settled.
        """
        now = datetime.now(UTC)
        changed = await self._storage.run(lambda store: store.outbox.withdraw(command_id, now=now))
        self._giving.tell(await self._entry(command_id), changed)

    async def decide(self, command_id: str, decision: Decision) -> None:
        """Carry out a person's decision on a command that asks.

        Raises:
            Refused: if it asks nothing, or something else, or the order has changed again.
        """
        command = (await self._entry(command_id)).command
        after, gone = None, False
        if decision in _LOOK_FIRST:
            after, gone = await self._as_it_is(command)
        decided = Decided(
            command_id=command_id,
            decision=decision,
            rules=self._links.get(command.connection).description.rules,
            after=after,
            gone=gone,
            now=self._dispatch.now(),
            run=self._dispatch.run.id,
        )
        changed = await self._storage.run(lambda store: carry_out(store, decided))
        entry = await self._entry(command_id)
        self._giving.tell(entry, changed, gone=gone and not entry.open)

    async def conflict(self, command_id: str) -> ConflictView:
        """Return what there is to choose between where a command asks because of a conflict.

        Raises:
            Refused: if it asks nothing, or for another reason.
        """
        entry = await self._entry(command_id)
        return conflict_of(entry, await self.view(entry.command.order_id, read=False))

    async def resolve(
        self,
        command_id: str,
        choices: Choices,
        *,
        seen: Mapping[str, FieldValue] | None = None,
    ) -> None:
        """Let a command go on with what was chosen for each field that is in conflict.

        `seen` is what stood there when it was chosen; without it, what stands there now.

        Raises:
            InputError: with `problems` by field, where something is not chosen or cannot be sent.
            Refused: if it asks nothing of the kind, or the order has changed again: then it asks
                anew, and nothing was decided.
        """
        command = (await self._entry(command_id)).command
        rules = self._links.get(command.connection).description.rules
        resolution = Resolution(command_id, choices, seen, rules, datetime.now(UTC))
        try:
            changed = await self._storage.run(lambda store: resolve(store, resolution))
        except Refused:
            entry = await self._entry(command_id)
            self._giving.tell(entry, frozenset({command.order_id}))
            raise
        self._giving.tell(await self._entry(command_id), changed)

    async def outbox(self, limit: int = 200) -> list[OutboxEntry]:
        """Return the latest commands and all that are open, the newest first."""
        return list(await self._storage.read(lambda store: store.outbox.recent(limit)))

    def wait(
        self, command_id: str, *, timeout: float | None, or_stuck: bool = False
    ) -> Coroutine[Any, Any, OutboxEntry]:
        """Wait until a command is settled or asks, at most `timeout` seconds.

        With `or_stuck` also until it is put back because the vendor cannot be reached or does
        not accept the sign-in; the entry's `reason` says so, and it can still be withdrawn.
        """
        return self._waiting.wait(command_id, timeout, or_stuck=or_stuck)

    async def find_names(
        self, connection: str, kind: str, text: str, *, parent: str | None = None
    ) -> list[Named]:
        """Find names of a kind; with a `parent` that is new here the vendor is asked.

        Raises:
            VendorError: if the vendor has to be asked and does not answer.
        """
        return await self._naming.find(connection, kind, text, parent)

    async def products(self, connection: str, text: str) -> list[Product]:
        """Find products by what stands on other orders of the connection."""
        rules = self._links.get(connection).description.rules
        lines = await self._storage.read(
            lambda store: store.search.products(connection, text, _PRODUCTS)
        )
        return [product_of(line, rules) for line in lines]

    async def draft(self, key: str) -> str | None:
        """Return what was typed and not sent, as kept by `save_draft`."""
        return await self._storage.read(lambda store: store.drafts.get(key))

    async def drafts(self, prefix: str) -> dict[str, str]:
        """Return what was typed and not sent, by its key, for keys that begin so."""
        every = await self._storage.read(lambda store: store.drafts.all())
        return {key: text for key, text in every.items() if key.startswith(prefix)}

    async def save_draft(self, key: str, json: str) -> None:
        """Keep what is typed."""
        await self._storage.run(lambda store: store.drafts.put(key, json))

    async def drop_draft(self, key: str) -> None:
        """Forget what was typed."""
        await self._storage.run(lambda store: store.drafts.remove(key))

    async def _entry(self, command_id: str) -> OutboxEntry:
        return await self._waiting.entry(command_id)

    async def _as_it_is(self, command: Command) -> tuple[Order | None, bool]:
        """Return the order as the vendor has it, None where it cannot be read, or that it is gone.

        A new order whose answer was lost has no id to read it by.
        """
        if command.vendor_id == command.id:
            return None, False
        try:
            reading = await self._rereading.read(command.connection, command.vendor_id)
        except NotFound:
            return None, True
        except DeskError:
            return None, False
        return reading.order, False
