"""Sales orders: creating, reading, replacing whole, deleting, and every validation test."""

from decimal import Decimal

import pytest

from orderdesk.sandbox.json_text import Document, JsonValue, parse
from tests.sandbox.calls import as_list, as_object, as_objects
from tests.sandbox.ordertime.calls import (
    NOBODY,
    Calls,
    findings,
    line,
    lines_of,
    message,
    new_order,
)

READ_ONLY = ("Id", "DocNo", "TotalAmount", "RecordInfo", "ItemSalesTaxRate", "TaxRateIsOverriden")
FULL: Document = {
    "CustomerPO": "PO-7 ★",
    "StatusRef": {"Id": 118, "Name": "Approved"},
    "ClassRef": {"Id": 2, "Name": "Corporate"},
    "ContactRef": {"Id": 301},
    "CurrencyRef": {"Id": 2, "Name": "USD"},
    "FOB": "Halifax",
    "InternalNotes": "Not for the customer",
    "Memo": "Συναντηθείτε στην προβλήτα",
    "ShippingInstructions": "Gate B",
    "LocationRef": {"Id": 2, "Name": "Saint John – Long Wharf"},
    "ItemSalesTaxRef": {"Id": 1, "Name": "HST Atlantic 15 %"},
    "DiscountRef": {"Id": 1, "Name": "Volume"},
    "DiscountAmount": 5,
    "DiscountSalesTaxCodeRef": {"Id": 3, "Name": "Non"},
    "AdditionalFeeItemRef": {"Name": "CHA-02"},
    "AdditionalFeeSalesTaxCodeRef": {"Id": 1, "Name": "Tax"},
    "AdditionalFeeAmount": 10,
    "ShipMethodRef": {"Id": 2, "Name": "Purolator Ground"},
    "ShipSalesTaxCodeRef": {"Id": 1, "Name": "Tax"},
    "SalesRepRef": {"Id": 2, "Name": "Étienne Côté"},
    "TermRef": {"Id": 3, "Name": "Net 30"},
    "ShipAmount": Decimal("9.95"),
}


def put(calls: Calls, order: Document, **changes: object) -> Document:
    return as_object(calls.good("PUT", "/salesorder", {**order, **changes}))


def without_times(order: Document) -> Document:
    return {name: value for name, value in order.items() if name != "RecordInfo"}


def test_the_least_order_is_created_and_read_back(calls: Calls) -> None:
    order = calls.create()
    assert order == calls.order(order["DocNo"])
    assert calls.acts() == [("create", str(order["DocNo"]))]
    assert as_object(order["CustomerRef"])["Name"] == "Marigold Property Management Ltd."
    assert (order["StatusRef"], order["CustomerPO"], order["LineItems"]) == (None, None, [])
    assert as_object(order["ShipAddress"])["Addr1"]
    assert as_object(order["BillAddress"])["City"]


def test_numbers_go_up_and_are_not_given_twice(calls: Calls) -> None:
    first = calls.create()
    assert calls.good("DELETE", f"/salesorder?docNo={first['DocNo']}") is True
    assert int(str(calls.create()["DocNo"])) == int(str(first["DocNo"])) + 1


def test_every_field_that_is_sent_comes_back(calls: Calls) -> None:
    sent = {**FULL, "CustomFields": [{"Name": "SOCust3", "Value": False, "Caption": "Priority"}]}
    order = calls.create(line(), **sent)
    for name, value in FULL.items():
        shown = order[name]
        if isinstance(value, dict):
            reference = as_object(shown)
            assert set(reference) == {"Id", "Name"}
            assert all(reference[part] == held for part, held in value.items())
        else:
            assert shown == value
    slots = as_objects(order["CustomFields"])
    assert [slot["Name"] for slot in slots][5] == "SOCust6"
    assert slots[2] == {"Name": "SOCust3", "Caption": "Priority", "Value": False}


def test_the_total_is_lines_fee_freight_discount_and_tax(calls: Calls) -> None:
    taxed = line(quantity=3, SalesTaxCodeRef={"Id": 1})
    order = calls.create(taxed, line(5002, 2, Price=Decimal("2.50")), **FULL)
    # 30 + 5 - 5 + 10 + 9.95, and 15 % of 30 + 10 + 9.95
    assert order["TotalAmount"] == Decimal("57.44")
    assert order["ItemSalesTaxRate"] == 15
    calls.switch(total_amount="absent")
    assert "TotalAmount" not in calls.order(order["DocNo"])


