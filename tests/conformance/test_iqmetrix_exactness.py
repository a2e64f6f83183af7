"""Exactness: what goes back is what came, digit by digit, but for what was edited."""

from collections.abc import Mapping

import pytest

from orderdesk.connectors.iqmetrix.rules import RULES
from orderdesk.connectors.json_text import as_object, parse, rows, write
from orderdesk.domain.commands import Command
from orderdesk.domain.gateway import Gateway
from orderdesk.domain.order import Order
from tests.conformance.acts import add_line, changed, edit, edit_line, remove_line, transit
from tests.conformance.place import Place, allowing

VENDOR = "iqmetrix"


def sent(place: Place, start: int) -> Mapping[str, object]:
    """Return the body of the one PUT since."""
    [put] = [one for one in place.log(start, bodies=True) if one["method"] == "PUT"]
    return as_object(parse(str(put["body"])))


def different(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    """Return the names whose values are not the same, digit by digit."""
    return {
        name for name in old.keys() | new.keys() if write(old.get(name)) != write(new.get(name))
    }


def act_on(order: Order, act: str) -> tuple[Command, set[str]]:
    """Return a command, and the names in its body that differ from what was read."""
    if act in {"submit", "cancel"}:
        return transit(RULES, order, act), {"State"}
    if act == "edit":
        command = edit(RULES, order)
        return command, set(command.changes)
    return (edit_line if act == "edit_item" else remove_line)(RULES, order), {"Items"}


@pytest.mark.parametrize("shape", ["documented", "recorded"])
@pytest.mark.parametrize("act", ["edit", "edit_item", "remove_item", "submit", "cancel"])
def test_a_replacement_sends_back_everything_as_it_came(place: Place, shape: str, act: str) -> None:
    place.switch(shape=shape)

    async def scenario(gateway: Gateway) -> None:
        order = await allowing(gateway, act, lines=1)
        before = await gateway.fetch(order.vendor_id)
        start = place.last_number()
        command, expected = act_on(order, act)
        await gateway.send(command, before)
        raw = dict(as_object(before.raw))
        if "item" not in act:
            del raw["Items"]
        assert different(raw, sent(place, start)) == expected

    place.run(scenario)


def items(body: Mapping[str, object]) -> list[Mapping[str, object]]:
    return [as_object(row.value) for row in rows(write(body["Items"]).decode())]


def test_an_edited_item_leaves_its_neighbours_digit_by_digit(place: Place) -> None:
    place.switch(shape="recorded")

    async def scenario(gateway: Gateway) -> None:
        order = await allowing(gateway, "edit_item", lines=2)
        before = await gateway.fetch(order.vendor_id)
        start = place.last_number()
        await gateway.send(edit_line(RULES, order), before)
        pairs = zip(items(as_object(before.raw)), items(sent(place, start)), strict=True)
        changes = [different(old, new) for old, new in pairs]
        assert [one for one in changes if one] == [{"Description"}]

    place.run(scenario)


def test_what_a_vendor_sends_beyond_the_known_survives_an_edit(place: Place) -> None:
    place.switch(shape="recorded")

    async def scenario(gateway: Gateway) -> None:
        order = await allowing(gateway, "edit", lines=1)
        place.change(order.vendor_id, {"set": {"OrderReference": "REF-77", "SourceName": "till"}})
        before = await gateway.fetch(order.vendor_id)
        await gateway.send(edit(RULES, before.order), before)
        truth = as_object(place.truth(order.vendor_id)["order"])
        assert truth["OrderReference"] == "REF-77"
        assert truth["SourceName"] == "till"

    place.run(scenario)


def test_amounts_arrive_digit_by_digit(place: Place) -> None:
    async def scenario(gateway: Gateway) -> tuple[str, str]:
        order = await allowing(gateway, "edit")
        discounted = changed(RULES, order, DiscountAmount="12.30")
        await gateway.send(discounted, await gateway.fetch(order.vendor_id))
        fields = {**add_line(RULES, order).fields, "SellingPrice": "1234567.89", "Quantity": "3"}
        line = add_line(RULES, order).model_copy(update={"fields": fields})
        await gateway.send(line, await gateway.fetch(order.vendor_id))
        truth = write(place.truth(order.vendor_id)).decode()
        found = (await gateway.fetch(order.vendor_id)).order
        assert str(found.discount) == "12.30"
        return truth, str(found.total)

    truth, total = place.run(scenario)
    assert '"DiscountAmount":12.30' in truth
    assert '"SellingPrice":1234567.89' in truth
    assert "." in total
