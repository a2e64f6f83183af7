"""Filling a store and asking it, in a line each."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.gateway import ConnectionConfig, Page
from orderdesk.domain.order import Order
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import ShownRow, Sort, Totals
from orderdesk.store.mirror import PageResult
from orderdesk.store.store import Store
from tests.unit.domain.invented import NOON, VENDOR

MAIN = ConnectionConfig("main", "Main shop", VENDOR, settings={"currency": "EUR"})
SECOND = ConnectionConfig("branch-2", "Zweite Straße", VENDOR)
BERLIN = ZoneInfo("Europe/Berlin")
LATER = NOON + timedelta(hours=1)


def pull(store: Store, *orders: Order, connection: str = "main") -> PageResult:
    """Take orders in as one page of a pull of their own, read at noon."""
    number = store.mirror.begin_pull(connection, now=NOON)
    return store.mirror.apply_page(connection, Page(orders), pull=number)


def found(
    store: Store, text: str, column: str = "placed_at", *, descending: bool = True
) -> list[str]:
    """Return the vendor's ids of the orders a query finds, sorted."""
    return [row.vendor_id for row in rows(store, text, column, descending=descending)]


def rows(
    store: Store, text: str = "", column: str = "placed_at", *, descending: bool = True
) -> list[ShownRow]:
    """Return the rows a query finds, sorted."""
    sort = Sort(column, descending)
    rowids = store.search.rowids(parse_query(text), sort, zone=BERLIN, now=NOON)
    return store.search.rows(rowids)


def totals(store: Store, text: str = "") -> Totals:
    """Return the totals of a query."""
    return store.search.totals(parse_query(text), zone=BERLIN, now=NOON)


def row(store: Store, order_id: str) -> ShownRow | None:
    """Return the shown row of an order, if there is one."""
    rowid = store.search.rowid(order_id)
    return None if rowid is None else store.search.rows([rowid])[0]


def sent(store: Store, command_id: str, before: Order | None = None) -> OutboxEntry:
    """Write down that a command is about to go out."""
    return store.outbox.begin_sending(command_id, before=before, owner="me", now=NOON)


def states(store: Store, *command_ids: str) -> list[CommandState]:
    """Return how the commands fare."""
    entries = [store.outbox.get(command_id) for command_id in command_ids]
    return [entry.state for entry in entries if entry is not None]


def ids(entries: Sequence[OutboxEntry]) -> list[str]:
    """Return the ids of the entries' commands."""
    return [entry.command.id for entry in entries]
