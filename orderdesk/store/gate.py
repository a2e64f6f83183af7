"""The gate before a store's file: many open it at once, one alone renews or replaces it."""

import os
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.faults import StoreBusy

SHUT = QT_TRANSLATE_NOOP(
    "messages", "Another orderdesk is bringing the local store up to date or putting one back."
)
SHUT_WAY = QT_TRANSLATE_NOOP("messages", "Wait until it is done, then try again.")

_PATIENCE = 5.0
_PAUSE = 0.05
# Another process says nothing when it is done: what is waited for here never comes.
_nobody = threading.Event()


@contextmanager
def passing(path: Path) -> Generator[None]:
    """Open the file at `path` inside; nobody replaces it meanwhile.

    Raises:
        StoreBusy: somebody does so, and takes longer than a person waits.
    """
    with _held(path, alone=False):
        yield


@contextmanager
def alone_at(path: Path) -> Generator[None]:
    """Renew or replace the file at `path` inside; nobody opens it meanwhile.

    It may be open: that is for its Database to say.

    Raises:
        StoreBusy: somebody else does so, and takes longer than a person waits.
    """
    with _held(path, alone=True):
        yield


@contextmanager
def _held(path: Path, *, alone: bool) -> Generator[None]:
    try:
        file = os.open(path.with_name(f"{path.name}.gate"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        # In a folder that nobody can write to, nobody replaces anything either.
        yield
        return
    try:
        end = time.monotonic() + _PATIENCE
        while not _locked(file, alone=alone):
            if time.monotonic() > end:
                raise StoreBusy(Message(SHUT), way_out=Message(SHUT_WAY))
            _nobody.wait(_PAUSE)
        yield
    finally:
        os.close(file)


def _locked(file: int, *, alone: bool) -> bool:
    """Lock a file for as long as it is open; the system unlocks it however a process ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            if not alone:
                # There are no shared locks of this kind: that nobody held it must be enough.
                msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
