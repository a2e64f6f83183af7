"""Runs of acts on many orders; what became of a row is read off its command in the outbox."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orderdesk.domain.commands import Command, CommandState
from orderdesk.domain.errors import InputError
from orderdesk.domain.ledger import Fate, Ledger, LedgerRow, Outcome, Run, RunState, outcome_of
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.database import Database, Row
from orderdesk.store.keys import maybe_time, read_time, time_text
from orderdesk.store.outbox import Outbox

NO_RUN = QT_TRANSLATE_NOOP("messages", "There is no bulk change “{run}” here.")

_ADD_RUN = (
    "insert into bulk_run (id, action, label, request, about, parent, state, owner, created_at,"
    " author, computer) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ADD_ROW = (
    "insert into bulk_row (run, place, order_id, connection, connection_name, number, customer,"
    " action, fate, reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_RUN = (
    "select id, action, label, state, created_at, about, parent, author, computer, request, owner"
    " from bulk_run "
)
_WITH_COMMAND = "from bulk_row r left join outbox o on o.id = r.command_id where r.run = ?"
_STATE = "r.fate, r.command_id is not null, o.state, o.sent_at is not null"
_COUNTS = f"select {_STATE}, count(*) {_WITH_COMMAND} group by 1, 2, 3, 4"
_ROWS = (
    f"select {_STATE}, r.place, r.order_id, r.number, r.customer, r.connection_name, r.action,"
    " r.command_id, coalesce(o.reason, r.reason), o.words, o.request_id, o.settled_at"
    f" {_WITH_COMMAND} order by r.place"
)
_NEXT = (
    "select place, order_id from bulk_row where run = ? and connection = ?"
    " and fate = 'open' and command_id is null order by place limit ?"
)
_LEFT = (
    "select connection, count(*) from bulk_row where run = ? and fate = 'open'"
    " and command_id is null group by connection"
)
_UNDER_WAY = (
    f"select r.connection, o.state, count(*) {_WITH_COMMAND}"
    " and o.state in ('waiting', 'sending', 'unknown') group by 1, 2"
)
_WAITING = f"select o.id {_WITH_COMMAND} and o.state = 'waiting'"
_AGAIN = (
    "with recursive later (id) as (select ? union select b.id from bulk_run b"
    " join later on b.parent = later.id) select id from later"
)
_TOLD = "update bulk_row set command_id = ?, fate = ?, reason = ? where run = ? and place = ?"
_LIVE = "('running', 'paused', 'stopping')"
_OVER = (
    f"select id from bulk_run b where state not in {_LIVE} and created_at < ?"
    " and not exists (select 1 from bulk_row r join outbox o on o.id = r.command_id"
    " where r.run = b.id and o.state in ('waiting', 'sending', 'unknown', 'asking'))"
)


@dataclass(frozen=True, slots=True)
class NewRow:
    """One order of a run that begins."""

    order_id: str
    connection: str
    connection_name: str
    number: str
    customer: str
    action: str
    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """How a connection stands in a run: to be handed over, handed over, and not known."""

    left: int = 0
    open: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of a row at its turn: a command, or the reason why there is none."""

    place: int
    command: Command | None
    fate: Fate = Fate.OPEN
    reason: str = ""


