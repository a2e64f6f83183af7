"""Writes: each action once, on the order just read, and seen; refusals in the vendor's words."""

import pytest

from orderdesk.connectors.json_text import as_object, write
from orderdesk.domain.commands import EditOrder
from orderdesk.domain.errors import NotFound
from orderdesk.domain.gateway import Gateway
from tests.conformance.acts import rule_of
from tests.conformance.place import Place, rules_of
from tests.conformance.plug import Plug, Refusal
from tests.conformance.trials import about, prepared, seen_done, verified


def test_each_action_is_done_once_and_seen(place: Place, plug: Plug, action: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        trial, rule = plug.trials[action], rule_of(rules_of(gateway), action)
        command, order = await prepared(plug, place, gateway, action)
        before = await about(gateway, command)
        start = place.last_number()

        sent = await gateway.send(command, before)

        assert len(place.writes(start)) == trial.requests
        assert 1 <= place.done(start) <= trial.requests
        if before is not None:
            assert sent.vendor_id == order.vendor_id
        assert sent.gone is rule.deletes
        if rule.deletes:
            assert order.vendor_id not in place.truths()
            with pytest.raises(NotFound):
                await gateway.fetch(order.vendor_id)
            return
        after = (await gateway.fetch(sent.vendor_id)).order
        assert seen_done(plug, command, after)
        assert before is None or not seen_done(plug, command, before.order)
        assert sent.order in (None, after)
        assert trial.true is None or trial.true(command, place.truth(sent.vendor_id))

    place.run(scenario)


def test_each_action_can_be_verified(place: Place, plug: Plug, action: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        trial, rule = plug.trials[action], rule_of(rules_of(gateway), action)
        command, _order = await prepared(plug, place, gateway, action)
        before = await about(gateway, command)
        start = place.last_number()
        undone = await verified(gateway, command, before)
        assert undone.finding is trial.lost
        assert place.writes(start) == []

        await gateway.send(command, before)

        start = place.last_number()
        done = await verified(gateway, command, before)
        assert done.finding is trial.kept
        assert done.gone is rule.deletes
        assert place.writes(start) == []
        assert done.order is None or seen_done(plug, command, done.order)

    place.run(scenario)


def test_nothing_but_the_edit_changes(place: Place, plug: Plug, edit_action: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        trial = plug.trials[edit_action]
        command, order = await prepared(plug, place, gateway, edit_action)
        assert isinstance(command, EditOrder)
        before = await gateway.fetch(order.vendor_id)
        was = place.truth(order.vendor_id)
        await gateway.send(command, before)
        after = (await gateway.fetch(order.vendor_id)).order
        may = {*command.changes, *(trial.touches or ())}
        fields = {key for key in after.fields if after.fields[key] != before.order.fields[key]}
        assert set(command.changes) <= fields <= may
        assert after.lines == before.order.lines
        assert after.extra == before.order.extra
        now = place.truth(order.vendor_id)
        old, new = (as_object(one.get("order", one)) for one in (was, now))
        assert {key for key in new if write(old.get(key)) != write(new[key])} <= may
        assert set(old) <= set(new)

    place.run(scenario)


def test_a_command_without_a_reading_reads_for_itself(
    place: Place, plug: Plug, order_action: str
) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, order = await prepared(plug, place, gateway, order_action)
        start = place.last_number()
        sent = await gateway.send(command, None)
        assert place.done(start) >= 1
        if not sent.gone:
            assert seen_done(plug, command, (await gateway.fetch(order.vendor_id)).order)

    place.run(scenario)


def test_a_colleagues_change_in_between_stays(
    place: Place, plug: Plug, lasting_action: str
) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, order = await prepared(plug, place, gateway, lasting_action)
        earlier = await gateway.fetch(order.vendor_id)
        plug.colleague(place, earlier.order)
        theirs = await gateway.fetch(order.vendor_id)
        changed = {
            key for key, value in theirs.order.fields.items() if earlier.order.fields[key] != value
        } - plug.stamps
        assert changed, "The plug's colleague changes nothing that an order shows."
        await gateway.send(command, theirs)
        after = (await gateway.fetch(order.vendor_id)).order
        assert seen_done(plug, command, after)
        assert all(after.fields[key] == theirs.order.fields[key] for key in changed)

    place.run(scenario)


def test_an_order_that_vanished(place: Place, plug: Plug, order_action: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        rule = rule_of(rules_of(gateway), order_action)
        command, order = await prepared(plug, place, gateway, order_action)
        before = await gateway.fetch(order.vendor_id)
        place.ask("DELETE", f"/orders/{order.vendor_id}")
        start = place.last_number()
        if rule.deletes:
            verification = await verified(gateway, command, before)
            assert verification.gone
        else:
            with pytest.raises(NotFound) as told:
                await gateway.send(command, before)
            assert told.value.sentence().endswith(".")
        assert place.done(start) == 0

    place.run(scenario)


def test_each_refusal_is_told_in_the_vendors_words(
    place: Place, plug: Plug, refusal: Refusal
) -> None:
    async def scenario(gateway: Gateway) -> None:
        command, before = await refusal.prepare(place, gateway)
        start = place.last_number()
        with pytest.raises(refusal.error) as told:
            await gateway.send(command, before)
        error = told.value
        assert type(error) is refusal.error
        assert refusal.words in (error.words or "")
        assert (error.words or "") in error.sentence()
        assert refusal.way_out in str(error.way_out)
        assert error.sentence().endswith(".")
        assert place.done(start) == 0
        assert bool(place.writes(start)) is refusal.sent

    place.run(scenario)
