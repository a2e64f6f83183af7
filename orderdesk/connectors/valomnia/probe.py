"""The test of a connection, step by step, each with what to mend where it fails."""

import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from orderdesk.connectors.answers import is_web_page
from orderdesk.connectors.budget import Lane
from orderdesk.connectors.json_text import as_object
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
from orderdesk.connectors.valomnia.answers import ANSWERS
from orderdesk.connectors.valomnia.client import Client
from orderdesk.connectors.valomnia.listing import read_chunk
from orderdesk.connectors.valomnia.vocabulary import TITLE
from orderdesk.domain.errors import Malformed, NotSignedIn
from orderdesk.domain.gateway import ProbeStep, StepState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

_SITE = "urls.site"

PROFILE_STEP = QT_TRANSLATE_NOOP("messages", "User")
SIGNED_IN_AS = QT_TRANSLATE_NOOP("messages", "Signed in as {person} of {company}.")
NO_PROFILE = QT_TRANSLATE_NOOP("messages", "{vendor} does not show who is signed in.")
NOT_ENABLED = QT_TRANSLATE_NOOP("messages", "{vendor} says that this user is not enabled.")
ASK_ADMINISTRATOR = QT_TRANSLATE_NOOP("messages", "Ask an administrator of {vendor} to look at it.")
WARNED = QT_TRANSLATE_NOOP("messages", "{vendor} warns: {words}")
GO_ON = QT_TRANSLATE_NOOP("messages", "Go on; look there if something does not work.")


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
            Step("profile", PROFILE_STEP, self._profile),
            Step("read", READ_STEP, self._read),
            Step("clock", CLOCK_STEP, self._clock),
            Step("speed", SPEED_STEP, self._speed),
        )
        return run_steps(steps, self._place)

    async def _addresses(self) -> Result:
        self._place.at = _SITE
        return found([await resolved(TITLE, self.client.site)])

    async def _connect(self) -> Result:
        self._place.at = _SITE
        answer = await self.client.knock()
        if is_web_page(answer):
            raise ANSWERS.web_page(self.client.host, answer.status)
        return connected(self.client.host)

    async def _sign_in(self) -> Result:
        self._place.at = _SITE
        try:
            await self.client.session.cookie()
        except NotSignedIn:
            self._place.at = "secrets.password"
            raise
        return Result(Message(SIGNED_IN, {"vendor": TITLE}))

    async def _profile(self) -> Result:
        """Say who is signed in; who is not shown may work all the same."""
        facts = {"vendor": TITLE}
        try:
            said = await self.client.profile()
        except Malformed:
            return Result(Message(NO_PROFILE, facts), StepState.WARNED, Message(GO_ON))
        user = as_object(said.get("user"))
        person = " ".join(filter(None, (_text(user, "firstName"), _text(user, "lastName"))))
        if user.get("enabled") in (False, "false"):
            way_out = Message(ASK_ADMINISTRATOR, facts)
            return Result(Message(NOT_ENABLED, facts), StepState.WARNED, way_out)
        warning = _text(as_object(said.get("warning")), "warning_description")
        if warning:
            detail = Message(WARNED, {**facts, "words": warning[:200]})
            return Result(detail, StepState.WARNED, Message(GO_ON))
        if not person:
            return Result(Message(NO_PROFILE, facts), StepState.WARNED, Message(GO_ON))
        company = _text(user, "companyName") or self.client.host
        return Result(Message(SIGNED_IN_AS, {"person": person, "company": company}))

    async def _read(self) -> Result:
        self._place.at = _SITE
        started = time.monotonic()
        await read_chunk(self.client, "orders", {"max": 1}, offset=0, lane=Lane.INTERACTIVE)
        self._seconds = time.monotonic() - started
        return Result(Message(ORDERS_READ))

    async def _clock(self) -> Result:
        return clock_result(self.client.wire)

    async def _speed(self) -> Result:
        return speed_result(self._seconds)


def _text(entry: Mapping[str, object], key: str) -> str:
    value = entry.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""
