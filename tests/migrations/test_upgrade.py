"""What can come between while a store is brought up to date or put back, and what is left then."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.store import schema
from orderdesk.store.backups import backups, name_part
from orderdesk.store.database import Database
from orderdesk.store.faults import StoreBusy, StoreFull, StoreNewer, StoreUnusable
from orderdesk.store.gate import alone_at
from orderdesk.store.restoring import find_backup, latest_usable, restore, way_back
from orderdesk.store.schema import Migration
from orderdesk.store.store import Store
from orderdesk.store.upkeep import Stage, UpkeepStopped
from tests.migrations.older import (
    NEWEST,
    contents,
    make_older,
    make_present,
    staged,
    step_of,
    wrong_in,
)
from tests.unit.domain.invented import ALL_RULES

STEP = 7
_LIMITED = """
import resource, sys
from pathlib import Path
from orderdesk.store.faults import StoreError
from orderdesk.store.opening import open_database
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    open_database(Path(sys.argv[1]), read_only=False).close()
except StoreError as error:
    print(error.sentence())
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store of an earlier form, to be copied."""
    folder = tmp_path_factory.mktemp("kept")
    make_present(folder / "present.db", 60)
    make_older(folder / "orders.db", STEP, folder / "present.db")
    return folder / "orders.db"


@pytest.fixture
def path(kept: Path, tmp_path: Path) -> Path:
    """Copy the store of an earlier form."""
    (tmp_path / "orders.db.made").touch()
    return Path(shutil.copy(kept, tmp_path / "orders.db"))


def _names(path: Path) -> set[str]:
    sides = {".gate", ".made", "-wal", "-shm"}
    names = {one.name.removeprefix(path.name) for one in path.parent.iterdir()}
    return names - sides - {""}


def _renewed(path: Path) -> None:
    Store.open(path, ALL_RULES).close()


def test_it_is_told_how_far_it_is_and_can_be_stopped_at_every_stage(path: Path) -> None:
    before = contents(path)
    heard: list[Stage] = []

    def until(last: int) -> Callable[[Stage], bool]:
        def told(stage: Stage) -> bool:
            heard.append(stage)
            return len(heard) < last

        return told

    for last in range(1, 5):
        heard.clear()
        with pytest.raises(UpkeepStopped, match="as it was"):
            Store.open(path, ALL_RULES, told=until(last))
        assert (step_of(path), contents(path), _names(path)) == (STEP, before, set())
    heard.clear()
    Store.open(path, ALL_RULES, told=until(1_000)).close()
    assert [one.share for one in heard] == sorted(one.share for one in heard)
    assert f"1 of {NEWEST - STEP}" in str(heard[0].what)
    assert (step_of(path), contents(path)) == (NEWEST, before)


def test_nobody_else_may_have_it_open_while_it_is_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orderdesk.store.upgrade._PATIENCE", 0.0)
    monkeypatch.setattr("orderdesk.store.gate._PATIENCE", 0.0)
    with contextlib.closing(Database(path)) as older:
        older.rows("select * from outbox")
        with pytest.raises(StoreBusy, match="another orderdesk has it open"):
            _renewed(path)
        older.run("update draft set content = 'typed on'")
    with alone_at(path), pytest.raises(StoreBusy, match="Another orderdesk"):
        _renewed(path)
    assert step_of(path) == STEP
    _renewed(path)
    assert contents(path)["draft"] == [("new:main", "typed on")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_where_no_more_can_be_written_it_stays_as_it_was(path: Path) -> None:
    before, size = contents(path), path.stat().st_size
    words = [sys.executable, "-c", _LIMITED, str(path), str(size // 3)]
    said = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.startswith("The local store cannot be used")
    assert (step_of(path), contents(path), wrong_in(path)) == (STEP, before, [])
    assert _names(path) == set()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere files without content take room")
def test_too_little_room_is_told_before_anything_is_begun(path: Path) -> None:
    free = shutil.disk_usage(path.parent).free
    os.truncate(path, min(free, 4 << 40))
    with pytest.raises(StoreFull, match="MB are free") as refusal:
        _renewed(path)
    assert refusal.value.way_out is not None
    assert (step_of(path), _names(path)) == (STEP, set())


def test_two_backups_of_a_kind_are_kept_and_what_was_half_made_goes(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_part(path, "before-0008").write_bytes(b"half")
    os.link(path, path.with_name("orders.db.replaced-20261122131415000000"))
    _renewed(path)
    assert _names(path) == {".before-0008"}
    steps = schema.migrations()
    more = [Migration(NEWEST + n, "more", f"create table t{n} (a)", str(n)) for n in range(1, 4)]
    for number in range(1, 4):
        known = (*steps, *more[:number])
        monkeypatch.setattr(schema, "migrations", partial(tuple[Migration, ...], known))
        _renewed(path)
    assert [one.name for one in backups(path)] == [f"before-{NEWEST + n:04d}" for n in (3, 2)]


def test_an_older_program_goes_back_and_keeps_what_it_cannot_read_in_a_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _renewed(path)
    with monkeypatch.context() as newer:
        step = Migration(NEWEST + 1, "pond", "create table pond (a); alter table outbox add b", "x")
        steps = (*schema.migrations(), step)
        newer.setattr(schema, "migrations", lambda: steps)
        _renewed(path)
        with contextlib.closing(Database(path)) as file:
            file.run("update outbox set state = 'pondering' where id = 'k5'")
            file.run("update outbox set state = 'done' where id = 'k6'")
    with pytest.raises(StoreNewer) as refusal:
        _renewed(path)
    assert "orderdesk restore" in str(refusal.value.way_out)
    backup = latest_usable(path)
    assert backup is not None
    plan = way_back(path, backup)
    assert (plan.step, plan.present_step, plan.carried) == (NEWEST, NEWEST + 1, (7,))
    done = restore(path, backup)
    assert [(one.number, one.state) for one in done.left] == [(6, "pondering")]
    assert done.file is not None
    [told] = json.loads(done.file.read_text("utf-8"))["commands"]
    assert (told["number"], told["content"]["changes"]) == (6, {"title": "changed 5"})
    with Store.open(path, ALL_RULES) as store:
        assert store.outbox.get("k5") is None
        settled = store.outbox.get("k6")
        assert settled is not None
        assert settled.state is CommandState.DONE


def test_what_waits_in_a_backup_asks_where_the_file_cannot_be_read(path: Path) -> None:
    _renewed(path)
    path.write_bytes(b"\0" * path.stat().st_size)
    done = restore(path, find_backup(path, "before-0008"))
    assert (done.present_step, done.asking) == (None, 18)
    assert done.replaced is not None
    assert "damaged" in done.replaced.name
    with Store.open(path, ALL_RULES) as store:
        asking = [one for one in store.outbox.open() if one.state is CommandState.ASKING]
        assert len(asking) == 18
        assert all(one.waited for one in asking)


def test_a_way_back_is_refused_where_it_would_do_harm(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orderdesk.store.restoring._PATIENCE", 0.0)
    _renewed(path)
    before = contents(path)
    backup = find_backup(path, "before-0008")
    with contextlib.closing(Database(path)) as other:
        other.rows("select 1 from outbox")
        with pytest.raises(StoreBusy, match="has the local store open"):
            restore(path, backup)
    with pytest.raises(StoreUnusable, match="no backup"):
        find_backup(path, "before-0003")
    with backup.path.open("r+b") as file:
        file.truncate(backup.bytes // 2)
    with pytest.raises(StoreUnusable, match="not whole"):
        restore(path, backup)
    assert (step_of(path), contents(path), wrong_in(path)) == (NEWEST, before, [])
    assert _names(path) == {".before-0008"}
    assert not staged(path)
