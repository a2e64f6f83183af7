"""Exactness: what goes back is what came, digit by digit, but for the edit; cards nowhere."""

import json
from collections.abc import Mapping

import pytest

from orderdesk.connectors.json_text import as_object, parse, rows, write
from orderdesk.connectors.ordertime.rules import RULES
from orderdesk.domain.errors import OutcomeUnknown, Rejected, VendorError
from orderdesk.domain.gateway import Finding, Gateway
from orderdesk.domain.order import Order
from tests.conformance.acts import make, marked
from tests.conformance.place import Place, pulled
from tests.conformance.test_reads import pages
from tests.conformance.trials import about, verified
from tests.conformance.vendors.ordertime import unshipped

VENDOR = "ordertime"
CARDS = ("4111111111111111", "378282246310005", "5555555555554444", "6011111111111117")
OF_ORDER = {"method": "GET", "path": r"/salesorder$"}


def sent(place: Place, start: int) -> Mapping[str, object]:
    """Return the body of the one PUT since; one with card data is not shown in the log."""
    [put] = [one for one in place.log(start, bodies=True) if one["method"] == "PUT"]
    return as_object(parse(str(put["body"])))


def different(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    """Return the names whose values are not the same, digit by digit."""
    names = old.keys() | new.keys()
    return {name for name in names if write(old.get(name)) != write(new.get(name))}


async def carded(place: Place, gateway: Gateway) -> Order:
    """Return an order that carries card data."""
    number = next(key for key, truth in place.truths().items() if truth["card"] is True)
    return (await gateway.fetch(number)).order


@pytest.mark.parametrize(
    ("done", "values", "name"),
    [
        ("edit", {"Memo": "By hand"}, "Memo"),
        ("edit", {"PromiseDate": "2027-01-31"}, "PromiseDate"),
        ("edit", {"DiscountAmount": "1234567.89"}, "DiscountAmount"),
        ("edit", {"ShipAddress.City": "Pugwash"}, "ShipAddress"),
        ("edit", {"LocationRef": "2"}, "LocationRef"),
        ("change_status", {"status": "Approved"}, "StatusRef"),
    ],
)
def test_a_replacement_sends_back_everything_as_it_came(
    place: Place, done: str, values: dict[str, str], name: str
) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        number = order.vendor_id
        place.change(number, {"set": {"Approvals": [{"By": "Maeve", "Weight": 1}], "Rush": True}})
        before = await gateway.fetch(number)
        start = place.last_number()
        await gateway.send(make(RULES, order, done, values), before)
        assert different(as_object(before.raw), sent(place, start)) == {name}
        truth = as_object(place.truth(number)["order"])
        assert truth["Rush"] is True
        assert different(as_object(before.raw), truth) <= {name, "RecordInfo", "TotalAmount"}

    place.run(scenario)


def test_each_line_names_its_type_first_and_is_else_untouched(place: Place) -> None:
    place.switch(type_tags="absent")

    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        before = await gateway.fetch(order.vendor_id)
        start = place.last_number()
        await gateway.send(make(RULES, order, "edit", {"Memo": "By hand"}), before)
        old = [as_object(one.value) for one in rows(_lines(as_object(before.raw)))]
        new = [as_object(one.value) for one in rows(_lines(sent(place, start)))]
        assert [next(iter(line)) for line in new] == ["$type"] * len(old)
        assert [different(*pair) for pair in zip(old, new, strict=True)] == [{"$type"}] * len(old)

    place.run(scenario)


def _lines(order: Mapping[str, object]) -> str:
    return write(order["LineItems"]).decode()


def test_a_line_goes_back_whole(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        before = await gateway.fetch(order.vendor_id)
        start = place.last_number()
        await gateway.send(make(RULES, order, "edit_item", {"Price": "12.30"}), before)
        [first, *_rest] = rows(_lines(as_object(before.raw)))
        body = sent(place, start)
        assert next(iter(body)) == "$type"
        assert different(as_object(first.value), body) == {"Price"}
        assert '"Price":12.30' in write(body).decode()

    place.run(scenario)


def test_card_data_go_back_and_are_kept_nowhere(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    async def scenario(gateway: Gateway) -> None:
        order = await carded(place, gateway)
        was = as_object(place.truth(order.vendor_id)["order"])
        assert str(was["CreditCardNo"]) in CARDS
        before = await gateway.fetch(order.vendor_id)
        sent = await gateway.send(make(RULES, order, "edit", {"Memo": "By hand"}), before)
        now = as_object(place.truth(order.vendor_id)["order"])
        assert now["CreditCardNo"] == was["CreditCardNo"]
        place.fault(kind="field", field="CustomerRef", json="null", rows=100, path="/list$")
        kept = [repr(page) for page in await pages(gateway)]
        assert any("set_aside=(SetAside(" in page for page in kept)
        kept += [order.model_dump_json(), repr(sent), caplog.text]
        kept += [order.model_dump_json() for order in await pulled(gateway)]
        for name in ("CreditCardNo", "CreditCardName", "CreditCardAddress", "CreditCardZip"):
            assert not [text for text in kept if name in text]
        assert not [card for card in CARDS for text in kept if card in text]

    place.run(scenario)


def test_a_refusal_that_repeats_a_card_number_is_told_without_it(place: Place) -> None:
    results = [
        {"ProperyName": "CreditCardNo", "Message": f"{CARDS[0]} has run out.", "Value": CARDS[0]},
        {"PropertyName": "Memo", "Message": "Order 4111111111111112 is no card"},
    ]

    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        before = await gateway.fetch(order.vendor_id)
        place.fault(kind="status", status=409, body=json.dumps(results), method="PUT")
        with pytest.raises(Rejected) as told:
            await gateway.send(make(RULES, order, "edit", {"Memo": "By hand"}), before)
        sentence = told.value.sentence()
        assert CARDS[0] not in sentence
        assert "CreditCardNo: (removed) has run out." in sentence
        assert "Memo: Order 4111111111111112 is no card." in sentence

    place.run(scenario)


async def told(
    gateway: Gateway, order: Order, values: dict[str, str]
) -> tuple[VendorError, Finding]:
    """Edit an order, which comes to an error; return it and what a read-back finds."""
    command = make(RULES, order, "edit", values)
    before = await about(gateway, command)
    with pytest.raises((Rejected, OutcomeUnknown)) as error:
        await gateway.send(command, before)
    return error.value, (await verified(gateway, command, before)).finding


def test_a_change_that_is_not_taken_over_is_told(place: Place) -> None:
    """The stand-in shows the memo as it was, whatever was sent."""

    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        place.fault(kind="field", field="Memo", json="null", **OF_ORDER)
        error, finding = await told(gateway, order, {"Memo": "By hand"})
        assert isinstance(error, Rejected)
        assert "has not taken over what was changed: Memo" in error.sentence()
        assert finding is Finding.UNDONE

    place.run(scenario)


def test_a_change_that_is_taken_over_in_part_is_asked_about(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        place.fault(kind="field", field="Memo", json="null", **OF_ORDER)
        changes = {"Memo": "By hand", "InternalNotes": marked("Noted")}
        error, finding = await told(gateway, order, changes)
        assert isinstance(error, OutcomeUnknown)
        assert "differs from what was sent in: Memo" in error.sentence()
        assert finding is Finding.AMBIGUOUS

    place.run(scenario)


def test_what_somebody_else_wrote_in_the_same_moment_is_no_refusal(place: Place) -> None:
    """The answer has what was sent; a reading of the same stamp has another's order whole."""

    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        command = make(RULES, order, "edit", {"Memo": "By hand"})
        before = await about(gateway, command)
        place.fault(kind="field", field="Memo", json='"Hers"', **OF_ORDER)
        place.fault(kind="field", field="FOB", json='"Origin"', **OF_ORDER)
        sent = await gateway.send(command, before)
        assert sent.order is not None
        assert sent.order.fields["Memo"] == "Hers"

    place.run(scenario)


def test_a_field_that_is_lost_on_the_way_is_asked_about(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        place.change(order.vendor_id, {"set": {"FOB": "Destination"}})
        command = make(RULES, order, "edit", {"Memo": "By hand"})
        before = await about(gateway, command)
        place.fault(kind="field", field="FOB", json="null", **OF_ORDER)
        with pytest.raises(OutcomeUnknown, match="FOB point"):
            await gateway.send(command, before)
        found = await verified(gateway, command, before)
        assert found.finding is Finding.AMBIGUOUS
        assert [str(one) for one in found.readings] == [
            "FOB point is empty now; it was “Destination”, and was to stay."
        ]

    place.run(scenario)


def test_an_order_whose_items_are_not_shown_is_not_sent_back(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        place.fault(kind="field", field="LineItems", json="null", **OF_ORDER)
        before = await gateway.fetch(order.vendor_id)
        start = place.last_number()
        with pytest.raises(Rejected, match="might lose them"):
            await gateway.send(make(RULES, order, "edit", {"Memo": "By hand"}), before)
        assert place.writes(start) == []

    place.run(scenario)
