"""The watch: a change that another's write of the whole order put back is found and offered."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import Refused
from orderdesk.domain.events import WatchChanged
from orderdesk.services.desk import Desk
from orderdesk.services.timings import Timings
from tests.integration.world import QUICK, desk_on, world_of
from tests.sandbox.calls import Calls, as_object
from tests.unit.services.desks import Heard, run

WATCHING = replace(QUICK, watch=0.05)


async def _read_until_over(desk: Desk, order_id: str) -> None:
    """Read the order again, as syncs would, until the watch over it is over."""
    async with asyncio.timeout(20):
        while await desk.watch.watched():
            await desk.orders.refresh(order_id)


def test_what_was_put_back_is_found_offered_and_set_again_with_one_act(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Created")

    async def story() -> None:
        async with world_of(calls, tmp_path, timings=WATCHING) as world:
            before = str(as_object((await world.truth(order))["order"])["Name"])
            entry = await world.do(order, "edit", Name="Mine", TenderId="Kept-1")
            assert entry.state is CommandState.DONE
            # Another desk's write, made from what it had read before.
            await world.admin("POST", f"/orders/{order}", {"set": {"Name": before}})
            await world.desk.orders.refresh(world.id_of(order))
            [found] = await world.desk.watch.overwritten()
            [lost] = found.lost
            assert (lost.written.field, lost.written.mine, lost.now) == ("Name", "Mine", before)
            assert lost.reverted
            assert (await world.view(order)).overwritten == (found,)
            receipt = await world.desk.watch.set_again(found.command.id)
            assert receipt is not None
            assert (await world.end(receipt.command)).state is CommandState.DONE
            truth = as_object((await world.truth(order))["order"])
            assert (truth["Name"], truth["TenderId"]) == ("Mine", "Kept-1")
            assert await world.desk.watch.overwritten() == []
            assert await world.desk.watch.count() == 1
            with pytest.raises(Refused):
                await world.desk.watch.leave(found.command.id)
            await _read_until_over(world.desk, world.id_of(order))
            assert await world.desk.watch.overwritten() == []

    run(story())


def test_what_another_wrote_over_it_is_told_too_and_can_be_left(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Created")

    async def story() -> None:
        async with world_of(calls, tmp_path, timings=WATCHING) as world:
            assert (await world.do(order, "edit", Name="Mine")).state is CommandState.DONE
            await world.admin("POST", f"/orders/{order}", {"set": {"Name": "Theirs"}})
            [report] = await world.desk.sync.sync()
            assert report.error is None
            [found] = await world.desk.watch.overwritten()
            assert not found.lost[0].reverted
            await world.desk.watch.leave(found.command.id)
            assert await world.desk.watch.overwritten() == []
            assert (await world.view(order)).order.fields["Name"] == "Theirs"

    run(story())


def test_own_later_changes_are_no_loss_and_the_watch_ends_by_itself(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Created")

    async def story() -> None:
        async with world_of(calls, tmp_path, timings=WATCHING) as world:
            for name in ("First", "Second", "Third"):
                assert (await world.do(order, "edit", Name=name)).state is CommandState.DONE
            assert await world.desk.watch.watched() == 1
            await _read_until_over(world.desk, world.id_of(order))
            assert await world.desk.watch.count() == 0

    run(story())


def test_the_watch_goes_on_after_a_restart_and_reads_by_itself_what_no_sync_brings(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Created")

    async def story() -> None:
        async with world_of(calls, tmp_path, timings=WATCHING) as world:
            item = next(iter((await world.view(order)).order.lines or ()))
            entry = await world.do(order, "edit_item", line_id=item.id, Quantity="7")
            assert entry.state is CommandState.DONE
            back = {"items": {item.id: {"Quantity": int(item.fields["Quantity"] or 0)}}}
            vault = world.vault
        calls.admin("POST", f"/orders/{order}", back)
        again = desk_on(tmp_path, vault, replace(WATCHING, sync_interval=3600.0))
        heard = Heard()
        again.bus.subscribe(heard)
        await again.start(background=True)
        try:
            await heard.until(lambda: any(one.overwritten for one in heard.of(WatchChanged)))
            [found] = await again.watch.overwritten()
            assert found.lost[0].written.line_id == item.id
            assert (found.lost[0].now, found.lost[0].reverted) == (item.fields["Quantity"], True)
        finally:
            await again.aclose()

    run(story())


def test_without_a_watch_nothing_is_watched(calls: Calls, tmp_path: Path) -> None:
    order = calls.create_in("Created")

    async def story() -> None:
        async with world_of(calls, tmp_path, timings=Timings(deadline=5.0, watch=0.0)) as world:
            assert (await world.do(order, "edit", Name="Mine")).state is CommandState.DONE
            assert await world.desk.watch.watched() == 0

    run(story())
