"""Ship docs: filling an order in parts, what is fixed afterwards, deleting, packages, stock."""

from decimal import Decimal

import pytest

from orderdesk.sandbox.json_text import Document, JsonValue, parse
from orderdesk.sandbox.ordertime.totals import amount
from tests.sandbox.calls import as_object, as_objects
from tests.sandbox.ordertime.calls import (
    NOBODY,
    SHIP_DOCS,
    Calls,
    findings,
    line,
    lines_of,
    numbers,
    where,
)

FIXED: Document = {
    "ShipToRef": {"Id": 1, "Name": "Another customer's"},
    "CustomerPO": "other",
    "Date": "2026-10-06T00:00:00",
    "TrackingNo": "other",
    "TotalPackages": 9,
    "ClassRef": {"Id": 3},
    "SONo": NOBODY,
    "LineItems": [{"ItemRef": {"Id": 5001}, "Quantity": 1}],
}


def shipped(
    calls: Calls, order: Document, *lines: tuple[int, object], **fields: object
) -> Document:
    reply = calls.ship(order, *lines, **fields)
    assert reply.status_code == 200, reply.text
    return as_object(parse(reply.content))


def test_an_order_is_filled_in_parts(calls: Calls) -> None:
    order = calls.create(line(quantity=5), line(5002, Decimal("1.5")))
    number = order["DocNo"]
    assert calls.truth(number)["shipped"] == "none"
    calls.forget()
    first = shipped(calls, order, (5001, 2), TrackingNo="1Z", CustomerPO="PO-1")
    assert calls.truth(number)["shipped"] == "part"
    assert calls.truth(number)["outstanding"] == {"5001": 3, "5002": Decimal("1.5")}
    shipped(calls, order, (5001, 3), (5002, Decimal("1.5")))
    assert calls.truth(number)["shipped"] == "all"
    assert calls.acts() == [("ship", str(number))] * 2
    assert first == calls.good("GET", f"/shipdoc?docNo={first['DocNo']}")
    assert (first["SONo"], first["TrackingNo"], first["CustomerPO"]) == (number, "1Z", "PO-1")
    assert lines_of(first)[0]["Description"] == "Case for Tidepool 5, kelp"
    assert as_object(first["ShipToRef"])["Name"] == "Primary"


def test_ship_docs_are_listed_by_their_order(calls: Calls) -> None:
    order = calls.create(line(quantity=5))
    docs = [shipped(calls, order, (5001, quantity)) for quantity in (1, 2)]
    found = calls.rows(SHIP_DOCS, where("SONo", 1, str(order["DocNo"])), IncludeLineItems=True)
    assert numbers(found) == numbers(docs)
    assert [lines_of(doc)[0]["Quantity"] for doc in found] == [1, 2]


def test_an_order_that_is_shipped_is_not_touched_unless_so_wished(calls: Calls) -> None:
    order = calls.create(line(quantity=5))
    calls.admin("POST", "/advance", {"seconds": 2})
    shipped(calls, order, (5001, 1))
    assert calls.order(order["DocNo"]) == order
    calls.switch(ship_touches="touched")
    shipped(calls, order, (5001, 1))
    assert calls.order(order["DocNo"])["RecordInfo"] != order["RecordInfo"]


@pytest.mark.parametrize("missing", ["CustomerRef", "Date", "SONo"])
def test_a_required_field_that_is_missing(calls: Calls, missing: str) -> None:
    order = calls.create(line())
    calls.forget()
    reply = calls.ship(order, (5001, 1), **{missing: None})
    assert findings(reply) == {missing: f"{missing} is required."}
    assert calls.acts() == []


@pytest.mark.parametrize(
    ("lines", "fields", "name"),
    [
        ([(5001, 6)], {}, "LineItems.Quantity"),
        ([(5001, 3), (5001, 3)], {}, "LineItems.Quantity"),
        ([(5001, 0)], {}, "LineItems[0].Quantity"),
        ([(5001, -1)], {}, "LineItems[0].Quantity"),
        ([(5001, None)], {}, "LineItems[0].Quantity"),
        ([(5003, 1)], {}, "LineItems[0].ItemRef"),
        ([(NOBODY, 1)], {}, "LineItems[0].ItemRef"),
        ([], {}, "LineItems"),
        ([(5001, 1)], {"SONo": NOBODY}, "SONo"),
        ([(5001, 1)], {"CustomerRef": {"Id": 1902}}, "CustomerRef"),
        ([(5001, 1)], {"TrackingNo": "x" * 51}, "TrackingNo"),
        ([(5001, 1)], {"StatusRef": {"Id": NOBODY}}, "StatusRef"),
    ],
)
def test_a_ship_doc_that_breaks_a_rule(
    calls: Calls, lines: list[tuple[int, object]], fields: dict[str, object], name: str
) -> None:
    order = calls.create(line(quantity=5))
    calls.forget()
    assert name in findings(calls.ship(order, *lines, **fields))
    assert calls.acts() == []
    assert calls.truth(order["DocNo"])["ship_docs"] == []


def test_cleared_lines_want_nothing_more(calls: Calls) -> None:
    order = calls.create(line(quantity=5, IsCleared=True), line(5002))
    found = findings(calls.ship(order, (5001, 1)))
    assert found == {"LineItems.Quantity": "Only 0 are outstanding."}


def test_more_than_is_outstanding_may_be_accepted(calls: Calls) -> None:
    order = calls.create(line(quantity=1))
    calls.switch(overship="accepted")
    shipped(calls, order, (5001, 4))
    assert calls.truth(order["DocNo"])["shipped"] == "all"