def test_names_in_any_capitals_and_unknown_ones_are_borne(calls: Calls) -> None:
    body = {name.lower(): value for name, value in new_order().items()}
    order = as_object(calls.good("POST", "/salesorder", {**body, "memo": "m", "Colour": "red"}))
    assert order["Memo"] == "m"
    assert "Colour" not in order


@pytest.mark.parametrize("missing", ["CustomerRef", "ShipToRef", "Date", "PromiseDate"])
@pytest.mark.parametrize("empty", ["absent", "null"])
def test_a_required_field_that_is_missing(calls: Calls, missing: str, empty: str) -> None:
    body = {name: value for name, value in new_order().items() if name != missing}
    if empty == "null":
        body[missing] = None
    reply = calls.call("POST", "/salesorder", body)
    assert findings(reply)[missing] == f"{missing} is required."
    assert calls.acts() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CustomerPO", "x" * 26),
        ("FOB", "x" * 51),
        ("Memo", "x" * 4_001),
        ("CustomerRef", {"Id": NOBODY}),
        ("CustomerRef", {"Name": "Nobody at all"}),
        ("ShipToRef", {"Id": NOBODY, "Name": "Nowhere"}),
        ("StatusRef", {"Id": NOBODY}),
        ("StatusRef", {"Id": 99}),
        ("LocationRef", {"Name": "Moon"}),
        ("CustomFields", [{"Name": "SOCust99", "Value": 1}]),
    ],
)
def test_data_that_fail_a_test_are_named(calls: Calls, name: str, value: object) -> None:
    reply = calls.call("POST", "/salesorder", {**new_order(), name: value})
    assert name in findings(reply)
    assert calls.acts() == []


def test_every_failed_test_is_in_the_list(calls: Calls) -> None:
    wrong = {**new_order(), "CustomerPO": "x" * 26, "Date": None, "LineItems": [line(NOBODY)]}
    found = findings(calls.call("POST", "/salesorder", wrong))
    assert set(found) == {"CustomerPO", "Date", "LineItems[0].ItemRef"}
    assert found["CustomerPO"] == "Maximum length is 25."


@pytest.mark.parametrize("key", ["ProperyName", "PropertyName"])
def test_the_key_of_a_validation_result_is_a_switch(calls: Calls, key: str) -> None:
    calls.switch(validation_key=key)
    reply = calls.call("POST", "/salesorder", {**new_order(), "FOB": "x" * 51})
    assert reply.status_code == 409
    rows = as_objects(parse(reply.content))
    assert [set(row) for row in rows] == [{key, "Message", "Value"}]
    assert rows[0][key] == "FOB"
    calls.switch(validation_key="both")
    reply = calls.call("POST", "/salesorder", {**new_order(), "FOB": "x" * 51})
    assert len(as_objects(parse(reply.content))[0]) == 4


WRONG_TYPES: list[tuple[str, object]] = [
    ("CustomerRef", 1901),
    ("CustomerRef", {"Id": "1901"}),
    ("CustomerRef", {"Name": 7}),
    ("Date", "soon"),
    ("Date", 20261003),
    ("DiscountAmount", "five"),
    ("DiscountAmount", True),
    ("DiscountAmount", 10**30),
    ("Memo", ["a"]),
    ("ShipAddress", "12 Water St."),
    ("ShipAddress", {"City": ["Halifax"]}),
    ("CustomFields", {"SOCust1": 1}),
    ("CustomFields", ["SOCust1"]),
    ("CustomFields", [{"Name": "SOCust1", "Value": {}}]),
    ("LineItems", {}),
    ("LineItems", [7]),
    ("LineItems", [{**line(), "IsCleared": "no"}]),
]


@pytest.mark.parametrize(("name", "value"), WRONG_TYPES)
def test_a_value_of_another_type_cannot_be_read(calls: Calls, name: str, value: object) -> None:
    reply = calls.call("POST", "/salesorder", {**new_order(), name: value})
    assert reply.status_code == 400
    assert message(reply).startswith("The request is invalid")
    assert calls.acts() == []


