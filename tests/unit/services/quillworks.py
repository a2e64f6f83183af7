"""The invented vendor as a gateway in memory: it does what is asked, and fails when told to."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from orderdesk.domain.commands import Command, CreateOrder
from orderdesk.domain.errors import NotFound
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.gateway import (
    Budget,
    ConnectionConfig,
    ConnectorDescription,
    Finding,
    Page,
    ProbeStep,
    Reading,
    Sent,
    SetAside,
    StepState,
    Verification,
)
from orderdesk.domain.messages import Message
from orderdesk.domain.order import Named, Order
from orderdesk.domain.projection import apply, new_order
from orderdesk.domain.rules import ActionRule, Effect, Family
from tests.unit.domain.invented import LINE_FIELDS, ORDER_FIELDS, VENDOR
from tests.unit.domain.invented import RULES as INVENTED

_MORE_ACTIONS = (
    ActionRule(
        *("edit_item", Effect.EDIT_LINE, Family.ITEMS, "Edit item", "edit", "Changes an item."),
        states=frozenset({"Draft"}),
        refusals=INVENTED.actions[2].refusals,
        fields=LINE_FIELDS,
    ),
    ActionRule(
        *("remove_item", Effect.REMOVE_LINE, Family.ITEMS, "Remove item", "minus", "Takes it off."),
        states=frozenset({"Draft"}),
        refusals=INVENTED.actions[2].refusals,
    ),
    ActionRule(
        *("ship", Effect.ACT, Family.SHIP, "Ship", "truck", "Sends items off."),
        states=frozenset({"Draft", "Placed"}),
        refusals=INVENTED.actions[2].refusals,
        fields=(
            FieldSpec("lines", "Items", FieldType.QUANTITIES, outstanding="count"),
            FieldSpec("number", "Tracking number"),
        ),
        names_items=True,
    ),
    ActionRule(
        *("change_status", Effect.ACT, Family.STATUS, "Change status", "flag", "Moves it."),
        any_state=True,
        fields=(FieldSpec("status", "Status", FieldType.CHOICE, required=True, choices_in="ways"),),
        target_field="status",
    ),
    ActionRule(
        *("scrap", Effect.ACT, Family.DELETE, "Scrap", "bin", "Takes it off the books."),
        any_state=True,
        deletes=True,
        reversible=False,
    ),
)
RULES = replace(
    INVENTED,
    actions=(
        replace(INVENTED.actions[0], fields=ORDER_FIELDS),
        *INVENTED.actions[1:],
        *_MORE_ACTIONS,
    ),
)
DESCRIPTION = ConnectorDescription(
    vendor=VENDOR,
    title="Quill Works",
    summary="Pens and ink.",
    urls=(FieldSpec("orders", "Orders", required=True),),
    settings=(
        FieldSpec("house", "House", required=True),
        FieldSpec("strict", "Strict", FieldType.CHOICE),
    ),
    secrets=(FieldSpec("password", "Password", FieldType.HIDDEN, required=True),),
    kinds=("Retail", "Trade"),
    look_ups={"customer": "Customers", "location": "Locations"},
    rules=RULES,
    at_once=5,
)
CONFIG = ConnectionConfig("", "Main", VENDOR, {"orders": "http://localhost"}, {"house": "7"})
SECRETS = {"password": "goose-feather"}

Hook = Callable[[], Awaitable[object]]


@dataclass
class Vendor:
    """What the vendor has, what it was asked, and what goes wrong next."""

    orders: dict[str, Order] = field(default_factory=dict[str, Order])
    names: list[Named] = field(default_factory=list[Named])
    told: tuple[Named, ...] = ()
    """Names that come with the orders."""
    set_aside: tuple[SetAside, ...] = ()
    page_size: int = 2
    calls: list[str] = field(default_factory=list[str])
    """Every call of a gateway, as `method subject`."""
    faults: dict[str, deque[Exception]] = field(default_factory=dict[str, deque[Exception]])
    """What the next calls of a method raise, before anything is done."""
    after: deque[Exception] = field(default_factory=deque[Exception])
    """What the next sendings raise after the work was done."""
    hooks: dict[str, Hook] = field(default_factory=dict[str, Hook])
    """What is awaited in a method before anything is done."""
    found: Verification | None = None
    """What a read-back says; None: the truth, and that sending again is safe."""
    answers_whole: bool = True
    """Whether the answer to a write holds the order."""
    complete: bool = True
    thin: bool = False
    """Whether its list leaves out the items and what is noted of an order."""
    cursor: str | None = None
    """What the last page of a pull says to go on from."""
    since: datetime | None = None
    """From which moment on a pull brings everything."""
    gone: tuple[str, ...] = ()
    """What the last page of a pull says is gone."""
    background: list[str] = field(default_factory=list[str])
    """What was read in the background lane."""
    bad: dict[str, Exception] = field(default_factory=dict[str, Exception])
    """What every reading of an order by itself raises, by its id."""
    gateways: list["QuillGateway"] = field(default_factory=list["QuillGateway"])
    befores: list[Reading | None] = field(default_factory=list[Reading | None])
    """What each sending was told the order was."""
    sent_at: list[datetime] = field(default_factory=list[datetime])
    """What each read-back was told of the time."""
    at_once: int = 0
    most_at_once: int = 0

    def put(self, *orders: Order) -> None:
        """Let the vendor have these orders."""
        self.orders |= {order.vendor_id: order for order in orders}

    def change(self, vendor_id: str, **fields: str | None) -> None:
        """Let a colleague change header fields of an order."""
        order = self.orders[vendor_id]
        self.orders[vendor_id] = order.model_copy(update={"fields": {**order.fields, **fields}})

    def move(self, vendor_id: str, state: str) -> None:
        """Let a colleague move an order."""
        known = RULES.state(state)
        self.orders[vendor_id] = self.orders[vendor_id].model_copy(
            update={"vendor_state": state, "state": known.status if known else None}
        )

    def fail(self, method: str, *errors: Exception) -> None:
        """Let the next calls of a method fail."""
        self.faults.setdefault(method, deque()).extend(errors)

    def made(self, method: str) -> list[str]:
        """Return the subjects of the calls of a method, in order."""
        return [
            subject for name, _, subject in (c.partition(" ") for c in self.calls) if name == method
        ]

    def build(self, config: ConnectionConfig, secrets: Mapping[str, str]) -> "QuillGateway":
        """Make a gateway; what a GatewayFactory does."""
        gateway = QuillGateway(self, config, secrets)
        self.gateways.append(gateway)
        return gateway


class QuillGateway:
    """One connection to the invented vendor."""

    def __init__(
        self, vendor: Vendor, config: ConnectionConfig, secrets: Mapping[str, str]
    ) -> None:
        self.vendor = vendor
        self.secrets = dict(secrets)
        self.closed = False
        self._config = config

    @property
    def description(self) -> ConnectorDescription:
        return DESCRIPTION

    @property
    def config(self) -> ConnectionConfig:
        return self._config

    @property
    def budget(self) -> Budget:
        return Budget(limit=100, remaining=100 - self.requests)

    @property
    def requests(self) -> int:
        return len(self.vendor.calls)

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def probe(self) -> AsyncIterator[ProbeStep]:
        yield ProbeStep("sign_in", Message("Sign in"), StepState.RUNNING)
        await self._called("probe", self.secrets.get("password", ""))
        good = self.secrets.get("password") == SECRETS["password"]
        yield ProbeStep(
            "sign_in", Message("Sign in"), StepState.PASSED if good else StepState.FAILED
        )

    async def pull(self, *, cursor: str | None) -> AsyncIterator[Page]:
        await self._called("pull", cursor or "-")
        orders = [self._listed(order) for order in self.vendor.orders.values()]
        size = self.vendor.page_size
        parts = [orders[start : start + size] for start in range(0, len(orders), size)] or [[]]
        for number, part in enumerate(parts):
            last = number == len(parts) - 1
            await self._called("page", str(number))
            yield Page(
                orders=tuple(part),
                set_aside=self.vendor.set_aside if last else (),
                total=len(orders),
                complete=last and self.vendor.complete,
                complete_since=self.vendor.since if last else None,
                cursor=self.vendor.cursor if last else None,
                gone=self.vendor.gone if last else (),
                names=self.vendor.told,
            )

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        at = datetime.now(UTC)
        if background:
            self.vendor.background.append(vendor_id)
        await self._called("fetch", vendor_id)
        if vendor_id in self.vendor.bad:
            raise self.vendor.bad[vendor_id]
        return Reading(self._owned(self._known(vendor_id)), None, at, self.vendor.told)

    async def look_up(
        self, kind: str, *, parent: str | None = None
    ) -> AsyncIterator[tuple[Named, ...]]:
        await self._called("look_up", f"{kind} {parent}" if parent else kind)
        yield tuple(
            name for name in self.vendor.names if name.kind == kind and name.parent == parent
        )

    async def send(self, command: Command, before: Reading | None) -> Sent:
        self.vendor.at_once += 1
        self.vendor.most_at_once = max(self.vendor.most_at_once, self.vendor.at_once)
        try:
            await self._called("send", command.action)
            self.vendor.befores.append(before)
        finally:
            self.vendor.at_once -= 1
        if _deletes(command):
            return self._deleted(command)
        order = self._done(command)
        if self.vendor.after:
            raise self.vendor.after.popleft()
        whole = order if self.vendor.answers_whole else None
        return Sent(order.vendor_id, whole, request_id=f"r-{len(self.vendor.calls)}")

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        await self._called("verify", command.action)
        self.vendor.sent_at.append(sent_at)
        if self.vendor.found is not None:
            return self.vendor.found
        order = self.vendor.orders.get(command.vendor_id)
        if _deletes(command):
            finding = Finding.UNDONE if order else Finding.DONE
            return Verification(finding, guarded=True, gone=order is None)
        done = order is not None and before is not None and self._owned(order) != before
        finding = Finding.DONE if done else Finding.UNDONE
        return Verification(finding, guarded=True, order=order if done else None)

    async def aclose(self) -> None:
        self.closed = True

    def _known(self, vendor_id: str) -> Order:
        found = self.vendor.orders.get(vendor_id)
        if found is None:
            raise NotFound(Message("There is no such order."), way_out=Message("Sync."))
        return found

    def _deleted(self, command: Command) -> Sent:
        del self.vendor.orders[command.vendor_id]
        if self.vendor.after:
            raise self.vendor.after.popleft()
        return Sent(command.vendor_id, request_id=f"r-{len(self.vendor.calls)}", gone=True)

    def _listed(self, order: Order) -> Order:
        """Return what a list shows of an order."""
        if not self.vendor.thin:
            return self._owned(order)
        fields = {key: value for key, value in order.fields.items() if key != "note"}
        bare = {"lines": None, "total": None, "total_computed": False, "fields": fields}
        return self._owned(order).model_copy(update=bare)

    def _done(self, command: Command) -> Order:
        if isinstance(command, CreateOrder):
            order = new_order(command, RULES, None)
            vendor_id = f"q{len(self.vendor.orders) + 1}"
            order = order.model_copy(update={"vendor_id": vendor_id})
        else:
            order = apply(self.vendor.orders[command.vendor_id], command, RULES)
        lines = tuple(line.model_copy(update={"pending": False}) for line in order.lines or ())
        order = order.model_copy(update={"lines": lines})
        self.vendor.orders[order.vendor_id] = order
        return self._owned(order)

    def _owned(self, order: Order) -> Order:
        return order.model_copy(update={"connection": self._config.key})

    async def _called(self, method: str, subject: str) -> None:
        self.vendor.calls.append(f"{method} {subject}")
        hook = self.vendor.hooks.get(method)
        if hook is not None:
            await hook()
        waiting = self.vendor.faults.get(method)
        if waiting:
            raise waiting.popleft()
        # A real vendor always lets others run while it answers.
        await asyncio.sleep(0)


def _deletes(command: Command) -> bool:
    rule = RULES.action(command.action)
    return rule is not None and rule.deletes


def named(kind: str, *ids: str, parent: str | None = None) -> Iterable[Named]:
    """Return names for ids."""
    return [Named(kind=kind, id=one, name=f"{kind} {one}", parent=parent) for one in ids]
