"""A store that kills its own process at a chosen step; the product has no hook for it."""

import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from typing_extensions import override

from orderdesk.domain.rules import VendorRules
from orderdesk.store.database import Database, Values
from orderdesk.store.outbox import Outbox
from orderdesk.store.store import Store
from tests.faults.cases import Stage

T = TypeVar("T")


def die(*_args: object, **_more: object) -> NoReturn:
    """End this process as a power cut would: nothing is flushed, closed or handled."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


class DoomedDatabase(Database):
    """A connection that never gets to commit once it is armed."""

    armed = False

    @override
    def run(self, sql: str, values: Values = ()) -> None:
        if self.armed and sql == "commit":
            die()
        super().run(sql, values)


class DoomedStore(Store):
    """A store on a file that is there already, whose outbox dies at a stage."""

    def __init__(self, path: Path, rules: Mapping[str, VendorRules], stage: Stage) -> None:
        database = DoomedDatabase(path)
        super().__init__(database, rules)
        _doom(self.outbox, database, stage)
        if stage is Stage.BEFORE_COMMIT:
            self.staged.release = _armed(database, self.staged.release)


def _armed(database: DoomedDatabase, work: Callable[..., T]) -> Callable[..., T]:
    """Let the commit after some work be the last thing that is tried."""

    def worked(*args: Any, **more: Any) -> T:
        database.armed = True
        return work(*args, **more)

    return worked


def _doom(outbox: Outbox, database: DoomedDatabase, stage: Stage) -> None:
    if stage is Stage.BEFORE_COMMIT:
        outbox.add_all = _armed(database, outbox.add_all)
    elif stage is Stage.BEFORE_SENDING:
        outbox.begin_sending = die
        outbox.begin_sending_all = die
    elif stage is Stage.BEFORE_SETTLING:
        outbox.settle = die
    elif stage is Stage.BETWEEN_SETTLING:
        outbox.settle = _once(outbox.settle)


def _once(work: Callable[..., T]) -> Callable[..., T]:
    """Let some work be done once, and never again."""
    done: list[None] = []

    def worked(*args: Any, **more: Any) -> T:
        if done:
            die()
        done.append(None)
        return work(*args, **more)

    return worked
