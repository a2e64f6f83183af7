"""Long answers are taken in one at a time, and what a write answers is never long."""

import asyncio

from orderdesk.connectors.budget import long_turn
from orderdesk.connectors.http import Wire
from tests.unit.connectors.loopback import Loopback, always, reply
from tests.unit.connectors.test_http import ask, read, run, write

LONG = b"0" * 5_000_000


async def by_name(asked: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(reply(200, LONG if b"/long" in asked else b"{}"))
    await writer.drain()


def test_a_long_answer_waits_for_its_turn_and_a_short_one_for_nobody() -> None:
    async def scenario(wire: Wire, server: Loopback) -> tuple[bool, int]:
        async with long_turn():
            long = asyncio.create_task(wire.request(ask(server, url=server.url("/long"))))
            for _short in range(30):
                await read(wire, server)
            waited = not long.done()
        return waited, len((await long).body)

    (waited, length), _server = run(by_name, scenario)
    assert (waited, length) == (True, len(LONG))


def test_what_a_write_answers_is_not_read_beyond_what_it_can_be() -> None:
    answer, server = run(always(reply(201, LONG)), write)
    assert (answer.status, answer.body, answer.whole) == (201, b"", False)
    assert len(server.asked) == 1


def test_a_list_may_be_long() -> None:
    async def scenario(wire: Wire, server: Loopback) -> int:
        return len((await wire.request(ask(server))).body)

    assert run(always(reply(200, LONG)), scenario)[0] == len(LONG)
