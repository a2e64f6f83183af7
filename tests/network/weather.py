"""The twelve faults: how each breaks out over a street, what goes on meanwhile, how it clears."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import urlsplit

from tests.network.street import DEADLINE, SCALE, House, Street
from tests.network.walls import SlowNames, lasting, self_made_certificate, tls_before

Weather: TypeAlias = Callable[[Street], AbstractAsyncContextManager[None]]
"""What is entered before the commands are asked for, and left when they are settled."""

OUTAGE = 300.0
"""Seconds; the pauses of the desk are scaled down, and so is this."""
_DAY = 86_400
_WAITS = 5


@dataclass(frozen=True)
class Storm:
    """A fault by its name."""

    name: str
    weather: Weather

    def __str__(self) -> str:
        return self.name


def _on_writes(**settings: object) -> Weather:
    """Let a fault fall on as many writes as there are commands, first tries before others."""

    @asynccontextmanager
    async def weather(street: Street) -> AsyncGenerator[None]:
        for house in street.houses.values():
            await asyncio.to_thread(house.fault, count=house.commands, **settings)
        yield

    return weather


@asynccontextmanager
async def _resets(street: Street) -> AsyncGenerator[None]:
    """Reset every other connection before the vendor has worked, the others after."""
    for house in street.houses.values():
        half = house.commands // 2
        more = {"count": house.commands - half, "skip": half}
        await asyncio.to_thread(house.fault, kind="cut", when="before", count=half)
        await asyncio.to_thread(house.fault, kind="cut", when="after", **more)
    yield


@asynccontextmanager
async def _bombs(street: Street) -> AsyncGenerator[None]:
    """Answer every write with a bomb, and some of the readings."""
    for house in street.houses.values():
        await asyncio.to_thread(house.fault, kind="bomb", count=house.commands)
        some = {"count": max(1, house.commands // 4), "skip": 3}
        for reads in house.plug.reads:
            await asyncio.to_thread(house.place.fault, **{**reads, "kind": "bomb", **some})
    yield


@asynccontextmanager
async def _storm(street: Street) -> AsyncGenerator[None]:
    """Answer everything with 429 for five minutes, by the clocks of the vendors."""
    for house in street.houses.values():
        await asyncio.to_thread(house.place.fault, kind="status", status=429)

    async def pass_by() -> None:
        for _wait in range(_WAITS):
            for house in street.houses.values():
                since = await asyncio.to_thread(house.place.last_number)
                await street.admin(house, "GET", f"/log?since={since}&wait=2&count=1")
            await _later(street, OUTAGE / _WAITS)
        await _clear(street)
        await _later(street, OUTAGE)

    async with _meanwhile(pass_by()):
        yield


async def _later(street: Street, seconds: float) -> None:
    """Let time pass at the vendors, and let the desk know that it has."""
    for house in street.houses.values():
        await asyncio.to_thread(house.place.advance, seconds)
    await street.desk.connections.unlock("")


async def _clear(street: Street) -> None:
    for house in street.houses.values():
        await asyncio.to_thread(house.place.clear_faults)


@asynccontextmanager
async def _unavailable(street: Street) -> AsyncGenerator[None]:
    """Answer everything with 503 for five minutes, scaled as the desk's pauses are."""
    for house in street.houses.values():
        await asyncio.to_thread(house.place.fault, kind="status", status=503)

    async def pass_by() -> None:
        await lasting(OUTAGE / SCALE)
        await _clear(street)

    async with _meanwhile(pass_by()):
        yield


@asynccontextmanager
async def _expiring(street: Street) -> AsyncGenerator[None]:
    """End all tokens again and again, after every few requests."""

    async def end_tokens(house: House) -> None:
        while True:
            since = await asyncio.to_thread(house.place.last_number)
            await street.admin(house, "GET", f"/log?since={since}&wait=2&count=9")
            await asyncio.to_thread(house.place.fault, kind="expire_tokens")

    for house in street.houses.values():
        await asyncio.to_thread(house.place.fault, kind="expire_tokens")
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(end_tokens(house)) for house in street.houses.values()]
        yield
        for task in tasks:
            task.cancel()


@asynccontextmanager
async def _slow_names(street: Street) -> AsyncGenerator[None]:
    """Let look-ups of names take a second, and some longer than any request may take."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, SlowNames):
        raise TypeError("this weather needs a loop with slow names")
    for config in street.configs.values():
        urls = {name: url.replace("127.0.0.1", "localhost") for name, url in config.urls.items()}
        await street.desk.connections.update(replace(config, urls=urls), None)
    loop.delays = (DEADLINE / 10, DEADLINE / 10, DEADLINE / 3, 2 * DEADLINE)
    loop.asked = 0
    yield
    if not loop.asked:
        street.figures.remarks.append("no name was looked up")
    loop.delays = ()


@asynccontextmanager
async def _distrusted(street: Street) -> AsyncGenerator[None]:
    """Stand before every vendor with a certificate of one's own, then go away."""
    ports = {
        port
        for config in street.configs.values()
        for url in config.urls.values()
        if (port := urlsplit(url).port)
    }
    async with tls_before(ports, self_made_certificate(street.home)) as doors:
        for config in street.configs.values():
            urls = {
                name: _through(url, doors[urlsplit(url).port or 0])
                for name, url in config.urls.items()
            }
            await street.desk.connections.update(replace(config, urls=urls), None)

        async def pass_by() -> None:
            await lasting(OUTAGE / SCALE / 3)
            for house in street.houses.values():
                if await asyncio.to_thread(house.place.log, house.since):
                    street.figures.remarks.append("something was sent past the certificate")
            for config in street.configs.values():
                await street.desk.connections.update(config, None)

        async with _meanwhile(pass_by()):
            yield


def _through(url: str, door: int) -> str:
    parts = urlsplit(url)
    return parts._replace(scheme="https", netloc=f"{parts.hostname}:{door}").geturl()


@asynccontextmanager
async def _days_off(street: Street) -> AsyncGenerator[None]:
    """Put the vendors' clocks a day ahead and a day behind, and lose every third answer."""
    for place, house in enumerate(street.houses.values()):
        seconds = _DAY if place % 2 else -_DAY
        await asyncio.to_thread(house.place.advance, seconds, alone=True)
        lost = {"kind": "cut", "when": "after", "reset": False}
        await asyncio.to_thread(house.fault, count=max(1, house.commands // 3), **lost)
    yield


@asynccontextmanager
async def _meanwhile(work: Coroutine[object, object, None]) -> AsyncGenerator[None]:
    async with asyncio.TaskGroup() as group:
        group.create_task(work)
        yield


@asynccontextmanager
async def _calm(_street: Street) -> AsyncGenerator[None]:
    yield


CALM = Storm("calm", _calm)
STORMS = (
    Storm("answer lost after the work", _on_writes(kind="cut", when="after", reset=False)),
    Storm("reset", _resets),
    Storm("drip", _on_writes(kind="drip", size=1, seconds=1)),
    Storm("cut body", _on_writes(kind="truncate")),
    Storm("HTML page", _on_writes(kind="html")),
    Storm("gzip bomb", _bombs),
    Storm("429 storm", _storm),
    Storm("5 minutes of 503", _unavailable),
    Storm("expired token", _expiring),
    Storm("slow DNS", _slow_names),
    Storm("wrong certificate", _distrusted),
    Storm("clock a day off", _days_off),
)
