"""An order that is opened before its items were read: at once, or with the reason why not."""

import asyncio
from dataclasses import replace
from pathlib import Path

from orderdesk.domain.errors import Malformed, NotSignedIn, Unreachable
from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.messages import Message
from orderdesk.domain.shown import Details
from tests.unit.domain.invented import line, order
from tests.unit.services.desks import QUICK, Heard, open_desk, run
from tests.unit.services.quillworks import Vendor

CHANGED_A = OrdersChanged(frozenset({"main:a"}))


def _vendor() -> Vendor:
    vendor = Vendor(thin=True)
    for one in "abcde":
        vendor.put(order(one, title=one, note="N", lines=(line(one),)))
    return vendor


def test_opening_reads_the_items_at_once_and_tells_when_they_have_come(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            await desk.sync.sync()
            heard = Heard()
            desk.bus.subscribe(heard)
            view = await desk.orders.view("main:a")
            assert (view.details, view.reading) == (Details.NOT_READ, True)
            assert view.order.lines is None
            await heard.until(lambda: CHANGED_A in heard.events)
            view = await desk.orders.view("main:a")
            assert (view.details, view.reading) == (Details.READ, False)
            assert view.reading_problem is None
            assert view.order.lines is not None
            assert vendor.made("fetch") == ["a"]
            assert vendor.background == []

    run(story())


def test_looking_without_reading_reads_nothing(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            await desk.sync.sync()
            view = await desk.orders.view("main:a", read=False)
            assert (view.details, view.reading) == (Details.NOT_READ, False)
            assert vendor.made("fetch") == []

    run(story())


def test_stale_items_are_shown_and_read_again_and_told_even_if_they_are_the_same(
    tmp_path: Path,
) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            await desk.sync.sync()
            await desk.orders.refresh("main:a")
            vendor.change("a", title="Newer")
            await desk.sync.sync()
            heard = Heard()
            desk.bus.subscribe(heard)
            view = await desk.orders.view("main:a")
            assert (view.details, view.reading) == (Details.STALE, True)
            assert view.order.lines is not None
            assert view.order.fields == {"title": "Newer", "note": "N"}
            await heard.until(lambda: CHANGED_A in heard.events)
            assert (await desk.orders.view("main:a")).details is Details.READ

    run(story())


def test_what_cannot_be_read_says_why_and_is_not_tried_at_every_look(tmp_path: Path) -> None:
    vendor = _vendor()
    vendor.bad["a"] = Malformed(Message("It is no order."), way_out=Message("Ask them."))

    async def story() -> None:
        timings = replace(QUICK, longest_pause=3600.0)
        async with open_desk(vendor, tmp_path, timings=timings) as desk:
            await desk.sync.sync()
            heard = Heard()
            desk.bus.subscribe(heard)
            assert (await desk.orders.view("main:a")).reading
            await heard.until(lambda: CHANGED_A in heard.events)
            view = await desk.orders.view("main:a")
            assert not view.reading
            assert str(view.reading_problem) == "It is no order."
            assert str(view.reading_way_out) == "Ask them."
            assert vendor.made("fetch") == ["a"]

    run(story())


def test_when_the_vendor_is_back_what_failed_is_read_again(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        timings = replace(QUICK, first_pause=3600.0, longest_pause=3600.0)
        async with open_desk(vendor, tmp_path, timings=timings) as desk:
            await desk.sync.sync()
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.fail("fetch", Unreachable(Message("No way there."), way_out=Message("Wait.")))
            assert (await desk.orders.view("main:a")).reading
            await heard.until(lambda: CHANGED_A in heard.events)
            assert str((await desk.orders.view("main:a")).reading_problem) == "No way there."
            heard.events.clear()
            await desk.sync.sync()
            assert CHANGED_A in heard.events
            assert (await desk.orders.view("main:a")).reading
            await heard.until(lambda: heard.events.count(CHANGED_A) == 2)
            assert (await desk.orders.view("main:a")).details is Details.READ

    run(story())


def test_a_refused_sign_in_is_not_tried_with_every_order(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        timings = replace(QUICK, sign_in_pause=3600.0)
        async with open_desk(vendor, tmp_path, timings=timings) as desk:
            await desk.sync.sync()
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.fail("fetch", NotSignedIn(Message("Wrong password."), way_out=Message("Mend.")))
            assert (await desk.orders.view("main:a")).reading
            await heard.until(lambda: CHANGED_A in heard.events)
            view = await desk.orders.view("main:b")
            assert not view.reading
            assert str(view.reading_problem) == "Wrong password."
            assert vendor.made("fetch") == ["a"]

    run(story())


def test_whoever_walks_through_many_gets_the_last_ones(tmp_path: Path) -> None:
    vendor = _vendor()
    begun, on = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        begun.set()
        await on.wait()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            await desk.sync.sync()
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.hooks["fetch"] = hang
            await desk.orders.view("main:a")
            await begun.wait()
            for one in "abcdeb":
                assert (await desk.orders.view(f"main:{one}")).reading
            on.set()
            await heard.until(lambda: OrdersChanged(frozenset({"main:d"})) in heard.events)
            assert vendor.made("fetch") == ["a", "b", "e", "d"]

    run(story())


def test_an_order_that_is_gone_when_it_is_opened_goes(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            await desk.sync.sync()
            heard = Heard()
            desk.bus.subscribe(heard)
            del vendor.orders["a"]
            assert (await desk.orders.view("main:a")).reading
            await heard.until(lambda: OrdersChanged(removed=frozenset({"main:a"})) in heard.events)
            assert await desk.orders.rowid("main:a") is None
            assert CHANGED_A not in heard.events

    run(story())
