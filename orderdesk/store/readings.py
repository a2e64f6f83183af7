"""Taking in what a vendor said: which orders are new, changed, unchanged or out of date."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from orderdesk.domain.commands import OutboxEntry
from orderdesk.domain.history import HistoryEntry, Origin
from orderdesk.domain.order import Order
from orderdesk.store.changes import differences
from orderdesk.store.database import Database
from orderdesk.store.dialect import lists
from orderdesk.store.entries import OPEN, entries
from orderdesk.store.history import SEEN, record
from orderdesk.store.keys import read_time, time_text
from orderdesk.store.payloads import order_of
from orderdesk.store.projected import Projected

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_UPSERT_PAYLOAD = (
    "insert into payload (row_id, content) values (?, ?)"
    " on conflict (row_id) do update set content = excluded.content"
)
_UPSERT_READING = (
    "insert into reading (row_id, connection, digest, read_at, pull) values (?, ?, ?, ?, ?)"
    " on conflict (row_id) do update"
    " set digest = excluded.digest, read_at = excluded.read_at, pull = excluded.pull"
)


@dataclass(frozen=True, slots=True)
class Packed:
    """An order ready to be kept: made outside the transaction, so that it stays short."""

    order: Order
    content: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class _Known:
    """What the file holds of an order; `digest` is None where it is not mirrored."""

    row_id: int
    digest: bytes | None
    read_at: str
    pull: int


@dataclass(frozen=True, slots=True)
class Received:
    """What came of some readings: the orders that changed, and how many did not."""

    changed: frozenset[str]
    unchanged: int


def pack(orders: Iterable[Order]) -> dict[str, Packed]:
    """Write orders as JSON with a digest, by id; of two readings of one order the last counts."""
    packed: dict[str, Packed] = {}
    for order in orders:
        content = order.model_dump_json()
        digest = hashlib.blake2b(content.encode("utf-8"), digest_size=16).digest()
        packed[order.id] = Packed(order, content, digest)
    return packed


class Readings:
    """Writes readings into the mirror; every method belongs inside the caller's transaction."""

    def __init__(self, database: Database, projected: Projected) -> None:
        self._db = database
        self._projected = projected

    def take(
        self, packed: Mapping[str, Packed], *, read_at: datetime, pull: int = 0, note: bool = True
    ) -> Received:
        """Keep these readings of `read_at`; `note` records changes that nobody here made."""
        moment = time_text(read_at)
        known = self._known(list(packed))
        fresh: dict[str, Packed] = {}
        same: list[tuple[Any, ...]] = []
        for order_id, one in packed.items():
            old = known.get(order_id)
            if old is None or old.digest is None:
                fresh[order_id] = one
            elif old.read_at > moment or old.digest == one.digest:
                # An older reading still proves that the order is there.
                same.append((max(old.read_at, moment), max(old.pull, pull), old.row_id))
            else:
                fresh[order_id] = one
        if note:
            self._note(fresh, known, moment)
        self._keep(fresh, known, moment, pull)
        self._db.run_many("update reading set read_at = ?, pull = ? where row_id = ?", same)
        return Received(frozenset(fresh), len(same))

    def _known(self, order_ids: Sequence[str]) -> dict[str, _Known]:
        found: dict[str, _Known] = {}
        for marks, values in lists(order_ids):
            select = (
                "select s.id, s.row_id, r.digest, r.read_at, r.pull"
                f" from shown s left join reading r on r.row_id = s.row_id where s.id in {marks}"
            )
            for row in self._db.rows(select, values):
                found[row[0]] = _Known(row[1], row[2], row[3] or "", row[4] or 0)
        return found

    def _keep(
        self, fresh: Mapping[str, Packed], known: Mapping[str, _Known], moment: str, pull: int
    ) -> None:
        rows = {order_id: known[order_id].row_id for order_id in fresh if order_id in known}
        self._projected.write({order_id: one.order for order_id, one in fresh.items()}, rows)
        self._db.run_many(
            _UPSERT_PAYLOAD, [(rows[order_id], one.content) for order_id, one in fresh.items()]
        )
        readings: list[tuple[Any, ...]] = []
        for order_id, one in fresh.items():
            seen = max(pull, known[order_id].pull) if order_id in known else pull
            readings.append((rows[order_id], one.order.connection, one.digest, moment, seen))
        self._db.run_many(_UPSERT_READING, readings)

    def _note(self, fresh: Mapping[str, Packed], known: Mapping[str, _Known], moment: str) -> None:
        """Record what changed at the vendor and no command of ours explains."""
        changed = [i for i in fresh if i in known and known[i].digest is not None]
        row_ids = {known[order_id].row_id: order_id for order_id in changed}
        sent = self._sent(changed)
        found: list[HistoryEntry] = []
        for marks, values in lists(list(row_ids)):
            select = f"select row_id, content from payload where row_id in {marks}"
            for row_id, content in self._db.rows(select, values):
                order_id = row_ids[row_id]
                before, after = order_of(content), fresh[order_id].order
                ours = [
                    entry
                    for entry in sent.get(order_id, ())
                    if entry.open or time_text(entry.sent_at or _NEVER) >= known[order_id].read_at
                ]
                if before is not None:
                    found.extend(self._seen(before, after, ours, moment))
        record(self._db, found)

    def _sent(self, order_ids: Sequence[str]) -> dict[str, list[OutboxEntry]]:
        """Return the commands on these orders that went out and may have been done."""
        found: dict[str, list[OutboxEntry]] = {}
        for marks, values in lists(order_ids):
            where = (
                f"order_id in {marks} and sent_at is not null and ({OPEN} or state = 'done')"
                " order by seq"
            )
            for entry in entries(self._db, where, values):
                found.setdefault(entry.command.order_id, []).append(entry)
        return found

    def _seen(
        self, before: Order, after: Order, ours: Sequence[OutboxEntry], moment: str
    ) -> Iterator[HistoryEntry]:
        state_key = self._projected.vocabulary(after.vendor).state_key
        found = differences(before, after, state_key)
        if found and ours:
            projected = self._projected.project(before, ours) or before
            explained = set(differences(before, projected, state_key))
            found = tuple(change for change in found if change not in explained)
        if found:
            yield HistoryEntry(
                at=read_time(moment),
                order_id=after.id,
                origin=Origin.VENDOR,
                action=SEEN,
                changes=found,
            )
