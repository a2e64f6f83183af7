"""Staged edits: joined field by field, shown, and sent when a person says so and never before."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk.domain.commands import AddLine, Command, CommandState, EditOrder
from orderdesk.domain.errors import InputError, Refused
from orderdesk.domain.events import CommandChanged
from orderdesk.domain.shown import Mark
from orderdesk.domain.staging import Pick, StagedField
from orderdesk.services.desk import Desk
from orderdesk.services.staging import editing_of
from tests.unit.domain.invented import line, order
from tests.unit.services.desks import QUICK, Heard, run, settled, synced_desk
from tests.unit.services.quillworks import Vendor

A, B = "main:a", "main:b"
INK = {"article": "ink", "text": "Ink", "count": "2", "each": "4"}


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(
        order("a", title="Quills", note="dry", payer="p", lines=(line("1"), line("2"))),
        order("b", state="Shipped", title="Gone out"),
    )
    return vendor


@asynccontextmanager
async def _desk(vendor: Vendor, home: Path, grace: float = 0.0) -> AsyncGenerator[Desk]:
    timings = replace(QUICK, grace=grace)
    async with synced_desk(vendor, home, timings=timings) as desk:
        if grace:
            await desk.grace.begin()
        yield desk


async def _staged(desk: Desk, order_id: str = A) -> list[Command]:
    view = await desk.orders.view(order_id)
    return list(view.staged_commands)


def test_an_edit_in_place_is_shown_marked_and_found_and_nothing_is_sent(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with _desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            step = await desk.staging.put(A, "edit", {"title": "Pens"})
            view = await desk.orders.view(A)
            assert (view.order.name, view.row.name, view.row.mark) == ("Pens", "Pens", Mark.STAGED)
            assert (view.row.staged, view.row.pending) == (("name",), ())
            assert view.mirror is not None
            assert (view.mirror.name, view.staged) == ("Quills", {"title"})
            assert (step.before, len(step.after)) == ((), 1)
            assert [one.state for one in heard.of(CommandChanged)] == [CommandState.STAGED]
            field = editing_of(view).order["title"]
            assert (field.action, field.staged) == (
                "edit",
                StagedField(field="title", old="Quills", new="Pens"),
            )
        assert not [call for call in vendor.calls if call.startswith(("send", "fetch"))]

    run(story())


def test_what_is_put_back_is_staged_no_more_and_its_first_value_stays_the_base(
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with _desk(_vendor(), tmp_path) as desk:
            await desk.staging.put(A, "edit", {"title": "Pens"})
            await desk.staging.put(A, "edit", {"title": "Ink", "note": "wet"})
            [joined] = await _staged(desk)
            assert isinstance(joined, EditOrder)
            assert joined.changes == {"title": "Ink", "note": "wet"}
            assert joined.base == {"title": "Quills", "note": "dry"}

            await desk.staging.put(A, "edit", {"title": "Quills"})
            [left] = await _staged(desk)
            assert isinstance(left, EditOrder)
            assert left.changes == {"note": "wet"}
            step = await desk.staging.put(A, "edit", {"note": "dry"})
            assert (step.after, await _staged(desk)) == ((), [])
            assert (await desk.orders.view(A)).row.mark is Mark.NONE

    run(story())


def test_the_same_value_again_is_an_empty_step(tmp_path: Path) -> None:
    async def story() -> None:
        async with _desk(_vendor(), tmp_path) as desk:
            assert (await desk.staging.put(A, "edit", {"title": "Quills"})).empty
            assert await desk.staging.all() == []

    run(story())


def test_bad_values_and_impossible_edits_are_told_and_nothing_is_kept(tmp_path: Path) -> None:
    async def story() -> None:
        async with _desk(_vendor(), tmp_path) as desk:
            await desk.staging.put(A, "edit", {"home": "Here"})
            with pytest.raises(InputError) as problem:
                await desk.staging.put(A, "edit", {"depot": "There", "rebate": "-1"})
            assert set(problem.value.problems) == {"depot", "rebate"}
            with pytest.raises(Refused, match="the order is Shipped"):
                await desk.staging.put(B, "edit", {"title": "Late"})
            with pytest.raises(Refused, match="no edit that can be staged"):
                await desk.staging.put(A, "submit", {})
            editable = await desk.staging.editable(B)
            assert editable.order["title"].action is None
            assert "Shipped" in str(editable.order["title"].reason)
            assert editable.order["made_by"].reason is not None
            assert len(await desk.staging.all()) == 1

    run(story())


def test_lines_are_added_edited_and_taken_off_in_one_command_each(tmp_path: Path) -> None:
    async def story() -> None:
        async with _desk(_vendor(), tmp_path) as desk:
            put = desk.staging.put
            await put(A, "add_item", INK)
            [added] = await _staged(desk)
            assert isinstance(added, AddLine)
            await put(A, "edit_item", {"count": "5"}, line_id=added.line_id)
            await put(A, "edit_item", {"count": "9"}, line_id="1")
            await put(A, "edit_item", {"text": "Swan"}, line_id="1")
            view = await desk.orders.view(A)
            assert [one.effect for one in view.staged_commands] == ["add_line", "edit_line"]
            assert view.staged_lines["1"] == {"count", "text"}
            assert (view.row.items, view.row.staged) == (3, ("items", "total"))
            assert view.row.total == Decimal("36.5")
            money = [change.money.difference for change in await desk.staging.all()]
            assert money == [Decimal(20), Decimal("10.5")]

            await put(A, "remove_item", {}, line_id="1")
            assert [one.effect for one in await _staged(desk)] == ["add_line", "remove_line"]
            with pytest.raises(Refused, match="staged to be taken off"):
                await put(A, "edit_item", {"count": "1"}, line_id="1")
            await put(A, "remove_item", {}, line_id=added.line_id)
            assert [one.effect for one in await _staged(desk)] == ["remove_line"]
            with pytest.raises(InputError, match="Article"):
                await put(A, "add_item", {**INK, "article": "art-2"})

    run(story())


def test_nothing_staged_goes_with_what_is_sent_beside_it(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with _desk(vendor, tmp_path) as desk:
            await desk.staging.put(A, "edit", {"title": "Pens", "payer": None})
            # What is only staged decides nothing: the vendor still knows who pays.
            done = await desk.orders.act(A, "submit", {})
            assert (await settled(desk, done.command)).state is CommandState.DONE
            view = await desk.orders.view(A)
            assert (view.order.vendor_state, view.order.name) == ("Placed", "Pens")
            assert len(view.staged_commands) == 1
        assert vendor.orders["a"].fields["title"] == "Quills"

    run(story())


def test_a_newer_word_for_a_field_takes_the_place_of_the_staged_one(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with _desk(vendor, tmp_path) as desk:
            await desk.staging.put(A, "edit", {"title": "Pens", "note": "wet"})
            shown = (await desk.orders.view(A)).order.fields
            base = {"title": shown["title"]}
            done = await desk.orders.act(A, "edit", {"title": "Swans"}, base=base)
            assert (await settled(desk, done.command)).state is CommandState.DONE
            view = await desk.orders.view(A)
            assert (view.order.name, view.staged) == ("Swans", {"note"})

    run(story())


def test_some_fields_are_sent_and_the_rest_stays_staged(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with _desk(vendor, tmp_path) as desk:
            await desk.staging.put(A, "edit", {"title": "Pens", "note": "wet"})
            await desk.staging.put(A, "edit_item", {"count": "9"}, line_id="1")
            header, item = await _staged(desk)
            result = await desk.staging.send([Pick(header.id, "note"), Pick(item.id)])
            assert not result.refused
            for receipt in result.receipts:
                assert (await settled(desk, receipt.command)).state is CommandState.DONE
            [left] = await _staged(desk)
            assert isinstance(left, EditOrder)
            assert (left.id, left.changes, left.base) == (
                *(header.id, {"title": "Pens"}, {"title": "Quills"}),
            )
        fields = vendor.orders["a"].fields
        assert (fields["title"], fields["note"]) == ("Quills", "wet")
        assert vendor.made("send") == ["edit", "edit_item"]

    run(story())


def test_what_became_impossible_stays_staged_and_is_told(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with _desk(vendor, tmp_path) as desk:
            await desk.staging.put(A, "edit", {"title": "Pens"})
            await desk.staging.put(A, "edit_item", {"count": "9"}, line_id="1")
            vendor.move("a", "Held")
            await desk.sync.sync(None)
            result = await desk.staging.send()
            assert not result.receipts
            reasons = {str(error.message) for _change, error in result.refused}
            assert reasons == {"It is on hold."}
            changes = await desk.staging.all()
            assert [change.entry.state for change in changes] == [CommandState.STAGED] * 2
            assert str(changes[0].problem.way_out if changes[0].problem else "") == (
                "Release it first."
            )
        assert not vendor.made("send")

    run(story())


def test_what_somebody_else_changed_is_told_before_it_is_sent(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with _desk(vendor, tmp_path) as desk:
            await desk.staging.put(A, "edit", {"title": "Pens", "note": "wet"})
            vendor.change("a", title="Swans")
            await desk.sync.sync(None)
            [change] = await desk.staging.all()
            assert [(one.field, one.theirs) for one in change.conflicts] == [("title", "Swans")]
            assert (await desk.orders.view(A)).order.fields["title"] == "Pens"
            # Put to what is there now, it is staged no more.
            await desk.staging.put(A, "edit", {"title": "Swans"})
            assert (await desk.orders.view(A)).staged == {"note"}

    run(story())


def test_steps_are_undone_and_done_again_without_an_end(tmp_path: Path) -> None:
    async def story() -> None:
        async with _desk(_vendor(), tmp_path) as desk:
            put, restore = desk.staging.put, desk.staging.restore
            steps = [
                await put(A, "edit", {"title": "Pens"}),
                await put(A, "edit", {"title": "Ink"}),
                await put(A, "remove_item", {}, line_id="1"),
                await put(A, "add_item", INK),
                *await desk.staging.discard(),
            ]
            for step in reversed(steps):
                assert (await restore(step, back=True)).after == step.before
            assert await desk.staging.all() == []
            for step in steps[:-1]:
                await restore(step, back=False)
            view = await desk.orders.view(A)
            assert (view.order.name, view.row.items) == ("Ink", 2)
            with pytest.raises(Refused, match="has changed since"):
                await restore(steps[0], back=True)

    run(story())


def test_discarding_a_field_leaves_the_others(tmp_path: Path) -> None:
    async def story() -> None:
        async with _desk(_vendor(), tmp_path) as desk:
            await desk.staging.put(A, "edit", {"title": "Pens", "note": "wet"})
            [change] = await desk.staging.all()
            [step] = await desk.staging.discard([Pick(change.command.id, "title")])
            assert (await desk.orders.view(A)).staged == {"note"}
            await desk.staging.restore(step, back=True)
            assert (await desk.orders.view(A)).staged == {"title", "note"}
            with pytest.raises(InputError, match="no command"):
                await desk.staging.discard([Pick("nobody")])

    run(story())


def test_a_send_is_held_and_taken_back_to_what_was_staged(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with _desk(vendor, tmp_path, grace=25.0) as desk:
            await desk.staging.put(A, "edit", {"title": "Pens"})
            result = await desk.staging.send()
            [receipt] = result.receipts
            assert receipt.entry.not_before is not None
            await desk.staging.put(A, "edit", {"title": "Swans"})
            [step] = await desk.staging.take_back([receipt.command])
            [joined] = step.after
            assert isinstance(joined, EditOrder)
            assert (joined.changes, joined.base) == ({"title": "Swans"}, {"title": "Quills"})
            [again] = (await desk.staging.send()).receipts
            with pytest.raises(Refused, match="not staged any more"):
                await desk.staging.send([Pick(again.command)])
        assert not vendor.made("send")

    run(story())


def test_a_deleted_order_takes_its_staged_edits_with_it_and_says_so(tmp_path: Path) -> None:
    async def story() -> None:
        async with _desk(_vendor(), tmp_path) as desk:
            await desk.staging.put(A, "edit", {"title": "Pens"})
            [staged] = await _staged(desk)
            done = await desk.orders.act(A, "scrap", {})
            await settled(desk, done.command)
            entry = await settled(desk, staged.id)
            assert entry.state is CommandState.FAILED
            assert "no longer has the order" in (entry.reason or "")

    run(story())
