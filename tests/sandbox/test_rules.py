"""Every rule of the vendor, kept by the server."""

import pytest

from orderdesk.sandbox.json_text import Document, JsonValue
from tests.sandbox.calls import (
    COMPANY,
    CUSTOMER,
    EMPLOYEE,
    FOREIGN_CUSTOMER,
    LOCATION,
    OTHER_LOCATION,
    UNKNOWN,
    ZERO,
    Calls,
    answer,
    as_object,
    item,
    message,
)

STATES = ["Created", "Pending", "Processed", "Cancelled", "Completed"]
BY_HAND = {("Created", "Pending"), ("Pending", "Cancelled")}
DAY = 86_400


def faults(calls: Calls, path: str, body: object) -> Document:
    """Send what must be refused as invalid; the faults by field."""
    reply = calls.orders("POST", path, body)
    assert reply.status_code == 400, reply.text
    assert message(reply) == "The request is invalid."
    return as_object(answer(reply)["ModelState"])


def header(**fields: object) -> dict[str, object]:
    return {"EntityId": LOCATION, "OrderTypeId": 1, **fields}


@pytest.mark.parametrize("resource", ["Orders", "OrderFull"])
@pytest.mark.parametrize("after", STATES)
@pytest.mark.parametrize("before", STATES)
def test_states_change_by_hand_only_as_the_text_says(
    calls: Calls, before: str, after: str, resource: str
) -> None:
    key = calls.create_in(before)
    reply = calls.orders("PUT", f"/{resource}({key})", {**calls.whole(key), "State": after})
    open_and_same = before == after and before in ("Created", "Pending")
    if open_and_same or (before, after) in BY_HAND:
        assert reply.status_code == 200
        assert calls.truth(key)["state"] == after
    else:
        assert reply.status_code == 409
        assert message(reply) == f"Resource state transition from {before} to {after} is invalid"
        assert calls.truth(key)["state"] == before


@pytest.mark.parametrize("state", STATES)
def test_an_order_is_processed_from_created_and_pending(calls: Calls, state: str) -> None:
    key = calls.create_in(state)
    reply = calls.process(key)
    if state in ("Created", "Pending"):
        assert reply.status_code == 201
        assert calls.truth(key)["state"] == "Processed"
    else:
        assert reply.status_code == 409
        assert message(reply) == f"Resource state transition from {state} to Processed is invalid"


@pytest.mark.parametrize("state", STATES)
def test_items_are_added_to_open_orders(calls: Calls, state: str) -> None:
    key = calls.create_in(state)
    reply = calls.orders("POST", f"/Orders({key})/Items", item())
    open_order = state in ("Created", "Pending")
    assert reply.status_code == (201 if open_order else 409)
    assert calls.truth(key)["items"] == (2 if open_order else 1)


@pytest.mark.parametrize("state", ["Created", "Pending", "pending", "1"])
def test_an_order_may_be_born_created_or_pending(calls: Calls, state: str) -> None:
    assert str(calls.create(State=state)["State"]).casefold() in (state.casefold(), "pending")


@pytest.mark.parametrize("state", ["Processed", "Cancelled", "Completed"])
def test_an_order_is_not_born_in_a_final_state(calls: Calls, state: str) -> None:
    reply = calls.orders("POST", "/Orders", header(State=state))
    assert reply.status_code == 409
    assert message(reply) == f"Resource state transition from Created to {state} is invalid"


@pytest.mark.parametrize("state", ["Sleeping", "", 7, True, [], {}])
def test_an_unknown_state_is_refused(calls: Calls, state: JsonValue) -> None:
    assert "order.State" in faults(calls, "/Orders", header(State=state))


@pytest.mark.parametrize("call", ["Orders", "OrderFull", "Items", "Process"])
def test_nothing_changes_an_expired_order(calls: Calls, call: str) -> None:
    key = calls.create_in("Pending")
    whole = calls.whole(key)
    calls.admin("POST", f"/orders/{key}", {"act": "expire"})
    before = calls.truth(key)
    match call:
        case "Items":
            reply = calls.orders("POST", f"/Orders({key})/Items", item())
        case "Process":
            reply = calls.process(key)
        case _:
            reply = calls.orders("PUT", f"/{call}({key})", whole)
    assert reply.status_code == 409
    assert message(reply) == "Order expired and can no longer be updated"
    assert calls.truth(key) == before


def test_an_order_expires_so_many_hours_after_its_creation(calls: Calls) -> None:
    order = calls.create(OrderExpiryHours=20)
    key = str(order["Id"])
    created, expires = (str(order[name]) for name in ("CreatedDateUtc", "OrderExpiryDate"))
    assert created[19:] == expires[19:]  # to the tick
    assert not calls.truth(key)["expired"]
    changed = calls.orders("PUT", f"/Orders({key})", {**order, "OrderExpiryHours": 48})
    assert answer(changed)["OrderExpiryDate"] != expires
    calls.advance(2 * DAY - 60)
    assert not calls.truth(key)["expired"]
    calls.advance(120)
    assert calls.truth(key)["expired"]
    assert calls.process(key).status_code == 409
    calls.advance(-2 * DAY - 60)


