"""What a command came to, as a word and as the exit code of the process."""

from enum import IntEnum, StrEnum
from typing import Final

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import (
    Conflict,
    DeskError,
    Forbidden,
    InputError,
    NotFound,
    OutcomeUnknown,
    Refused,
    Rejected,
)


class Exit(IntEnum):
    """The exit codes; part of the contract for scripts."""

    DONE = 0
    WRONG_USE = 2
    REFUSED = 3
    REJECTED = 4
    FAILED = 5
    UNKNOWN = 6
    WAITING = 7
    INTERRUPTED = 130
    """By Ctrl-C, as shells have it."""
    CUT_OFF = 141
    """Whoever read our output has closed it, as shells have it."""


class Interrupted(DeskError):
    """A person stopped a command that was waiting for an outcome."""


class Outcome(StrEnum):
    """What became of an act; part of the contract for scripts."""

    DONE = "done"
    REFUSED = "refused"
    REJECTED = "rejected"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WAITING = "waiting"
    STAGED = "staged"
    """Kept here and shown, as it was asked; not sent before `orderdesk staged send`."""

    @property
    def exit(self) -> Exit:
        """The exit code that says the same."""
        return Exit.DONE if self is Outcome.STAGED else Exit[self.name]


OUTCOMES: Final = {
    CommandState.STAGED: Outcome.STAGED,
    CommandState.WAITING: Outcome.WAITING,
    CommandState.SENDING: Outcome.WAITING,
    CommandState.UNKNOWN: Outcome.UNKNOWN,
    CommandState.ASKING: Outcome.UNKNOWN,
    CommandState.DONE: Outcome.DONE,
    CommandState.REFUSED: Outcome.REFUSED,
    CommandState.REJECTED: Outcome.REJECTED,
    CommandState.FAILED: Outcome.FAILED,
    CommandState.WITHDRAWN: Outcome.FAILED,
}

_EXITS: Final = (
    (Interrupted, Exit.INTERRUPTED),
    (InputError, Exit.WRONG_USE),
    (Refused, Exit.REFUSED),
    (OutcomeUnknown, Exit.UNKNOWN),
    ((Rejected, Conflict, NotFound, Forbidden), Exit.REJECTED),
)


def exit_of(error: DeskError) -> Exit:
    """Return the exit code for an error that ended a command."""
    return next((code for kinds, code in _EXITS if isinstance(error, kinds)), Exit.FAILED)