class BulkRuns:
    """Every run with its rows; both stay until they are dropped together.

    Methods that take a run's id raise InputError where there is none.
    """

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._db = database
        self._outbox = outbox

    def begin(self, run: Run, request: str, rows: Sequence[NewRow], *, owner: str) -> None:
        """Keep a run and its rows, durably, all of it or nothing."""
        head = (
            *(run.id, run.action, run.label, request, run.about, run.parent, run.state.value),
            *(owner, time_text(run.created_at), run.author, run.computer),
        )
        with self._db.writing(durable=True):
            self._db.run(_ADD_RUN, head)
            self._db.run_many(_ADD_ROW, (_values(run.id, place, r) for place, r in enumerate(rows)))

    def get(self, run_id: str) -> Run:
        """Return a run with its counts."""
        with self._db.reading():
            return self._run_of(self._require(run_id))

    def recent(self, limit: int) -> list[Run]:
        """Return the latest runs, the newest first."""
        with self._db.reading():
            rows = self._db.rows(f"{_RUN} order by seq desc limit ?", (limit,))
            return [self._run_of(row) for row in rows]

    def live(self) -> list[Run]:
        """Return the runs that are not over, the oldest first."""
        with self._db.reading():
            return [self._run_of(row) for row in self._live()]

    def request(self, run_id: str) -> str:
        """Return what a run was asked to do, as JSON."""
        return self._require(run_id)[9]

    def owner(self, run_id: str) -> str | None:
        """Return which run of the program carries a run on, if one does."""
        return self._require(run_id)[10]

    def ledger(self, run_id: str) -> Ledger:
        """Return a run with what became of every order."""
        with self._db.reading():
            run = self._run_of(self._require(run_id))
            found = self._db.rows(_ROWS, (run_id,))
        return Ledger(run, tuple(_ledger_row(row, over=run.state.over) for row in found))

    def next_rows(self, run_id: str, connection: str, limit: int) -> list[tuple[int, str]]:
        """Return place and order of the first rows whose turn has not come yet."""
        return [tuple(row) for row in self._db.rows(_NEXT, (run_id, connection, limit))]

    def under_way(self, run_id: str) -> Mapping[str, UnderWay]:
        """Return how a run stands, by connection."""
        left: dict[str, int] = dict(self._db.rows(_LEFT, (run_id,)))
        states: dict[str, dict[str, int]] = {}
        for connection, state, count in self._db.rows(_UNDER_WAY, (run_id,)):
            states.setdefault(connection, {})[state] = count
        found: dict[str, UnderWay] = {}
        for connection in left.keys() | states.keys():
            by_state = states.get(connection, {})
            unknown = by_state.pop(CommandState.UNKNOWN.value, 0)
            found[connection] = UnderWay(left.get(connection, 0), sum(by_state.values()), unknown)
        return found

    def hand_over(
        self, run_id: str, make: Callable[[], Sequence[Handed]], *, program: str
    ) -> Sequence[Handed]:
        """Put the commands of some rows into the outbox, durably, with what says so of the rows.

        `make` is called inside the transaction; `program` is the run of the program. A run that
        is not running any more hands nothing over.
        """
        with self._db.writing(durable=True):
            if self._require(run_id)[3] != RunState.RUNNING.value:
                return ()
            handed = make()
            commands = [one.command for one in handed if one.command is not None]
            if commands:
                self._outbox.add_all(commands, run=program)
            told = [(_command_id(one), one.fate.value, one.reason, one.place) for one in handed]
            self._db.run_many(_TOLD, ((*row[:-1], run_id, row[-1]) for row in told))
        return handed

    def set_state(self, run_id: str, state: RunState, *, owner: str | None) -> None:
        """Note how far a run is, and which run of the program carries it on."""
        with self._db.writing(durable=True):
            self._require(run_id)
            self._mark(run_id, state, owner)

    def halt(
        self, run_id: str, state: RunState, *, now: datetime, owner: str | None
    ) -> frozenset[str]:
        """Take back what was not sent yet; return the ids of the orders that changed.

        Paused, those rows come to their turn again; stopped, they are not tried any more.
        """
        with self._db.writing(durable=True):
            self._require(run_id)
            waiting = [row[0] for row in self._db.rows(_WAITING, (run_id,))]
            changed = self._outbox.withdraw_all(waiting, now=now)
            if state is RunState.PAUSED:
                again = "update bulk_row set command_id = null where run = ? and command_id = ?"
                self._db.run_many(again, [(run_id, one) for one in waiting])
            self._mark(run_id, state, owner)
        return changed

    def orphans(self, lives: Callable[[str], bool]) -> list[tuple[str, RunState]]:
        """Return the runs that nobody carries on any more, though nobody ended them."""
        return [
            (row[0], RunState(row[3]))
            for row in self._live()
            if row[3] != RunState.PAUSED.value and not lives(row[10] or "")
        ]

    def settled_later(self, run_id: str) -> frozenset[str]:
        """Return the orders of a run that a later one, which took it up again, has not failed."""
        done: set[str] = set()
        with self._db.reading():
            ids = [row[0] for row in self._db.rows(_AGAIN, (run_id,)) if row[0] != run_id]
            for later in ids:
                rows = self.ledger(later).rows
                taken = {Outcome.DONE, Outcome.WAITING, Outcome.UNKNOWN}
                done |= {row.order_id for row in rows if row.outcome in taken}
        return frozenset(done)

    def over(self, before: datetime) -> int:
        """Return how many runs from before a moment have ended, with nothing open on them."""
        return self._db.value(f"select count(*) from ({_OVER})", (time_text(before),)) or 0

    def drop(self, before: datetime) -> None:
        """Forget the runs from before a moment that have ended, with nothing open on them."""
        with self._db.writing(durable=True):
            for (run,) in self._db.rows(_OVER, (time_text(before),)):
                self._db.run("delete from bulk_row where run = ?", (run,))
                self._db.run("delete from bulk_run where id = ?", (run,))

    def _mark(self, run_id: str, state: RunState, owner: str | None) -> None:
        update = "update bulk_run set state = ?, owner = ? where id = ?"
        self._db.run(update, (state.value, owner, run_id))

    def _live(self) -> list[Row]:
        return self._db.rows(f"{_RUN} where state in {_LIVE} order by seq")

    def _require(self, run_id: str) -> Row:
        row = self._db.row(f"{_RUN} where id = ?", (run_id,))
        if row is None:
            raise InputError(Message(NO_RUN, {"run": run_id[:60]}), field="run")
        return row

    def _run_of(self, row: Row) -> Run:
        state = RunState(row[3])
        counts = dict.fromkeys(Outcome, 0)
        for *known, count in self._db.rows(_COUNTS, (row[0],)):
            counts[_outcome(known, over=state.over)] += count
        return Run(
            id=row[0],
            action=row[1],
            label=row[2],
            state=state,
            created_at=read_time(row[4]),
            about=row[5],
            parent=row[6],
            author=row[7],
            computer=row[8],
            counts=counts,
        )


def _command_id(handed: Handed) -> str | None:
    return handed.command.id if handed.command is not None else None


def _values(run_id: str, place: int, row: NewRow) -> tuple[str | int, ...]:
    return (
        *(run_id, place, row.order_id, row.connection, row.connection_name, row.number),
        *(row.customer, row.action, row.fate.value, row.reason),
    )


def _outcome(known: Sequence[Any], *, over: bool) -> Outcome:
    fate, has_command, state, sent = known
    if has_command and state is None:
        # Its command is not in this file any more, as after a damage: nobody can tell.
        return Outcome.UNKNOWN
    found = CommandState(state) if state is not None else None
    return outcome_of(Fate(fate), found, sent=bool(sent), over=over)


def _ledger_row(row: Row, *, over: bool) -> LedgerRow:
    place, order_id, number, customer, connection, action, command_id = row[4:11]
    reason, words, request_id, settled_at = row[11:]
    return LedgerRow(
        place=place,
        order_id=order_id,
        number=number,
        customer=customer,
        connection=connection,
        action=action,
        outcome=_outcome(row[:4], over=over),
        command_id=command_id,
        reason=reason or "",
        words=words or "",
        request_id=request_id or "",
        settled_at=maybe_time(settled_at),
    )
