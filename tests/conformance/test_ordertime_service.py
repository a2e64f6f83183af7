"""Order Time's own ways: every reading of its text that the stand-in can take on."""

import pytest

from orderdesk.connectors.ordertime.gateway import OrderTimeGateway
from orderdesk.connectors.ordertime.listing import Documents, number_of
from orderdesk.connectors.ordertime.rules import RULES
from orderdesk.connectors.ordertime.vocabulary import SALES_ORDER
from orderdesk.domain.errors import Conflict, Forbidden, NotFound, NotSignedIn, Rejected
from orderdesk.domain.gateway import Gateway, Page, StepState
from orderdesk.domain.order import Order
from orderdesk.domain.status import FulfilmentStatus, OrderStatus
from orderdesk.sandbox.ordertime.access import USER
from tests.conformance.acts import make
from tests.conformance.place import Place, pulled
from tests.conformance.test_probe import ended, probed
from tests.conformance.test_reads import orders_of, pages
from tests.conformance.vendors.ordertime import line_like, unshipped

VENDOR = "ordertime"
STAMP = "RecordInfo.ModifiedDate"
DEV_KEY = {"password": "", "dev_key": USER.dev_key}
SIGN_INS = [
    (status, body)
    for status in ("400", "401", "403")
    for body in ("string", "message", "text", "empty")
    if (status, body) != ("403", "empty")
]
READINGS = [
    {"refusal_body": "string", "not_found": "404"},
    {"refusal_body": "text"},
    {"refusal_body": "empty", "not_found": "404"},
    {"page_limit": "400", "unknown_property": "ignored"},
    {"record_dates": "utc"},
    {"record_dates": "zulu"},
    {"lines_left_out": "null"},
    {"lines_left_out": "empty"},
    {"type_tags": "absent"},
    {"type_tags": "absent", "line_without_type": "lost"},
    {"line_without_type": "accepted", "type_position": "any"},
    {"ship_line_type": "required"},
    {"lost_fields": "kept", "lost_lines": "kept", "lost_line_items": "kept"},
    {"fixed_fields": "ignored"},
    {"line_parent": "query"},
    {"line_parent": "body"},
    {"ship_touches": "touched", "overship": "accepted"},
    {"shipped_lines": "accepted", "delete_shipped": "accepted"},
    {"total_amount": "absent", "currency_name": "words"},
    {"card_data": "null"},
    {"card_data": "absent"},
]


async def act(gateway: Gateway, order: Order, action: str, **values: str | None) -> Order:
    """Do something on an order just read, and read it again."""
    target = values.get("status")
    command = make(RULES, order, action, values, target=target)
    sent = await gateway.send(command, await gateway.fetch(order.vendor_id))
    after = (await gateway.fetch(sent.vendor_id)).order
    assert sent.order in (None, after)
    return after


@pytest.mark.parametrize("switches", READINGS, ids=str)
def test_everything_works_however_the_text_is_read(place: Place, switches: dict[str, str]) -> None:
    place.switch(**switches)

    async def scenario(gateway: Gateway) -> None:
        like = await unshipped(place, gateway)
        fields = {key: like.fields[key] for key in ("CustomerRef", "ShipToRef", "PromiseDate")}
        fields |= {"Date": "2026-03-04", "StatusRef": "Picking", "ShipAddress.City": "Pugwash"}
        lines = (line_like(like), line_like(like))
        made = await gateway.send(make(RULES, like, "create", fields, lines=lines), None)
        order = (await gateway.fetch(made.vendor_id)).order
        assert (order.vendor_state, len(order.lines or ())) == ("Picking", 2)
        assert order.fields["ShipAddress.City"] == "Pugwash"
        assert (order.fields["CustomerPO"] or "").startswith("OD-")

        order = await act(gateway, order, "edit", Memo="By hand", PromiseDate="2026-12-24")
        assert (order.fields["Memo"], order.fields["PromiseDate"]) == ("By hand", "2026-12-24")
        order = await act(gateway, order, "edit", Memo=None)
        assert order.fields["Memo"] is None or switches.get("lost_fields") == "kept"
        assert order.fields["ShipAddress.City"] == "Pugwash"
        order = await act(gateway, order, "change_status", status="Approved")
        assert order.vendor_state == "Approved"
        order = await act(gateway, order, "edit_item", Price="12.35")
        assert [str(line.price) for line in order.lines or ()] == ["12.35", "9.95"]
        order = await act(gateway, order, "add_item", **line_like(order))
        order = await act(gateway, order, "remove_item")
        assert len(order.lines or ()) == 2
        order = await act(gateway, order, "ship", TrackingNo="1ZX")
        assert order.fulfilment is FulfilmentStatus.FULFILLED
        assert order.fields["to_ship"] == "0"

        await place_gone(place, gateway, order)

    place.run(scenario)


async def place_gone(place: Place, gateway: Gateway, order: Order) -> None:
    """Let a colleague take the ship docs off, and delete the order."""
    place.change(order.vendor_id, {"act": "unship"})
    sent = await gateway.send(make(RULES, order, "delete", {}), None)
    assert sent.gone
    with pytest.raises(NotFound):
        await gateway.fetch(order.vendor_id)
    with pytest.raises(NotFound):
        await gateway.send(make(RULES, order, "edit", {"Memo": "Too late"}), None)


