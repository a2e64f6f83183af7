"""Opening the store's file: new, current, out of date or damaged."""

import logging
import os
from pathlib import Path

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.checksums import is_cut_off
from orderdesk.store.database import Database, suspicion
from orderdesk.store.faults import DAMAGED_WAY, StoreDamaged, StoreUnusable
from orderdesk.store.gate import alone_at, passing
from orderdesk.store.rescue import rescue, set_aside
from orderdesk.store.schema import migrate, pending, require_current
from orderdesk.store.upgrade import bring_up_to_date
from orderdesk.store.upkeep import Told, untold

RESCUED = QT_TRANSLATE_NOOP(
    "messages",
    "The local store was damaged ({detail}). It was set aside as {file}; a new one was made "
    "with {count} commands saved from it.",
)
RESCUED_WAY = QT_TRANSLATE_NOOP(
    "messages", "Start again and synchronise: the orders are read from the vendors anew."
)
CUT_OFF = QT_TRANSLATE_NOOP("messages", "the file ends too early")
MISSING = QT_TRANSLATE_NOOP("messages", "There is no local store at {file} yet.")
MISSING_WAY = QT_TRANSLATE_NOOP("messages", "Start the desk or synchronise first.")
NO_FOLDER = QT_TRANSLATE_NOOP("messages", "The folder {folder} cannot be made: {detail}.")
NO_FOLDER_WAY = QT_TRANSLATE_NOOP(
    "messages", "Give the program a folder that you may write in (ORDERDESK_HOME)."
)

_log = logging.getLogger(__name__)
# A whole check reads the whole file; beyond this size it waits until something looks wrong.
_WHOLE_CHECK_BYTES = 16 * 1024 * 1024
_ALWAYS_CHECKED = ("meta", "counter", "connection", "outbox", "draft")


def open_database(path: Path | None, *, read_only: bool, told: Told = untold) -> Database:
    """Open the file at `path` and bring it up to date; None is a new store in memory.

    `told` hears how far that has come, where there is much of it.

    Raises:
        StoreDamaged: the file was damaged; a writer has set it aside and made a new one, so
            that opening again works.
        StoreNewer: it was written by a newer program.
        StoreUnusable: it cannot be made, opened or, for a reader, found.
        UpkeepStopped: `told` wanted no more; the file is as it was.
    """
    if path is None:
        database = Database(None)
        migrate(database)
        return database
    if read_only:
        return _open_reader(path)
    try:
        return _open_writer(path, told)
    except StoreDamaged as damage:
        aside = set_aside(path)
        _log.warning("store damaged, set aside as %s", aside.name)
        count = _renew(path, aside)
        facts = {"detail": damage.message, "file": str(aside), "count": str(count)}
        error = StoreDamaged(Message(RESCUED, facts), way_out=Message(RESCUED_WAY))
        error.rescued = count
        raise error from damage


def _open_reader(path: Path) -> Database:
    if not path.exists():
        facts = {"file": str(path)}
        raise StoreUnusable(Message(MISSING, facts), way_out=Message(MISSING_WAY))
    with passing(path):
        database = Database(path, read_only=True)
        try:
            require_current(database)
        except BaseException:
            database.close()
            raise
    return database


def _open_writer(path: Path, told: Told = untold) -> Database:
    emptied = path.exists() and not path.stat().st_size and _marker(path).exists()
    _make_private(path)
    if emptied or is_cut_off(path):
        raise StoreDamaged(Message(CUT_OFF), way_out=Message(DAMAGED_WAY))
    with passing(path):
        database = _checked(path)
        if not pending(database):
            _touch_private(_marker(path))
            return database
        database.close()
    with alone_at(path):
        database = Database(path)
        try:
            # Asked again inside: another process may have been quicker.
            bring_up_to_date(database, path, told)
            _touch_private(_marker(path))
        except BaseException:
            database.close()
            raise
    return database


def _checked(path: Path) -> Database:
    """Open a file, look for damage and refuse one of a newer program."""
    database = Database(path)
    try:
        _check(database, path)
        pending(database)
    except BaseException:
        database.close()
        raise
    return database


def _marker(path: Path) -> Path:
    """Return the file that tells an emptied store from one that has just begun to be made."""
    return path.with_name(path.name + ".made")


def _touch_private(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _make_private(path: Path) -> None:
    """Make the file for this user's eyes only; SQLite gives its side files the same rights."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _marker(path).unlink(missing_ok=True)
        _touch_private(path)
    except OSError as error:
        facts = {"folder": str(path.parent), "detail": error.strerror or str(error)}
        raise StoreUnusable(Message(NO_FOLDER, facts), way_out=Message(NO_FOLDER_WAY)) from error


def _check(database: Database, path: Path) -> None:
    """Look for damage: everywhere in a small or suspect file, else in what cannot be read anew."""
    suspect = suspicion(path)
    if suspect.exists() or path.stat().st_size < _WHOLE_CHECK_BYTES:
        problems = database.rows("pragma quick_check(3)")
    else:
        problems = [
            row
            for table in _ALWAYS_CHECKED
            for row in database.rows(f"pragma integrity_check({table})")
        ]
    wrong = [str(row[0]) for row in problems if row[0] != "ok"]
    if wrong:
        raise StoreDamaged(Message("{words}", {"words": wrong[0]}))
    suspect.unlink(missing_ok=True)


def _renew(path: Path, aside: Path) -> int:
    database = _open_writer(path)
    try:
        return rescue(aside, database)
    finally:
        database.close()
