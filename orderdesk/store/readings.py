"""Taking in what a vendor said: which orders are new, changed, unchanged or out of date."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from orderdesk.domain.commands import OutboxEntry
from orderdesk.domain.history import HistoryEntry, Origin
from orderdesk.domain.order import Order
from orderdesk.domain.shown import Details
from orderdesk.precedence import in_turn
from orderdesk.store.changes import differences
from orderdesk.store.database import Database
from orderdesk.store.dialect import lists
from orderdesk.store.entries import OPEN, entries
from orderdesk.store.history import SEEN, record
from orderdesk.store.keys import read_time, time_text
from orderdesk.store.payloads import deflated, order_of
from orderdesk.store.projected import Projected
from orderdesk.store.watch import Watch

_NEVER = datetime(1, 1, 1, tzinfo=UTC)
# As `model_dump_json` writes it, but for turning it into a text and back: a third of the time.
_to_json = Order.__pydantic_serializer__.to_json
# Processors have instructions of their own for what makes it: half the time of any other.
_DIGEST_BYTES = 20
_DETAILS = {one.value: one for one in Details}
_UPSERT_PAYLOAD = (
    "insert into payload (row_id, content) values (?, ?)"
    " on conflict (row_id) do update set content = excluded.content"
)
_UPSERT_READING = (
    "insert into reading (row_id, connection, digest, read_at, pull, details, listed)"
    " values (?, ?, ?, ?, ?, ?, ?) on conflict (row_id) do update"
    " set digest = excluded.digest, read_at = excluded.read_at, pull = excluded.pull,"
    " details = excluded.details, listed = coalesce(excluded.listed, listed)"
)
# Nothing here is in an index: of most orders only this has to be written.
_CONFIRM = "update reading set read_at = ?, pull = ? where row_id in "
_CONFIRM_OTHERS = "update reading set details = ?, listed = coalesce(?, listed) where row_id = ?"


# Tuples are made quicker than what is frozen: there is one of each for every order of a sync.
class Packed(NamedTuple):
    """An order ready to be kept: made outside the transaction, so that it stays short."""

    order: Order
    content: bytes
    """As JSON."""
    digest: bytes

    def says(self, digest: bytes | None) -> bool:
        """Return whether a digest that was kept is of this content; before step 12 another kind."""
        if digest is None or len(digest) == _DIGEST_BYTES:
            return digest == self.digest
        return digest == hashlib.blake2b(self.content, digest_size=len(digest)).digest()


class _Known(NamedTuple):
    """What the file holds of an order; `digest` is None where it is not mirrored."""

    row_id: int
    digest: bytes | None
    read_at: str
    pull: int
    details: Details
    listed: bytes | None


@dataclass(frozen=True, slots=True)
class _Fresh:
    """What takes the place of what the file holds."""

    packed: Packed
    details: Details
    listed: bytes | None = None

    @property
    def order(self) -> Order:
        """The order as it will be mirrored."""
        return self.packed.order


@dataclass(frozen=True, slots=True)
class Received:
    """What came of some readings: the orders that changed, and how many did not."""

    changed: frozenset[str]
    unchanged: int


class Kind(StrEnum):
    """What sort of reading it is."""

    LIST = "list"
    """Rows of a list, which may leave out the items and more."""
    ANSWER = "answer"
    """What a vendor answered to a write, which may leave them out too."""
    WHOLE = "whole"
    """One order read by itself: what it does not show, there is not."""


def pack(orders: Iterable[Order]) -> dict[str, Packed]:
    """Write orders as JSON with a digest, by id; of two readings of one order the last counts."""
    return {order.id: _packed(order) for order in in_turn(orders)}


def _packed(order: Order) -> Packed:
    content = _to_json(order)
    return Packed(order, content, hashlib.sha256(content).digest()[:_DIGEST_BYTES])


class Readings:
    """Writes readings into the mirror; every method belongs inside the caller's transaction."""

    def __init__(
        self, database: Database, projected: Projected, watch: Watch | None = None
    ) -> None:
        self.watch = watch or Watch(database, {})
        """What the readings are held to; without one, to nothing."""
        self._db = database
        self._projected = projected

    def take(
        self,
        packed: Mapping[str, Packed],
        kind: Kind,
        *,
        read_at: datetime,
        pull: int = 0,
        note: bool = True,
    ) -> Received:
        """Keep these readings of `read_at`; `note` records changes that nobody here made."""
        moment = time_text(read_at)
        known = self._known(list(packed))
        fresh: dict[str, _Fresh] = {}
        same: dict[str, Details] = {}
        rows: dict[str, Packed] = {}
        for order_id, one in packed.items():
            old, partial = known.get(order_id), kind is not Kind.WHOLE and one.order.lines is None
            if old is None or old.digest is None:
                listed = one.digest if partial and kind is Kind.LIST else None
                details = Details.NOT_READ if partial else Details.READ
                fresh[order_id] = _Fresh(one, details, listed)
            elif one.says(old.listed if partial else old.digest):
                newer = not partial and old.read_at <= moment
                same[order_id] = Details.READ if newer else old.details
            elif old.read_at > moment:
                same[order_id] = _doubted(old.details) if kind is Kind.LIST else old.details
            elif partial:
                rows[order_id] = one
            else:
                fresh[order_id] = _Fresh(one, Details.READ)
        listed = self._complete(rows, known, kind, fresh=fresh, same=same)
        if note:
            self._note(fresh, known, moment)
        self._keep(fresh, known, moment, pull)
        current = (
            one.order
            for order_id, one in packed.items()
            if order_id not in known or known[order_id].read_at <= moment
        )
        self.watch.look(current, read_at=read_at)
        self._confirm(same, known, listed, moment=moment, pull=pull)
        return Received(frozenset(fresh), len(same))

    def _confirm(
        self,
        same: Mapping[str, Details],
        known: Mapping[str, _Known],
        listed: Mapping[str, bytes],
        *,
        moment: str,
        pull: int,
    ) -> None:
        """Write that these orders were there, in as few statements as there are moments."""
        seen: dict[tuple[str, int], list[int]] = {}
        others: list[tuple[Any, ...]] = []
        for order_id, details in same.items():
            old = known[order_id]
            # An older reading still proves that the order is there.
            seen.setdefault((max(old.read_at, moment), max(old.pull, pull)), []).append(old.row_id)
            if details is not old.details or order_id in listed:
                others.append((details, listed.get(order_id), old.row_id))
        for (read_at, last), row_ids in seen.items():
            for marks, values in lists(row_ids):
                self._db.run(_CONFIRM + marks, (read_at, last, *values))
        self._db.run_many(_CONFIRM_OTHERS, others)

    def _complete(
        self,
        rows: Mapping[str, Packed],
        known: Mapping[str, _Known],
        kind: Kind,
        *,
        fresh: dict[str, _Fresh],
        same: dict[str, Details],
    ) -> dict[str, bytes]:
        """Sort changed rows without items: told apart by what is known of the rest.

        Returns the digests of those that say nothing that was not known.
        """
        listed: dict[str, bytes] = {}
        before = self._orders({known[order_id].row_id: order_id for order_id in rows})
        for order_id, one in rows.items():
            old, base = known[order_id], before.get(order_id)
            digest = one.digest if kind is Kind.LIST else None
            if base is None:
                fresh[order_id] = _Fresh(one, Details.NOT_READ, digest)
                continue
            whole = _packed(self._projected.completed(one.order, base))
            changed = not whole.says(old.digest)
            details = _awaited(base) if changed or old.details is not Details.READ else old.details
            if changed:
                fresh[order_id] = _Fresh(whole, details, digest)
            else:
                same[order_id] = details
                listed |= {} if digest is None else {order_id: digest}
        return listed

    def _orders(self, row_ids: Mapping[int, str]) -> dict[str, Order]:
        """Return the mirrored orders of these rows, by id."""
        found: dict[str, Order] = {}
        for marks, values in lists(list(row_ids)):
            select = f"select row_id, content from payload where row_id in {marks}"
            for row_id, content in self._db.rows(select, values):
                order = order_of(content)
                if order is not None:
                    found[row_ids[row_id]] = order
        return found

    def _known(self, order_ids: Sequence[str]) -> dict[str, _Known]:
        found: dict[str, _Known] = {}
        for marks, values in lists(order_ids):
            select = (
                "select s.id, s.row_id, r.digest, r.read_at, r.pull, r.details, r.listed"
                f" from shown s left join reading r on r.row_id = s.row_id where s.id in {marks}"
            )
            for order_id, row_id, digest, read_at, last, details, listed in self._db.rows(
                select, values
            ):
                state = _DETAILS.get(details, Details.NOT_READ)
                found[order_id] = _Known(row_id, digest, read_at or "", last or 0, state, listed)
        return found

    def _keep(
        self, fresh: Mapping[str, _Fresh], known: Mapping[str, _Known], moment: str, pull: int
    ) -> None:
        rows = {order_id: known[order_id].row_id for order_id in fresh if order_id in known}
        self._projected.write({order_id: one.order for order_id, one in fresh.items()}, rows)
        self._db.run_many(
            _UPSERT_PAYLOAD,
            [(rows[order_id], deflated(one.packed.content)) for order_id, one in fresh.items()],
        )
        readings: list[tuple[Any, ...]] = []
        for order_id, one in fresh.items():
            seen = max(pull, known[order_id].pull) if order_id in known else pull
            digest = one.packed.digest
            read = (rows[order_id], one.order.connection, digest, moment, seen)
            readings.append((*read, one.details, one.listed))
        self._db.run_many(_UPSERT_READING, readings)

    def _note(self, fresh: Mapping[str, _Fresh], known: Mapping[str, _Known], moment: str) -> None:
        """Record what changed at the vendor and no command of ours explains."""
        changed = [i for i in fresh if i in known and known[i].digest is not None]
        befores = self._orders({known[order_id].row_id: order_id for order_id in changed})
        sent = self._sent(changed)
        found: list[HistoryEntry] = []
        for order_id, before in befores.items():
            ours = [
                entry
                for entry in sent.get(order_id, ())
                if entry.open or time_text(entry.sent_at or _NEVER) >= known[order_id].read_at
            ]
            found.extend(self._seen(before, fresh[order_id].order, ours, moment))
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


def _doubted(details: Details) -> Details:
    """Return what is known where a list, asked for earlier, shows something else.

    Which of the two is newer cannot be told, since a long list is not of one moment.
    """
    return Details.STALE if details is Details.READ else details


def _awaited(known: Order) -> Details:
    """Return what is known of an order that a list shows changed."""
    return Details.NOT_READ if known.lines is None else Details.STALE
