"""How a connection is doing: until when it waits, when it is tried again, what was not read."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from orderdesk.domain.errors import Throttled, Unreachable
from orderdesk.domain.gateway import SetAside
from orderdesk.domain.messages import Message
from orderdesk.services.views import Health, Unread
from orderdesk.vault.port import VaultLocked
from tests.unit.domain.invented import order
from tests.unit.services.desks import QUICK, Heard, open_desk, run, synced_desk
from tests.unit.services.quillworks import Vendor


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(order("a", state="Placed"))
    return vendor


def test_who_takes_no_more_says_until_when(tmp_path: Path) -> None:
    vendor = _vendor()
    full = Throttled(Message("No more."))
    full.retry_after = 90.0

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.fail("pull", full)
            await desk.sync.sync()
            [status] = await desk.connections.list()
            assert status.health is Health.SLOW
            assert status.waits_until is not None
            left = status.waits_until - datetime.now(UTC)
            assert timedelta(seconds=80) < left <= timedelta(seconds=91)
            assert status.waits_until.microsecond == 0

    run(story())


def test_when_it_is_tried_again(tmp_path: Path) -> None:
    vendor = _vendor()
    vendor.fail("pull", Unreachable(Message("No way there.")))
    slowly = replace(QUICK, first_pause=600.0, longest_pause=600.0)

    async def story() -> None:
        async with open_desk(vendor, tmp_path, timings=slowly, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            async with asyncio.timeout(20):
                while (await desk.connections.list())[0].health is not Health.OFFLINE:
                    heard.news.clear()
                    await heard.news.wait()
            [status] = await desk.connections.list()
            assert status.next_try is not None
            assert status.next_try > datetime.now(UTC) + timedelta(seconds=300)

    run(story())


def test_nothing_is_tried_again_where_nobody_does(tmp_path: Path) -> None:
    async def story() -> None:
        async with synced_desk(_vendor(), tmp_path) as desk:
            [status] = await desk.connections.list()
            assert (status.next_try, status.waits_until) == (None, None)

    run(story())


def test_locked_secrets_are_no_failed_sign_in(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.fail("pull", VaultLocked(Message("Locked.")))
            await desk.sync.sync()
            [status] = await desk.connections.list()
            assert status.health is Health.LOCKED

    run(story())


def test_what_could_not_be_read_is_listed_with_its_connection(tmp_path: Path) -> None:
    vendor = _vendor()
    vendor.set_aside = (SetAside("b", '{"Id": "b"}', "It has no state."),)

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            [status] = await desk.connections.list()
            assert status.set_aside == 1
            assert await desk.connections.unread() == [
                Unread("main", "Main", "b", '{"Id": "b"}', "It has no state.")
            ]

    run(story())