def test_an_id_wins_over_a_name(calls: Calls) -> None:
    order = calls.create(StatusRef={"Id": 118, "Name": "Cancelled"})
    assert order["StatusRef"] == {"Id": 118, "Name": "Approved"}
    assert calls.create(StatusRef={"Name": "cancelled"})["StatusRef"] == {
        "Id": 133,
        "Name": "Cancelled",
    }
    assert calls.create(StatusRef={"Id": 0, "Name": ""})["StatusRef"] is None


def test_the_first_address_may_be_called_one_primary(calls: Calls) -> None:
    order = calls.create(CustomerRef={"Id": 1950}, ShipToRef={"Id": 1, "Name": "Primary"})
    ship_to = as_object(order["ShipToRef"])
    assert ship_to["Name"] == "Primary"
    assert ship_to["Id"] != 1


def test_reading_and_writing_back_changes_nothing_but_the_time(calls: Calls) -> None:
    order = calls.create(line(), line(5002, Decimal("1.5")), **FULL)
    calls.forget()
    assert without_times(put(calls, order)) == without_times(order)
    assert calls.acts() == [("edit", str(order["DocNo"]))]
    calls.admin("POST", "/advance", {"seconds": 5})
    stamps = [as_object(one["RecordInfo"]) for one in (order, put(calls, order))]
    assert stamps[0]["CreatedDate"] == stamps[1]["CreatedDate"]
    assert str(stamps[0]["ModifiedDate"]) < str(stamps[1]["ModifiedDate"])


@pytest.mark.parametrize("name", sorted(FULL))
def test_a_lost_field_is_a_cleared_field(calls: Calls, name: str) -> None:
    order = calls.create(line(), **FULL)
    less = {key: value for key, value in order.items() if key != name}
    calls.switch(lost_fields="kept")
    assert put(calls, less)[name] == order[name]
    calls.switch(lost_fields="cleared")
    assert put(calls, less)[name] is None


@pytest.mark.parametrize("name", ["ShipAddress", "BillAddress", "CustomFields"])
def test_lost_addresses_and_custom_fields_are_cleared_too(calls: Calls, name: str) -> None:
    order = calls.create(CustomFields=[{"Name": "SOCust6", "Value": "450001"}])
    less = {key: value for key, value in order.items() if key != name}
    cleared = put(calls, less)[name]
    if name == "CustomFields":
        assert {str(slot["Value"]) for slot in as_objects(cleared)} == {"None"}
    else:
        assert cleared is None


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_the_server_makes_is_not_changed_by_a_put(calls: Calls, name: str) -> None:
    order = calls.create(line())
    if name == "DocNo":
        assert calls.call("PUT", "/salesorder", {**order, "DocNo": None}).status_code == 400
        return
    changed: JsonValue = {"CreatedDate": None} if name == "RecordInfo" else 7
    after = put(calls, order, **{name: changed})
    assert without_times(after) == without_times(order)


def test_the_customer_is_locked(calls: Calls) -> None:
    order = calls.create(line())
    reply = calls.call("PUT", "/salesorder", {**order, "CustomerRef": {"Id": 1902}})
    assert findings(reply) == {"CustomerRef": "CustomerRef cannot be changed."}
    calls.switch(fixed_fields="ignored")
    after = put(calls, order, CustomerRef={"Id": 1902}, Memo="new")
    assert (after["CustomerRef"], after["Memo"]) == (order["CustomerRef"], "new")


def test_another_customers_address_is_not_found(calls: Calls) -> None:
    order = calls.create()
    own = as_object(order["ShipToRef"])["Id"]
    foreign = next(row for row in calls.rows(121) if as_object(row["CustomerRef"])["Id"] != 1901)
    wrong = {**order, "ShipToRef": {"Id": foreign["Id"], "Name": "Elsewhere"}}
    assert "ShipToRef" in findings(calls.call("PUT", "/salesorder", wrong))
    assert as_object(put(calls, order, ShipToRef={"Id": own})["ShipToRef"])["Id"] == own


