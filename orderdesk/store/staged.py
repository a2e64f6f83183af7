"""What is staged in the outbox: written and rewritten freely until it is given to be sent."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from orderdesk.domain.commands import Command, OutboxEntry, dump_command
from orderdesk.domain.errors import Refused
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.staging import Stageable, rejoined, superseded
from orderdesk.store.database import Database
from orderdesk.store.dialect import lists
from orderdesk.store.entries import entries
from orderdesk.store.keys import maybe_time_text, time_text
from orderdesk.store.projected import Projected

NOT_STAGED = QT_TRANSLATE_NOOP("messages", "This change is not staged any more.")
NOT_STAGED_WAY = QT_TRANSLATE_NOOP("messages", "Look at the order, or at what is staged now.")
NOT_WAITING = QT_TRANSLATE_NOOP("messages", "This change has been sent already.")

_STAGED = "state = 'staged'"
_ADD = (
    "insert into outbox (seq, id, order_id, connection, command, state, attempts, run, readings)"
    " values (?, ?, ?, ?, ?, 'staged', 0, ?, '[]')"
)
_RELEASE = (
    "update outbox set seq = ?, state = 'waiting', not_before = ?, run = ?, queued_at = ?"
    " where id = ?"
)


class Staged:
    """The commands that wait for a person's word.

    They are deleted without a trace when they are discarded: nothing was asked of anybody.
    """

    def __init__(self, database: Database, projected: Projected) -> None:
        self._db = database
        self._projected = projected

    def all(self) -> list[OutboxEntry]:
        """Return everything staged, oldest first."""
        return entries(self._db, f"{_STAGED} order by seq")

    def of(self, order_id: str) -> list[OutboxEntry]:
        """Return what is staged of an order, oldest first."""
        return entries(self._db, f"order_id = ? and {_STAGED} order by seq", (order_id,))

    def commands_of(self, order_id: str) -> tuple[Stageable, ...]:
        """Return the commands that are staged of an order, oldest first."""
        return _stageable(entry.command for entry in self.of(order_id))

    def put(self, order_id: str, commands: Sequence[Command], *, run: str) -> None:
        """Make `commands` what is staged of an order.

        `run` is the run of the program that stages.

        Raises:
            Refused: one of them has been given to be sent meanwhile.
        """
        with self._db.writing(durable=True):
            self._put(order_id, commands, run)
            self._projected.refresh([order_id])

    def _put(self, order_id: str, commands: Sequence[Command], run: str) -> None:
        old = {entry.command.id: entry.command for entry in self.of(order_id)}
        wanted = {one.id: one for one in commands}
        for gone in old.keys() - wanted.keys():
            self._db.run("delete from outbox where id = ?", (gone,))
        for one in commands:
            if one.id in old and old[one.id] != one:
                self._db.run(
                    "update outbox set command = ? where id = ?", (dump_command(one), one.id)
                )
        self._add([one for one in commands if one.id not in old], run)

    def _add(self, commands: Sequence[Command], run: str) -> None:
        if not commands:
            return
        for marks, values in lists([one.id for one in commands]):
            if self._db.row(f"select 1 from outbox where id in {marks} limit 1", values):
                raise Refused(Message(NOT_STAGED), way_out=Message(NOT_STAGED_WAY))
        first = self._db.next_number("outbox", len(commands))
        self._db.run_many(
            _ADD,
            [
                (seq, one.id, one.order_id, one.connection, dump_command(one), run)
                for seq, one in enumerate(commands, first)
            ],
        )

    def release(
        self,
        order_id: str,
        commands: Sequence[Command],
        ids: Sequence[str],
        *,
        not_before: datetime | None,
        run: str,
        now: datetime,
    ) -> list[OutboxEntry]:
        """Stage `commands` and give those with these `ids` to be sent, in the order of the ids.

        They take their place behind everything that was asked before.
        """
        with self._db.writing(durable=True):
            self._put(order_id, commands, run)
            first = self._db.next_number("outbox", len(ids))
            moment, at = maybe_time_text(not_before), time_text(now)
            self._db.run_many(
                _RELEASE, [(seq, moment, run, at, one) for seq, one in enumerate(ids, first)]
            )
            self._projected.refresh([order_id])
            given = set(ids)
            found = entries(self._db, "order_id = ? and seq >= ? order by seq", (order_id, first))
            return [entry for entry in found if entry.command.id in given]

    def take_back(self, entry: OutboxEntry, *, run: str) -> None:
        """Stage again what was given to be sent and has not been tried.

        Raises:
            Refused: it has gone out, or is settled.
        """
        command = entry.command
        with self._db.writing(durable=True):
            # What came back because it proved not to have been done counts as not sent.
            left = "id = ? and state in ('waiting', 'asking') and sent_at is null"
            if self._db.row(f"select 1 from outbox where {left}", (command.id,)) is None:
                raise Refused(Message(NOT_WAITING), way_out=Message(NOT_STAGED_WAY))
            before = self.commands_of(command.order_id)
            self._db.run(
                "update outbox set state = 'staged', not_before = null, reason = null,"
                " readings = '[]', waited = 0, attempts = 0, queued_at = null where id = ?",
                (command.id,),
            )
            [back] = _stageable([command])
            self._put(command.order_id, rejoined(before, back), run)
            self._projected.refresh([command.order_id])

    def make_room(self, given: Sequence[Command]) -> None:
        """Take out what newer commands take the place of, inside the caller's transaction."""
        by_order: dict[str, list[Command]] = {}
        for one in given:
            by_order.setdefault(one.order_id, []).append(one)
        for marks, values in lists(list(by_order)):
            where = f"{_STAGED} and order_id in {marks} order by seq"
            found: dict[str, list[OutboxEntry]] = {}
            for entry in entries(self._db, where, values):
                found.setdefault(entry.command.order_id, []).append(entry)
            for order_id, old in found.items():
                staged = _stageable(entry.command for entry in old)
                left = superseded(staged, by_order[order_id])
                if left != staged:
                    self._put(order_id, left, old[0].run)


def _stageable(commands: Iterable[Command]) -> tuple[Stageable, ...]:
    return tuple(one for one in commands if isinstance(one, Stageable))
