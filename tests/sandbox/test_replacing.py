"""What a PUT replaces, keeps, clears and deletes."""

import pytest

from tests.sandbox.calls import (
    CUSTOMER,
    EMPLOYEE,
    LOCATION,
    Calls,
    answer,
    as_object,
    as_objects,
    item,
)

REQUIRED = ("Id", "EntityId", "OrderTypeId")


def test_an_omitted_field_is_cleared(calls: Calls) -> None:
    order = calls.create(
        item(),
        DiscountAmount=5,
        DiscountCode="FIVE",
        EmployeeId=EMPLOYEE,
        OrderExpiryHours=20,
        ShippingEntityId=LOCATION,
        TenderId="T-1",
        State="Pending",
    )
    bare = {name: order[name] for name in REQUIRED}
    changed = answer(calls.orders("PUT", f"/Orders({order['Id']})", bare))
    cleared = {
        "Name": None,
        "BillingCustomerId": None,
        "DiscountAmount": 0,
        "DiscountCode": None,
        "EmployeeId": None,
        "OrderExpiryHours": 72,
        "ShippingEntityId": None,
        "TenderId": None,
    }
    assert {name: changed[name] for name in cleared} == cleared
    assert changed["State"] == "Pending"
    assert changed["PrintableId"] == order["PrintableId"]
    assert changed["CreatedDateUtc"] == order["CreatedDateUtc"]
    assert calls.truth(str(order["Id"]))["items"] == 1


def test_null_clears_as_leaving_out_does(calls: Calls) -> None:
    order = calls.create(TenderId="T-1")
    changed = calls.orders("PUT", f"/Orders({order['Id']})", {**order, "TenderId": None})
    assert answer(changed)["TenderId"] is None


def test_an_omitted_field_of_an_item_is_cleared(calls: Calls) -> None:
    order = calls.create(item(Notes="Keep dry", Quantity=3, SellingPrice=5, SerialNumbers=["s"]))
    line = as_objects(order["Items"])[0]
    bare = {name: line[name] for name in ("Id", "ItemTypeId", "ItemStatusId")}
    changed = answer(calls.orders("PUT", f"/OrderFull({order['Id']})", {**order, "Items": [bare]}))
    after = as_objects(changed["Items"])[0]
    assert after["Id"] == line["Id"]
    assert after["Notes"] is None
    assert after["Quantity"] == 0
    assert after["SellingPrice"] == 0
    assert after["SerialNumbers"] == []


@pytest.mark.parametrize("items", [None, []])
def test_left_out_items_are_deleted(calls: Calls, items: list[None] | None) -> None:
    order = calls.create(item(), item())
    body = {**order, "Items": items}
    changed = answer(calls.orders("PUT", f"/OrderFull({order['Id']})", body))
    assert changed["Items"] == []


@pytest.mark.parametrize(
    "field",
    ["CreatedDateUtc", "OrderExpiryDate", "PrintableId", "OrderType"],
)
def test_generated_fields_are_not_taken_from_a_client(calls: Calls, field: str) -> None:
    order = calls.create()
    changed = calls.orders("PUT", f"/Orders({order['Id']})", {**order, field: "mine"})
    assert answer(changed)[field] == order[field]


def test_names_of_type_and_status_follow_their_ids(calls: Calls) -> None:
    order = calls.create(item())
    line = as_objects(order["Items"])[0]
    moved = {**line, "ItemTypeId": "1", "ItemStatusId": 7, "ItemStatus": "New"}
    body = {**order, "OrderTypeId": 4, "Items": [moved]}
    changed = answer(calls.orders("PUT", f"/OrderFull({order['Id']})", body))
    assert changed["OrderType"] == "RMA"
    assert as_objects(changed["Items"])[0]["ItemType"] == "DropShip"
    assert as_objects(changed["Items"])[0]["ItemStatus"] == "Shipped"


def test_an_unknown_field_is_ignored(calls: Calls) -> None:
    order = calls.create(item(Colour="red"), Mood="good")
    assert "Mood" not in order
    assert "Colour" not in as_objects(order["Items"])[0]
    changed = answer(calls.orders("PUT", f"/Orders({order['Id']})", {**order, "Mood": "bad"}))
    assert "Mood" not in changed
    assert "Mood" not in as_object(calls.truth(str(order["Id"]))["order"])


def test_a_field_that_a_colleague_added_survives_when_it_is_sent_back(calls: Calls) -> None:
    order = calls.create(item())
    key = str(order["Id"])
    line = str(as_objects(order["Items"])[0]["Id"])
    change = {"set": {"LoyaltyTier": "Gold"}, "items": {line: {"Warranty": {"Months": 24}}}}
    calls.admin("POST", f"/orders/{key}", change)
    whole = calls.whole(key)
    assert whole["LoyaltyTier"] == "Gold"
    kept = answer(calls.orders("PUT", f"/OrderFull({key})", {**whole, "Name": "New"}))
    assert kept == {**whole, "Name": "New"}
    lost = calls.orders("PUT", f"/OrderFull({key})", order)
    assert "LoyaltyTier" not in answer(lost)
    assert "Warranty" not in as_objects(answer(lost)["Items"])[0]


def test_recorded_extras_are_kept_while_they_are_not_shown(calls: Calls) -> None:
    order = calls.create(OrderReference="WEB-1", CustomerId=CUSTOMER)
    assert "OrderReference" not in order
    calls.orders("PUT", f"/Orders({order['Id']})", {**order, "Name": "New"})
    assert as_object(calls.truth(str(order["Id"]))["order"])["OrderReference"] == "WEB-1"


def test_recorded_extras_survive_when_they_are_sent_back_and_are_lost_otherwise(
    calls: Calls,
) -> None:
    calls.switch(shape="recorded")
    order = calls.create(item(DeliveryRemarks="Ring twice"), OrderReference="WEB-1")
    key = str(order["Id"])
    assert order["OrderReference"] == "WEB-1"
    kept = answer(calls.orders("PUT", f"/OrderFull({key})", {**order, "Name": "New"}))
    assert kept == {**order, "Name": "New"}
    without = {name: value for name, value in order.items() if name != "OrderReference"}
    lost = answer(calls.orders("PUT", f"/OrderFull({key})", without))
    assert lost["OrderReference"] is None
