"""Line items one by one: adding, editing, removing, and where the order is named."""

from decimal import Decimal

import pytest

from tests.sandbox.calls import as_object
from tests.sandbox.ordertime.calls import NOBODY, Calls, findings, line, lines_of

PATH = "/salesorderlineitem"


def parent(number: object, kind: int = 7) -> str:
    return f"{PATH}?recordType={kind}&docNo={number}"


def test_a_line_is_added_at_the_end(calls: Calls) -> None:
    order = calls.create(line())
    calls.forget()
    added = as_object(calls.good("POST", parent(order["DocNo"]), line(5002, Decimal("2.5"))))
    assert (added["LineNo"], added["Quantity"], added["TranType"]) == (2, Decimal("2.5"), 7)
    assert added["Description"] == "Case for Tidepool 5, fog"
    assert (added["StdPrice"], added["StdCost"]) == (Decimal("14.90"), Decimal("9.24"))
    whole = calls.order(order["DocNo"])
    assert lines_of(whole)[1] == added
    assert whole["TotalAmount"] == 20 + 25
    assert calls.acts() == [("add_item", str(order["DocNo"]))]


def test_a_line_is_read_by_three_keys(calls: Calls) -> None:
    order = calls.create(line(), line(5002))
    wanted = lines_of(order)[1]
    assert calls.good("GET", f"{parent(order['DocNo'])}&lineId={wanted['Id']}") == wanted
    assert calls.call("GET", f"{parent(order['DocNo'])}&lineId={NOBODY}").status_code == 400
    assert calls.call("GET", parent(order["DocNo"])).status_code == 400


def test_a_line_is_edited_by_its_id(calls: Calls) -> None:
    order = calls.create(line(CustomerPartNo="C-1"), line(5002))
    first = lines_of(order)[0]
    calls.forget()
    edited = as_object(calls.good("PUT", PATH, {**first, "Quantity": 7, "IsCleared": True}))
    assert (edited["Quantity"], edited["IsCleared"], edited["CustomerPartNo"]) == (7, True, "C-1")
    assert lines_of(calls.order(order["DocNo"]))[0] == edited
    assert calls.acts() == [("edit_item", str(order["DocNo"]))]
    del first["CustomerPartNo"]
    assert as_object(calls.good("PUT", PATH, first))["CustomerPartNo"] is None


def test_a_line_is_removed_even_the_last(calls: Calls) -> None:
    order = calls.create(line(), line(5002))
    calls.forget()
    for one in lines_of(order):
        assert calls.good("DELETE", f"{PATH}?id={one['Id']}") is True
        left = lines_of(calls.order(order["DocNo"]))
        assert [each["LineNo"] for each in left] == [*range(1, len(left) + 1)]
    assert lines_of(calls.order(order["DocNo"])) == []
    assert calls.acts() == [("remove_item", str(order["DocNo"]))] * 2
    assert calls.call("DELETE", f"{PATH}?id={lines_of(order)[0]['Id']}").status_code == 400


@pytest.mark.parametrize("where", ["either", "query", "body"])
@pytest.mark.parametrize("sent", ["query", "body"])
def test_where_the_order_is_named_is_a_switch(calls: Calls, where: str, sent: str) -> None:
    order = calls.create()
    calls.switch(line_parent=where)
    body = {**line(), "DocNo": order["DocNo"], "TranType": 7} if sent == "body" else line()
    path = PATH if sent == "body" else parent(order["DocNo"])
    reply = calls.call("POST", path, body)
    assert reply.status_code == (200 if where in ("either", sent) else 400)


@pytest.mark.parametrize("query", ["", "?docNo={}", "?recordType=7", "?recordType=13&docNo={}"])
def test_a_line_needs_its_order(calls: Calls, query: str) -> None:
    order = calls.create()
    path = PATH + query.format(order["DocNo"])
    assert calls.call("POST", path, line()).status_code == 400
    assert calls.call("POST", parent(NOBODY), line()).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("missing", ["ItemRef", "Price", "Quantity"])
def test_item_price_and_quantity_are_required(calls: Calls, method: str, missing: str) -> None:
    order = calls.create(line())
    body = {name: value for name, value in line().items() if name != missing}
    if method == "PUT":
        body["Id"] = lines_of(order)[0]["Id"]
    path = parent(order["DocNo"]) if method == "POST" else PATH
    calls.forget()
    assert findings(calls.call(method, path, body)) == {missing: f"{missing} is required."}
    assert calls.acts() == []


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_line_must_name_its_type(calls: Calls, method: str) -> None:
    order = calls.create(line())
    body = {name: value for name, value in line().items() if name != "$type"}
    if method == "PUT":
        body["Id"] = lines_of(order)[0]["Id"]
    path = parent(order["DocNo"]) if method == "POST" else PATH
    assert calls.call(method, path, body).status_code == 400
    calls.switch(line_without_type="accepted")
    assert calls.call(method, path, body).status_code == 200


def test_a_put_needs_an_id_that_there_is(calls: Calls) -> None:
    assert calls.call("PUT", PATH, line()).status_code == 400
    assert calls.call("PUT", PATH, {**line(), "Id": NOBODY}).status_code == 400


def test_what_has_been_shipped_cannot_be_cut(calls: Calls) -> None:
    order = calls.create(line(quantity=5), line(5002))
    assert calls.ship(order, (5001, 3)).status_code == 200
    first, second = lines_of(order)
    whole = {**order, "LineItems": [second]}
    refused = [
        calls.call("PUT", PATH, {**first, "Quantity": 2}),
        calls.call("DELETE", f"{PATH}?id={first['Id']}"),
        calls.call("PUT", "/salesorder", whole),
    ]
    for reply in refused:
        assert findings(reply) == {"LineItems.Quantity": "3 of the item have been shipped."}
    assert as_object(calls.good("PUT", PATH, {**first, "Quantity": 3}))["Quantity"] == 3
    assert as_object(calls.good("PUT", PATH, {**first, "IsCleared": True}))["IsCleared"] is True
    assert calls.good("DELETE", f"{PATH}?id={second['Id']}") is True
    calls.switch(shipped_lines="accepted")
    assert calls.good("DELETE", f"{PATH}?id={first['Id']}") is True


def test_line_ids_are_not_given_twice(calls: Calls) -> None:
    order = calls.create(line())
    last = int(str(lines_of(order)[0]["Id"]))
    calls.good("DELETE", f"{PATH}?id={last}")
    added = as_object(calls.good("POST", parent(order["DocNo"]), line()))
    assert int(str(added["Id"])) > last
