"""Every earlier form is brought up to date, put back from its backup, and renewed once more."""

from pathlib import Path

import pytest

from orderdesk.store.backups import backups
from orderdesk.store.restoring import restore
from orderdesk.store.store import Store
from tests.migrations.older import (
    NEWEST,
    contents,
    make_older,
    make_present,
    staged,
    step_of,
    type_more,
    wrong_in,
)
from tests.unit.domain.invented import ALL_RULES


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store as this program leaves it."""
    path = tmp_path_factory.mktemp("present") / "orders.db"
    make_present(path, 60)
    return path


@pytest.mark.parametrize("step", range(1, NEWEST))
def test_there_and_back(present: Path, tmp_path: Path, step: int) -> None:
    path = tmp_path / "orders.db"
    make_older(path, step, present)
    before, staged_before = contents(path), staged(path)
    Store.open(path, ALL_RULES).close()
    assert (step_of(path), contents(path), wrong_in(path)) == (NEWEST, before, [])
    [backup] = backups(path)
    assert (backup.name, step_of(backup.path)) == (f"before-{step + 1:04d}", step)
    assert (contents(backup.path), wrong_in(backup.path)) == (before, [])

    type_more(path, "ab")
    after = contents(path)
    done = restore(path, backup)
    assert (step_of(path), wrong_in(path)) == (step, [])
    assert len(done.carried) == 3
    assert done.replaced is not None
    assert contents(done.replaced) == after
    assert {one: kept for one, kept in contents(path).items() if one != "shown"} == {
        one: kept for one, kept in after.items() if one != "shown"
    }
    assert staged(path) == staged_before

    Store.open(path, ALL_RULES).close()
    assert (step_of(path), contents(path), wrong_in(path)) == (NEWEST, after, [])
