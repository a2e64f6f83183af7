"""Calls of a vendor's own: quantities, targets, deletions, lost answers, and what is gone."""

from pathlib import Path

import pytest

from orderdesk.domain.commands import Act, CommandState, EditOrder
from orderdesk.domain.errors import InputError, NotFound, OutcomeUnknown
from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.gateway import Finding, Verification
from orderdesk.domain.history import Origin
from orderdesk.domain.messages import Message
from orderdesk.domain.order import Order
from orderdesk.domain.shown import Mark
from orderdesk.services.desk import Desk
from orderdesk.services.views import Decision
from tests.unit.domain.invented import line, order
from tests.unit.services.desks import Heard, run, settled, synced_desk
from tests.unit.services.quillworks import Vendor

LOST = OutcomeUnknown(Message("No answer."), way_out=Message("Wait."))
GONE = OrdersChanged(removed=frozenset({"main:a"}))


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(
        order("a", title="Ink", ways="Placed\nShelved", lines=(line("1"), line("2"))),
        order("b", state="Shipped", title="Wax", lines=()),
    )
    return vendor


async def _wrong(desk: Desk, action: str, **values: str) -> str:
    with pytest.raises(InputError) as caught:
        await desk.orders.act("main:a", action, values)
    return caught.value.sentence()


def test_an_act_waits_is_shown_and_is_sent_with_what_its_form_asked_for(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, sending=False) as desk:
            receipt = await desk.orders.act("main:a", "ship", {"lines": "1 x 1\n1x2"})
            command = receipt.entry.command
            assert isinstance(command, Act)
            assert (command.source, command.target) == ("Draft", None)
            assert command.values["lines"] == "1 x 1\n1 x 2"
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE
            [told] = (await desk.orders.view("main:a")).history
            changes = {change.field: change.after for change in told.changes}
            assert changes["lines"] == "1 x 1\n1 x 2"
            assert vendor.calls == ["fetch a", "send ship"]

    run(story())


def test_quantities_are_checked_against_what_the_order_has(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            said = await _wrong(desk, "ship", lines="3 x 1")
            assert said == "Items: 2 of “Goose quill” are outstanding, not 3. Lower the quantity."
            said = await _wrong(desk, "ship", lines="1 x 9")
            assert said == "Items: the order has no item “9”. Refresh it and choose again."
            said = await _wrong(desk, "ship", lines="one")
            assert said.startswith("Items: “one” cannot be read.")
            assert await desk.orders.outbox() == []

    run(story())


def test_what_an_act_leads_to_is_shown_while_it_waits_and_comes_from_its_form(
    tmp_path: Path,
) -> None:
    vendor = _vendor()
    marks: list[tuple[Mark, tuple[str, ...], str]] = []

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, sending=False) as desk:

            async def look() -> None:
                row = (await desk.orders.view("main:a")).row
                marks.append((row.mark, row.pending, row.vendor_state))

            vendor.hooks["send"] = look
            said = await _wrong(desk, "change_status", status="Nowhere")
            assert "Nowhere" in said
            receipt = await desk.orders.act("main:a", "change_status", {"status": "Shelved"})
            assert (await settled(desk, receipt.command)).state is CommandState.DONE
            view = await desk.orders.view("main:a")
            assert (view.row.vendor_state, view.row.mark) == ("Shelved", Mark.NONE)

    run(story())
    assert marks == [(Mark.SENDING, ("change_status",), "Shelved")]
    assert vendor.orders["a"].vendor_state == "Shelved"


