"""The one port the rest of the program sees of a connector."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeAlias, runtime_checkable

from orderdesk.domain.commands import Command
from orderdesk.domain.errors import VendorError
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import Message
from orderdesk.domain.order import Named, Order
from orderdesk.domain.rules import VendorRules


@dataclass(frozen=True, slots=True)
class ConnectorDescription:
    """What a connector says of itself, as data; labels and help are source texts."""

    vendor: str
    title: str
    summary: str
    urls: tuple[FieldSpec, ...]
    settings: tuple[FieldSpec, ...]
    secrets: tuple[FieldSpec, ...]
    kinds: tuple[str, ...]
    look_ups: Mapping[str, str]
    """Kinds of names it can look up, with their labels."""
    rules: VendorRules
    path_words: frozenset[str] = frozenset()
    """The words of the vendor's service in the paths of requests: all that a log keeps of them."""
    at_once: int = 8
    """Requests of one connection in flight at a time; what waits for a turn is not being sent."""


@dataclass(frozen=True, slots=True)
class ConnectionConfig:
    """A configured account of a vendor; secrets are not part of it."""

    key: str
    name: str
    vendor: str
    urls: Mapping[str, str] = field(default_factory=dict[str, str])
    settings: Mapping[str, str] = field(default_factory=dict[str, str])


class StepState(StrEnum):
    """How a step of a connection test ended."""

    RUNNING = "running"
    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class ProbeStep:
    """One step of a connection test: what was tried, how it went, how to mend it."""

    name: str
    label: Message
    state: StepState
    detail: Message | None = None
    way_out: Message | None = None
    seconds: float = 0.0
    field: str | None = None
    """What to mend where that is known: `urls.KEY`, `settings.KEY` or `secrets.KEY`."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that could not be read: its raw text, already scrubbed, and why."""

    vendor_id: str | None
    raw: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some orders of a pull; `cursor` is to be kept with them in one transaction."""

    orders: tuple[Order, ...]
    set_aside: tuple[SetAside, ...] = ()
    cursor: str | None = None
    gone: tuple[str, ...] = ()
    """Ids of orders that the vendor said it has no more."""
    names: tuple[Named, ...] = ()
    """Names that came with the orders, where the vendor sends them beside the ids."""
    total: int | None = None
    """How many orders the whole pull will bring, where the vendor says so."""
    complete: bool = False
    """On the last page: the pull brought every order there is, so what is missing is gone."""
    complete_since: datetime | None = None
    """On the last page: the pull brought every order placed at this time (aware) or later, so
    what is missing of those is gone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An order just read; `raw` is the vendor's object, unscrubbed, kept in memory only."""

    order: Order
    raw: object
    at: datetime
    names: tuple[Named, ...] = ()
    """Names that came with it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A write the vendor confirmed; `order` where the answer held the whole order."""

    vendor_id: str
    order: Order | None = None
    request_id: str | None = None
    gone: bool = False
    """The order is no longer there: that was the purpose."""


@dataclass(frozen=True, slots=True)
class Alone:
    """Several were refused in one call, and this one is proved not done: it is to go by itself."""


class Finding(StrEnum):
    """What a read-back of a lost answer shows."""

    DONE = "done"
    UNDONE = "undone"
    AMBIGUOUS = "ambiguous"
    """More than one reading fits."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of a read-back; `guarded` when sending once more cannot do it twice."""

    finding: Finding
    guarded: bool = False
    order: Order | None = None
    readings: tuple[Message, ...] = ()
    gone: bool = False
    """DONE, and the order is no longer there."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left of a connection's request budget, where the vendor says so."""

    limit: int | None = None
    remaining: int | None = None
    resets_at: datetime | None = None
    waiting: int = 0


class Gateway(Protocol):
    """A connection's vendor, as the services see it.

    Every method may raise the VendorErrors of `orderdesk.domain.errors`.
    """

    @property
    def description(self) -> ConnectorDescription:
        """What the connector says of itself."""
        ...

    @property
    def config(self) -> ConnectionConfig:
        """The connection it was made for."""
        ...

    @property
    def budget(self) -> Budget:
        """What is left of the request budget."""
        ...

    @property
    def requests(self) -> int:
        """How many requests have been made since it was built."""
        ...

    def now(self) -> datetime:
        """Return the vendor's clock, learnt from its answers; ours until then."""
        ...

    def probe(self) -> AsyncIterator[ProbeStep]:
        """Test the connection step by step; a step may come twice, running and ended."""
        ...

    def pull(self, *, cursor: str | None) -> AsyncIterator[Page]:
        """Read orders, all or since `cursor`, page by page, in the background lane.

        Where a list leaves out what a single order shows, its orders have no `lines` (None) and
        no `fields` but those that the list shows: the rest stays as it was last read, and is
        read again by `fetch` where the list shows a change.
        """
        ...

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        """Read one order with its lines, now, or when there is budget to spare.

        Raises:
            NotFound: the vendor has no such order.
        """
        ...

    def look_up(self, kind: str, *, parent: str | None = None) -> AsyncIterator[tuple[Named, ...]]:
        """Read the names of a kind, page by page."""
        ...

    async def send(self, command: Command, before: Reading | None) -> Sent:
        """Do what `command` asks; `before` is the order just re-read, None for a new one.

        Raises:
            OutcomeUnknown: the request went out and its answer was lost.
            Unreachable, Throttled, NotSignedIn: nothing was done.
            Rejected, Conflict, NotFound, Forbidden: the vendor refused.
        """
        ...

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        """Find out by reading whether a command whose answer was lost has been done."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...


RowAnswer: TypeAlias = Sent | Alone | VendorError
"""What became of one command of several that went out in one call."""


@runtime_checkable
class BatchGateway(Protocol):
    """A gateway whose vendor takes several orders in one call; `ActionRule.at_once` says where."""

    async def send_many(self, pairs: Sequence[tuple[Command, Reading]]) -> Mapping[str, RowAnswer]:
        """Do what the commands ask, all of one action, in one call; return what became of each.

        Each comes with the order just re-read; no order comes twice. The answer is by the
        command's id.

        Raises:
            OutcomeUnknown: the request went out and its answer was lost, for all of them.
            VendorError: nothing was done to any of them.
        """
        ...
