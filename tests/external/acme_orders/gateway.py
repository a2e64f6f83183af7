"""The domain's port for Acme's shops."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Final

from acme_orders.client import ANSWERS, SHOP, Client, order_path
from acme_orders.description import DESCRIPTION
from acme_orders.probe import Probe
from acme_orders.wire import read_order

from orderdesk.connectors import failures
from orderdesk.connectors.budget import Lane, Quota
from orderdesk.connectors.clock import REAL, Timing
from orderdesk.connectors.http import Wire
from orderdesk.connectors.json_text import as_object, rows, write
from orderdesk.connectors.payloads import BadRow, scrub, set_aside
from orderdesk.domain.commands import Act, Command, CreateOrder, EditOrder
from orderdesk.domain.errors import NotFound
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
    Verification,
)
from orderdesk.domain.order import Named, Order

PAGE: Final = 20
QUOTA: Final = Quota(limit=120, seconds=60.0)


class AcmeGateway:
    """One connection to a shop."""

    def __init__(
        self,
        config: ConnectionConfig,
        secrets: Mapping[str, str],
        *,
        deadline: float,
        timing: Timing,
    ) -> None:
        self.config = config
        self._wire = Wire(DESCRIPTION.title, deadline=deadline, quota=QUOTA, timing=timing)
        self._client = Client(self._wire, config.urls.get("shop", ""), secrets)

    @property
    def description(self) -> ConnectorDescription:
        """What the connector says of itself."""
        return DESCRIPTION

    @property
    def budget(self) -> Budget:
        """What is left of the budget."""
        return self._wire.budget.shown(SHOP)

    @property
    def requests(self) -> int:
        """How many requests have been made."""
        return self._wire.requests

    def now(self) -> datetime:
        """Return the shop's clock."""
        return self._wire.clock.now()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._wire.aclose()

    def probe(self) -> AsyncIterator[ProbeStep]:
        """Test the connection."""
        return Probe(self._client).run()

    async def look_up(
        self, kind: str, *, parent: str | None = None
    ) -> AsyncIterator[tuple[Named, ...]]:
        """Read no names: Acme's orders point to nothing."""
        del kind, parent
        for nothing in ():
            yield nothing

    async def pull(self, *, cursor: str | None) -> AsyncIterator[Page]:
        """Read every order by ascending id; new ones come last, so that none is missed."""
        del cursor
        after, more, nameless = "", True, False
        while more:
            query = f"orders?limit={PAGE}&after={after}"
            said = as_object(await self._client.read(query, lane=Lane.BACKGROUND))
            orders: list[Order] = []
            aside: list[SetAside] = []
            for row in rows(write(said.get("orders")).decode()):
                try:
                    orders.append(read_order(row.value, self.config.key))
                except BadRow as fault:
                    known = as_object(row.value).get("id")
                    key = known if isinstance(known, str) else None
                    nameless = nameless or key is None
                    aside.append(set_aside(row, key, str(fault), clean=scrub(row.value)))
            ids = [order.vendor_id for order in orders]
            ids += [row.vendor_id for row in aside if row.vendor_id]
            more, after = said.get("more") is True and bool(ids), max(ids, default="")
            yield Page(tuple(orders), tuple(aside), complete=not more and not nameless)

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        """Read one order."""
        asked = datetime.now(UTC)
        lane = Lane.BACKGROUND if background else Lane.INTERACTIVE
        raw = await self._client.read(order_path(vendor_id), lane=lane)
        try:
            return Reading(read_order(raw, self.config.key), raw, asked)
        except BadRow as fault:
            raise ANSWERS.unreadable(str(fault)) from None

    async def send(self, command: Command, before: Reading | None) -> Sent:
        """Do what a command asks; each call says all that the shop needs."""
        del before
        path = order_path(command.vendor_id)
        match command:
            case CreateOrder():
                body = {**command.fields, "lines": command.lines}
                said = await self._client.change("POST", "orders", body)
                order = read_order(said, self.config.key) if said else await self._made(command)
                return Sent(order.vendor_id, order)
            case EditOrder():
                await self._client.change("PUT", path, command.changes)
            case Act(action="gift_wrap"):
                await self._client.change("POST", f"{path}/wrap", command.values)
            case Act(action="delete"):
                await self._client.change("DELETE", path)
                return Sent(command.vendor_id, gone=True)
            case _:
                raise failures.no_such_call(DESCRIPTION.title, command.action)
        return Sent(command.vendor_id)

    async def _made(self, command: CreateOrder) -> Order:
        found = await self._referenced(command)
        if found is None:
            raise ANSWERS.unreadable("It names no order.")
        return found

    async def _referenced(self, command: CreateOrder) -> Order | None:
        """Find an order by its reference, which no two have."""
        async for page in self.pull(cursor=None):
            for order in page.orders:
                if order.name == command.fields.get("reference"):
                    return order
        return None

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        """Find out by reading whether it was done."""
        del before, sent_at
        if isinstance(command, CreateOrder):
            made = await self._referenced(command)
            return Verification(Finding.DONE if made else Finding.UNDONE, guarded=True, order=made)
        try:
            now = (await self.fetch(command.vendor_id)).order
        except NotFound:
            gone = isinstance(command, Act) and command.action == "delete"
            if not gone:
                raise
            return Verification(Finding.DONE, gone=True)
        match command:
            case EditOrder():
                done = all(now.fields.get(key) == value for key, value in command.changes.items())
            case Act(action="gift_wrap"):
                done = now.fields["ribbon"] == command.values["ribbon"]
            case _:
                done = False
        return Verification(Finding.DONE if done else Finding.UNDONE, guarded=True, order=now)


def build(
    config: ConnectionConfig,
    secrets: Mapping[str, str],
    *,
    deadline: float,
    timing: Timing = REAL,
) -> AcmeGateway:
    """Build the gateway of a connection."""
    return AcmeGateway(config, secrets, deadline=deadline, timing=timing)
