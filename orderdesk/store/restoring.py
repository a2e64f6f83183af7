"""The way back: a backup in place of the store's file, with what was typed since."""

import contextlib
import json
import logging
import os
import shutil
from collections.abc import Generator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.backups import (
    Backup,
    backups,
    being_made,
    forget_old,
    name_part,
    name_replaced,
    require_room,
    require_whole,
    tidy,
)
from orderdesk.store.carrying import (
    Carried,
    Left,
    ask_about_waiting,
    carry_over,
    newer_commands,
)
from orderdesk.store.database import Database, suspicion
from orderdesk.store.durable_files import put_in_place, sync_folder, write_whole
from orderdesk.store.faults import StoreBusy, StoreError, StoreUnusable, readable_files
from orderdesk.store.gate import alone_at
from orderdesk.store.rescue import name_damaged
from orderdesk.store.schema import applied, migrations, pending

NO_BACKUP = QT_TRANSLATE_NOOP("messages", "There is no backup {name} of the local store.")
NO_BACKUP_WAY = QT_TRANSLATE_NOOP("messages", "See `orderdesk restore` for those there are.")
TOO_NEW = QT_TRANSLATE_NOOP(
    "messages", "The backup {name} is at step {step}, and this program knows steps up to {known}."
)
IN_USE = QT_TRANSLATE_NOOP("messages", "Another orderdesk has the local store open.")
IN_USE_WAY = QT_TRANSLATE_NOOP("messages", "Close it first; then put the backup in place.")

_log = logging.getLogger(__name__)
_PATIENCE = 5.0
_UNKNOWN = Carried((), (), {})


@dataclass(frozen=True, slots=True)
class WayBack:
    """What putting a backup in place means, or has meant."""

    backup: Backup
    step: int
    """The step that the backup is at."""
    present_step: int | None
    """None: the present file cannot be read, and nothing can be carried over from it."""
    orders: int
    present_orders: int | None
    carried: tuple[int, ...]
    """Numbers of the commands that the backup does not know as they are now."""
    left: tuple[Left, ...]
    """What the older form has no place for; it is written to a file."""
    asking: int
    """How many commands will ask whether they are to be sent, as nothing newer is known."""
    file: Path | None = None
    """Where what is left was written."""
    replaced: Path | None = None
    """Where the file is that was in place before."""


def find_backup(path: Path, name: str) -> Backup:
    """Return the backup with this name.

    Raises:
        StoreUnusable: there is none.
    """
    for one in backups(path):
        if name in (one.name, one.path.name):
            return one
    raise StoreUnusable(Message(NO_BACKUP, {"name": name}), way_out=Message(NO_BACKUP_WAY))


def latest_usable(path: Path) -> Backup | None:
    """Return the latest backup that this program can open, if there is one."""
    for one in backups(path):
        with contextlib.suppress(StoreError):
            require_whole(one.path)
            with contextlib.closing(Database(one.path, read_only=True)) as file:
                pending(file)
            return one
    return None


def way_back(path: Path, backup: Backup) -> WayBack:
    """Say what putting `backup` in place of the file at `path` would mean.

    Raises:
        StoreUnusable: the backup is not whole, or of a newer program.
    """
    step = _usable_step(backup)
    with contextlib.ExitStack() as files:
        old = files.enter_context(contextlib.closing(Database(backup.path, read_only=True)))
        now = files.enter_context(_readable(path))
        carried = _UNKNOWN if now is None else newer_commands(now, old)
        return WayBack(
            backup=backup,
            step=step,
            present_step=None if now is None else max(applied(now)),
            orders=_orders(old),
            present_orders=None if now is None else _orders(now),
            carried=carried.numbers,
            left=carried.left,
            asking=old.value(_WAITING) if now is None else 0,
        )


_WAITING = "select count(*) from outbox where state = 'waiting'"


