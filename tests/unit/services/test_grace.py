"""The grace period: what is held, for how long, and that it can be taken back until it goes."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.order import FieldValue
from orderdesk.services.desk import Desk
from orderdesk.services.grace import LONGEST
from orderdesk.store.store import Store
from tests.unit.domain.invented import line, order
from tests.unit.services.desks import QUICK, open_desk, run, settled, synced_desk
from tests.unit.services.quillworks import RULES, Vendor

HELD = replace(QUICK, grace=20.0)
"""Longer than any test waits: what goes, goes because a test has it go."""


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(
        order("a", title="Ink", payer="p1", lines=(line("1"), line("3"))),
        order("b", state="Placed", title="Nibs", lines=(line("2"),)),
    )
    return vendor


ACTS: list[tuple[str, str, dict[str, FieldValue], str | None, bool]] = [
    ("main:b", "cancel", {}, None, True),
    ("main:b", "process", {}, None, True),
    ("main:b", "ship", {"number": "T1"}, None, True),
    ("main:a", "scrap", {}, None, True),
    ("main:a", "remove_item", {}, "1", True),
    ("main:a", "edit", {"title": "Blue ink"}, None, False),
    ("main:a", "edit_item", {"count": "3"}, "1", False),
]


@pytest.mark.parametrize(("order_id", "action", "values", "line_id", "held"), ACTS)
def test_what_is_held_is_what_moves_calls_or_takes_off(
    tmp_path: Path,
    order_id: str,
    action: str,
    values: dict[str, FieldValue],
    line_id: str | None,
    held: bool,
) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=HELD) as desk:
            await desk.grace.begin()
            receipt = await desk.orders.act(order_id, action, values, line_id=line_id)
            entry = receipt.entry
            if not held:
                assert entry.not_before is None
                assert (await settled(desk, receipt.command)).state is CommandState.DONE
                return
            assert entry.not_before is not None
            wait = entry.not_before - entry.command.created_at
            assert timedelta(seconds=19) < wait < timedelta(seconds=21)
            await desk.orders.withdraw(receipt.command)
            assert (await settled(desk, receipt.command)).state is CommandState.WITHDRAWN

    run(story())
    assert vendor.made("send") == ([] if held else [action])


def test_without_a_window_nothing_is_held(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=HELD) as desk:
            receipt = await desk.orders.act("main:b", "cancel", {})
            assert (await settled(desk, receipt.command)).state is CommandState.DONE

    run(story())


def test_what_a_person_chose_is_kept_and_zero_sends_at_once(tmp_path: Path) -> None:
    vendor = _vendor()

    async def chosen(desk: Desk, seconds: int) -> None:
        await desk.grace.begin()
        await desk.grace.choose(seconds)
        assert desk.grace.seconds == seconds

    async def first() -> None:
        async with synced_desk(vendor, tmp_path, timings=HELD) as desk:
            await chosen(desk, 0)
            for wrong in (-1, LONGEST + 1):
                with pytest.raises(ValueError, match=str(wrong)):
                    await desk.grace.choose(wrong)

    async def second() -> None:
        async with open_desk(vendor, tmp_path, timings=HELD) as desk:
            await desk.grace.begin()
            assert desk.grace.seconds == 0
            receipt = await desk.orders.act("main:b", "cancel", {})
            assert (await settled(desk, receipt.command)).state is CommandState.DONE

    run(first())
    run(second())


def test_it_goes_by_itself_when_the_time_is_over(tmp_path: Path) -> None:
    vendor = _vendor()
    # Polled too seldom to help: what sends it is the end of the grace period.
    timings = replace(QUICK, grace=0.05, poll=30.0)

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=timings) as desk:
            await desk.grace.begin()
            asked = asyncio.get_running_loop().time()
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE
            assert asyncio.get_running_loop().time() - asked >= 0.05

    run(story())
    assert vendor.made("send") == ["process"]


def test_what_is_held_is_durable_and_a_later_act_on_the_order_stays_behind(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=HELD) as desk:
            await desk.grace.begin()
            held = await desk.orders.act("main:a", "remove_item", {}, line_id="1")
            edit = await desk.orders.act("main:a", "edit", {"title": "Blue ink"})
            other = await desk.orders.act("main:b", "edit", {"title": "Steel nibs"})
            assert (await settled(desk, other.command)).state is CommandState.DONE
            with Store.open(tmp_path / "desk.db", {RULES.vendor: RULES}, read_only=True) as store:
                states = [entry.state for entry in store.outbox.open_of("main:a")]
            assert states == [CommandState.WAITING] * 2
            await desk.orders.withdraw(held.command)
            assert (await settled(desk, edit.command)).state is CommandState.DONE

    run(story())
    assert vendor.made("send") == ["edit", "edit"]
