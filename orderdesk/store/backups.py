"""Backups beside the store's file: what there is, making one, and letting old ones go."""

import contextlib
import os
import shutil
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.checksums import is_cut_off
from orderdesk.store.database import Database
from orderdesk.store.durable_files import put_in_place, sync_folder
from orderdesk.store.faults import (
    DAMAGED_WAY,
    FULL_WAY,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreUnusable,
    readable_files,
)
from orderdesk.store.schema import applied

NO_ROOM = QT_TRANSLATE_NOOP(
    "messages", "This needs {need} MB free on the disk that holds {folder}; {free} MB are free."
)
NOT_WHOLE = QT_TRANSLATE_NOOP("messages", "The backup {name} is not whole: {detail}.")
NOT_WHOLE_WAY = QT_TRANSLATE_NOOP("messages", "Choose another backup.")

BEFORE = "before"
"""Made before the file was brought up to date; the number is the step that came next."""
REPLACED = "replaced"
"""What a backup was put in place of; the number is the time."""

_KINDS = (BEFORE, REPLACED)
_KEPT = 2
_PART = "part-"
_MEGABYTE = 1_000_000
_TO_SPARE = 32 * _MEGABYTE
_TRUTH = ("meta", "counter", "connection", "outbox", "draft")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup, as its file's name and date tell."""

    path: Path
    kind: str
    made: datetime
    """Aware, in UTC."""
    bytes: int

    @property
    def name(self) -> str:
        """What a person calls it: `before-0012`."""
        return self.path.name.rpartition(".")[2]


def backups(path: Path) -> list[Backup]:
    """Return the backups of the store in the file `path`, the latest first."""
    found: list[Backup] = []
    for kind in _KINDS:
        for file in path.parent.glob(f"{path.name}.{kind}-*"):
            digits = file.name.removeprefix(f"{path.name}.{kind}-")
            if digits.isdecimal() and not _same(file, path):
                facts = file.stat()
                made = datetime.fromtimestamp(facts.st_mtime, UTC)
                if kind == REPLACED:
                    made = datetime.strptime(digits, _STAMP).replace(tzinfo=UTC)
                found.append(Backup(file, kind, made, facts.st_size))
    return sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)


_STAMP = "%Y%m%d%H%M%S%f"


def name_before(path: Path, step: int) -> Path:
    """Return the name of the backup that is made before a step."""
    return path.with_name(f"{path.name}.{BEFORE}-{step:04d}")


def name_replaced(path: Path) -> Path:
    """Return a name for the file at `path` once another is in its place."""
    return path.with_name(f"{path.name}.{REPLACED}-{datetime.now(UTC):{_STAMP}}")


def name_part(path: Path, what: str) -> Path:
    """Return the name of a file that is being made."""
    return path.with_name(f"{path.name}.{_PART}{what}")


def _same(file: Path, path: Path) -> bool:
    try:
        return file.samefile(path)
    except OSError:
        return False


def tidy(path: Path) -> None:
    """Remove what a process that was killed left half done; nobody else may be at work here."""
    left = list(path.parent.glob(f"{path.name}.{_PART}*"))
    # What was only read leaves these where it may not remove them.
    for kind in _KINDS:
        left += path.parent.glob(f"{path.name}.{kind}-*-shm")
        left += path.parent.glob(f"{path.name}.{kind}-*-wal")
    # The file itself under a second name, from just before another was put in its place.
    left += [one for one in path.parent.glob(f"{path.name}.{REPLACED}-*") if _same(one, path)]
    for file in left:
        with contextlib.suppress(OSError):
            file.unlink()


def forget_old(path: Path) -> None:
    """Keep the two latest backups of each kind."""
    known = backups(path)
    for kind in _KINDS:
        for old in [one for one in known if one.kind == kind][_KEPT:]:
            with contextlib.suppress(OSError):
                old.path.unlink()


def has_room(folder: Path, need: int) -> bool:
    """Return whether `need` bytes and some more are free."""
    return shutil.disk_usage(folder).free >= need + _TO_SPARE


def require_room(folder: Path, need: int) -> None:
    """See that `need` bytes and some more are free.

    Raises:
        StoreFull: they are not; nothing was begun.
    """
    if not has_room(folder, need):
        free = shutil.disk_usage(folder).free
        whole = _megabytes(need + _TO_SPARE)
        facts = {"need": whole, "folder": str(folder), "free": _megabytes(free)}
        raise StoreFull(Message(NO_ROOM, facts), way_out=Message(FULL_WAY))


def _megabytes(size: int) -> str:
    return f"{-(-size // _MEGABYTE):,}"


@contextlib.contextmanager
def being_made(part: Path) -> Generator[Path]:
    """Make a file for this user's eyes only inside; what is not renamed in there goes.

    Raises:
        StoreFull: the disk is full.
        StoreUnusable: it may not be written there.
    """
    with readable_files():
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            yield part
        finally:
            for name in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
                with contextlib.suppress(OSError):
                    name.unlink(missing_ok=True)


def make_backup(
    database: Database, path: Path, target: Path, copied: Callable[[int, int], bool]
) -> None:
    """Copy the store in the file `path` to `target`: whole under that name, or not at all.

    Raises:
        StoreFull: the disk is full.
        StoreDamaged: the store cannot be read to its end.
        GivenUp: `copied` wants no more.
    """
    with being_made(name_part(path, target.name.rpartition(".")[2])) as part:
        database.copy_to(part, copied=copied)
        require_whole(part)
        put_in_place(part, target)


def remove_backup(target: Path) -> None:
    """Remove a backup that is of no use, as what it was made for did not happen."""
    with contextlib.suppress(OSError):
        target.unlink()
        sync_folder(target.parent)


def require_whole(file: Path) -> int:
    """See that a backup can be used; return the last step it has.

    Raises:
        StoreUnusable: it is cut off, damaged, or no store.
    """
    try:
        if is_cut_off(file):
            raise StoreDamaged(Message("it ends too early"), way_out=Message(DAMAGED_WAY))
        database = Database(file, read_only=True)
        try:
            steps = applied(database)
            if not steps:
                raise StoreDamaged(Message("it holds nothing"), way_out=Message(DAMAGED_WAY))
            for table in _TRUTH:
                for (said,) in database.rows(f"pragma integrity_check({table})"):
                    if said != "ok":
                        raise StoreDamaged(Message("{words}", {"words": str(said)}))
            return max(steps)
        finally:
            database.close()
    except (StoreError, OSError) as error:
        detail = error.message if isinstance(error, StoreError) else Message(type(error).__name__)
        facts = {"name": file.name, "detail": detail}
        raise StoreUnusable(Message(NOT_WHOLE, facts), way_out=Message(NOT_WHOLE_WAY)) from error
