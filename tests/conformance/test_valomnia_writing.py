"""What is this vendor's own in writing: new orders, payments, credits, open questions."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.references import own_reference
from orderdesk.connectors.valomnia.rules import RULES
from orderdesk.domain.commands import Command
from orderdesk.domain.errors import OutcomeUnknown, Rejected
from orderdesk.domain.gateway import Finding, Gateway
from tests.conformance.acts import changed, make, marked
from tests.conformance.place import Place
from tests.conformance.trials import verified
from tests.conformance.valomnia_acts import objects, payment, ready
from tests.conformance.vendors.valomnia import (
    CASH,
    PREPAYMENT,
    SOON,
    fitting,
    new,
    new_lines,
    pending,
    uses,
)

VENDOR = "valomnia"
CHEQUE = "8"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\xff\r\n--" * 40


@pytest.mark.parametrize("status", ["201", "200"])
def test_a_new_order_is_what_was_typed(place: Place, status: str) -> None:
    place.switch(create_status=status)

    async def scenario(gateway: Gateway) -> None:
        like = await pending()(place, gateway)
        values = {**new(like), "status": "NOT_PAID", "deliveryCountry": "France", "userId": "4"}
        command = make(RULES, like, "create", values, lines=[*new_lines(like)])
        sent = await gateway.send(command, None)
        truth = as_object(place.truth(sent.vendor_id)["order"])
        assert truth["reference"] == own_reference(command.id)
        amounts = [str(truth[name]) for name in ("totalExclTax", "totalDiscounted", "total")]
        assert amounts == ["363.6", "327.24", "334.74"]
        assert (truth["deliveryCountry"], truth["employeeReference"]) == ("FR", "emp-04")
        order = (await gateway.fetch(sent.vendor_id)).order
        shown = [
            (one.sku, str(one.quantity), one.fields["unitReference"]) for one in order.lines or ()
        ]
        assert shown == [("sim-start", "3", "pcs"), ("sim-data-5", "2.5", "box")]
        start = place.last_number()
        again = await gateway.send(command, None)
        assert again.vendor_id == sent.vendor_id
        assert place.writes(start) == []

    place.run(scenario)


@pytest.mark.parametrize("word", ["PREORDER", "INVOICE", "DELIVERYNOTE", "DELIVERY"])
def test_every_kind_can_be_created(place: Place, word: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        like = await pending()(place, gateway)
        values = {**new(like), "status": "NOT_PAID", "operationType": word, "deliveredBy": "6"}
        command = make(RULES, like, "create", values, lines=[*new_lines(like)])
        sent = await gateway.send(command, None)
        assert place.truth(sent.vendor_id)["kind"] == word

    place.run(scenario)


def test_a_payment_that_is_there_is_not_made_twice(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await ready(place, gateway)
        command = payment(before.order)
        place.fault(kind="cut", when="after", method="POST", count=1)
        with pytest.raises(OutcomeUnknown):
            await gateway.send(command, before)
        start = place.last_number()
        sent = await gateway.send(command, None)
        assert place.writes(start) == []
        assert place.truth(sent.vendor_id)["payments"] == 1

    place.run(scenario)


def test_a_payment_goes_a_second_time_only_if_a_person_says_so(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await ready(place, gateway)
        for action, values in (
            ("record_payment", {"status": "PAID", "paymentTypeId": CASH}),
            ("apply_prepayment", {"prepaymentId": PREPAYMENT, "amountToCredit": "1"}),
        ):
            command = make(RULES, before.order, action, values)
            undone = await verified(gateway, command, before)
            assert (undone.finding, undone.guarded) == (Finding.UNDONE, False)
            assert undone.readings

    place.run(scenario)


def test_a_part_payment_and_then_the_rest(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await ready(place, gateway)
        part = payment(before.order, status="ADVANCE", advanceAmount="12.5", paymentDate=SOON)
        await gateway.send(part, before)
        order = (await gateway.fetch(before.order.vendor_id)).order
        assert (order.payment, order.fields["advanceAmount"]) == ("part_paid", "12.5")
        rest = payment(order, paymentReference="the rest", paymentDate=SOON)
        await gateway.send(rest, None)
        order = (await gateway.fetch(order.vendor_id)).order
        assert order.payment == "paid"
        assert order.fields["orderPayments"] == f"{own_reference(part.id)}\nthe rest"
        details = (order.fields["payment_details"] or "").splitlines()
        assert details[0] == f"{own_reference(part.id)} · {SOON} · 12.5 · Cash"

    place.run(scenario)


def test_a_cheque_goes_with_its_picture(place: Place, tmp_path: Path) -> None:
    place.switch(cheque_fields="required")
    file = tmp_path / "cheque.png"
    file.write_bytes(PNG)

    async def scenario(gateway: Gateway) -> None:
        before = await ready(place, gateway)
        cheque = {"paymentTypeId": CHEQUE, "bank": "Fundy & Söhne", "desiredPaymentDate": SOON}
        with pytest.raises(Rejected) as told:
            await gateway.send(payment(before.order, **cheque), before)
        assert "chequeImage" in told.value.sentence()
        command = payment(before.order, **cheque, chequeImage=str(file))
        sent = await gateway.send(command, before)
        [made] = objects(place.truth(sent.vendor_id)["order_payments"])
        assert made["bank"] == "Fundy & Söhne"
        assert made["chequeImage"] is not None

    place.run(scenario)


def test_a_file_that_is_no_picture_is_not_sent(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "cheque.png"
    file.write_bytes(b"a list of passwords")

    async def scenario(gateway: Gateway) -> None:
        before = await ready(place, gateway)
        start = place.last_number()
        with pytest.raises(Rejected) as told:
            await gateway.send(payment(before.order, chequeImage=str(file)), before)
        assert "is no PNG or JPEG picture" in told.value.sentence()
        assert place.writes(start) == []

    place.run(scenario)


async def done(place: Place, gateway: Gateway) -> tuple[int, int, int]:
    """Pay, credit and edit; how many requests each of them took the second time."""
    counts: list[int] = []
    for _round in range(2):
        counts.clear()
        order = await pending()(place, gateway)
        commands: list[Command] = [
            make(RULES, order, "apply_prepayment", uses(order)),
            changed(RULES, order, deliveryComment=marked("Edited")),
            payment(order),
        ]
        for command in commands:
            start = place.last_number()
            await gateway.send(command, None)
            counts.append(len(place.writes(start)))
        truth = place.truth(order.vendor_id)
        assert (truth["payment"], truth["payments"], truth["credits"]) == ("PAID", 1, 1)
    return counts[0], counts[1], counts[2]


@pytest.mark.parametrize(
    "switches",
    [
        {"update_path": "collection"},
        {"prepayment_parameter": "orderPayments"},
        {"delivery_date": "mandatory"},
        {
            "update_path": "collection",
            "prepayment_parameter": "orderPayments",
            "delivery_date": "mandatory",
        },
    ],
    ids=str,
)
def test_what_the_documents_leave_open_is_found_out_once(
    place: Place, switches: Mapping[str, str]
) -> None:
    place.switch(**switches)

    async def scenario(gateway: Gateway) -> tuple[int, int, int]:
        return await done(place, gateway)

    assert place.run(scenario) == (1, 1, 1)


def test_a_site_that_does_not_show_prepayments_leaves_it_open(place: Place) -> None:
    place.switch(operation_shape="seed")

    async def scenario(gateway: Gateway) -> None:
        key = fitting(place, delivery="PENDING")
        place.change(
            key, {"set": {"customerReference": "C0955", "lastUpdated": "2026-01-02T03:04:05Z"}}
        )
        before = await gateway.fetch(key)
        command = make(RULES, before.order, "apply_prepayment", uses(before.order))
        assert (await verified(gateway, command, before)).finding is Finding.UNDONE
        await gateway.send(command, before)
        seen = await verified(gateway, command, before)
        assert seen.finding is Finding.AMBIGUOUS
        assert "does not show the prepayments" in str(seen.readings[0])

    place.run(scenario)


def test_a_paid_order_that_may_not_be_changed_alone(place: Place) -> None:
    place.switch(settled_edit="refused")

    async def scenario(gateway: Gateway) -> None:
        before = await ready(place, gateway)
        place.change(before.order.vendor_id, {"act": "pay"})
        order = (await gateway.fetch(before.order.vendor_id)).order
        with pytest.raises(Rejected) as told:
            await gateway.send(changed(RULES, order, deliveryComment="Later"), None)
        assert "only together with a payment" in told.value.sentence()

    place.run(scenario)


def test_a_delivery_can_be_cleared_and_closed(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await ready(place, gateway)
        command = changed(
            RULES,
            before.order,
            deliveryComment=None,
            deliveryCountry="France",
            deliveryStatus="DELIVERED",
        )
        assert (await verified(gateway, command, before)).finding is Finding.UNDONE
        await gateway.send(command, before)
        assert (await verified(gateway, command, before)).finding is Finding.DONE
        order = (await gateway.fetch(before.order.vendor_id)).order
        assert (order.vendor_state, order.state) == ("DELIVERED", "completed")
        assert (order.fields["deliveryComment"], order.fields["deliveryCountry"]) == (None, "FR")

    place.run(scenario)