@pytest.mark.parametrize(("status", "body"), SIGN_INS)
def test_a_refused_sign_in_is_known_in_whatever_shape(place: Place, status: str, body: str) -> None:
    place.switch(sign_in_failure=status, sign_in_body=body)

    async def scenario(gateway: Gateway) -> None:
        start = place.last_number()
        for _attempt in range(3):
            with pytest.raises(NotSignedIn) as told:
                await pulled(gateway)
            assert "settings" in str(told.value.way_out)
        assert len(place.log(start)) == 1

    place.run(scenario, secrets={"api_key": "wrong"})


@pytest.mark.parametrize("body", ["string", "empty"])
def test_a_key_that_is_deactivated_meanwhile(place: Place, body: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = (await pulled(gateway))[0]
        place.switch(api_key="deactivated", sign_in_body=body)
        with pytest.raises(NotSignedIn):
            await gateway.fetch(order.vendor_id)

    place.run(scenario)


def test_a_developers_key_takes_the_passwords_place(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        assert await pulled(gateway)

    place.run(scenario, secrets=DEV_KEY)
    place.switch(dev_key="refused")
    with pytest.raises(NotSignedIn, match="DevKey"):
        place.run(scenario, secrets=DEV_KEY)


@pytest.mark.parametrize(
    ("gone", "sentence", "place_of"),
    [
        (("api_key",), "has no API key yet", "secrets.api_key"),
        (("email",), "has no e-mail address yet", "secrets.email"),
        (("password",), "has neither a password nor a DevKey yet", "secrets.password"),
        (("api_key", "password"), "no API key and neither a password", "secrets.api_key"),
    ],
)
def test_what_is_missing_is_named(
    place: Place, gone: tuple[str, ...], sentence: str, place_of: str
) -> None:
    steps = ended(place.run(probed, secrets=dict.fromkeys(gone, "")))
    assert steps["sign_in"].state is StepState.FAILED
    assert sentence in str(steps["sign_in"].detail)
    assert steps["sign_in"].field == place_of


def test_a_password_that_no_header_can_hold(place: Place) -> None:
    start = place.last_number()
    with pytest.raises(NotSignedIn, match="cannot be sent"):
        place.run(pulled, secrets={"password": "pässwörd"})
    assert place.log(start) == []


def test_a_role_without_rights_is_a_warning_or_an_error(place: Place) -> None:
    place.switch(role="sales")
    steps = ended(place.run(probed))
    assert {step.state for step in steps.values()} == {StepState.PASSED}

    async def ship(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        await act(gateway, order, "ship")

    with pytest.raises(Forbidden, match="rights"):
        place.run(ship)


def test_a_time_zone_that_there_is_not(place: Place) -> None:
    config = place.config(settings={"time_zone": "Atlantis/Halifax"})
    steps = ended(place.run(probed, config=config))
    assert steps["zone"].state is StepState.WARNED
    assert steps["zone"].field == "settings.time_zone"


DATES = [
    {"record_dates": "local"},
    {"record_dates": "utc"},
    {"record_dates": "zulu"},
    {"date_filters": "macro"},
    {"date_filters": "macro", "record_dates": "zulu", "refusal_body": "text"},
]


def cursor_of(found: list[Page]) -> str:
    return next(page.cursor for page in reversed(found) if page.cursor)


@pytest.mark.parametrize("switches", DATES, ids=str)
def test_only_what_changed_is_read_again_and_whole(place: Place, switches: dict[str, str]) -> None:
    place.switch(**switches)

    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        cursor = cursor_of(await pages(gateway))
        for _time in range(3):  # what was changed of late is read twice, to be sure
            cursor = cursor_of(await pages(gateway, cursor))
        place.change(order.vendor_id, {"set": {"Memo": "Mind the step"}})
        found = await pages(gateway, cursor)
        [changed] = orders_of(found)
        assert changed == (await gateway.fetch(order.vendor_id)).order
        assert changed.fields["Memo"] == "Mind the step"
        again = await pages(gateway, cursor_of(found))
        assert orders_of(again) == [changed]
        assert orders_of(await pages(gateway, cursor_of(again))) == []
        assert not any(page.complete for page in found + again)

    place.run(scenario)


def test_a_ship_doc_shows_on_its_order_though_that_is_not_touched(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        cursor = cursor_of(await pages(gateway))
        assert order.lines
        shipped = await act(gateway, order, "ship", lines=f"1 x {order.lines[0].id}")
        assert shipped.fields[STAMP] == order.fields[STAMP]
        found = {one.vendor_id: one for one in orders_of(await pages(gateway, cursor))}
        assert found[order.vendor_id] == shipped
        assert shipped.fulfilment is FulfilmentStatus.PART
        listed = {one.vendor_id: one for one in orders_of(await pages(gateway))}
        assert listed[order.vendor_id].fields["ship_docs"] == shipped.fields["ship_docs"]
        place.change(order.vendor_id, {"act": "unship"})
        listed = {one.vendor_id: one for one in orders_of(await pages(gateway))}
        assert listed[order.vendor_id].fields["ship_docs"] is None
        assert listed[order.vendor_id].fulfilment is FulfilmentStatus.NONE

    place.run(scenario)


def test_an_order_deleted_meanwhile_is_told(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        cursor = cursor_of(await pages(gateway))
        await act(gateway, order, "ship")
        place.ask("DELETE", f"/orders/{order.vendor_id}")
        listed = await pages(gateway)
        assert order.vendor_id not in {one.vendor_id for one in orders_of(listed)}
        found = await pages(gateway, cursor)
        assert order.vendor_id not in {one.vendor_id for one in orders_of(found)}

    place.run(scenario)


@pytest.mark.parametrize("done", ["edit_item", "remove_item"])
def test_an_item_that_is_gone_when_the_order_is_read_again(place: Place, done: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        assert order.lines
        command = make(RULES, order, done, {"Price": "1"} if done == "edit_item" else {})
        place.change(order.vendor_id, {"items": {order.lines[0].id: None}})
        start = place.last_number()
        with pytest.raises(Conflict, match="no longer on the order"):
            await gateway.send(command, await gateway.fetch(order.vendor_id))
        assert place.writes(start) == []

    place.run(scenario)


@pytest.mark.parametrize("done", ["edit_item", "remove_item"])
@pytest.mark.parametrize("status", ["400", "404"])
def test_an_item_that_goes_in_between(place: Place, done: str, status: str) -> None:
    """The order is still there, whatever status the answer has: it stays on the mirror."""
    place.switch(not_found=status)

    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        assert order.lines
        command = make(RULES, order, done, {"Price": "1"} if done == "edit_item" else {})
        before = await gateway.fetch(order.vendor_id)
        place.change(order.vendor_id, {"items": {order.lines[0].id: None}})
        with pytest.raises((Conflict, Rejected), match="was not found"):
            await gateway.send(command, before)

    place.run(scenario)


def test_ship_docs_that_come_without_their_lines_count_for_nothing(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        await act(gateway, order, "ship")
        place.fault(kind="field", field="LineItems", json="null", path="/list$")
        unknown = (await gateway.fetch(order.vendor_id)).order
        assert (unknown.fulfilment, unknown.fields["to_ship"]) == (None, None)
        with pytest.raises(Rejected, match="not known what is left"):
            await gateway.send(make(RULES, order, "ship", {}), None)

    place.run(scenario)


@pytest.mark.parametrize("way", ["delete", "touch", "create"])
def test_a_list_that_moves_with_every_page(place: Place, way: str) -> None:
    """Pages of seven, after each of which a colleague works on."""
    before = set(place.truths())
    place.switch(shifting=way)

    async def scenario(gateway: Gateway) -> list[str | None]:
        assert isinstance(gateway, OrderTimeGateway)
        documents = Documents(gateway.client, SALES_ORDER, size=7)
        return [number_of(row) async for rows in documents.read() for row in rows]

    numbers = place.run(scenario)
    place.switch(shifting="still")
    assert len(numbers) == len(set(numbers))
    assert before <= set(numbers)


def test_a_count_that_is_off_changes_nothing(place: Place) -> None:
    place.switch(count_off="7")
    found = place.run(pages)
    assert {order.vendor_id for order in orders_of(found)} == set(place.truths())
    assert found[-1].complete


def test_a_limit_that_nobody_told_of_is_waited_for(place: Place) -> None:
    ids = [*place.truths()][:20]

    async def scenario(gateway: Gateway) -> None:
        await gateway.fetch(ids[0])
        place.switch(request_limit="8", request_window="60")
        for vendor_id in ids:
            assert (await gateway.fetch(vendor_id, background=True)).order.vendor_id == vendor_id

    start = place.last_number()
    place.run(scenario)
    assert [one for one in place.log(start) if one["status"] == 429]


def test_statuses_mean_what_a_person_has_said(place: Place) -> None:
    meanings = "Approved = processed\nNew, to be checked = pending"
    config = place.config(settings={"states": meanings})
    states = {order.vendor_state: order.state for order in place.run(pulled, config=config)}
    assert states["Approved"] is OrderStatus.PROCESSED
    assert states["New, to be checked"] is OrderStatus.PENDING
    assert {state for word, state in states.items() if word not in meanings} == {None}


def test_names_of_addresses_and_contacts_come_by_customer(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = await unshipped(place, gateway)
        customer = order.fields["CustomerRef"]
        for kind in ("address", "contact"):
            found = [one async for page in gateway.look_up(kind, parent=customer) for one in page]
            assert found
            assert {one.parent for one in found} == {customer}
            assert [one async for page in gateway.look_up(kind) for one in page] == []
        reading = await gateway.fetch(order.vendor_id)
        kinds = {name.kind for name in reading.names}
        assert {"customer", "address", "status", "location", "item"} <= kinds

    place.run(scenario)
