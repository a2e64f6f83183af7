"""The test of a connection, step by step, each with what to mend where it fails."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from orderdesk.connectors.answers import is_web_page
from orderdesk.connectors.orderspace.answers import ANSWERS
from orderdesk.connectors.orderspace.client import Client
from orderdesk.connectors.orderspace.listing import entries_of
from orderdesk.connectors.orderspace.vocabulary import TITLE
from orderdesk.connectors.probing import (
    ADDRESS_STEP,
    CLOCK_STEP,
    CONNECT_STEP,
    ORDERS_READ,
    READ_STEP,
    SIGN_IN_STEP,
    SIGNED_IN,
    SPEED_STEP,
    Place,
    Result,
    Step,
    clock_result,
    connected,
    found,
    resolved,
    run_steps,
    speed_result,
)
from orderdesk.domain.errors import NotSignedIn
from orderdesk.domain.gateway import ProbeStep
from orderdesk.domain.messages import Message

_API = "urls.api"
_IDENTITY = "urls.token"


@dataclass(slots=True)
class Probe:
    """Runs the steps one after the other; after a failure the rest is skipped."""

    client: Client
    _seconds: float = field(default=0.0, init=False)
    _place: Place = field(default_factory=Place, init=False)

    def run(self) -> AsyncIterator[ProbeStep]:
        """Yield each step when it begins and when it has ended."""
        steps = (
            Step("address", ADDRESS_STEP, self._addresses),
            Step("connect", CONNECT_STEP, self._connect),
            Step("sign_in", SIGN_IN_STEP, self._sign_in),
            Step("read", READ_STEP, self._read),
            Step("clock", CLOCK_STEP, self._clock),
            Step("speed", SPEED_STEP, self._speed),
        )
        return run_steps(steps, self._place)

    async def _addresses(self) -> Result:
        hosts: list[str] = []
        for place, address in ((_API, self.client.base), (_IDENTITY, self.client.session.address)):
            self._place.at = place
            hosts.append(await resolved(TITLE, address))
        return found(hosts)

    async def _connect(self) -> Result:
        self._place.at = _API
        answer = await self.client.knock()
        if is_web_page(answer):
            raise ANSWERS.web_page(self.client.host, answer.status)
        return connected(self.client.host)

    async def _sign_in(self) -> Result:
        self._place.at = _IDENTITY
        try:
            await self.client.session.token()
        except NotSignedIn:
            self._place.at = "secrets.client_secret"
            raise
        return Result(Message(SIGNED_IN, {"vendor": TITLE}))

    async def _read(self) -> Result:
        self._place.at = _API
        started = time.monotonic()
        entries_of(await self.client.list_page("orders", {"limit": 1}), "orders")
        self._seconds = time.monotonic() - started
        return Result(Message(ORDERS_READ))

    async def _clock(self) -> Result:
        return clock_result(self.client.wire)

    async def _speed(self) -> Result:
        return speed_result(self._seconds)
