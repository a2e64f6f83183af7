"""A store that kills its own process at a chosen step; the product has no hook for it."""

import os
import signal
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from typing_extensions import override

from orderdesk.domain.commands import Command, CommandState, OutboxEntry
from orderdesk.domain.order import Order
from orderdesk.domain.rules import VendorRules
from orderdesk.store.database import Database, Values
from orderdesk.store.outbox import Outbox
from orderdesk.store.projected import Projected
from orderdesk.store.readings import Readings
from orderdesk.store.store import Store
from tests.faults.cases import Stage


def die() -> NoReturn:
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


class DoomedOutbox(Outbox):
    """An outbox that dies at a stage."""

    def __init__(
        self, database: DoomedDatabase, rules: Mapping[str, VendorRules], stage: Stage
    ) -> None:
        projected = Projected(database, rules)
        super().__init__(database, projected, Readings(database, projected))
        self._doomed = database
        self._stage = stage

    @override
    def enqueue(
        self, command: Command, *, not_before: datetime | None = None, run: str = ""
    ) -> OutboxEntry:
        self._doomed.armed = self._stage is Stage.BEFORE_COMMIT
        return super().enqueue(command, not_before=not_before, run=run)

    @override
    def begin_sending(
        self, command_id: str, *, before: Order | None, owner: str, now: datetime
    ) -> OutboxEntry:
        if self._stage is Stage.BEFORE_SENDING:
            die()
        return super().begin_sending(command_id, before=before, owner=owner, now=now)

    @override
    def settle(
        self,
        command_id: str,
        state: CommandState,
        *,
        now: datetime,
        order: Order | None = None,
        read_at: datetime | None = None,
        vendor_id: str | None = None,
        reason: str | None = None,
        words: str | None = None,
        request_id: str | None = None,
        gone: bool = False,
    ) -> frozenset[str]:
        if self._stage is Stage.BEFORE_SETTLING:
            die()
        return super().settle(
            command_id,
            state,
            now=now,
            order=order,
            read_at=read_at,
            vendor_id=vendor_id,
            reason=reason,
            words=words,
            request_id=request_id,
            gone=gone,
        )


class DoomedStore(Store):
    """A store on a file that is there already, with a doomed outbox."""

    def __init__(self, path: Path, rules: Mapping[str, VendorRules], stage: Stage) -> None:
        database = DoomedDatabase(path)
        super().__init__(database, rules)
        self.outbox = DoomedOutbox(database, rules, stage)
