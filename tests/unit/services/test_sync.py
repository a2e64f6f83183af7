"""Sync: pages into the mirror, names beside them, progress, failures, stopping, the schedule."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import InputError, Malformed, NotSignedIn, Throttled, Unreachable
from orderdesk.domain.events import NamesChanged, OrdersChanged, SyncChanged
from orderdesk.domain.gateway import ConnectionConfig, SetAside
from orderdesk.domain.messages import Message
from orderdesk.services.views import Health
from tests.unit.domain.invented import line, order
from tests.unit.services.desks import QUICK, Heard, open_desk, run, settled
from tests.unit.services.quillworks import CONFIG, SECRETS, Vendor, named

AWAY = Unreachable(Message("No way there."), way_out=Message("Check the network."))


def _vendor(count: int = 5) -> Vendor:
    vendor = Vendor()
    for number in range(count):
        vendor.put(order(f"o{number}", buyer="b1", lines=(line(f"{number}"),)))
    vendor.names = [*named("customer", "b1", "b2"), *named("location", "s1")]
    return vendor


def test_a_sync_brings_orders_and_names_and_says_how_it_went(tmp_path: Path) -> None:
    vendor = _vendor()
    vendor.set_aside = (SetAside("odd", '{"id": "odd"}', "It has no state."),)

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            [status] = await desk.connections.list()
            assert status.health is Health.NEW
            [report] = await desk.sync.sync()
            assert (report.connection, report.vendor) == ("main", "quillworks")
            assert (report.orders, report.changed, report.set_aside) == (5, 5, 1)
            assert report.error is None
            assert report.requests == len(vendor.calls)
            assert report.seconds >= 0
            [again] = await desk.sync.sync(["main", "main"])
            assert (again.orders, again.changed) == (5, 0)
            [status] = await desk.connections.list()
            assert (status.health, status.orders, status.set_aside) == (Health.GOOD, 5, 1)
            assert status.last_sync is not None
            assert not status.syncing
            syncs = heard.of(SyncChanged)
            assert syncs[0] == SyncChanged("main", running=True)
            assert SyncChanged("main", running=True, done=2, total=5) in syncs
            assert syncs[-1] == SyncChanged("main", running=False, done=5)
            assert heard.of(NamesChanged) == [NamesChanged("main")] * 2
            changed = [event.changed for event in heard.of(OrdersChanged)]
            assert frozenset().union(*changed) == {f"main:o{number}" for number in range(5)}
            view = await desk.orders.view("main:o0")
            assert view.row.customer == "customer b1"

    run(story())


def test_what_a_complete_pull_does_not_bring_is_gone(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            await desk.sync.sync()
            heard = Heard()
            desk.bus.subscribe(heard)
            del vendor.orders["o3"]
            vendor.complete = False
            await desk.sync.sync()
            assert await desk.orders.rowid("main:o3") is not None
            vendor.complete = True
            await desk.sync.sync()
            assert await desk.orders.rowid("main:o3") is None
            assert OrdersChanged(removed=frozenset({"main:o3"})) in heard.events

    run(story())


def test_a_pull_that_breaks_off_keeps_what_came_and_removes_nothing(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            await desk.sync.sync()
            vendor.change("o0", title="Newer")
            del vendor.orders["o4"]
            pages = iter([None, Malformed(Message("It breaks off."), way_out=Message("Again."))])

            async def second_page() -> None:
                error = next(pages, None)
                if error is not None:
                    raise error

            vendor.hooks["page"] = second_page
            [report] = await desk.sync.sync()
            assert report.error == "It breaks off. Again."
            assert report.orders == 2
            assert (await desk.orders.view("main:o0")).order.fields["title"] == "Newer"
            assert await desk.orders.rowid("main:o4") is not None
            [status] = await desk.connections.list()
            assert status.health is Health.FAILED
            assert str(status.problem) == "It breaks off."
            vendor.hooks.clear()
            [report] = await desk.sync.sync()
            assert report.error is None
            [status] = await desk.connections.list()
            assert (status.health, status.problem) == (Health.GOOD, None)

    run(story())


@pytest.mark.parametrize(
    ("error", "health"),
    [
        (AWAY, Health.OFFLINE),
        (NotSignedIn(Message("Wrong.")), Health.SIGN_IN),
        (Throttled(Message("Slow down.")), Health.SLOW),
        (Malformed(Message("A web page.")), Health.FAILED),
    ],
)
def test_a_connection_that_fails_says_so_and_keeps_no_other_from_it(
    tmp_path: Path, error: Unreachable, health: Health
) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            other = replace(CONFIG, name="Other", settings={"house": "8"})
            assert await desk.connections.add(other, SECRETS) == "other"
            vendor.fail("pull", error)
            reports = await desk.sync.sync()
            errors = {report.connection: report.error for report in reports}
            failed = [key for key, text in errors.items() if text is not None]
            assert len(failed) == 1
            statuses = {s.config.key: s for s in await desk.connections.list()}
            assert statuses.pop(failed[0]).health is health
            [(_key, good)] = statuses.items()
            assert (good.health, good.orders) == (Health.GOOD, 5)

    run(story())


def test_an_error_is_remembered_over_a_restart(tmp_path: Path) -> None:
    vendor = _vendor()

    async def before() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            await desk.sync.sync()
            vendor.fail("pull", AWAY)
            await desk.sync.sync()

    async def after() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            [status] = await desk.connections.list()
            assert status.health is Health.FAILED
            assert str(status.problem) == "No way there. Check the network."
            assert status.last_sync is not None

    run(before())
    run(after())


@pytest.mark.expected_warnings("the sync of main failed", "the names of location")
def test_a_defect_ends_as_a_sentence_and_in_the_log(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            vendor.fail("pull", KeyError("secret"))
            [report] = await desk.sync.sync()
            assert report.error is not None
            assert "KeyError" in report.error
            assert "secret" not in report.error
            calls = iter([None, KeyError("a defect")])

            async def second_kind() -> None:
                error = next(calls, None)
                if error is not None:
                    raise error

            vendor.hooks["look_up"] = second_kind
            [report] = await desk.sync.sync()
            assert report.error is None

    run(story())


def test_a_look_up_that_fails_costs_names_and_not_orders(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            vendor.fail("look_up", AWAY)
            [report] = await desk.sync.sync()
            assert (report.orders, report.error) == (5, None)
            [status] = await desk.connections.list()
            assert status.health is Health.GOOD
            assert str(status.problem) == "Customers: the names could not be read, ids are shown."
            assert str(status.way_out) == "No way there."
            [location] = await desk.orders.find_names("main", "location", "")
            assert location.id == "s1"

    run(story())


def test_a_sync_is_stopped_while_it_waits_for_a_page(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            reached = asyncio.Event()

            async def second_page() -> None:
                if len(vendor.made("page")) == 2:
                    reached.set()
                    await asyncio.Event().wait()

            vendor.hooks["page"] = second_page
            sync = asyncio.create_task(desk.sync.sync())
            await reached.wait()
            [status] = await desk.connections.list()
            assert status.syncing
            assert status.done == 2
            await desk.sync.stop("main")
            [report] = await sync
            assert report.orders == 2
            assert report.error is not None
            assert "stopped" in report.error
            assert await desk.orders.rowid("main:o1") is not None

    run(story())
    assert vendor.made("page") == ["0", "1"]


def test_who_asks_while_a_sync_runs_joins_it(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            first, second = await asyncio.gather(desk.sync.sync(), desk.sync.sync(["main"]))
            assert first == second
            with pytest.raises(InputError, match="no connection"):
                await desk.sync.sync(["main", "nowhere"])

    run(story())
    assert vendor.made("pull") == ["-"]


def test_a_desk_that_closes_gives_a_running_sync_up(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> asyncio.Task[object]:
        async with open_desk(vendor, tmp_path) as desk:
            reached = asyncio.Event()

            async def hang() -> None:
                reached.set()
                await asyncio.Event().wait()

            vendor.hooks["pull"] = hang
            sync: asyncio.Task[object] = asyncio.create_task(desk.sync.sync())
            await reached.wait()
        await asyncio.wait([sync])
        return sync

    assert run(story()).cancelled()
    assert all(gateway.closed for gateway in vendor.gateways)


def test_the_schedule_syncs_by_itself_and_names_less_often(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        timings = replace(QUICK, sync_interval=0.01)
        async with open_desk(vendor, tmp_path, background=True, timings=timings) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            await heard.until(lambda: len(vendor.made("pull")) >= 3)

    run(story())
    assert vendor.made("look_up") == ["customer", "location"]


def test_the_schedule_tries_again_when_offline_and_goes_on_when_back(tmp_path: Path) -> None:
    vendor = _vendor()
    vendor.fail("pull", *[AWAY] * 4)

    async def story() -> None:
        async with open_desk(vendor, tmp_path, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            ended = SyncChanged("main", running=False, done=5)
            await heard.until(lambda: ended in heard.events)
            [status] = await desk.connections.list()
            assert status.health is Health.GOOD

    run(story())
    # By then the interval of an hour has not passed: these are the tries after failures.
    assert len(vendor.made("pull")) == 5


def test_the_schedule_takes_up_what_is_added_and_changed(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path, background=True, connected=False) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            ended = SyncChanged("main", running=False, done=5)
            key = await desk.connections.add(CONFIG, SECRETS)
            await heard.until(lambda: ended in heard.events)
            config = ConnectionConfig(key, "Main", CONFIG.vendor, CONFIG.urls, {"house": "9"})
            await desk.connections.update(config, None)
            await heard.until(lambda: heard.events.count(ended) == 2)

    run(story())
    assert vendor.gateways[-1].config.settings == {"house": "9"}


def test_a_page_read_before_a_write_does_not_undo_its_answer(tmp_path: Path) -> None:
    vendor = _vendor()
    vendor.page_size = 100

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            await desk.sync.sync()
            reached, go = asyncio.Event(), asyncio.Event()
            old = dict(vendor.orders)

            async def hold() -> None:
                reached.set()
                await go.wait()
                vendor.orders, kept = old, vendor.orders
                asyncio.get_running_loop().call_soon(lambda: vendor.put(*kept.values()))

            vendor.hooks["pull"] = hold
            sync = asyncio.create_task(desk.sync.sync())
            await reached.wait()
            receipt = await desk.orders.act("main:o0", "edit", {"title": "Newer"})
            assert (await settled(desk, receipt.command)).state is CommandState.DONE
            go.set()
            await sync
            assert (await desk.orders.view("main:o0")).order.fields["title"] == "Newer"

    run(story())


def test_names_that_come_with_orders_need_no_look_up(tmp_path: Path) -> None:
    vendor = _vendor(1)
    vendor.names = []
    vendor.told = tuple(named("customer", "b1"))

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            await desk.sync.sync()
            assert (await desk.orders.view("main:o0")).row.customer == "customer b1"
            assert heard.of(NamesChanged) == [NamesChanged("main")]
            vendor.told = (vendor.told[0].model_copy(update={"name": "Renamed"}),)
            await desk.orders.refresh("main:o0")
            assert (await desk.orders.view("main:o0")).row.customer == "Renamed"

    run(story())
