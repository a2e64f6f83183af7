"""The test of a connection, step by step, each with what to mend where it fails."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from orderdesk.connectors.answers import is_web_page
from orderdesk.connectors.ordertime.answers import ANSWERS, CHECK_ROLE
from orderdesk.connectors.ordertime.client import Client, list_info
from orderdesk.connectors.ordertime.moments import zone_of
from orderdesk.connectors.ordertime.vocabulary import SALES_ORDER, SHIP_DOC, TIME_ZONE, TITLE
from orderdesk.connectors.probing import (
    ADDRESS_STEP,
    CLOCK_STEP,
    CONNECT_STEP,
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
from orderdesk.domain.errors import Forbidden, NotSignedIn, Rejected
from orderdesk.domain.gateway import ConnectionConfig, ProbeStep, StepState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

RIGHTS_STEP = QT_TRANSLATE_NOOP("messages", "Ship docs")
ZONE_STEP = QT_TRANSLATE_NOOP("messages", "Time zone")

ORDERS_READ = QT_TRANSLATE_NOOP("messages", "Orders can be read; there are {count}.")
ORDERS_READ_UNCOUNTED = QT_TRANSLATE_NOOP("messages", "Orders can be read.")
SHIP_DOCS_READ = QT_TRANSLATE_NOOP("messages", "Ship docs can be read, so it is known what left.")
NO_SHIP_DOCS = QT_TRANSLATE_NOOP(
    "messages", "Ship docs cannot be read, so it is not known what has left: {why}"
)
ZONE_SET = QT_TRANSLATE_NOOP("messages", "Dates are taken to be of {zone}.")
ZONE_HERE = QT_TRANSLATE_NOOP(
    "messages", "Dates are taken to be of this computer's zone; another can be set."
)
NO_ZONE = QT_TRANSLATE_NOOP("messages", "There is no time zone called “{zone}”.")
NAME_ZONE = QT_TRANSLATE_NOOP(
    "messages", "Write it like America/Halifax in the connection's settings."
)

_API = "urls.api"


@dataclass(slots=True)
class Probe:
    """Runs the steps one after the other; after a failure the rest is skipped."""

    client: Client
    config: ConnectionConfig
    _seconds: float = field(default=0.0, init=False)
    _place: Place = field(default_factory=Place, init=False)

    def run(self) -> AsyncIterator[ProbeStep]:
        """Yield each step when it begins and when it has ended."""
        steps = (
            Step("address", ADDRESS_STEP, self._address),
            Step("connect", CONNECT_STEP, self._connect),
            Step("sign_in", SIGN_IN_STEP, self._sign_in),
            Step("read", READ_STEP, self._read),
            Step("rights", RIGHTS_STEP, self._rights),
            Step("zone", ZONE_STEP, self._zone),
            Step("clock", CLOCK_STEP, self._clock),
            Step("speed", SPEED_STEP, self._speed),
        )
        return run_steps(steps, self._place)

    async def _address(self) -> Result:
        self._place.at = _API
        return found([await resolved(TITLE, self.client.base)])

    async def _connect(self) -> Result:
        self._place.at = _API
        answer = await self.client.knock()
        if is_web_page(answer):
            raise ANSWERS.web_page(self.client.host, answer.status)
        return connected(self.client.host)

    async def _sign_in(self) -> Result:
        session = self.client.session
        self._place.at = _API
        try:
            await session.enter()
        except NotSignedIn as error:
            missing = session.missing()
            self._place.at = f"secrets.{missing[0] if missing else session.suspect(error.words)}"
            raise
        return Result(Message(SIGNED_IN, {"vendor": TITLE}))

    async def _read(self) -> Result:
        self._place.at = _API
        started = time.monotonic()
        await self.client.rows(list_info(SALES_ORDER, sort="DocNo", size=1))
        self._seconds = time.monotonic() - started
        count = await self.client.count(list_info(SALES_ORDER))
        if count is None:
            return Result(Message(ORDERS_READ_UNCOUNTED))
        return Result(Message(ORDERS_READ, {"count": f"{count:,}"}))

    async def _rights(self) -> Result:
        self._place.at = "secrets.email"
        try:
            await self.client.rows(list_info(SHIP_DOC, sort="DocNo", size=1))
        except (Forbidden, Rejected) as error:
            detail = Message(NO_SHIP_DOCS, {"why": error.message})
            return Result(detail, StepState.WARNED, Message(CHECK_ROLE))
        return Result(Message(SHIP_DOCS_READ))

    async def _zone(self) -> Result:
        self._place.at = f"settings.{TIME_ZONE}"
        name = self.config.settings.get(TIME_ZONE, "").strip()
        try:
            zone_of(name)
        except ValueError:
            detail = Message(NO_ZONE, {"zone": name[:60]})
            return Result(detail, StepState.WARNED, Message(NAME_ZONE))
        return Result(Message(ZONE_SET, {"zone": name}) if name else Message(ZONE_HERE))

    async def _clock(self) -> Result:
        return clock_result(self.client.wire)

    async def _speed(self) -> Result:
        return speed_result(self._seconds)