def test_what_is_deleted_goes_with_its_outcome_and_its_history_stays(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            receipt = await desk.orders.act("main:a", "scrap", {})
            assert (await settled(desk, receipt.command)).state is CommandState.DONE
            assert await desk.orders.rowid("main:a") is None
            assert GONE in heard.events
            assert vendor.calls == ["fetch a", "send scrap"]

    run(story())


def test_what_was_gone_already_is_done_without_sending(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            del vendor.orders["a"]
            receipt = await desk.orders.act("main:a", "scrap", {})
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.DONE
            assert entry.reason is not None
            assert "gone already" in entry.reason
            assert GONE in heard.events
            assert vendor.calls == ["fetch a"]

    run(story())


def test_what_waits_behind_a_deletion_fails_and_says_why(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, sending=False) as desk:
            first: list[str] = []

            async def behind() -> None:
                first.append((await desk.orders.act("main:a", "edit", {"title": "Red"})).command)

            vendor.hooks["send"] = behind
            receipt = await desk.orders.act("main:a", "scrap", {})
            assert (await settled(desk, receipt.command)).state is CommandState.DONE
            entry = await settled(desk, first[0])
            assert entry.state is CommandState.FAILED
            assert entry.reason == "The vendor no longer has the order it was for."
            assert await desk.orders.rowid("main:a") is None

    run(story())


@pytest.mark.parametrize("raises", [False, True])
def test_a_deletion_whose_answer_was_lost_is_proved_by_reading(
    tmp_path: Path, *, raises: bool
) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.after.append(LOST)
            if raises:
                vendor.fail("verify", NotFound(Message("None."), way_out=Message("Sync.")))
            receipt = await desk.orders.act("main:a", "scrap", {})
            assert (await settled(desk, receipt.command)).state is CommandState.DONE
            assert await desk.orders.rowid("main:a") is None
            assert vendor.made("send") == ["scrap"]

    run(story())


def test_an_act_that_was_not_done_is_sent_again_where_that_is_safe(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.fail("send", LOST)
            receipt = await desk.orders.act("main:a", "ship", {"number": "T1"})
            assert (await settled(desk, receipt.command)).state is CommandState.DONE
            assert vendor.made("send") == ["ship", "ship"]

    run(story())


@pytest.mark.parametrize("decision", [Decision.IT_WAS_DONE, Decision.GIVE_UP])
def test_a_person_who_decides_on_what_is_gone_sees_it_go(
    tmp_path: Path, decision: Decision
) -> None:
    vendor = _vendor()
    vendor.found = Verification(Finding.AMBIGUOUS, readings=(Message("It may be."),))

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.after.append(LOST)
            receipt = await desk.orders.act("main:a", "scrap", {})
            assert (await settled(desk, receipt.command)).state is CommandState.ASKING
            await desk.orders.decide(receipt.command, decision)
            entry = await settled(desk, receipt.command)
            done = decision is Decision.IT_WAS_DONE
            assert entry.state is (CommandState.DONE if done else CommandState.FAILED)
            assert await desk.orders.rowid("main:a") is None
            assert GONE in heard.events

    run(story())


def test_a_change_to_an_order_that_is_gone_is_rejected_and_the_order_goes(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            del vendor.orders["a"]
            receipt = await desk.orders.act("main:a", "edit", {"title": "Red"})
            assert (await settled(desk, receipt.command)).state is CommandState.REJECTED
            await heard.until(lambda: GONE in heard.events)
            assert await desk.orders.rowid("main:a") is None

    run(story())


def test_a_refresh_of_an_order_that_is_gone_takes_it_off(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            del vendor.orders["a"]
            with pytest.raises(NotFound):
                await desk.orders.refresh("main:a")
            assert heard.events[-1] == GONE
            assert await desk.orders.rowid("main:a") is None

    run(story())


def test_an_edit_stands_on_what_its_form_showed(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            vendor.change("a", title="Theirs")
            await desk.sync.sync()
            receipt = await desk.orders.act(
                "main:a", "edit", {"title": "Mine", "note": "N"}, base={"title": "Ink"}
            )
            command = receipt.entry.command
            assert isinstance(command, EditOrder)
            assert command.base == {"title": "Ink", "note": None}
            entry = await settled(desk, receipt.command)
            assert entry.state is CommandState.ASKING
            assert "it was “Ink”" in entry.readings[0]

    run(story())


def test_history_tells_an_act_by_its_name(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> Order | None:
        async with synced_desk(vendor, tmp_path) as desk:
            receipt = await desk.orders.act("main:b", "change_status", {"status": "Shelved"})
            await settled(desk, receipt.command)
            view = await desk.orders.view("main:b")
            [told] = view.history
            assert (told.origin, told.action) == (Origin.DESK, "change_status")
            return view.mirror

    vendor.change("b", ways="Shelved")
    assert run(story()) is not None
