"""What can go wrong with the store's file, as errors a person can read."""

import errno
from collections.abc import Generator
from contextlib import contextmanager

import apsw

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message


class StoreError(DeskError):
    """The store's file cannot be used as it is."""


class StoreDamaged(StoreError):
    """The file is damaged; `rescued` counts the commands saved from it, None if none were tried."""

    rescued: int | None = None


class StoreFull(StoreError):
    """The disk is full: nothing of the last act was kept."""


class StoreBusy(StoreError):
    """Another process has held the file for too long."""


class StoreNewer(StoreError):
    """The file was written by a newer version of the program, or by another one."""


class StoreUnusable(StoreError):
    """The file is missing, or may not be opened or written."""


class GivenUp(Exception):
    """Nobody waits any more for what was being read."""


DAMAGED = QT_TRANSLATE_NOOP("messages", "The local store is damaged: {detail}.")
DAMAGED_WAY = QT_TRANSLATE_NOOP(
    "messages", "Start the program again: it sets the file aside and saves what was not sent."
)
FULL = QT_TRANSLATE_NOOP("messages", "The disk is full, so this could not be kept.")
FULL_WAY = QT_TRANSLATE_NOOP("messages", "Make room on the disk, then try again.")
BUSY = QT_TRANSLATE_NOOP("messages", "Another program is using the local store.")
BUSY_WAY = QT_TRANSLATE_NOOP("messages", "Try again in a moment, or close the other program.")
UNUSABLE = QT_TRANSLATE_NOOP("messages", "The local store cannot be used: {detail}.")
UNUSABLE_WAY = QT_TRANSLATE_NOOP(
    "messages", "Check that the folder exists and that you may write in it."
)


def translated(error: apsw.Error) -> StoreError | None:
    """Return what `error` means to a person, or None where it is a defect of the program."""
    detail = Message("{words}", {"words": str(error)})
    match error:
        case apsw.CorruptError() | apsw.NotADBError():
            return StoreDamaged(Message(DAMAGED, {"detail": detail}), way_out=Message(DAMAGED_WAY))
        case apsw.FullError():
            return StoreFull(Message(FULL), way_out=Message(FULL_WAY))
        case apsw.BusyError() | apsw.LockedError():
            return StoreBusy(Message(BUSY), way_out=Message(BUSY_WAY))
        case apsw.IOError():
            return _input_output(error, detail)
        case apsw.CantOpenError() | apsw.ReadOnlyError() | apsw.PermissionsError():
            return StoreUnusable(
                Message(UNUSABLE, {"detail": detail}), way_out=Message(UNUSABLE_WAY)
            )
        case _:
            return None


def _input_output(error: apsw.IOError, detail: Message) -> StoreError:
    result = getattr(error, "extendedresult", 0)
    # The checksum VFS answers a bad page with IOERR_DATA; a short read is a truncated file.
    if result in {apsw.SQLITE_IOERR_DATA, apsw.SQLITE_IOERR_SHORT_READ}:
        return StoreDamaged(Message(DAMAGED, {"detail": detail}), way_out=Message(DAMAGED_WAY))
    if result == apsw.SQLITE_IOERR_SHMSIZE:
        return StoreFull(Message(FULL), way_out=Message(FULL_WAY))
    return StoreUnusable(Message(UNUSABLE, {"detail": detail}), way_out=Message(UNUSABLE_WAY))


@contextmanager
def readable_errors() -> Generator[None]:
    """Raise what SQLite says of the file as a StoreError; a defect of ours stays as it is."""
    try:
        yield
    except apsw.InterruptError as error:
        raise GivenUp from error
    except apsw.Error as error:
        meant = translated(error)
        if meant is None:
            raise
        raise meant from error


_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def readable_files() -> Generator[None]:
    """Raise what the system says of a file as a StoreError."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StoreFull(Message(FULL), way_out=Message(FULL_WAY)) from error
        detail = Message("{words}", {"words": error.strerror or type(error).__name__})
        raise StoreUnusable(
            Message(UNUSABLE, {"detail": detail}), way_out=Message(UNUSABLE_WAY)
        ) from error
