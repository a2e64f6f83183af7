"""The test of a connection."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from acme_orders.client import ANSWERS, Client
from acme_orders.rules import TITLE

from orderdesk.connectors import probing
from orderdesk.connectors.answers import is_web_page
from orderdesk.connectors.probing import Place, Result, Step
from orderdesk.domain.errors import NotSignedIn
from orderdesk.domain.gateway import ProbeStep
from orderdesk.domain.messages import Message


@dataclass
class Probe:
    """One test."""

    client: Client
    place: Place = field(default_factory=Place)

    def run(self) -> AsyncIterator[ProbeStep]:
        """Yield the steps."""
        steps = (
            Step("address", probing.ADDRESS_STEP, self._address),
            Step("connect", probing.CONNECT_STEP, self._connect),
            Step("sign_in", probing.SIGN_IN_STEP, self._sign_in),
            Step("read", probing.READ_STEP, self._read),
            Step("clock", probing.CLOCK_STEP, self._clock),
        )
        return probing.run_steps(steps, self.place)

    async def _address(self) -> Result:
        self.place.at = "urls.shop"
        return probing.found([await probing.resolved(TITLE, self.client.base)])

    async def _connect(self) -> Result:
        self.place.at = "urls.shop"
        answer = await self.client.knock()
        if is_web_page(answer):
            raise ANSWERS.web_page(self.client.host, answer.status)
        return probing.connected(self.client.host)

    async def _sign_in(self) -> Result:
        try:
            await self.client.sign_in.text()
        except NotSignedIn:
            self.place.at = "secrets.till_pin"
            raise
        return Result(Message(probing.SIGNED_IN, {"vendor": TITLE}))

    async def _read(self) -> Result:
        await self.client.read("orders?limit=1")
        return Result(Message(probing.ORDERS_READ))

    async def _clock(self) -> Result:
        return probing.clock_result(self.client.wire)
