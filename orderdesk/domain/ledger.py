"""The ledger of an act on many orders: what became of each, derived from its command."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from orderdesk.domain.commands import CommandState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP


class RunState(StrEnum):
    """How far a run is."""

    RUNNING = "running"
    PAUSED = "paused"
    """By a person, or because the program ended while it was running."""
    STOPPING = "stopping"
    """Nothing more is sent; what is on its way still ends."""
    STOPPED = "stopped"
    ENDED = "ended"

    @property
    def over(self) -> bool:
        """Whether no order of it will be tried any more."""
        return self in {RunState.STOPPING, RunState.STOPPED, RunState.ENDED}


RUN_LABELS: Mapping[RunState, str] = {
    RunState.RUNNING: QT_TRANSLATE_NOOP("messages", "Running"),
    RunState.PAUSED: QT_TRANSLATE_NOOP("messages", "Paused"),
    RunState.STOPPING: QT_TRANSLATE_NOOP("messages", "Stopping"),
    RunState.STOPPED: QT_TRANSLATE_NOOP("messages", "Stopped"),
    RunState.ENDED: QT_TRANSLATE_NOOP("messages", "Ended"),
}


class Outcome(StrEnum):
    """What became of one order; once a run has ended, none is WAITING."""

    DONE = "done"
    REFUSED = "refused"
    """By the rules; nothing was sent."""
    FAILED = "failed"
    """By the vendor, in its own words, or given up: it was not done."""
    NOT_TRIED = "not_tried"
    UNKNOWN = "unknown"
    """Sent, and nobody can tell yet whether it was done, or a person has to decide."""
    WAITING = "waiting"
    """It is still to be sent, or on its way."""


OUTCOME_LABELS: Mapping[Outcome, str] = {
    Outcome.DONE: QT_TRANSLATE_NOOP("messages", "Done"),
    Outcome.REFUSED: QT_TRANSLATE_NOOP("messages", "Refused"),
    Outcome.FAILED: QT_TRANSLATE_NOOP("messages", "Failed"),
    Outcome.NOT_TRIED: QT_TRANSLATE_NOOP("messages", "Not tried"),
    Outcome.UNKNOWN: QT_TRANSLATE_NOOP("messages", "Not known"),
    Outcome.WAITING: QT_TRANSLATE_NOOP("messages", "Waiting"),
}


class Fate(StrEnum):
    """What is known of a row beside its command."""

    OPEN = "open"
    """It is to be done; whether it was is its command's to say."""
    REFUSED = "refused"
    LEFT = "left"
    """It was left out, because it could not be told, or because a person chose so."""


_SETTLED: Mapping[CommandState, Outcome] = {
    CommandState.STAGED: Outcome.WAITING,
    CommandState.WAITING: Outcome.WAITING,
    CommandState.SENDING: Outcome.WAITING,
    CommandState.UNKNOWN: Outcome.UNKNOWN,
    CommandState.ASKING: Outcome.UNKNOWN,
    CommandState.DONE: Outcome.DONE,
    CommandState.REFUSED: Outcome.REFUSED,
    CommandState.REJECTED: Outcome.FAILED,
    CommandState.FAILED: Outcome.FAILED,
    CommandState.WITHDRAWN: Outcome.NOT_TRIED,
}
_UNPROVED = frozenset({CommandState.FAILED, CommandState.WITHDRAWN})


def outcome_of(fate: Fate, state: CommandState | None, *, sent: bool, over: bool) -> Outcome:
    """Return what became of a row; `sent` whether its command went out, `over` of the run.

    What a person gave up after it had been sent is not proved to have failed.
    """
    if state is not None:
        return Outcome.UNKNOWN if sent and state in _UNPROVED else _SETTLED[state]
    if fate is Fate.REFUSED:
        return Outcome.REFUSED
    return Outcome.NOT_TRIED if over or fate is Fate.LEFT else Outcome.WAITING


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One order of a run; texts are as they were when the run was made.

    `reason` is one English sentence for the record, `words` are the vendor's own.
    """

    place: int
    order_id: str
    number: str
    customer: str
    connection: str
    action: str
    outcome: Outcome
    command_id: str | None = None
    reason: str = ""
    words: str = ""
    request_id: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run; `values` are what its form asked for, by the vendor's name."""

    id: str
    action: str
    label: str
    state: RunState
    created_at: datetime
    about: str = ""
    parent: str | None = None
    author: str = ""
    computer: str = ""
    counts: Mapping[Outcome, int] = field(default_factory=dict[Outcome, int])

    @property
    def total(self) -> int:
        """How many orders were chosen."""
        return sum(self.counts.values())

    @property
    def settled(self) -> int:
        """How many orders are not waiting any more."""
        return self.total - self.counts.get(Outcome.WAITING, 0)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A run with all its rows, in the order in which they were chosen."""

    run: Run
    rows: tuple[LedgerRow, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `rate` is orders a second, `left` seconds, where they can be told."""

    run: Run
    rate: float | None = None
    left: float | None = None
    problem: str = ""
    """What keeps it from going on, in English."""


def counted(outcomes: Iterable[Outcome]) -> dict[Outcome, int]:
    """Count outcomes; every one has its number, and together they are all."""
    found = dict.fromkeys(Outcome, 0)
    for outcome in outcomes:
        found[outcome] += 1
    return found
