"""The outbox: what is waiting, whose turn it is, and how a command fares until it settles."""

from datetime import timedelta

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import Refused
from orderdesk.domain.shown import Mark
from orderdesk.store.store import Store
from tests.unit.domain.invented import NOON, add_line, create, edit, line, order, transit
from tests.unit.store.filled import LATER, SECOND, found, ids, pull, row, rows, sent, states


def test_command_is_shown_at_once_and_the_mirror_is_not_touched(store: Store) -> None:
    seen = order("v1", title="Old", lines=(line("1"),))
    pull(store, seen)

    entry = store.outbox.enqueue(edit("k1", seen, title="New", rebate="1"))

    shown = row(store, "main:v1")
    assert shown is not None
    assert (shown.name, shown.mark, shown.pending) == ("New", Mark.WAITING, ("edit",))
    assert str(shown.total) == "2.00"
    assert store.mirror.get("main:v1") == seen
    assert (entry.state, entry.attempts, entry.open) == (CommandState.WAITING, 0, True)
    assert store.outbox.get("k1") == entry


def test_same_command_twice_is_kept_once(store: Store) -> None:
    seen = order("v1")
    pull(store, seen)
    first = store.outbox.enqueue(edit("k1", seen, title="New"))

    assert store.outbox.enqueue(edit("k1", seen, title="New")) == first
    assert ids(store.outbox.open()) == ["k1"]


def test_new_order_is_shown_before_the_vendor_has_it(store: Store) -> None:
    item = {"text": "Feather", "count": "3", "each": "2.5"}
    store.outbox.enqueue(create("k1", title="Fresh", lines=(item,)))

    (shown,) = rows(store, "feather")
    assert (shown.id, shown.vendor_id, shown.name) == ("main:k1", "k1", "Fresh")
    assert (shown.items, str(shown.total), shown.currency) == (1, "7.5", "EUR")
    assert (shown.state, shown.vendor_state, shown.mark) == ("created", "Draft", Mark.WAITING)
    assert store.mirror.get("main:k1") is None
    projected = store.mirror.shown("main:k1")
    assert projected is not None
    assert projected.lines is not None
    assert projected.lines[0].pending


def test_commands_go_out_in_the_order_they_were_given(store: Store) -> None:
    one, two = order("v1"), order("v2")
    pull(store, one, two)
    for command in (edit("k1", one, title="A"), edit("k2", one, note="B"), edit("k3", two)):
        store.outbox.enqueue(command)

    assert store.outbox.next_waiting(NOON) == store.outbox.get("k1")
    sent(store, "k1")
    # One command an order is under way at a time; the other order need not wait.
    assert store.outbox.next_waiting(NOON) == store.outbox.get("k3")
    sent(store, "k3")
    assert store.outbox.next_waiting(NOON) is None


@pytest.mark.parametrize("state", ["waiting", "sending", "unknown", "asking"])
def test_later_command_waits_for_every_open_one(store: Store, state: str) -> None:
    seen = order("v1")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="A"), not_before=LATER)
    store.outbox.enqueue(edit("k2", seen, note="B"))
    if state != "waiting":
        sent(store, "k1")
    if state == "unknown":
        store.outbox.mark_unknown("k1", reason="No answer.", verify_at=LATER)
    if state == "asking":
        store.outbox.ask("k1", reason="Two fit.", readings=("a", "b"))

    assert store.outbox.next_waiting(NOON) is None
    with pytest.raises(Refused, match="earlier command"):
        sent(store, "k2")


def test_grace_holds_a_command_back(store: Store) -> None:
    seen = order("v1")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="A"), not_before=LATER)

    assert store.outbox.next_waiting(NOON) is None
    assert store.outbox.next_moment() == LATER
    assert ids([store.outbox.next_waiting(LATER) or pytest.fail("nothing")]) == ["k1"]


def test_busy_orders_and_full_connections_are_passed_over(store: Store) -> None:
    store.connections.put(SECOND)
    one, two = order("v1"), order("v2")
    other = order("v3", connection="branch-2")
    pull(store, one, two)
    pull(store, other, connection="branch-2")
    for command in (edit("k1", one, title="A"), edit("k2", two), edit("k3", other)):
        store.outbox.enqueue(command)

    waiting = store.outbox.next_waiting(NOON, busy={"main:v1"})
    assert waiting == store.outbox.get("k2")
    assert store.outbox.next_waiting(NOON, full=["main"]) == store.outbox.get("k3")
    both = store.outbox.next_waiting(NOON, busy=["branch-2:v3"], full=["main"])
    assert both is None


