"""Writes: each command once, on the object just re-read, and the answer is the truth."""

import pytest

from orderdesk.domain.commands import CreateOrder, EditOrder
from orderdesk.domain.errors import Conflict, NotFound, Rejected, VendorError
from orderdesk.domain.gateway import Finding, Gateway
from tests.conformance.acts import edit, edit_line, is_done, prepared, transit
from tests.conformance.place import Place, allowing, pulled, rules_of


def test_each_command_is_done_once(place: Place, action: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, order = await prepared(gateway, action)
        before = await gateway.fetch(order.vendor_id)
        start = place.last_number()

        sent = await gateway.send(command, None if isinstance(command, CreateOrder) else before)

        assert place.done(start) == 1
        assert len(place.writes(start)) == 1
        after = (await gateway.fetch(sent.vendor_id)).order
        assert is_done(command, after)
        assert sent.order in (None, after)
        if not isinstance(command, CreateOrder):
            assert sent.vendor_id == order.vendor_id
            assert not is_done(command, before.order)

    place.run(scenario)


def test_each_command_can_be_verified(place: Place, action: str) -> None:
    async def scenario(gateway: Gateway) -> tuple[Finding, Finding]:
        command, order = await prepared(gateway, action)
        before = await gateway.fetch(order.vendor_id)
        about = None if isinstance(command, CreateOrder) else before
        undone = await gateway.verify(command, before=before.order, sent_at=before.at)
        await gateway.send(command, about)
        done = await gateway.verify(command, before=before.order, sent_at=before.at)
        assert done.order is not None
        assert is_done(command, done.order)
        return undone.finding, done.finding

    assert place.run(scenario) == (Finding.UNDONE, Finding.DONE)


def test_nothing_but_the_edit_changes(place: Place, action: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, order = await prepared(gateway, action)
        if not isinstance(command, EditOrder):
            return
        before = await gateway.fetch(order.vendor_id)
        await gateway.send(command, before)
        after = (await gateway.fetch(order.vendor_id)).order
        changed = {key for key in after.fields if after.fields[key] != before.order.fields[key]}
        assert changed == set(command.changes)
        assert after.lines == before.order.lines
        assert after.extra == before.order.extra

    place.run(scenario)
    assert place.truths()


def test_a_command_without_a_reading_reads_for_itself(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, order = await prepared(gateway, "edit")
        await gateway.send(command, None)
        assert is_done(command, (await gateway.fetch(order.vendor_id)).order)

    place.run(scenario)


def test_two_edits_on_readings_of_their_own_lose_nothing(place: Place) -> None:
    """A colleague's change of another field between two writes of ours stays."""

    async def scenario(gateway: Gateway) -> None:
        order = await allowing(gateway, "edit_item", lines=1)
        rules = rules_of(gateway)
        first, second = edit(rules, order), edit_line(rules, order)
        await gateway.send(first, await gateway.fetch(order.vendor_id))
        await gateway.send(second, await gateway.fetch(order.vendor_id))
        after = (await gateway.fetch(order.vendor_id)).order
        assert is_done(first, after)
        assert is_done(second, after)

    place.run(scenario)


def test_what_the_vendor_refuses_comes_in_its_words(place: Place) -> None:
    async def scenario(gateway: Gateway) -> VendorError:
        rules = rules_of(gateway)
        final = next(
            order
            for order in await pulled(gateway)
            if (state := rules.state(order.vendor_state)) and state.terminal
        )
        with pytest.raises((Conflict, Rejected)) as told:
            await gateway.send(edit(rules, final), await gateway.fetch(final.vendor_id))
        return told.value

    error = place.run(scenario)
    assert error.words
    assert error.words in error.sentence()
    assert error.way_out is not None
    assert error.status is not None


def test_an_order_that_vanished(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, order = await prepared(gateway, "edit")
        before = await gateway.fetch(order.vendor_id)
        place.ask("DELETE", f"/orders/{order.vendor_id}")
        with pytest.raises(NotFound):
            await gateway.send(command, before)

    place.run(scenario)


def test_somebody_else_acted_first(place: Place) -> None:
    async def scenario(gateway: Gateway) -> Conflict:
        order = await allowing(gateway, "cancel")
        before = await gateway.fetch(order.vendor_id)
        place.change(order.vendor_id, {"act": "process"})
        start = place.last_number()
        with pytest.raises(Conflict) as told:
            await gateway.send(transit(rules_of(gateway), order, "cancel"), before)
        assert place.done(start) == 0
        return told.value

    assert place.run(scenario).way_out is not None
