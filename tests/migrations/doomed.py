"""A process that runs a command and is killed at a chosen moment of its work on files."""

import importlib
import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

from orderdesk.__main__ import main
from orderdesk.profile import HOME_VARIABLE

_PLACES = (
    *(f"orderdesk.store.database:Database.{name}" for name in ("__init__", "run", "run_many")),
    *(f"orderdesk.store.database:Database.{name}" for name in ("copy_to", "claim", "log_again")),
    "orderdesk.store.database:Database.close",
    "os:fsync",
    "os:link",
    "pathlib:Path.replace",
    "pathlib:Path.unlink",
    "orderdesk.store.backups:require_whole",
    "orderdesk.store.upgrade:_Copying.__call__",
    "orderdesk.store.upgrade:_Renewing.__call__",
    "orderdesk.store.upgrade:make_backup",
    "orderdesk.store.upgrade:forget_old",
    "orderdesk.store.restoring:carry_over",
)
_LONGEST = 70


@dataclass(frozen=True)
class Job:
    """Which command on which profile, and before or after which piece of work to die."""

    home: Path
    words: tuple[str, ...]
    last: int | None
    """The moment's number; None: live, and tell the moments there are."""


class Moments:
    """Counts the moments before and after every piece of work on files, and dies at one."""

    def __init__(self, last: int | None) -> None:
        self._last = last
        self.names: list[str] = []

    def _pass(self, name: str) -> None:
        self.names.append(name)
        if len(self.names) - 1 == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return `work` with a moment before and one after."""

        def worked(*args: Any, **more: Any) -> Any:
            said = f"{name} {_words(args)}"[:_LONGEST].strip()
            self._pass(f"before {said}")
            answer = work(*args, **more)
            self._pass(f"after {said}")
            return answer

        return worked

    @contextmanager
    def counted(self) -> Generator[None]:
        """Count inside."""
        with patch.dict(os.environ):
            patches = [self._patch(place) for place in _PLACES]
            for one in patches:
                one.start()
            try:
                yield
            finally:
                for one in reversed(patches):
                    one.stop()

    def _patch(self, place: str) -> Any:
        module, _, path = place.partition(":")
        *owners, name = path.split(".")
        owner: Any = importlib.import_module(module)
        for one in owners:
            owner = getattr(owner, one)
        return patch.object(owner, name, self.around(name, getattr(owner, name)))


def _words(args: tuple[Any, ...]) -> str:
    """Return what a piece of work is about: a statement, or a file's name."""
    texts = [one.name if isinstance(one, Path) else one for one in args]
    return " ".join(next((one for one in reversed(texts) if isinstance(one, str)), "").split())


def work(job: Job, told: "Connection[Any, Any]") -> None:
    """Run the command until killed; whoever lives on tells the moments."""
    moments = Moments(job.last)
    os.environ[HOME_VARIABLE] = str(job.home)
    with moments.counted(), redirect_stdout(StringIO()):
        code = main(job.words)
    told.send((code, moments.names))
