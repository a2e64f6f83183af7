"""What happened, saying exactly what changed."""

from dataclasses import dataclass
from typing import TypeAlias

from orderdesk.domain.commands import CommandState
from orderdesk.domain.ledger import Progress
from orderdesk.domain.messages import Message
from orderdesk.domain.watching import Overwritten


@dataclass(frozen=True, slots=True)
class OrdersChanged:
    """Shown orders that are new, changed or gone, by id; `all` when they are too many to name."""

    changed: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    all: bool = False


@dataclass(frozen=True, slots=True)
class CommandChanged:
    """A command has come a step further; `reason` where there is something to say."""

    command: str
    order: str
    action: str
    state: CommandState
    reason: str | None = None
    bulk: str = ""
    """The run on many orders that it is a part of, if it is."""


@dataclass(frozen=True, slots=True)
class SyncChanged:
    """A connection's sync has started, moved on, ended or failed."""

    connection: str
    running: bool
    done: int = 0
    total: int | None = None
    problem: Message | None = None


@dataclass(frozen=True, slots=True)
class ConnectionsChanged:
    """Connections were added, changed or removed, or one's health or budget changed."""

    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NamesChanged:
    """Look-ups of a connection brought names that were not known."""

    connection: str


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """So many of `total` orders have been looked at; `plan` is the asker's word for the plan."""

    plan: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class BulkChanged:
    """A run on many orders has come further, or has begun, paused or ended."""

    progress: Progress


@dataclass(frozen=True, slots=True)
class WatchChanged:
    """What was written here and does not stand any more is other now; all that is unanswered."""

    overwritten: tuple[Overwritten, ...]


@dataclass(frozen=True, slots=True)
class UpdatesChanged:
    """What is known of newer versions of the program is other now."""


Event: TypeAlias = (
    OrdersChanged
    | CommandChanged
    | SyncChanged
    | ConnectionsChanged
    | NamesChanged
    | PlanChanged
    | BulkChanged
    | WatchChanged
    | UpdatesChanged
)
