"""How long things take and how often they are tried: one place, given from the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Timings:
    """All in seconds, but for `at_once` and `now`."""

    deadline: float = 20.0
    """The longest a request to a vendor may take; the connectors hold it."""
    settle: float | None = None
    """How long a vendor may still be at work after an answer was lost; None: twice the deadline."""
    sync_interval: float = 300.0
    """Between two syncs of a connection, when they go by themselves."""
    names_interval: float = 3600.0
    """Between two readings of names in syncs that go by themselves."""
    first_pause: float = 1.0
    """Before a vendor that could not be reached is tried again; doubled each time."""
    longest_pause: float = 60.0
    """What the doubling stops at."""
    sign_in_pause: float = 900.0
    """Before a refused sign-in is tried again by itself: more often gets accounts locked."""
    poll: float = 0.5
    """How often the outbox is looked at for what another process put there."""
    progress: float = 0.1
    """The least time between two reports of a sync's progress."""
    grace: float = 0.0
    """How long an act waits for its undo where the desk's window has no preference of its own."""
    watch: float = 60.0
    """How long after a write another may still come that was made from an older reading; until
    then, at least, later readings are held to it. 0: no write is watched."""
    trusted: float = 3600.0
    """How long what cannot be taken back may have waited and still be sent without asking."""
    close: float = 5.0
    """How long requests under way may still take when the desk closes."""
    at_once: int = 4
    """How many commands of one connection are under way at a time, each on another order."""
    now: Callable[[], datetime] = _now
    """By which clock, aware, it is told how long something has waited; tests move it."""

    @property
    def settle_time(self) -> float:
        """The settle time in force."""
        return 2 * self.deadline if self.settle is None else self.settle
