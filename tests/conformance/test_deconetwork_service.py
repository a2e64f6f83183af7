"""What is this vendor's own: parts of lines, one user for all requests, tokens, names, numbers."""

import asyncio
import logging

import pytest

from orderdesk.connectors.json_text import as_object
from orderdesk.domain.errors import Conflict, Malformed, NotSignedIn, Rejected
from orderdesk.domain.gateway import Finding, Gateway, Page, StepState
from orderdesk.domain.order import Order
from tests.conformance.acts import make
from tests.conformance.place import Place, pulled, rules_of
from tests.conformance.test_probe import ended, failed, probed
from tests.conformance.test_reads import keep, orders_of, pages
from tests.conformance.trials import verified
from tests.conformance.vendors.deconetwork import FIND, UPDATE, new

VENDOR = "deconetwork"


def left(order: Order, key: str) -> list[str | None]:
    """Return how much of each line is left."""
    return [line.fields[key] for line in order.lines or ()]


def test_a_part_is_marked_and_its_item_split(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await gateway.fetch(new(place))
        assert before.order.lines is not None
        first = before.order.lines[0]
        rules = rules_of(gateway)
        command = make(rules, before.order, "mark_produced", {"lines": f"4 x {first.id}"})
        sent = await gateway.send(command, before)
        assert sent.order is not None
        assert left(sent.order, "to_produce") == ["1", "4"]
        assert left(sent.order, "to_ship") == ["5", "4"]
        assert sent.order.vendor_state == "1"

        shipped = {"lines": f"2 x {first.id}", "shipping_code": "BOAT-3"}
        again = await gateway.fetch(before.order.vendor_id)
        sent = await gateway.send(make(rules, again.order, "mark_shipped", shipped), again)
        assert sent.order is not None
        assert left(sent.order, "to_produce") == ["1", "4"]  # what was produced went first
        assert left(sent.order, "to_ship") == ["3", "4"]
        assert "BOAT-3" in (sent.order.fields["shipments"] or "")
        truth = place.truth(before.order.vendor_id)
        assert (truth["produced"], truth["shipped"]) == (4, 2)

    place.run(scenario)


def test_the_last_parts_of_all_lines_move_the_order(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await gateway.fetch(new(place))
        wanted = "\n".join(f"{line.quantity} x {line.id}" for line in before.order.lines or ())
        start = place.last_number()
        command = make(rules_of(gateway), before.order, "mark_produced", {"lines": wanted})
        sent = await gateway.send(command, before)
        assert sent.order is not None
        assert sent.order.vendor_state == "2"
        assert len(place.writes(start)) == 1

    place.run(scenario)


def test_a_lost_part_is_not_pushed_twice(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await gateway.fetch(new(place))
        assert before.order.lines is not None
        wanted = {"lines": f"1 x {before.order.lines[1].id}"}
        command = make(rules_of(gateway), before.order, "mark_produced", wanted)
        undone = await verified(gateway, command, before)
        assert (undone.finding, undone.guarded) == (Finding.UNDONE, False)
        await gateway.send(command, before)
        assert (await verified(gateway, command, before)).finding is Finding.DONE

    place.run(scenario)


def test_more_than_is_left_is_not_sent(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await gateway.fetch(new(place))
        assert before.order.lines is not None
        wanted = {"lines": f"9 x {before.order.lines[0].id}"}
        start = place.last_number()
        with pytest.raises(Conflict, match="5 of"):
            await gateway.send(
                make(rules_of(gateway), before.order, "mark_produced", wanted), before
            )
        assert place.writes(start) == []

    place.run(scenario)


@pytest.mark.parametrize(("asked", "mails"), [("yes", 1), ("no", 0)])
def test_the_customer_is_told_once_if_asked_for(place: Place, asked: str, mails: int) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await gateway.fetch(new(place, act="produce"))
        command = make(rules_of(gateway), before.order, "mark_shipped", {"contact_customer": asked})
        assert (await verified(gateway, command, before)).guarded is (asked == "no")
        await gateway.send(command, before)
        assert place.truth(before.order.vendor_id)["mails"] == mails

    place.run(scenario)


def test_user_and_password_are_in_the_body_only(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        start = place.last_number()
        await gateway.fetch(new(place))
        [request] = place.log(start, bodies=True)
        assert request["method"] == "POST"
        assert "?" not in str(request["path"])

    place.run(scenario)


def test_a_password_that_was_changed_is_told_once(place: Place) -> None:
    number = new(place)

    async def scenario(gateway: Gateway) -> None:
        await gateway.fetch(number)
        start = place.last_number()
        place.fault(preset="password_changed")
        for _attempt in range(4):
            with pytest.raises(NotSignedIn, match="Authentication failed"):
                await gateway.fetch(number)
        assert len(place.log(start)) == 1
        place.clear_faults()
        place.advance(31)
        assert (await gateway.fetch(number)).order.vendor_id == number

    place.run(scenario)


def test_fifty_requests_with_a_wrong_password_are_one(place: Place) -> None:
    number = new(place)

    async def scenario(gateway: Gateway) -> None:
        start = place.last_number()
        told = await asyncio.gather(
            *(gateway.fetch(number) for _request in range(50)), return_exceptions=True
        )
        assert all(isinstance(one, NotSignedIn) for one in told)
        assert len(place.log(start)) == 1

    place.run(scenario, secrets={"password": "wrong"})


def test_an_older_code_for_a_wrong_password(place: Place) -> None:
    place.switch(sign_in_code="10002", refusal_status="4xx")
    step = failed(place, secrets={"password": "wrong"})
    assert (step.name, step.field) == ("sign_in", "secrets.password")


@pytest.mark.parametrize(
    ("switch", "field", "words"),
    [
        ({"api": "disabled"}, "urls.site", "API app"),
        ({"user_rights": "none"}, "secrets.username", "administrator rights"),
    ],
)
def test_the_test_of_a_connection_names_what_to_mend(
    place: Place, switch: dict[str, str], field: str, words: str
) -> None:
    place.switch(**switch)
    step = failed(place)
    assert (step.name, step.field) == ("sign_in", field)
    assert words in str(step.way_out)


@pytest.mark.parametrize("page", ["login_page", "not_found"])
def test_a_wrong_path_is_named_by_the_test(place: Place, page: str) -> None:
    place.switch(wrong_path=page)
    site = place.config().urls["site"]
    step = failed(place, config=place.config(urls={"site": f"{site}/elsewhere"}))
    assert (step.name, step.field) == ("connect", "urls.site")


def test_the_test_passes_on_an_empty_site(place: Place) -> None:
    place.ask("POST", "/reset", {"orders": 0})
    for number in place.truths():
        place.ask("DELETE", f"/orders/{number}")
    assert {step.state for step in ended(place.run(probed)).values()} == {StepState.PASSED}
    [page, last] = place.run(pages)
    assert page.orders == last.orders == ()
    assert (last.complete, last.cursor) == (True, None)
    place.start_anew()


def told_by(found: list[Page]) -> str:
    """Write down everything that a pull hands on."""
    parts = [order.model_dump_json() for page in found for order in page.orders]
    parts += [f"{row.raw} {row.reason}" for page in found for row in page.set_aside]
    parts += [f"{page.names} {page.cursor}" for page in found]
    return "\n".join(parts)


@pytest.mark.parametrize("shape", ["recorded", "documented", "mixed"])
def test_no_token_and_no_card_is_handed_on(
    place: Place, shape: str, caplog: pytest.LogCaptureFixture
) -> None:
    place.switch(login_tokens="always", order_shape=shape)
    place.fault(**{**FIND, "preset": "broken_modified_date", "rows": 40})
    caplog.set_level(logging.DEBUG)

    async def scenario(gateway: Gateway) -> None:
        aside = await pages(gateway)
        place.clear_faults()
        whole = await pages(gateway)
        number = orders_of(whole)[0].vendor_id
        reading = await gateway.fetch(number)
        place.fault(**{**UPDATE, "preset": "unknown_code"})
        command = make(rules_of(gateway), reading.order, "mark_produced", {})
        with pytest.raises(Rejected) as told:
            await gateway.send(command, reading)
        error = f"{told.value!r} {vars(told.value)}"
        text = "\n".join([told_by(aside), told_by(whole), error, caplog.text])
        assert [row for page in aside for row in page.set_aside]
        token = str(place.truth(number)["login_token"])
        assert len(token) == 40
        secrets = [token, "4242", *place.secrets.values()]
        assert [secret for secret in secrets if secret in text] == []
        assert "/manage/orders/download_order_proof/" in text

    place.run(scenario)


def test_names_come_with_the_orders(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        found = await pages(gateway)
        names = {name.id: name.name for page in found for name in page.names}
        with_customer = [order for order in orders_of(found) if order.customer is not None]
        assert with_customer
        assert {order.customer.id for order in with_customer if order.customer} <= names.keys()
        reading = await gateway.fetch(with_customer[0].vendor_id)
        assert [name.id for name in reading.names] == [with_customer[0].fields["customer_id"]]
        assert [one async for one in gateway.look_up("customer")] == []

    place.run(scenario)


def test_later_pulls_bring_only_what_changed(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        first = await pages(gateway)
        place.advance(3_600)
        number = new(place)
        second = await pages(gateway, first[-1].cursor)
        assert number in {order.vendor_id for order in orders_of(second)}
        assert len(orders_of(second)) < len(orders_of(first))
        assert not second[-1].complete
        assert second[-1].cursor is not None

    place.run(scenario)


def test_a_site_that_takes_the_time_otherwise_is_read_whole(place: Place) -> None:
    """A condition read in another zone would hide what changed: then nothing known comes back."""

    async def scenario(gateway: Gateway) -> None:
        first = await pages(gateway)
        numbers = set(place.truths())
        for number in numbers:
            place.change(number, {"set": {"date_modified": "2001-01-01T00:00:00"}})
        second = await pages(gateway, first[-1].cursor)
        assert {order.vendor_id for order in orders_of(second)} == numbers
        assert second[-1].complete

    place.run(scenario)


def test_conditions_that_begin_to_count_from_0_are_learnt(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        first = await pages(gateway)
        place.switch(condition_numbers="from_0")
        number = new(place)
        assert (await gateway.fetch(number)).order.vendor_id == number
        place.switch(condition_numbers="from_1")
        again = await pages(gateway, first[-1].cursor)
        assert number in {order.vendor_id for order in orders_of(again)}
        assert {order.vendor_id for order in await pulled(gateway)} == set(place.truths())

    place.run(scenario)


def test_a_list_that_breaks_off_begins_anew(place: Place) -> None:
    for _order in range(101 - len(place.truths())):
        new(place)
    kept: list[Page] = []

    async def scenario(gateway: Gateway) -> None:
        place.fault(**FIND, kind="malformed", skip=1)
        with pytest.raises(Malformed):
            await keep(kept, gateway)
        assert len(orders_of(kept)) == 100
        assert not [page for page in kept if page.complete or page.cursor]
        place.clear_faults()
        await keep(kept, gateway)
        assert {order.vendor_id for order in orders_of(kept)} == set(place.truths())
        assert kept[-1].complete

    place.run(scenario)
    place.start_anew()


def test_a_currency_set_here_stands_on_every_order(place: Place) -> None:
    orders = place.run(pulled, config=place.config(settings={"currency": "CAD"}))
    assert {(order.currency, order.currency_set_here) for order in orders} == {("CAD", True)}


def test_a_limit_that_nobody_published_is_waited_for(place: Place) -> None:
    number = new(place)

    async def scenario(gateway: Gateway) -> None:
        place.switch(calls_limit="3", calls_window="20")
        start = place.last_number()
        for _request in range(8):
            assert (await gateway.fetch(number, background=True)).order.vendor_id == number
        assert [one for one in place.log(start) if one["status"] == 429]

    place.run(scenario)


def test_totals_are_the_vendors(place: Place) -> None:
    number = new(place)
    order = as_object(place.truth(number)["order"])

    async def scenario(gateway: Gateway) -> Order:
        return (await gateway.fetch(number)).order

    assert str(place.run(scenario).total) == str(order["billable_amount"])
