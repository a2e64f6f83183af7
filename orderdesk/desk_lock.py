"""The lock that a profile's one desk holds for as long as it is open; light to import."""

import contextlib
import os
import sys
from collections.abc import Generator
from pathlib import Path

from orderdesk.profile import Profile


def lock_path(profile: Profile) -> Path:
    """Return the file whose lock the profile's one desk holds."""
    return (profile.state / "desk.lock").absolute()


@contextlib.contextmanager
def only_desk(profile: Profile) -> Generator[bool]:
    """Be the profile's one desk as long as this lasts; False: another one is.

    The system gives the lock back however a desk ends.
    """
    try:
        file = os.open(lock_path(profile), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        # Without a lock two desks are possible, which the dispatch lock makes safe; none is worse.
        yield True
        return
    try:
        yield _locked(file)
    finally:
        os.close(file)


def _locked(file: int) -> bool:
    """Lock a file for this process; the lock library would bring asyncio to the first frame."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
