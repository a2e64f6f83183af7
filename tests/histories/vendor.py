"""A vendor in a few lines, written apart from the desk's own rules: the judge of every history."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from orderdesk.domain.commands import (
    Act,
    AddLine,
    Command,
    CreateOrder,
    EditLine,
    EditOrder,
    RemoveLine,
    Transit,
)
from orderdesk.domain.errors import (
    Conflict,
    Malformed,
    NotFound,
    NotSignedIn,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unreachable,
    VendorError,
)
from orderdesk.domain.gateway import (
    Budget,
    ConnectionConfig,
    ConnectorDescription,
    Finding,
    Page,
    ProbeStep,
    Reading,
    Sent,
    Verification,
)
from orderdesk.domain.messages import Message
from orderdesk.domain.order import FieldValue, Named, Order
from tests.unit.domain.invented import line, order
from tests.unit.services.quillworks import DESCRIPTION

_EDITABLE = {"Draft", "Placed"}
_MOVES = {
    ("Draft", "submit"): "Placed",
    ("Placed", "process"): "Shipped",
    ("Placed", "cancel"): "Gone",
    ("Shipped", "cancel"): "Gone",
}


class Fault(StrEnum):
    """What goes wrong with the next call of a kind."""

    UNREACHABLE = "unreachable"
    THROTTLED = "throttled"
    NOT_SIGNED_IN = "not_signed_in"
    REJECTED = "rejected"
    CONFLICT = "conflict"
    LOST_BEFORE = "lost_before"
    """Of a write: the answer is lost, and nothing was done."""
    LOST_AFTER = "lost_after"
    UNREADABLE = "unreadable"
    """Of a write: done, and the answer cannot be read."""
    KILLED_BEFORE = "killed_before"
    """Of a write: the desk's process dies before the vendor has done it."""
    KILLED_AFTER = "killed_after"
    AMBIGUOUS = "ambiguous"
    """Of a read-back: more than one reading fits."""


WRITES = (
    *(Fault.UNREACHABLE, Fault.THROTTLED, Fault.NOT_SIGNED_IN, Fault.REJECTED, Fault.CONFLICT),
    *(Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.UNREADABLE),
    *(Fault.KILLED_BEFORE, Fault.KILLED_AFTER),
)
READS = (Fault.UNREACHABLE, Fault.THROTTLED, Fault.NOT_SIGNED_IN)
_LATE = {Fault.LOST_AFTER, Fault.UNREADABLE, Fault.KILLED_AFTER}


def _error(fault: Fault) -> VendorError:
    message = Message(f"It went wrong: {fault}.")
    match fault:
        case Fault.UNREACHABLE:
            return Unreachable(message)
        case Fault.THROTTLED:
            throttled = Throttled(message)
            throttled.retry_after = 0.0
            return throttled
        case Fault.NOT_SIGNED_IN:
            return NotSignedIn(message)
        case Fault.CONFLICT:
            return Conflict(message)
        case Fault.REJECTED:
            return Rejected(message, words="No.")
        case Fault.UNREADABLE:
            return Malformed(message)
        case _:
            return OutcomeUnknown(message)


@dataclass
class Held:
    """One order as the vendor has it."""

    state: str = "Draft"
    fields: dict[str, FieldValue] = field(default_factory=dict[str, FieldValue])
    items: dict[str, dict[str, FieldValue]] = field(
        default_factory=dict[str, dict[str, FieldValue]]
    )


class Vendor:
    """What the vendor has, every state its orders were ever in, and what was done how often."""

    def __init__(self) -> None:
        self.orders: dict[str, Held] = {}
        self.versions: dict[str, list[Order]] = {}
        self.done: Counter[str] = Counter()
        """How often each command was carried out, by its id."""
        self.made: dict[str, str] = {}
        """The ids of orders by the commands that made them."""
        self.online = True
        self.faults: dict[str, deque[Fault]] = {}
        self.killed = asyncio.Event()
        """The desk's process is to be taken for dead."""
        self.sent = 0
        self._last = 0

    def give_id(self, letter: str) -> str:
        """Return an id that was never given before."""
        self._last += 1
        return f"{letter}{self._last}"

    def seen(self, vendor_id: str) -> Order:
        """Return an order as a reading shows it."""
        held = self.orders[vendor_id]
        items: dict[str, dict[str, Any]] = {one: {**own} for one, own in held.items.items()}
        fields: dict[str, Any] = {**held.fields}
        lines = tuple(line(one, **own) for one, own in items.items())
        return order(vendor_id, state=held.state, lines=lines, **fields)

    def changed(self, vendor_id: str) -> None:
        """Note what an order is now."""
        if vendor_id in self.orders:
            self.versions.setdefault(vendor_id, []).append(self.seen(vendor_id))

    def add(self, **fields: FieldValue) -> str:
        """Let a colleague make an order with two items."""
        vendor_id = self.give_id("v")
        items = {self.give_id("i"): item(f"art-{number}") for number in range(2)}
        self.orders[vendor_id] = Held(fields=dict(fields), items=items)
        self.changed(vendor_id)
        return vendor_id

    def work(self, command: Command) -> str:
        """Do what a command asks, or raise Rejected; return the id of its order."""
        if isinstance(command, CreateOrder):
            vendor_id = self._make(command)
        else:
            vendor_id = command.vendor_id
            held = self.orders.get(vendor_id)
            if held is None:
                raise NotFound(Message("There is no such order."))
            self._change(held, command)
        self.done[command.id] += 1
        self.changed(vendor_id)
        return vendor_id

    def _make(self, command: CreateOrder) -> str:
        vendor_id = self.made[command.id] = self.give_id("v")
        items = {self.give_id("i"): item(**one) for one in command.lines}
        self.orders[vendor_id] = Held(fields=_filled(command.fields), items=items)
        return vendor_id

    def _change(self, held: Held, command: Command) -> None:
        match command:
            case EditOrder():
                _demand(held.state in _EDITABLE)
                held.fields = _filled({**held.fields, **command.changes})
            case AddLine():
                _demand(held.state == "Draft")
                taken = {one.get("article") for one in held.items.values()}
                _demand(command.fields.get("article") not in taken)
                held.items[self.give_id("i")] = item(**command.fields)
            case EditLine():
                _demand(held.state == "Draft" and command.line_id in held.items)
                held.items[command.line_id] |= command.changes
            case RemoveLine():
                _demand(held.state == "Draft" and command.line_id in held.items)
                del held.items[command.line_id]
            case Transit():
                target = _MOVES.get((held.state, command.action))
                _demand(target is not None and target == command.target)
                held.state = command.target
            case Act():
                del self.orders[command.vendor_id]
            case CreateOrder():
                raise AssertionError(command)