def test_more_than_is_in_stock_may_be_refused(calls: Calls) -> None:
    order = calls.create(line(quantity=100_000))
    calls.switch(short_stock="refused")
    reply = calls.ship(order, (5001, 100_000))
    assert "in stock" in findings(reply)["LineItems.Quantity"]
    calls.switch(short_stock="accepted")
    shipped(calls, order, (5001, 100_000))


def test_a_ship_doc_without_lines_may_mean_the_rest(calls: Calls) -> None:
    order = calls.create(line(quantity=5), line(5002, 3))
    shipped(calls, order, (5001, 2))
    calls.switch(ship_without_lines="all")
    rest = shipped(calls, order)
    assert [each["Quantity"] for each in lines_of(rest)] == [3, 3]


def test_lines_of_a_ship_doc_may_need_their_type(calls: Calls) -> None:
    order = calls.create(line(quantity=5))
    calls.switch(ship_line_type="required")
    assert calls.ship(order, (5001, 1)).status_code == 400
    body = {"$type": "AOLib7.ShipDocLineItem, AOLib7", "ItemRef": {"Id": 5001}, "Quantity": 1}
    assert calls.ship(order, LineItems=[body]).status_code == 200
    calls.switch(ship_line_type="optional")
    assert calls.ship(order, LineItems=[{**body, "$type": "Line"}]).status_code == 400


def test_status_fob_and_notes_can_be_changed(calls: Calls) -> None:
    doc = shipped(calls, calls.create(line()), (5001, 1), Memo="a", InternalNotes="b", FOB="c")
    calls.forget()
    changed = {**doc, "StatusRef": {"Id": 131}, "FOB": "Dock", "Memo": "m", "InternalNotes": "n"}
    after = as_object(calls.good("PUT", "/shipdoc", changed))
    assert as_object(after["StatusRef"])["Name"] == "Invoiced"
    assert (after["FOB"], after["Memo"], after["InternalNotes"]) == ("Dock", "m", "n")
    assert calls.acts() == [("edit_ship_doc", str(doc["DocNo"]))]
    less = {name: value for name, value in after.items() if name != "Memo"}
    assert as_object(calls.good("PUT", "/shipdoc", less))["Memo"] is None


@pytest.mark.parametrize("name", sorted(FIXED))
def test_nearly_everything_is_fixed_after_shipping(calls: Calls, name: str) -> None:
    order = calls.create(line(quantity=5), CustomerRef={"Id": 1902})
    doc = shipped(calls, order, (5001, 2), TrackingNo="1Z", TotalPackages=1)
    body = {**doc, "Memo": "new", name: FIXED[name]}
    reply = calls.call("PUT", "/shipdoc", body)
    assert reply.status_code == 409, reply.text
    calls.switch(fixed_fields="ignored")
    after = as_object(calls.good("PUT", "/shipdoc", body))
    assert (after[name], after["Memo"]) == (doc[name], "new")


def test_deleting_makes_it_outstanding_again(calls: Calls) -> None:
    order = calls.create(line(quantity=2))
    doc = shipped(calls, order, (5001, 2))
    calls.forget()
    assert calls.good("DELETE", f"/shipdoc?docNo={doc['DocNo']}") is True
    assert calls.truth(order["DocNo"])["shipped"] == "none"
    assert calls.acts() == [("delete_ship_doc", str(doc["DocNo"]))]
    assert calls.call("DELETE", f"/shipdoc?docNo={doc['DocNo']}").status_code == 400
    assert calls.good("DELETE", f"/salesorder?docNo={order['DocNo']}") is True


def test_stock_leaves_and_comes_back(calls: Calls) -> None:
    def there() -> tuple[JsonValue, JsonValue]:
        row = calls.rows(1111, where("ItemRef.Id", 1, "5002"))[0]
        return row["OnHand"], row["Available"]

    before = there()
    doc = shipped(calls, calls.create(line(5002, 7)), (5002, 7))
    left = there()
    assert [amount(b) - amount(a) for b, a in zip(before, left, strict=True)] == [7, 7]
    calls.good("DELETE", f"/shipdoc?docNo={doc['DocNo']}")
    assert there() == before


def test_packages_show_tracking_and_items(calls: Calls) -> None:
    order = calls.create(line(quantity=5), line(5002, 3))
    doc = shipped(calls, order, (5001, 5), (5002, 3), TrackingNo="1Z", TotalPackages=2)
    packages = as_objects(calls.good("GET", f"/package?docNo={doc['DocNo']}"))
    assert [package["TrackingNo"] for package in packages] == ["1Z", "1Z"]
    items = [each for package in packages for each in as_objects(package["Details"])]
    assert [as_object(each["ItemRef"])["Id"] for each in items] == [5001, 5002]
    assert calls.call("GET", f"/package?docNo={NOBODY}").status_code == 400


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_a_ship_doc_that_there_is_not(calls: Calls, method: str) -> None:
    query = "" if method == "PUT" else f"?docNo={NOBODY}"
    body = {"DocNo": NOBODY} if method == "PUT" else None
    assert calls.call(method, f"/shipdoc{query}", body).status_code == 400
    assert calls.call("PUT", "/shipdoc", {"Memo": "m"}).status_code == 400


def test_details_of_a_line_are_kept(calls: Calls) -> None:
    order = calls.create(line(quantity=2))
    details = [{"LotOrSerialNo": "S-1", "Quantity": 2}]
    sent = [{"ItemRef": {"Id": 5001}, "Quantity": 2, "Details": details}]
    assert lines_of(shipped(calls, order, LineItems=sent))[0]["Details"] == details
