"""The test of a connection, step by step, each with what to mend where it fails."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from orderdesk.connectors.answers import is_web_page
from orderdesk.connectors.deconetwork.answers import ANSWERS, API_OFF
from orderdesk.connectors.deconetwork.client import Client, orders_of
from orderdesk.connectors.deconetwork.conditions import EVER
from orderdesk.connectors.deconetwork.vocabulary import TITLE
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
from orderdesk.domain.errors import Forbidden, NotSignedIn, VendorError
from orderdesk.domain.gateway import ProbeStep
from orderdesk.domain.messages import Message

_SITE = "urls.site"


@dataclass(slots=True)
class Probe:
    """Runs the steps one after the other; after a failure the rest is skipped."""

    client: Client
    _seconds: float = field(default=0.0, init=False)
    _place: Place = field(default_factory=Place, init=False)

    def run(self) -> AsyncIterator[ProbeStep]:
        """Yield each step when it begins and when it has ended."""
        steps = (
            Step("address", ADDRESS_STEP, self._address),
            Step("connect", CONNECT_STEP, self._connect),
            Step("sign_in", SIGN_IN_STEP, self._sign_in),
            Step("read", READ_STEP, self._read),
            Step("clock", CLOCK_STEP, self._clock),
            Step("speed", SPEED_STEP, self._speed),
        )
        return run_steps(steps, self._place)

    async def _address(self) -> Result:
        self._place.at = _SITE
        return found([await resolved(TITLE, self.client.site)])

    async def _connect(self) -> Result:
        self._place.at = _SITE
        answer = await self.client.knock()
        if is_web_page(answer):
            raise ANSWERS.web_page(self.client.host, answer.status)
        return connected(self.client.host)

    async def _sign_in(self) -> Result:
        self._place.at = "secrets.password"
        try:
            await self.client.find_since(EVER, limit=1)
        except NotSignedIn:
            raise
        except Forbidden as error:
            self._place.at = _SITE if API_OFF in (error.words or "") else "secrets.username"
            raise
        except VendorError:
            self._place.at = _SITE
            raise
        return Result(Message(SIGNED_IN, {"vendor": TITLE}))

    async def _read(self) -> Result:
        self._place.at = _SITE
        started = time.monotonic()
        orders_of(await self.client.find_since(EVER, limit=1))
        self._seconds = time.monotonic() - started
        return Result(Message(ORDERS_READ))

    async def _clock(self) -> Result:
        return clock_result(self.client.wire)

    async def _speed(self) -> Result:
        return speed_result(self._seconds)