def item(article: str | None = None, **fields: FieldValue) -> dict[str, FieldValue]:
    """Return a line's fields, all of them there."""
    return {"article": article, "code": "Q", "text": "Quill", "count": "1", "each": "2", **fields}


def _filled(fields: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    return {key: value for key, value in fields.items() if value}


def _demand(met: object) -> None:
    if not met:
        raise Rejected(Message("The vendor does not do that."), words="No.")


class VendorGateway:
    """One connection to it."""

    def __init__(self, vendor: Vendor, config: ConnectionConfig) -> None:
        self._vendor = vendor
        self._config = config
        self.requests = 0

    @property
    def description(self) -> ConnectorDescription:
        return DESCRIPTION

    @property
    def config(self) -> ConnectionConfig:
        return self._config

    @property
    def budget(self) -> Budget:
        return Budget()

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def probe(self) -> AsyncIterator[ProbeStep]:
        for step in ():
            yield step

    async def pull(self, *, cursor: str | None) -> AsyncIterator[Page]:
        self._fail("read", cursor)
        orders = tuple(self._vendor.seen(one) for one in self._vendor.orders)
        yield Page(orders=orders, complete=True)

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        at = datetime.now(UTC)
        self._fail("read", background)
        return Reading(self._read(vendor_id), None, at)

    async def look_up(
        self, kind: str, *, parent: str | None = None
    ) -> AsyncIterator[tuple[Named, ...]]:
        self._fail("read", kind, parent)
        for names in ():
            yield names

    async def send(self, command: Command, before: Reading | None) -> Sent:
        vendor = self._vendor
        fault = self._fault("write", before)
        if not vendor.online:
            fault = Fault.UNREACHABLE
        if fault is not None and fault not in _LATE:
            await self._ended(fault)
        vendor.sent += 1
        vendor_id = vendor.work(command)
        if fault is not None:
            await self._ended(fault)
        if vendor_id not in vendor.orders:
            return Sent(vendor_id, gone=True)
        return Sent(vendor_id, self._read(vendor_id))

    async def _ended(self, fault: Fault) -> None:
        if fault in {Fault.KILLED_BEFORE, Fault.KILLED_AFTER}:
            self._vendor.killed.set()
            await asyncio.Event().wait()
        raise _error(fault)

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        vendor = self._vendor
        self._fail("read", before, sent_at)
        if self._fault("verify") is Fault.AMBIGUOUS:
            readings = (Message("It was done."), Message("It was not done."))
            return Verification(Finding.AMBIGUOUS, readings=readings)
        if not vendor.done[command.id]:
            return Verification(Finding.UNDONE, guarded=True)
        vendor_id = vendor.made.get(command.id, command.vendor_id)
        if vendor_id not in vendor.orders:
            return Verification(Finding.DONE, gone=True)
        return Verification(Finding.DONE, order=self._read(vendor_id))

    async def aclose(self) -> None:
        return None

    def _fail(self, kind: str, *_told: object) -> None:
        self.requests += 1
        if not self._vendor.online:
            raise _error(Fault.UNREACHABLE)
        fault = self._fault(kind)
        if fault is not None:
            raise _error(fault)

    def _fault(self, kind: str, *_told: object) -> Fault | None:
        waiting = self._vendor.faults.get(kind)
        return waiting.popleft() if waiting else None

    def _read(self, vendor_id: str) -> Order:
        if vendor_id not in self._vendor.orders:
            raise NotFound(Message("There is no such order."))
        return self._vendor.seen(vendor_id)