@pytest.mark.parametrize("hours", [None, 0])
def test_an_order_lives_for_72_hours_unless_told_otherwise(calls: Calls, hours: JsonValue) -> None:
    assert calls.create(OrderExpiryHours=hours)["OrderExpiryHours"] == 72


@pytest.mark.parametrize("nobody", [None, ZERO])
def test_an_order_without_a_billing_customer_is_not_processed(
    calls: Calls, nobody: JsonValue
) -> None:
    key = str(calls.create(item(), BillingCustomerId=nobody, State="Pending")["Id"])
    reply = calls.process(key)
    assert reply.status_code == 400
    assert message(reply) == f"Billing Customer (id={ZERO}) not found for company {COMPANY}"
    assert calls.truth(key)["state"] == "Pending"


def test_an_order_whose_billing_customer_is_gone_is_not_processed(calls: Calls) -> None:
    key = calls.create_in("Pending")
    calls.admin("POST", f"/orders/{key}", {"set": {"BillingCustomerId": UNKNOWN}})
    reply = calls.process(key)
    assert reply.status_code == 400
    assert message(reply) == f"Billing Customer (id={UNKNOWN}) not found for company {COMPANY}"


@pytest.mark.parametrize("customer", [UNKNOWN, FOREIGN_CUSTOMER])
def test_the_billing_customer_must_belong_to_the_company(calls: Calls, customer: str) -> None:
    reply = calls.orders("POST", "/Orders", header(BillingCustomerId=customer))
    assert reply.status_code == 400
    assert message(reply) == f"Billing Customer (id={customer}) not found for company {COMPANY}"


def test_the_customer_may_be_named_in_capitals(calls: Calls) -> None:
    order = calls.create(BillingCustomerId=CUSTOMER.upper())
    assert order["BillingCustomerId"] == CUSTOMER


@pytest.mark.parametrize("field", ["EntityId", "ShippingEntityId"])
@pytest.mark.parametrize("entity", [OTHER_LOCATION, 99, -1])
def test_locations_must_belong_to_the_company(calls: Calls, field: str, entity: int) -> None:
    reply = calls.orders("POST", "/Orders", header(**{field: entity}))
    assert reply.status_code == 400
    assert message(reply) == "Entity is not related to company"


@pytest.mark.parametrize("employee", [1, 990])
def test_the_employee_must_belong_to_the_company(calls: Calls, employee: int) -> None:
    assert "order.EmployeeId" in faults(calls, "/Orders", header(EmployeeId=employee))
    assert calls.create(EmployeeId=EMPLOYEE)["EmployeeId"] == EMPLOYEE
    assert calls.create(EmployeeId=0)["EmployeeId"] == 0


def test_the_shipping_customer_must_belong_to_the_company(calls: Calls) -> None:
    found = faults(calls, "/Orders", header(ShippingCustomerId=FOREIGN_CUSTOMER))
    assert "order.ShippingCustomerId" in found


def test_an_order_goes_to_one_target_only(calls: Calls) -> None:
    both = header(ShippingCustomerId=CUSTOMER, ShippingEntityId=LOCATION)
    assert "order.ShippingEntityId" in faults(calls, "/Orders", both)
    assert "order.ShippingEntityId" in faults(calls, "/OrderFull", both)


@pytest.mark.parametrize(
    ("customer", "entity"), [(CUSTOMER, 0), (CUSTOMER, None), (ZERO, LOCATION), (None, LOCATION)]
)
def test_zero_and_the_zero_guid_count_as_no_target(
    calls: Calls, customer: JsonValue, entity: JsonValue
) -> None:
    order = calls.create(ShippingCustomerId=customer, ShippingEntityId=entity)
    assert order["ShippingCustomerId"] == customer
    assert order["ShippingEntityId"] == entity


def test_an_old_order_with_both_targets_is_shown_but_not_taken_back(calls: Calls) -> None:
    key = calls.create_in("Pending")
    targets: Document = {"ShippingCustomerId": CUSTOMER, "ShippingEntityId": LOCATION}
    calls.admin("POST", f"/orders/{key}", {"set": targets})
    whole = calls.whole(key)
    assert calls.orders("PUT", f"/OrderFull({key})", whole).status_code == 400
    one_target: Document = {**whole, "ShippingEntityId": 0}
    assert calls.orders("PUT", f"/OrderFull({key})", one_target).status_code == 200


def test_a_product_stands_once_on_an_order(calls: Calls) -> None:
    twice = header(Items=[item(ProductId="Ab"), item(ProductId="aB")])
    assert "item.ProductId" in faults(calls, "/OrderFull", twice)
    order = calls.create(item(ProductId="a"), item(ProductId=None), item(ProductId=""))
    key = str(order["Id"])
    assert "item.ProductId" in faults(calls, f"/Orders({key})/Items", item(ProductId="A"))
    again = {**order, "Items": [item(ProductId="a"), item(ProductId="a")]}
    assert calls.orders("PUT", f"/OrderFull({key})", again).status_code == 400
    assert calls.truth(key)["items"] == 3


