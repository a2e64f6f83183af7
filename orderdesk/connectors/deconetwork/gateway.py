"""The domain's port for this vendor: reads, markings, and the read-back of a lost answer."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime

from orderdesk.connectors import failures
from orderdesk.connectors.budget import Lane, RequestBudget
from orderdesk.connectors.clock import REAL, Timing
from orderdesk.connectors.deconetwork.answers import ANSWERS
from orderdesk.connectors.deconetwork.client import SITE, Client
from orderdesk.connectors.deconetwork.description import DESCRIPTION
from orderdesk.connectors.deconetwork.mapping import names_of, order_of
from orderdesk.connectors.deconetwork.probe import Probe
from orderdesk.connectors.deconetwork.pulling import Pull
from orderdesk.connectors.deconetwork.verification import of_marking, of_note
from orderdesk.connectors.deconetwork.vocabulary import NEW_STATUS, TITLE
from orderdesk.connectors.deconetwork.wire import OrderPayload, read_order
from orderdesk.connectors.deconetwork.writing import Writing, shows_notes
from orderdesk.connectors.http import Wire
from orderdesk.connectors.payloads import BadRow
from orderdesk.domain.commands import Act, Command
from orderdesk.domain.errors import NotFound
from orderdesk.domain.gateway import (
    Budget,
    ConnectionConfig,
    ConnectorDescription,
    Page,
    ProbeStep,
    Reading,
    RowAnswer,
    Sent,
    Verification,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Named, Order

NO_SUCH_ORDER = QT_TRANSLATE_NOOP("messages", "{vendor} has no order {number}.")
LOOK_FOR_IT = QT_TRANSLATE_NOOP(
    "messages", "Look for it in DecoNetwork's Business Hub; it may have been deleted there."
)


class DecoNetworkGateway:
    """One connection to a DecoNetwork site."""

    def __init__(
        self,
        config: ConnectionConfig,
        secrets: Mapping[str, str],
        *,
        deadline: float,
        timing: Timing = REAL,
    ) -> None:
        self.config = config
        budget = RequestBudget(
            at_once=DESCRIPTION.at_once, clock=timing.monotonic, sleep=timing.sleep
        )
        self._wire = Wire(TITLE, deadline=deadline, budget=budget, timing=timing)
        self._client = Client(self._wire, site=config.urls.get("site", ""), secrets=secrets)
        self._writing = Writing(self._client, self.fetch)

    @property
    def description(self) -> ConnectorDescription:
        """What the connector says of itself."""
        return DESCRIPTION

    @property
    def budget(self) -> Budget:
        """What is left of the request budget."""
        return self._wire.budget.shown(SITE)

    @property
    def requests(self) -> int:
        """How many requests have been made since it was built."""
        return self._wire.requests

    def now(self) -> datetime:
        """Return the vendor's clock."""
        return self._wire.clock.now()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._wire.aclose()

    def probe(self) -> AsyncIterator[ProbeStep]:
        """Test the connection step by step."""
        return Probe(self._client).run()

    async def look_up(
        self, kind: str, *, parent: str | None = None
    ) -> AsyncIterator[tuple[Named, ...]]:
        """Read nothing: there is no call for names, they come with the orders."""
        del kind, parent
        for names in ():
            yield names

    def pull(self, *, cursor: str | None) -> AsyncIterator[Page]:
        """Read all orders, or those changed since; a list shows orders whole."""
        return Pull(self._client, self._order, datetime.now(UTC)).run(cursor)

    def _order(self, payload: OrderPayload) -> Order:
        return order_of(payload, connection=self.config.key, settings=self.config.settings)

    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        """Read one order by its number; there is no call for a single one but find."""
        asked = datetime.now(UTC)
        lane = Lane.BACKGROUND if background else Lane.INTERACTIVE
        raw = await self._client.find_one(vendor_id, lane=lane)
        if raw is None:
            message = Message(NO_SUCH_ORDER, {"vendor": TITLE, "number": vendor_id})
            raise NotFound(message, way_out=Message(LOOK_FOR_IT))
        try:
            payload = await asyncio.to_thread(read_order, raw)
        except BadRow as fault:
            raise ANSWERS.unreadable(str(fault)) from None
        return Reading(self._order(payload), payload, asked, tuple(names_of(payload)))

    async def send(self, command: Command, before: Reading | None) -> Sent:
        """Mark items or add a note.

        Raises:
            OutcomeUnknown: nobody knows whether it was done.
            VendorError: it was refused, or not sent.
        """
        if not isinstance(command, Act):
            raise failures.no_such_call(TITLE, command.action)
        if command.action not in {*NEW_STATUS, "add_note"}:
            raise failures.no_such_call(TITLE, command.action)
        return await self._writing.send(command, before)

    async def send_many(self, pairs: Sequence[tuple[Command, Reading]]) -> Mapping[str, RowAnswer]:
        """Mark several whole orders in one call.

        Raises:
            OutcomeUnknown: nobody knows whether it was done.
            VendorError: nothing was done to any of them.
        """
        marked = [(one, before) for one, before in pairs if isinstance(one, Act)]
        for command, _before in pairs:
            if not isinstance(command, Act) or command.action not in NEW_STATUS:
                raise failures.no_such_call(TITLE, command.action)
        return await self._writing.send_many(marked)

    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        """Find out by reading whether a command has been done."""
        del sent_at  # statuses and quantities tell
        if not isinstance(command, Act):
            raise failures.no_such_call(TITLE, command.action)
        now = await self.fetch(command.vendor_id)
        if command.action in NEW_STATUS:
            return of_marking(command, before, now.order)
        return of_note(command, before, now.order, shown=shows_notes(now))


def build(
    config: ConnectionConfig,
    secrets: Mapping[str, str],
    *,
    deadline: float,
    timing: Timing = REAL,
) -> DecoNetworkGateway:
    """Build the gateway of a connection; nothing is sent yet."""
    return DecoNetworkGateway(config, secrets, deadline=deadline, timing=timing)
