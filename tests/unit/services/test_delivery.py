"""The way of a write: the order of its steps, and what every answer makes of it."""

from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import (
    Conflict,
    DeskError,
    Forbidden,
    Malformed,
    NotFound,
    NotSignedIn,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unreachable,
)
from orderdesk.domain.events import CommandChanged
from orderdesk.domain.messages import Message
from orderdesk.store.store import Store
from tests.unit.domain.invented import line, order
from tests.unit.services.desks import Heard, mirrored, open_desk, run, settled, synced_desk
from tests.unit.services.quillworks import RULES, Vendor


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(
        order("a", title="Ink", payer="p1", lines=(line("1"),)),
        order("b", state="Placed", title="Nibs", lines=(line("2"),)),
        order("c", state="Shipped", title="Wax", lines=()),
    )
    return vendor


def test_the_steps_of_a_write_come_in_order_and_sending_is_journalled_first(
    tmp_path: Path,
) -> None:
    vendor = _vendor()
    seen: list[tuple[CommandState, str | None, int]] = []

    async def look() -> None:
        # A second reader of the file sees what is committed, as a process after a crash would.
        with Store.open(tmp_path / "desk.db", {RULES.vendor: RULES}, read_only=True) as store:
            [entry] = store.outbox.recent(1)
            seen.append((entry.state, entry.before, entry.attempts))

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.hooks["send"] = look
            receipt = await desk.orders.act("main:b", "cancel", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE
            assert entry.request_id == "r-2"
            states = [e.state for e in heard.of(CommandChanged)]
            assert states == [CommandState.WAITING, CommandState.SENDING, CommandState.DONE]

    run(story())
    assert vendor.calls == ["fetch b", "send cancel"]
    [(state, before, attempts)] = seen
    assert state is CommandState.SENDING
    assert before is not None
    assert '"vendor_state":"Placed"' in before
    assert attempts == 1
    assert vendor.orders["b"].vendor_state == "Gone"


def test_the_mirror_changes_only_by_the_vendors_answer(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, sending=False) as desk:
            shown: list[str] = []

            async def look() -> None:
                view = await desk.orders.view("main:b")
                mirror = view.mirror.vendor_state if view.mirror else ""
                shown.append(f"{view.order.vendor_state} over {mirror}")

            vendor.hooks["send"] = look
            receipt = await desk.orders.act("main:b", "process", {})
            await settled(desk, receipt.command)
            await look()
            assert shown == ["Shipped over Placed", "Shipped over Shipped"]

    run(story())


REFUSALS = [
    Rejected(Message("No."), words="Not today", request_id="x1"),
    Conflict(Message("Somebody was first."), words="409"),
    NotFound(Message("Unknown."), words="404"),
    Forbidden(Message("Not you."), words="403"),
]


@pytest.mark.parametrize("error", REFUSALS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("method", ["fetch", "send"])
def test_a_vendors_refusal_settles_with_its_words(
    tmp_path: Path, error: Rejected, method: str
) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.fail(method, error)
            receipt = await desk.orders.act("main:a", "edit", {"title": "Blue ink"})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.REJECTED
            assert entry.words == error.words
            assert entry.reason == str(error)
            # What was typed is not lost: the entry keeps it.
            assert entry.command.model_dump()["changes"] == {"title": "Blue ink"}

    run(story())
    assert vendor.orders["a"].fields["title"] == "Ink"
    assert len(vendor.made("send")) == (1 if method == "send" else 0)


def test_after_a_refusal_the_order_is_read_again(tmp_path: Path) -> None:
    vendor = _vendor()

    async def colleague() -> None:
        vendor.move("b", "Gone")

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.hooks["send"] = colleague
            vendor.fail("send", Conflict(Message("It is gone.")))
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.REJECTED
            await mirrored(desk, heard, "main:b", "Gone")

    run(story())
    assert vendor.calls == ["fetch b", "send process", "fetch b"]


def _throttled() -> Throttled:
    error = Throttled(Message("Too many."))
    error.retry_after = 0.01
    return error


AWAY = [Unreachable(Message("No way there.")), _throttled(), NotSignedIn(Message("Sign in."))]


@pytest.mark.parametrize("error", AWAY, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("method", ["fetch", "send"])
def test_what_proves_that_nothing_was_done_is_sent_again_by_itself(
    tmp_path: Path, error: DeskError, method: str
) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.fail(method, error, error)
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE
            reasons = [e.reason for e in heard.of(CommandChanged) if e.reason]
            assert reasons == [str(error), str(error)]

    run(story())
    assert len(vendor.made("send")) == (3 if method == "send" else 1)
    assert vendor.orders["b"].vendor_state == "Shipped"


LOST = [OutcomeUnknown(Message("Lost.")), Malformed(Message("Babble."))]


@pytest.mark.parametrize("error", LOST, ids=lambda error: type(error).__name__)
def test_a_lost_answer_is_read_back_and_never_sent_twice(tmp_path: Path, error: DeskError) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.after.append(error)
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE

    run(story())
    assert vendor.calls == ["fetch b", "send process", "verify process"]


@pytest.mark.expected_warnings("sending process failed")
def test_a_defect_while_sending_makes_the_outcome_unknown(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.after.append(ZeroDivisionError("a defect"))
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE

    run(story())
    assert vendor.made("send") == ["process"]


@pytest.mark.expected_warnings("process broke")
def test_a_defect_before_sending_lets_the_command_wait(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.fail("fetch", ZeroDivisionError("a defect"))
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE
            reasons = [e.reason for e in heard.of(CommandChanged) if e.reason]
            assert len(reasons) == 1
            assert "ZeroDivisionError" in reasons[0]

    run(story())
    assert vendor.calls == ["fetch b", "fetch b", "send process"]


def test_an_answer_without_the_order_is_followed_by_a_reading(tmp_path: Path) -> None:
    vendor = _vendor()
    vendor.answers_whole = False

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE
            view = await desk.orders.view("main:b")
            assert view.mirror is not None
            assert view.mirror.vendor_state == "Shipped"

    run(story())
    assert vendor.calls == ["fetch b", "send process", "fetch b"]


def test_a_reading_that_fails_after_a_write_is_made_up_for(tmp_path: Path) -> None:
    vendor = _vendor()
    vendor.answers_whole = False

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)

            async def second_time() -> None:
                if len(vendor.made("fetch")) == 2:
                    vendor.fail("fetch", Unreachable(Message("No way there.")))

            vendor.hooks["fetch"] = second_time
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE
            await mirrored(desk, heard, "main:b", "Shipped")

    run(story())
    assert vendor.made("fetch") == ["b", "b", "b"]
    assert vendor.made("send") == ["process"]


def test_a_new_order_takes_the_id_its_vendor_gives(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            receipt = await desk.orders.create(
                "main", {"title": "New"}, [{"text": "Inkpot", "count": "2", "each": "4"}]
            )
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE
            assert entry.command.order_id == "main:q4"
            view = await desk.orders.view("main:q4")
            assert view.row.name == "New"
            assert view.mirror is not None
            assert await desk.orders.rowid(receipt.order) is None

    run(story())
    assert vendor.calls == ["send create"]


def test_what_waits_is_sent_when_the_desk_starts_again(tmp_path: Path) -> None:
    vendor = _vendor()

    async def before() -> str:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.fail("fetch", *[Unreachable(Message("No way there."))] * 100)
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await desk.orders.wait(receipt.command, timeout=20, or_stuck=True)
            assert entry.state is CommandState.WAITING
            assert entry.reason == "No way there."
            return receipt.command

    async def after(command: str) -> None:
        vendor.faults.clear()
        async with open_desk(vendor, tmp_path) as desk:
            entry = await settled(desk, command)
            assert entry.state is CommandState.DONE

    run(after(run(before())))
    assert vendor.made("send") == ["process"]
