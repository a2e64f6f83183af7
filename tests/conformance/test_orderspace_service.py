"""What is Orderspace's own: what its text leaves open, each choice of it over a real socket."""

import asyncio
from collections.abc import Mapping

import pytest

from orderdesk.connectors.json_text import as_object, parse
from orderdesk.connectors.orderspace.rules import RULES
from orderdesk.domain.errors import OutcomeUnknown, Rejected
from orderdesk.domain.gateway import Finding, Gateway, Named, StepState
from orderdesk.domain.order import Line, Order
from orderdesk.domain.status import OrderStatus
from tests.conformance.acts import make
from tests.conformance.place import Place, allowing, pulled
from tests.conformance.test_probe import ended, probed
from tests.conformance.trials import verified
from tests.conformance.vendors.orderspace import (
    CUSTOM_LINE,
    TWICE,
    invoiced_once,
    new_lines,
    sendable,
    typed,
)

VENDOR = "orderspace"


def posted(place: Place, start: int, name: str) -> Mapping[str, object]:
    """Return what the one POST since had under the singular name."""
    [post] = [
        one
        for one in place.log(start, bodies=True)
        if one["method"] == "POST" and one["service"] == "api"
    ]
    return as_object(as_object(parse(str(post["body"])))[name])


def lines_of(order: Order) -> list[Line]:
    """Return the lines of an order that has some."""
    assert order.lines
    return list(order.lines)


@pytest.mark.parametrize(
    "choices",
    [
        {"refusal_shape": "documented"},
        {"unsigned": "bare"},
        {"failure_shape": "message"},
        {"failure_shape": "page", "retry_after": "sent"},
        {"page_size": "refused", "unknown_filter": "refused", "bad_filter": "refused"},
        {"has_more": "everywhere"},
        {"time_bounds": "exclusive"},
        {"text_match": "contains"},
        {"order_number": "text", "no_delivery_date": "absent"},
        {"no_delivery_date": "empty", "standing_orders": "off", "grouping": "off"},
        {"customer_time": "created_at", "deposit_name": "deposit_pecentage"},
        {"profile": "older"},
        {"query_in_body": "ignored", "etag_match": "ignored"},
    ],
    ids=str,
)
def test_orders_and_names_are_read_whatever_the_text_leaves_open(
    place: Place, choices: Mapping[str, str]
) -> None:
    place.switch(**choices)

    async def scenario(gateway: Gateway) -> None:
        orders = {order.vendor_id: order for order in await pulled(gateway)}
        assert set(orders) == set(place.truths())
        one = orders[TWICE]
        assert one.number == place.truths()[TWICE]["number"]
        assert (await gateway.fetch(TWICE)).order == one
        assert [name async for names in gateway.look_up("customer") for name in names]
        place.fault(kind="expire_tokens")
        assert (await gateway.fetch(TWICE)).order == one

    place.run(scenario)


@pytest.mark.parametrize("body", ["json", "empty"])
def test_wrong_keys_are_told_with_or_without_a_word(place: Place, body: str) -> None:
    place.switch(bad_client=body)
    steps = ended(place.run(probed, secrets={"client_secret": "wrong"}))
    assert steps["sign_in"].state is StepState.FAILED
    assert steps["sign_in"].field == "secrets.client_secret"
    assert "client ID with this client secret" in str(steps["sign_in"].detail)


async def again(gateway: Gateway, cursor: str | None) -> tuple[dict[str, Order], str | None]:
    """Pull; what came, and where to go on."""
    found: dict[str, Order] = {}
    async for page in gateway.pull(cursor=cursor):
        found.update({order.vendor_id: order for order in page.orders})
        cursor = page.cursor or cursor
    return found, cursor


@pytest.mark.parametrize("choice", ["listed_cancelled", "listed_standing"])
def test_states_that_a_plain_list_hides_are_asked_for(place: Place, choice: str) -> None:
    place.switch(**{choice: "no"})

    async def scenario(gateway: Gateway) -> None:
        found, cursor = await again(gateway, None)
        assert set(found) == set(place.truths())
        [first, *_] = (key for key, order in found.items() if order.vendor_state == "new")
        place.change(first, {"act": "cancel"})
        news, cursor = await again(gateway, cursor)
        assert news[first].state is OrderStatus.CANCELLED
        more, _cursor = await again(gateway, cursor)
        # Unless the list hides it, it is among the newest; where it does, it is asked for.
        assert more[first].state is OrderStatus.CANCELLED

    place.run(scenario)


