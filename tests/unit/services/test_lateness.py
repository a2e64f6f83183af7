"""What waited over a restart or too long: decided anew, and asked about where it is final."""

from dataclasses import replace
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.services.decisions import open_decisions
from orderdesk.services.desk import Desk
from orderdesk.services.runs import Run
from orderdesk.services.timings import Timings
from orderdesk.services.views import Decision
from orderdesk.store.store import Store
from tests.unit.domain.invented import line, order
from tests.unit.services.desks import QUICK, open_desk, run, settled, synced_desk
from tests.unit.services.quillworks import RULES, Vendor

HELD = replace(QUICK, grace=20.0)


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(
        order("a", title="Ink", payer="p1", lines=(line("1"),)),
        order("b", state="Placed", title="Nibs", lines=(line("2"),)),
    )
    return vendor


async def _left_waiting(vendor: Vendor, folder: Path, action: str) -> str:
    """Ask for an act within the grace period and close the desk; return the command."""
    async with synced_desk(vendor, folder, timings=HELD) as desk:
        await desk.grace.begin()
        receipt = await desk.orders.act("main:b", action, {})
        return receipt.command


def _overdue(folder: Path) -> None:
    """Let the grace period of everything be over."""
    with Store.open(folder / "desk.db", {RULES.vendor: RULES}) as store:
        for entry in store.outbox.open():
            store.outbox.requeue(entry.command.id)


def test_an_irreversible_act_left_over_is_asked_again_and_then_sent(tmp_path: Path) -> None:
    vendor = _vendor()

    async def after(command: str) -> None:
        async with open_desk(vendor, tmp_path) as desk:
            entry = await settled(desk, command)
            assert entry.state is CommandState.ASKING
            assert entry.waited
            assert "before the desk was started" in (entry.reason or "")
            assert open_decisions(entry) == (Decision.SEND_AGAIN, Decision.GIVE_UP)
            # It was read again first: what somebody else did meanwhile would have been found.
            assert vendor.calls == ["fetch b"]
            await desk.orders.decide(command, Decision.SEND_AGAIN)
            entry = await settled(desk, command)
            assert entry.state is CommandState.DONE

    command = run(_left_waiting(vendor, tmp_path, "cancel"))
    _overdue(tmp_path)
    run(after(command))
    assert vendor.made("send") == ["cancel"]


def test_what_was_left_over_can_be_withdrawn(tmp_path: Path) -> None:
    vendor = _vendor()

    async def after(command: str) -> None:
        async with open_desk(vendor, tmp_path) as desk:
            await settled(desk, command)
            await desk.orders.decide(command, Decision.GIVE_UP)
            assert (await settled(desk, command)).state is CommandState.WITHDRAWN

    command = run(_left_waiting(vendor, tmp_path, "cancel"))
    _overdue(tmp_path)
    run(after(command))
    assert vendor.made("send") == []


def test_what_can_be_taken_back_is_decided_again_and_sent_without_a_word(tmp_path: Path) -> None:
    vendor = _vendor()

    async def after(command: str) -> None:
        async with open_desk(vendor, tmp_path) as desk:
            assert (await settled(desk, command)).state is CommandState.DONE

    command = run(_left_waiting(vendor, tmp_path, "process"))
    _overdue(tmp_path)
    run(after(command))
    assert vendor.calls == ["fetch b", "send process"]


@pytest.mark.parametrize("action", ["process", "cancel"])
def test_what_is_not_possible_any_more_is_refused_on_the_fresh_reading(
    tmp_path: Path, action: str
) -> None:
    vendor = _vendor()

    async def after(command: str) -> None:
        async with open_desk(vendor, tmp_path) as desk:
            entry = await settled(desk, command)
            assert entry.state is CommandState.REFUSED
            assert entry.reason

    command = run(_left_waiting(vendor, tmp_path, action))
    _overdue(tmp_path)
    vendor.move("b", "Gone")
    run(after(command))
    assert vendor.calls == ["fetch b"]


async def _cancelled(desk: Desk) -> str:
    return (await desk.orders.act("main:b", "cancel", {})).command


def test_longer_than_is_trusted_asks_and_the_answer_counts_anew(tmp_path: Path) -> None:
    vendor = _vendor()
    # Nothing is trusted for longer than no time at all.
    timings = replace(QUICK, trusted=-1.0)

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=timings) as desk:
            command = await _cancelled(desk)
            entry = await settled(desk, command)
            assert entry.state is CommandState.ASKING
            assert "minutes" in (entry.reason or "")
            before = entry.waits_since
            await desk.orders.decide(command, Decision.SEND_AGAIN)
            entry = await settled(desk, command)
            assert entry.waits_since > before

    run(story())
    assert vendor.made("send") == []


def test_within_the_time_it_is_sent(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, timings=Timings(poll=0.02)) as desk:
            assert (await settled(desk, await _cancelled(desk))).state is CommandState.DONE

    run(story())


def test_what_another_living_process_asked_for_is_not_left_over(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with (
            synced_desk(vendor, tmp_path, timings=HELD, sending=False) as asking,
            open_desk(vendor, tmp_path, sending=False) as sending,
        ):
            await asking.grace.begin()
            command = await _cancelled(asking)
            # It goes on, but sends no more: another one sends for it.
            await asking.dispatch.aclose()
            asking.dispatch.run.begin()
            _overdue(tmp_path)
            sending.dispatch.start()
            assert (await settled(sending, command)).state is CommandState.DONE
            asking.dispatch.run.end()

    run(story())


def test_runs_see_one_another_live_and_end(tmp_path: Path) -> None:
    one, two = Run(tmp_path), Run(tmp_path)
    assert one.lives(one.id)
    assert not one.lives(two.id)
    assert not one.lives("")
    two.begin()
    two.begin()
    assert one.lives(two.id)
    two.end()
    assert not one.lives(two.id)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "dead.lock").touch()
    living = Run(tmp_path)
    living.begin()
    Run(tmp_path).sweep()
    assert [path.stem for path in tmp_path.iterdir()] == [living.id]
    living.end()
