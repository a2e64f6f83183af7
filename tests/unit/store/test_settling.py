"""A command's end: outbox, mirror, shown row and history change together."""

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.history import FieldChange, HistoryEntry, Origin
from orderdesk.domain.shown import Mark
from orderdesk.store.store import Store
from tests.unit.domain.invented import (
    NOON,
    add_line,
    create,
    edit,
    edit_line,
    line,
    order,
    remove_line,
    transit,
)
from tests.unit.store.filled import LATER, found, pull, row, rows, sent, states


def _ours(store: Store, order_id: str) -> list[HistoryEntry]:
    return [entry for entry in store.history.of(order_id) if entry.origin is Origin.DESK]


def test_done_edit_is_the_mirrors(store: Store) -> None:
    old, new = order("v1", title="Old"), order("v1", title="New", note="theirs")
    pull(store, old)
    store.outbox.enqueue(edit("k1", old, title="New"))
    sent(store, "k1", old)

    changed = store.outbox.settle("k1", CommandState.DONE, now=LATER, order=new, request_id="r-1")

    assert changed == {"main:v1"}
    assert store.mirror.get("main:v1") == new
    assert store.mirror.read_at("main:v1") == LATER
    shown = row(store, "main:v1")
    assert shown is not None
    assert (shown.name, shown.mark, shown.pending) == ("New", Mark.NONE, ())
    entry = store.outbox.get("k1")
    assert entry is not None
    assert (entry.state, entry.settled_at, entry.request_id) == (CommandState.DONE, LATER, "r-1")
    (told,) = store.history.of("main:v1")
    assert (told.action, told.state, told.at) == ("edit", CommandState.DONE, LATER)
    assert (told.command_id, told.author, told.computer) == ("k1", "ada", "desk-1")
    assert (told.origin, told.request_id) == (Origin.DESK, "r-1")
    assert told.changes == (
        FieldChange(field="title", before="Old", after="New"),
        FieldChange(field="note", before=None, after="theirs"),
    )


def test_rejected_command_leaves_what_the_vendor_has(store: Store) -> None:
    seen = order("v1", title="Old")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    sent(store, "k1", seen)

    store.outbox.settle(
        "k1", CommandState.REJECTED, now=LATER, reason="It was refused.", words="Title is odd"
    )

    shown = row(store, "main:v1")
    assert shown is not None
    assert (shown.name, shown.mark) == ("Old", Mark.NONE)
    (told,) = store.history.of("main:v1")
    assert (told.state, told.reason, told.words) == (
        *(CommandState.REJECTED, "It was refused.", "Title is odd"),
    )
    assert told.changes == (FieldChange(field="title", before="Old", after="New"),)


def test_fresh_reading_that_comes_with_a_refusal_is_kept_and_told(store: Store) -> None:
    seen = order("v1", state="Placed")
    pull(store, seen)
    store.outbox.enqueue(transit("k1", seen, "process", "Shipped"))

    moved_on = order("v1", state="Gone")
    store.outbox.settle("k1", CommandState.REFUSED, now=LATER, order=moved_on, reason="Gone.")

    assert found(store, "state:cancelled") == ["v1"]
    theirs, ours = sorted(store.history.of("main:v1"), key=lambda entry: entry.origin != "vendor")
    assert theirs.changes == (FieldChange(field="vendor_state", before="Placed", after="Gone"),)
    assert ours.changes == (FieldChange(field="vendor_state", before="Placed", after="Shipped"),)


def test_what_a_transition_brought_with_it_is_told_with_it(store: Store) -> None:
    seen = order("v1", state="Placed")
    pull(store, seen)
    store.outbox.enqueue(transit("k1", seen, "process", "Shipped"))
    sent(store, "k1", seen)
    store.outbox.settle(
        "k1", CommandState.DONE, now=LATER, order=order("v1", state="Shipped", made_by="bot")
    )

    (told,) = store.history.of("main:v1")
    assert told.changes == (
        FieldChange(field="vendor_state", before="Placed", after="Shipped"),
        FieldChange(field="made_by", before=None, after="bot"),
    )


def test_reading_after_a_command_done_without_one_is_explained(store: Store) -> None:
    seen = order("v1", state="Placed")
    pull(store, seen)
    store.outbox.enqueue(transit("k1", seen, "process", "Shipped"))
    sent(store, "k1", seen)
    store.outbox.settle("k1", CommandState.DONE, now=NOON)

    store.mirror.put(order("v1", state="Shipped"), read_at=LATER)

    assert [entry.action for entry in store.history.of("main:v1")] == ["process"]


