"""Replacing what a waiting command asks for: in its place in the queue, in one transaction."""

from collections.abc import Callable
from datetime import datetime

from orderdesk.domain.commands import (
    STATE_LABELS,
    Command,
    CommandState,
    OutboxEntry,
    dump_command,
)
from orderdesk.domain.errors import Refused
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.database import Database
from orderdesk.store.entries import entries
from orderdesk.store.keys import time_text
from orderdesk.store.projected import Projected

GONE_ON = QT_TRANSLATE_NOOP(
    "messages", "It has gone on meanwhile ({state}), so that it cannot be changed any more."
)
GONE_ON_WAY = QT_TRANSLATE_NOOP(
    "messages", "Look at what became of it; the order itself can be changed again."
)


def is_replaceable(entry: OutboxEntry) -> bool:
    """Whether nothing of a command was sent, so that something else can be asked in its place."""
    return entry.state is CommandState.WAITING or (
        entry.state is CommandState.ASKING and entry.waited
    )


class Amending:
    """Changes commands that wait."""

    def __init__(self, database: Database, projected: Projected) -> None:
        self._db = database
        self._projected = projected

    def replace(
        self,
        command_id: str,
        make: Callable[[OutboxEntry], Command],
        *,
        run: str,
        now: datetime,
    ) -> OutboxEntry:
        """Put what `make` returns, of the same id, in the place of a command that waits.

        `make` reads what it needs inside the transaction, and whatever it raises leaves the
        command as it was. A person has confirmed it anew at `now`, in the run `run`.

        Raises:
            Refused: it is not there any more, is being sent, or is settled.
        """
        with self._db.writing(durable=True):
            entry = self._require(command_id)
            command = make(entry)
            self._db.run(
                "update outbox set command = ?, state = 'waiting', readings = '[]', waited = 0,"
                " reason = case state when 'asking' then null else reason end,"
                " run = ?, queued_at = ? where id = ?",
                (dump_command(command), run, time_text(now), command_id),
            )
            self._projected.refresh([entry.command.order_id])
            return self._require(command_id)

    def _require(self, command_id: str) -> OutboxEntry:
        found = entries(self._db, "id = ?", (command_id,))
        if not found or not is_replaceable(found[0]):
            state = found[0].state if found else CommandState.WITHDRAWN
            facts = {"state": Message(STATE_LABELS[state])}
            raise Refused(Message(GONE_ON, facts), way_out=Message(GONE_ON_WAY))
        return found[0]
