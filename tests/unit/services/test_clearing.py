"""What is older than the settings have it kept goes at the start, and nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orderdesk.config import Settings
from orderdesk.domain.history import HistoryEntry
from orderdesk.services.clearing import Clearing, Part
from orderdesk.services.storage import Storage
from orderdesk.store.store import Store
from tests.unit.services.desks import run

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def entry(days: float) -> HistoryEntry:
    values = {"order_id": "main:1", "at": NOW - timedelta(days=days), "origin": "vendor"}
    return HistoryEntry.model_validate({**values, "action": "seen"})


def test_what_is_older_than_it_is_kept_goes(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    ages = {"desk.log": 0, "desk.log.1": 5, "desk.trace": 40, "desk.trace.2": 40, "own.txt": 90}
    for name, days in ages.items():
        (logs / name).write_text("a line\n", encoding="utf-8")
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(logs / name, (moment, moment))

    async def story() -> None:
        storage = Storage(lambda: Store.open(tmp_path / "desk.db", {}))
        await storage.open()
        try:
            for days in (100, 31, 29, 0):
                old = entry(days)
                await storage.run(lambda store, old=old: store.history.add(old))
            clearing = Clearing(storage, logs)

            async def entries() -> tuple[int, datetime | None]:
                [_, history, _] = await clearing.plan()
                assert history.part is Part.HISTORY
                return history.count, history.since

            await clearing.keep_to(Settings(log_days=365), NOW)
            assert await entries() == (4, NOW - timedelta(days=100)), "for ever, where not said"
            assert len(list(logs.iterdir())) == len(ages)
            await clearing.keep_to(Settings(history_days=30, log_days=30), NOW)
            assert await entries() == (2, NOW - timedelta(days=29))
        finally:
            await storage.aclose()

    run(story())
    left = {path.name: path.stat().st_size for path in logs.iterdir()}
    assert left == {"desk.log": 7, "desk.log.1": 7, "desk.trace": 0, "own.txt": 7}


def test_without_a_folder_of_logs_there_is_nothing_to_remove(tmp_path: Path) -> None:
    async def story() -> None:
        storage = Storage(lambda: Store.open(tmp_path / "desk.db", {}))
        await storage.open()
        try:
            for folder in (None, tmp_path / "none"):
                clearing = Clearing(storage, folder)
                await clearing.clear(list(Part))
                assert [holding.count for holding in await clearing.plan()] == [0, 0, 0]
        finally:
            await storage.aclose()

    run(story())
