"""What Undo takes back next, act by act, as a table of their states."""

from datetime import UTC, datetime

import pytest

from orderdesk.domain import staging
from orderdesk.domain.commands import CommandState, EditOrder, OutboxEntry
from orderdesk.ui.undo.steps import Local, Step, Steps, Undone
from tests.unit.domain.invented import edit, order, transit

DUE = datetime(2026, 11, 22, 12, tzinfo=UTC)
W, S, D = CommandState.WAITING, CommandState.SENDING, CommandState.DONE
R = CommandState.REJECTED


def entry(name: str) -> OutboxEntry:
    command = transit(name, order("b", state="Placed"), "cancel", "Gone")
    return OutboxEntry(seq=1, command=command, state=W, not_before=DUE)


def stack(*states: CommandState) -> Steps:
    steps = Steps()
    for place, state in enumerate(states):
        steps.add(entry(f"k{place}"), f"act {place}")
        steps.move(f"k{place}", state, put_back=False)
    return steps


def found(step: Undone | None) -> str | None:
    return step.id if isinstance(step, Step) else None


@pytest.mark.parametrize(
    ("states", "undone"),
    [
        ((), None),
        ((W,), "k0"),
        ((W, W), "k1"),
        ((W, D), "k0"),
        ((D, W, S), "k1"),
        ((D, S), "k1"),
        ((D, D), "k1"),
        ((D, R), "k0"),
        ((R,), None),
    ],
)
def test_what_is_not_sent_is_taken_back_first(
    states: tuple[CommandState, ...], undone: str | None
) -> None:
    assert found(stack(*states).next()) == undone


def test_what_is_being_taken_back_is_passed_over_and_can_be_done_again() -> None:
    steps = stack(W, W)
    last = steps.next()
    assert isinstance(last, Step)
    last.busy = True
    assert found(steps.next()) == "k0"
    steps.move("k1", CommandState.WITHDRAWN, put_back=False)
    steps.undone(last)
    assert found(steps.next_again()) == "k1"
    steps.add(entry("k2"), "the same once more", again=True)
    assert found(steps.next_again()) == "k1"
    steps.add(entry("k3"), "another act")
    assert steps.next_again() is None


def test_held_is_what_waits_for_its_undo_and_for_nothing_else() -> None:
    steps = stack(W, W, W)
    assert [step.id for step in steps.held()] == ["k0", "k1", "k2"]
    steps.move("k0", W, put_back=True)
    steps.move("k1", S, put_back=False)
    assert [step.id for step in steps.held()] == ["k2"]


def test_what_was_told_to_be_final_gives_way_to_the_act_before() -> None:
    steps = stack(D, D)
    last = steps.next()
    assert isinstance(last, Step)
    last.told = True
    assert found(steps.next()) == "k0"


def test_an_act_that_is_taken_back_is_over_once_its_inverse_is_done() -> None:
    steps = stack(D)
    first = steps.next()
    assert isinstance(first, Step)
    inverse = steps.add(entry("k1"), "the inverse")
    inverse.takes_back = first
    assert found(steps.next()) == "k1"
    steps.move("k1", S, put_back=False)
    assert found(steps.next()) == "k1"
    steps.move("k1", D, put_back=False)
    steps.find("k1")
    inverse.told = True
    assert steps.next() is None


def test_an_inverse_that_comes_to_nothing_leaves_the_act_to_be_undone() -> None:
    steps = stack(D)
    inverse = steps.add(entry("k1"), "the inverse")
    inverse.takes_back = steps.find("k0")
    steps.move("k1", R, put_back=False)
    assert found(steps.next()) == "k0"


def staged_step(before: dict[str, str], after: dict[str, str]) -> staging.Step:
    """Return an edit of one order whose staged values were `before` and are `after`."""

    def commands(values: dict[str, str]) -> tuple[EditOrder, ...]:
        made = edit("s1", order("b"), **values)
        return (made,) if values else ()

    return staging.Step("main:b", commands(before), commands(after))


def test_the_newest_act_goes_first_whichever_kind_it_is() -> None:
    steps = stack(D)
    local = Local([staged_step({}, {"title": "a"})], "an edit")
    steps.add_local(local)
    assert steps.next() is local
    steps.undone(local)
    assert steps.next_again() is local
    assert found(steps.next()) == "k0"
    steps.add_local(local, again=True)
    steps.add(entry("k1"), "held")
    assert found(steps.next()) == "k1"
    steps.move("k1", S, put_back=False)
    assert found(steps.next()) == "k1", "nothing waits, and it is the newest"


def test_what_is_sent_in_one_go_is_one_step_while_it_waits() -> None:
    steps = stack()
    steps.add_sending([(entry("k0"), "one"), (entry("k1"), "two")], "both")
    [held] = steps.held()
    assert held.words == "both"
    assert [step.id for step in steps.waiting_with(held)] == ["k0", "k1"]
    steps.move("k0", S, put_back=False)
    last = steps.next()
    assert isinstance(last, Step)
    assert [step.id for step in steps.waiting_with(last)] == ["k1"]
    first = steps.find("k0")
    assert first is not None
    assert first.words == "one"
    assert last.sending is not None
    steps.unsent(last.sending, [last])
    assert steps.next_again() is last.sending
    assert found(steps.next()) == "k0"


def test_an_act_is_undone_without_what_was_sent_since() -> None:
    steps = stack()
    both = Local([staged_step({"title": "a"}, {"title": "a", "note": "b"})], "two")
    first = Local([staged_step({}, {"title": "a"})], "one")
    for one in (first, both):
        steps.add_local(one)
    sent = OutboxEntry(seq=1, command=edit("k0", order("b"), title="a"), state=D)
    steps.add_sending([(sent, "out")], "out")
    assert steps.staged_of(first) == []
    [left] = steps.staged_of(both)
    assert left == staged_step({}, {"note": "b"})
    again = Local([staged_step({}, {"title": "c"})], "later")
    steps.add_local(again)
    assert steps.staged_of(again) == again.parts
