"""What the try-out of packages concludes from what it finds."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from findings import Findings
from fresh_system import WentWrong, left_behind
from installed_program import state_of
from upgrade_kills import edition, read_sums
from upgrades import same_layout


def test_what_is_neither_the_users_nor_the_tools_is_left_behind() -> None:
    before = {"/etc/hosts", "/usr/lib"}
    after = before | {
        "/usr/lib/orderdesk",
        "/var/lib/dpkg/info/orderdesk.list",
        "/var/log/apt/history.log",
        "/home/clerk/desk/orderdesk.db",
        "/home/clerks",
    }
    left = left_behind(before, after, "/home/clerk")
    assert left == ["/home/clerks", "/usr/lib/orderdesk"]


def test_a_store_is_read_past_the_program(tmp_path: Path) -> None:
    path = tmp_path / "orderdesk.db"
    with pytest.raises(WentWrong):
        state_of(path)
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for table in ("shown (id)", "outbox (state)", "migration (version)"):
            database.execute(f"CREATE TABLE {table}")
        database.execute("CREATE TABLE preference (key, content)")
        database.executemany("INSERT INTO outbox VALUES (?)", [("done",), ("queued",), ("queued",)])
        database.execute("INSERT INTO migration VALUES (11)")
        database.execute("INSERT INTO preference VALUES ('table', '{}')")
    state = state_of(path, look_through=True)
    assert (state.orders, state.outbox, state.waiting, state.step) == (0, 3, 2, 11)
    assert state.kept == {"table": "{}"}
    assert not state.problem


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a": "1", "b": "1"}, "old"),
        ({"a": "2", "c": "2"}, "new"),
        ({"a": "2", "b": "1", "c": "2"}, "new"),
        ({"a": "2", "b": "1"}, "mixed"),
        ({}, "mixed"),
    ],
)
def test_whose_files_are_installed(files: dict[str, str], expected: str, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    one, two = "c4ca4238a0b923820dcc509a6f75849b", "c81e728d9d4c2f636f067f89cc14862c"
    old, new = read_sums(f"{one}  a\n{one}  b\n"), read_sums(f"{two}  a\n{two}  c\n")
    assert edition(tmp_path, old, new) == expected


def test_a_layout_differs_in_what_the_user_has_set() -> None:
    old = {"table": '{"columns": ["number"]}', "window": '{"geometry": "x", "hidden": ["side"]}'}
    brought = {"columns": ["number"], "new": 1}
    assert not same_layout(old, {**old, "table": str(brought).replace("'", '"')})
    assert "window.hidden" in same_layout(old, {**old, "window": "{}"})


def test_one_thing_that_is_not_so_spoils_all() -> None:
    findings = Findings()
    assert not findings.good
    findings.begin("here")
    findings.see("runs", True, "1 s")
    assert findings.good
    findings.see("ends", False, "not | at\nall")
    assert not findings.good
    assert "| here | ends | NO | not / at all |" in findings.table()
