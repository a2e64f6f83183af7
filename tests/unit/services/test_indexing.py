"""What a large search misses is built beside it, and the next one has it."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Sort
from orderdesk.services.indexing import Indexing
from orderdesk.services.storage import Storage
from orderdesk.store import search
from orderdesk.store.ranks import index
from orderdesk.store.ranks.specs import SPECS
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, order
from tests.unit.services.desks import run
from tests.unit.store.filled import MAIN, pull


@pytest.fixture
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
    """Give the storage of a file with two orders that counts as large."""
    monkeypatch.setattr(search, "RANKED_FROM", 1)
    monkeypatch.setattr(index, "_FEW", 0)
    path = tmp_path / "desk.db"
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull(store, order("a", number="A9"), order("b", number="A10", placed_at=NOON))
    return Storage(
        lambda: Store.open(path, ALL_RULES), lambda: Store.open(path, ALL_RULES, read_only=True)
    )


def _by_number(store: Store) -> list[int]:
    zone, now = ZoneInfo("UTC"), datetime.now(UTC)
    rowids = store.search.rowids(
        parse_query("state:none"), Sort("number", descending=True), zone=zone, now=now
    )
    return list(rowids)


def test_what_a_search_missed_is_built_and_used(storage: Storage) -> None:
    async def story() -> None:
        await storage.open()
        indexing = Indexing(storage)
        answers = [await storage.seek(_by_number)]
        assert storage.lacking
        for _time in range(3):
            await indexing.look()
            answers.append(await storage.seek(_by_number))
        assert storage.lacking == frozenset()
        assert answers == [answers[0]] * 4
        await storage.aclose()

    run(story())


def test_everything_is_built_once_nothing_changes(storage: Storage, tmp_path: Path) -> None:
    async def story() -> None:
        await storage.open()
        indexing = Indexing(storage)
        await indexing.look()
        folder = tmp_path / "desk.db.ranks"
        assert not folder.exists()
        await indexing.look()
        built = {path.name.split("-")[0] for path in folder.iterdir()}
        assert built == set(SPECS)
        before = sorted(folder.iterdir())
        await indexing.look()
        assert sorted(folder.iterdir()) == before
        await storage.aclose()

    run(story())
