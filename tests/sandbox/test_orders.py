"""The thirteen calls of the Order service, their statuses and shapes."""

import pytest

from tests.sandbox.calls import (
    COMPANY,
    CUSTOMER,
    LOCATION,
    OTHER_COMPANY,
    UNKNOWN,
    Calls,
    answer,
    answers,
    as_object,
    as_objects,
    each,
    item,
    message,
)

DOCUMENTED = (
    "Id Name BillingAddressId BillingCustomerId CreatedDateUtc DiscountAmount DiscountCode "
    "DiscountDescription EmployeeId EntityId OrderExpiryDate OrderExpiryHours OrderType "
    "OrderTypeId PrintableId ShippingAddressId ShippingCustomerId ShippingEntityId State TenderId"
)
DOCUMENTED_ITEM = (
    "Id Cost Description ItemStatus ItemStatusId ItemType ItemTypeId Index ListPrice Notes "
    "OrderId ProductId Quantity SellingPrice SerialNumbers SKU ShippingOptionId SupplierEntityId "
    "SupplierReference TrackingInformation"
)
PRINTED_ORDER = "2ad88692-7757-4a72-915b-dfe8f2539279"


def test_an_order_is_created_without_items(calls: Calls) -> None:
    body = {"EntityId": LOCATION, "OrderTypeId": 4, "Name": "Back again", "DiscountAmount": 15}
    reply = calls.orders("POST", "/Orders", body)
    order = answer(reply)
    assert reply.status_code == 201
    assert reply.headers["content-type"] == "application/json"
    assert set(order) == set(DOCUMENTED.split())
    assert order["State"] == "Created"
    assert order["OrderType"] == "RMA"
    assert order["DiscountAmount"] == 15
    assert order["OrderExpiryHours"] == 72
    assert len(str(order["PrintableId"])) == 7
    assert calls.truth(str(order["Id"]))["items"] == 0


def test_an_order_is_created_with_items(calls: Calls) -> None:
    first = item(ProductId="a", TrackingInformation=[{"Quantity": 1, "TrackingNumber": "1HM7"}])
    second = {"ItemTypeId": "1", "ItemStatusId": 1, "SerialNumbers": ["x1"]}
    order = calls.create(first, second, State="Pending")
    items = as_objects(order["Items"])
    assert order["State"] == "Pending"
    assert all(set(line) == set(DOCUMENTED_ITEM.split()) for line in items)
    assert [line["ItemType"] for line in items] == ["InStock", "DropShip"]
    assert [line["ItemStatus"] for line in items] == ["New", "New"]
    assert [line["ItemTypeId"] for line in items] == ["2", "1"]
    assert [line["Index"] for line in items] == [0, 1]
    assert items[0]["TrackingInformation"] == [{"Quantity": 1, "TrackingNumber": "1HM7"}]
    assert items[1]["Quantity"] == 0
    assert items[1]["SerialNumbers"] == ["x1"]
    assert each(items, "OrderId") == {str(order["Id"])}


@pytest.mark.parametrize("resource", ["Orders", "OrderFull"])
def test_lists_are_bare_arrays_of_the_company_newest_first(calls: Calls, resource: str) -> None:
    reply = calls.orders("GET", f"/{resource}")
    orders = answers(reply)
    assert reply.status_code == 200
    assert len(orders) >= 60
    assert all(("Items" in order) == (resource == "OrderFull") for order in orders)
    created = [str(order["CreatedDateUtc"]) for order in orders]
    assert created == sorted(created, reverse=True)


def test_one_order_is_read_with_and_without_items(calls: Calls) -> None:
    short = answer(calls.orders("GET", f"/Orders({PRINTED_ORDER})"))
    full = answer(calls.orders("GET", f"/OrderFull({PRINTED_ORDER.upper()})"))
    items = answers(calls.orders("GET", f"/Orders({PRINTED_ORDER})/Items"))
    assert full == {**short, "Items": [*items]}
    assert short["BillingCustomerId"] == CUSTOMER


def test_an_order_is_replaced(calls: Calls) -> None:
    order = calls.create(item(), full=False)
    key = str(order["Id"])
    reply = calls.orders("PUT", f"/Orders({key})", {**order, "Name": "Renamed", "State": "Pending"})
    assert reply.status_code == 200
    assert answer(reply) == {**order, "Name": "Renamed", "State": "Pending"}
    assert answer(calls.orders("GET", f"/Orders({key})")) == answer(reply)


def test_an_order_is_replaced_with_its_items(calls: Calls) -> None:
    order = calls.create(item(ProductId="a"), item(ProductId="b"))
    key = str(order["Id"])
    kept, _dropped = as_objects(order["Items"])
    changed = {**order, "Items": [{**kept, "Quantity": 7}, item(ProductId="c")]}
    reply = calls.orders("PUT", f"/OrderFull({key})", changed)
    items = as_objects(answer(reply)["Items"])
    assert reply.status_code == 200
    assert [line["ProductId"] for line in items] == ["a", "c"]
    assert items[0]["Id"] == kept["Id"]
    assert items[0]["Quantity"] == 7
    assert calls.whole(key) == answer(reply)


