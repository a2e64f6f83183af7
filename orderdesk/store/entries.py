"""Outbox entries as the file holds them."""

import json
from collections.abc import Sequence
from typing import Any

from orderdesk.domain.commands import OPEN_STATES, CommandState, OutboxEntry, load_command
from orderdesk.store.database import Database
from orderdesk.store.dialect import lists
from orderdesk.store.keys import maybe_time

OPEN = "state in ('staged', 'waiting', 'sending', 'unknown', 'asking')"
SELECT = (
    "select seq, command, state, attempts, not_before, sent_at, settled_at,"
    " before_json, reason, words, request_id, readings, run, queued_at, waited"
    " from outbox "
)

if sorted(OPEN_STATES) != ["asking", "sending", "staged", "unknown", "waiting"]:
    raise AssertionError(OPEN_STATES)


def entry_of(row: tuple[Any, ...]) -> OutboxEntry:
    """Return the entry of a row read with SELECT."""
    return OutboxEntry(
        seq=row[0],
        command=load_command(row[1]),
        state=CommandState(row[2]),
        attempts=row[3],
        not_before=maybe_time(row[4]),
        sent_at=maybe_time(row[5]),
        settled_at=maybe_time(row[6]),
        before=row[7],
        reason=row[8],
        words=row[9],
        request_id=row[10],
        readings=tuple(json.loads(row[11])),
        run=row[12],
        queued_at=maybe_time(row[13]),
        waited=bool(row[14]),
    )


def entries(database: Database, where: str, values: Sequence[Any] = ()) -> list[OutboxEntry]:
    """Return the entries a condition (with its order and limit) selects."""
    return [entry_of(row) for row in database.rows(f"{SELECT} where {where}", values)]


def open_entries(database: Database, order_ids: Sequence[str]) -> dict[str, list[OutboxEntry]]:
    """Return the open entries of these orders, oldest first."""
    found: dict[str, list[OutboxEntry]] = {}
    for marks, values in lists(order_ids):
        where = f"{OPEN} and order_id in {marks} order by seq"
        for entry in entries(database, where, values):
            found.setdefault(entry.command.order_id, []).append(entry)
    return found
