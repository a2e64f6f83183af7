"""The queue: its order and reasons, and asking for something else in a command's place."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState, CreateOrder, EditOrder
from orderdesk.domain.errors import InputError, Refused, Unreachable
from orderdesk.domain.messages import verbatim
from orderdesk.services.desk import Desk
from orderdesk.services.queue import Queued, Wait, lined_up
from orderdesk.services.views import Health
from tests.unit.domain.invented import line, order
from tests.unit.services.desks import QUICK, open_desk, run, settled, synced_desk
from tests.unit.services.quillworks import Vendor

OFFLINE = replace(QUICK, first_pause=60.0, longest_pause=60.0)


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(
        order("a", title="Ink", note="Old", payer="p1", lines=(line("1"),)),
        order("b", state="Placed", title="Nibs", lines=(line("2"),)),
    )
    return vendor


def _cut(vendor: Vendor) -> None:
    async def cut() -> None:
        raise Unreachable(verbatim("No network."))

    vendor.hooks |= {"fetch": cut, "send": cut}


def _mend(vendor: Vendor) -> None:
    vendor.hooks.clear()
    vendor.calls.clear()


async def _queued(desk: Desk) -> list[Queued]:
    statuses = await desk.connections.list()
    return lined_up(await desk.queue.all(), statuses, datetime.now(UTC))


async def _stuck(desk: Desk, order_id: str, action: str, values: dict[str, str | None]) -> str:
    command = (await desk.orders.act(order_id, action, values)).command
    await desk.orders.wait(command, timeout=5, or_stuck=True)
    return command


def test_the_queue_says_in_which_order_and_what_each_waits_for(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=OFFLINE) as desk:
            _cut(vendor)
            first = await _stuck(desk, "main:a", "edit", {"title": "One"})
            second = (await desk.orders.act("main:a", "edit", {"note": "Two"})).command
            third = (await desk.orders.act("main:b", "process", {})).command
            queued = await _queued(desk)
            assert [(one.place, one.id, one.wait) for one in queued] == [
                (1, first, Wait.NETWORK),
                (2, second, Wait.TURN),
                (3, third, Wait.NETWORK),
            ]
            assert queued[1].behind is not None
            assert queued[1].behind.command.id == first
            [status] = await desk.connections.list()
            assert status.health is Health.OFFLINE
            assert status.away_since is not None
            assert status.tried_again is not None
            assert status.tried_again > status.away_since

    run(story())


def test_what_waits_is_changed_in_its_place_and_only_that_is_sent(tmp_path: Path) -> None:
    vendor = _vendor()

    async def offline() -> tuple[str, str]:
        async with synced_desk(vendor, tmp_path, timings=OFFLINE) as desk:
            _cut(vendor)
            one = await _stuck(desk, "main:a", "edit", {"title": "One"})
            two = (await desk.orders.act("main:a", "edit", {"note": "Two"})).command
            entry = (await desk.queue.replace(one, {"title": "Better", "rebate": "5"})).entry
            assert isinstance(entry.command, EditOrder)
            assert entry.command.changes == {"title": "Better", "rebate": "5"}
            assert entry.command.base == {"title": "Ink", "rebate": None}
            before = (await desk.queue.view(one)).order.fields
            assert (before["title"], before["note"]) == ("Ink", "Two")
            view = await desk.orders.view("main:a")
            assert (view.order.fields["title"], view.order.fields["note"]) == ("Better", "Two")
            assert [entry.command.id for entry in await desk.queue.all()] == [one, two]
            return one, two

    async def online(commands: tuple[str, str]) -> None:
        async with open_desk(vendor, tmp_path) as desk:
            for command in commands:
                assert (await settled(desk, command)).state is CommandState.DONE

    commands = run(offline())
    _mend(vendor)
    run(online(commands))
    fields = vendor.orders["a"].fields
    assert (fields["title"], fields["note"], fields["rebate"]) == ("Better", "Two", "5")
    assert vendor.made("send") == ["edit", "edit"]


def test_what_is_replaced_while_its_order_is_read_is_sent_as_it_is_then(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            commands: list[str] = []

            async def replaced_meanwhile() -> None:
                vendor.hooks.clear()
                [entry] = await desk.queue.all()
                commands.append(entry.command.id)
                await desk.queue.replace(entry.command.id, {"title": "Second"})

            vendor.hooks["fetch"] = replaced_meanwhile
            receipt = await desk.orders.act("main:a", "edit", {"title": "First"})
            entry = await settled(desk, receipt.command)
            assert commands == [receipt.command]
            assert entry.state is CommandState.DONE
            assert vendor.orders["a"].fields["title"] == "Second"
            assert vendor.made("send") == ["edit"]

    run(story())


def test_what_cannot_be_asked_for_leaves_it_as_it_was(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=OFFLINE) as desk:
            _cut(vendor)
            command = await _stuck(desk, "main:a", "edit", {"title": "One"})
            with pytest.raises(InputError) as wrong:
                await desk.queue.replace(command, {"rebate": "a lot"})
            assert set(wrong.value.problems) == {"rebate"}
            with pytest.raises(InputError, match="Nothing would change"):
                await desk.queue.replace(command, {"title": "Ink"})
            [entry] = await desk.queue.all()
            assert isinstance(entry.command, EditOrder)
            assert entry.command.changes == {"title": "One"}
            await desk.orders.withdraw(command)
            with pytest.raises(Refused) as gone:
                await desk.queue.replace(command, {"title": "Two"})
            assert "gone on meanwhile (Withdrawn)" in gone.value.sentence()
            with pytest.raises(Refused):
                await desk.queue.replace("never", {"title": "Two"})

    run(story())


def test_a_new_order_that_waits_is_changed_with_its_items(tmp_path: Path) -> None:
    vendor = _vendor()
    items = [{"text": "Quill", "count": "1"}, {"text": "Ink", "count": "2"}]

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=OFFLINE) as desk:
            _cut(vendor)
            receipt = await desk.orders.create("main", {"title": "New"}, items[:1])
            await desk.orders.wait(receipt.command, timeout=5, or_stuck=True)
            replaced = await desk.queue.replace(receipt.command, {"title": "Newer"}, items)
            entry = replaced.entry
            assert isinstance(entry.command, CreateOrder)
            assert entry.command.vendor_id == entry.command.id == receipt.command
            view = await desk.orders.view(receipt.order)
            assert view.order.fields["title"] == "Newer"
            assert len(view.order.lines or ()) == 2

    run(story())


def test_several_are_withdrawn_at_once_and_what_has_gone_is_told(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=OFFLINE) as desk:
            _cut(vendor)
            one = await _stuck(desk, "main:a", "edit", {"title": "One"})
            two = (await desk.orders.act("main:a", "edit", {"note": "Two"})).command
            await desk.orders.withdraw(one)
            withdrawn = await desk.queue.withdraw([one, two])
            assert withdrawn.done == (two,)
            assert list(withdrawn.refused) == [one]
            assert await desk.queue.all() == ()

    run(story())


def test_what_waited_too_long_waits_for_a_word(tmp_path: Path) -> None:
    vendor = _vendor()
    timings = replace(QUICK, trusted=-3600.0)

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=timings) as desk:
            command = (await desk.orders.act("main:b", "cancel", {})).command
            entry = await settled(desk, command)
            assert entry.waited
            [queued] = await _queued(desk)
            assert queued.wait is Wait.YOUR_WORD

    run(story())
