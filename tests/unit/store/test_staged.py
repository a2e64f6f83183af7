"""What is staged in the store: found and marked, given to be sent in turn, and never lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState, EditOrder
from orderdesk.domain.errors import Refused
from orderdesk.domain.shown import Mark
from orderdesk.store.store import Store
from tests.unit.domain.invented import (
    ALL_RULES,
    NOON,
    add_line,
    create,
    edit,
    edit_line,
    line,
    order,
    transit,
)
from tests.unit.store.filled import MAIN, found, ids, pull, row

A = "main:v1"


def test_it_is_shown_found_and_kept_over_a_reopening(tmp_path: Path) -> None:
    seen = order("v1", title="Old", lines=(line("1"),))
    path = tmp_path / "orders.db"
    with Store.open(path, ALL_RULES) as store:
        store.connections.put(MAIN)
        pull(store, seen, order("v2", title="Other"), order("v3"))
        store.outbox.enqueue(edit("k9", order("v3"), note="Sent"))
        store.staged.put(A, [edit("k1", seen, title="New"), edit_line("k2", seen, "1")], run="r")
    with Store.open(path, ALL_RULES) as store:
        shown = row(store, A)
        assert shown is not None
        assert (shown.name, shown.mark, shown.staged) == ("New", Mark.STAGED, ("name", "items"))
        assert (found(store, "staged:yes"), found(store, "pending:yes")) == (["v1"], ["v3"])
        assert found(store, "staged:no -pending:yes") == ["v2"]
        assert ids(store.staged.all()) == ["k1", "k2"]
        given = store.mirror.given(A)
        assert (given and given.name, store.mirror.get(A)) == ("Old", seen)
        # Nothing that sends looks at it, and no pull or deletion takes its order away.
        waiting = store.outbox.next_waiting(NOON)
        assert (waiting and waiting.command.id, store.mirror.drop(A)) == ("k9", False)
        number = store.mirror.begin_pull("main", now=NOON + timedelta(hours=1))
        assert store.mirror.finish_pull("main", number, complete=True) == {"main:v2"}
        with pytest.raises(Refused, match="not settled"):
            store.connections.remove("main")


def test_what_is_given_to_be_sent_goes_behind_what_was_asked_before(store: Store) -> None:
    seen = order("v1", title="Old", lines=(line("1"),))
    pull(store, seen)
    first, second = edit("k1", seen, title="New"), add_line("k2", seen)
    store.staged.put(A, [first, second], run="r")
    store.outbox.enqueue(transit("k3", seen, "submit", "Placed"))

    released = store.staged.release(A, [first, second], ["k1"], not_before=None, run="r2", now=NOON)

    assert [(one.command.id, one.run, one.waits_since) for one in released] == [("k1", "r2", NOON)]
    waiting = store.outbox.next_waiting(NOON)
    assert waiting is not None
    assert (waiting.command.id, ids(store.outbox.open())) == ("k3", ["k2", "k3", "k1"])


def test_it_is_staged_again_until_it_goes_out(store: Store) -> None:
    seen = order("v1", title="Old")
    pull(store, seen)
    command = edit("k1", seen, title="New")
    [entry] = store.staged.release(A, [command], ["k1"], not_before=None, run="r", now=NOON)
    store.staged.take_back(entry, run="r")
    assert [one.state for one in store.outbox.open()] == [CommandState.STAGED]

    store.staged.release(A, [command], ["k1"], not_before=None, run="r", now=NOON)
    store.outbox.begin_sending("k1", before=seen, owner="r", now=NOON)
    with pytest.raises(Refused, match="sent already"):
        store.staged.take_back(entry, run="r")


def test_a_newer_word_takes_its_place_and_leaves_the_rest(store: Store) -> None:
    seen = order("v1", title="Old")
    pull(store, seen)
    store.staged.put(A, [edit("k1", seen, title="New", note="wet")], run="r")
    store.outbox.enqueue(edit("k2", seen, title="Newest"))

    [left] = store.staged.of(A)
    assert isinstance(left.command, EditOrder)
    assert (left.command.changes, left.command.base) == ({"note": "wet"}, {"note": None})


def test_it_follows_a_new_order_to_its_own_id_and_fails_with_it(store: Store) -> None:
    made, unmade = create("c1", title="Fresh"), create("c2", title="Never")
    for new, edited in ((made, "k1"), (unmade, "k2")):
        store.outbox.enqueue(new)
        staged = edit(edited, order(new.vendor_id), title="Staged")
        store.staged.put(new.order_id, [staged], run="r")

    store.outbox.settle("c1", CommandState.DONE, now=NOON, order=order("v9", title="Fresh"))
    store.outbox.settle("c2", CommandState.REJECTED, now=NOON)

    [entry] = store.staged.all()
    shown = row(store, "main:v9")
    assert (entry.command.order_id, shown and shown.name) == ("main:v9", "Staged")
    failed = store.outbox.get("k2")
    assert failed is not None
    assert (failed.state, failed.reason is not None) == (CommandState.FAILED, True)
    assert [one.command_id for one in store.history.of(unmade.order_id)] == ["c2", "k2"]
