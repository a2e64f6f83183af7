"""What is this vendor's own: parts, pages by last change, sessions, payments, open questions."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from orderdesk.connectors.json_text import as_object, rows, write
from orderdesk.connectors.references import own_reference
from orderdesk.connectors.valomnia.rules import RULES
from orderdesk.domain.commands import Act, Command
from orderdesk.domain.errors import Malformed, NotSignedIn, OutcomeUnknown, Rejected, Unreachable
from orderdesk.domain.gateway import Finding, Gateway, Page, Reading, StepState
from orderdesk.domain.order import Order
from orderdesk.domain.status import OrderKind
from tests.conformance.acts import changed, make, marked
from tests.conformance.place import Errand, Place, pulled
from tests.conformance.test_probe import ended, probed
from tests.conformance.test_reads import keep, orders_of, pages
from tests.conformance.trials import verified
from tests.conformance.vendors.valomnia import (
    CASH,
    LISTS,
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


def requests(place: Place, start: int, path: str) -> list[dict[str, object]]:
    return [one for one in place.log(start) if path in str(one["path"])]


def objects(value: object) -> list[Mapping[str, object]]:
    return [as_object(row.value) for row in rows(write(value).decode())]


async def ready(place: Place, gateway: Gateway) -> Reading:
    return await gateway.fetch((await pending()(place, gateway)).vendor_id)


def payment(order: Order, **values: str) -> Act:
    made = make(RULES, order, "record_payment", {"status": "PAID", "paymentTypeId": CASH, **values})
    assert isinstance(made, Act)
    return made


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


# Writing.


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
