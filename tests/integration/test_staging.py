"""Staged edits at the stand-ins: kept through everything, sent by nothing but a person's word."""

import asyncio
import shutil
from pathlib import Path

from orderdesk.domain.commands import CommandState, EditLine, EditOrder
from orderdesk.domain.staging import Pick
from orderdesk.sandbox.json_text import Document
from orderdesk.services.desk import Desk
from orderdesk.services.staging import editing_of
from orderdesk.services.views import Decision, OrderView
from tests.integration.town import standing, town_of
from tests.integration.world import PATIENCE, World, desk_on, world_of
from tests.sandbox.calls import Calls, as_list, as_object
from tests.unit.services.desks import run

ITEM = {"ItemTypeId": "2", "ItemStatusId": "9", "Description": "Loose cable", "Quantity": "2"}


def _items(truth: Document) -> list[Document]:
    return [as_object(one) for one in as_list(as_object(truth["order"])["Items"])]


async def _staged(desk: Desk) -> set[str]:
    return {change.entry.command.action for change in await desk.staging.all()}


def test_what_is_staged_outlives_a_kill_and_nothing_but_a_person_sends_it(
    calls: Calls, tmp_path: Path
) -> None:
    order, other = calls.create_in("Created"), calls.create_in("Created")
    killed = tmp_path / "killed"

    async def before() -> World:
        async with world_of(calls, tmp_path / "alive") as world:
            stage = world.desk.staging.put
            about = world.id_of(order)
            line = (await world.view(order)).order.lines
            assert line
            await stage(about, "edit", {"Name": "Staged"})
            await stage(about, "edit_item", {"Quantity": "7"}, line_id=line[0].id)
            await stage(about, "add_item", ITEM)
            # What is asked beside it goes; a sync and a reading change nothing about it.
            assert (await world.do(order, "submit")).state is CommandState.DONE
            assert (await world.do(other, "edit", Name="Sent")).state is CommandState.DONE
            await world.desk.sync.sync([world.key])
            await world.desk.orders.refresh(about)
            # The profile as a SIGKILL would leave it now, in the middle of everything.
            await asyncio.to_thread(shutil.copytree, tmp_path / "alive", killed)
            assert len(await world.writes()) == 2
            return world

    async def after(old: World) -> None:
        desk = desk_on(killed, old.vault)
        await desk.start(background=True)
        world = World(calls, desk, old.key, old.since, old.vault)
        try:
            assert await _staged(desk) == {"edit", "edit_item", "add_item"}
            await desk.sync.sync([old.key])
            assert (await world.do(other, "edit", Name="Again")).state is CommandState.DONE
            truth = await world.truth(order)
            items = len(_items(truth))
            assert (truth["name"], truth["state"], items) == ("Test order", "Pending", 1)
            assert len(await world.writes()) == 3

            result = await desk.staging.send()
            assert not result.refused
            for receipt in result.receipts:
                assert (await world.end(receipt.command)).state is CommandState.DONE
            truth = await world.truth(order)
            assert truth["name"] == "Staged"
            assert {str(item["Quantity"]) for item in _items(truth)} == {"7", "2"}
            assert len(await world.writes()) == 6
            assert await desk.staging.all() == []
        finally:
            await desk.aclose()

    run(after(run(before())))


def test_an_overlap_is_asked_about_and_can_be_staged_again(calls: Calls, tmp_path: Path) -> None:
    order = calls.create_in("Created")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            staging, about = world.desk.staging, world.id_of(order)
            await staging.put(about, "edit", {"Name": "Mine", "DiscountCode": "SPRING"})
            await world.admin("POST", f"/orders/{order}", {"set": {"Name": "Theirs"}})
            [staged] = await staging.all()
            # Of two fields, what nobody else touched goes by itself.
            [receipt] = (await staging.send([Pick(staged.command.id, "DiscountCode")])).receipts
            assert (await world.end(receipt.command)).state is CommandState.DONE
            [staged] = await staging.all()
            assert [one.theirs for one in staged.conflicts] == ["Theirs"]
            [receipt] = (await staging.send()).receipts
            assert (await world.end(receipt.command)).state is CommandState.ASKING
            await staging.take_back([receipt.command])
            assert (await world.view(order)).order.fields["Name"] == "Mine"
            [receipt] = (await staging.send()).receipts
            await world.end(receipt.command)
            await world.desk.orders.decide(receipt.command, Decision.TAKE_MINE)
            assert (await world.end(receipt.command)).state is CommandState.DONE
            assert (await world.truth(order))["name"] == "Mine"
            assert len(await world.writes()) == 2

    run(story())


def test_every_vendor_takes_its_staged_edits_or_says_why_it_has_none(tmp_path: Path) -> None:
    async def story() -> None:
        with standing(12) as sandboxes:
            async with town_of(sandboxes, tmp_path) as town:
                await town.desk.sync.sync()
                wanted = {
                    vendor: await _edited(town.desk, await town.shown(f"connection:{key}"))
                    for vendor, key in town.keys.items()
                }
                result = await town.desk.staging.send()
                assert not result.refused
                for receipt in result.receipts:
                    entry = await town.desk.orders.wait(receipt.command, timeout=PATIENCE)
                    assert entry.state is CommandState.DONE, entry
                    command = entry.command
                    assert isinstance(command, EditOrder | EditLine)
                    mirror = (await town.desk.orders.view(command.order_id)).mirror
                    assert mirror is not None
                    assert command.changes.items() <= mirror.fields.items()
                assert sum(wanted.values()) == len(result.receipts) >= 3

    run(story())


async def _edited(desk: Desk, order_ids: list[str]) -> int:
    """Stage a text on the first order that takes one; every field that takes none says why."""
    for order_id in order_ids:
        view = await desk.orders.view(order_id, read=False)
        field = _text_field(view)
        if field is not None:
            action, key = field
            await desk.staging.put(order_id, action, {key: "Staged here"})
            return 1
    return 0


def _text_field(view: OrderView) -> tuple[str, str] | None:
    editable = editing_of(view)
    for one in (
        *editable.order.values(),
        *(f for line in editable.lines.values() for f in line.values()),
    ):
        assert one.action or (one.reason and one.way_out), one.spec.key
    free = (
        (one.action, key)
        for key, one in editable.order.items()
        if one.action and one.spec.type in {"text", "long_text"} and not one.spec.required
    )
    return next(free, None)
