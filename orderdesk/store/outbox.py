"""The outbox: every command of this desk, durable before anybody is told that it is kept."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from orderdesk.domain.commands import Command, CommandState, OutboxEntry, dump_command
from orderdesk.domain.errors import Refused
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order
from orderdesk.store.database import Database
from orderdesk.store.entries import OPEN, SELECT, entries, entry_of
from orderdesk.store.keys import maybe_time, maybe_time_text, time_text
from orderdesk.store.projected import Projected
from orderdesk.store.readings import Readings
from orderdesk.store.settling import Outcome, Settling
from orderdesk.store.staged import Staged

NO_COMMAND = QT_TRANSLATE_NOOP("messages", "There is no command {command}.")
NOT_SO = QT_TRANSLATE_NOOP(
    "messages", "The command is {state}, so this cannot be done with it any more."
)
NOT_SO_WAY = QT_TRANSLATE_NOOP("messages", "Look at the order again.")
NOT_ITS_TURN = QT_TRANSLATE_NOOP(
    "messages", "An earlier command on the same order is not settled yet."
)
INTERRUPTED = "The program ended while this was being sent."

_ADD = (
    "insert into outbox (seq, id, order_id, connection, command, state, attempts, not_before,"
    " run, readings) values (?, ?, ?, ?, ?, 'waiting', 0, ?, ?, '[]')"
)
_EARLIER = (
    "exists (select 1 from outbox e where e.order_id = outbox.order_id and e.seq < outbox.seq"
    " and e.state in ('waiting', 'sending', 'unknown', 'asking'))"
)
_FREE = f"state = 'waiting' and not {_EARLIER}"


class Outbox:
    """Commands in the order they were given; one an order is under way at a time.

    Every change is on the disk, and the shown row rewritten with it, when a method returns.
    Methods that take a command's id raise Refused where the command is not in a state for it.
    """

    def __init__(self, database: Database, projected: Projected, readings: Readings) -> None:
        self._db = database
        self._projected = projected
        self._settling = Settling(database, projected, readings)
        self._staged = Staged(database, projected)

    def enqueue(
        self, command: Command, *, not_before: datetime | None = None, run: str = ""
    ) -> OutboxEntry:
        """Keep a command to be sent, not before a time where one is given.

        `run` is the run of the program that asks. The same command given twice is kept once.
        """
        with self._db.writing(durable=True):
            found = self._found(command.id)
            if found is not None:
                return found
            self.add_all([command], not_before=not_before, run=run)
            return self._require(command.id)

    def add_all(
        self, commands: Sequence[Command], *, not_before: datetime | None = None, run: str = ""
    ) -> None:
        """Keep new commands inside the caller's transaction; else as `enqueue`."""
        first = self._db.next_number("outbox", len(commands))
        moment = maybe_time_text(not_before)
        rows = [
            (seq, one.id, one.order_id, one.connection, dump_command(one), moment, run)
            for seq, one in enumerate(commands, first)
        ]
        self._db.run_many(_ADD, rows)
        self._staged.make_room(commands)
        self._projected.refresh([one.order_id for one in commands])

    def _found(self, command_id: str) -> OutboxEntry | None:
        row = self._db.row(f"{SELECT} where id = ?", (command_id,))
        return None if row is None else entry_of(row)

    def _require(self, command_id: str, *states: CommandState) -> OutboxEntry:
        found = self._found(command_id)
        if found is None:
            raise Refused(Message(NO_COMMAND, {"command": command_id}))
        if states and found.state not in states:
            facts = {"state": found.state.value}
            raise Refused(Message(NOT_SO, facts), way_out=Message(NOT_SO_WAY))
        return found

    def next_waiting(
        self,
        now: datetime,
        *,
        busy: Collection[str] = (),
        full: Collection[str] = (),
    ) -> OutboxEntry | None:
        """Return the oldest command that may be sent now, if there is one.

        Those on the orders `busy` and the connections `full` are passed over.
        """
        where = f"{_FREE} and (not_before is null or not_before <= ?)"
        values = [time_text(now)]
        for column, passed in (("order_id", busy), ("connection", full)):
            if passed:
                where += f" and {column} not in ({', '.join('?' * len(passed))})"
                values.extend(passed)
        found = entries(self._db, f"{where} order by seq limit 1", values)
        return found[0] if found else None

    def waiting_beside(
        self, first: Command, now: datetime, *, busy: Collection[str] = ()
    ) -> list[OutboxEntry]:
        """Return what may be sent now of the same action of the same run on many, oldest first."""
        where = f"{_FREE} and connection = ? and (not_before is null or not_before <= ?)"
        found = entries(self._db, f"{where} order by seq", (first.connection, time_text(now)))
        return [
            entry
            for entry in found
            if (entry.command.bulk, entry.command.action) == (first.bulk, first.action)
            and entry.command.order_id not in busy
        ]

    def next_moment(self) -> datetime | None:
        """Return when the next command becomes due, to be sent or read back; may be past.

        A command without a time is due since it was given.
        """
        due = self._db.value(
            f"select min(not_before) from outbox where {OPEN} and not_before is not null"
            f" and (state = 'unknown' or ({_FREE}))"
        )
        first = entries(self._db, f"{_FREE} and not_before is null order by seq limit 1")
        moments = [entry.command.created_at for entry in first]
        if due is not None:
            moments.append(maybe_time(due) or moments[0])
        return min(moments, default=None)

    def begin_sending(
        self, command_id: str, *, before: Order | None, owner: str, now: datetime
    ) -> OutboxEntry:
        """Write down that a command is about to go out, by whom, and what the order was.

        Raises:
            Refused: it is not waiting any more, or not its turn.
        """
        with self._db.writing(durable=True):
            return self._begun(command_id, before, owner, now)

    def begin_sending_all(
        self, entries: Sequence[tuple[OutboxEntry, Order]], *, owner: str, now: datetime
    ) -> list[OutboxEntry]:
        """Write down that several are about to go out in one call, each with what its order was.

        Those that are not waiting any more, or for something else, are left out.
        """
        with self._db.writing(durable=True):
            found = [(self._found(entry.command.id), entry, before) for entry, before in entries]
            return [
                self._begun(entry.command.id, before, owner, now)
                for current, entry, before in found
                if current is not None
                and current.state is CommandState.WAITING
                and current.command == entry.command
            ]

    def _begun(
        self, command_id: str, before: Order | None, owner: str, now: datetime
    ) -> OutboxEntry:
        entry = self._require(command_id, CommandState.WAITING)
        where = f"id = ? and {_FREE}"
        if self._db.row(f"select 1 from outbox where {where}", (command_id,)) is None:
            raise Refused(Message(NOT_ITS_TURN), way_out=Message(NOT_SO_WAY))
        self._db.run(
            "update outbox set state = 'sending', attempts = attempts + 1, owner = ?,"
            " sent_at = ?, before_json = ?, not_before = null, reason = null where id = ?",
            (owner, time_text(now), before and before.model_dump_json(), command_id),
        )
        return self._refreshed(entry)

    def _refreshed(self, entry: OutboxEntry) -> OutboxEntry:
        self._projected.refresh([entry.command.order_id])
        return self._require(entry.command.id)

    def settle(
        self,
        command_id: str,
        state: CommandState,
        *,
        now: datetime,
        order: Order | None = None,
        read_at: datetime | None = None,
        vendor_id: str | None = None,
        reason: str | None = None,
        words: str | None = None,
        request_id: str | None = None,
        gone: bool = False,
    ) -> frozenset[str]:
        """Settle an open command; return the ids of the orders that changed.

        With `gone` the vendor has the order no more: its row goes, its history stays, and what
        waits for it fails.

        `order` is the vendor's newest reading, of `read_at` or `now`. A new order's
        provisional row gives way to the real one, whose id the entry's command has from then
        on; what waits for the provisional order follows it, or fails with it.
        """
        outcome = Outcome(
            *(state, now, order, read_at or now, vendor_id, reason, words, request_id), gone=gone
        )
        with self._db.writing(durable=True):
            entry = self._require(
                command_id,
                CommandState.WAITING,
                CommandState.SENDING,
                CommandState.UNKNOWN,
                CommandState.ASKING,
            )
            return self._settling.settle(entry, outcome)

    def mark_unknown(self, command_id: str, *, reason: str, verify_at: datetime) -> OutboxEntry:
        """Note that nobody knows whether it was done, and when to look."""
        with self._db.writing(durable=True):
            entry = self._require(command_id, CommandState.SENDING, CommandState.UNKNOWN)
            self._db.run(
                "update outbox set state = 'unknown', reason = ?, not_before = ? where id = ?",
                (reason, time_text(verify_at), command_id),
            )
            return self._refreshed(entry)

    def ask(
        self, command_id: str, *, reason: str, readings: tuple[str, ...], waited: bool = False
    ) -> OutboxEntry:
        """Leave it to a person, with what there is to choose between.

        `waited`: it has not been sent, and is asked about only because it has waited too long.
        """
        with self._db.writing(durable=True):
            entry = self._require(
                command_id,
                CommandState.WAITING,
                CommandState.SENDING,
                CommandState.UNKNOWN,
                CommandState.ASKING,
            )
            self._db.run(
                "update outbox set state = 'asking', reason = ?, readings = ?, waited = ?,"
                " not_before = null where id = ?",
                (reason, json.dumps(readings), int(waited), command_id),
            )
            return self._refreshed(entry)

    def renew(self, command_id: str, *, run: str, now: datetime) -> OutboxEntry:
        """Let what asks because it has waited go now: a person still wants it."""
        with self._db.writing(durable=True):
            entry = self._require(command_id, CommandState.ASKING)
            self._db.run(
                "update outbox set state = 'waiting', reason = null, readings = '[]', waited = 0,"
                " not_before = null, run = ?, queued_at = ? where id = ?",
                (run, time_text(now), command_id),
            )
            return self._refreshed(entry)

    def requeue(
        self,
        command_id: str,
        *,
        not_before: datetime | None = None,
        reason: str | None = None,
        command: Command | None = None,
    ) -> OutboxEntry:
        """Let it wait again: nothing was done, or doing it again is safe.

        `reason` says why it waits; `command`, of the same id, takes the place of the old one
        where a person settled a conflict.
        """
        with self._db.writing(durable=True):
            entry = self._require(
                command_id,
                CommandState.WAITING,
                CommandState.SENDING,
                CommandState.UNKNOWN,
                CommandState.ASKING,
            )
            self._db.run(
                "update outbox set state = 'waiting', reason = ?, readings = '[]', owner = null,"
                " waited = 0, sent_at = null, before_json = null, not_before = ?, command = ?"
                " where id = ?",
                (
                    *(reason, maybe_time_text(not_before)),
                    *(dump_command(command or entry.command), command_id),
                ),
            )
            return self._refreshed(entry)

    def withdraw(self, command_id: str, *, now: datetime) -> frozenset[str]:
        """Take back a command that has not been sent, or that a person gives up.

        Raises:
            Refused: it is under way, or settled.
        """
        with self._db.writing(durable=True):
            entry = self._require(command_id, CommandState.WAITING, CommandState.ASKING)
            return self._settling.settle(entry, _withdrawn(now))

    def withdraw_all(self, command_ids: Sequence[str], *, now: datetime) -> frozenset[str]:
        """Take back those that still wait, inside the caller's transaction; else as `withdraw`."""
        changed: set[str] = set()
        for command_id in command_ids:
            entry = self._found(command_id)
            if entry is not None and entry.state is CommandState.WAITING:
                changed |= self._settling.settle(entry, _withdrawn(now))
        return frozenset(changed)

    def due_unknown(self, now: datetime) -> list[OutboxEntry]:
        """Return the commands that are to be read back now, oldest first."""
        where = "state = 'unknown' and not_before <= ? order by seq"
        return entries(self._db, where, (time_text(now),))

    def recover(self, owner: str, *, verify_at: datetime) -> list[OutboxEntry]:
        """Make unknown what another, dead owner left while sending; return those commands."""
        with self._db.writing(durable=True):
            left = entries(
                self._db, "state = 'sending' and coalesce(owner, '') <> ? order by seq", (owner,)
            )
            for entry in left:
                self._db.run(
                    "update outbox set state = 'unknown', reason = ?, not_before = ? where id = ?",
                    (INTERRUPTED, time_text(verify_at), entry.command.id),
                )
            return [self._refreshed(entry) for entry in left]

    def get(self, command_id: str) -> OutboxEntry | None:
        """Return the entry of a command, if there is one."""
        return self._found(command_id)

    def open_of(self, order_id: str) -> list[OutboxEntry]:
        """Return an order's open commands, oldest first."""
        return entries(self._db, f"order_id = ? and {OPEN} order by seq", (order_id,))

    def open(self) -> list[OutboxEntry]:
        """Return every open command, oldest first."""
        return entries(self._db, f"{OPEN} order by seq")

    def recent(self, limit: int) -> Sequence[OutboxEntry]:
        """Return the newest commands, settled or not, and every open one, newest first."""
        newest = "seq in (select seq from outbox order by seq desc limit ?)"
        return entries(self._db, f"({newest} or {OPEN}) order by seq desc", (limit,))


def _withdrawn(now: datetime) -> Outcome:
    return Outcome(CommandState.WITHDRAWN, now, None, now, None, None, None, None)
