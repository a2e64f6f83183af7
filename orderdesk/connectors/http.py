"""The way to a vendor over HTTP: deadlines, caps, turns, retries of reads, nothing sent twice."""

# The only module that imports httpx. Statuses are for the connector to judge, all but 429.

import asyncio
import functools
import importlib.util
import ipaddress
import logging
import random
import ssl
import sys
import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Mapping,
)
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import ModuleType
from typing import Any, cast

import httpx

import orderdesk
from orderdesk.connectors import failures
from orderdesk.connectors.budget import (
    Allowance,
    Exhausted,
    Limits,
    Quota,
    RequestBudget,
    long_turn,
    read_limits,
)
from orderdesk.connectors.clock import REAL, Timing, VendorClock
from orderdesk.connectors.exchange import Answer, Ask, retry_after
from orderdesk.connectors.unpacking import ACCEPTED, NotPacked, unpacked
from orderdesk.domain.errors import Unreachable, VendorError
from orderdesk.domain.messages import Message

DEADLINE = 20.0
"""Seconds from the first byte sent to the last one read."""

_CONNECT_WITHIN = 10.0
# Shorter than servers keep an idle connection, so that none is used while it is being closed.
_IDLE = 3.0
_ATTEMPTS = 3
# What a write answers is an order or some; of longer answers one is taken in at a time, so that
# no sender can make all of them long at once.
_MUCH = 1_000_000
_FAILING = frozenset({500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_dice = random.SystemRandom()
# httpcore tries to import it several times a request; that it is not there is looked up each time.
_ASKED_FOR = "sniffio"
if importlib.util.find_spec(_ASKED_FOR) is None:
    cast("dict[str, ModuleType | None]", sys.modules).setdefault(_ASKED_FOR, None)
_logger = logging.getLogger(__name__)


class _TooLong(Exception):
    """The answer goes on beyond the cap."""


@dataclass(slots=True)
class _Passage:
    """How far a request has come."""

    sent: bool = False
    response: httpx.Response | None = None
    started: float = field(default_factory=time.monotonic)

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note that the vendor may have got something; a proxy's CONNECT is not for it."""
        if event.endswith("send_request_headers.started"):
            self.sent = self.sent or info["request"].method != b"CONNECT"

    def answer(self, response: httpx.Response, body: bytes, *, whole: bool = True) -> Answer:
        """Return what came back."""
        headers = _headers(response)
        return Answer(
            response.status_code,
            response.reason_phrase,
            headers,
            body,
            headers.get("content-type", "").partition(";")[0].strip().lower(),
            time.monotonic() - self.started,
            whole,
        )


def is_loopback(host: str) -> bool:
    """Whether `host` is this computer."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def check_address(vendor: str, address: str) -> tuple[str, int]:
    """Return the host and port of an address: https, or http to this very computer.

    Raises:
        Unreachable: for any other, because nothing is sent there.
    """
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if not url.host or "%" in url.host or url.scheme not in {"http", "https"}:
        message = Message(failures.NO_ADDRESS, {"address": address, "vendor": vendor})
        raise Unreachable(message, way_out=Message(failures.CHECK_ADDRESS))
    if url.scheme == "http" and not is_loopback(url.host):
        message = Message(failures.NOT_ENCRYPTED, {"address": f"http://{url.host}"})
        raise Unreachable(message, way_out=Message(failures.USE_HTTPS))
    return url.host, url.port or (443 if url.scheme == "https" else 80)


class Wire:
    """One connection's way to its vendor. `vendor` is the title used in sentences.

    A `quota` is the vendor's limit where its text gives one; a `budget` takes its place.
    """

    def __init__(
        self,
        vendor: str,
        *,
        budget: RequestBudget | None = None,
        quota: Quota | None = None,
        clock: VendorClock | None = None,
        deadline: float = DEADLINE,
        limits: Callable[[Mapping[str, str]], Limits] = read_limits,
        timing: Timing = REAL,
    ) -> None:
        self.vendor = vendor
        self.timing = timing
        self.budget = budget or RequestBudget(
            quota=quota, clock=timing.monotonic, sleep=timing.sleep
        )
        self.clock = clock or VendorClock(timing.monotonic)
        self.deadline = deadline
        self.requests = 0
        self._limits = limits
        self._allowance = Allowance()
        self._clients: dict[bool, httpx.AsyncClient] = {}
        for noisy in ("httpx", "httpcore"):  # they write addresses and headers
            logging.getLogger(noisy).setLevel(logging.WARNING)

    async def request(self, ask: Ask) -> Answer:
        """Make a request and return the answer, whatever its status but 429.

        Raises:
            Unreachable: nothing was sent, or a read brought no answer.
            Throttled: too many requests; nothing was done.
            OutcomeUnknown: a write went out and its answer did not come back.
            Malformed: a read's answer has no end, or sends us to another server.
        """
        check_address(self.vendor, ask.url)
        make = self._write if ask.write else self._read
        for attempt in range(1, _ATTEMPTS + 1):
            answer = await self._turn(ask, make)
            if answer.status != 429:
                return answer
            seconds = retry_after(answer, self._limits(answer.headers))
            self.budget.close(ask.service, seconds)
            if ask.write or attempt == _ATTEMPTS or not self.budget.patient(seconds, ask.lane):
                raise failures.throttled(self.vendor, seconds, status=429, words=answer.words())
        raise AssertionError("the last attempt returns or raises")

    @asynccontextmanager
    async def stream(self, ask: Ask) -> AsyncGenerator[tuple[Answer, AsyncIterator[bytes]]]:
        """Make a read whose answer may have no end, and give its body as it comes.

        The answer holds the first piece, or all of what a bad status says, up to the cap. The
        deadline is for the beginning; after it each piece has the wire's own, so that whoever
        reads may take his time. Leaving the context ends it in the middle.

        Raises:
            Unreachable: nothing was sent, or no answer came, or not to its end.
            Throttled: too many requests.
            Malformed: it sends us to another server.
        """
        check_address(self.vendor, ask.url)
        for attempt in range(1, _ATTEMPTS + 1):
            async with self._begun(ask) as begun:
                answer, _pieces = begun
                failing = answer.status in _FAILING
                last = attempt == _ATTEMPTS or not (failing and self._allowance.spend())
                if answer.status != 429 and (last or not failing):
                    if not failing:
                        self._allowance.earn()
                    yield begun
                    return
            if failing:
                await self._pause(attempt)
                continue
            seconds = retry_after(answer, self._limits(answer.headers))
            self.budget.close(ask.service, seconds)
            if attempt == _ATTEMPTS or not self.budget.patient(seconds, ask.lane):
                raise failures.throttled(self.vendor, seconds, status=429, words=answer.words())

    @asynccontextmanager
    async def _begun(self, ask: Ask) -> AsyncGenerator[tuple[Answer, AsyncIterator[bytes]]]:
        async with AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(self.budget.turn(ask.service, ask.lane))
            except Exhausted as wait:
                raise failures.throttled(self.vendor, wait.seconds) from None
            passage = _Passage()
            with self._read_failures(ask, passage):
                async with asyncio.timeout(ask.deadline or self.deadline):
                    response = await self._response(ask, passage, stack)
                    pieces = _body(response)
                    body = bytearray(await _piece(pieces))
                    while not response.is_success and (piece := await _piece(pieces)):
                        body += piece
                        if len(body) > ask.cap:
                            body.clear()  # the error holds on to this frame for a while
                            raise _TooLong
            yield passage.answer(response, bytes(body)), self._pieces(pieces, ask, passage)

    async def _response(self, ask: Ask, passage: _Passage, stack: AsyncExitStack) -> httpx.Response:
        """Wait for the head of an answer, following redirects on the same server."""
        response = await self._head(ask, ask.url, passage, stack)
        for _hop in range(_ATTEMPTS):
            if response.status_code not in _MOVED or not ask.follow:
                break
            target = self._same_server(ask, passage.answer(response, b""))
            response = await self._head(ask, str(target), passage, stack)
        return response

    async def _head(
        self, ask: Ask, url: str, passage: _Passage, stack: AsyncExitStack
    ) -> httpx.Response:
        """Ask and wait for the head, up to three times where a connection broke before it."""
        client = await self._http(url)
        headers = {"Accept": "application/json", **ask.headers}
        for attempt in range(1, _ATTEMPTS + 1):
            self.requests += 1
            begun = client.stream(
                ask.method, url, headers=headers, extensions={"trace": passage.trace}
            )
            try:
                response = passage.response = await stack.enter_async_context(begun)
            except httpx.HTTPError as error:
                nobody = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout))
                if nobody or attempt == _ATTEMPTS or not self._allowance.spend():
                    raise
                await self._pause(attempt)
            else:
                self.clock.learn(response.headers.get("date"))
                self.budget.learn(ask.service, self._limits(_headers(response)))
                return response
        raise AssertionError("the last attempt returns or raises")

    async def _pieces(
        self, pieces: AsyncIterator[bytes], ask: Ask, passage: _Passage
    ) -> AsyncIterator[bytes]:
        while True:
            with self._read_failures(ask, passage):
                async with asyncio.timeout(self.deadline):
                    piece = await _piece(pieces)
            if not piece:
                return
            yield piece

    async def _pause(self, attempt: int) -> None:
        await self.timing.sleep(_dice.uniform(0.1, 0.3) * 2**attempt)

    @contextmanager
    def _read_failures(self, ask: Ask, passage: _Passage) -> Generator[None]:
        """Tell what went wrong on the way of a read as the domain's errors."""
        try:
            yield
        except _TooLong:
            raise failures.too_long(self.vendor, ask.cap) from None
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            if not passage.sent or isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
                raise failures.unreachable(self.vendor, _host(ask.url), error) from error
            raise failures.unread(self.vendor, error, ask.deadline or self.deadline) from error

    def _same_server(self, ask: Ask, answer: Answer) -> httpx.URL:
        """Return where a redirect leads.

        Raises:
            Malformed: to another server.
        """
        target, here = _target(ask.url, answer), httpx.URL(ask.url)
        if (target.scheme, target.host, target.port) != (here.scheme, here.host, here.port):
            raise failures.redirected(self.vendor, target.host, answer.status)
        return target

    async def aclose(self) -> None:
        """Close the connections."""
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose()

    async def _turn(self, ask: Ask, make: Callable[[Ask], Awaitable[Answer]]) -> Answer:
        try:
            async with self.budget.turn(ask.service, ask.lane):
                return await make(ask)
        except Exhausted as wait:
            raise failures.throttled(self.vendor, wait.seconds) from None

    async def _write(self, ask: Ask) -> Answer:
        passage = _Passage()
        deadline = ask.deadline or self.deadline
        try:
            async with asyncio.timeout(deadline):
                answer = await self._send(ask, passage)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, _TooLong) as error:
            if not passage.sent:
                raise failures.unreachable(self.vendor, _host(ask.url), error) from error
            if passage.response is None:
                cause = failures.lost(self.vendor, error, deadline)
                raise failures.unknown(self.vendor, cause) from error
            answer = passage.answer(passage.response, b"", whole=False)
        if answer.status in _MOVED and ask.follow:
            moved = failures.redirected(self.vendor, _target(ask.url, answer).host, answer.status)
            raise failures.unknown(self.vendor, moved.message, status=answer.status)
        return answer

    async def _read(self, ask: Ask) -> Answer:
        passage = _Passage()
        with self._read_failures(ask, passage):
            async with asyncio.timeout(ask.deadline or self.deadline):
                return await self._read_patiently(ask, passage)

    async def _read_patiently(self, ask: Ask, passage: _Passage) -> Answer:
        """Try a read up to three times, a little apart, as long as its deadline lasts."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                answer = await self._follow(ask, passage)
            except httpx.HTTPError as error:
                # Who has no network at all should hear of it at once.
                nobody = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout))
                if nobody or attempt == _ATTEMPTS or not self._allowance.spend():
                    raise
            else:
                if answer.status not in _FAILING:
                    self._allowance.earn()
                    return answer
                if attempt == _ATTEMPTS or not self._allowance.spend():
                    return answer
            await self._pause(attempt)
        raise AssertionError("the last attempt returns or raises")

    async def _follow(self, ask: Ask, passage: _Passage) -> Answer:
        """Follow a read's redirects, on the same server only."""
        answer = await self._send(ask, passage)
        for _hop in range(_ATTEMPTS):
            if answer.status not in _MOVED or not ask.follow:
                break
            answer = await self._send(ask, passage, str(self._same_server(ask, answer)))
        return answer

    async def _send(self, ask: Ask, passage: _Passage, url: str | None = None) -> Answer:
        self.requests += 1
        headers = {"Accept": "application/json", **ask.headers}
        if ask.body is not None:
            headers["Content-Type"] = ask.content_type
        client = await self._http(url or ask.url)
        stream = client.stream(
            ask.method,
            url or ask.url,
            content=ask.body,
            headers=headers,
            extensions={"trace": passage.trace},
        )
        body = bytearray()
        async with stream as response:
            passage.response = response
            self.clock.learn(response.headers.get("date"))
            self.budget.learn(ask.service, self._limits(_headers(response)))
            async with AsyncExitStack() as alone:
                async for piece in _body(response):
                    if len(body) <= _MUCH < len(body) + len(piece):
                        await alone.enter_async_context(long_turn())
                    body += piece
                    if len(body) > (min(ask.cap, _MUCH) if ask.write else ask.cap):
                        body.clear()  # the error holds on to this frame for a while
                        raise _TooLong
            answer = passage.answer(response, bytes(body))
        path = httpx.URL(url or ask.url).path
        told = (ask.method, path, answer.status, answer.seconds)
        _logger.debug("%s %s %d %.3f s", *told, extra={"request": told})
        return answer

    async def _http(self, url: str) -> httpx.AsyncClient:
        """Return the client for an address; a proxy has no way to this computer's own services."""
        here = is_loopback(_host(url))
        if here not in self._clients:
            trust = await asyncio.to_thread(_trust)
            self._clients.setdefault(here, _client(trust, proxies=not here))
        return self._clients[here]


async def _body(response: httpx.Response) -> AsyncIterator[bytes]:
    """Give an answer's body unpacked, in pieces that are never much."""
    try:
        encoding = response.headers.get("content-encoding", "")
        async for piece in unpacked(response.aiter_raw(), encoding):
            yield piece
    except NotPacked as fault:
        raise httpx.DecodingError(str(fault), request=response.request) from None


async def _piece(pieces: AsyncIterator[bytes]) -> bytes:
    """Return the next piece that is not empty; an empty one is the end."""
    async for piece in pieces:
        if piece:
            return piece
    return b""


async def gathered(pieces: AsyncIterator[bytes], size: int) -> AsyncIterator[bytes]:
    """Join small pieces of a body to some of `size` bytes or a little more.

    What came before the body breaks off is given out before the error is raised.
    """
    joined = bytearray()
    fault: VendorError | None = None
    try:
        async for piece in pieces:
            joined += piece
            if len(joined) >= size:
                yield bytes(joined)
                joined.clear()
    except VendorError as error:
        fault = error
    if joined:
        yield bytes(joined)
    if fault is not None:
        raise fault


def _client(trust: ssl.SSLContext, *, proxies: bool) -> httpx.AsyncClient:
    try:
        return httpx.AsyncClient(
            verify=trust,
            trust_env=proxies,
            follow_redirects=False,
            # Sessions are the connectors' own: a cookie kept here would go on after its end.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(None, connect=_CONNECT_WITHIN),
            limits=httpx.Limits(max_connections=None, keepalive_expiry=_IDLE),
            headers={
                "User-Agent": f"orderdesk/{orderdesk.__version__}",
                "Accept-Encoding": ACCEPTED,
            },
        )
    except (ImportError, ValueError) as error:  # a proxy of a kind that is not spoken here
        raise httpx.UnsupportedProtocol(str(error)) from error


@functools.cache
def _trust() -> ssl.SSLContext:
    """Read whom to trust: the usual authorities, and a company's own from the system's store."""
    trust = httpx.create_ssl_context()
    trust.load_default_certs()
    return trust


def _headers(response: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _host(url: str) -> str:
    return httpx.URL(url).host


def _target(url: str, answer: Answer) -> httpx.URL:
    """Return where a redirect leads; nowhere if it does not say."""
    try:
        return httpx.URL(url).join(answer.headers.get("location", ""))
    except httpx.InvalidURL:
        return httpx.URL("")
