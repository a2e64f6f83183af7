"""Lost answers and conflicts: what is proved by reading, and what a person decides."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.errors import Malformed, NotFound, OutcomeUnknown, Refused, Unreachable
from orderdesk.domain.gateway import Finding, Verification
from orderdesk.domain.messages import Message
from orderdesk.services.decisions import open_decisions
from orderdesk.services.desk import Desk
from orderdesk.services.views import Decision
from orderdesk.store.store import Store
from tests.unit.domain.invented import line, order, transit
from tests.unit.services.desks import QUICK, open_desk, run, settled, synced_desk
from tests.unit.services.quillworks import RULES, Vendor

LOST = OutcomeUnknown(Message("The answer was lost."))
READINGS = (Message("It was done."), Message("A colleague did it."))
AMBIGUOUS = Verification(Finding.AMBIGUOUS, readings=READINGS)


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(
        order("a", title="Ink", note="Blue", lines=(line("1"),)),
        order("b", state="Placed", lines=(line("2"),)),
    )
    return vendor


async def _asked(desk: Desk, vendor: Vendor) -> OutboxEntry:
    """Let an answer be lost that nothing proves; return the entry that asks."""
    vendor.fail("send", LOST)
    vendor.found = AMBIGUOUS
    receipt = await desk.orders.act("main:b", "process", {})
    return await settled(desk, receipt.command)


async def _conflict(desk: Desk, vendor: Vendor, **values: str) -> OutboxEntry:
    """Let a colleague change the title first; return the entry that asks."""
    vendor.change("a", title="Black ink")
    receipt = await desk.orders.act("main:a", "edit", {"title": "Red ink", **values})
    return await settled(desk, receipt.command)


def test_undone_and_safe_to_repeat_is_sent_again(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.fail("send", LOST)
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE
            assert entry.attempts == 2

    run(story())
    assert vendor.calls == [
        *("fetch b", "send process", "verify process"),
        *("fetch b", "send process"),
    ]


@pytest.mark.parametrize(
    "found", [AMBIGUOUS, Verification(Finding.UNDONE, guarded=False, readings=READINGS)]
)
def test_what_cannot_be_proved_is_left_to_a_person(tmp_path: Path, found: Verification) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.fail("send", LOST)
            vendor.found = found
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.ASKING
            assert entry.readings == ("It was done.", "A colleague did it.")
            assert open_decisions(entry) == (
                *(Decision.SEND_AGAIN, Decision.IT_WAS_DONE, Decision.GIVE_UP),
            )
            # Nothing more is done with the order until somebody has decided.
            with pytest.raises(Refused, match="not settled"):
                await desk.orders.act("main:b", "cancel", {})

    run(story())
    assert vendor.made("send") == ["process"]


def test_an_order_that_is_gone_cannot_prove_anything(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.fail("send", LOST)
            vendor.fail("verify", NotFound(Message("Unknown.")))
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.ASKING
            assert entry.readings == ("The vendor does not know the order any more.",)

    run(story())


def test_a_vendor_that_cannot_be_asked_leaves_it_unknown_until_it_can(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.after.append(LOST)
            vendor.fail("verify", Unreachable(Message("No way there.")), Malformed(Message("?")))
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE

    run(story())
    assert vendor.calls == ["fetch b", "send process", *["verify process"] * 3]


def test_sending_again_on_a_persons_word(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            entry = await _asked(desk, vendor)
            await desk.orders.decide(entry.command.id, Decision.SEND_AGAIN)
            entry = await settled(desk, entry.command.id)
            assert entry.state is CommandState.DONE

    run(story())
    assert vendor.made("send") == ["process", "process"]


@pytest.mark.parametrize(
    ("decision", "state"),
    [(Decision.IT_WAS_DONE, CommandState.DONE), (Decision.GIVE_UP, CommandState.FAILED)],
)
@pytest.mark.parametrize("reachable", [True, False])
def test_a_persons_word_settles_it_with_what_is_there_now(
    tmp_path: Path, decision: Decision, state: CommandState, *, reachable: bool
) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            entry = await _asked(desk, vendor)
            vendor.move("b", "Shipped")
            if not reachable:
                vendor.fail("fetch", Unreachable(Message("No way there.")))
            await desk.orders.decide(entry.command.id, decision)
            entry = await settled(desk, entry.command.id)
            assert entry.state is state
            view = await desk.orders.view("main:b")
            assert view.order.vendor_state == ("Shipped" if reachable else "Placed")
            assert view.history[-1].state is state
            with pytest.raises(Refused):
                await desk.orders.decide(entry.command.id, decision)

    run(story())
    assert vendor.made("send") == ["process"]


def test_a_conflict_is_no_question_of_whether_it_was_done(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            entry = await _conflict(desk, vendor)
            assert entry.state is CommandState.ASKING
            assert entry.readings == (
                "Title: it was “Ink”, you want “Red ink”, it is “Black ink” now.",
            )
            assert open_decisions(entry) == (
                *(Decision.TAKE_MINE, Decision.TAKE_THEIRS, Decision.GIVE_UP),
            )
            for decision in (Decision.SEND_AGAIN, Decision.IT_WAS_DONE):
                with pytest.raises(Refused):
                    await desk.orders.decide(entry.command.id, decision)

    run(story())
    assert vendor.made("send") == []


def test_taking_mine_writes_over_theirs(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            entry = await _conflict(desk, vendor)
            await desk.orders.decide(entry.command.id, Decision.TAKE_MINE)
            entry = await settled(desk, entry.command.id)
            assert entry.state is CommandState.DONE

    run(story())
    assert vendor.orders["a"].fields["title"] == "Red ink"


def test_taking_theirs_sends_only_what_did_not_overlap(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            entry = await _conflict(desk, vendor, note="Green")
            await desk.orders.decide(entry.command.id, Decision.TAKE_THEIRS)
            entry = await settled(desk, entry.command.id)
            assert entry.state is CommandState.DONE

    run(story())
    assert vendor.orders["a"].fields["title"] == "Black ink"
    assert vendor.orders["a"].fields["note"] == "Green"


@pytest.mark.parametrize("decision", [Decision.TAKE_THEIRS, Decision.GIVE_UP])
def test_giving_way_wholly_takes_the_change_back(tmp_path: Path, decision: Decision) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            entry = await _conflict(desk, vendor)
            await desk.orders.decide(entry.command.id, decision)
            entry = await settled(desk, entry.command.id)
            assert entry.state is CommandState.WITHDRAWN
            assert (await desk.orders.view("main:a")).order.fields["title"] == "Black ink"

    run(story())
    assert vendor.made("send") == []


def test_a_decision_on_values_that_have_changed_again_is_asked_anew(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            entry = await _conflict(desk, vendor)
            vendor.change("a", title="Gold ink")
            await desk.orders.refresh("main:a")
            with pytest.raises(Refused, match="changed again"):
                await desk.orders.decide(entry.command.id, Decision.TAKE_MINE)
            entry = await settled(desk, entry.command.id)
            assert entry.state is CommandState.ASKING
            assert "“Gold ink”" in entry.readings[0]
            # Seen this time, but changed once more when it is read for sending.
            vendor.change("a", title="Silver ink")
            await desk.orders.decide(entry.command.id, Decision.TAKE_MINE)
            entry = await settled(desk, entry.command.id)
            assert entry.state is CommandState.ASKING
            assert "“Silver ink”" in entry.readings[0]

    run(story())
    assert vendor.made("send") == []


def test_what_a_dead_process_was_sending_is_read_back_counted_from_its_sending(
    tmp_path: Path,
) -> None:
    vendor = _vendor()
    vendor.move("b", "Shipped")
    sent_at = datetime.now(UTC) - timedelta(hours=1)

    async def prepare() -> None:
        async with open_desk(vendor, tmp_path, sending=False):
            with Store.open(tmp_path / "desk.db", {RULES.vendor: RULES}) as store:
                seen = order("b", state="Placed", lines=(line("2"),))
                store.mirror.put(seen, read_at=sent_at)
                store.outbox.enqueue(transit("c1", seen, "process", "Shipped"))
                store.outbox.begin_sending("c1", before=seen, owner="dead", now=sent_at)

    async def story() -> None:
        # A settle time that is long over since the sending, and far off from now.
        timings = replace(QUICK, settle=1800.0)
        async with open_desk(vendor, tmp_path, timings=timings) as desk:
            entry = await settled(desk, "c1")
            assert entry.state is CommandState.DONE

    run(prepare())
    run(story())
    assert vendor.calls == ["verify process"]
    assert vendor.sent_at == [sent_at]


def test_a_desk_that_closes_while_sending_leaves_it_to_be_read_back(tmp_path: Path) -> None:
    vendor = _vendor()

    async def before() -> str:
        async with synced_desk(vendor, tmp_path, timings=replace(QUICK, close=0.01)) as desk:
            reached = asyncio.Event()

            async def hang() -> None:
                vendor.move("b", "Shipped")
                reached.set()
                await asyncio.Event().wait()

            vendor.hooks["send"] = hang
            receipt = await desk.orders.act("main:b", "process", {})
            await reached.wait()
            return receipt.command

    async def after(command: str) -> None:
        vendor.hooks.clear()
        async with open_desk(vendor, tmp_path) as desk:
            entry = await settled(desk, command)
            assert entry.state is CommandState.DONE

    run(after(run(before())))
    assert vendor.made("send") == ["process"]
    assert vendor.made("verify") == ["process"]
