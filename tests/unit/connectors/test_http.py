"""The way over HTTP under fault: what is known, what is not, and that nothing goes twice."""

import asyncio
import gzip
import itertools
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import pytest

from orderdesk.connectors.budget import Lane, read_limits
from orderdesk.connectors.exchange import Answer, Ask, retry_after
from orderdesk.connectors.failures import unreachable
from orderdesk.connectors.http import Wire, check_address, is_loopback
from orderdesk.domain.errors import Malformed, OutcomeUnknown, Throttled, Unreachable
from tests.unit.connectors.loopback import Answering, Loopback, always, reply, served

T = TypeVar("T")
Scenario = Callable[[Wire, Loopback], Awaitable[T]]


def run(answer: Answering, scenario: Scenario[T], *, deadline: float = 20.0) -> tuple[T, Loopback]:
    """Run a scenario against a server of its own; return its result and what was asked."""

    async def whole() -> tuple[T, Loopback]:
        async with served(answer) as server:
            wire = Wire("Grocer", deadline=deadline)
            try:
                return await scenario(wire, server), server
            finally:
                await wire.aclose()

    return asyncio.run(whole())


def ask(server: Loopback, **changes: object) -> Ask:
    made = Ask("GET", server.url("/v1/things"), "things")
    return replace(made, **changes)


async def read(wire: Wire, server: Loopback) -> Answer:
    return await wire.request(ask(server))


async def write(wire: Wire, server: Loopback) -> Answer:
    return await wire.request(ask(server, method="POST", write=True, body=b'{"a":1}'))


async def silent(_asked: bytes, writer: asyncio.StreamWriter) -> None:
    await writer.wait_closed()


async def hung_up(_asked: bytes, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def cut(_asked: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    await writer.drain()


async def dripping(_asked: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0)


def test_a_good_answer() -> None:
    date = {"Date": "Mon, 01 Mar 2027 12:00:00 GMT", "Content-Type": "application/json; x=y"}
    answer, server = run(always(reply(201, b'{"a":1}', headers=date)), write)

    assert (answer.status, answer.reason, answer.body) == (201, "Said", b'{"a":1}')
    assert answer.content_type == "application/json"
    assert answer.whole
    assert answer.good
    [asked] = server.asked
    assert asked.startswith(b"POST /v1/things HTTP/1.1")
    assert b"User-Agent: orderdesk/" in asked
    assert asked.endswith(b'{"a":1}')


def test_the_vendors_clock_and_budget_are_learnt() -> None:
    headers = {
        "Date": "Mon, 01 Mar 2027 12:00:00 GMT",
        "X-RateLimit-Limit": "1000",
        "X-RateLimit-Remaining": "998",
        "X-RateLimit-ResetSeconds": "59",
    }

    async def scenario(wire: Wire, server: Loopback) -> tuple[datetime, int | None, int]:
        await wire.request(ask(server))
        return wire.clock.now(), wire.budget.shown("things").remaining, wire.requests

    (now, remaining, requests), _server = run(always(reply(headers=headers)), scenario)
    assert abs((now - datetime(2027, 3, 1, 12, tzinfo=UTC)).total_seconds()) < 10
    assert (remaining, requests) == (998, 1)


@pytest.mark.parametrize("answer", [hung_up, cut])
def test_a_read_is_tried_three_times(answer: Answering) -> None:
    async def scenario(wire: Wire, server: Loopback) -> tuple[str, int]:
        with pytest.raises(Unreachable) as told:
            await wire.request(ask(server))
        return told.value.sentence(), len(server.asked)

    (sentence, asked), _server = run(answer, scenario)
    assert sentence == (
        "The connection to Grocer broke off before the whole answer was here. Try again in a while."
    )
    assert asked == 3


def test_a_read_gets_through_after_a_failure() -> None:
    answer, server = run(always(reply(503), reply(500), reply(200)), read)
    assert (answer.status, len(server.asked)) == (200, 3)


def test_a_failing_vendor_is_not_flooded() -> None:
    async def scenario(wire: Wire, server: Loopback) -> list[int]:
        return [(await wire.request(ask(server))).status for _request in range(10)]

    statuses, server = run(always(reply(503)), scenario)
    assert statuses == [503] * 10
    assert len(server.asked) == 13


@pytest.mark.parametrize("answer", [hung_up, silent])
def test_a_write_without_an_answer_is_unknown_and_goes_once(answer: Answering) -> None:
    async def scenario(wire: Wire, server: Loopback) -> str:
        with pytest.raises(OutcomeUnknown) as told:
            await write(wire, server)
        return told.value.sentence()

    sentence, server = run(answer, scenario, deadline=1.0)
    assert sentence.startswith("It was sent to Grocer, and the answer was lost: ")
    assert "nothing is sent a second time" in sentence
    assert len(server.asked) == 1


def test_a_write_whose_status_came_is_as_good_as_its_status() -> None:
    answer, server = run(cut, write)
    assert (answer.status, answer.whole, answer.body) == (200, False, b"")
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_failing_write_goes_once(status: int) -> None:
    answer, server = run(always(reply(status)), write)
    assert answer.status == status
    assert len(server.asked) == 1


@pytest.mark.parametrize("answer", [silent, dripping])
def test_the_deadline_is_for_the_whole(answer: Answering) -> None:
    async def scenario(wire: Wire, server: Loopback) -> tuple[str, float]:
        started = asyncio.get_running_loop().time()
        with pytest.raises(Unreachable) as told:
            await wire.request(ask(server))
        return told.value.sentence(), asyncio.get_running_loop().time() - started

    (sentence, seconds), _server = run(answer, scenario, deadline=1.0)
    assert "Grocer did not answer within 1 seconds." in sentence
    assert seconds < 10


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("is_write", [True, False])
def test_nobody_there_means_nothing_was_sent(*, is_write: bool) -> None:
    async def scenario() -> str:
        wire = Wire("Grocer")
        url = f"http://127.0.0.1:{free_port()}/"
        with pytest.raises(Unreachable) as told:
            await wire.request(Ask("POST", url, "things", write=is_write))
        await wire.aclose()
        return told.value.sentence()

    assert asyncio.run(scenario()).startswith("127.0.0.1 accepts no connection, so Grocer is not")


def chained(*errors: Exception) -> Exception:
    """Return the first error, raised from the second, and so on."""
    for error, cause in itertools.pairwise(errors):
        error.__cause__ = cause
    return errors[0]


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        (socket.gaierror(-2, "Name or service not known"), "of Grocer cannot be found."),
        (ssl.SSLCertVerificationError(1, "self-signed"), "cannot be trusted"),
        (ConnectionRefusedError(111, "refused"), "accepts no connection"),
        (TimeoutError(), "nobody answers there."),
        (ExceptionGroup("all", [OSError(113, "No route to host")]), "No route to host"),
        (ExceptionGroup("all", [ConnectionRefusedError(111, "x")]), "accepts no connection"),
    ],
)
def test_why_nobody_could_be_reached(cause: Exception, sentence: str) -> None:
    error = unreachable("Grocer", "grocer.example", chained(OSError("failed"), OSError(), cause))
    assert "grocer.example" in error.sentence()
    assert sentence in error.sentence()
    assert error.way_out is not None


