"""The sign-in: renewed in time by a clock nobody can set, and never hammered."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

import pytest

from orderdesk.connectors.http import Wire
from orderdesk.connectors.iqmetrix.session import Session
from orderdesk.domain.errors import Malformed, NotSignedIn, Unreachable, VendorError
from tests.unit.connectors.loopback import Loopback, reply, served

SECRETS = {"username": "u", "password": "p", "client_id": "c", "client_secret": "s"}


class Accounts:
    """A token service whose answers a test sets; it counts what it was asked for."""

    def __init__(self) -> None:
        self.now = 0.0
        self.grants: list[str] = []
        self.lifetime: object = 100
        self.refuse: set[str] = set()
        self.body: bytes | None = None

    async def answer(self, asked: bytes, writer: asyncio.StreamWriter) -> None:
        form = parse_qs(asked.rpartition(b"\r\n\r\n")[2].decode())
        grant = form["grant_type"][0]
        self.grants.append(grant)
        number = len(self.grants)
        token = f'"access_token":"t{number}","refresh_token":"r{number}"'
        body = f'{{{token},"expires_in":{self.lifetime}}}'
        answer = reply(200, self.body or body.encode())
        if grant in self.refuse:
            answer = reply(400, b'{"error":"invalid_grant"}')
        writer.write(answer)
        await writer.drain()


def run(accounts: Accounts, scenario: Callable[[Session, Loopback], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with served(accounts.answer) as server:
            wire = Wire("iQmetrix")
            session = Session(wire, server.url("/v1/"), SECRETS, clock=lambda: accounts.now)
            await scenario(session, server)
            await wire.aclose()

    asyncio.run(whole())


def test_many_who_wait_get_one_token() -> None:
    accounts = Accounts()

    async def scenario(session: Session, server: Loopback) -> None:
        tokens = await asyncio.gather(*(session.token() for _caller in range(50)))
        assert set(tokens) == {"t1"}
        assert server.asked[0].startswith(b"POST /v1/oauth2/token ")
        assert b"username=u&password=p&client_id=c&client_secret=s" in server.asked[0]

    run(accounts, scenario)
    assert accounts.grants == ["password"]


def test_it_is_refreshed_before_it_ends() -> None:
    accounts = Accounts()

    async def scenario(session: Session, _server: Loopback) -> None:
        assert await session.token() == "t1"
        accounts.now = 89.0
        assert await session.token() == "t1"
        accounts.now = 90.0
        assert await session.token() == "t2"

    run(accounts, scenario)
    assert accounts.grants == ["password", "refresh_token"]


def test_a_long_life_is_renewed_a_minute_early() -> None:
    accounts = Accounts()
    accounts.lifetime = 43_199

    async def scenario(session: Session, _server: Loopback) -> None:
        await session.token()
        accounts.now = 43_199 - 60.5
        assert await session.token() == "t1"
        accounts.now = 43_199 - 59.5
        assert await session.token() == "t2"

    run(accounts, scenario)
    assert len(accounts.grants) == 2


@pytest.mark.parametrize("lifetime", ["null", '"soon"', "-1", "0", "1e3"])
def test_a_life_that_is_not_said_lasts_until_it_is_refused(lifetime: str) -> None:
    accounts = Accounts()
    accounts.lifetime = lifetime

    async def scenario(session: Session, _server: Loopback) -> None:
        await session.token()
        accounts.now = 10**9
        assert await session.token() == "t1"
        assert await session.token(stale="t1") == "t2"
        assert await session.token(stale="t1") == "t2"

    run(accounts, scenario)
    assert accounts.grants == ["password", "refresh_token"]


def test_a_refused_refresh_falls_back_to_the_password() -> None:
    accounts = Accounts()
    accounts.refuse = {"refresh_token"}

    async def scenario(session: Session, _server: Loopback) -> None:
        await session.token()
        assert await session.token(stale="t1") == "t3"

    run(accounts, scenario)
    assert accounts.grants == ["password", "refresh_token", "password"]


def test_a_refused_password_is_left_alone_for_a_while() -> None:
    accounts = Accounts()
    accounts.refuse = {"password"}

    async def scenario(session: Session, _server: Loopback) -> None:
        for moment in (0.0, 10.0, 29.0, 31.0):
            accounts.now = moment
            with pytest.raises(NotSignedIn, match="does not accept this user name"):
                await session.token()
        accounts.refuse = set()
        accounts.now = 70.0
        assert await session.token() == "t3"

    run(accounts, scenario)
    assert accounts.grants == ["password"] * 3


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"<html></html>", Malformed),
        (b'{"token":"x"}', Malformed),
        (b'{"access_token":""}', Malformed),
        (b'{"access_token":"t', Malformed),
        (b"[]", Malformed),
    ],
)
def test_an_answer_that_is_no_token(body: bytes, error: type[VendorError]) -> None:
    accounts = Accounts()
    accounts.body = body

    async def scenario(session: Session, _server: Loopback) -> None:
        with pytest.raises(error) as told:
            await session.token()
        assert told.value.way_out is not None
        accounts.body = None
        assert await session.token() == "t2"

    run(accounts, scenario)
    assert accounts.grants == ["password", "password"]


def test_no_secret_shows_in_an_error() -> None:
    async def scenario() -> str:
        wire = Wire("iQmetrix")
        secrets = dict.fromkeys(SECRETS, "canary-secret")
        session = Session(wire, "http://127.0.0.1:9/v1", secrets)
        with pytest.raises(Unreachable) as told:
            await session.token()
        await wire.aclose()
        return f"{told.value!r} {told.value.sentence()} {session!r}"

    assert "canary" not in asyncio.run(scenario())
