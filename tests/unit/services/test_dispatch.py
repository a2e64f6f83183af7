"""Who sends, how many at once, in which order, and what holds sending up."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.errors import NotSignedIn, Unreachable
from orderdesk.domain.events import ConnectionsChanged
from orderdesk.domain.messages import Message
from orderdesk.services.views import Health
from orderdesk.store.faults import StoreFull
from orderdesk.store.outbox import Outbox
from tests.unit.domain.invented import line, order
from tests.unit.services.desks import QUICK, Heard, open_desk, run, settled, synced_desk
from tests.unit.services.quillworks import Vendor

AWAY = Unreachable(Message("No way there."))


def _vendor(count: int = 8) -> Vendor:
    vendor = Vendor(page_size=100)
    for number in range(count):
        vendor.put(order(f"o{number}", state="Placed", lines=(line(f"{number}"),)))
    return vendor


# The vendor takes five requests at a time: a sixth command would only wait for its turn.
@pytest.mark.parametrize(("allowed", "most"), [(3, 3), (8, 5)])
def test_orders_go_side_by_side_a_few_at_a_time_the_oldest_first(
    tmp_path: Path, allowed: int, most: int
) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=replace(QUICK, at_once=allowed)) as desk:
            gate = asyncio.Event()
            vendor.hooks["send"] = gate.wait
            heard = Heard()
            desk.bus.subscribe(heard)
            receipts = [await desk.orders.act(f"main:o{n}", "process", {}) for n in range(8)]
            await heard.until(lambda: vendor.at_once == most)
            gate.set()
            for receipt in receipts:
                assert (await settled(desk, receipt.command)).state is CommandState.DONE

    run(story())
    assert vendor.most_at_once == most
    assert vendor.made("fetch") == [f"o{number}" for number in range(8)]


def test_one_command_of_an_order_is_under_way_at_a_time_in_the_order_given(
    tmp_path: Path,
) -> None:
    vendor = Vendor()
    vendor.put(order("a", title="0", lines=()))

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, sending=False) as desk:
            receipts = [
                await desk.orders.act("main:a", "edit", {"title": str(number)})
                for number in range(1, 6)
            ]
            for receipt in receipts:
                assert (await settled(desk, receipt.command)).state is CommandState.DONE

    run(story())
    assert vendor.calls == ["fetch a", "send edit"] * 5
    assert vendor.orders["a"].fields["title"] == "5"
    assert vendor.most_at_once == 1


def test_only_the_holder_of_the_lock_sends_and_the_next_takes_over(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as second:
            # Nested the other way round: the one opened first holds the lock.
            async with open_desk(vendor, tmp_path) as third:
                await second.sync.sync()
                heard = Heard()
                second.bus.subscribe(heard)
                receipts = [
                    await desk.orders.act(f"main:o{number}", "process", {})
                    for number, desk in enumerate((second, third, third))
                ]
                for receipt in receipts:
                    assert (await settled(third, receipt.command)).state is CommandState.DONE
                assert (second.dispatch.holds_lock, third.dispatch.holds_lock) == (True, False)
            async with open_desk(vendor, tmp_path) as fourth:
                await second.aclose()
                receipt = await fourth.orders.act("main:o5", "process", {})
                assert (await settled(fourth, receipt.command)).state is CommandState.DONE
                assert fourth.dispatch.holds_lock

    run(story())
    assert vendor.made("send") == ["process"] * 4


def test_after_a_failure_one_command_feels_the_way_for_the_others(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.fail("fetch", *[AWAY] * 3)
            first = await desk.orders.act("main:o0", "process", {})
            stuck = await desk.orders.wait(first.command, timeout=20, or_stuck=True)
            assert stuck.state is CommandState.WAITING
            receipts = [await desk.orders.act(f"main:o{n}", "process", {}) for n in range(1, 8)]
            for receipt in (first, *receipts):
                assert (await settled(desk, receipt.command)).state is CommandState.DONE
            [status] = await desk.connections.list()
            assert status.health is Health.GOOD

    run(story())
    # Three failures and eight commands: nobody else ran against the wall meanwhile.
    assert len(vendor.made("fetch")) == 11


@pytest.mark.parametrize(
    ("error", "health"),
    [(AWAY, Health.OFFLINE), (NotSignedIn(Message("Wrong password.")), Health.SIGN_IN)],
)
def test_what_was_never_sent_says_why_it_waits_and_can_be_taken_back(
    tmp_path: Path, error: Unreachable, health: Health
) -> None:
    vendor = _vendor()

    async def story() -> None:
        timings = replace(QUICK, first_pause=60.0, longest_pause=60.0, sign_in_pause=60.0)
        async with synced_desk(vendor, tmp_path, timings=timings) as desk:
            vendor.fail("fetch", error)
            receipt = await desk.orders.act("main:o0", "process", {})
            entry = await desk.orders.wait(receipt.command, timeout=20, or_stuck=True)
            assert entry.state is CommandState.WAITING
            assert entry.reason == str(error)
            assert entry.not_before is not None
            [status] = await desk.connections.list()
            assert status.health is health
            assert str(status.problem) == str(error)
            await desk.orders.withdraw(receipt.command)
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.WITHDRAWN

    run(story())
    assert vendor.made("send") == []


def test_a_connection_that_is_back_is_used_at_once(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        timings = replace(QUICK, first_pause=3600.0, longest_pause=3600.0)
        async with synced_desk(vendor, tmp_path, timings=timings) as desk:
            vendor.fail("fetch", AWAY)
            receipt = await desk.orders.act("main:o0", "process", {})
            entry = await desk.orders.wait(receipt.command, timeout=20, or_stuck=True)
            assert entry.state is CommandState.WAITING
            # A person syncs, and the vendor answers: nobody waits for the hour to pass.
            await desk.sync.sync()
            assert (await settled(desk, receipt.command)).state is CommandState.DONE

    run(story())
    assert vendor.made("send") == ["process"]


@pytest.mark.expected_warnings("outbox cannot be written")
def test_a_full_disk_holds_sending_up_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor = _vendor()
    full = StoreFull(Message("The disk is full."))

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, sending=False) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            real = Outbox.settle
            refusals = iter([full, full])

            def settle(
                self: Outbox, command_id: str, state: CommandState, **named: Any
            ) -> frozenset[str]:
                error = next(refusals, None)
                if error is not None:
                    raise error
                return real(self, command_id, state, **named)

            monkeypatch.setattr(Outbox, "settle", settle)
            receipt = await desk.orders.act("main:o0", "process", {})
            assert (await settled(desk, receipt.command)).state is CommandState.DONE

    run(story())
    assert vendor.made("send") == ["process"]


def test_without_sending_asked_for_nothing_is_sent(tmp_path: Path) -> None:
    vendor = _vendor()

    async def before() -> str:
        timings = replace(QUICK, first_pause=60.0, longest_pause=60.0)
        async with synced_desk(vendor, tmp_path, timings=timings) as desk:
            vendor.fail("fetch", AWAY)
            receipt = await desk.orders.act("main:o0", "process", {})
            await desk.orders.wait(receipt.command, timeout=20, or_stuck=True)
            return receipt.command

    async def after(command: str) -> None:
        async with open_desk(vendor, tmp_path, sending=False) as desk:
            assert not desk.dispatch.started
            [entry] = await desk.orders.outbox()
            assert entry.command.id == command
            assert entry.state is CommandState.WAITING

    run(after(run(before())))
    assert vendor.made("send") == []


@pytest.mark.expected_warnings("dispatch is held up")
def test_a_store_that_cannot_be_read_is_said_on_every_connection_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor = _vendor()
    real = Outbox.due_unknown
    broken = StoreFull(Message("The disk is full."), way_out=Message("Make room."))

    def fail(_self: Outbox, _now: datetime) -> list[OutboxEntry]:
        raise broken

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            monkeypatch.setattr(Outbox, "due_unknown", fail)
            receipt = await desk.orders.act("main:o0", "process", {})
            said = ConnectionsChanged(frozenset({"main"}))
            await heard.until(lambda: said in heard.events)
            [status] = await desk.connections.list()
            assert status.health is Health.FAILED
            assert (str(status.problem), str(status.way_out)) == ("The disk is full.", "Make room.")
            monkeypatch.setattr(Outbox, "due_unknown", real)
            assert (await settled(desk, receipt.command)).state is CommandState.DONE
            [status] = await desk.connections.list()
            assert status.health is Health.GOOD

    run(story())
    assert vendor.made("send") == ["process"]