def test_encryption_that_is_none() -> None:
    async def scenario(wire: Wire, server: Loopback) -> str:
        with pytest.raises(Unreachable) as told:
            await wire.request(ask(server, url=server.url().replace("http:", "https:")))
        return told.value.sentence()

    async def connected(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello\r\n")
        await writer.drain()
        writer.close()

    async def whole() -> str:
        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        wire = Wire("Grocer")
        try:
            return await scenario(wire, Loopback(server.sockets[0].getsockname()[1]))
        finally:
            await wire.aclose()
            server.close()

    assert "cannot be trusted" in asyncio.run(whole())


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://grocer.example/v1", "http://grocer.example is not encrypted"),
        ("ftp://grocer.example", "is no address of a service"),
        ("grocer.example/v1", "is no address of a service"),
        ("", "is no address of a service"),
        ("http://127.0.0.1.grocer.example", "is not encrypted"),
        ("http://localhost.grocer.example", "is not encrypted"),
        ("https://[broken", "is no address of a service"),
    ],
)
def test_addresses_that_nothing_is_sent_to(address: str, sentence: str) -> None:
    with pytest.raises(Unreachable) as told:
        check_address("Grocer", address)
    assert sentence in told.value.sentence()
    assert told.value.way_out is not None


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://grocer.example/v1", ("grocer.example", 443)),
        ("http://127.0.0.1:8080", ("127.0.0.1", 8080)),
        ("http://localhost", ("localhost", 80)),
        ("http://[::1]:9", ("::1", 9)),
    ],
)
def test_addresses_that_will_do(address: str, found: tuple[str, int]) -> None:
    assert check_address("Grocer", address) == found
    assert is_loopback(found[0]) is address.startswith("http:")


def test_a_read_follows_a_redirect_on_the_same_server_only() -> None:
    moved = reply(302, headers={"Location": "/v1/elsewhere"})
    answer, server = run(always(moved, reply(200, b"here")), read)
    assert answer.body == b"here"
    assert server.asked[1].startswith(b"GET /v1/elsewhere")


def test_a_redirect_to_another_server_is_not_followed() -> None:
    moved = reply(302, headers={"Location": "https://portal.example/login"})

    async def scenario(wire: Wire, server: Loopback) -> tuple[str, str]:
        with pytest.raises(Malformed) as read_told:
            await wire.request(ask(server))
        with pytest.raises(OutcomeUnknown) as write_told:
            await write(wire, server)
        return read_told.value.sentence(), write_told.value.sentence()

    (for_read, for_write), server = run(always(moved), scenario)
    assert "sends us on to portal.example, which is not followed" in for_read
    assert "portal.example" in for_write
    assert len(server.asked) == 2