def test_a_change_of_status_alone_is_called_so(calls: Calls) -> None:
    order = calls.create(StatusRef={"Id": 101})
    calls.forget()
    assert as_object(put(calls, order, StatusRef={"Id": 133})["StatusRef"])["Name"] == "Cancelled"
    assert calls.acts() == [("change_status", str(order["DocNo"]))]
    assert as_object(put(calls, order, StatusRef={"Id": 118})["StatusRef"])["Name"] == "Approved"


def test_final_statuses_may_be_left_or_not(calls: Calls) -> None:
    order = calls.create(StatusRef={"Name": "Invoiced"})
    calls.switch(status_rules="final")
    reply = calls.call("PUT", "/salesorder", {**order, "StatusRef": {"Id": 118}})
    assert findings(reply) == {"StatusRef": "Status cannot change from Invoiced."}
    assert put(calls, order, Memo="still works")["Memo"] == "still works"


def test_a_status_out_of_use_may_stay_but_not_be_chosen(calls: Calls) -> None:
    old = next(one for one in calls.truths() if one["state"] == "Phoned in")
    order = calls.order(old["id"])
    assert put(calls, order, Memo="Called back")["StatusRef"] == {"Id": 99, "Name": "Phoned in"}
    fresh = calls.create()
    reply = calls.call("PUT", "/salesorder", {**fresh, "StatusRef": {"Id": 99}})
    assert findings(reply) == {"StatusRef": "Status is not active."}


def test_lines_are_replaced_as_a_whole(calls: Calls) -> None:
    order = calls.create(line(), line(5002), line(5003))
    one, two, three = lines_of(order)
    sent = [{**three, "Quantity": 9}, line(5004), one]
    after = lines_of(put(calls, order, LineItems=sent))
    assert [each["LineNo"] for each in after] == [1, 2, 3]
    assert [as_object(each["ItemRef"])["Id"] for each in after] == [5003, 5004, 5001]
    assert (after[0]["Id"], after[0]["Quantity"]) == (three["Id"], 9)
    assert two["Id"] not in [each["Id"] for each in after]
    calls.switch(lost_lines="kept")
    kept = lines_of(put(calls, order, LineItems=[one]))
    assert len(kept) == 1 + 2  # the one that was sent, and the two that were left out


@pytest.mark.parametrize("sent", ["absent", "null"])
def test_a_lost_line_items_loses_them_or_not(calls: Calls, sent: str) -> None:
    order = calls.create(line(), line(5002))
    less = {name: value for name, value in order.items() if name != "LineItems"}
    if sent == "null":
        less["LineItems"] = None
    calls.switch(lost_line_items="kept")
    assert len(lines_of(put(calls, less))) == 2
    calls.switch(lost_line_items="deleted")
    assert lines_of(put(calls, less)) == []


def test_a_line_of_another_order_is_refused(calls: Calls) -> None:
    foreign = lines_of(calls.create(line()))[0]
    order = calls.create(line())
    reply = calls.call("PUT", "/salesorder", {**order, "LineItems": [foreign]})
    assert findings(reply) == {"LineItems[0].Id": "The order has no such line."}


def test_a_lost_field_of_a_line_is_cleared_as_well(calls: Calls) -> None:
    order = calls.create(line(CustomerPartNo="C-1", LineInstructions="Engrave"))
    sent = lines_of(order)[0]
    del sent["CustomerPartNo"]
    after = lines_of(put(calls, order, LineItems=[sent]))[0]
    assert (after["CustomerPartNo"], after["LineInstructions"]) == (None, "Engrave")


@pytest.mark.parametrize("call", ["POST", "PUT"])
def test_lines_must_name_their_type_first(calls: Calls, call: str) -> None:
    order = calls.create(line()) if call == "PUT" else new_order()
    untyped = {name: value for name, value in line().items() if name != "$type"}
    last = {**untyped, "$type": line()["$type"]}
    for wrong in (untyped, last, line() | {"$type": "Line"}):
        reply = calls.call(call, "/salesorder", {**order, "LineItems": [wrong]})
        assert reply.status_code == 400
    calls.switch(type_position="any")
    assert len(_kept_lines(calls, call, order, last)) == 1
    calls.switch(line_without_type="lost")
    assert _kept_lines(calls, call, order, untyped) == []
    calls.switch(line_without_type="accepted")
    assert len(_kept_lines(calls, call, order, untyped)) == 1


