"""The way of a write to a vendor and back, whatever happens on the way."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import Refused
from orderdesk.domain.events import CommandChanged
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.services.views import Decision, Health
from tests.integration.world import QUICK, World, world_of
from tests.sandbox.calls import CUSTOMER, LOCATION, Calls, as_list, as_object
from tests.unit.services.desks import Heard, run

ITEM = {"ItemTypeId": "2", "ItemStatusId": "9", "Description": "Loose cable", "Quantity": "2"}


def _fault(calls: Calls, **settings: JsonValue) -> int:
    return calls.fault(service="orders", **settings)


def _items(truth: Document) -> list[Document]:
    return [as_object(one) for one in as_list(as_object(truth["order"])["Items"])]


def test_every_action_does_at_the_vendor_what_it_says_with_one_write(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Created")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            before = await world.truth(order)
            assert (await world.do(order, "edit", Name="Renamed")).state is CommandState.DONE
            after = await world.truth(order)
            assert after["name"] == "Renamed"
            # The vendor replaces whole objects: nothing else may have changed.
            untouched = as_object(before["order"]) | {"Name": "Renamed"}
            assert as_object(after["order"]) == untouched
            known = {line.id for line in (await world.view(order)).order.lines or ()}
            assert (await world.do(order, "add_item", **ITEM)).state is CommandState.DONE
            view = await world.view(order)
            added = next(line for line in view.order.lines or () if line.id not in known)
            entry = await world.do(order, "edit_item", line_id=added.id, Quantity="5")
            assert entry.state is CommandState.DONE
            assert {str(item["Quantity"]) for item in _items(await world.truth(order))} == {
                *("1", "5"),
            }
            entry = await world.do(order, "remove_item", line_id=added.id)
            assert entry.state is CommandState.DONE
            assert len(_items(await world.truth(order))) == 1
            for action, state in (("submit", "Pending"), ("process", "Processed")):
                assert (await world.do(order, action)).state is CommandState.DONE
                assert (await world.truth(order))["state"] == state
                shown = await world.view(order)
                assert shown.order.vendor_state == state
                assert shown.mirror == shown.order
            with pytest.raises(Refused):
                await world.begin(order, "cancel")
            assert len(await world.writes()) == 6
            assert all(write.endswith(("200", "201")) for write in await world.writes())

    run(story())


def test_a_pending_order_is_cancelled(calls: Calls, tmp_path: Path) -> None:
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            entry = await world.do(order, "cancel")
            assert entry.state is CommandState.DONE
            assert (await world.truth(order))["state"] == "Cancelled"
            assert len(await world.writes()) == 1

    run(story())


def test_a_new_order_is_made_with_its_items_once(calls: Calls, tmp_path: Path) -> None:
    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            fields = {"EntityId": str(LOCATION), "OrderTypeId": "1", "BillingCustomerId": CUSTOMER}
            receipt = await world.desk.orders.create(world.key, fields, [ITEM, ITEM])
            entry = await world.end(receipt.command)
            assert entry.state is CommandState.DONE
            truth = await world.truth(entry.command.vendor_id)
            assert truth["items"] == 2
            view = await world.view(entry.command.vendor_id)
            assert len(view.order.lines or ()) == 2
            assert view.history[-1].state is CommandState.DONE
            assert len(await world.writes()) == 1

    run(story())


def test_an_answer_lost_after_the_work_is_proved_and_nothing_is_sent_twice(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            _fault(calls, kind="cut", when="after", method="POST", count=1)
            entry = await world.do(order, "process")
            assert entry.state is CommandState.DONE
            assert (await world.view(order)).order.vendor_state == "Processed"
            assert await world.writes() == ["POST Orders/Process cut"]

    run(story())


@pytest.mark.parametrize(
    ("fault", "first"),
    [
        ({"kind": "cut", "when": "before"}, "cut"),
        ({"kind": "status", "status": 503}, "503"),
        ({"kind": "html"}, "200"),
    ],
    ids=["cut before the work", "503", "a web page"],
)
def test_what_was_not_done_is_sent_again_and_done_once(
    calls: Calls, tmp_path: Path, fault: Document, first: str
) -> None:
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            _fault(calls, method="POST", count=1, **fault)
            entry = await world.do(order, "process")
            assert entry.state is CommandState.DONE
            assert (await world.truth(order))["state"] == "Processed"
            writes = await world.writes()
            assert writes[0] == f"POST Orders/Process {first}"
            assert len(writes) == (1 if await _worked_at_first(world) else 2)

    run(story())


async def _worked_at_first(world: World) -> bool:
    first = next(entry for entry in await world.log() if entry["method"] == "POST")
    return bool(first["worked"])


def test_too_many_requests_are_waited_out_and_the_write_is_done_once(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            heard = Heard()
            world.desk.bus.subscribe(heard)
            _fault(calls, kind="status", status=429, method="POST", count=1)
            # The budget is counted by whole minutes: shortly before one ends, the wait is short.
            time = datetime.fromisoformat(str(as_object(calls.admin("GET", "/clock"))["time"]))
            calls.advance((115 - time.second) % 60)
            command = await world.begin(order, "process")
            await heard.until(lambda: any(e.reason for e in heard.of(CommandChanged)))
            [status] = await world.desk.connections.list()
            assert status.health is Health.SLOW
            assert (await world.end(command)).state is CommandState.DONE
            assert await world.writes() == ["POST Orders/Process 429", "POST Orders/Process 201"]

    run(story())


def test_an_expired_token_is_renewed_and_the_write_done_once(calls: Calls, tmp_path: Path) -> None:
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            calls.fault(kind="expire_tokens")
            assert (await world.do(order, "process")).state is CommandState.DONE
            assert [w for w in await world.writes() if w.endswith("201")] == [
                "POST Orders/Process 201"
            ]

    run(story())


def test_a_colleague_who_was_first_is_told_by_the_vendors_words(
    calls: Calls, tmp_path: Path
) -> None:
    """Between the last reading and the write somebody processes the order: 409."""
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            _fault(calls, kind="hold", when="before", method="PUT", count=1)
            command = await world.begin(order, "cancel")
            await world.held()
            await world.admin("POST", f"/orders/{order}", {"act": "process"})
            await world.admin("POST", "/release", {})
            entry = await world.end(command)
            assert entry.state is CommandState.REJECTED
            assert entry.words is not None
            assert "Processed" in entry.words
            await _shows(world, order, "Processed")
            assert await world.writes() == ["PUT Orders 409"]

    run(story())


async def _shows(world: World, order: str, state: str) -> None:
    news = asyncio.Event()
    end = world.desk.bus.subscribe(lambda _event: news.set())
    try:
        async with asyncio.timeout(20):
            while True:
                # Before looking: what comes while the order is read must not be missed.
                news.clear()
                if (await world.view(order)).order.vendor_state == state:
                    return
                await news.wait()
    finally:
        end()


def test_an_order_that_moved_on_is_refused_before_anything_is_sent(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            await world.admin("POST", f"/orders/{order}", {"act": "process"})
            entry = await world.do(order, "cancel")
            assert entry.state is CommandState.REFUSED
            assert entry.reason
            assert await world.writes() == []
            assert (await world.view(order)).order.vendor_state == "Processed"

    run(story())


def test_edits_that_do_not_overlap_go_through_and_those_that_do_are_asked(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            theirs: JsonValue = {"set": {"DiscountCode": "SPRING", "Name": "Test order"}}
            await world.admin("POST", f"/orders/{order}", theirs)
            entry = await world.do(order, "edit", Name="Mine")
            assert entry.state is CommandState.DONE
            truth = as_object((await world.truth(order))["order"])
            assert (truth["Name"], truth["DiscountCode"]) == ("Mine", "SPRING")
            await world.admin("POST", f"/orders/{order}", {"set": {"Name": "Theirs"}})
            entry = await world.do(order, "edit", Name="Mine again")
            assert entry.state is CommandState.ASKING
            assert "“Theirs”" in entry.readings[0]
            await world.desk.orders.decide(entry.command.id, Decision.TAKE_MINE)
            assert (await world.end(entry.command.id)).state is CommandState.DONE
            assert (await world.truth(order))["name"] == "Mine again"
            assert len(await world.writes()) == 2

    run(story())


@pytest.mark.parametrize("decision", [Decision.SEND_AGAIN, Decision.GIVE_UP])
def test_a_lost_item_without_a_product_is_asked_when_it_is_not_there(
    calls: Calls, tmp_path: Path, decision: Decision
) -> None:
    """Nothing guards it: the vendor would take the same item twice."""
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            _fault(calls, kind="cut", when="before", method="POST", count=1)
            entry = await world.do(order, "add_item", **ITEM)
            assert entry.state is CommandState.ASKING
            await world.desk.orders.decide(entry.command.id, decision)
            entry = await world.end(entry.command.id)
            again = decision is Decision.SEND_AGAIN
            assert entry.state is (CommandState.DONE if again else CommandState.FAILED)
            assert (await world.truth(order))["items"] == (2 if again else 1)

    run(story())


def test_a_lost_item_that_is_there_is_done(calls: Calls, tmp_path: Path) -> None:
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            _fault(calls, kind="cut", when="after", method="POST", count=1)
            entry = await world.do(order, "add_item", **ITEM)
            assert entry.state is CommandState.DONE
            assert (await world.truth(order))["items"] == 2

    run(story())


def test_a_lost_new_order_is_found_by_our_own_reference(calls: Calls, tmp_path: Path) -> None:
    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            _fault(calls, kind="cut", when="after", method="POST", count=1)
            _fault(calls, kind="cut", when="before", method="POST", skip=1, count=1)
            fields = {"EntityId": str(LOCATION), "OrderTypeId": "1", "Name": "Only once"}
            for _time in range(2):
                receipt = await world.desk.orders.create(world.key, fields, [ITEM])
                entry = await world.end(receipt.command)
                assert entry.state is CommandState.DONE
                assert entry.command.vendor_id != entry.command.id
            made = as_list(await world.admin("GET", "/orders?name=Only%20once"))
            assert len(made) == 2

    run(story())


def test_without_a_vendor_it_waits_and_is_sent_once_when_it_is_back(
    tmp_path: Path,
) -> None:
    options = SandboxOptions(orders=5, file=tmp_path / "sandbox.db", only=["iqmetrix"])
    first = Sandbox(options)
    first.start()
    with Calls(first) as calls:
        order = calls.create_in("Pending")

        async def story() -> None:
            timings = replace(QUICK, first_pause=0.05)
            async with world_of(calls, tmp_path / "home", timings=timings) as world:
                await asyncio.to_thread(first.stop)
                command = await world.begin(order, "process")
                entry = await world.desk.orders.wait(command, timeout=30, or_stuck=True)
                assert entry.state is CommandState.WAITING
                assert entry.attempts == 0
                assert entry.reason
                [status] = await world.desk.connections.list()
                assert status.health is Health.OFFLINE
                second = Sandbox(replace(options, port=first.port))
                await asyncio.to_thread(second.start)
                try:
                    assert (await world.end(command)).state is CommandState.DONE
                    assert (await world.truth(order))["state"] == "Processed"
                    world.since = 0
                    assert await world.writes() == ["POST Orders/Process 201"]
                finally:
                    await asyncio.to_thread(second.stop)

        run(story())


def test_what_was_never_sent_can_be_taken_back_when_the_sign_in_fails(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path, timings=replace(QUICK, sign_in_pause=60)) as world:
            calls.fault(preset="locked_out")
            calls.fault(kind="expire_tokens")
            command = await world.begin(order, "process")
            entry = await world.desk.orders.wait(command, timeout=30, or_stuck=True)
            assert entry.state is CommandState.WAITING
            assert entry.reason
            await world.desk.orders.withdraw(command)
            assert (await world.end(command)).state is CommandState.WITHDRAWN
            assert [w for w in await world.writes() if not w.endswith("401")] == []
            [status] = await world.desk.connections.list()
            assert status.health is Health.SIGN_IN

    run(story())