def test_lines_are_told_by_their_fields(store: Store) -> None:
    seen = order("v1", lines=(line("1"), line("2", "Inkpot")))
    pull(store, seen)
    for command in (
        add_line("k1", seen, "Sand"),
        edit_line("k2", seen, "1", count="5"),
        remove_line("k3", seen, "2"),
    ):
        store.outbox.enqueue(command)
        store.outbox.settle(command.id, CommandState.DONE, now=LATER)

    added, edited, removed = store.history.of("main:v1")
    assert FieldChange(field="text", before=None, after="Sand") in added.changes
    assert edited.changes == (FieldChange(field="count", before="2", after="5"),)
    assert FieldChange(field="text", before="Inkpot", after=None) in removed.changes


def test_new_order_takes_the_place_of_its_provisional_row(store: Store) -> None:
    store.outbox.enqueue(create("k1", title="Fresh"))
    provisional = store.search.rowid("main:k1")
    sent(store, "k1")

    made = order("v9", title="Fresh", number="SO-9")
    changed = store.outbox.settle("k1", CommandState.DONE, now=LATER, order=made)

    assert changed == {"main:k1", "main:v9"}
    (shown,) = rows(store)
    assert (shown.id, shown.number, shown.mark) == ("main:v9", "SO-9", Mark.NONE)
    assert shown.rowid == provisional
    assert store.search.rowid("main:k1") is None
    assert found(store, "k1") == []
    entry = store.outbox.get("k1")
    assert entry is not None
    assert entry.command.order_id == "main:v9"
    (told,) = store.history.of("main:v9")
    assert told.changes == (FieldChange(field="title", before=None, after="Fresh"),)


def test_new_order_that_a_sync_had_already_brought_is_there_once(store: Store) -> None:
    store.outbox.enqueue(create("k1", title="Fresh"))
    sent(store, "k1")
    pull(store, order("v9", title="Fresh"))

    store.outbox.settle("k1", CommandState.DONE, now=LATER, order=order("v9", title="Fresh"))

    assert [shown.id for shown in rows(store)] == ["main:v9"]


def test_new_order_known_by_its_id_only_comes_with_the_next_reading(store: Store) -> None:
    store.outbox.enqueue(create("k1", title="Fresh"))
    sent(store, "k1")

    changed = store.outbox.settle("k1", CommandState.DONE, now=LATER, vendor_id="v9")

    assert changed == {"main:k1", "main:v9"}
    assert rows(store) == []
    store.mirror.put(order("v9", title="Fresh"), read_at=LATER)
    assert found(store, "") == ["v9"]


def test_what_waits_for_a_new_order_follows_it(store: Store) -> None:
    store.outbox.enqueue(create("k1", title="Fresh"))
    provisional = store.mirror.shown("main:k1")
    assert provisional is not None
    store.outbox.enqueue(add_line("k2", provisional, "Sand"))
    assert found(store, "item:sand") == ["k1"]
    sent(store, "k1")

    store.outbox.settle("k1", CommandState.DONE, now=LATER, order=order("v9", title="Fresh"))

    waiting = store.outbox.next_waiting(LATER)
    assert waiting is not None
    assert (waiting.command.id, waiting.command.order_id) == ("k2", "main:v9")
    assert found(store, "item:sand pending:yes") == ["v9"]


@pytest.mark.parametrize(
    "state", [CommandState.REJECTED, CommandState.FAILED, CommandState.REFUSED]
)
def test_what_waits_for_an_order_that_was_not_made_fails_with_it(
    store: Store, state: CommandState
) -> None:
    store.outbox.enqueue(create("k1", title="Fresh"))
    provisional = store.mirror.shown("main:k1")
    assert provisional is not None
    store.outbox.enqueue(add_line("k2", provisional))

    store.outbox.settle("k1", state, now=LATER, reason="No.")

    assert states(store, "k1", "k2") == [state, CommandState.FAILED]
    assert rows(store) == []
    assert store.outbox.next_waiting(LATER) is None
    assert [entry.command_id for entry in _ours(store, "main:k1")] == ["k1", "k2"]


def test_other_commands_stay_on_the_screen(store: Store) -> None:
    seen = order("v1", title="Old")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    store.outbox.enqueue(edit("k2", seen, rebate="3"))
    sent(store, "k1", seen)
    store.outbox.settle("k1", CommandState.DONE, now=LATER, order=order("v1", title="New"))

    shown = row(store, "main:v1")
    assert shown is not None
    assert (shown.name, shown.mark, str(shown.discount)) == ("New", Mark.WAITING, "3")


def test_stale_reading_of_a_settled_command_is_not_taken(store: Store) -> None:
    seen = order("v1", title="Old")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    sent(store, "k1", seen)
    store.mirror.put(order("v1", title="Newest"), read_at=LATER)

    store.outbox.settle(
        "k1", CommandState.DONE, now=LATER, order=order("v1", title="New"), read_at=NOON
    )

    assert found(store, "name:newest") == ["v1"]
