"""Saving what cannot be read anew from a damaged file: settings, commands, drafts, history."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from orderdesk.store.carrying import OTHER_FILE, TYPED, columns_of, common_columns
from orderdesk.store.database import Database, Row, suspicion
from orderdesk.store.entries import OPEN
from orderdesk.store.faults import StoreError

_log = logging.getLogger(__name__)

# Table, and the key to walk along.
_TABLES = (("meta", "rowid"), ("counter", "rowid"), *TYPED)


def name_damaged(path: Path) -> Path:
    """Return a name for the damaged file at `path`."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    return path.with_name(f"{path.name}.damaged-{stamp}")


def set_aside(path: Path) -> Path:
    """Rename a damaged file and its side files; return the new name."""
    aside = name_damaged(path)
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
            for table, key in _TABLES:
                _copy(source, target, table, key)
            target.run(OTHER_FILE)
            return target.value(f"select count(*) from outbox where {OPEN}")
    finally:
        source.close()


def _copy(source: Database, target: Database, table: str, key: str) -> None:
    try:
        columns = common_columns(source, target, table)
    except StoreError:
        columns = columns_of(target, table)
    if not columns:
        return
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    found = _walk(source, f"select {key}, {names} from {table}", key)
    target.run_many(
        f"insert or replace into {table} ({names}) values ({marks})", [row[1:] for row in found]
    )


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
