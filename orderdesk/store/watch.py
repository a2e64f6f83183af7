"""The watch: what was written here and done, and whether it still stands in later readings."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from orderdesk.domain.commands import Command, load_command
from orderdesk.domain.order import Order
from orderdesk.domain.rules import VendorRules
from orderdesk.domain.watching import (
    Lost,
    Overwritten,
    Written,
    loses_updates,
    same,
    standing,
    written_by,
)
from orderdesk.store.database import Database
from orderdesk.store.dialect import lists
from orderdesk.store.entries import entries
from orderdesk.store.keys import maybe_time_text, read_time, time_text

_READINGS = 2
_WRITTEN: TypeAdapter[tuple[Written, ...]] = TypeAdapter(tuple[Written, ...])
_FOUND: TypeAdapter[tuple[Lost, ...]] = TypeAdapter(tuple[Lost, ...])
_SELECT = (
    "select w.command_id, w.order_id, w.connection, w.wrote_at, w.until, w.due, w.readings,"
    " w.written, w.found from watch w"
)
_PUT = (
    "insert into watch (command_id, order_id, connection, wrote_at, until, due, readings, written,"
    " found) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (command_id) do update set"
    " due = excluded.due, readings = excluded.readings, written = excluded.written,"
    " found = excluded.found"
)
_FIND = (
    "select o.command, w.found from watch w join outbox o on o.id = w.command_id"
    " where w.found <> '[]'"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """What one command wrote and is still looked for, and what of it was found lost."""

    command_id: str
    order_id: str
    connection: str
    wrote_at: datetime
    until: datetime
    due: datetime | None
    readings: int
    written: tuple[Written, ...]
    found: tuple[Lost, ...] = ()


class Watch:
    """What `begin`, `look`, `forget` and `gone` write belongs inside the caller's transaction.

    `lasts` is for how long after a write another one made from an older reading may still come;
    nothing lasts no time, and then nothing is watched.
    """

    def __init__(self, database: Database, rules: Mapping[str, VendorRules]) -> None:
        self._db = database
        self._rules = rules
        self.lasts = timedelta(0)

    def begin(
        self, command: Command, *, before: Order | None, after: Order | None, at: datetime
    ) -> None:
        """Watch what a command wrote that was done at `at`; `after` is the order as read then."""
        known = after or before
        rules = self._rules.get(known.vendor) if known is not None else None
        if rules is None or not loses_updates(rules) or not self.lasts:
            return
        written = written_by(command, before, after)
        self.forget(command.order_id, [one.subject for one in written], but=command.id)
        if not written:
            return
        row = _Row(
            command_id=command.id,
            order_id=command.order_id,
            connection=command.connection,
            wrote_at=at,
            until=at + self.lasts,
            due=at + self.lasts,
            readings=0,
            written=written,
        )
        self._keep(row if after is None else self._looked(row, after, rules, at))

    def look(self, orders: Iterable[Order], *, read_at: datetime) -> None:
        """Hold readings of `read_at` to what was written before."""
        watched = {row[0] for row in self._db.rows("select order_id from watch")}
        if not watched:
            return
        by_id = {order.id: order for order in orders if order.id in watched}
        for row in self._rows(list(by_id)):
            order = by_id[row.order_id]
            rules = self._rules.get(order.vendor)
            if rules is None or read_at <= row.wrote_at or not row.written:
                continue
            whole = order.lines is not None
            looked = self._looked(row, order, rules, read_at)
            looked = replace(looked, readings=row.readings + int(whole))
            if whole and read_at >= row.until:
                over = looked.readings >= _READINGS
                again = None if over else read_at + self.lasts
                looked = replace(looked, due=again, written=() if over else looked.written)
            self._keep(looked)

    def _looked(self, row: _Row, order: Order, rules: VendorRules, at: datetime) -> _Row:
        """Return what is known after a reading: what does not stand is lost, unless by our hand."""
        left: list[Written] = []
        found = list(row.found)
        for one in row.written:
            shown = standing(one, order, rules)
            if not shown.seen or shown.stands:
                left.append(one)
            elif not self._ours(row, one, shown.now, rules):
                lost = Lost(written=one, now=shown.now, at=at, reverted=shown.reverted)
                found.append(lost)
        news = len(found) - len(row.found)
        if news:
            self._db.next_number("lost", news)
        return replace(row, written=tuple(left), found=tuple(found))

    def _ours(self, row: _Row, one: Written, now: str | None, rules: VendorRules) -> bool:
        """Whether a later command of this desk, done or on its way, may have put it so."""
        where = (
            "order_id = ? and sent_at is not null and seq >"
            " (select seq from outbox where id = ?) order by seq"
        )
        specs = rules.line_fields if one.line_id else rules.order_fields
        spec = next((spec for spec in specs if spec.key == one.field), None)
        return any(
            other.subject == one.subject and same(spec, other.mine, now)
            for entry in entries(self._db, where, (row.order_id, row.command_id))
            for other in written_by(entry.command, None, None)
        )

    def forget(
        self, order_id: str, subjects: Collection[tuple[str, str]], *, but: str = ""
    ) -> None:
        """Look no more for these subjects of an order: a person has decided on them since."""
        for row in self._rows([order_id]):
            if row.command_id == but:
                continue
            written = tuple(one for one in row.written if one.subject not in subjects)
            found = tuple(one for one in row.found if one.written.subject not in subjects)
            if (written, found) != (row.written, row.found):
                self._keep(replace(row, written=written, found=found))

    def decided(self, order_id: str, subjects: Collection[tuple[str, str]]) -> None:
        """As `forget`, in a transaction of its own."""
        with self._db.writing(durable=True):
            self.forget(order_id, subjects)

    def gone(self, order_ids: Sequence[str]) -> None:
        """Forget orders that the vendor has no more."""
        for marks, values in lists(order_ids):
            self._db.run(f"delete from watch where order_id in {marks}", values)

    def answered(self, command_id: str) -> None:
        """Forget what was found of a command: a person has decided."""
        with self._db.writing(durable=True):
            for values in self._db.rows(f"{_SELECT} where w.command_id = ?", (command_id,)):
                self._keep(replace(_row(values), found=()))

    def found(self, order_id: str | None = None) -> list[Overwritten]:
        """Return what was found and is not answered, of one order or of all, the oldest first."""
        where, values = (" and w.order_id = ?", (order_id,)) if order_id else ("", ())
        rows = self._db.rows(f"{_FIND}{where} order by o.seq", values)
        return [
            Overwritten(command=load_command(command), lost=_FOUND.validate_json(found))
            for command, found in rows
        ]

    def of(self, command_id: str) -> Overwritten | None:
        """Return what was found of a command and is not answered."""
        row = self._db.row(f"{_FIND} and w.command_id = ?", (command_id,))
        if row is None:
            return None
        return Overwritten(command=load_command(row[0]), lost=_FOUND.validate_json(row[1]))

    def count(self) -> int:
        """Return how many lost values were ever found here."""
        return self._db.value("select value from counter where name = 'lost'")

    def watched(self) -> int:
        """Return how many commands are watched."""
        return self._db.value("select count(*) from watch where written <> '[]'")

    def due(self, now: datetime) -> list[str]:
        """Return the orders that are to be read for this by now, the longest due first."""
        select = "select order_id, min(due) from watch where due <= ? and written <> '[]'"
        rows = self._db.rows(f"{select} group by order_id order by 2", (time_text(now),))
        return [row[0] for row in rows]

    def next_due(self) -> datetime | None:
        """Return when the next order is to be read for this."""
        moment = self._db.value("select min(due) from watch where written <> '[]'")
        return None if moment is None else read_time(moment)

    def put_off(self, order_id: str, until: datetime) -> None:
        """Try an order again later that could not be read."""
        with self._db.writing(durable=False):
            where = "order_id = ? and due is not null and due < ?"
            moment = time_text(until)
            self._db.run(f"update watch set due = ? where {where}", (moment, order_id, moment))

    def _rows(self, order_ids: Sequence[str]) -> Iterator[_Row]:
        for marks, values in lists(order_ids):
            for row in self._db.rows(f"{_SELECT} where w.order_id in {marks}", values):
                yield _row(row)

    def _keep(self, row: _Row) -> None:
        """Write a row, or forget it where nothing is looked for and nothing to be answered."""
        if not row.written and not row.found:
            self._db.run("delete from watch where command_id = ?", (row.command_id,))
            return
        self._db.run(
            _PUT,
            (
                *(row.command_id, row.order_id, row.connection),
                *(time_text(row.wrote_at), time_text(row.until), maybe_time_text(row.due)),
                *(row.readings, _WRITTEN.dump_json(row.written).decode()),
                _FOUND.dump_json(row.found).decode(),
            ),
        )


def _row(values: tuple[Any, ...]) -> _Row:
    command_id, order_id, connection, wrote_at, until, due, readings, written, found = values
    return _Row(
        command_id=command_id,
        order_id=order_id,
        connection=connection,
        wrote_at=read_time(wrote_at),
        until=read_time(until),
        due=None if due is None else read_time(due),
        readings=readings,
        written=_WRITTEN.validate_json(written),
        found=_FOUND.validate_json(found),
    )
