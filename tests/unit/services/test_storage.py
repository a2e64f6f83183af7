"""The store's threads: one writes, one reads, neither is the loop's."""

import asyncio
import threading
from pathlib import Path

import apsw
import pytest

from orderdesk.services.storage import Storage
from orderdesk.store.faults import GivenUp, StoreUnusable
from orderdesk.store.store import Store
from tests.unit.services.desks import open_desk, run
from tests.unit.services.quillworks import RULES, Vendor

KNOWN = {RULES.vendor: RULES}


def test_reading_does_not_wait_for_what_is_being_written(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    storage = Storage(
        lambda: Store.open(path, KNOWN), lambda: Store.open(path, KNOWN, read_only=True)
    )
    go = threading.Event()

    async def story() -> None:
        await storage.open()
        writing = asyncio.ensure_future(storage.run(lambda _store: go.wait(20)))
        assert await storage.read(lambda store: store.preferences.all()) == {}
        assert not writing.done()
        go.set()
        assert await writing
        await storage.aclose()
        await storage.aclose()

    run(story())


def test_each_store_is_touched_by_its_own_thread_alone(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    opened: list[int] = []

    def opener() -> Store:
        opened.append(threading.get_ident())
        return Store.open(path, KNOWN)

    async def story() -> None:
        storage = Storage(opener, opener)
        await storage.open()
        writer = {await storage.run(lambda _store: threading.get_ident()) for _time in range(3)}
        reader = {await storage.read(lambda _store: threading.get_ident()) for _time in range(3)}
        assert [{opened[0]}, {opened[1]}] == [writer, reader]
        assert threading.get_ident() not in opened
        await storage.aclose()
        with pytest.raises(RuntimeError):
            await storage.run(lambda store: store.preferences.all())

    run(story())


def _storage(path: Path) -> Storage:
    return Storage(lambda: Store.open(path, KNOWN), lambda: Store.open(path, KNOWN, read_only=True))


def test_a_search_that_nobody_waits_for_ends_and_keeps_no_other_waiting(tmp_path: Path) -> None:
    storage = _storage(tmp_path / "desk.db")
    begun, ended = threading.Event(), threading.Event()

    def endless(store: Store) -> None:
        begun.set()
        try:
            while True:
                store.search.values("state")
        except GivenUp:
            ended.set()
            raise

    async def story() -> None:
        await storage.open()
        search = asyncio.ensure_future(storage.seek(endless))
        queued = asyncio.ensure_future(storage.seek(endless))
        await asyncio.to_thread(begun.wait, 20)
        assert await storage.read(lambda store: store.preferences.all()) == {}
        queued.cancel()
        search.cancel()
        assert await storage.seek(lambda store: store.search.values("state")) == []
        assert ended.is_set()
        assert search.cancelled()
        await storage.aclose()

    run(story())


def test_pages_are_kept_while_they_are_used_and_let_go_afterwards(tmp_path: Path) -> None:
    storage = _storage(tmp_path / "desk.db")

    async def story() -> None:
        await storage.open()
        for number in range(40):
            key = f"note {number}"
            await storage.run(lambda store, key=key: store.preferences.put(key, key * 1_000))
        await storage.let_go()
        kept = apsw.memory_used()
        await storage.let_go()
        assert apsw.memory_used() < kept - 200_000
        assert len(await storage.run(lambda store: store.preferences.all())) == 40
        await storage.aclose()

    run(story())


def test_without_a_file_reading_takes_its_turn() -> None:
    async def story() -> None:
        storage = Storage(lambda: Store.open(None, KNOWN))
        await storage.open()
        await storage.run(lambda store: store.preferences.put("theme", "dark"))
        assert await storage.read(lambda store: store.preferences.get("theme")) == "dark"
        assert await storage.seek(lambda store: store.preferences.get("theme")) == "dark"
        await storage.aclose()

    run(story())


def test_a_store_that_cannot_be_opened_says_so_and_leaves_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    async def story() -> None:
        with pytest.raises(StoreUnusable):
            async with open_desk(Vendor(), tmp_path / "file", connected=False):
                raise AssertionError

    run(story())
    assert not [t for t in threading.enumerate() if t.name.startswith("orderdesk-")]