def test_next_moment_is_the_first_of_all_that_may_go(store: Store) -> None:
    assert store.outbox.next_moment() is None
    one, two = order("v1"), order("v2")
    pull(store, one, two)
    store.outbox.enqueue(edit("k1", one, title="A"), not_before=LATER)
    # Its turn comes after k1 only.
    store.outbox.enqueue(edit("k2", one, note="B"), not_before=NOON)
    assert store.outbox.next_moment() == LATER

    store.outbox.enqueue(edit("k3", two, title="C"))
    assert store.outbox.next_moment() == NOON
    sent(store, "k3")
    soon = NOON + timedelta(minutes=1)
    store.outbox.mark_unknown("k3", reason="No answer.", verify_at=soon)
    assert store.outbox.next_moment() == soon
    store.outbox.ask("k3", reason="Two fit.", readings=())
    assert store.outbox.next_moment() == LATER


def test_sending_is_written_down_with_what_was_there(store: Store) -> None:
    seen = order("v1", title="Old")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))

    entry = sent(store, "k1", seen)

    assert (entry.state, entry.attempts, entry.sent_at) == (CommandState.SENDING, 1, NOON)
    assert entry.before is not None
    assert '"title":"Old"' in entry.before
    shown = row(store, "main:v1")
    assert shown is not None
    assert shown.mark is Mark.SENDING


def test_nothing_is_sent_twice(store: Store) -> None:
    seen = order("v1")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    sent(store, "k1")

    with pytest.raises(Refused, match="sending"):
        sent(store, "k1")


def test_unknown_outcome_is_read_back_when_it_is_time(store: Store) -> None:
    seen = order("v1")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    sent(store, "k1")

    entry = store.outbox.mark_unknown("k1", reason="No answer came.", verify_at=LATER)

    assert (entry.state, entry.not_before) == (CommandState.UNKNOWN, LATER)
    assert entry.reason == "No answer came."
    assert store.outbox.due_unknown(NOON) == []
    assert ids(store.outbox.due_unknown(LATER)) == ["k1"]
    assert store.outbox.next_waiting(LATER) is None


def test_unknown_outcome_can_be_looked_at_again_later(store: Store) -> None:
    seen = order("v1")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    sent(store, "k1")
    store.outbox.mark_unknown("k1", reason="No answer.", verify_at=NOON)
    store.outbox.mark_unknown("k1", reason="Still none.", verify_at=LATER)

    assert store.outbox.due_unknown(NOON) == []


def test_question_carries_its_readings(store: Store) -> None:
    seen = order("v1")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    sent(store, "k1")

    entry = store.outbox.ask("k1", reason="Two orders fit.", readings=("SO-1", "SO-2"))

    assert (entry.state, entry.readings) == (CommandState.ASKING, ("SO-1", "SO-2"))
    shown = row(store, "main:v1")
    assert shown is not None
    assert shown.mark is Mark.ASKING


def test_command_put_back_may_be_sent_again(store: Store) -> None:
    seen = order("v1")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    sent(store, "k1")
    store.outbox.ask("k1", reason="Two fit.", readings=("a",))

    entry = store.outbox.requeue("k1", not_before=LATER)

    assert (entry.state, entry.reason, entry.readings) == (CommandState.WAITING, None, ())
    assert store.outbox.next_waiting(NOON) is None
    assert store.outbox.next_waiting(LATER) == entry
    assert sent(store, "k1").attempts == 2


def test_command_put_back_may_be_another_and_say_why_it_waits(store: Store) -> None:
    seen = order("v1", title="Old")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="Mine"))
    sent(store, "k1", seen)

    merged = edit("k1", seen, title="Ours")
    entry = store.outbox.requeue("k1", command=merged, reason="No connection.")

    assert (entry.command, entry.reason) == (merged, "No connection.")
    assert (entry.sent_at, entry.before) == (None, None)
    assert found(store, "name:ours pending:yes") == ["v1"]


