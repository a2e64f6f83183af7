"""What is older than the settings have it kept goes at the start, and nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orderdesk.config import Settings
from orderdesk.domain.bulk import Request
from orderdesk.domain.history import HistoryEntry
from orderdesk.domain.ledger import Fate, Run, RunState
from orderdesk.services.bulk_requests import request_text
from orderdesk.services.clearing import Clearing, Part
from orderdesk.services.storage import Storage
from orderdesk.store.bulk import Handed, NewRow
from orderdesk.store.store import Store
from tests.unit.domain.invented import order, transit
from tests.unit.services.desks import run
from tests.unit.services.quillworks import RULES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def entry(days: float) -> HistoryEntry:
    values = {"order_id": "main:1", "at": NOW - timedelta(days=days), "origin": "vendor"}
    return HistoryEntry.model_validate({**values, "action": "seen"})


def test_what_is_older_than_it_is_kept_goes(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    ages = {"desk.log": 0, "desk.log.1": 5, "desk.trace": 40, "desk.trace.2": 40, "own.txt": 90}
    ages |= {"crash-1-1.txt": 40, "crash-2-2.txt": 5, "crash-3-3.txt": 40}
    for name, days in ages.items():
        # The last crash file is that of a run which has not crashed.
        line = "" if name == "crash-3-3.txt" else "a line\n"
        (logs / name).write_text(line, encoding="utf-8")
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
    crashes = {"crash-2-2.txt": 7, "crash-3-3.txt": 0}
    assert left == {"desk.log": 7, "desk.log.1": 7, "desk.trace": 0, "own.txt": 7, **crashes}


def test_ledgers_go_with_the_history_but_none_that_is_open(tmp_path: Path) -> None:
    old = NOW - timedelta(days=60)
    runs = {"ended": RunState.ENDED, "paused": RunState.PAUSED, "asked": RunState.ENDED}

    def prepare(store: Store) -> None:
        for name, state in runs.items():
            row = NewRow("main:v0", "main", "Main", "4000", "Ada", "cancel", Fate.OPEN)
            run_of = Run(name, "cancel", "Cancel", state, old)
            store.bulk.begin(run_of, request_text(Request("cancel")), [row], owner="x")
        command = transit("k1", order("v0", state="Placed"), "cancel", "Gone")
        # The run is over for the desk, and its command still waits for its answer.
        store.bulk.set_state("asked", RunState.RUNNING, owner="x")
        store.bulk.hand_over("asked", lambda: [Handed(0, command)], program="x")
        store.bulk.set_state("asked", RunState.ENDED, owner=None)

    async def story() -> None:
        storage = Storage(lambda: Store.open(tmp_path / "desk.db", {RULES.vendor: RULES}))
        await storage.open()
        try:
            await storage.run(prepare)
            clearing = Clearing(storage, None)
            [_, history, _] = await clearing.plan()
            assert history.count == 1
            await clearing.keep_to(Settings(history_days=90), NOW)
            kept = await storage.read(lambda store: store.bulk.recent(9))
            assert len(kept) == len(runs)
            await clearing.keep_to(Settings(history_days=30), NOW)
            kept = await storage.read(lambda store: store.bulk.recent(9))
            assert {one.id for one in kept} == {"paused", "asked"}
        finally:
            await storage.aclose()

    run(story())


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
