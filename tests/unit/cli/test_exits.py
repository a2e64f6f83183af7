"""Outcomes and exit codes, as the contract for scripts has them."""

import pytest

from orderdesk.cli.exits import OUTCOMES, Exit, Outcome, exit_of
from orderdesk.config import ConfigError
from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import (
    Conflict,
    DeskError,
    InputError,
    Malformed,
    NotSignedIn,
    OutcomeUnknown,
    QueryError,
    Refused,
    Rejected,
    Throttled,
    Unreachable,
)
from orderdesk.domain.messages import Message
from orderdesk.vault.port import VaultLocked, WrongPassphrase

SAID = Message("It is so.")


def test_the_codes_are_the_contracts() -> None:
    assert {outcome.value: int(outcome.exit) for outcome in Outcome} == {
        "done": 0,
        "refused": 3,
        "rejected": 4,
        "failed": 5,
        "unknown": 6,
        "waiting": 7,
        "staged": 0,
    }


def test_every_state_of_a_command_has_an_outcome() -> None:
    assert set(OUTCOMES) == set(CommandState)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError(SAID), Exit.WRONG_USE),
        (QueryError(SAID, position=3), Exit.WRONG_USE),
        (Refused(SAID), Exit.REFUSED),
        (Rejected(SAID), Exit.REJECTED),
        (Conflict(SAID), Exit.REJECTED),
        (OutcomeUnknown(SAID), Exit.UNKNOWN),
        (Unreachable(SAID), Exit.FAILED),
        (NotSignedIn(SAID), Exit.FAILED),
        (Throttled(SAID), Exit.FAILED),
        (Malformed(SAID), Exit.FAILED),
        (VaultLocked(SAID), Exit.FAILED),
        (WrongPassphrase(SAID), Exit.FAILED),
        (ConfigError(SAID), Exit.FAILED),
        (DeskError(SAID), Exit.FAILED),
    ],
)
def test_errors_end_with_their_code(error: DeskError, code: int) -> None:
    assert exit_of(error) == code
