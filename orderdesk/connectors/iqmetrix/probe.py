"""The test of a connection, step by step, each with what to mend where it fails."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from orderdesk.connectors import failures
from orderdesk.connectors.http import check_address, is_loopback
from orderdesk.connectors.iqmetrix.answers import CHECK_RIGHTS, is_web_page, unreadable, web_page
from orderdesk.connectors.iqmetrix.client import CATALOGS, CRM, ENTITIES, ORDERS, USERS, Client
from orderdesk.connectors.iqmetrix.names import location, read_page
from orderdesk.connectors.iqmetrix.session import ACCOUNTS
from orderdesk.connectors.iqmetrix.vocabulary import TITLE
from orderdesk.connectors.json_text import NotJson, rows
from orderdesk.domain.errors import Forbidden, NotFound, NotSignedIn, Rejected, VendorError
from orderdesk.domain.gateway import ConnectionConfig, ProbeStep, StepState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

ADDRESS_STEP = QT_TRANSLATE_NOOP("messages", "Addresses")
CONNECT_STEP = QT_TRANSLATE_NOOP("messages", "Connection")
SIGN_IN_STEP = QT_TRANSLATE_NOOP("messages", "Sign-in")
COMPANY_STEP = QT_TRANSLATE_NOOP("messages", "Company")
READ_STEP = QT_TRANSLATE_NOOP("messages", "Reading orders")
CLOCK_STEP = QT_TRANSLATE_NOOP("messages", "Clock")
SPEED_STEP = QT_TRANSLATE_NOOP("messages", "Speed")

FOUND = QT_TRANSLATE_NOOP("messages", "Found {hosts}.")
NO_NAMES_FROM = QT_TRANSLATE_NOOP(
    "messages", "No address is given for: {services}. Ids are shown where names would be."
)
GIVE_ADDRESSES = QT_TRANSLATE_NOOP("messages", "Fill in the addresses to see names.")
ENCRYPTED = QT_TRANSLATE_NOOP("messages", "{host} answers over an encrypted connection.")
ON_THIS_COMPUTER = QT_TRANSLATE_NOOP("messages", "{host} answers; it is this computer.")
SIGNED_IN = QT_TRANSLATE_NOOP("messages", "{vendor} accepts the sign-in.")
COMPANY_READ = QT_TRANSLATE_NOOP("messages", "Company {company} has {count} locations.")
COMPANY_CLOSED = QT_TRANSLATE_NOOP(
    "messages", "Company {company} cannot be read with this account: {why}"
)
NO_NAMES = QT_TRANSLATE_NOOP(
    "messages", "Locations cannot be read, so ids are shown in their place: {why}"
)
ORDERS_READ = QT_TRANSLATE_NOOP("messages", "Orders can be read.")
CLOCKS_AGREE = QT_TRANSLATE_NOOP("messages", "The clocks agree.")
CLOCK_AHEAD = QT_TRANSLATE_NOOP(
    "messages", "{vendor}'s clock is {minutes} minutes ahead of this computer's."
)
CLOCK_BEHIND = QT_TRANSLATE_NOOP(
    "messages", "{vendor}'s clock is {minutes} minutes behind this computer's."
)
SET_CLOCK = QT_TRANSLATE_NOOP(
    "messages", "Set this computer's clock; expiry is counted by {vendor}'s clock meanwhile."
)
TOOK = QT_TRANSLATE_NOOP("messages", "A request takes {milliseconds} ms.")
CHECK_LINE = QT_TRANSLATE_NOOP("messages", "It works, but slowly; check the network.")

_TOLERATED_SKEW: Final = 120.0
_SLOW: Final = 3.0
_OPTIONAL: Final = (CRM, ENTITIES, USERS, CATALOGS)


@dataclass(frozen=True, slots=True)
class _Result:
    """How a step went."""

    detail: Message
    state: StepState = StepState.PASSED
    way_out: Message | None = None


@dataclass(slots=True)
class Probe:
    """Runs the steps one after the other; after a failure the rest is skipped."""

    client: Client
    config: ConnectionConfig
    _location: str = "0"
    _seconds: float = field(default=0.0, init=False)
    _at: str | None = field(default=None, init=False)
    """The part of the connection that is being tried, as ProbeStep.field names it."""

    async def run(self) -> AsyncIterator[ProbeStep]:
        """Yield each step when it begins and when it has ended."""
        steps: tuple[tuple[str, str, Callable[[], Awaitable[_Result]]], ...] = (
            ("address", ADDRESS_STEP, self._addresses),
            ("connect", CONNECT_STEP, self._connect),
            ("sign_in", SIGN_IN_STEP, self._sign_in),
            ("company", COMPANY_STEP, self._company),
            ("read", READ_STEP, self._read),
            ("clock", CLOCK_STEP, self._clock),
            ("speed", SPEED_STEP, self._speed),
        )
        failed = False
        for name, text, check in steps:
            label = Message(text)
            if failed:
                yield ProbeStep(name, label, StepState.SKIPPED)
                continue
            yield ProbeStep(name, label, StepState.RUNNING)
            started = time.monotonic()
            self._at = None
            try:
                result = await check()
            except VendorError as error:
                failed = True
                result = _Result(error.message, StepState.FAILED, error.way_out)
            seconds = time.monotonic() - started
            at = None if result.state is StepState.PASSED else self._at
            yield ProbeStep(name, label, result.state, result.detail, result.way_out, seconds, at)

    async def _addresses(self) -> _Result:
        hosts: dict[str, None] = {}
        missing: list[str] = []
        for service in (ORDERS, ACCOUNTS, *_OPTIONAL):
            address = self.client.address(service)
            if not address and service in _OPTIONAL:
                missing.append(service)
                continue
            self._at = f"urls.{service}"
            host, port = check_address(TITLE, address)
            if host not in hosts:
                await _resolve(host, port)
            hosts[host] = None
        if missing:
            self._at = f"urls.{missing[0]}"
            detail = Message(NO_NAMES_FROM, {"services": ", ".join(missing)})
            return _Result(detail, StepState.WARNED, Message(GIVE_ADDRESSES))
        return _Result(Message(FOUND, {"hosts": ", ".join(hosts)}))

    async def _connect(self) -> _Result:
        for service in (ORDERS, ACCOUNTS):
            self._at = f"urls.{service}"
            answer = await self.client.ping(service)
            if is_web_page(answer) and answer.good:
                raise web_page(self.client.host(service), answer.status)
        host = self.client.host(ORDERS)
        return _Result(
            Message(ON_THIS_COMPUTER if is_loopback(host) else ENCRYPTED, {"host": host})
        )

    async def _sign_in(self) -> _Result:
        self._at = f"urls.{ACCOUNTS}"
        try:
            await self.client.session.token()
        except NotSignedIn:
            self._at = "secrets.password"
            raise
        return _Result(Message(SIGNED_IN, {"vendor": TITLE}))

    async def _company(self) -> _Result:
        company = self.config.settings.get("company_id", "")
        self._at = "settings.company_id"
        try:
            page = read_page(await self.client.list_locations())
        except (Forbidden, NotFound, Rejected) as error:
            detail = Message(COMPANY_CLOSED, {"company": company, "why": error.message})
            raise type(error)(detail, way_out=Message(CHECK_RIGHTS)) from None
        except VendorError as error:
            self._at = f"urls.{ENTITIES}"
            detail = Message(NO_NAMES, {"why": error.message})
            return _Result(detail, StepState.WARNED, error.way_out)
        found = [name for name in map(location, page.entries) if name is not None]
        if found:
            self._location = found[0].id
        facts = {"company": company, "count": str(len(found))}
        return _Result(Message(COMPANY_READ, facts))

    async def _read(self) -> _Result:
        self._at = f"urls.{ORDERS}"
        started = time.monotonic()
        where = f"State eq 'Pending' and EntityId eq {self._location}"
        text = await self.client.list_orders(where=where)
        self._seconds = time.monotonic() - started
        try:
            next(rows(text), None)
        except NotJson as fault:
            raise unreadable(str(fault)) from None
        return _Result(Message(ORDERS_READ))

    async def _clock(self) -> _Result:
        ahead = self.client.wire.clock.ahead().total_seconds()
        if abs(ahead) <= _TOLERATED_SKEW:
            return _Result(Message(CLOCKS_AGREE))
        facts = {"vendor": TITLE, "minutes": f"{abs(ahead) / 60:.0f}"}
        detail = Message(CLOCK_AHEAD if ahead > 0 else CLOCK_BEHIND, facts)
        return _Result(detail, StepState.WARNED, Message(SET_CLOCK, {"vendor": TITLE}))

    async def _speed(self) -> _Result:
        detail = Message(TOOK, {"milliseconds": f"{self._seconds * 1000:.0f}"})
        if self._seconds <= _SLOW:
            return _Result(detail)
        return _Result(detail, StepState.WARNED, Message(CHECK_LINE))


async def _resolve(host: str, port: int) -> None:
    """Look a host's address up; raises Unreachable where it has none."""
    try:
        await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise failures.unreachable(TITLE, host, error) from None
