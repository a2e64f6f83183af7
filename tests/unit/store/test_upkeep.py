"""What is kept beside the file can catch up: numbers of writes, and a list of deletions."""

import contextlib
from datetime import timedelta
from pathlib import Path

from orderdesk.domain.gateway import Page
from orderdesk.domain.order import Named
from orderdesk.store.database import Database
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, edit, order
from tests.unit.store.filled import LATER, SECOND, pull


def _rows_since(path: Path, seq: int) -> set[str]:
    with contextlib.closing(Database(path, read_only=True)) as file:
        return {row[0] for row in file.rows("select vendor_id from shown where seq > ?", (seq,))}


def _last(path: Path) -> int:
    with contextlib.closing(Database(path, read_only=True)) as file:
        return file.value("select value from counter where name = 'seq'")


def _erased(path: Path) -> list[tuple[int, int]]:
    with contextlib.closing(Database(path, read_only=True)) as file:
        return [(row[0], row[1]) for row in file.rows("select seq, row_id from erased")]


def test_every_write_of_a_row_gives_it_a_new_number(store: Store, path: Path) -> None:
    pull(store, order("v1"), order("v2", buyer="c1"), order("v3"))
    first = _last(path)
    assert _rows_since(path, 0) == {"v1", "v2", "v3"}

    pull(store, order("v1"), order("v2", buyer="c1"), order("v3", state="Placed"))
    assert _rows_since(path, first) == {"v3"}
    second = _last(path)

    store.names.put("main", [Named(kind="customer", id="c1", name="Anna")])
    store.outbox.enqueue(edit("one", order("v1"), note="Hurry"))
    assert _rows_since(path, second) == {"v1", "v2"}


def test_every_deletion_is_listed_with_a_number_of_its_own(store: Store, path: Path) -> None:
    store.connections.put(SECOND)
    pull(store, order("v1"), order("v2"), order("v3"))
    rows = {one: store.search.rowid(f"main:{one}") for one in ("v1", "v2", "v3")}
    before = _last(path)

    assert store.mirror.drop("main:v1")
    later = store.mirror.begin_pull("main", now=LATER)
    gone = Page((), gone=("v2",))
    store.mirror.apply_page("main", gone, pull=later, read_at=LATER + timedelta(hours=1))
    store.connections.remove("main")

    erased = _erased(path)
    assert [row for _, row in erased] == [rows["v1"], rows["v2"], rows["v3"]]
    assert [seq for seq, _ in erased] == [before + 1, before + 2, before + 3]
    # A row id is never given again.
    store.mirror.put(order("v4", connection=SECOND.key), read_at=NOON)
    assert store.search.rowid(f"{SECOND.key}:v4") not in rows.values()


def test_deletions_are_forgotten_once_the_index_has_them(store: Store, path: Path) -> None:
    pull(store, order("v1"), order("v2"))
    store.mirror.drop("main:v1")
    seen = _last(path)
    store.mirror.drop("main:v2")
    store.close()
    with contextlib.closing(Database(path)) as file:
        file.run("insert into meta (key, value) values ('indexed_seq', ?)", (str(seen),))

    Store.open(path, ALL_RULES).close()

    assert [seq for seq, _ in _erased(path)] == [seen + 1]