def restore(path: Path, backup: Backup) -> WayBack:
    """Put `backup` in place of the file at `path`, which is kept under another name.

    The desk must be closed; see `orderdesk.one_desk`. What was typed since the backup goes over
    into it, or into a file where the older form has no place for it. Killed, the file is what it
    was or what was put in place, never between.

    Raises:
        StoreUnusable: the backup is not whole, or of a newer program.
        StoreBusy: another process has the file open.
        StoreFull: there is too little room; nothing has changed.
    """
    with alone_at(path), readable_files():
        plan = way_back(path, backup)
        tidy(path)
        require_room(path.parent, backup.path.stat().st_size)
        with being_made(name_part(path, "restored")) as part:
            file = _made(part, path, backup)
            replaced = _kept(path, damaged=plan.present_step is None)
            put_in_place(part, path)
        suspicion(path).unlink(missing_ok=True)
        forget_old(path)
    _log.info("a backup of step %s is in place of step %s", plan.step, plan.present_step)
    return replace(plan, file=file, replaced=replaced)


def _usable_step(backup: Backup) -> int:
    step, known = require_whole(backup.path), migrations()[-1].version
    if step > known:
        facts = {"name": backup.name, "step": str(step), "known": str(known)}
        raise StoreUnusable(Message(TOO_NEW, facts), way_out=Message(NO_BACKUP_WAY))
    return step


def _orders(database: Database) -> int:
    return database.value("select count(*) from shown")


@contextlib.contextmanager
def _readable(path: Path) -> Generator[Database | None]:
    """Open the present file for reading; None where what was typed cannot be read to its end."""
    try:
        database = Database(path, read_only=True)
    except StoreError:
        yield None
        return
    try:
        yield database if _whole_enough(database) else None
    finally:
        database.close()


def _whole_enough(database: Database) -> bool:
    try:
        tables = ("meta", "outbox", "draft", "connection", "migration")
        return all(
            row[0] == "ok"
            for table in tables
            for row in database.rows(f"pragma integrity_check({table})")
        ) and bool(applied(database))
    except StoreError:
        return False


def _made(part: Path, path: Path, backup: Backup) -> Path | None:
    """Make the file that is to be put in place; return where what it cannot hold was written."""
    with contextlib.closing(Database(backup.path, read_only=True)) as old:
        old.copy_to(part)
    file: Path | None = None
    with contextlib.closing(Database(part)) as new:
        with _claimed(path) as now, new.writing(durable=True):
            if now is None:
                ask_about_waiting(new)
            else:
                file = _written(path, carry_over(now, new))
        new.claim(_PATIENCE)
    return file


@contextlib.contextmanager
def _claimed(path: Path) -> Generator[Database | None]:
    """Open the present file with nobody beside us, its log taken in; None where it is damaged."""
    with _readable(path) as readable:
        usable = readable is not None
    if not usable:
        yield None
        return
    database = Database(path)
    try:
        database.claim(_PATIENCE)
        yield database
    except StoreBusy as busy:
        raise StoreBusy(Message(IN_USE), way_out=Message(IN_USE_WAY)) from busy
    finally:
        database.close()


def _written(path: Path, carried: Carried) -> Path | None:
    if not carried.left and not carried.rows:
        return None
    content = {"commands": [_facts(one) for one in carried.left], **carried.rows}
    stamp = name_replaced(path).name.rpartition("-")[2]
    file = path.with_name(f"{path.name}.not-carried-over-{stamp}.json")
    write_whole(file, json.dumps(content, ensure_ascii=False, indent=1).encode())
    return file


def _facts(left: Left) -> dict[str, object]:
    facts = asdict(left)
    with contextlib.suppress(ValueError):
        facts["content"] = json.loads(left.content)
    return facts


def _kept(path: Path, *, damaged: bool) -> Path | None:
    """Give the present file a second name, under which it stays."""
    if not path.exists():
        return None
    replaced = name_damaged(path) if damaged else name_replaced(path)
    log = path.with_name(path.name + "-wal")
    if log.exists():
        # Of a file that could not be read, or it would be in the file: it fits no other.
        log.replace(replaced.with_name(replaced.name + "-wal"))
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
    try:
        os.link(path, replaced)
    except OSError:
        shutil.copy2(path, replaced)
    sync_folder(path.parent)
    return replaced
