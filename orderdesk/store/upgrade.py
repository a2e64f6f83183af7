"""Bringing the store's file up to date: a backup, then every step it lacks, all or none."""

import logging
from pathlib import Path

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.backups import (
    forget_old,
    has_room,
    make_backup,
    name_before,
    remove_backup,
    require_room,
    tidy,
)
from orderdesk.store.database import Database
from orderdesk.store.faults import GivenUp, StoreBusy
from orderdesk.store.schema import applied, migrate, pending
from orderdesk.store.upkeep import Stage, Told, UpkeepStopped, untold

COPYING = QT_TRANSLATE_NOOP("messages", "A backup is made: {done} of {size} MB.")
RENEWING = QT_TRANSLATE_NOOP("messages", "The local store is brought up to date: {step} of {last}.")
STILL_OPEN = QT_TRANSLATE_NOOP(
    "messages",
    "The local store has to be brought up to date, and another orderdesk has it open.",
)
STILL_OPEN_WAY = QT_TRANSLATE_NOOP("messages", "Close the other one, then start again.")

_log = logging.getLogger(__name__)
# So long a command that only looks takes to end.
_PATIENCE = 5.0
_PAGE_MEGABYTES = 8_192 / 1_000_000
# What is copied and what is made anew take about as long as one another.
_BACKUP_SHARE = 0.5


def bring_up_to_date(database: Database, path: Path, told: Told = untold) -> None:
    """Apply what the file at `path` lacks, after a backup of what it is; alone at its gate.

    However it ends, the file is as it was or up to date, never between.

    Raises:
        StoreNewer: it was written by a newer program.
        StoreBusy: another process has it open, an older program perhaps.
        StoreFull: there is too little room; nothing was begun.
        StoreDamaged: it cannot be read to its end.
        UpkeepStopped: `told` wanted no more.
    """
    if not pending(database):
        return
    steps = applied(database)
    if not steps:
        migrate(database)
        return
    try:
        database.claim(_PATIENCE)
    except StoreBusy as busy:
        raise StoreBusy(Message(STILL_OPEN), way_out=Message(STILL_OPEN_WAY)) from busy
    tidy(path)
    backup = name_before(path, max(steps) + 1)
    _make_room(path, backup)
    try:
        make_backup(database, path, backup, _Copying(told))
        _migrate(database, backup, told)
    except GivenUp as end:
        raise UpkeepStopped from end
    _log.info("the store went from step %s to %s", max(steps), max(applied(database)))
    forget_old(path)


def _migrate(database: Database, backup: Path, told: Told) -> None:
    try:
        database.log_again()
        migrate(database, _Renewing(told))
    except BaseException:
        # The steps are undone: all that the backup would keep is in the file itself.
        remove_backup(backup)
        raise


def _make_room(path: Path, backup: Path) -> None:
    """See that the backup and half as much again for the steps find room."""
    need = path.stat().st_size * 3 // 2
    if backup.exists() and not has_room(path.parent, need):
        # From a start that was killed, or from before a way back: the file itself is newer.
        remove_backup(backup)
    require_room(path.parent, need)


class _Copying:
    def __init__(self, told: Told) -> None:
        self._told = told

    def __call__(self, done: int, pages: int) -> bool:
        facts = {
            "done": f"{done * _PAGE_MEGABYTES:,.0f}",
            "size": f"{pages * _PAGE_MEGABYTES:,.0f}",
        }
        return self._told(Stage(Message(COPYING, facts), _BACKUP_SHARE * done / max(pages, 1)))


class _Renewing:
    def __init__(self, told: Told) -> None:
        self._told = told

    def __call__(self, number: int, steps: int) -> bool:
        facts = {"step": str(number + 1), "last": str(steps)}
        share = _BACKUP_SHARE + (1 - _BACKUP_SHARE) * number / steps
        return self._told(Stage(Message(RENEWING, facts), share))
