"""Conflicts chosen field by field, and answers that say somebody else was there first."""

from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import InputError, Refused
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import ShownRow, Sort
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.services.conflicts import THEIRS
from tests.integration.world import World, world_of
from tests.sandbox.calls import Calls, as_object
from tests.unit.services.desks import run


async def _held_while(world: World, order: str, change: JsonValue) -> None:
    """Change an order at the vendor while the reading before a write is held."""
    await world.held()
    await world.admin("POST", f"/orders/{order}", change)
    await world.admin("POST", "/release", {})


async def _open_orders(world: World) -> list[ShownRow]:
    """Return the orders that can be edited."""
    found = await world.desk.orders.first(parse_query(""), Sort(), zone="UTC")
    rows = await world.desk.orders.rows(found.rowids)
    views = [await world.view(row.vendor_id) for row in rows]
    return [view.row for view in views if view.verdicts["edit"].allowed]


async def _conflict(world: World, order: str, theirs: Document, **mine: str) -> str:
    """Let somebody else change the same; return the id of the command that asks."""
    world.calls.fault(service="orders", kind="hold", method="GET", count=1)
    command = await world.begin(order, "edit", **mine)
    await _held_while(world, order, {"set": theirs})
    assert (await world.end(command)).state is CommandState.ASKING
    return command


def test_each_field_is_chosen_and_what_nobody_else_touched_goes_with_it(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Created")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            command = await _conflict(
                world,
                order,
                {"Name": "Theirs", "TenderId": "T-theirs", "DiscountCode": "D-theirs"},
                Name="Mine",
                TenderId="T-mine",
                DiscountCode="D-mine",
                DiscountDescription="Alone",
            )
            shown = await world.desk.orders.conflict(command)
            assert {one.spec.key: (one.mine, one.theirs) for one in shown.contested} == {
                "Name": ("Mine", "Theirs"),
                "TenderId": ("T-mine", "T-theirs"),
                "DiscountCode": ("D-mine", "D-theirs"),
            }
            assert [one.spec.key for one in shown.merging] == ["DiscountDescription"]
            assert shown.changed_at is not None
            with pytest.raises(InputError) as missing:
                await world.desk.orders.resolve(command, {"Name": "Mine"}, seen=shown.seen)
            assert missing.value.problems.keys() == {"TenderId", "DiscountCode"}
            choices = {"Name": "Mine", "TenderId": THEIRS, "DiscountCode": "D-third"}
            too_long = {**choices, "Name": "x" * 20_000}
            with pytest.raises(InputError):
                await world.desk.orders.resolve(command, too_long, seen=shown.seen)
            await world.desk.orders.resolve(command, choices, seen=shown.seen)
            assert (await world.end(command)).state is CommandState.DONE
            truth = as_object((await world.truth(order))["order"])
            fields = ("Name", "TenderId", "DiscountCode", "DiscountDescription")
            assert [truth[name] for name in fields] == ["Mine", "T-theirs", "D-third", "Alone"]
            assert len(await world.writes()) == 1

    run(story())


def test_a_choice_on_an_older_reading_is_asked_anew_and_decides_nothing(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Created")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            command = await _conflict(world, order, {"Name": "Theirs"}, Name="Mine")
            seen = (await world.desk.orders.conflict(command)).seen
            await world.admin("POST", f"/orders/{order}", {"set": {"Name": "Newer"}})
            await world.desk.orders.refresh(world.id_of(order))
            with pytest.raises(Refused, match="changed again"):
                await world.desk.orders.resolve(command, {"Name": "Mine"}, seen=seen)
            shown = await world.desk.orders.conflict(command)
            assert shown.seen == {"Name": "Newer"}
            await world.desk.orders.resolve(command, {"Name": THEIRS}, seen=shown.seen)
            assert (await world.end(command)).state is CommandState.WITHDRAWN
            assert await world.writes() == []
            with pytest.raises(Refused):
                await world.desk.orders.resolve(command, {"Name": "Mine"})

    run(story())


def test_taking_off_an_item_that_was_changed_is_one_choice(calls: Calls, tmp_path: Path) -> None:
    order = calls.create_in("Created")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            item = next(iter((await world.view(order)).order.lines or ()))
            calls.fault(service="orders", kind="hold", method="GET", count=1)
            command = await world.begin(order, "remove_item", line_id=item.id)
            change: Document = {"items": {item.id: {"Quantity": 9, "Notes": "Keep"}}}
            await _held_while(world, order, change)
            assert (await world.end(command)).state is CommandState.ASKING
            shown = await world.desk.orders.conflict(command)
            assert shown.removes
            keys = [one.spec.key for one in shown.contested]
            assert len(keys) == 2
            with pytest.raises(InputError):
                await world.desk.orders.resolve(command, {keys[0]: THEIRS, keys[1]: None})
            await world.desk.orders.resolve(command, dict.fromkeys(keys), seen=shown.seen)
            assert (await world.end(command)).state is CommandState.DONE
            assert (await world.truth(order))["items"] == 0

    run(story())


_STALE = {
    409: '{"Message":"Entity resource already modified by an earlier request"}',
    412: '{"Message":"Precondition Failed"}',
}
_FIELDS = {
    "iqmetrix": ("Name", "TenderId", r"/Orders\("),
    "ordertime": ("Memo", "CustomerPO", "/salesorder$"),
}


@pytest.mark.parametrize("status", [409, 412])
@pytest.mark.parametrize("vendor", list(_FIELDS))
def test_a_write_that_is_refused_as_overtaken_is_merged_asked_or_ends(
    vendor: str, status: int, tmp_path: Path
) -> None:
    mine, other, path = _FIELDS[vendor]

    async def overtaken(world: World, order: str, theirs: Document, *, times: int) -> str:
        for settings in (
            {"kind": "hold", "count": 1},
            {"kind": "status", "status": status, "body": _STALE[status], "count": times},
        ):
            world.calls.fault(method="PUT", path=path, **settings)
        command = await world.begin(order, "edit", **{mine: "Mine"})
        await _held_while(world, order, {"set": theirs})
        return command

    async def story(calls: Calls) -> None:
        async with world_of(calls, tmp_path) as world:
            keys = [row.vendor_id for row in await _open_orders(world)]
            # Nothing overlaps: it goes through by itself, on a reading of its own.
            merged = await overtaken(world, keys[0], {other: "Theirs"}, times=1)
            assert (await world.end(merged)).state is CommandState.DONE
            fields = (await world.view(keys[0])).order.fields
            assert (fields[mine], fields[other]) == ("Mine", "Theirs")
            # Both changed the same: a person is asked.
            asked = await overtaken(world, keys[1], {mine: "Theirs"}, times=1)
            assert (await world.end(asked)).state is CommandState.ASKING
            [one] = (await world.desk.orders.conflict(asked)).contested
            assert (one.mine, one.theirs) == ("Mine", "Theirs")
            # A vendor that goes on refusing is not called for ever.
            refused = await overtaken(world, keys[2], {other: "Theirs"}, times=99)
            entry = await world.end(refused)
            assert entry.state is CommandState.REJECTED
            assert (entry.words or "?") in _STALE[status]
            await world.admin("DELETE", "/faults")
            assert 2 <= entry.attempts <= 3

    with (
        Sandbox(SandboxOptions(orders=12, only=[vendor])) as running,
        Calls(running) as speaking,
    ):
        run(story(speaking))
