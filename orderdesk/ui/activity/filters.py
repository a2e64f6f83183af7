"""Which commands the activity lists: all, or those in certain states."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from orderdesk.domain.commands import CommandState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP


class Filter(StrEnum):
    """The lists there are, in the order of their tabs."""

    ALL = "all"
    QUEUE = "queue"
    NEEDS_YOU = "needs_you"
    FAILED = "failed"


FILTER_LABELS: dict[Filter, str] = {
    Filter.ALL: QT_TRANSLATE_NOOP("messages", "All"),
    Filter.QUEUE: QT_TRANSLATE_NOOP("messages", "Queue"),
    Filter.NEEDS_YOU: QT_TRANSLATE_NOOP("messages", "Needs you"),
    Filter.FAILED: QT_TRANSLATE_NOOP("messages", "Failed"),
}
FILTER_STATES: dict[Filter, frozenset[CommandState]] = {
    Filter.ALL: frozenset(CommandState),
    Filter.QUEUE: frozenset(
        {
            CommandState.WAITING,
            CommandState.SENDING,
            CommandState.UNKNOWN,
            CommandState.ASKING,
        }
    ),
    Filter.NEEDS_YOU: frozenset({CommandState.ASKING}),
    Filter.FAILED: frozenset({CommandState.REFUSED, CommandState.REJECTED, CommandState.FAILED}),
}


def counted(states: Iterable[CommandState]) -> Mapping[Filter, int]:
    """Return how many of these states each list has."""
    every = list(states)
    return {one: sum(state in FILTER_STATES[one] for state in every) for one in Filter}
