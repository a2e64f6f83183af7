"""The test of a connection, step by step, each with what to mend where it fails."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from orderdesk.connectors.answers import is_web_page
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.orderspace.answers import ANSWERS
from orderdesk.connectors.orderspace.client import Client
from orderdesk.connectors.orderspace.conditions import READ_ONLY
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
from orderdesk.domain.gateway import ProbeStep, StepState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

EDITION_STEP = QT_TRANSLATE_NOOP("messages", "Edition of the API")
NO_ORDER = QT_TRANSLATE_NOOP("messages", "There is no order to tell it by.")
TODAYS = QT_TRANSLATE_NOOP("messages", "Orders look as in today's edition.")
OLDER = QT_TRANSLATE_NOOP("messages", "Orders look as in the older edition.")
SEEMS_TODAYS = QT_TRANSLATE_NOOP(
    "messages",
    "Orders have fields of today's edition, but the connection is set to the older, read-only one.",
)
SEEMS_OLDER = QT_TRANSLATE_NOOP(
    "messages",
    "Orders lack fields of today's edition, so your site may have the older one, which neither "
    "creates nor deletes orders and invoices.",
)
TURN_OFF = QT_TRANSLATE_NOOP("messages", "Turn “Older, read-only API” off to be able to do more.")
TURN_ON = QT_TRANSLATE_NOOP(
    "messages", "Turn “Older, read-only API” on if creating an order is refused."
)

_API = "urls.api"
_IDENTITY = "urls.token"


@dataclass(slots=True)
class Probe:
    """Runs the steps one after the other; after a failure the rest is skipped."""

    client: Client
    older: bool
    """Whether the connection is set to the older edition of the API."""
    _orders: list[object] = field(default_factory=list[object], init=False)
    _seconds: float = field(default=0.0, init=False)
    _place: Place = field(default_factory=Place, init=False)

    def run(self) -> AsyncIterator[ProbeStep]:
        """Yield each step when it begins and when it has ended."""
        steps = (
            Step("address", ADDRESS_STEP, self._addresses),
            Step("connect", CONNECT_STEP, self._connect),
            Step("sign_in", SIGN_IN_STEP, self._sign_in),
            Step("read", READ_STEP, self._read),
            Step("edition", EDITION_STEP, self._edition),
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
        self._orders = entries_of(await self.client.list_page("orders", {"limit": 1}), "orders")
        self._seconds = time.monotonic() - started
        return Result(Message(ORDERS_READ))

    async def _edition(self) -> Result:
        """Tell the edition by a field that only today's has; nothing says it outright."""
        if not self._orders:
            return Result(Message(NO_ORDER))
        today = "created_by" in as_object(self._orders[0])
        if today is not self.older:
            return Result(Message(TODAYS if today else OLDER))
        self._place.at = f"settings.{READ_ONLY}"
        if today:
            return Result(Message(SEEMS_TODAYS), StepState.WARNED, Message(TURN_OFF))
        return Result(Message(SEEMS_OLDER), StepState.WARNED, Message(TURN_ON))

    async def _clock(self) -> Result:
        return clock_result(self.client.wire)

    async def _speed(self) -> Result:
        return speed_result(self._seconds)
