"""What is sent, what came of it, and what a read-back tells: tables of cases."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from orderdesk.connectors.json_text import as_object, rows, write
from orderdesk.connectors.ordertime import bodies
from orderdesk.connectors.ordertime.bodies import NoSuchItem, Unsendable, own_reference
from orderdesk.connectors.ordertime.comparison import lost, taken
from orderdesk.connectors.ordertime.rules import RULES
from orderdesk.connectors.ordertime.verification import (
    of_addition,
    of_creation,
    of_edit,
    of_line_edit,
    of_shipment,
    of_status,
)
from orderdesk.domain.commands import Act, AddLine, CreateOrder, EditLine, EditOrder
from orderdesk.domain.gateway import Finding
from orderdesk.domain.order import Order
from tests.conformance.acts import make
from tests.unit.connectors.ordertime.own_samples import mapped, raw_order, ship_docs

DONE, UNDONE, AMBIGUOUS = Finding.DONE, Finding.UNDONE, Finding.AMBIGUOUS
TYPE = "AOLib7.SalesOrderLineItem, AOLib7"


def json(value: object) -> str:
    return write(value).decode()


def lines(body: Mapping[str, object]) -> list[Mapping[str, object]]:
    return [as_object(row.value) for row in rows(json(body["LineItems"]))]


def test_an_order_goes_back_as_it_came() -> None:
    raw = raw_order()
    assert json(bodies.edited(raw, {})) == json(raw)
    assert '"TotalAmount":1e2' in json(bodies.edited(raw, {"Memo": "Now"}))


@pytest.mark.parametrize(
    ("key", "text", "sent"),
    [
        ("Memo", "Now", '"Memo":"Now"'),
        ("Memo", None, '"Memo":null'),
        ("PromiseDate", "2026-04-01", '"PromiseDate":"2026-04-01T00:00:00"'),
        ("ShipAmount", "12.50", '"ShipAmount":12.50'),
        ("ShipAmount", None, '"ShipAmount":0'),
        ("LocationRef", "2", '"LocationRef":{"Id":2}'),
        ("LocationRef", "Long Wharf", '"LocationRef":{"Name":"Long Wharf"}'),
        ("LocationRef", None, '"LocationRef":null'),
        ("ShipAddress.City", "Amherst", '"City":"Amherst","Gate":"B"}'),
        ("BillAddress.City", "Amherst", '"BillAddress":{"City":"Amherst"}'),
    ],
)
def test_an_edit_is_put_in(key: str, text: str | None, sent: str) -> None:
    assert sent in json(bodies.edited(raw_order(), {key: text}))


def test_card_data_go_back() -> None:
    assert "4111111111111111" in json(bodies.edited(raw_order(), {"Memo": "Now"}))


def test_lines_get_their_type_as_the_first_member() -> None:
    raw = raw_order(LineItems=[{"Id": 1, "Price": 2}, {"Id": 2, "$type": "Other, Lib"}])
    assert [next(iter(line.items())) for line in lines(bodies.whole(raw))] == [
        ("$type", TYPE),
        ("$type", "Other, Lib"),
    ]


@pytest.mark.parametrize("items", [None, "none", {}])
def test_an_order_without_its_lines_is_not_sent_back(items: object) -> None:
    with pytest.raises(Unsendable, match="Nothing was sent"):
        bodies.edited(raw_order(LineItems=items), {"Memo": "Now"})


def test_a_line_that_is_gone() -> None:
    with pytest.raises(NoSuchItem):
        bodies.edited_line(raw_order(), "1", {"Price": "2"})


def test_a_new_order_has_a_number_of_our_own_where_none_is_given() -> None:
    fields = {"CustomerRef": "5", "Date": "2026-03-02", "StatusRef": "117", "BillAddress.Zip": "B"}
    own = own_reference("one")
    body = bodies.new_order(fields, [{"ItemRef": "7", "Quantity": "2"}], own=own)
    assert json(body) == (
        f'{{"CustomerRef":{{"Id":5}},"StatusRef":{{"Name":"117"}},"CustomerPO":"{own}",'
        '"Date":"2026-03-02T00:00:00","BillAddress":{"Zip":"B","UpdateCustomerRecord":false},'
        f'"LineItems":[{{"$type":"{TYPE}","ItemRef":{{"Id":7}},"Quantity":2}}]}}'
    )
    assert len(own) <= 25
    assert own != own_reference("two")
    assert bodies.new_order({"CustomerPO": "X"}, [], own=own)["CustomerPO"] == "X"


def test_a_ship_doc_fills_what_is_left_or_what_is_named() -> None:
    raw = raw_order()
    order = mapped(raw, ship_docs())
    body = bodies.ship_doc(raw, order, {"TrackingNo": "1Z"}, today=date(2026, 3, 5))
    assert (body["SONo"], body["Date"], body["TrackingNo"]) == (17373, "2026-03-05T00:00:00", "1Z")
    assert body["CustomerPO"] == "TG-5512"
    assert [(line["Quantity"], as_object(line["ItemRef"])["Id"]) for line in lines(body)] == [
        (8, 77)
    ]
    assert [next(iter(line)) for line in lines(body)] == ["$type"]
    named = {"lines": "2 x 9001\n1.5 x 9002", "Date": "2026-03-06", "TotalPackages": "3"}
    body = bodies.ship_doc(raw, order, named, today=date(2026, 3, 5))
    assert [str(line["Quantity"]) for line in lines(body)] == ["2", "1.5"]
    assert (body["Date"], body["TotalPackages"]) == ("2026-03-06T00:00:00", 3)


def test_a_ship_doc_of_nothing_is_not_sent() -> None:
    raw = raw_order(LineItems=[])
    with pytest.raises(Unsendable, match="left to ship"):
        bodies.ship_doc(raw, mapped(raw, []), {}, today=date(2026, 3, 5))


def test_all_that_is_left_is_not_sent_where_nobody_knows_what_has_left() -> None:
    raw = raw_order()
    with pytest.raises(Unsendable, match="not known what is left"):
        bodies.ship_doc(raw, mapped(raw, None), {}, today=date(2026, 3, 5))
    named = {"lines": "2 x 9001"}
    assert lines(bodies.ship_doc(raw, mapped(raw, None), named, today=date(2026, 3, 5)))


@pytest.mark.parametrize(
    ("wanted", "shown", "same"),
    [
        ("a", "a ", True),
        ("a\r\nb", "a\nb", True),
        ("a", "A", False),
        (Decimal("1.50"), Decimal("1.5"), True),
        (2, Decimal("2.0"), True),
        (2, 3, False),
        (0, None, True),
        (None, "", True),
        (None, {"City": None}, True),
        (None, "still there", False),
        (False, None, True),
        (True, False, False),
        ("2026-03-02T00:00:00", "2026-03-02T00:00:00.000", True),
        ({"Id": 3}, {"Id": 3, "Name": "X"}, True),
        ({"Id": 3}, {"Id": 4, "Name": "X"}, False),
        ({"Name": "long wharf"}, {"Id": 4, "Name": "Long Wharf"}, True),
        ({"City": "A", "Zip": None}, {"City": "A", "Zip": "", "Gate": 1}, True),
        ({"City": "A"}, {"City": "B"}, False),
    ],
)
def test_whether_a_value_was_taken_over(wanted: object, shown: object, same: bool) -> None:
    assert taken(wanted, shown) is same


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"TotalAmount": None, "RecordInfo": None, "CreditCardNo": None}, []),
        ({"FOB": None, "Memo": None}, []),
        ({"InternalNotes": ""}, ["InternalNotes"]),
        ({"Weather": None}, ["Weather"]),
        ({"ShipAddress": {"Name": "Tern & Gull"}}, ["ShipAddress.Addr1", "ShipAddress.City"]),
        ({"SalesRepRef": None}, ["SalesRepRef"]),
        ({"CustomFields": []}, ["SOCust3", "SOCust6", "SOCust7"]),
        ({"LineItems": []}, ["LineItems"]),
    ],
)
def test_what_is_lost_is_named(changes: dict[str, object], missing: list[str]) -> None:
    sent = raw_order()
    address = as_object(sent["ShipAddress"])
    sent["ShipAddress"] = {name: address[name] for name in ("Name", "Addr1", "City")}
    found = dict.fromkeys(lost(sent, {**sent, **changes}))
    assert sorted(found) == missing


def test_a_member_of_a_line_that_is_lost_is_named() -> None:
    sent = raw_order()
    shown = [{**line, "Description": None} for line in lines(sent)]
    assert dict.fromkeys(lost(sent, {**sent, "LineItems": shown})) == {
        "LineItems.Description": None
    }


def order(**changes: object) -> Order:
    return mapped(raw_order(**changes), ship_docs())


def command(action: str, values: Mapping[str, str | None], target: str | None = None) -> object:
    return make(RULES, order(), action, values, target=target)


@pytest.mark.parametrize(
    ("now", "finding", "guarded"),
    [
        ({"Memo": "New", "FOB": "Quay"}, DONE, False),
        ({}, UNDONE, True),
        ({"Memo": "New"}, AMBIGUOUS, False),
        ({"Memo": "New", "FOB": "Quay", "InternalNotes": None}, AMBIGUOUS, False),
        ({"Memo": "New", "FOB": "Quay", "LineItems": []}, AMBIGUOUS, False),
        ({"Memo": "New", "FOB": "Quay", "InternalNotes": "Theirs"}, DONE, False),
    ],
)
def test_an_edit_is_judged_by_its_fields_and_by_what_is_lost(
    now: dict[str, object], finding: Finding, guarded: bool
) -> None:
    edit = command("edit", {"Memo": "New", "FOB": "Quay"})
    assert isinstance(edit, EditOrder)
    found = of_edit(edit, order(), order(**now))
    assert (found.finding, found.guarded) == (finding, guarded)
    assert bool(found.readings) is (finding is AMBIGUOUS)


@pytest.mark.parametrize(
    ("now", "finding", "guarded"),
    [
        ("Approved", DONE, False),
        ("approved", DONE, False),
        ("Send to Printer", UNDONE, True),
        ("Picking", AMBIGUOUS, False),
    ],
)
def test_a_change_of_status_is_judged_by_the_status(
    now: str, finding: Finding, guarded: bool
) -> None:
    act = command("change_status", {"status": "Approved"}, "Approved")
    assert isinstance(act, Act)
    found = of_status(act, order(), order(StatusRef={"Id": 1, "Name": now}))
    assert (found.finding, found.guarded) == (finding, guarded)


def test_a_line_is_judged_by_its_own_fields() -> None:
    edit = command("edit_item", {"Price": "9.00"})
    assert isinstance(edit, EditLine)
    changed = [{**line, "Price": 9} if line["Id"] == 9001 else line for line in lines(raw_order())]
    assert of_line_edit(edit, order(), order(LineItems=changed)).finding is DONE
    assert of_line_edit(edit, order(), order()).guarded
    assert of_line_edit(edit, order(), order(LineItems=changed[1:])).finding is AMBIGUOUS


@pytest.mark.parametrize(("added", "finding"), [(0, UNDONE), (1, DONE), (2, AMBIGUOUS)])
def test_an_addition_is_judged_by_what_is_new(added: int, finding: Finding) -> None:
    add = command("add_item", {"ItemRef": "78", "Quantity": "3", "Price": "40.0"})
    assert isinstance(add, AddLine)
    made = {"ItemRef": {"Id": 78, "Name": "BUOY-R"}, "Quantity": 3, "Price": 40}
    new = [{**made, "Id": 9100 + number} for number in range(added)]
    found = of_addition(add, order(), order(LineItems=[*lines(raw_order()), *new]))
    assert (found.finding, found.guarded) == (finding, False)
    assert of_addition(add, None, order()).finding is AMBIGUOUS


def test_a_shipment_is_judged_by_new_ship_docs_and_what_left() -> None:
    act = command("ship", {"lines": "5 x 9001"})
    assert isinstance(act, Act)
    first, empty = ship_docs()
    before = mapped(raw_order(), [empty])
    assert of_shipment(act, before, before).finding is UNDONE
    assert not of_shipment(act, before, before).guarded
    assert of_shipment(act, before, mapped(raw_order(), [empty, first])).finding is DONE
    more = command("ship", {"lines": "15 x 9001"})
    assert isinstance(more, Act)
    found = of_shipment(more, before, mapped(raw_order(), [empty, first]))
    assert found.finding is AMBIGUOUS
    assert "12 of 20 shipped now; it was 0, and 15 more asked" in str(found.readings[0])
    assert of_shipment(act, None, before).finding is AMBIGUOUS
    assert of_shipment(act, before, mapped(raw_order(), None)).finding is AMBIGUOUS


SENT_AT = datetime(2026, 3, 2, 12, 11, 30, tzinfo=UTC)


def creation(po: str | None, items: int = 3) -> CreateOrder:
    line = {"ItemRef": "77", "Price": "1.5"}
    made = make(RULES, order(), "create", {"CustomerPO": po}, lines=[line, line, {}][:items])
    assert isinstance(made, CreateOrder)
    return made.model_copy(update={"id": "one"})


@pytest.mark.parametrize(
    ("po", "items", "sent_at", "numbers", "finding", "guarded"),
    [
        (None, 3, SENT_AT, [], UNDONE, True),
        (None, 3, SENT_AT, [own_reference("one")], DONE, False),
        (None, 2, SENT_AT, [own_reference("one")], AMBIGUOUS, False),
        (None, 3, SENT_AT, [own_reference("one")] * 2, AMBIGUOUS, False),
        ("TG-5512", 3, SENT_AT, ["TG-5512"], DONE, False),  # entered 08:11:12 in Halifax
        ("TG-5512", 3, SENT_AT - timedelta(hours=4), ["TG-5512"], DONE, False),  # or in UTC
        ("TG-5512", 3, SENT_AT + timedelta(hours=2), ["TG-5512"], AMBIGUOUS, False),
        ("TG-5512", 2, SENT_AT, ["TG-5512"], UNDONE, False),  # another order of that number
        ("TG-5512", 3, SENT_AT, [], UNDONE, True),
    ],
)
def test_a_creation_is_judged_by_its_number(
    po: str | None,
    items: int,
    sent_at: datetime,
    numbers: list[str],
    finding: Finding,
    guarded: bool,
) -> None:
    candidates = [order(CustomerPO=number) for number in numbers]
    found = of_creation(creation(po, items), candidates, sent_at, zone="America/Halifax")
    assert (found.finding, found.guarded) == (finding, guarded)
    assert bool(found.readings) is (finding is AMBIGUOUS)
