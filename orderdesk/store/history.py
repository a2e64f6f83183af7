"""What has happened to the orders."""

import json
from collections.abc import Iterable
from datetime import datetime

from orderdesk.domain.history import (
    FAILURES,
    HistoryEntry,
    HistoryFilter,
    HistoryPage,
    HistoryRow,
    Kind,
    Origin,
)
from orderdesk.store.database import Database, SqlValue
from orderdesk.store.keys import time_text

SEEN = "seen"
_ADD = "insert into history (order_id, content) values (?, ?)"
_PAGE = (
    "select h.seq, h.content, coalesce(s.number, s.name, s.vendor_id, ''),"
    " coalesce(s.customer, '') from history h left join shown s on s.id = h.order_id"
)
_HERE = f"h.content ->> '$.origin' = '{Origin.DESK.value}'"
_KINDS = {
    Kind.HERE: _HERE,
    Kind.MANY: f"{_HERE} and coalesce(h.content ->> '$.bulk', '') <> ''",
    Kind.VENDOR: f"h.content ->> '$.origin' = '{Origin.VENDOR.value}'",
}
# The raw text first, since to take it apart takes long; then only what is a value in it.
_HAS_VALUE = (
    "(instr(lower(h.content), ?) > 0 and exists (select 1 from json_tree(h.content) t"
    " where t.type = 'text' and t.key not in ('origin', 'state', 'action', 'command_id', 'at')"
    " and instr(lower(t.atom), ?) > 0))"
)
_HAS_NAME = (
    "instr(lower(coalesce(s.number, '') || ' ' || coalesce(s.name, '') || ' '"
    " || coalesce(s.customer, '')), ?) > 0"
)


def record(database: Database, entries: Iterable[HistoryEntry]) -> None:
    """Add entries inside the caller's transaction."""
    database.run_many(_ADD, [(entry.order_id, entry.model_dump_json()) for entry in entries])


class History:
    """Every order's entries, oldest first; kept when the order itself is gone."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, order_id: str) -> list[HistoryEntry]:
        """Return an order's entries."""
        select = "select content from history where order_id = ? order by seq"
        return [
            HistoryEntry.model_validate_json(row[0]) for row in self._db.rows(select, (order_id,))
        ]

    def add(self, entry: HistoryEntry) -> None:
        """Keep an entry, durably."""
        with self._db.writing(durable=True):
            record(self._db, [entry])

    def extent(self) -> tuple[int, datetime | None]:
        """Return how many entries there are, and from when the first one is."""
        count = self._db.value("select count(*) from history") or 0
        first = self._db.value("select content ->> '$.at' from history order by seq limit 1")
        return count, datetime.fromisoformat(first) if first else None

    def drop(self, before: datetime | None) -> None:
        """Forget the entries from before a moment; None: all of them."""
        with self._db.writing(durable=True):
            if before is None:
                self._db.run("delete from history")
            else:
                old = "delete from history where content ->> '$.at' < ?"
                self._db.run(old, (time_text(before)[:19],))

    def page(
        self, wanted: HistoryFilter, *, before: int | None = None, limit: int = 200
    ) -> HistoryPage:
        """Return the newest entries of those `wanted`, or the newest `before` one's number."""
        parts, values = _conditions(wanted)
        if before is not None:
            parts.append("h.seq < ?")
            values.append(before)
        where = f" where {' and '.join(parts)}" if parts else ""
        sql = f"{_PAGE}{where} order by h.seq desc limit ?"
        found = self._db.rows(sql, (*values, limit + 1))
        rows = tuple(
            HistoryRow(seq, HistoryEntry.model_validate_json(content), number, customer)
            for seq, content, number, customer in found[:limit]
        )
        return HistoryPage(rows, more=len(found) > limit)


def _conditions(wanted: HistoryFilter) -> tuple[list[str], list[SqlValue]]:
    parts: list[str] = []
    values: list[SqlValue] = []
    if wanted.order_id:
        parts.append("h.order_id = ?")
        values.append(wanted.order_id)
    if wanted.kind in _KINDS:
        parts.append(_KINDS[wanted.kind])
    if wanted.failures:
        states = ", ".join(f"'{state.value}'" for state in sorted(FAILURES))
        parts.append(f"h.content ->> '$.state' in ({states})")
    if wanted.since is not None:
        parts.append("h.content ->> '$.at' >= ?")
        values.append(time_text(wanted.since)[:19])
    text = wanted.text.strip()
    if text:
        low = text.lower()
        raw = json.dumps(low, ensure_ascii=False)[1:-1]
        either = [_HAS_VALUE, _HAS_NAME]
        values += [raw, low, low]
        if wanted.actions:
            either.append(f"h.content ->> '$.action' in ({', '.join('?' * len(wanted.actions))})")
            values += sorted(wanted.actions)
        parts.append(f"({' or '.join(either)})")
    return parts, values
