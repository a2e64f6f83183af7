"""Saving what cannot be read anew from a damaged file: settings, commands, drafts, history."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from orderdesk.store.database import Database, Row, suspicion
from orderdesk.store.entries import OPEN
from orderdesk.store.faults import StoreError

_log = logging.getLogger(__name__)

# Table, key to walk along, columns.
_TABLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("meta", "rowid", ("key", "value")),
    ("counter", "rowid", ("name", "value")),
    ("connection", "rowid", ("key", "place", "name", "vendor", "urls", "settings")),
    (
        "outbox",
        "seq",
        (
            *("seq", "id", "order_id", "connection", "command", "state", "attempts"),
            *("not_before", "sent_at", "settled_at", "owner", "before_json"),
            *("reason", "words", "request_id", "readings"),
        ),
    ),
    ("history", "seq", ("seq", "order_id", "content")),
    (
        "bulk_run",
        "seq",
        (
            *("seq", "id", "action", "label", "request", "about", "parent", "state", "owner"),
            *("created_at", "author", "computer"),
        ),
    ),
    (
        "bulk_row",
        "seq",
        (
            *("seq", "run", "place", "order_id", "connection", "connection_name", "number"),
            *("customer", "action", "fate", "reason", "command_id"),
        ),
    ),
    (
        "watch",
        "rowid",
        (
            *("command_id", "order_id", "connection", "wrote_at", "until", "due"),
            *("readings", "written", "found"),
        ),
    ),
    ("draft", "rowid", ("key", "content")),
    ("preference", "rowid", ("key", "content")),
)

# What is kept beside the damaged file is about rows that are not in the new one.
_OTHER_FILE = "update meta set value = lower(hex(randomblob(16))) where key = 'file_id'"


def set_aside(path: Path) -> Path:
    """Rename a damaged file and its side files; return the new name."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for ending in ("-wal", "-shm"):
        side = path.with_name(path.name + ending)
        if side.exists():
            side.replace(aside.with_name(aside.name + ending))
    path.replace(aside)
    suspicion(path).unlink(missing_ok=True)
    return aside


def rescue(aside: Path, target: Database) -> int:
    """Copy what can still be read into the new store; return how many open commands there are."""
    try:
        return _save(aside, target)
    finally:
        suspicion(aside).unlink(missing_ok=True)
        for ending in ("-wal", "-shm"):
            side = aside.with_name(aside.name + ending)
            if side.exists() and (ending == "-shm" or not side.stat().st_size):
                side.unlink()


def _save(aside: Path, target: Database) -> int:
    if not aside.stat().st_size:
        return 0
    try:
        source = Database(aside, read_only=True)
    except StoreError:
        return 0
    try:
        with target.writing(durable=True):
            for table, key, columns in _TABLES:
                _copy(source, target, table, key, columns)
            target.run(_OTHER_FILE)
            return target.value(f"select count(*) from outbox where {OPEN}")
    finally:
        source.close()


def _copy(
    source: Database, target: Database, table: str, key: str, columns: tuple[str, ...]
) -> None:
    if not _is_there(source, table):
        return
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    found = _walk(source, f"select {key}, {names} from {table}", key)
    target.run_many(
        f"insert or replace into {table} ({names}) values ({marks})", [row[1:] for row in found]
    )


def _is_there(source: Database, table: str) -> bool:
    """Whether a file has a table; one that an older program made may lack it."""
    known = "select count(*) from sqlite_master where type = 'table' and name = ?"
    try:
        return bool(source.value(known, (table,)))
    except StoreError:
        return True


def _walk(source: Database, select: str, key: str) -> list[Row]:
    """Read rows from both ends towards the damage, so that only what lies on it is lost."""
    found: dict[int, Row] = {}
    for step, direction in ((">", "asc"), ("<", "desc")):
        last: int | None = None
        while True:
            where = "" if last is None else f"where {key} {step} {last}"
            try:
                row = source.row(f"{select} {where} order by {key} {direction} limit 1")
            except StoreError:
                _log.warning("rows of a damaged store are lost")
                break
            if row is None or row[0] in found:
                break
            last = row[0]
            found[row[0]] = row
    return [found[number] for number in sorted(found)]
