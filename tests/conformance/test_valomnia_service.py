"""What is this vendor's own: parts, pages by last change, sessions, names."""

import asyncio
from collections.abc import Mapping

import pytest

from orderdesk.domain.errors import Malformed, NotSignedIn, OutcomeUnknown, Unreachable
from orderdesk.domain.gateway import Gateway, Page, StepState
from orderdesk.domain.status import OrderKind
from tests.conformance.place import Errand, Place, pulled
from tests.conformance.test_probe import ended, probed
from tests.conformance.test_reads import keep, orders_of, pages
from tests.conformance.valomnia_acts import objects, payment, ready, requests
from tests.conformance.vendors.valomnia import (
    LISTS,
    fitting,
)

VENDOR = "valomnia"


# Reading.


@pytest.mark.parametrize("hrefs", ["v1.0", "v2.1", "valomniav2", "mixed", "host"])
def test_addresses_in_answers_are_never_followed(place: Place, hrefs: str) -> None:
    place.switch(hrefs=hrefs)

    async def scenario(gateway: Gateway) -> None:
        start = place.last_number()
        orders = await pulled(gateway)
        counts = {order.vendor_id: order.fields["line_count"] for order in orders}
        for vendor_id in [*counts][:12]:
            order = (await gateway.fetch(vendor_id)).order
            assert str(len(order.lines or ())) == counts[vendor_id]
        asked = [one for one in place.log(start) if one["method"] == "GET"]
        assert all(str(one["path"]).startswith("/api/v2.1/") for one in asked)
        assert {one["status"] for one in asked} == {200}

    place.run(scenario)


