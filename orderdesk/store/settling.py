"""Settling a command: outbox, mirror, shown row and history in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from orderdesk.domain.commands import (
    Command,
    CommandState,
    CreateOrder,
    OutboxEntry,
    dump_command,
)
from orderdesk.domain.history import HistoryEntry, Origin
from orderdesk.domain.order import Order
from orderdesk.store.changes import asked, done
from orderdesk.store.database import Database
from orderdesk.store.entries import OPEN, entries
from orderdesk.store.history import record
from orderdesk.store.keys import time_text
from orderdesk.store.payloads import order_of
from orderdesk.store.projected import Projected
from orderdesk.store.readings import Kind, Readings, pack
from orderdesk.store.syncs import drop_set_aside

NEVER_MADE = "The new order it was for was not made."
DELETED = "The vendor no longer has the order it was for."


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended; `order` is the vendor's newest reading, of `read_at`."""

    state: CommandState
    at: datetime
    order: Order | None
    read_at: datetime
    vendor_id: str | None
    reason: str | None
    words: str | None
    request_id: str | None
    gone: bool = False
    """The vendor has the order no more."""


class Settling:
    """Writes the end of a command; every method belongs inside the caller's transaction."""

    def __init__(self, database: Database, projected: Projected, readings: Readings) -> None:
        self._db = database
        self._projected = projected
        self._readings = readings

    def settle(self, entry: OutboxEntry, outcome: Outcome) -> frozenset[str]:
        """Settle an open entry; return the ids of the orders that changed."""
        old_id = entry.command.order_id
        command = self._renamed(entry.command, outcome)
        before = self._before(entry, old_id)
        self._close(command, outcome)
        self._record(command, outcome, before)
        touched = {old_id, command.order_id}
        watch = self._readings.watch
        if outcome.gone:
            watch.gone([old_id])
            self._fail_followers(old_id, outcome.at, DELETED)
            self._projected.erase(self._projected.row_ids([old_id]))
            drop_set_aside(self._db, command.connection, command.vendor_id)
            return frozenset(touched)
        if isinstance(command, CreateOrder) and outcome.state is not CommandState.DONE:
            self._fail_followers(old_id, outcome.at, NEVER_MADE)
        if command.order_id != old_id:
            self._follow(old_id, command, mirrored=outcome.order is not None)
        if outcome.state is CommandState.DONE:
            watch.begin(command, before=before, after=outcome.order, at=outcome.read_at)
        taken: frozenset[str] = frozenset()
        if outcome.order is not None:
            made_here = outcome.state is CommandState.DONE
            packed = pack([outcome.order])
            taken = self._readings.take(
                packed, Kind.ANSWER, read_at=outcome.read_at, note=not made_here
            ).changed
        self._projected.refresh(touched - taken)
        return frozenset(touched | taken)

    def _renamed(self, command: Command, outcome: Outcome) -> Command:
        """Give a new order's command the id its vendor gave it."""
        if not isinstance(command, CreateOrder) or outcome.state is not CommandState.DONE:
            return command
        given = outcome.vendor_id or (outcome.order.vendor_id if outcome.order else None)
        return command if given is None else command.model_copy(update={"vendor_id": given})

    def _before(self, entry: OutboxEntry, order_id: str) -> Order | None:
        """Return the order as it was before, as re-read for sending or else as mirrored."""
        kept = entry.before or self._db.value(
            "select p.content from shown s join payload p on p.row_id = s.row_id where s.id = ?",
            (order_id,),
        )
        return order_of(kept)

    def _close(self, command: Command, outcome: Outcome) -> None:
        self._db.run(
            "update outbox set order_id = ?, command = ?, state = ?, settled_at = ?,"
            " not_before = null, owner = null, reason = ?, words = ?, request_id = ?"
            " where id = ?",
            (
                *(command.order_id, dump_command(command), outcome.state.value),
                *(time_text(outcome.at), outcome.reason, outcome.words, outcome.request_id),
                command.id,
            ),
        )

    def _record(self, command: Command, outcome: Outcome, before: Order | None) -> None:
        rules_of = outcome.order or before
        vendor = rules_of.vendor if rules_of is not None else ""
        state_key = self._projected.vocabulary(vendor).state_key
        if outcome.state is CommandState.DONE:
            changes = done(command, before, outcome.order, state_key)
        else:
            changes = asked(command, state_key)
        entry = HistoryEntry(
            at=outcome.at,
            order_id=command.order_id,
            origin=Origin.DESK,
            action=command.action,
            state=outcome.state,
            command_id=command.id,
            bulk=command.bulk,
            author=command.author,
            computer=command.computer,
            changes=changes,
            reason=outcome.reason,
            words=outcome.words,
            request_id=outcome.request_id,
        )
        record(self._db, [entry])

    def _followers(self, order_id: str) -> list[Command]:
        where = f"order_id = ? and {OPEN} order by seq"
        return [entry.command for entry in entries(self._db, where, (order_id,))]

    def _fail_followers(self, order_id: str, at: datetime, reason: str) -> None:
        """Nothing can be done to an order that is not there."""
        outcome = Outcome(CommandState.FAILED, at, None, at, None, reason, None, None)
        for command in self._followers(order_id):
            self._close(command, outcome)
            self._record(command, outcome, None)

    def _follow(self, old_id: str, command: Command, *, mirrored: bool) -> None:
        """Point what waits for a provisional order, and its row, to the real one."""
        for follower in self._followers(old_id):
            moved = follower.model_copy(update={"vendor_id": command.vendor_id})
            self._db.run(
                "update outbox set order_id = ?, command = ? where id = ?",
                (moved.order_id, dump_command(moved), moved.id),
            )
        rows = self._projected.row_ids([old_id, command.order_id])
        if mirrored and command.order_id not in rows and old_id in rows:
            # The row keeps its place on the screen: only its id changes.
            self._db.run(
                "update shown set id = ? where row_id = ?", (command.order_id, rows[old_id])
            )
