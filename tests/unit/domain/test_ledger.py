"""What became of each order of a run: exactly one thing, whatever became of its command."""

from itertools import product

import pytest

from orderdesk.domain.commands import OPEN_STATES, CommandState
from orderdesk.domain.ledger import Fate, Outcome, RunState, counted, outcome_of


@pytest.mark.parametrize(
    ("state", "sent", "outcome"),
    [
        (CommandState.WAITING, False, Outcome.WAITING),
        (CommandState.SENDING, True, Outcome.WAITING),
        (CommandState.UNKNOWN, True, Outcome.UNKNOWN),
        (CommandState.ASKING, True, Outcome.UNKNOWN),
        (CommandState.ASKING, False, Outcome.UNKNOWN),
        (CommandState.DONE, True, Outcome.DONE),
        (CommandState.DONE, False, Outcome.DONE),
        (CommandState.REFUSED, False, Outcome.REFUSED),
        (CommandState.REJECTED, True, Outcome.FAILED),
        (CommandState.FAILED, False, Outcome.FAILED),
        # Given up by a person who could not tell: trying again might do it twice.
        (CommandState.FAILED, True, Outcome.UNKNOWN),
        (CommandState.WITHDRAWN, True, Outcome.UNKNOWN),
        (CommandState.WITHDRAWN, False, Outcome.NOT_TRIED),
    ],
)
def test_a_command_says_what_became_of_its_order(
    state: CommandState, outcome: Outcome, *, sent: bool
) -> None:
    for over in (False, True):
        assert outcome_of(Fate.OPEN, state, sent=sent, over=over) is outcome


def test_without_a_command_the_run_says_it() -> None:
    def found(fate: Fate, *, over: bool) -> Outcome:
        return outcome_of(fate, None, sent=False, over=over)

    assert found(Fate.OPEN, over=False) is Outcome.WAITING
    assert found(Fate.OPEN, over=True) is Outcome.NOT_TRIED
    for over in (False, True):
        assert found(Fate.REFUSED, over=over) is Outcome.REFUSED
        assert found(Fate.LEFT, over=over) is Outcome.NOT_TRIED


def test_once_all_commands_are_settled_nothing_waits() -> None:
    for state, sent in product(set(CommandState) - OPEN_STATES, (False, True)):
        assert outcome_of(Fate.OPEN, state, sent=sent, over=True) is not Outcome.WAITING
    assert [one for one in RunState if one.over] == [
        RunState.STOPPING,
        RunState.STOPPED,
        RunState.ENDED,
    ]


def test_the_sums_are_the_selection() -> None:
    outcomes = [Outcome.DONE, Outcome.FAILED, Outcome.DONE]
    counts = counted(outcomes)
    assert sum(counts.values()) == len(outcomes)
    assert counts[Outcome.DONE] == 2
    assert counts[Outcome.NOT_TRIED] == 0
