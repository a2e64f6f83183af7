"""What is this vendor's own: its refusals, exact replacement, references, names, its budget."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from orderdesk.connectors.iqmetrix.bodies import own_reference
from orderdesk.connectors.iqmetrix.rules import RULES
from orderdesk.domain.commands import AddLine, CreateOrder
from orderdesk.domain.errors import (
    Conflict,
    Forbidden,
    Malformed,
    NotFound,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unreachable,
    VendorError,
)
from orderdesk.domain.gateway import Finding, Gateway, StepState
from orderdesk.domain.order import Order
from tests.conformance.acts import add_line, changed, create, edit, edit_line, remove_line, transit
from tests.conformance.place import Place, allowing, pulled
from tests.conformance.test_probe import ended, failed, probed

OTHER = "659c2a38-d083-4421-9330-46d779702f85"
GHOST = "0fd61a8c-8a0c-4d5c-9d7b-6d0f1c3f5e42"

VENDOR = "iqmetrix"


def rejection(place: Place, action: str, **changes: str | None) -> VendorError:
    """Send an edit that the vendor must refuse; its refusal."""

    async def scenario(gateway: Gateway) -> VendorError:
        order = await allowing(gateway, action)
        with pytest.raises((Rejected, Conflict)) as told:
            await gateway.send(
                changed(RULES, order, **changes), await gateway.fetch(order.vendor_id)
            )
        return told.value

    return place.run(scenario)


@pytest.mark.parametrize(
    ("changes", "words", "way_out"),
    [
        ({"BillingCustomerId": GHOST}, "not found for company", "choose a billing customer"),
        ({"EntityId": "99999"}, "not related to company", "Choose a location"),
        ({"EmployeeId": "99999"}, "not found", "Change what it names"),
        (
            {"ShippingEntityId": "14203", "ShippingCustomerId": OTHER},
            "must be excluded",
            "to a customer or to a location, not to both",
        ),
    ],
)
def test_refusals_in_the_vendors_words(
    place: Place, changes: Mapping[str, str], words: str, way_out: str
) -> None:
    error = rejection(place, "edit", **changes)
    assert isinstance(error, Rejected)
    assert words in str(error.words)
    assert way_out in error.sentence()


def test_a_refusal_in_plain_text(place: Place) -> None:
    place.switch(error_body="text")
    error = rejection(place, "edit", EntityId="99999")
    assert error.words == "Entity is not related to company"
    assert "Choose a location" in error.sentence()


def test_a_refusal_without_a_body_still_is_one(place: Place) -> None:
    place.switch(error_body="empty")
    error = rejection(place, "edit", EntityId="99999")
    assert (error.status, bool(error.sentence())) == (400, True)


def test_an_expired_order_names_what_to_do(place: Place) -> None:
    async def scenario(gateway: Gateway) -> VendorError:
        order = await allowing(gateway, "edit")
        before = await gateway.fetch(order.vendor_id)
        place.change(order.vendor_id, {"act": "expire"})
        with pytest.raises(Conflict) as told:
            await gateway.send(edit(RULES, order), before)
        return told.value

    error = place.run(scenario)
    assert "expired" in str(error.words)
    assert "Create a new order" in str(error.way_out)


def test_an_id_that_is_no_number_is_not_sent(place: Place) -> None:
    start = place.last_number()
    error = rejection(place, "edit", EntityId="Main Street")
    assert "whole numbers only" in str(error) or "no number" in str(error)
    assert place.writes(start) == []


def test_an_item_that_a_colleague_took_off(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await allowing(gateway, "edit_item", lines=1)
        assert order.lines
        place.change(order.vendor_id, {"items": {order.lines[0].id: None}})
        before = await gateway.fetch(order.vendor_id)
        start = place.last_number()
        for command in (edit_line(RULES, order), remove_line(RULES, order)):
            with pytest.raises(Conflict, match="no longer on the order"):
                await gateway.send(command, before)
        assert place.writes(start) == []

    place.run(scenario)


def test_a_new_order_carries_our_reference_and_is_found_by_it(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        like = await allowing(gateway, "edit")
        command = create(RULES, like)
        sent = await gateway.send(command, None)
        assert sent.order is not None
        assert sent.order.fields["TenderId"] == own_reference(command.id)
        seen = await gateway.verify(command, before=None, sent_at=datetime.now(UTC))
        assert (seen.finding, seen.order) == (Finding.DONE, sent.order)

    place.run(scenario)


def created(like: Order, **fields: str) -> CreateOrder:
    command = create(RULES, like)
    return command.model_copy(update={"fields": {**command.fields, **fields}})


@pytest.mark.parametrize("lines", [0, 3])
def test_a_new_order_with_and_without_items(place: Place, lines: int) -> None:
    async def scenario(gateway: Gateway) -> tuple[str, int]:
        like = await allowing(gateway, "edit")
        start = place.last_number()
        sent = await gateway.send(create(RULES, like, lines=lines), None)
        assert sent.order is not None
        [post] = place.writes(start)
        return str(post["path"]).rpartition("/")[2], len(sent.order.lines or ())

    assert place.run(scenario) == ("OrderFull" if lines else "Orders", lines)


def test_a_lost_creation_with_a_given_number_asks_when_it_may_have_been_made_twice(
    place: Place,
) -> None:
    async def scenario(gateway: Gateway) -> tuple[Finding, Finding, Finding]:
        like = await allowing(gateway, "edit")
        command = created(like, TenderId="INV-2027-1")
        at = datetime.now(UTC)
        before = await gateway.verify(command, before=None, sent_at=at)
        assert not before.guarded
        await gateway.send(command, None)
        once = await gateway.verify(command, before=None, sent_at=at)
        await gateway.send(command, None)
        twice = await gateway.verify(command, before=None, sent_at=at)
        assert len(twice.readings) == 2
        return before.finding, once.finding, twice.finding

    assert place.run(scenario) == (Finding.UNDONE, Finding.DONE, Finding.AMBIGUOUS)


@pytest.mark.parametrize("seconds", [-86_400, 86_400])
def test_a_lost_creation_is_found_whatever_the_clocks_say(place: Place, seconds: int) -> None:
    async def scenario(gateway: Gateway) -> None:
        like = await allowing(gateway, "edit")
        place.fault(kind="clock_skew", seconds=seconds)
        at = datetime.now(UTC)
        command = create(RULES, like)
        place.fault(kind="cut", when="after", method="POST", service="orders", count=1)
        with pytest.raises(OutcomeUnknown):
            await gateway.send(command, None)
        seen = await gateway.verify(command, before=None, sent_at=at)
        assert seen.finding is Finding.DONE

    place.run(scenario)


def test_a_filtered_list_that_has_no_end_is_let_go_early(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        command = create(RULES, await allowing(gateway, "edit"))
        place.fault(kind="bomb", filler=40, method="GET", service="orders", count=1)
        with pytest.raises(Malformed, match="32 MB"):
            await gateway.verify(command, before=None, sent_at=datetime.now(UTC))

    place.run(scenario)


def with_fields(command: AddLine, **fields: str) -> AddLine:
    return command.model_copy(update={"fields": {**command.fields, **fields}})


def test_a_wrong_tracking_number_is_a_refusal_not_a_riddle(place: Place) -> None:
    async def scenario(gateway: Gateway) -> VendorError:
        order = await allowing(gateway, "add_item")
        command = with_fields(add_line(RULES, order), TrackingInformation="1 x TRK-1")
        place.fault(kind="status", status=500, method="POST", service="orders", count=1)
        with pytest.raises(Rejected) as told:
            await gateway.send(command, await gateway.fetch(order.vendor_id))
        return told.value

    error = place.run(scenario)
    assert error.words == "An error has occurred."
    assert "Check the tracking numbers" in error.sentence()


def test_an_error_after_the_item_was_added_is_found_out(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await allowing(gateway, "add_item")
        command = with_fields(add_line(RULES, order), TrackingInformation="1 x TRK-1")
        fault = {"kind": "status", "status": 500, "when": "after", "count": 1}
        place.fault(**fault, method="POST", service="orders")
        start = place.last_number()
        sent = await gateway.send(command, await gateway.fetch(order.vendor_id))
        assert sent.order is not None
        assert place.done(start) == 1

    place.run(scenario)


def test_a_product_stands_once_on_an_order(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await allowing(gateway, "add_item")
        first = with_fields(add_line(RULES, order), ProductId="P-1000")
        before = await gateway.fetch(order.vendor_id)
        undone = await gateway.verify(first, before=before.order, sent_at=before.at)
        assert (undone.finding, undone.guarded) == (Finding.UNDONE, True)
        await gateway.send(first, before)
        done = await gateway.verify(first, before=before.order, sent_at=before.at)
        assert done.finding is Finding.DONE
        with pytest.raises(Rejected):
            await gateway.send(first, await gateway.fetch(order.vendor_id))

    place.run(scenario)


def test_processing_without_a_billing_customer(place: Place) -> None:
    async def scenario(gateway: Gateway) -> VendorError:
        order = await allowing(gateway, "process")
        place.change(order.vendor_id, {"set": {"BillingCustomerId": None}})
        with pytest.raises(Rejected) as told:
            await gateway.send(transit(RULES, order, "process"), None)
        return told.value

    assert "choose a billing customer" in place.run(scenario).sentence()


def test_the_answer_to_process_may_be_an_order(place: Place) -> None:
    place.switch(process_answer="order", put_status="201")

    async def scenario(gateway: Gateway) -> str:
        order = await allowing(gateway, "process")
        sent = await gateway.send(transit(RULES, order, "process"), None)
        await gateway.send(edit(RULES, await allowing(gateway, "edit")), None)
        assert sent.order is not None
        return sent.order.vendor_state

    assert place.run(scenario) == "Processed"


@pytest.mark.parametrize("status", ["403", "404"])
def test_another_company_cannot_be_read(place: Place, status: str) -> None:
    place.switch(foreign_company=status)
    step = failed(place, config=place.config(settings={"company_id": "14990"}))
    assert step.name == "company"
    assert "Company 14990 cannot be read" in str(step.detail)
    assert "company ID" in str(step.way_out)

    async def scenario(gateway: Gateway) -> None:
        with pytest.raises((Forbidden, NotFound)) as told:
            await pulled(gateway)
        assert "company ID" in told.value.sentence()

    place.run(scenario, config=place.config(settings={"company_id": "14990"}))


def test_a_locked_account_is_named(place: Place) -> None:
    place.switch(sign_in="locked")
    step = failed(place)
    assert step.name == "sign_in"
    assert "unlock" in str(step.way_out)


def test_a_wrong_client_is_told_from_a_wrong_password(place: Place) -> None:
    client = failed(place, secrets={"client_secret": "wrong"})
    password = failed(place, secrets={"password": "wrong"})
    assert "client ID" in str(client.detail)
    assert "user name" in str(password.detail)


def test_names_that_cannot_be_read_cost_names_not_orders(place: Place) -> None:
    dead = "http://127.0.0.1:9/v1"
    services = ["crm", "entitymanager", "usermanager", "catalogs"]
    urls = dict.fromkeys(services, dead)
    config = place.config(urls=urls)
    steps = ended(place.run(probed, config=config))
    assert steps["company"].state is StepState.WARNED
    assert "Locations cannot be read" in str(steps["company"].detail)
    assert steps["read"].state is StepState.PASSED
    assert place.run(pulled, config=config)

    async def scenario(gateway: Gateway) -> None:
        with pytest.raises(Unreachable):
            async for _names in gateway.look_up("customer"):
                pass

    place.run(scenario, config=config)


def test_addresses_of_a_customer_and_products_of_a_sku(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        orders = await pulled(gateway)
        order = next(one for one in orders if one.fields["BillingAddressId"])
        assert order.customer is not None
        addresses = [
            name
            async for names in gateway.look_up("address", parent=order.customer.id)
            for name in names
        ]
        assert order.fields["BillingAddressId"] in {name.id for name in addresses}
        assert {name.parent for name in addresses} == {order.customer.id}
        line = next(
            line
            for one in orders
            for line in one.lines or ()
            if line.sku and line.fields["ProductId"]
        )
        products = [
            name async for names in gateway.look_up("product", parent=line.sku) for name in names
        ]
        assert products
        assert {name.detail for name in products} == {line.sku}

    place.run(scenario)


def test_a_currency_set_here_stands_on_every_order(place: Place) -> None:
    orders = place.run(pulled, config=place.config(settings={"currency": "CAD"}))
    assert {(order.currency, order.currency_set_here) for order in orders} == {("CAD", True)}
    assert {order.currency for order in place.run(pulled)} == {None}


def test_every_total_is_the_sum_of_its_lines_less_the_discount(place: Place) -> None:
    for order in place.run(pulled):
        assert order.lines is not None
        assert all(line.sum is not None for line in order.lines)
        wanted = sum(line.sum or 0 for line in order.lines) - (order.discount or 0)
        assert order.total == wanted


def test_a_used_up_budget_is_overdrawn_once_at_most(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        await pulled(gateway)
        assert gateway.budget.resets_at is not None
        until = gateway.budget.resets_at - datetime.now(UTC)
        place.advance(until.total_seconds() + 1)  # a window that lasts as long as this test
        order = (await pulled(gateway))[0]
        used = gateway.budget
        assert used.limit is not None
        assert used.remaining is not None
        left = 12
        place.switch(rate_limit=str(used.limit - used.remaining + left))
        await gateway.fetch(order.vendor_id)
        start = place.last_number()
        results = await asyncio.gather(
            *(gateway.fetch(order.vendor_id) for _request in range(60)), return_exceptions=True
        )
        throttled = [one for one in results if isinstance(one, Throttled)]
        assert len(throttled) >= 60 - left
        assert all(one.retry_after > 0 for one in throttled)
        assert sum(one["status"] == 429 for one in place.log(start)) == 0

    place.run(scenario)
