"""The runs of the program on one profile: which one asked for a command, and whether it lives."""

import contextlib
import logging
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

logger = logging.getLogger(__name__)

_TRIES = 5
_PATIENCE = 1.0


class Run:
    """One run of the program, known to the profile's other processes by a lock it holds.

    The system lets go of the lock however the process ends, so that no clock has to be asked.
    """

    def __init__(self, folder: Path) -> None:
        # A new one each time, so that no dead process is ever taken for this one.
        self.id = str(uuid4())
        self._folder = folder
        self._lock = self._lock_of(self.id)

    def begin(self) -> None:
        """Let the others see that this run lives, from the first command on that it keeps.

        Where the folder cannot be written, they take it for over: then they ask once too often.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for _ in range(_TRIES):
                if self._lock.is_locked and self._path(self.id).exists():
                    return
                # Somebody who looked whether it is over has taken the file away.
                self._lock.release()
                self._lock.acquire(timeout=_PATIENCE)
        except (OSError, Timeout) as error:
            logger.info("other processes cannot see this one: %s", type(error).__name__)

    def end(self) -> None:
        """Let the others see that this run is over."""
        if self._lock.is_locked:
            self._forget(self.id)
            self._lock.release()

    def lives(self, run: str) -> bool:
        """Whether a run is this one or another that is not over; "" is none."""
        if run == self.id:
            return True
        if not run or not self._path(run).exists():
            return False
        lock = self._lock_of(run)
        try:
            lock.acquire()
        except Timeout:
            return True
        except OSError:
            return False
        self._forget(run)
        lock.release()
        return False

    def sweep(self) -> None:
        """Take away what runs that ended without a word have left."""
        for path in list(self._folder.glob("*.lock")):
            self.lives(path.stem)

    def _path(self, run: str) -> Path:
        return self._folder / f"{run}.lock"

    def _lock_of(self, run: str) -> FileLock:
        return FileLock(str(self._path(run)), blocking=False, thread_local=False)

    def _forget(self, run: str) -> None:
        # Another process may have been quicker, or have it open just now.
        with contextlib.suppress(OSError):
            self._path(run).unlink()
