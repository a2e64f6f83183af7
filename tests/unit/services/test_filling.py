"""What lists leave out: read from spare budget, the newest first, and given up when it is bad."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from orderdesk.domain.errors import Malformed, NotSignedIn, Throttled, Unreachable, VendorError
from orderdesk.domain.events import ConnectionsChanged, OrdersChanged
from orderdesk.domain.messages import Message
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Details, Totals
from orderdesk.services.desk import Desk
from orderdesk.services.views import Health
from tests.unit.domain.invented import NOON, line, order
from tests.unit.services.desks import Heard, open_desk, run
from tests.unit.services.quillworks import Vendor

UNREADABLE = Malformed(Message("It is no order."), way_out=Message("Ask them."), words="<html>")


def _vendor(count: int) -> Vendor:
    """Return a vendor whose list leaves out the items; the order `o0` is the newest."""
    vendor = Vendor(thin=True)
    for number in range(count):
        placed_at = NOON - timedelta(days=number)
        vendor.put(order(f"o{number}", lines=(line(f"{number}"),), note="N", placed_at=placed_at))
    return vendor


async def _totals(desk: Desk, text: str = "") -> Totals:
    return await desk.orders.totals(parse_query(text), zone="UTC")


async def _until(desk: Desk, heard: Heard, met: Callable[[Totals], bool]) -> Totals:
    """Wait until the totals of all orders are so; every reading tells of itself."""
    while True:
        heard.news.clear()
        totals = await _totals(desk)
        if met(totals):
            return totals
        await heard.news.wait()


async def _set_aside(desk: Desk, heard: Heard, wanted: set[str]) -> None:
    while True:
        heard.news.clear()
        if {one.vendor_id for one in await desk.connections.unread()} == wanted:
            return
        await heard.news.wait()


def test_details_are_read_after_a_sync_in_the_background_the_newest_first(tmp_path: Path) -> None:
    vendor = _vendor(5)

    async def story() -> None:
        async with open_desk(vendor, tmp_path, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            [report] = await desk.sync.sync()
            assert report.orders == 5
            await _until(desk, heard, lambda totals: totals.orders == 5 and not totals.unread)
            assert vendor.background == vendor.made("fetch")
            assert vendor.background == ["o0", "o1", "o2", "o3", "o4"]
            assert (await _totals(desk, "item:quill")).orders == 5
            view = await desk.orders.view("main:o0")
            assert view.details is Details.READ
            assert view.order.fields["note"] == "N"
            assert view.history == ()
            [status] = await desk.connections.list()
            assert (status.orders, status.unread) == (5, 0)

    run(story())


def test_without_a_desk_in_the_background_counts_say_what_is_not_read(tmp_path: Path) -> None:
    vendor = _vendor(3)

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            [report] = await desk.sync.sync()
            assert report.unread == 3
            assert (await _totals(desk)).unread == 3
            [status] = await desk.connections.list()
            assert status.unread == 3
            assert vendor.made("fetch") == []

    run(story())


def test_what_a_list_shows_changed_is_read_again_and_nothing_else(tmp_path: Path) -> None:
    vendor = _vendor(3)

    async def story() -> None:
        async with open_desk(vendor, tmp_path, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            await desk.sync.sync()
            await _until(desk, heard, lambda totals: totals.orders == 3 and not totals.unread)
            vendor.background.clear()
            vendor.change("o1", title="Newer", note="Other")
            await desk.sync.sync()
            await heard.until(lambda: len(vendor.background) == 1)
            while True:
                heard.news.clear()
                view = await desk.orders.view("main:o1", read=False)
                if view.details is not Details.STALE:
                    break
                await heard.news.wait()
            assert view.order.fields["note"] == "Other"
            assert vendor.background == ["o1"]

    run(story())


def test_an_order_that_is_gone_when_it_is_read_is_gone_here(tmp_path: Path) -> None:
    vendor = _vendor(2)

    async def gone() -> None:
        vendor.orders.pop("o0", None)

    async def story() -> None:
        vendor.hooks["fetch"] = gone
        async with open_desk(vendor, tmp_path, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            await desk.sync.sync()
            await heard.until(lambda: OrdersChanged(removed=frozenset({"main:o0"})) in heard.events)
            totals = await _until(desk, heard, lambda totals: not totals.unread)
            assert totals.orders == 1

    run(story())


def test_one_bad_order_is_given_up_and_the_others_are_read(tmp_path: Path) -> None:
    vendor = _vendor(6)
    vendor.bad = {"o0": UNREADABLE, "o4": UNREADABLE}

    async def story() -> None:
        async with open_desk(vendor, tmp_path, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            await desk.sync.sync()
            await _until(desk, heard, lambda totals: totals.orders == 6 and totals.unread == 2)
            await _set_aside(desk, heard, {"o0", "o4"})
            [first, _second] = await desk.connections.unread()
            assert (first.raw, first.reason) == ("<html>", "It is no order. Ask them.")
            made = len(vendor.background)
            await desk.sync.sync()
            assert {one.vendor_id for one in await desk.connections.unread()} == {"o0", "o4"}
            vendor.bad.clear()
            vendor.change("o0", title="Mended")
            await desk.sync.sync()
            await _until(desk, heard, lambda totals: totals.unread == 1)
            assert vendor.background[made:] == ["o0"]
            assert {one.vendor_id for one in await desk.connections.unread()} == {"o4"}

    run(story())


def test_a_bad_order_that_is_the_only_one_left_is_given_up_too(tmp_path: Path) -> None:
    vendor = _vendor(1)
    vendor.bad = {"o0": UNREADABLE}

    async def story() -> None:
        async with open_desk(vendor, tmp_path, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            await desk.sync.sync()
            await _set_aside(desk, heard, {"o0"})
            assert len(vendor.background) == 3

    run(story())


def test_a_vendor_that_fails_at_everything_condemns_no_order(tmp_path: Path) -> None:
    vendor = _vendor(5)
    down = Malformed(Message("It broke."), way_out=Message("Wait."), status=500)
    vendor.bad = dict.fromkeys(vendor.orders, down)

    async def story() -> None:
        async with open_desk(vendor, tmp_path, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            tried = asyncio.Event()

            async def count() -> None:
                if len(vendor.background) >= 12:
                    tried.set()

            vendor.hooks["fetch"] = count
            await desk.sync.sync()
            await tried.wait()
            vendor.bad.clear()
            await _until(desk, heard, lambda totals: totals.orders == 5 and not totals.unread)
            assert await desk.connections.unread() == []

    run(story())


@pytest.mark.parametrize(
    ("error", "health"),
    [
        (Unreachable(Message("No way there."), way_out=Message("Wait.")), Health.OFFLINE),
        (NotSignedIn(Message("No."), way_out=Message("Sign in.")), Health.SIGN_IN),
        (Throttled(Message("Too many."), way_out=Message("Wait.")), Health.SLOW),
    ],
)
def test_a_vendor_that_is_away_is_left_alone_and_tried_again(
    tmp_path: Path, error: VendorError, health: Health
) -> None:
    vendor = _vendor(3)
    if isinstance(error, Throttled):
        error.retry_after = 0.01
    seen: list[Health] = []

    async def look(desk: Desk) -> None:
        [status] = await desk.connections.list()
        seen.append(status.health)

    async def story() -> None:
        async with open_desk(vendor, tmp_path, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.fail("fetch", error)
            while_away: list[asyncio.Task[None]] = []

            def heard_of(event: object) -> None:
                if isinstance(event, ConnectionsChanged):
                    while_away.append(asyncio.ensure_future(look(desk)))

            desk.bus.subscribe(heard_of)
            await desk.sync.sync()
            await _until(desk, heard, lambda totals: totals.orders == 3 and not totals.unread)
            assert vendor.background == ["o0", "o0", "o1", "o2"]
            [status] = await desk.connections.list()
            assert status.health is Health.GOOD
            assert status.set_aside == 0
            await asyncio.gather(*while_away)
            assert health in seen

    run(story())


def test_a_sync_has_the_connection_for_itself(tmp_path: Path) -> None:
    vendor = _vendor(4)
    during: list[str] = []

    async def story() -> None:
        async with open_desk(vendor, tmp_path, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            pages = 0

            async def page() -> None:
                nonlocal pages
                pages += 1
                during.extend(vendor.background)
                for _turn in range(20):
                    await asyncio.sleep(0)

            vendor.hooks["page"] = page
            await desk.sync.sync()
            await _until(desk, heard, lambda totals: totals.orders == 4 and not totals.unread)
            assert pages >= 2
            assert len(vendor.background) == 4

    run(story())
    assert during == []


def test_a_desk_that_closes_stops_reading(tmp_path: Path) -> None:
    vendor = _vendor(3)
    begun = asyncio.Event()

    async def hang() -> None:
        begun.set()
        await asyncio.Event().wait()

    async def story() -> None:
        vendor.hooks["fetch"] = hang
        async with open_desk(vendor, tmp_path, background=True) as desk:
            await desk.sync.sync()
            await begun.wait()
            assert vendor.background == ["o0"]

    run(story())


def test_a_connection_that_is_removed_is_read_no_more(tmp_path: Path) -> None:
    vendor = _vendor(3)
    begun, on = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        begun.set()
        await on.wait()

    async def story() -> None:
        vendor.hooks["fetch"] = hang
        async with open_desk(vendor, tmp_path, background=True) as desk:
            await desk.sync.sync()
            await begun.wait()
            await desk.connections.remove("main")
            on.set()
            assert (await _totals(desk)).orders == 0
        assert vendor.background == ["o0"]

    run(story())
