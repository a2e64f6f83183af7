"""What services hand to whoever shows it: frozen values, safe to pass between threads."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from orderdesk.domain.actions import Verdict
from orderdesk.domain.commands import Command, CommandState, OutboxEntry
from orderdesk.domain.gateway import Budget, ConnectionConfig, ConnectorDescription
from orderdesk.domain.history import HistoryEntry
from orderdesk.domain.messages import Message
from orderdesk.domain.order import Named, Order
from orderdesk.domain.shown import Details, ShownRow, Totals
from orderdesk.domain.watching import Overwritten


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query: row ids in order, the totals where they are known yet."""

    rowids: "array[int]"
    totals: Totals | None = None
    complete: bool = True
    """Whether these are all row ids, or only the first."""


@dataclass(frozen=True, slots=True)
class OrderView:
    """Everything the detail of one order shows."""

    row: ShownRow
    order: Order
    """Projected: the mirror's order with what is not settled."""
    mirror: Order | None
    """As last read from the vendor; None for an order that is not there yet."""
    description: ConnectorDescription
    verdicts: Mapping[str, Verdict]
    names: Mapping[tuple[str, str], Named]
    """Names by kind and id, for every reference of the order."""
    history: tuple[HistoryEntry, ...]
    commands: tuple[OutboxEntry, ...]
    """What is not settled, oldest first."""
    now: datetime
    """The vendor's clock."""
    read_at: datetime | None
    """When the order was last read from the vendor."""
    details: Details = Details.READ
    """What is known of it beside what the vendor's list shows: its items, above all."""
    reading: bool = False
    """They are being read now; an OrdersChanged tells when they have come or cannot be read."""
    reading_problem: Message | None = None
    """Why they could not be read a moment ago."""
    reading_way_out: Message | None = None
    overwritten: tuple[Overwritten, ...] = ()
    """What was written here and does not stand any more, and nobody has answered yet."""
    staged: frozenset[str] = frozenset()
    """The keys of the order's fields that are shown with a staged value."""
    staged_lines: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """The same by the line's id; a staged new line has all its filled fields here."""

    @property
    def staged_commands(self) -> tuple[Command, ...]:
        """What is staged on the order, oldest first."""
        return tuple(one.command for one in self.commands if one.state is CommandState.STAGED)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an act so far."""

    command: str
    order: str
    entry: OutboxEntry


class Health(StrEnum):
    """How a connection is doing."""

    NEW = "new"
    GOOD = "good"
    SLOW = "slow"
    OFFLINE = "offline"
    SIGN_IN = "sign_in"
    LOCKED = "locked"
    """Its secrets cannot be read before somebody unlocks them."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ConnectionStatus:
    """A connection as the sidebar and the command line show it."""

    config: ConnectionConfig
    title: str
    health: Health
    problem: Message | None = None
    way_out: Message | None = None
    last_sync: datetime | None = None
    syncing: bool = False
    done: int = 0
    total: int | None = None
    orders: int = 0
    set_aside: int = 0
    unread: int = 0
    """Orders whose items are not read yet."""
    budget: Budget = field(default_factory=Budget)
    waits_until: datetime | None = None
    """Until when requests wait, because the vendor takes no more or its limit is used up."""
    next_try: datetime | None = None
    """When it is synced by itself the next time, where it is."""
    away_since: datetime | None = None
    """Since when it cannot be reached or used."""
    tried_again: datetime | None = None
    """When it is tried again, where it is left alone for a while."""


@dataclass(frozen=True, slots=True)
class Unread:
    """An order that came and could not be read; `raw` is what came, scrubbed and cut."""

    connection: str
    connection_name: str
    vendor_id: str | None
    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """How one connection's sync went; `error` is one English sentence."""

    connection: str
    vendor: str
    orders: int
    changed: int
    requests: int
    seconds: float
    set_aside: int
    error: str | None = None
    unread: int = 0
    """Orders of the connection whose items are not read yet."""


class VaultState(StrEnum):
    """Where secrets are kept, and whether they can be read."""

    KEYRING = "keyring"
    FILE_NEW = "file_new"
    """No keyring: a passphrase has to be chosen for a new encrypted file."""
    FILE_LOCKED = "file_locked"
    FILE_OPEN = "file_open"
    MEMORY = "memory"


class Decision(StrEnum):
    """What a person decides on a command that asks."""

    SEND_AGAIN = "send_again"
    IT_WAS_DONE = "it_was_done"
    GIVE_UP = "give_up"
    TAKE_MINE = "take_mine"
    TAKE_THEIRS = "take_theirs"


@dataclass(frozen=True, slots=True)
class Product:
    """Something that can be put on an order, as seen on other orders of the connection."""

    product_id: str | None
    sku: str | None
    description: str
    price: Decimal | None
    fields: Mapping[str, str | None]
    """Line fields to fill a new line with."""