def test_an_item_is_added(calls: Calls) -> None:
    key = str(calls.create(item(ProductId="a"))["Id"])
    reply = calls.orders("POST", f"/Orders({key})/Items", item(ProductId="b", Notes="Déjà vu"))
    added = answer(reply)
    assert reply.status_code == 201
    assert set(added) == set(DOCUMENTED_ITEM.split())
    assert added["OrderId"] == key
    assert added["Index"] == 1
    assert as_objects(calls.whole(key)["Items"])[1] == added


def test_an_order_is_processed_with_its_items(calls: Calls) -> None:
    every_type = [
        {"ItemTypeId": 1, "ItemStatusId": 1},
        {"ItemTypeId": 2, "ItemStatusId": 12},
        {"ItemTypeId": 3, "ItemStatusId": 13},
        {"ItemTypeId": 4, "ItemStatusId": 15},
    ]
    key = str(calls.create(*every_type, State="Pending")["Id"])
    reply = calls.process(key)
    assert reply.status_code == 201
    assert answer(reply)["OrderId"] == key
    assert isinstance(answer(reply)["Id"], int)
    order = calls.whole(key)
    assert order["State"] == "Processed"
    assert [line["ItemStatusId"] for line in as_objects(order["Items"])] == [3, 10, 14, 15]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/Orders({key})"),
        ("PUT", "/Orders({key})"),
        ("GET", "/Orders({key})/Items"),
        ("POST", "/Orders({key})/Items"),
        ("POST", "/Orders({key})/Process"),
        ("GET", "/OrderFull({key})"),
        ("PUT", "/OrderFull({key})"),
    ],
)
def test_an_unknown_order_is_not_found(calls: Calls, method: str, path: str) -> None:
    body = None if method == "GET" else {"Id": UNKNOWN, "OrderId": UNKNOWN, **item()}
    reply = calls.orders(method, path.format(key=UNKNOWN), body)
    assert reply.status_code == 404
    assert message(reply) == f"Order resource with id {UNKNOWN} cannot be found"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/Orders(not-a-guid)", 400),
        ("DELETE", f"/Orders({PRINTED_ORDER})", 405),
        ("PATCH", f"/Orders({PRINTED_ORDER})", 405),
        ("POST", f"/Orders({PRINTED_ORDER})/Cancel", 404),
        ("GET", f"/Orders({PRINTED_ORDER})/Items({UNKNOWN})", 404),
        ("GET", "/Order", 404),
    ],
)
def test_there_are_no_other_calls(calls: Calls, method: str, path: str, status: int) -> None:
    reply = calls.orders(method, path)
    assert reply.status_code == status
    assert message(reply)


def test_companies_of_others_are_closed_and_unknown_ones_not_found(calls: Calls) -> None:
    assert calls.orders("GET", "/Orders", company=OTHER_COMPANY).status_code == 403
    assert calls.orders("GET", "/Orders", company=99).status_code == 404
    assert calls.call("GET", "orders", "/Companies(abc)/Orders").status_code == 400


@pytest.mark.parametrize("path", ["Companies%2814146%29/Orders", "companies(14146)/orders/"])
def test_paths_may_be_encoded_and_in_any_capitals(calls: Calls, path: str) -> None:
    assert calls.call("GET", "orders", f"/{path}").status_code == 200


def test_a_body_must_be_declared_as_json(calls: Calls) -> None:
    path = f"/Companies({COMPANY})/Orders"
    reply = calls.call("POST", "orders", path, text="{}", headers={"Content-Type": "text/plain"})
    assert reply.status_code == 415
    assert "text/plain" in message(reply)


@pytest.mark.parametrize("service", ["orders", "accounts", "crm", "catalogs"])
def test_services_answer_a_ping_without_a_token(calls: Calls, service: str) -> None:
    for url in (calls.urls[service], calls.urls[service].removesuffix("/v1")):
        reply = calls.http.get(f"{url}/ping")
        assert reply.status_code == 200
        assert "ApplicationVersion" in answer(reply)


def test_what_is_no_service_is_not_found(calls: Calls) -> None:
    root = calls.control.removesuffix("/control")
    for path in ("/", "/elsewhere", "/iqmetrix", "/iqmetrix/billing/v1/Invoices"):
        assert calls.http.get(f"{root}{path}").status_code == 404
    assert calls.http.get(f"{root}/iqmetrix/orders/v2/Companies(1)/Orders").status_code in (
        401,
        404,
    )


def test_the_true_state_agrees_with_what_is_shown(calls: Calls) -> None:
    order = calls.create(item(), TenderId="TT1", OrderReference="kept")
    truth = calls.truth(str(order["Id"]))
    assert truth["revision"] == 1
    assert truth["state"] == "Created"
    shown = as_object(truth["order"])
    assert {name: shown[name] for name in order if name != "Items"} == {
        name: value for name, value in order.items() if name != "Items"
    }
    assert shown["OrderReference"] == "kept"
