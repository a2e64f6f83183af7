"""Customers and part items: reading, creating, replacing, deleting."""

import pytest

from tests.sandbox.calls import as_object
from tests.sandbox.ordertime.calls import NOBODY, Calls, findings, where


def test_a_customer_is_created_with_an_address_to_ship_to(calls: Calls) -> None:
    calls.forget()
    made = as_object(calls.good("POST", "/customer", {"Name": "Jetty Cafe", "IsActive": True}))
    assert made == calls.good("GET", f"/customer?id={made['Id']}")
    assert calls.acts() == [("create_record", str(made["Id"]))]
    addresses = calls.rows(121, where("CustomerRef.Id", 1, made["Id"]))
    assert [address["Name"] for address in addresses] == ["Primary"]
    order = calls.create(CustomerRef={"Id": made["Id"]})
    assert as_object(order["CustomerRef"])["Name"] == "Jetty Cafe"


def test_a_customer_is_replaced_whole(calls: Calls) -> None:
    made = as_object(calls.good("POST", "/customer", {"Name": "Old", "Note": "n"}))
    less = {name: value for name, value in made.items() if name != "Note"}
    after = as_object(calls.good("PUT", "/customer", {**less, "Name": "New"}))
    assert (after["Name"], after["Note"], after["Id"]) == ("New", None, made["Id"])


@pytest.mark.parametrize("wrong", [{}, {"Name": ""}, {"Name": "x" * 51}])
def test_a_customer_needs_a_name_of_fifty_characters(
    calls: Calls, wrong: dict[str, object]
) -> None:
    assert set(findings(calls.call("POST", "/customer", wrong))) == {"Name"}


def test_a_customer_with_orders_cannot_be_deleted(calls: Calls) -> None:
    made = as_object(calls.good("POST", "/customer", {"Name": "Soon gone"}))
    order = calls.create(CustomerRef={"Id": made["Id"]})
    path = f"/customer?id={made['Id']}"
    assert "sales orders" in findings(calls.call("DELETE", path))["Id"]
    calls.good("DELETE", f"/salesorder?docNo={order['DocNo']}")
    assert calls.good("DELETE", path) is True
    assert calls.rows(121, where("CustomerRef.Id", 1, made["Id"])) == []
    assert calls.call("GET", path).status_code == 400


def test_a_card_is_kept_by_the_vendor_and_hidden_in_the_log(calls: Calls) -> None:
    card = {"Name": "Carded", "CreditCardNo": "4111111111111111"}
    calls.forget()
    made = as_object(calls.good("POST", "/customer", card))
    assert made["CreditCardNo"] == "4111111111111111"
    reply = calls.ask("GET", "/log?bodies=true")
    assert "4111111111111111" not in reply.text


def test_an_item_is_read_made_and_replaced(calls: Calls) -> None:
    item = as_object(calls.good("GET", "/partitem?id=5001"))
    assert item["Name"] == "CASE-T50-KEL"
    made = as_object(calls.good("POST", "/partitem", {"Name": "NEW-1", "Price": 3}))
    assert made["Id"] in [row["Id"] for row in calls.rows(101, where("Name", 1, "new-1"))]
    fields = [{"Name": "ItemCust96", "Value": "880001"}]
    path = f"/partitem?id={made['Id']}"
    after = as_object(calls.good("PUT", path, {**made, "CustomFields": fields}))
    assert after["CustomFields"] == [{"Name": "ItemCust96", "Caption": None, "Value": "880001"}]
    assert calls.call("PUT", "/partitem?id=5002", made).status_code == 400
    assert calls.call("PUT", "/partitem", {"Name": "x"}).status_code == 400


@pytest.mark.parametrize("path", ["/customer", "/partitem"])
def test_a_record_that_there_is_not(calls: Calls, path: str) -> None:
    assert calls.call("GET", f"{path}?id={NOBODY}").status_code == 400
    assert calls.call("PUT", path, {"Id": NOBODY, "Name": "x"}).status_code == 400