def test_a_redirect_that_a_connector_judges_itself_is_an_answer() -> None:
    moved = reply(302, headers={"Location": "/login", "Set-Cookie": "SESSION=first; Path=/"})

    async def scenario(wire: Wire, server: Loopback) -> list[tuple[int, str]]:
        asked = (ask(server, follow=False, write=changing) for changing in (False, True))
        answers = [await wire.request(one) for one in asked]
        return [(one.status, one.headers["location"]) for one in answers]

    found, server = run(always(moved), scenario)
    assert found == [(302, "/login")] * 2
    assert len(server.asked) == 2
    assert b"SESSION" not in server.asked[1]  # cookies are not kept


@pytest.mark.parametrize("packed", [True, False])
def test_an_answer_without_end_is_not_read_to_its_end(*, packed: bool) -> None:
    body = b"0" * 2_000_000
    headers = {"Content-Encoding": "gzip"} if packed else {}
    answer = reply(200, gzip.compress(body) if packed else body, headers=headers)

    async def scenario(wire: Wire, server: Loopback) -> str:
        with pytest.raises(Malformed) as told:
            await wire.request(ask(server, cap=1_000_000))
        return told.value.sentence()

    sentence, server = run(always(answer), scenario)
    assert sentence.startswith("The answer of Grocer is longer than 1 MB")
    assert len(server.asked) == 1


def test_too_many_requests_are_told_with_the_time_to_wait() -> None:
    headers = {"X-RateLimit-ResetSeconds": "59", "X-RateLimit-Remaining": "0"}
    busy = reply(429, b"rate limit exceeded", headers=headers)

    async def scenario(wire: Wire, server: Loopback) -> tuple[Throttled, Throttled]:
        with pytest.raises(Throttled) as first:
            await write(wire, server)
        with pytest.raises(Throttled) as second:
            await wire.request(ask(server))
        return first.value, second.value

    (first, second), server = run(always(busy), scenario)
    assert (first.retry_after, first.words) == (59, "rate limit exceeded")
    assert "Wait 59 seconds and try again." in first.sentence()
    assert 0 < second.retry_after <= 59
    assert len(server.asked) == 1


def test_a_short_quiet_is_waited_for_by_a_read() -> None:
    busy = reply(429, headers={"Retry-After": "1"})
    answer, server = run(always(busy, reply(200)), read)
    assert (answer.status, len(server.asked)) == (200, 2)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "12"}, 12),
        ({"retry-after": "0"}, 1),
        ({"retry-after": "999999"}, 300),
        (
            {
                "retry-after": "Mon, 01 Mar 2027 12:00:30 GMT",
                "date": "Mon, 01 Mar 2027 12:00:00 GMT",
            },
            30,
        ),
        ({"retry-after": "soon", "x-ratelimit-resetseconds": "7"}, 7),
        ({"x-ratelimit-resetseconds": "7"}, 7),
        ({}, 60),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float) -> None:
    answer = Answer(429, "", headers, b"", "", 0.0)
    assert retry_after(answer, read_limits(headers)) == seconds


def test_at_most_eight_at_a_time() -> None:
    running = most = 0
    gate = asyncio.Event()

    async def slow(_asked: bytes, writer: asyncio.StreamWriter) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == 8:
            gate.set()
        await gate.wait()
        running -= 1
        writer.write(reply())
        await writer.drain()

    async def scenario(wire: Wire, server: Loopback) -> int:
        lane = Lane.BACKGROUND
        answers = await asyncio.gather(
            *(wire.request(ask(server, lane=lane)) for _request in range(20))
        )
        return sum(answer.good for answer in answers)

    good, _server = run(slow, scenario)
    assert (good, most) == (20, 8)


def test_no_query_and_no_header_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario(wire: Wire, server: Loopback) -> None:
        url = server.url("/v1/things?secret=canary-query")
        headers = {"Authorization": "Bearer canary-token"}
        await wire.request(ask(server, url=url, headers=headers))

    with caplog.at_level(logging.DEBUG, "orderdesk"):
        _none, server = run(always(reply()), scenario)
    assert b"canary-token" in server.asked[0]
    assert "GET /v1/things 200" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "gopher://127.0.0.1:9"])
def test_a_proxy_that_is_not_spoken_here(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)

    async def scenario(wire: Wire, server: Loopback) -> str:
        assert (await wire.request(ask(server))).good
        with pytest.raises(Unreachable) as told:
            await wire.request(Ask("GET", "https://grocer.example/v1", "things"))
        return told.value.sentence()

    sentence, _server = run(always(reply()), scenario)
    assert sentence.startswith("Grocer cannot be reached at grocer.example: ")


def test_a_proxy_is_not_asked_for_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    answer, server = run(always(reply()), read)
    assert (answer.status, len(server.asked)) == (200, 1)


def test_a_proxy_that_is_not_there_means_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")

    async def scenario() -> None:
        wire = Wire("Grocer")
        with pytest.raises(Unreachable):
            await wire.request(Ask("POST", "https://grocer.example/v1", "things", write=True))
        await wire.aclose()

    asyncio.run(scenario())