def test_withdrawn_command_is_gone_from_the_screen(store: Store) -> None:
    seen = order("v1", title="Old")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))

    assert store.outbox.withdraw("k1", now=NOON) == {"main:v1"}

    shown = row(store, "main:v1")
    assert shown is not None
    assert (shown.name, shown.mark, shown.pending) == ("Old", Mark.NONE, ())
    assert states(store, "k1") == [CommandState.WITHDRAWN]
    assert store.outbox.open() == []


def test_withdrawn_new_order_is_gone(store: Store) -> None:
    store.outbox.enqueue(create("k1", title="Fresh"))

    assert store.outbox.withdraw("k1", now=NOON) == {"main:k1"}
    assert found(store, "") == []


def test_what_is_under_way_or_settled_cannot_be_withdrawn(store: Store) -> None:
    seen = order("v1")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    sent(store, "k1")
    with pytest.raises(Refused, match="sending"):
        store.outbox.withdraw("k1", now=NOON)
    store.outbox.mark_unknown("k1", reason="No answer.", verify_at=LATER)
    with pytest.raises(Refused, match="unknown"):
        store.outbox.withdraw("k1", now=NOON)
    store.outbox.settle("k1", CommandState.DONE, now=NOON)
    with pytest.raises(Refused, match="done"):
        store.outbox.withdraw("k1", now=NOON)
    with pytest.raises(Refused, match="no command"):
        store.outbox.withdraw("k2", now=NOON)


def test_settled_command_cannot_be_settled_again(store: Store) -> None:
    seen = order("v1")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="New"))
    store.outbox.settle("k1", CommandState.FAILED, now=NOON)

    with pytest.raises(Refused, match="failed"):
        store.outbox.settle("k1", CommandState.DONE, now=NOON)
    with pytest.raises(Refused, match="failed"):
        store.outbox.requeue("k1")
    assert states(store, "k1") == [CommandState.FAILED]


def test_what_a_dead_program_was_sending_is_unknown(store: Store) -> None:
    one, two = order("v1"), order("v2")
    pull(store, one, two)
    store.outbox.enqueue(edit("k1", one, title="A"))
    store.outbox.enqueue(edit("k2", two, title="B"))
    store.outbox.begin_sending("k1", before=None, owner="dead", now=NOON)
    store.outbox.begin_sending("k2", before=None, owner="alive", now=NOON)

    left = store.outbox.recover("alive", verify_at=LATER)

    assert ids(left) == ["k1"]
    assert states(store, "k1", "k2") == [CommandState.UNKNOWN, CommandState.SENDING]
    assert ids(store.outbox.due_unknown(LATER)) == ["k1"]
    shown = row(store, "main:v1")
    assert shown is not None
    assert shown.mark is Mark.UNKNOWN
    assert store.outbox.recover("alive", verify_at=LATER) == []


def test_gravest_mark_is_shown_and_every_action_named_once(store: Store) -> None:
    seen = order("v1", state="Placed")
    pull(store, seen)
    store.outbox.enqueue(edit("k1", seen, title="A"))
    store.outbox.enqueue(add_line("k2", seen))
    store.outbox.enqueue(edit("k3", seen, note="B"))
    store.outbox.enqueue(transit("k4", seen, "cancel", "Gone"))
    sent(store, "k1")

    shown = row(store, "main:v1")
    assert shown is not None
    assert shown.mark is Mark.SENDING
    assert shown.pending == ("edit", "add_item", "cancel")
    assert (shown.vendor_state, shown.state) == ("Gone", "cancelled")
    assert found(store, "pending:yes") == ["v1"]


def test_lists_of_commands(store: Store) -> None:
    one, two = order("v1"), order("v2")
    pull(store, one, two)
    for command in (edit("k1", one, title="A"), edit("k2", two), edit("k3", one, note="B")):
        store.outbox.enqueue(command)
    store.outbox.withdraw("k1", now=NOON)

    assert ids(store.outbox.open()) == ["k2", "k3"]
    assert ids(store.outbox.open_of("main:v1")) == ["k3"]
    assert ids(store.outbox.recent(2)) == ["k3", "k2"]
    assert ids(store.outbox.recent(9)) == ["k3", "k2", "k1"]
    # What is open is never left out, however old it is.
    assert ids(store.outbox.recent(1)) == ["k3", "k2"]
    assert ids(store.outbox.recent(0)) == ["k3", "k2"]