FITTING = {1: {1, 2, 3, 4, 5, 6, 7, 8}, 2: {9, 10, 11, 12, 16}, 3: {13, 14, 17}, 4: {15}}


@pytest.mark.parametrize("item_type", FITTING)
def test_the_status_of_an_item_fits_its_type(calls: Calls, item_type: int) -> None:
    key = str(calls.create()["Id"])
    taken: set[int] = set()
    for status in range(20):
        line: Document = {"ItemTypeId": item_type, "ItemStatusId": status}
        reply = calls.orders("POST", f"/Orders({key})/Items", line)
        if reply.status_code == 201:
            taken.add(status)
        else:
            assert "item.ItemStatusId" in as_object(answer(reply)["ModelState"])
    assert taken == FITTING[item_type]


@pytest.mark.parametrize("call", ["Orders", "OrderFull", "Process", "item"])
def test_ids_of_address_and_body_must_agree(calls: Calls, call: str) -> None:
    order = calls.create(item())
    key = str(order["Id"])
    match call:
        case "Process":
            reply = calls.orders("POST", f"/Orders({key})/Process", {"OrderId": UNKNOWN})
        case "item":
            foreign = {**order, "Items": [item(OrderId=UNKNOWN)]}
            reply = calls.orders("PUT", f"/OrderFull({key})", foreign)
        case _:
            reply = calls.orders("PUT", f"/{call}({key})", {**order, "Id": UNKNOWN})
    assert reply.status_code == 400
    assert message(reply).startswith("Uri parameter representing resource id and resource id found")


def test_an_item_that_a_colleague_deleted_cannot_be_sent_back(calls: Calls) -> None:
    order = calls.create(item())
    reply = calls.orders(
        "PUT", f"/OrderFull({order['Id']})", {**order, "Items": [item(Id=UNKNOWN)]}
    )
    assert reply.status_code == 400
    assert message(reply) == f"Item resource with id {UNKNOWN} cannot be found"


@pytest.mark.parametrize("number", ["", "   ", "x" * 61, "1HM\n7", "1HM\x007"])
def test_a_bad_tracking_number_breaks_the_server(calls: Calls, number: str) -> None:
    key = str(calls.create()["Id"])
    tracked = item(TrackingInformation=[{"Quantity": 1, "TrackingNumber": number}])
    reply = calls.orders("POST", f"/Orders({key})/Items", tracked)
    assert reply.status_code == 500
    assert message(reply) == "An error has occurred."
    assert calls.truth(key)["items"] == 0


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/Orders", {}, "order.EntityId"),
        ("/Orders", {"EntityId": LOCATION}, "order.OrderTypeId"),
        ("/Orders", {"EntityId": None, "OrderTypeId": 1}, "order.EntityId"),
        ("/OrderFull", {"OrderTypeId": 1}, "order.EntityId"),
        ("/OrderFull", header(Items=[{"ItemTypeId": 1}]), "order.Items[0].ItemStatusId"),
        ("/OrderFull", header(Items=[item(), {}]), "order.Items[1].ItemTypeId"),
        (
            "/OrderFull",
            header(Items=[item(TrackingInformation=[{"Quantity": 1}])]),
            "order.Items[0].TrackingInformation",
        ),
        (
            "/OrderFull",
            header(Items=[item(TrackingInformation=[{"TrackingNumber": "1"}])]),
            "order.Items[0].TrackingInformation",
        ),
    ],
)
def test_required_fields_are_named(calls: Calls, path: str, body: object, field: str) -> None:
    assert "required" in str(faults(calls, path, body)[field])


@pytest.mark.parametrize("resource", ["Orders", "OrderFull"])
def test_a_put_needs_the_id(calls: Calls, resource: str) -> None:
    order = calls.create()
    without = {name: value for name, value in order.items() if name != "Id"}
    reply = calls.orders("PUT", f"/{resource}({order['Id']})", without)
    assert reply.status_code == 400
    assert "order.Id" in as_object(answer(reply)["ModelState"])


def test_process_needs_the_order_id(calls: Calls) -> None:
    key = calls.create_in("Pending")
    assert calls.orders("POST", f"/Orders({key})/Process", {}).status_code == 400
    assert calls.truth(key)["state"] == "Pending"


def test_every_faulty_field_is_named_at_once(calls: Calls) -> None:
    found = faults(calls, "/Orders", header(EmployeeId="x", DiscountAmount="y", Name=[]))
    assert set(found) == {"order.EmployeeId", "order.DiscountAmount", "order.Name"}


@pytest.mark.parametrize("kind", [0, 5, -1, 2**31 - 1])
def test_there_are_four_types_of_order(calls: Calls, kind: int) -> None:
    assert "order.OrderTypeId" in faults(calls, "/Orders", header(OrderTypeId=kind))


@pytest.mark.parametrize("hours", [-1, 87_601])
def test_an_order_does_not_live_backwards_or_forever(calls: Calls, hours: int) -> None:
    assert "order.OrderExpiryHours" in faults(calls, "/Orders", header(OrderExpiryHours=hours))
