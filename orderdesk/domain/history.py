"""What has happened to an order, as far as this desk did it or saw it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

from orderdesk.domain.commands import CommandState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.order import FieldValue, Frozen


class Origin(StrEnum):
    """Where an entry comes from."""

    DESK = "desk"
    """Somebody did it here."""
    VENDOR = "vendor"
    """A reading showed a change that was not made here."""


class FieldChange(Frozen):
    """A field's value before and after; `field` is the key of the connector's description."""

    field: str
    before: FieldValue
    after: FieldValue


class HistoryEntry(Frozen):
    """One line of an order's history; `at` is aware UTC."""

    at: AwareDatetime
    order_id: str
    origin: Origin
    action: str
    """The action's name, or `seen` for a change found by reading."""
    state: CommandState | None = None
    command_id: str | None = None
    bulk: str = ""
    """The run on many orders that it was a part of, if it was."""
    author: str = ""
    computer: str = ""
    changes: tuple[FieldChange, ...] = ()
    reason: str | None = None
    words: str | None = None
    request_id: str | None = None


class Kind(StrEnum):
    """What sort of entries are looked at."""

    ALL = "all"
    HERE = "here"
    """What was done here, to one order or to many."""
    MANY = "many"
    """What was done here to many orders in one go."""
    VENDOR = "vendor"


KIND_LABELS: Mapping[Kind, str] = {
    Kind.ALL: QT_TRANSLATE_NOOP("messages", "Everything"),
    Kind.HERE: QT_TRANSLATE_NOOP("messages", "Done here"),
    Kind.MANY: QT_TRANSLATE_NOOP("messages", "Done here to many orders"),
    Kind.VENDOR: QT_TRANSLATE_NOOP("messages", "Changed at the vendor"),
}
FAILURES = frozenset({CommandState.REFUSED, CommandState.REJECTED, CommandState.FAILED})
"""How what was tried here came to nothing."""


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which entries are looked at; `since` is aware, `order_id` "" for every order's.

    `text` is looked for in every value, in number and customer, capitals (of a to z) or not;
    `actions` are those whose name on the screen has it.
    """

    text: str = ""
    kind: Kind = Kind.ALL
    failures: bool = False
    since: datetime | None = None
    order_id: str = ""
    actions: frozenset[str] = frozenset()

    def takes(self, entry: HistoryEntry) -> bool:
        """Whether an entry is of the kind, the time and the outcome looked for."""
        here = entry.origin is Origin.DESK
        of_kind = {
            Kind.ALL: True,
            Kind.HERE: here,
            Kind.MANY: here and bool(entry.bulk),
            Kind.VENDOR: not here,
        }[self.kind]
        in_time = self.since is None or entry.at >= self.since
        return of_kind and in_time and (not self.failures or entry.state in FAILURES)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An entry with what is known of its order now; `seq` counts up with every entry kept."""

    seq: int
    entry: HistoryEntry
    number: str
    customer: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some entries, the newest first; `more` where there may be older ones."""

    rows: tuple[HistoryRow, ...]
    more: bool