def test_every_part_is_one_request(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        truth = max(place.truths().values(), key=lambda one: int(str(one["lines"])))
        await gateway.fetch(str(truth["id"]))
        start = place.last_number()
        order = (await gateway.fetch(str(truth["id"]))).order
        count = len(order.lines or ())
        assert count > 30
        assert len(requests(place, start, "/orderDetails/")) == count
        whole = place.truth(str(truth["id"]))
        for line, own in zip(order.lines or (), objects(whole["order_lines"]), strict=True):
            assert line.id == str(own["id"])
            assert line.sku == own["itemReference"]
            assert line.quantity == own["quantity"]
            assert line.price == own["unitPrice"]

    place.run(scenario)


@pytest.mark.parametrize("body", ["empty", "json"])
def test_a_line_that_is_not_there_costs_only_itself(place: Place, body: str) -> None:
    key = fitting(place, delivery="PENDING", lines=2)
    place.fault(preset="valomnia_missing_line", count=1)

    async def scenario(gateway: Gateway) -> None:
        healed = (await gateway.fetch(key)).order
        assert all(line.sku for line in healed.lines or ())
        gone = next(line.id for line in healed.lines or ())
        json = '{"error":"not_found","error_description":"The orderDetail with the id 1..."}'
        place.fault(
            kind="status",
            status=404,
            path=f"/orderDetails/{gone}$",
            body=json if body == "json" else "",
        )
        lines = (await gateway.fetch(key)).order.lines
        assert lines is not None
        assert [line.sku is None for line in lines] == [True, False]
        assert lines[0].id == gone

    place.run(scenario)


@pytest.mark.parametrize("preset", ["nan_quantity", "negative_quantity"])
def test_a_line_that_cannot_be_read_is_told(place: Place, preset: str) -> None:
    key = fitting(place, delivery="PENDING", lines=2)
    place.fault(preset=f"valomnia_{preset}")

    async def scenario(gateway: Gateway) -> None:
        with pytest.raises(Malformed) as told:
            await gateway.fetch(key)
        assert "quantity is" in told.value.sentence()

    place.run(scenario)


def test_kinds_and_the_three_axes(place: Place) -> None:
    kinds = {
        "ORDER": OrderKind.ORDER,
        "PREORDER": OrderKind.PREORDER,
        "INVOICE": OrderKind.INVOICE,
        "DELIVERYNOTE": OrderKind.DELIVERY_NOTE,
        "DELIVERY": OrderKind.DELIVERY,
    }
    states = {"PENDING": "pending", "DELIVERED": "completed"}
    payments = {"NOT_PAID": "unpaid", "ADVANCE": "part_paid", "PAID": "paid", "IN_PROCESS": None}
    truths = place.truths()
    for order in place.run(pulled):
        truth = truths[order.vendor_id]
        assert order.kind is kinds[str(truth["kind"])]
        assert order.state == states.get(str(truth["delivery"]))
        assert order.state_derived
        assert (order.vendor_state or None) == order.fulfilment_word == truth["delivery"]
        assert order.payment == payments[str(truth["payment"])]
        assert order.payment_word == truth["payment"]
        assert order.total == truth["total"]
        assigned = order.fulfilment == "assigned"
        assert assigned is (
            truth["delivery"] in {"PENDING", None} and truth["assigned"] is not None
        )


@pytest.mark.parametrize("dates", ["underscores", "iso"])
def test_dates_of_payments_are_read_in_both_ways(place: Place, dates: str) -> None:
    key = fitting(place, delivery="PENDING")
    place.change(key, {"act": "pay"})
    place.switch(payment_dates=dates)

    async def scenario(gateway: Gateway) -> str:
        return (await gateway.fetch(key)).order.fields["payment_details"] or ""

    assert "T" in place.run(scenario)
    assert "_" not in place.run(scenario).split(" · ")[1]


# Pages.

PAGES: Mapping[str, Mapping[str, str]] = {
    "one row": {"max_limit": "1"},
    "two rows": {"max_limit": "2"},
    "no links": {"max_limit": "7", "paging_ends": "absent"},
    "stale total": {"max_limit": "7", "list_total": "stale"},
    "grows": {"max_limit": "7", "while_listing": "grows"},
    "shrinks": {"max_limit": "7", "while_listing": "shrinks"},
    "moves": {"max_limit": "7", "while_listing": "moves"},
}


@pytest.mark.parametrize("case", PAGES)
def test_pages_of_every_size_and_shape(place: Place, case: str) -> None:
    before = set(place.truths())
    place.switch(**PAGES[case])
    found = place.run(pages)
    after = set(place.truths())
    ids = {order.vendor_id for order in orders_of(found)}
    assert before & after <= ids
    assert ids <= before | after
    # Rows that move at every page and within one second cannot be told from rows that are gone.
    assert found[-1].complete or case == "moves"
    place.start_anew()


def test_many_changes_in_one_second_are_all_read(place: Place) -> None:
    for key in place.truths():
        place.change(key, {"set": {"lastUpdated": "2026-01-02T03:04:05Z"}})
    place.switch(max_limit="7")
    found = place.run(pages)
    ids = [order.vendor_id for order in orders_of(found)]
    truths = sorted(place.truths())
    place.start_anew()
    assert sorted(ids) == truths
    assert found[-1].complete


def test_a_pull_that_breaks_off_goes_on_from_its_cursor(place: Place) -> None:
    place.switch(max_limit="20")
    kept: list[Page] = []

    async def scenario(gateway: Gateway) -> None:
        place.fault(**{**LISTS, "kind": "malformed", "skip": 2})
        with pytest.raises(Malformed):
            await keep(kept, gateway)
        first = {order.vendor_id for order in orders_of(kept)}
        assert 0 < len(first) < len(place.truths())
        assert not any(page.complete for page in kept)
        place.clear_faults()
        rest: list[Page] = []
        await keep(rest, gateway, kept[-1].cursor)
        second = {order.vendor_id for order in orders_of(rest)}
        assert first | second == set(place.truths())
        assert len(second) < len(place.truths())
        assert not rest[-1].complete

    place.run(scenario)


def test_a_quiet_pull_asks_for_what_changed_only(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        cursor = (await pages(gateway))[-1].cursor
        for _pull in range(3):
            start = place.last_number()
            found = await pages(gateway, cursor)
            cursor = found[-1].cursor
            [asked] = place.log(start)
            assert "lastUpdated_gte" in str(asked["query"])
            assert len(orders_of(found)) < len(place.truths())
            assert not found[-1].complete

    place.run(scenario)


# The session.


@pytest.mark.parametrize("answer", ["401", "200", "login_page"])
def test_a_session_that_has_ended_is_renewed_however_it_is_told(place: Place, answer: str) -> None:
    place.switch(no_session=answer)

    async def scenario(gateway: Gateway) -> None:
        before = await ready(place, gateway)
        start = place.last_number()
        place.fault(kind="expire_tokens")
        await gateway.fetch(before.order.vendor_id)
        place.fault(kind="expire_tokens")
        sent = await gateway.send(payment(before.order), before)
        assert len(place.errands(start, Errand.SIGN_IN)) == 2
        assert place.truth(sent.vendor_id)["payments"] == 1

    place.run(scenario)


def test_sessions_that_end_again_and_again_only_slow_it_down(place: Place) -> None:
    async def end_sessions() -> None:
        while True:
            since = await asyncio.to_thread(place.last_number)
            await asyncio.to_thread(place.ask, "GET", f"/log?since={since}&wait=2&count=9")
            await asyncio.to_thread(place.fault, kind="expire_tokens")

    async def scenario(gateway: Gateway) -> None:
        keys = [one.vendor_id for one in await pulled(gateway)][:20]
        start, ending = place.last_number(), asyncio.create_task(end_sessions())
        read = await asyncio.gather(*map(gateway.fetch, keys))
        ending.cancel()
        assert all(one.order.lines for one in read)
        assert len(place.errands(start, Errand.SIGN_IN)) > 3

    place.run(scenario)


def test_a_session_that_ends_at_once_is_told(place: Place) -> None:
    body = '{"error":"no_credentials","error_description":"You are not logged in."}'
    place.fault(kind="status", status=200, path="^/api/", body=body)

    async def scenario(gateway: Gateway) -> None:
        with pytest.raises(NotSignedIn) as told:
            await pulled(gateway)
        assert "ends the session at once" in told.value.sentence()

    place.run(scenario)


def test_a_web_page_in_place_of_a_write_leaves_it_open(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await ready(place, gateway)
        place.fault(preset="valomnia_login_page", method="POST")
        with pytest.raises(OutcomeUnknown) as told:
            await gateway.send(payment(before.order), before)
        assert "web page" in told.value.sentence()

    place.run(scenario)


@pytest.mark.parametrize("account", ["locked", "disabled"])
@pytest.mark.parametrize("bad_login", ["authfail", "401"])
def test_an_account_that_is_closed(place: Place, bad_login: str, account: str) -> None:
    place.switch(bad_login=bad_login, account=account)

    async def scenario(gateway: Gateway) -> str:
        with pytest.raises(NotSignedIn) as told:
            await pulled(gateway)
        return told.value.sentence()

    sentence = place.run(scenario)
    assert (account if bad_login == "401" else "the account is closed") in sentence


def test_the_profile_is_told_with_its_warning(place: Place) -> None:
    profile = ended(place.run(probed))["profile"]
    assert str(profile.detail) == "Signed in as Nell Fairweather of Harbour Mobile."
    place.switch(login_warning="deprecated")
    profile = ended(place.run(probed))["profile"]
    assert profile.state is StepState.WARNED
    assert "This version of the application is deprecated." in str(profile.detail)


# Names, and the address.


def test_names_come_with_the_orders(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        found = await pages(gateway)
        named = {(name.kind, name.id) for page in found for name in page.names}
        for order in orders_of(found):
            assert order.customer is not None
            assert ("customer", order.customer.id) in named
        key = fitting(place, delivery="PENDING", lines=2)
        reading = await gateway.fetch(key)
        names = {name.id: name.name for name in reading.names if name.kind == "product"}
        assert names == {line.sku: line.description for line in reading.order.lines or ()}
        own = [names async for names in gateway.look_up("payment_type", parent="13")]
        assert [name.name for names in own for name in names] == ["Cash"]

    place.run(scenario)


def test_a_wrong_address_of_the_service_is_no_missing_order(place: Place) -> None:
    site = place.config().urls["site"]

    async def scenario(gateway: Gateway) -> str:
        with pytest.raises((Malformed, Unreachable)) as told:
            await gateway.fetch("1")
        return told.value.sentence()

    sentence = place.run(scenario, config=place.config(urls={"site": f"{site}/elsewhere"}))
    assert "127.0.0.1" in sentence


def test_many_readers_share_one_session(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        start = place.last_number()
        await asyncio.gather(pulled(gateway), *(gateway.fetch("1") for _one in range(5)))
        assert len(place.errands(start, Errand.SIGN_IN)) == 1

    place.run(scenario)
