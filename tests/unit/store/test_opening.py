"""The file is opened, made, brought up to date or refused."""

import contextlib
import stat
import sys
from pathlib import Path

import pytest

from orderdesk.domain.shown import Details
from orderdesk.store import schema
from orderdesk.store.checksums import has_checksums
from orderdesk.store.database import Database
from orderdesk.store.dialect import CREATE_FULL_TEXT
from orderdesk.store.faults import StoreError, StoreNewer, StoreUnusable
from orderdesk.store.opening import open_database
from orderdesk.store.schema import Migration
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, order
from tests.unit.store.filled import MAIN, found, pull

NEXT = len(schema.migrations()) + 1


def _step(version: int, sql: str) -> Migration:
    return Migration(version, "test", sql, f"checksum of {sql}")


def _with_steps(monkeypatch: pytest.MonkeyPatch, *more: Migration) -> None:
    steps = (*schema.migrations(), *more)
    monkeypatch.setattr(schema, "migrations", lambda: steps)


def test_file_is_made_with_its_folder_and_keeps_the_profiles_id(path: Path) -> None:
    with Store.open(path, ALL_RULES) as store:
        first = store.profile_id
    with Store.open(path, ALL_RULES) as store:
        assert store.profile_id == first
    assert len(first) == 32
    assert has_checksums(path)


def test_two_profiles_are_told_apart(tmp_path: Path) -> None:
    with (
        Store.open(tmp_path / "a.db", ALL_RULES) as one,
        Store.open(tmp_path / "b.db", ALL_RULES) as two,
    ):
        assert one.profile_id != two.profile_id


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_file_is_for_this_user_only(path: Path) -> None:
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_store_in_memory_forgets(path: Path) -> None:
    with Store.open(None, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull(store, order("v1"))
        assert found(store, "") == ["v1"]
    with Store.open(None, ALL_RULES) as store:
        assert store.connections.all() == []
    assert not path.exists()


def test_closing_twice_is_harmless(path: Path) -> None:
    store = Store.open(path, ALL_RULES)
    store.close()
    store.close()
    assert path.exists()


def test_reader_needs_a_file(path: Path) -> None:
    with pytest.raises(StoreUnusable, match="no local store"):
        Store.open(path, ALL_RULES, read_only=True)
    assert not path.exists()


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnusable, match="cannot be made") as refusal:
        Store.open(tmp_path / "file" / "orders.db", ALL_RULES)
    assert refusal.value.way_out is not None


def test_file_of_a_newer_program_is_refused_and_left_as_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        _with_steps(newer, _step(99, "create table later (a text)"))
        Store.open(path, ALL_RULES).close()
    before = path.read_bytes()

    for read_only in (False, True):
        with pytest.raises(StoreNewer, match="at version 99") as refusal:
            Store.open(path, ALL_RULES, read_only=read_only)
        assert refusal.value.way_out is not None
    assert path.read_bytes() == before


def test_file_of_another_edition_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as other:
        _with_steps(other, _step(NEXT, "create table one (a text)"))
        Store.open(path, ALL_RULES).close()
    _with_steps(monkeypatch, _step(NEXT, "create table another (a text)"))

    with pytest.raises(StoreNewer, match="another edition"):
        Store.open(path, ALL_RULES)


def test_older_file_is_copied_and_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull(store, order("v1"))
    _with_steps(monkeypatch, _step(NEXT, "alter table draft add column extra text"))
    with pytest.raises(StoreNewer, match="up to date"):
        Store.open(path, ALL_RULES, read_only=True)

    with Store.open(path, ALL_RULES) as store:
        assert found(store, "") == ["v1"]
    with Store.open(path, ALL_RULES, read_only=True) as reader:
        assert found(reader, "") == ["v1"]

    copy = path.with_name(f"orders.db.before-{NEXT:04d}")
    monkeypatch.undo()
    with Store.open(copy, ALL_RULES) as old:
        assert found(old, "") == ["v1"]


def test_profile_of_the_first_edition_goes_on_and_its_unread_orders_are_known(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = schema.migrations()[:1]
    bare = order("v2", lines=None)
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull(store, order("v1"))
        store.mirror.put(bare, read_at=NOON)
    with contextlib.closing(Database(path)) as file:
        # As the first edition left it: without what later steps brought.
        file.run("drop index reading_details; alter table reading drop column details")
        file.run("alter table reading drop column listed")
        file.run("drop index shown_seq; drop table erased; drop table unsought")
        file.run("drop index reading_connection; drop index shown_unread")
        file.run("alter table outbox drop column run; alter table outbox drop column queued_at")
        file.run("alter table outbox drop column waited")
        file.run("drop table if exists bulk_row; drop table if exists bulk_run")
        file.run("drop index outbox_staged; alter table shown drop column staged")
        file.run("alter table draft drop column kept_at")
        file.run("drop table watch; delete from counter where name = 'lost'")
        file.run("delete from meta where key = 'file_id'")
        file.run("update sought_text set header = rtrim(header, char(10))")
        file.run("drop table segment; drop table moved; drop table mentioned")
        file.run(CREATE_FULL_TEXT)
        file.run("delete from migration where version > 1")
    with monkeypatch.context() as older:
        older.setattr(schema, "migrations", lambda: first)
        open_database(path, read_only=False).close()

    with Store.open(path, ALL_RULES) as store:
        assert sorted(found(store, "")) == ["v1", "v2"]
        assert store.mirror.unread("main", 9) == ["v2"]
        assert store.mirror.details("main:v1") is Details.READ
        assert store.mirror.get("main:v2") == bare
    with contextlib.closing(Database(path)) as file:
        assert file.value("select header from sought_text").endswith("\n")


def test_migration_that_fails_leaves_everything_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
    with monkeypatch.context() as broken:
        _with_steps(
            broken,
            _step(NEXT, "create table good (a text)"),
            _step(NEXT + 1, "drop table draft; insert into nowhere values (1)"),
        )
        with pytest.raises(Exception, match="nowhere"):
            Store.open(path, ALL_RULES)

    with Store.open(path, ALL_RULES) as store:
        assert store.connections.all() == [MAIN]
        assert store.drafts.all() == {}


def test_new_file_needs_no_copy(path: Path) -> None:
    Store.open(path, ALL_RULES).close()
    names = sorted(file.name for file in path.parent.iterdir())
    assert names == ["orders.db", "orders.db.gate", "orders.db.made"]


def test_file_that_was_begun_or_taken_away_is_made_anew(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.touch()
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
    path.unlink()
    with Store.open(path, ALL_RULES) as store:
        assert store.connections.all() == []


def test_second_writer_waits_its_turn_and_both_see_the_other(path: Path) -> None:
    with Store.open(path, ALL_RULES) as one, Store.open(path, ALL_RULES) as two:
        one.connections.put(MAIN)
        pull(two, order("v1"))
        pull(one, order("v2"))
        assert sorted(found(one, "")) == sorted(found(two, "")) == ["v1", "v2"]


def test_reader_cannot_write(store: Store, path: Path) -> None:
    with (
        Store.open(path, ALL_RULES, read_only=True) as reader,
        pytest.raises(StoreError, match="cannot be used"),
    ):
        reader.drafts.put("a", "b")
    assert store.drafts.all() == {}


def test_every_migration_has_its_own_number() -> None:
    numbers = [step.version for step in schema.migrations()]
    assert numbers == list(range(1, len(numbers) + 1))
