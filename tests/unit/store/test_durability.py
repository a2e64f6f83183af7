"""What the store said is kept is kept, whatever kills the program."""

import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.gateway import Page
from orderdesk.store.opening import open_database
from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES, NOON, edit, order
from tests.unit.store.filled import LATER, MAIN, rows

ROOT = Path(__file__).parents[3]
REACHED = {
    "kept": tuple(CommandState),
    "sending": (CommandState.SENDING, CommandState.DONE),
    "settled": (CommandState.DONE,),
}


def _said_before_the_kill(path: Path, lines: int) -> Iterator[tuple[str, str]]:
    """Run the writer, kill it after so many lines, and return all it said."""
    command = [sys.executable, "-m", "tests.unit.store.writer", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(lines)]
        writer.kill()
        said.extend(writer.stdout)
    for line in said:
        what, _, command_id = line.strip().partition(" ")
        # The very last line may be cut; what it says is true all the same.
        if line.endswith("\n"):
            yield what, command_id


@pytest.mark.parametrize("lines", [1, 2, 3, 11, 25, 40, 66])
def test_killed_program_has_lost_nothing_it_said(path: Path, lines: int) -> None:
    said = list(_said_before_the_kill(path, lines))
    assert len(said) >= lines

    with Store.open(path, ALL_RULES) as store:
        for what, command_id in said:
            entry = store.outbox.get(command_id)
            assert entry is not None, f"{command_id} is lost"
            assert entry.state in REACHED[what]
        shown = [row.id for row in rows(store)]
        for entry in store.outbox.recent(1_000):
            _agrees(store, entry, shown)
        left = store.outbox.recover("me", verify_at=LATER)
        assert len(left) <= 1
        assert store.outbox.next_waiting(LATER) is None or not left


def _agrees(store: Store, entry: OutboxEntry, shown: Collection[str]) -> None:
    """Check that outbox, mirror, shown row and history changed together."""
    order_id = entry.command.order_id
    told = [one.command_id for one in store.history.of(order_id)]
    mirrored = store.mirror.get(order_id)
    assert order_id in shown
    if entry.state is CommandState.DONE:
        assert entry.command.id in told
        assert mirrored is not None
    else:
        assert entry.command.id not in told
        assert (mirrored is None) == (entry.command.action == "create")
    row = store.search.rowid(order_id)
    assert row is not None
    assert bool(store.outbox.open_of(order_id)) == bool(store.search.rows([row])[0].mark)


def test_commands_are_synced_to_the_disk_and_pages_are_not(path: Path) -> None:
    database = open_database(path, read_only=False)
    with Store(database, ALL_RULES) as store:
        store.connections.put(MAIN)
        page = Page((order("v1"),))
        for _ in range(2):
            store.mirror.apply_page("main", page, pull=store.mirror.begin_pull("main"))
            assert database.value("pragma synchronous") == 1
            store.outbox.enqueue(edit("k1", order("v1"), title="New"), not_before=NOON)
            assert database.value("pragma synchronous") == 2
        assert database.value("pragma journal_mode") == "wal"
