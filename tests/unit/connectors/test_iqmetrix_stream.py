"""The one answer with all orders is read while it comes, however long it is."""

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

import pytest

from orderdesk.connectors.iqmetrix.gateway import PAGE, IqmetrixGateway, build
from orderdesk.domain.errors import Malformed, Unreachable
from orderdesk.domain.gateway import ConnectionConfig, Page
from tests.unit.connectors.iqmetrix_samples import order_sample
from tests.unit.connectors.loopback import Loopback, reply, served

Scenario = Callable[[IqmetrixGateway, "Vendor"], Awaitable[None]]
NAMES = ("username", "password", "client_id", "client_secret")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close%s\r\n\r\n"
TOKEN = b'{"access_token":"t","token_type":"bearer","expires_in":43200}'
NOTE = "x" * 20_000


def row(number: int, **changes: object) -> str:
    given = json.loads(json.dumps(order_sample("orderfull_list_documented"), default=str))
    return json.dumps({**given, "Id": f"6a1c9a52-2f4b-4f0c-8a7e-{number:012d}", **changes})


class Vendor:
    """Signs in, and sends what a test gives it as the list of orders."""

    def __init__(self, length: int | None) -> None:
        self.head = (
            HEAD % b"" if length is None else HEAD % f"\r\nContent-Length: {length}".encode()
        )
        self.sent = 0
        self.writer: asyncio.StreamWriter | None = None
        self.asked = asyncio.Event()
        self.done = asyncio.Event()

    async def answer(self, asked: bytes, writer: asyncio.StreamWriter) -> None:
        if b"/oauth2/token" in asked:
            writer.write(reply(200, TOKEN, headers={"Content-Type": "application/json"}))
            await writer.drain()
            return
        self.writer = writer
        writer.write(self.head)
        self.asked.set()
        await self.done.wait()

    async def send(self, text: str) -> None:
        await self.asked.wait()
        assert self.writer is not None
        self.writer.write(text.encode())
        await self.writer.drain()
        self.sent += 1

    async def send_many(self, start: int, count: int) -> None:
        for number in range(start, start + count):
            await self.send(("," if number else "[") + row(number, Comments=NOTE))


@asynccontextmanager
async def connected(vendor: Vendor) -> AsyncGenerator[tuple[IqmetrixGateway, Loopback]]:
    async with served(vendor.answer) as server:
        urls = {name: server.url("") for name in ("accounts", "orders")}
        config = ConnectionConfig(
            "shop", "Shop", "iqmetrix", urls=urls, settings={"company_id": "1"}
        )
        gateway = build(config, dict.fromkeys(NAMES, "s"), deadline=20.0)
        try:
            yield gateway, server
        finally:
            await gateway.aclose()


def run(scenario: Scenario, length: int | None = None) -> None:
    async def whole() -> None:
        vendor = Vendor(length)
        async with connected(vendor) as (gateway, _server):
            await scenario(gateway, vendor)

    asyncio.run(whole())


async def rest(pages: AsyncGenerator[Page]) -> list[Page]:
    return [page async for page in pages]


async def pulled(gateway: IqmetrixGateway) -> AsyncGenerator[Page]:
    pages = gateway.pull(cursor=None)
    try:
        async for page in pages:
            yield page
    finally:
        assert isinstance(pages, AsyncGenerator)
        await pages.aclose()


def test_pages_are_given_out_while_the_answer_is_still_coming() -> None:
    async def scenario(gateway: IqmetrixGateway, vendor: Vendor) -> None:
        async with aclosing(pulled(gateway)) as pages:
            sending = asyncio.create_task(vendor.send_many(0, PAGE + 40))
            first = await anext(pages)
            assert (len(first.orders), first.complete) == (PAGE, False)
            await sending
            await vendor.send("," + row(900, Id=None) + "," + row(901) + "]")
            vendor.done.set()
            [last] = await rest(pages)
        # What is bad is set aside, and the rest goes on; without its id it may be any order.
        assert (len(last.orders), len(last.set_aside), last.complete) == (41, 1, False)
        assert first.orders[0].vendor_id.endswith("000000000000")

    run(scenario)


def test_no_more_is_taken_than_is_asked_for_and_leaving_ends_it() -> None:
    async def scenario(gateway: IqmetrixGateway, vendor: Vendor) -> None:
        sending = asyncio.create_task(vendor.send_many(0, 5_000))
        async with aclosing(pulled(gateway)) as pages:
            await anext(pages)
            # Time enough for all of it, if anybody took it.
            for _ in range(20_000):
                await asyncio.sleep(0)
            assert vendor.sent < PAGE + 1_000
            assert not sending.done()
        with pytest.raises(ConnectionError):
            await sending

    run(scenario)


@pytest.mark.parametrize(
    ("end", "error", "words"),
    [
        ('{"Id": "6a', Malformed, "breaks off after"),
        ('{"Id":},{"Id":"' + "a" * 40, Malformed, "cannot be read at character"),
    ],
)
def test_a_list_that_breaks_off_keeps_what_came_and_says_so(
    end: str, error: type[Exception], words: str
) -> None:
    async def scenario(gateway: IqmetrixGateway, vendor: Vendor) -> None:
        async with aclosing(pulled(gateway)) as pages:
            coming = asyncio.create_task(anext(pages))
            await vendor.send(f"[{row(0)},{row(1)},{end}")
            vendor.done.set()
            page = await coming
            assert (len(page.orders), page.complete) == (2, False)
            with pytest.raises(error, match=words):
                await anext(pages)

    run(scenario)


def test_a_connection_that_breaks_keeps_what_came_and_says_so() -> None:
    async def scenario(gateway: IqmetrixGateway, vendor: Vendor) -> None:
        async with aclosing(pulled(gateway)) as pages:
            coming = asyncio.create_task(anext(pages))
            await vendor.send(f"[{row(0)},{row(1)},")
            vendor.done.set()
            page = await coming
            assert (len(page.orders), page.complete) == (2, False)
            with pytest.raises(Unreachable, match="broke off"):
                await anext(pages)

    run(scenario, length=1_000_000)
