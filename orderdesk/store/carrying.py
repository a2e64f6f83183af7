"""What no vendor can give again, carried from one store's file into another of an older form."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from orderdesk.domain.commands import CommandState, load_command
from orderdesk.store.database import Database, Row
from orderdesk.store.schema import applied, migrations

TYPED = (
    ("connection", "rowid"),
    ("outbox", "seq"),
    ("history", "seq"),
    ("bulk_run", "seq"),
    ("bulk_row", "seq"),
    ("watch", "rowid"),
    ("draft", "rowid"),
    ("preference", "rowid"),
)
"""The tables of what was typed, chosen and done here, and the key along which each is read."""

OTHER_FILE = "update meta set value = lower(hex(randomblob(16))) where key = 'file_id'"
"""What is kept beside a file by its rows' numbers does not fit them any more."""

TO_PROJECT = "to_project"
"""Under this in meta: the orders whose shown rows are derived anew at the next start."""

NEEDS_ANSWER = "A backup was put in place: whether this was sent since then is not known."
"""Why a change asks that was waiting in a backup, where nothing newer could be read."""

# States that came with a later step than the first; a program before it cannot read them.
_STATES_SINCE = {CommandState.STAGED.value: 9}
_SETTLED = ("done", "refused", "rejected", "failed", "withdrawn")
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Left:
    """A command that the older form cannot hold: its number, order, action, state and content."""

    number: int
    order_id: str
    action: str
    state: str
    content: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried over, by number, and what was not."""

    numbers: tuple[int, ...]
    """The commands that the backup did not have, or had in another state."""
    left: tuple[Left, ...]
    rows: dict[str, tuple[dict[str, Any], ...]]
    """Rows of tables that the older form has no place for, by table."""


def columns_of(database: Database, table: str) -> tuple[str, ...]:
    """Return a table's columns; none where there is no such table."""
    return tuple(row[0] for row in database.rows("select name from pragma_table_info(?)", (table,)))


def common_columns(source: Database, target: Database, table: str) -> tuple[str, ...]:
    """Return the columns that a table has in both files."""
    there = set(columns_of(source, table))
    return tuple(name for name in columns_of(target, table) if name in there)


def newer_commands(source: Database, target: Database) -> Carried:
    """Say what `carry_over` would do, without doing it."""
    step = max(applied(target), default=0)
    known: dict[int, str] = dict(target.rows("select seq, state from outbox"))
    numbers: list[int] = []
    left: list[Left] = []
    for number, state, command, order_id in source.rows(
        "select seq, state, command, order_id from outbox order by seq"
    ):
        if not _fits(state, command, step):
            if state not in _SETTLED:
                left.append(Left(number, order_id, _action(command), state, command))
        elif known.get(number) != state:
            numbers.append(number)
    rows = {
        table: _rows(source, table)
        for table, _key in TYPED
        if table != "watch" and columns_of(source, table) and not columns_of(target, table)
    }
    return Carried(tuple(numbers), tuple(left), {name: some for name, some in rows.items() if some})


def carry_over(source: Database, target: Database) -> Carried:
    """Replace what was typed in `target` by what `source` has of it, and see that it is shown.

    Inside a transaction of the caller. A command that has gone out since the backup would go out
    again if only the backup's word on it counted.
    """
    carried = newer_commands(source, target)
    _changed_connections(source, target)
    touched = _open_orders(target) | _open_orders(source)
    step = max(applied(target), default=0)
    for table, key in TYPED:
        columns = common_columns(source, target, table)
        if not columns:
            continue
        if table != "connection":
            target.run(f"delete from {table}")
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        select = f"select {names} from {table} order by {key}"
        insert = f"insert or replace into {table} ({names}) values ({marks})"
        for batch in source.batches(select, size=_AT_ONCE):
            kept = _fitting(batch, columns, step) if table == "outbox" else batch
            target.run_many(insert, kept)
    for name, value in source.rows("select name, value from counter"):
        target.run("update counter set value = max(value, ?) where name = ?", (value, name))
    _mark(target, touched)
    return carried


def ask_about_waiting(target: Database) -> None:
    """Have a person decide on what waits in a backup, where it may have been sent since."""
    waited = ", waited = 1" if "waited" in columns_of(target, "outbox") else ""
    target.run(
        f"update outbox set state = 'asking', reason = ?{waited} where state = 'waiting'",
        (NEEDS_ANSWER,),
    )
    _mark(target, _open_orders(target))


def _mark(target: Database, touched: Iterable[str]) -> None:
    target.run(OTHER_FILE)
    target.run(
        "insert or replace into meta (key, value) values (?, ?)",
        (TO_PROJECT, json.dumps(sorted(touched))),
    )


def _open_orders(database: Database) -> set[str]:
    marks = ", ".join("?" * len(_SETTLED))
    where = f"select distinct order_id from outbox where state not in ({marks})"
    return {row[0] for row in database.rows(where, _SETTLED)}


def _changed_connections(source: Database, target: Database) -> None:
    """Read a connection's orders as from the beginning where it is not what it was."""
    select = "select key, urls, settings from connection"
    before = {row[0]: row[1:] for row in target.rows(select)}
    for key, *facts in source.rows(select):
        if key in before and list(before[key]) != facts:
            target.run("update sync set cursor = null where connection = ?", (key,))


def _fitting(batch: list[Row], columns: Sequence[str], step: int) -> list[Row]:
    state, command = columns.index("state"), columns.index("command")
    return [row for row in batch if _fits(row[state], row[command], step)]


def _fits(state: str, command: str, step: int) -> bool:
    if step < _STATES_SINCE.get(state, 1):
        return False
    if step < migrations()[-1].version:
        return True
    # A file of this program's own form: what it cannot read, a newer one wrote.
    try:
        CommandState(state)
        load_command(command)
    except (ValueError, ValidationError):
        return False
    return True


def _action(command: str) -> str:
    try:
        facts: dict[str, Any] = json.loads(command)
        return str(facts.get("action", ""))
    except (ValueError, AttributeError):
        return ""


def _rows(source: Database, table: str) -> tuple[dict[str, Any], ...]:
    names = columns_of(source, table)
    found = source.rows(f"select {', '.join(names)} from {table}")
    return tuple(dict(zip(names, row, strict=True)) for row in found)