def _kept_lines(calls: Calls, call: str, order: Document, sent: object) -> list[Document]:
    return lines_of(as_object(calls.good(call, "/salesorder", {**order, "LineItems": [sent]})))


def test_types_stand_first_in_answers_or_not_at_all(calls: Calls) -> None:
    order = calls.create(line())
    assert next(iter(lines_of(order)[0])) == "$type"
    calls.switch(type_tags="absent")
    assert "$type" not in lines_of(calls.order(order["DocNo"]))[0]


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
@pytest.mark.parametrize("status", ["400", "404"])
def test_an_order_that_there_is_not(calls: Calls, method: str, status: str) -> None:
    calls.switch(not_found=status)
    body = {**new_order(), "DocNo": NOBODY} if method == "PUT" else None
    query = "" if method == "PUT" else f"?docNo={NOBODY}"
    reply = calls.call(method, f"/salesorder{query}", body)
    assert reply.status_code == int(status)
    assert message(reply) == f"Sales order {NOBODY} was not found."


@pytest.mark.parametrize("query", ["", "?docNo=", "?docNo=x", "?docNo=-1", "?docNo=99999999999"])
def test_a_number_that_is_none(calls: Calls, query: str) -> None:
    assert calls.call("GET", f"/salesorder{query}").status_code == 400


def test_deleting_answers_true_once(calls: Calls) -> None:
    order = calls.create(line())
    calls.forget()
    path = f"/salesorder?docNo={order['DocNo']}"
    assert calls.good("DELETE", path) is True
    assert calls.call("DELETE", path).status_code == 400
    assert calls.acts() == [("delete", str(order["DocNo"]))]


def test_an_order_with_ship_docs_cannot_be_deleted(calls: Calls) -> None:
    order = calls.create(line())
    assert calls.ship(order, (5001, 1)).status_code == 200
    path = f"/salesorder?docNo={order['DocNo']}"
    assert "ship docs" in findings(calls.call("DELETE", path))["DocNo"]
    calls.switch(delete_shipped="accepted")
    assert calls.good("DELETE", path) is True


def test_the_same_po_twice_is_two_orders(calls: Calls) -> None:
    first, second = (calls.create(line(), CustomerPO="TWICE-1") for _ in range(2))
    assert first["DocNo"] != second["DocNo"]


def test_cards_on_an_order_stay_where_they_are(calls: Calls) -> None:
    number = next(one["id"] for one in calls.truths() if one["card"] is True)
    order = calls.order(number)
    clean = {name: value for name, value in order.items() if not name.startswith("CreditCard")}
    assert len(clean) == len(order) - 4
    after = put(calls, clean)
    assert after["CreditCardNo"] == order["CreditCardNo"]
    sent = put(calls, clean, CreditCardNo="1")
    assert sent["CreditCardNo"] == order["CreditCardNo"]


@pytest.mark.parametrize("words", ["code", "words"])
def test_a_currency_is_a_code_or_words(calls: Calls, words: str) -> None:
    calls.switch(currency_name=words)
    name = "CAD" if words == "code" else "Canadian dollar"
    assert calls.create(CurrencyRef={"Id": 1})["CurrencyRef"] == {"Id": 1, "Name": name}
    assert calls.create()["CurrencyRef"] is None


@pytest.mark.parametrize("body", ["message", "string", "text", "empty"])
def test_the_body_of_a_400_is_a_switch(calls: Calls, body: str) -> None:
    calls.switch(refusal_body=body)
    reply = calls.call("GET", f"/salesorder?docNo={NOBODY}")
    words = f"Sales order {NOBODY} was not found."
    wanted = {"message": f'{{"Message":"{words}"}}', "string": f'"{words}"', "text": words}
    assert reply.text == wanted.get(body, "")


def test_custom_fields_of_lines_have_twenty_slots(calls: Calls) -> None:
    fields = [{"Name": "SOICust20", "Value": "700001", "Caption": "Line Item ID"}]
    order = calls.create(line(CustomFields=fields))
    slots = as_list(lines_of(order)[0]["CustomFields"])
    assert slots[19] == {"Name": "SOICust20", "Caption": "Line Item ID", "Value": "700001"}
