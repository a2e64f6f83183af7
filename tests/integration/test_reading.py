"""The way of a read: what the vendor has is shown, and what is wrong with an answer is said."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from orderdesk.domain.actions import Kind
from orderdesk.domain.events import NamesChanged, SyncChanged
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Sort
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.services.views import Health
from tests.integration.world import QUICK, World, connections_of, world_of
from tests.sandbox.calls import Calls, as_object, as_objects
from tests.unit.services.desks import Heard, run


async def _shown(world: World, query: str = "") -> list[str]:
    found = await world.desk.orders.search(parse_query(query), Sort(), zone="UTC")
    return [row.vendor_id for row in await world.desk.orders.rows(found.rowids)]


async def _all(world: World) -> set[str]:
    company = world.calls.connection["settings"]
    wanted = f"/orders?company={as_object(company)['company_id']}"
    return {str(one["id"]) for one in as_objects(await world.admin("GET", wanted))}


def test_every_order_is_shown_as_the_vendor_has_it(calls: Calls, tmp_path: Path) -> None:
    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            truths = as_objects(await world.admin("GET", "/orders"))
            own = await _all(world)
            assert set(await _shown(world)) == own
            for truth in truths:
                if truth["id"] not in own:
                    continue
                view = await world.view(str(truth["id"]))
                assert view.row.vendor_state == truth["state"]
                assert view.row.number == truth["printable_id"]
                assert view.row.name == truth["name"]
                assert view.row.items == truth["items"]
                assert view.row.location_id == str(truth["location"])
            pending = {str(t["id"]) for t in truths if t["state"] == "Pending"} & own
            assert set(await _shown(world, "state:pending")) == pending

    run(story())


def test_names_come_with_the_sync_and_those_of_addresses_when_an_order_is_looked_at(
    calls: Calls, tmp_path: Path
) -> None:
    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            heard = Heard()
            world.desk.bus.subscribe(heard)
            with_address = [
                vendor_id
                for vendor_id in await _shown(world)
                if (await world.view(vendor_id)).order.fields["BillingAddressId"]
            ]
            assert with_address
            await heard.until(lambda: NamesChanged(world.key) in heard.events)
            view = await world.view(with_address[0])
            address = view.order.fields["BillingAddressId"] or ""
            while ("address", address) not in view.names:
                await heard.until(heard.news.is_set)
                heard.news.clear()
                view = await world.view(with_address[0])
            assert view.row.customer
            assert view.row.location

    run(story())


def test_a_list_that_breaks_off_keeps_what_came_and_removes_nothing(
    calls: Calls, tmp_path: Path
) -> None:
    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            everything = await _all(world)
            calls.fault(kind="malformed", method="GET", path="/OrderFull$")
            [report] = await world.desk.sync.sync()
            assert report.error is not None
            assert 0 < report.orders < len(everything)
            assert set(await _shown(world)) == everything
            [status] = await world.desk.connections.list()
            assert status.health is Health.FAILED
            assert status.problem is not None
            assert status.way_out is not None

    run(story())


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "html"},
        {"kind": "truncate"},
        {"kind": "cut"},
        {"kind": "status", "status": 503},
        {"kind": "status", "status": 500},
    ],
    ids=lambda fault: "-".join(str(value) for value in fault.values()),
)
def test_an_answer_that_is_none_is_said_and_costs_no_order(
    calls: Calls, tmp_path: Path, fault: Document
) -> None:
    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            everything = await _all(world)
            calls.fault(service="orders", **fault)
            [report] = await world.desk.sync.sync()
            assert report.error is not None
            assert set(await _shown(world)) == everything
            calls.admin("DELETE", "/faults")
            [report] = await world.desk.sync.sync()
            assert report.error is None
            [status] = await world.desk.connections.list()
            assert status.health is Health.GOOD

    run(story())


def test_an_unknown_state_is_shown_and_nothing_is_offered(calls: Calls, tmp_path: Path) -> None:
    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            calls.fault(preset="unknown_state")
            [report] = await world.desk.sync.sync()
            assert report.error is None
            [odd] = await _shown(world, "vendor_state:AwaitingMoonrise")
            view = await world.view(odd)
            assert view.order.state is None
            kinds = {verdict.kind for verdict in view.verdicts.values()}
            assert kinds == {Kind.REFUSED, Kind.NOT_OFFERED}
            assert "AwaitingMoonrise" in str(view.verdicts["cancel"].reason)

    run(story())


def test_a_row_that_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    calls: Calls, tmp_path: Path
) -> None:
    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            everything = await _all(world)
            calls.fault(preset="null_id")
            [report] = await world.desk.sync.sync()
            assert (report.error, report.set_aside) == (None, 1)
            assert report.orders == len(everything) - 1
            # The row without an id may be any of them: none is taken for gone.
            assert set(await _shown(world)) == everything
            [status] = await world.desk.connections.list()
            assert status.set_aside == 1

    run(story())


def test_a_look_up_service_that_fails_costs_names_and_not_orders(
    calls: Calls, tmp_path: Path
) -> None:
    calls.fault(kind="status", status=503, service="crm")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            assert set(await _shown(world)) == await _all(world)
            [status] = await world.desk.connections.list()
            assert status.health is Health.GOOD
            assert status.problem is not None
            row = (await world.view((await _shown(world))[0])).row
            assert row.location is not None

    run(story())


def test_an_expired_token_costs_one_more_sign_in(calls: Calls, tmp_path: Path) -> None:
    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            calls.fault(kind="expire_tokens")
            [report] = await world.desk.sync.sync()
            assert report.error is None
            grants = [e["status"] for e in await world.log() if str(e["path"]).endswith("token")]
            # The renewal is refused too, then the password is good; five readings share it.
            assert grants == [400, 200]

    run(story())


def test_a_wrong_password_is_said_and_the_right_one_mends_it(calls: Calls, tmp_path: Path) -> None:
    async def story() -> None:
        async with world_of(calls, tmp_path, timings=replace(QUICK, sign_in_pause=60)) as world:
            [status] = await world.desk.connections.list()
            await world.desk.connections.update(status.config, {"password": "wrong"})
            [report] = await world.desk.sync.sync()
            assert report.error is not None
            assert "wrong" not in report.error
            [status] = await world.desk.connections.list()
            assert status.health is Health.SIGN_IN
            assert status.way_out is not None
            assert await world.desk.connections.import_json(connections_of(calls)) == [world.key]
            [report] = await world.desk.sync.sync()
            assert report.error is None

    run(story())


def test_the_schedule_sees_a_vendor_come_back(tmp_path: Path) -> None:
    options = SandboxOptions(orders=5, file=tmp_path / "sandbox.db", only=["iqmetrix"])
    first = Sandbox(options)
    first.start()
    with Calls(first) as calls:

        async def story() -> None:
            timings = replace(QUICK, sync_interval=0.2)
            async with world_of(calls, tmp_path, timings=timings, background=True) as world:
                heard = Heard()
                world.desk.bus.subscribe(heard)
                await asyncio.to_thread(first.stop)
                await heard.until(lambda: any(e.problem for e in heard.of(SyncChanged)))
                [status] = await world.desk.connections.list()
                assert status.health is Health.OFFLINE
                second = Sandbox(replace(options, port=first.port))
                await asyncio.to_thread(second.start)
                try:
                    heard.events.clear()
                    ended = SyncChanged(world.key, running=False, done=5)
                    await heard.until(lambda: ended in heard.events)
                    [status] = await world.desk.connections.list()
                    assert status.health is Health.GOOD
                finally:
                    await asyncio.to_thread(second.stop)

        run(story())