def test_news_are_the_newest_the_unfinished_and_those_that_were(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        found, cursor = await again(gateway, None)
        place.change("or_ready002", {"act": "dispatch"})
        place.ask("DELETE", "/orders/or_unpa1d03")
        start = place.last_number()
        gone: list[str] = []
        news: dict[str, Order] = {}
        async for page in gateway.pull(cursor=cursor):
            gone += page.gone
            news.update({order.vendor_id: order for order in page.orders})
        assert news["or_ready002"].vendor_state == "fulfilled"
        assert gone == ["or_unpa1d03"]
        # The newest, five states, and one by one the two that had left them.
        assert len(place.log(start)) == 8
        assert len(news) < len(found)

    place.run(scenario)


def test_an_unknown_state_is_asked_for_by_its_word(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        _found, _cursor = await again(gateway, None)
        place.change("or_partly04", {"set": {"status": "awaiting_moonrise"}})
        _found, cursor = await again(gateway, None)
        place.change("or_partly04", {"set": {"internal_note": "It rose."}})
        news, _cursor = await again(gateway, cursor)
        assert news["or_partly04"].fields["internal_note"] == "It rose."
        assert news["or_partly04"].state is None

    place.run(scenario)


def test_names_come_with_orders_until_they_are_looked_up(place: Place) -> None:
    async def scenario(gateway: Gateway) -> tuple[list[Named], list[Named], list[Named]]:
        beside = [name async for page in gateway.pull(cursor=None) for name in page.names]
        fetched = [*(await gateway.fetch(TWICE)).names]
        looked_up = [name async for names in gateway.look_up("customer") for name in names]
        assert not [name async for page in gateway.pull(cursor=None) for name in page.names]
        return beside, fetched, looked_up

    beside, fetched, looked_up = place.run(scenario)
    names = {name.id: name.name for name in looked_up}
    assert {name.id: name.name for name in beside}.items() <= names.items()
    assert [names[name.id] for name in fetched] == [fetched[0].name]


def test_a_new_order_is_sent_as_the_page_describes(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        like = (await pulled(gateway))[0]
        fields = {**typed(like), "shipping_address.line1": "1 Quay", "delivery_date": "2027-02-03"}
        start = place.last_number()
        await gateway.send(make(RULES, like, "create", fields, lines=new_lines(like)), None)
        order = posted(place, start, "order")
        assert as_object(order["shipping_address"])["line1"] == "1 Quay"
        assert set(as_object(order["shipping_address"])) >= {"company_name", "country"}
        assert "billing_address" not in order
        assert str(order["reference"]).startswith("OD-")
        assert order["order_lines"] == [
            {"sku": "HM-CX", "quantity": 3},
            {"name": "Engraving", "unit_price": parse("4.50"), "quantity": 2},
            {"name": "Courier", "unit_price": 9, "shipping": True},
        ]

    place.run(scenario)


def test_a_reference_that_was_typed_proves_nothing(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        like = (await pulled(gateway))[0]
        fields = {"customer_id": like.fields["customer_id"], "reference": "spring"}
        command = make(RULES, like, "create", fields, lines=[CUSTOM_LINE])
        nothing = await verified(gateway, command, None)
        assert (nothing.finding, nothing.guarded) == (Finding.UNDONE, False)
        await gateway.send(command, None)
        found = await verified(gateway, command, None)
        assert found.finding is Finding.AMBIGUOUS
        assert "same reference" in str(found.readings[0])

    place.run(scenario)


def test_items_are_named_by_sku_and_by_id_where_that_is_not_clear(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await gateway.fetch(TWICE)
        start = place.last_number()
        await gateway.send(make(RULES, before.order, "dispatch", {}), before)
        lines = posted(place, start, "dispatch")["dispatch_lines"]
        [first, second, third, *_] = lines_of(before.order)
        assert first.sku == second.sku
        assert lines == [
            {"order_line_id": first.id, "quantity": 10},
            {"order_line_id": second.id, "quantity": 5},
            {"sku": third.sku, "quantity": 3},
        ]
        assert (await gateway.fetch(TWICE)).order.vendor_state == "fulfilled"

    place.run(scenario)


def test_a_dispatch_of_other_items_than_asked_is_never_said_to_be_done(place: Place) -> None:
    """As where an API takes the first line of an SKU whatever id is sent."""

    async def scenario(gateway: Gateway) -> None:
        before = await gateway.fetch(TWICE)
        [first, second, *_] = lines_of(before.order)
        command = make(RULES, before.order, "dispatch", {"lines": f"2 x {second.id}"})
        place.fault(kind="field", field="order_line_id", json=f'"{first.id}"', method="POST")
        with pytest.raises(OutcomeUnknown) as told:
            await gateway.send(command, before)
        assert "other items or quantities" in told.value.sentence()
        place.clear_faults()
        assert (await verified(gateway, command, before)).finding is Finding.DONE

    place.run(scenario)


def test_a_colleagues_dispatch_is_not_taken_for_ours(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await sendable(place, gateway)
        before = await gateway.fetch(order.vendor_id)
        lines = lines_of(before.order)
        [wanted, *_] = (line for line in lines if line.fields["to_dispatch"] not in {"0", "1"})
        command = make(RULES, order, "dispatch", {"lines": f"1 x {wanted.id}"})
        place.change(order.vendor_id, {"act": "dispatch"})
        seen = await verified(gateway, command, before)
        assert seen.finding is Finding.AMBIGUOUS
        assert "1 more were asked for" in " ".join(map(str, seen.readings))

    place.run(scenario)


@pytest.mark.parametrize("held", ["included", "left_out"])
def test_an_invoice_of_all_is_known_with_or_without_held_items(place: Place, held: str) -> None:
    place.start_anew()
    place.switch(invoice_held=held)

    async def scenario(gateway: Gateway) -> None:
        before = await gateway.fetch("or_m1xed007")
        command = make(RULES, before.order, "invoice", {})
        undone = await verified(gateway, command, before)
        assert (undone.finding, undone.guarded) == (Finding.UNDONE, True)
        await gateway.send(command, before)
        assert (await verified(gateway, command, before)).finding is Finding.DONE

    place.run(scenario)


def test_an_invoice_of_some_items_with_terms(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await allowing(gateway, "invoice", lines=2)
        before = await gateway.fetch(order.vendor_id)
        line = lines_of(order)[0]
        terms = [name async for names in gateway.look_up("payment_terms") for name in names]
        values = {"lines": f"1 x {line.id}", "payment_terms_id": terms[0].id, "comments": "Hi"}
        command = make(RULES, order, "invoice", values)
        undone = await verified(gateway, command, before)
        assert (undone.finding, undone.guarded) == (Finding.UNDONE, False)
        start = place.last_number()
        sent = await gateway.send(command, before)
        body = posted(place, start, "invoice")
        assert body["invoice_lines"] == [{"order_line_id": line.id, "quantity": 1}]
        assert (body["payment_terms_id"], body["comments"]) == (terms[0].id, "Hi")
        assert sent.order is not None
        assert sent.order.fields["invoiced_count"] == "1"

    place.run(scenario)


def test_invoices_are_listed_by_order_and_deleted_by_number(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await invoiced_once(place, gateway)
        key = order.vendor_id
        named = [one async for names in gateway.look_up("invoice", parent=key) for one in names]
        assert [(one.kind, one.parent) for one in named] == [("invoice", key)]
        assert named[0].detail.endswith(f" {order.currency}")
        before = await gateway.fetch(key)
        command = make(RULES, order, "delete_invoice", {"invoice": named[0].name})
        undone = await verified(gateway, command, before)
        assert (undone.finding, undone.guarded) == (Finding.UNDONE, True)
        await gateway.send(command, before)
        assert (await verified(gateway, command, before)).finding is Finding.DONE
        assert not [one async for names in gateway.look_up("invoice", parent=key) for one in names]

    place.run(scenario)


def test_an_order_that_deleting_only_cancels_stays(place: Place) -> None:
    place.switch(deleted_order="cancelled")

    async def scenario(gateway: Gateway) -> None:
        order = await allowing(gateway, "delete")
        before = await gateway.fetch(order.vendor_id)
        command = make(RULES, order, "delete", {})
        sent = await gateway.send(command, before)
        assert not sent.gone
        assert sent.order is not None
        assert sent.order.state is OrderStatus.CANCELLED
        seen = await verified(gateway, command, before)
        assert seen.finding is Finding.AMBIGUOUS
        assert "cancelled now" in str(seen.readings[0])

    place.run(scenario)


def test_the_older_edition_reads_and_dispatches_and_says_what_it_has_not(place: Place) -> None:
    place.switch(profile="older")
    older = place.config(settings={"read_only": "yes"})

    async def scenario(gateway: Gateway) -> None:
        order = await sendable(place, gateway)
        assert order.fields["created_by"] is None
        await gateway.send(make(RULES, order, "dispatch", {}), None)
        start = place.last_number()
        with pytest.raises(Rejected) as told:
            await gateway.send(
                make(RULES, order, "create", typed(order), lines=[CUSTOM_LINE]), None
            )
        assert "older edition" in told.value.sentence()
        assert place.log(start) == []

    place.run(scenario, config=older)


@pytest.mark.parametrize(("profile", "setting"), [("older", "no"), ("current", "yes")])
def test_the_test_of_a_connection_sees_another_edition(
    place: Place, profile: str, setting: str
) -> None:
    place.switch(profile=profile)
    steps = ended(place.run(probed, config=place.config(settings={"read_only": setting})))
    assert steps["edition"].state is StepState.WARNED
    assert steps["edition"].field == "settings.read_only"
    assert [one for one in steps.values() if one.state is not StepState.PASSED] == [
        steps["edition"]
    ]


def test_fifty_at_once_spend_few_requests_on_an_ended_token(place: Place) -> None:
    async def scenario(gateway: Gateway) -> int:
        await gateway.fetch(TWICE)
        place.fault(kind="expire_tokens")
        start = place.last_number()
        await asyncio.gather(*(gateway.fetch(TWICE) for _reader in range(50)))
        return sum(one["status"] == 401 for one in place.log(start))

    assert place.run(scenario) <= 8
