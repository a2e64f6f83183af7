"""The test of a connection, step by step, each with what to mend where it fails."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from orderdesk.connectors.answers import is_web_page
from orderdesk.connectors.iqmetrix.answers import ANSWERS, CHECK_RIGHTS
from orderdesk.connectors.iqmetrix.client import CATALOGS, CRM, ENTITIES, ORDERS, USERS, Client
from orderdesk.connectors.iqmetrix.names import location, read_page
from orderdesk.connectors.iqmetrix.session import ACCOUNTS
from orderdesk.connectors.iqmetrix.vocabulary import TITLE
from orderdesk.connectors.json_text import NotJson, rows
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
from orderdesk.domain.errors import Forbidden, NotFound, NotSignedIn, Rejected, VendorError
from orderdesk.domain.gateway import ConnectionConfig, ProbeStep, StepState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

COMPANY_STEP = QT_TRANSLATE_NOOP("messages", "Company")

NO_NAMES_FROM = QT_TRANSLATE_NOOP(
    "messages", "No address is given for: {services}. Ids are shown where names would be."
)
GIVE_ADDRESSES = QT_TRANSLATE_NOOP("messages", "Fill in the addresses to see names.")
COMPANY_READ = QT_TRANSLATE_NOOP("messages", "Company {company} has {count} locations.")
COMPANY_CLOSED = QT_TRANSLATE_NOOP(
    "messages", "Company {company} cannot be read with this account: {why}"
)
NO_NAMES = QT_TRANSLATE_NOOP(
    "messages", "Locations cannot be read, so ids are shown in their place: {why}"
)

_OPTIONAL: Final = (CRM, ENTITIES, USERS, CATALOGS)


@dataclass(slots=True)
class Probe:
    """Runs the steps one after the other; after a failure the rest is skipped."""

    client: Client
    config: ConnectionConfig
    _location: str = "0"
    _seconds: float = field(default=0.0, init=False)
    _place: Place = field(default_factory=Place, init=False)

    def run(self) -> AsyncIterator[ProbeStep]:
        """Yield each step when it begins and when it has ended."""
        steps = (
            Step("address", ADDRESS_STEP, self._addresses),
            Step("connect", CONNECT_STEP, self._connect),
            Step("sign_in", SIGN_IN_STEP, self._sign_in),
            Step("company", COMPANY_STEP, self._company),
            Step("read", READ_STEP, self._read),
            Step("clock", CLOCK_STEP, self._clock),
            Step("speed", SPEED_STEP, self._speed),
        )
        return run_steps(steps, self._place)

    async def _addresses(self) -> Result:
        hosts: list[str] = []
        missing: list[str] = []
        for service in (ORDERS, ACCOUNTS, *_OPTIONAL):
            address = self.client.address(service)
            if not address and service in _OPTIONAL:
                missing.append(service)
                continue
            self._place.at = f"urls.{service}"
            hosts.append(await resolved(TITLE, address))
        if missing:
            self._place.at = f"urls.{missing[0]}"
            detail = Message(NO_NAMES_FROM, {"services": ", ".join(missing)})
            return Result(detail, StepState.WARNED, Message(GIVE_ADDRESSES))
        return found(hosts)

    async def _connect(self) -> Result:
        for service in (ORDERS, ACCOUNTS):
            self._place.at = f"urls.{service}"
            answer = await self.client.ping(service)
            if is_web_page(answer) and answer.good:
                raise ANSWERS.web_page(self.client.host(service), answer.status)
        return connected(self.client.host(ORDERS))

    async def _sign_in(self) -> Result:
        self._place.at = f"urls.{ACCOUNTS}"
        try:
            await self.client.session.token()
        except NotSignedIn as error:
            client = "invalid_client" in (error.words or "")
            self._place.at = "secrets.client_secret" if client else "secrets.password"
            raise
        return Result(Message(SIGNED_IN, {"vendor": TITLE}))

    async def _company(self) -> Result:
        company = self.config.settings.get("company_id", "")
        self._place.at = "settings.company_id"
        try:
            page = read_page(await self.client.list_locations())
        except (Forbidden, NotFound, Rejected) as error:
            detail = Message(COMPANY_CLOSED, {"company": company, "why": error.message})
            raise type(error)(detail, way_out=Message(CHECK_RIGHTS)) from None
        except VendorError as error:
            self._place.at = f"urls.{ENTITIES}"
            detail = Message(NO_NAMES, {"why": error.message})
            return Result(detail, StepState.WARNED, error.way_out)
        places = [name for name in map(location, page.entries) if name is not None]
        if places:
            self._location = places[0].id
        facts = {"company": company, "count": str(len(places))}
        return Result(Message(COMPANY_READ, facts))

    async def _read(self) -> Result:
        self._place.at = f"urls.{ORDERS}"
        started = time.monotonic()
        where = f"State eq 'Pending' and EntityId eq {self._location}"
        text = await self.client.list_orders(where=where)
        self._seconds = time.monotonic() - started
        try:
            next(rows(text), None)
        except NotJson as fault:
            raise ANSWERS.unreadable(str(fault)) from None
        return Result(Message(ORDERS_READ))

    async def _clock(self) -> Result:
        return clock_result(self.client.wire)

    async def _speed(self) -> Result:
        return speed_result(self._seconds)
