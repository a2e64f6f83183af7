"""A colleague's hand, starting again, and going on from a file."""

from pathlib import Path

import pytest

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.calls import as_object, as_objects, each
from tests.sandbox.ordertime.calls import (
    NOBODY,
    ORDERS,
    SHIP_DOCS,
    Calls,
    line,
    lines_of,
    numbers,
)


def changed(calls: Calls, number: object, **change: object) -> Document:
    return as_object(calls.admin("POST", f"/orders/{number}", change))


def test_the_sandboxes_own_count_is_the_lists(calls: Calls) -> None:
    truths = calls.truths()
    assert each(truths, "kind") == {"sales_order"}
    assert len(truths) == calls.count(ORDERS)
    shown = {str(row["DocNo"]): row for row in calls.rows(ORDERS, NumberOfRecords=1000)}
    for truth in truths:
        row = shown[str(truth["id"])]
        state = row["StatusRef"]
        assert truth["state"] == (as_object(state)["Name"] if state is not None else None)
        assert truth["total"] == str(row["TotalAmount"])
        assert truth["customer"] == as_object(row["CustomerRef"])["Name"]
    docs = calls.truths("?kind=ship_doc")
    assert len(docs) == calls.count(SHIP_DOCS)


def test_orders_are_found_by_what_is_true_of_them(calls: Calls) -> None:
    held = calls.truths("?state=Credit%20hold&shipped=none")
    assert held
    assert each(held, "state") == {"Credit hold"}
    assert len(calls.truths("?limit=3")) == 3
    assert len(calls.truths("?card=true")) == 2
    assert calls.truths(f"?id={held[0]['id']}&lines=99") == []


def test_fields_lines_and_references_are_changed(calls: Calls) -> None:
    order = calls.create(line(), line(5002))
    first, second = (str(one["Id"]) for one in lines_of(order))
    truth = changed(
        calls,
        order["DocNo"],
        set={"Memo": "By a colleague", "StatusRef": {"Name": "Packed, dock 3"}, "Extra": [1]},
        items={first: {"Quantity": 9}, second: None},
        add_items=[{"ItemRef": {"Id": 5003}, "Quantity": 4}],
    )
    assert (truth["state"], truth["revision"]) == ("Packed, dock 3", 2)
    whole = calls.order(order["DocNo"])
    assert (whole["Memo"], whole["Extra"]) == ("By a colleague", [1])
    assert [one["Quantity"] for one in lines_of(whole)] == [9, 4]
    assert whole["TotalAmount"] == as_object(truth["order"])["TotalAmount"]


def test_a_status_that_nobody_knows_can_be_set(calls: Calls) -> None:
    order = calls.create()
    status: Document = {"Id": 9999, "Name": "Awaiting moonrise"}
    assert changed(calls, order["DocNo"], set={"StatusRef": status})["state"] == status["Name"]
    assert calls.order(order["DocNo"])["StatusRef"] == status


def test_a_colleague_ships_and_takes_back(calls: Calls) -> None:
    number = calls.create(line(quantity=5), line(5002))["DocNo"]
    assert changed(calls, number, act="ship_part")["shipped"] == "part"
    truth = changed(calls, number, act="ship")
    assert (truth["shipped"], len(as_objects(truth["ship_docs"]))) == ("all", 2)
    assert changed(calls, number, act="unship")["shipped"] == "none"
    assert changed(calls, number, act="clear_lines")["outstanding"] == {}


def test_a_colleague_makes_an_order(calls: Calls) -> None:
    truth = changed(calls, "new", set={"CustomerPO": "By phone"}, add_items=[{"Quantity": 2}])
    assert calls.order(truth["id"])["CustomerPO"] == "By phone"
    assert truth["lines"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"paint": "red"},
        {"act": "explode"},
        {"set": []},
        {"set": {"DocNo": 7}},
        {"set": {"_card": {}}},
        {"set": {"StatusRef": {"Name": "No such status"}}},
        {"items": {"7": {}}},
        {"items": "all"},
        {"add_items": {}},
        {"add_items": [7]},
    ],
)
def test_a_change_that_makes_no_sense_changes_nothing(calls: Calls, wrong: Document) -> None:
    number = calls.create(line())["DocNo"]
    before = calls.truth(number)
    assert calls.ask("POST", f"/orders/{number}", wrong).status_code == 400
    assert calls.truth(number) == before


def test_a_line_is_changed_by_an_object_only(calls: Calls) -> None:
    order = calls.create(line())
    change = {"items": {str(lines_of(order)[0]["Id"]): 7}}
    assert calls.ask("POST", f"/orders/{order['DocNo']}", change).status_code == 400


def test_an_order_vanishes_with_its_ship_docs(calls: Calls) -> None:
    order = calls.create(line())
    calls.ship(order, (5001, 1))
    docs = calls.count(SHIP_DOCS)
    calls.admin("DELETE", f"/orders/{order['DocNo']}")
    assert calls.call("GET", f"/salesorder?docNo={order['DocNo']}").status_code == 400
    assert calls.count(SHIP_DOCS) == docs - 1


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("key", [str(NOBODY), "x", "9999999999999"])
def test_an_order_that_there_is_not(calls: Calls, method: str, key: str) -> None:
    body: Document | None = {} if method == "POST" else None
    assert calls.ask(method, f"/orders/{key}", body).status_code == 404


def test_a_reset_starts_again() -> None:
    options = SandboxOptions(orders=20, seed=5, only=["ordertime"])
    with Sandbox(options) as running, Calls(running) as calls:
        before = [row["CustomerRef"] for row in calls.rows(ORDERS)]
        calls.create(line())
        calls.switch(role="reader")
        calls.admin("POST", "/reset")
        assert [row["CustomerRef"] for row in calls.rows(ORDERS)] == before
        assert calls.call("POST", "/salesorder", {}).status_code == 409
        calls.admin("POST", "/reset", {"orders": 3, "seed": 6})
        assert calls.count(ORDERS) == 3


def test_it_goes_on_from_its_file(tmp_path: Path) -> None:
    options = SandboxOptions(orders=30, file=tmp_path / "state", only=["ordertime"])
    with Sandbox(options) as running, Calls(running) as calls:
        order = calls.create(line(quantity=5), CustomFields=[{"Name": "SOCust1", "Value": 1.5}])
        gone = calls.create(line())
        calls.good("DELETE", f"/salesorder?docNo={gone['DocNo']}")
        calls.ship(order, (5001, 2))
        before = [calls.rows(kind, NumberOfRecords=1000) for kind in (7, 4, 120, 121, 1112)]
        truth = calls.truth(order["DocNo"])
    with Sandbox(options) as running, Calls(running) as calls:
        assert before == [calls.rows(kind, NumberOfRecords=1000) for kind in (7, 4, 120, 121, 1112)]
        assert calls.truth(order["DocNo"]) == truth
        again = calls.create(line())
        assert int(str(again["DocNo"])) == int(str(gone["DocNo"])) + 1
        ids = [str(one["Id"]) for row in (order, again) for one in lines_of(row)]
        assert len(set(ids)) == 2
        assert again["DocNo"] in numbers(calls.rows(ORDERS, NumberOfRecords=1000))
