"""The shown rows: one derived row an order, rewritten with whatever it is derived from."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from orderdesk.domain.commands import CommandState, CreateOrder, OutboxEntry
from orderdesk.domain.listing import completed
from orderdesk.domain.order import Named, Order
from orderdesk.domain.projection import new_order, project
from orderdesk.domain.rules import VendorRules
from orderdesk.domain.staging import attributes_of
from orderdesk.precedence import in_turn
from orderdesk.store import columns
from orderdesk.store.accounts import currency_of
from orderdesk.store.database import Database, Row
from orderdesk.store.dialect import lists
from orderdesk.store.entries import OPEN, open_entries
from orderdesk.store.naming import names_of
from orderdesk.store.payloads import order_of
from orderdesk.store.sought import sought_text
from orderdesk.store.vocabulary import Ref, Vocabulary

_UPSERT_TEXT = (
    "insert into sought_text (row_id, header, items) values (?, ?, ?)"
    " on conflict (row_id) do update set header = excluded.header, items = excluded.items"
)
# What is new is in no index yet; what has changed may be, as it was.
_ADD_UNSOUGHT = "insert into unsought (row_id, again) values (?, ?) on conflict do nothing"
_ADD_ERASED = "insert into erased (seq, row_id) values (?, ?)"
_TAKEN_IN = (
    "from erased where seq <= (select cast(value as integer) from meta where key = 'indexed_seq')"
)
_TO_PROJECT = "select value from meta where key = 'to_project'"
_ADD_MENTION = "insert into mentioned (hash, row_id) values (?, ?)"
# Sorted in, they touch nearly every page of the table: the more at once, the fewer for each.
_MENTIONED_AT_MOST = 128_000
# Each end by itself is found at once; both in one query would be a look at every row.
_MANY_MENTIONED = (
    "select coalesce((select max(rowid) from mentioned) - (select min(rowid) from mentioned), 0)"
)
_SORT_MENTIONS = (
    "insert into mention (hash, row_id) select hash, row_id from mentioned where true"
    " order by hash, row_id on conflict do nothing"
)
_USERS = "select row_id from {table} where hash in {marks}"


@lru_cache(maxsize=20_000)
def mention_hash(connection: str, kind: str, name_id: str) -> int:
    """Return the number under which the rows that use a name are found."""
    text = "\0".join((connection, kind, name_id)).encode("utf-8", "replace")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), signed=True)


class Projected:
    """Writes the shown rows; what writes belongs inside a transaction of its caller."""

    def __init__(self, database: Database, rules: Mapping[str, VendorRules]) -> None:
        self._db = database
        self._rules = rules
        self._vocabularies: dict[str, Vocabulary] = {}

    def vocabulary(self, vendor: str) -> Vocabulary:
        """Return what is known of a vendor's fields."""
        known = self._vocabularies.get(vendor)
        if known is None:
            known = self._vocabularies[vendor] = Vocabulary.of(self._rules.get(vendor))
        return known

    def row_ids(self, order_ids: Sequence[str]) -> dict[str, int]:
        """Return the row ids of the orders that have one."""
        found: dict[str, int] = {}
        for marks, values in lists(order_ids):
            found.update(self._db.rows(f"select id, row_id from shown where id in {marks}", values))
        return found

    def take_row_ids(self, count: int) -> int:
        """Take `count` new row ids and return the first; a row id is never used again."""
        return self._db.next_number("row", count)

    def project(self, base: Order | None, entries: Sequence[OutboxEntry]) -> Order | None:
        """Return the order as it is shown, or None where there is nothing to show."""
        commands = [entry.command for entry in entries]
        if base is None:
            first = next((c for c in commands if isinstance(c, CreateOrder)), None)
            vendor = self._vendor_of(first.connection) if first is not None else None
            rules = self._rules.get(vendor or "")
            if first is None or rules is None:
                return None
            base = new_order(first, rules, currency_of(self._db, first.connection))
            return project(base, commands, rules)
        rules = self._rules.get(base.vendor)
        return project(base, commands, rules) if rules is not None else base

    def completed(self, listed: Order, known: Order) -> Order:
        """Return a list's row of an order without items with what was known of the rest."""
        rules = self._rules.get(listed.vendor)
        return completed(listed, known, rules.order_fields if rules is not None else ())

    def _vendor_of(self, connection: str) -> str | None:
        return self._db.value("select vendor from connection where key = ?", (connection,))

    def refresh(self, order_ids: Iterable[str]) -> None:
        """Derive these orders' rows anew from what the file holds."""
        wanted = list(dict.fromkeys(order_ids))
        if not wanted:
            return
        rows = self.row_ids(wanted)
        contents: dict[int, bytes | str] = {}
        for marks, values in lists(list(rows.values())):
            contents.update(
                self._db.rows(
                    f"select row_id, content from payload where row_id in {marks}", values
                )
            )
        bases = {one: order_of(contents.get(rows.get(one, 0))) for one in wanted}
        self.write(bases, rows)

    def complete(self) -> None:
        """Show what waits and has no row, as after a damaged file only commands are left.

        Where a backup was put in place, what was carried into it is shown as well.
        Deletions that every index beside the file has taken in are forgotten.
        """
        select = (
            f"select order_id from outbox where {OPEN} and order_id not in (select id from shown)"
        )
        missing = [row[0] for row in self._db.rows(select)]
        carried = self._db.value(_TO_PROJECT)
        if self._db.value(f"select exists (select 1 {_TAKEN_IN})"):
            with self._db.writing(durable=False):
                self._db.run(f"delete {_TAKEN_IN}")
        if missing:
            with self._db.writing(durable=False):
                self.refresh(missing)
        if carried is not None:
            with self._db.writing(durable=False):
                self.refresh(json.loads(carried))
                self._db.run("delete from meta where key = 'to_project'")

    def write(self, bases: Mapping[str, Order | None], rows: dict[str, int]) -> None:
        """Write the rows of the given mirror orders, None meaning not mirrored.

        `rows` are the row ids there are; new ones are added to it.
        """
        open_ones = open_entries(self._db, list(bases))
        shown: dict[str, Order] = {}
        gone: list[str] = []
        for order_id, base in bases.items():
            order = self.project(base, open_ones.get(order_id, ()))
            if order is None:
                gone.append(order_id)
            else:
                shown[order_id] = order
        self.erase({order_id: rows[order_id] for order_id in gone if order_id in rows})
        self._insert(shown, bases, open_ones, rows)

    def _staged(
        self, order: Order, entries: Sequence[OutboxEntry], base: Order | None
    ) -> tuple[str, ...]:
        """Return which attributes of a shown order are staged."""
        given = [one for one in entries if one.state is not CommandState.STAGED]
        if len(given) == len(entries):
            return ()
        staged = [one.command for one in entries if one.state is CommandState.STAGED]
        before = self.project(base, given) or order
        return attributes_of(staged, before, order, self._rules.get(order.vendor))

    def _insert(
        self,
        shown: Mapping[str, Order],
        bases: Mapping[str, Order | None],
        open_ones: Mapping[str, Sequence[OutboxEntry]],
        rows: dict[str, int],
    ) -> None:
        if not shown:
            return
        known = frozenset(rows)
        fresh = [order_id for order_id in shown if order_id not in known]
        if fresh:
            first = self.take_row_ids(len(fresh))
            rows.update({order_id: first + index for index, order_id in enumerate(fresh)})
        seq = self._db.next_number("seq")
        mentions: dict[str, set[Ref]] = {
            order_id: self.vocabulary(order.vendor).references(order)
            for order_id, order in shown.items()
        }
        names = self._names(shown, mentions)
        values: list[Row] = []
        texts: list[tuple[int, str, str]] = []
        for order_id, order in in_turn(shown.items()):
            entries = open_ones.get(order_id, ())
            own = names[order.connection]
            row_id = rows[order_id]
            staged = self._staged(order, entries, bases.get(order_id))
            values.append(
                columns.written(row_id, seq, order, names=own, entries=entries, staged=staged)
            )
            texts.append((row_id, *sought_text(order, own, self.vocabulary(order.vendor))))
        self._db.run_many(columns.UPSERT, values)
        self._write_texts(texts, [rows[order_id] for order_id in shown if order_id in known])
        self._db.run_many(
            _ADD_MENTION,
            [
                (mention_hash(shown[order_id].connection, *ref), rows[order_id])
                for order_id, refs in mentions.items()
                for ref in refs
            ],
        )
        if self._db.value(_MANY_MENTIONED) > _MENTIONED_AT_MOST:
            self._db.run(_SORT_MENTIONS)
            self._db.run("delete from mentioned")

    def _names(
        self, shown: Mapping[str, Order], mentions: Mapping[str, set[Ref]]
    ) -> dict[str, Mapping[Ref, Named]]:
        wanted: dict[str, set[Ref]] = {}
        for order_id, refs in mentions.items():
            wanted.setdefault(shown[order_id].connection, set()).update(refs)
        return {
            connection: names_of(self._db, connection, refs) for connection, refs in wanted.items()
        }

    def _write_texts(self, texts: Sequence[tuple[int, str, str]], old: Sequence[int]) -> None:
        before = self._texts(old)
        changed = [text for text in texts if before.get(text[0]) != text[1:]]
        self._db.run_many(_UPSERT_TEXT, changed)
        self._db.run_many(_ADD_UNSOUGHT, [(text[0], text[0] in before) for text in changed])

    def _texts(self, row_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        found: dict[int, tuple[str, str]] = {}
        for marks, values in lists(row_ids):
            select = f"select row_id, header, items from sought_text where row_id in {marks}"
            found.update({row[0]: row[1:] for row in self._db.rows(select, values)})
        return found

    def erase(self, rows: Mapping[str, int]) -> None:
        """Delete the rows of these orders with their mirror."""
        row_ids = list(rows.values())
        for table in ("sought_text", "unsought", "shown", "payload", "reading"):
            self._db.run_many(
                f"delete from {table} where row_id = ?", [(row_id,) for row_id in row_ids]
            )
        if row_ids:
            seq = self._db.next_number("seq")
            self._db.run_many(_ADD_ERASED, [(seq, row_id) for row_id in row_ids])

    def users_of(self, connection: str, refs: Iterable[Ref]) -> list[str]:
        """Return the orders whose rows may use these names."""
        hashes = [mention_hash(connection, kind, name_id) for kind, name_id in refs]
        found: dict[str, None] = {}
        for marks, values in lists(hashes):
            either = " union ".join(
                _USERS.format(table=table, marks=marks) for table in ("mention", "mentioned")
            )
            select = f"select id from shown where row_id in ({either}) and connection = ?"
            rows = self._db.rows(select, (*values, *values, connection))
            found.update(dict.fromkeys(row[0] for row in rows))
        return list(found)
