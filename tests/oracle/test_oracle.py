"""Random work on a small store, as `python -m tests.oracle` does it on larger ones."""

from pathlib import Path

import pytest

from orderdesk.store.opening import open_database
from tests.oracle.__main__ import run
from tests.oracle.work import Differs, Work


@pytest.mark.parametrize("seed", [1, 2])
def test_each_answer_is_that_of_a_look_at_every_order(tmp_path: Path, seed: int) -> None:
    work = run(tmp_path, seed, steps=220, orders=90)
    done = ("inserts", "changes", "deletions", "queries", "sorts", "scrolls", "settled", "reopened")
    assert all(work.counts[what] for what in (*done, "staged"))


def test_a_wrong_answer_is_seen(tmp_path: Path) -> None:
    work = Work(tmp_path, 1, orders=30)
    database = open_database(tmp_path / "orderdesk.db", read_only=False)
    database.run("update shown set name = 'Another' where row_id = 3")
    database.close()

    def scroll() -> None:
        for _ in range(100):
            work.scroll()

    with pytest.raises(Differs, match="Another"):
        scroll()
    work.close()
