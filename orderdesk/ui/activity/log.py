"""Reads what was sent or waits, each command with the order it is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderdesk.domain.commands import OutboxEntry
from orderdesk.domain.shown import ShownRow
from orderdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Activity:
    """A command and the order it is about; no `row` where the order is not here (any more)."""

    entry: OutboxEntry
    row: ShownRow | None

    @property
    def id(self) -> str:
        """The command's id."""
        return self.entry.command.id


@dataclass(frozen=True, slots=True)
class Log:
    """The latest commands, the newest first; `more` where older ones were left out."""

    activities: tuple[Activity, ...]
    more: bool


async def read_log(desk: Desk, limit: int) -> Log:
    """Read the latest `limit` commands; runs where the services run."""
    entries = await desk.orders.outbox(limit + 1)
    # What is open is never left out, however old it is.
    listed = [entry for place, entry in enumerate(entries) if place < limit or entry.open]
    return Log(await _with_rows(desk, listed), more=len(entries) > limit)


async def read_queue(desk: Desk) -> tuple[Activity, ...]:
    """Read what waits, in the order it is sent; runs where the services run."""
    return await _with_rows(desk, await desk.queue.all())


async def read_activity(desk: Desk, command_id: str) -> Activity:
    """Read one command as it is now; runs where the services run.

    Raises:
        InputError: if there is no such command.
    """
    entry = await desk.orders.wait(command_id, timeout=0)
    [activity] = await _with_rows(desk, [entry])
    return activity


async def _with_rows(desk: Desk, entries: Sequence[OutboxEntry]) -> tuple[Activity, ...]:
    order_ids = list(dict.fromkeys(entry.command.order_id for entry in entries))
    rows = await desk.orders.rows_of(order_ids)
    return tuple(Activity(entry, rows.get(entry.command.order_id)) for entry in entries)
