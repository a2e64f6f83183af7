"""The control endpoint: the log, the clock, a colleague's hand, and starting again."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.calls import (
    COMPANY,
    UNKNOWN,
    Calls,
    answer,
    answers,
    as_object,
    as_objects,
    each,
    item,
)


def test_the_description_is_what_a_client_imports(sandbox: Sandbox, calls: Calls) -> None:
    description = as_object(calls.admin("GET", "/description"))
    assert description == sandbox.description
    assert description["control"] == sandbox.control
    connection = as_objects(description["connections"])[0]
    assert set(connection) == {"name", "vendor", "urls", "settings", "secrets"}
    assert connection["name"] == "Harbour Mobile"
    assert connection["vendor"] == "iqmetrix"
    assert connection["settings"] == {"company_id": str(COMPANY)}
    assert set(as_object(connection["secrets"])) == {
        "username",
        "password",
        "client_id",
        "client_secret",
    }
    urls = as_object(connection["urls"])
    assert list(urls) == ["orders", "accounts", "crm", "entitymanager", "usermanager", "catalogs"]
    assert all(str(url).endswith("/v1") for url in urls.values())


def test_health_tells_the_time(calls: Calls) -> None:
    health = as_object(calls.admin("GET", "/health"))
    assert health["status"] == "ok"
    assert datetime.fromisoformat(str(health["time"])).tzinfo is not None


def test_the_log_shows_what_was_asked_and_answered(calls: Calls) -> None:
    calls.orders("GET", "/Orders")
    number = calls.last_number()
    path = f"/Companies({COMPANY})/Orders"
    calls.call("GET", "orders", path, params={"$filter": "State eq 'Pending'"})
    calls.orders("POST", "/Orders", {"EntityId": 99, "OrderTypeId": 1})
    order = calls.create(item())
    read, refused, created = calls.log(number)
    assert (read["vendor"], read["service"], read["method"]) == ("iqmetrix", "orders", "GET")
    assert (read["path"], read["query"]) == (f"/v1{path}", "$filter=State eq 'Pending'")
    assert (read["status"], read["outcome"], read["worked"]) == (200, "answered", True)
    assert (read["action"], read["faults"]) == (None, [])
    assert (refused["status"], refused["action"]) == (400, None)
    assert (created["status"], created["action"]) == (201, "create")
    assert created["subject"] == order["Id"]
    assert "body" not in created


@pytest.mark.parametrize("action", ["create", "update", "submit", "cancel", "add_item", "process"])
def test_the_log_names_what_was_changed(calls: Calls, action: str) -> None:
    key = calls.create_in("Created" if action == "submit" else "Pending")
    whole = calls.whole(key)
    number = calls.last_number()
    match action:
        case "create":
            key = str(calls.create()["Id"])
        case "update":
            calls.orders("PUT", f"/OrderFull({key})", {**whole, "Name": "New"})
        case "submit":
            calls.orders("PUT", f"/Orders({key})", {**whole, "State": "Pending"})
        case "cancel":
            calls.orders("PUT", f"/Orders({key})", {**whole, "State": "Cancelled"})
        case "add_item":
            calls.orders("POST", f"/Orders({key})/Items", item())
        case _:
            calls.process(key)
    entries = calls.log(number)
    assert [(entry["action"], entry["subject"]) for entry in entries] == [(action, key)]


def test_bodies_are_shown_when_wanted_but_never_those_of_a_sign_in(calls: Calls) -> None:
    number = calls.last_number()
    calls.sign_in()
    calls.create(Name="Grüße")
    signed_in, created = calls.log(number, "&bodies=true")
    assert signed_in["body"] == "(not shown)"
    assert "Grüße" in str(created["body"])
    everything = calls.ask("GET", "/log?bodies=true").text
    assert calls.secrets["password"] not in everything
    assert str(calls.token) not in everything


def test_the_log_can_be_cleared_and_keeps_on_counting(calls: Calls) -> None:
    calls.orders("GET", "/Orders")
    number = calls.last_number()
    calls.admin("DELETE", "/log")
    assert calls.log() == []
    calls.orders("GET", "/Orders")
    assert calls.last_number() == number + 1


def test_the_log_can_be_asked_for_one_vendor(calls: Calls) -> None:
    calls.orders("GET", "/Orders")
    assert calls.log(0, "&vendor=iqmetrix")
    assert calls.log(0, "&vendor=somebody") == []


def test_control_requests_are_not_in_the_log(calls: Calls) -> None:
    number = calls.last_number()
    calls.admin("GET", "/health")
    assert calls.log(number) == []


@pytest.mark.parametrize("query", ["since=x", "since=-1", "wait=x", "wait=1&count=x"])
def test_a_wrong_question_to_the_log_is_refused(calls: Calls, query: str) -> None:
    reply = calls.ask("GET", f"/log?{query}")
    assert reply.status_code == 400
    assert answer(reply)["error"]


def test_the_clock_moves_on_and_back(calls: Calls) -> None:
    def now() -> datetime:
        return datetime.fromisoformat(str(as_object(calls.admin("GET", "/clock"))["time"]))

    before = now()
    calls.advance(3_600)
    assert timedelta(minutes=59) < now() - before < timedelta(minutes=61)
    calls.admin("POST", "/advance", {"seconds": Decimal("-3600.5")})
    assert abs(now() - before) < timedelta(minutes=1)


@pytest.mark.parametrize("body", [{}, {"seconds": "1"}, {"seconds": True}, {"seconds": 10**12}])
def test_a_wrong_move_of_the_clock_is_refused(calls: Calls, body: Document) -> None:
    assert calls.ask("POST", "/advance", body).status_code == 400


def test_orders_are_listed_by_what_is_true_of_them(calls: Calls) -> None:
    key = calls.create_in("Pending")
    pending = as_objects(calls.admin("GET", "/orders?state=Pending&expired=false&billing=true"))
    assert key in [order["id"] for order in pending]
    assert each(pending, "state") == {"Pending"}
    assert each(pending, "expired") == {"False"}
    assert len(as_objects(calls.admin("GET", "/orders?limit=3"))) == 3
    assert as_objects(calls.admin("GET", f"/orders?id={key}&items=2")) == []


def test_a_colleague_changes_fields_and_items(calls: Calls) -> None:
    order = calls.create(item(ProductId="a"), item(ProductId="b"))
    key = str(order["Id"])
    first, second = (str(line["Id"]) for line in as_objects(order["Items"]))
    change: Document = {
        "set": {"Name": "By a colleague", "State": "AwaitingMoonrise", "OrderTypeId": 9},
        "items": {first: {"Quantity": 9}, second: None},
        "add_items": [{"Description": "One more"}],
    }
    truth = as_object(calls.admin("POST", f"/orders/{key}", change))
    assert truth["revision"] == 2
    assert (truth["state"], truth["type"]) == ("AwaitingMoonrise", "9")
    whole = calls.whole(key)
    assert (whole["Name"], whole["State"], whole["OrderType"]) == (
        "By a colleague",
        "AwaitingMoonrise",
        "9",
    )
    lines = as_objects(whole["Items"])
    assert [line["Quantity"] for line in lines] == [9, 0]
    assert lines[1]["Description"] == "One more"


@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        ("Created", "submit", "Pending"),
        ("Pending", "process", "Processed"),
        ("Processed", "complete", "Completed"),
        ("Processed", "cancel", "Cancelled"),
        ("Pending", "expire", "Pending"),
    ],
)
def test_a_colleague_acts(calls: Calls, before: str, act: str, after: str) -> None:
    key = calls.create_in(before)
    truth = as_object(calls.admin("POST", f"/orders/{key}", {"act": act}))
    assert truth["state"] == after
    assert truth["expired"] == (act == "expire")


def test_an_item_of_no_known_type_is_borne(calls: Calls) -> None:
    order = calls.create(item(), State="Pending")
    key, line = str(order["Id"]), str(as_objects(order["Items"])[0]["Id"])
    calls.admin("POST", f"/orders/{key}", {"items": {line: {"ItemTypeId": 9}}})
    assert as_objects(calls.whole(key)["Items"])[0]["ItemType"] == "9"
    assert calls.process(key).status_code == 201
    assert as_objects(calls.whole(key)["Items"])[0]["ItemStatusId"] == 9


def test_dates_can_be_set(calls: Calls) -> None:
    key = str(calls.create()["Id"])
    dates: Document = {"CreatedDateUtc": "2026-01-02T03:04:05Z", "OrderExpiryHours": 1}
    truth = as_object(calls.admin("POST", f"/orders/{key}", {"set": dates}))
    assert truth["created"] == "2026-01-02T03:04:05.0000000+00:00"
    assert truth["expires"] == "2026-01-02T04:04:05.0000000+00:00"
    later: Document = {"OrderExpiryDate": "2026-05-05T14:32:05.9140188+00:00"}
    truth = as_object(calls.admin("POST", f"/orders/{key}", {"set": later}))
    assert truth["expires"] == "2026-05-05T14:32:05.9140188+00:00"


@pytest.mark.parametrize(
    "wrong",
    [
        {"paint": "red"},
        {"act": "explode"},
        {"act": 7},
        {"act": "complete"},
        {"set": []},
        {"set": {"Id": UNKNOWN}},
        {"set": {"CreatedDateUtc": "yesterday"}},
        {"items": {UNKNOWN: {}}},
        {"items": "all"},
        {"add_items": {}},
        {"add_items": [7]},
    ],
)
def test_a_change_that_makes_no_sense_changes_nothing(calls: Calls, wrong: Document) -> None:
    key = calls.create_in("Pending")
    before = calls.truth(key)
    reply = calls.ask("POST", f"/orders/{key}", wrong)
    assert reply.status_code == 400
    assert answer(reply)["error"]
    assert calls.truth(key) == before


def test_an_item_is_changed_by_an_object_only(calls: Calls) -> None:
    order = calls.create(item())
    line = str(as_objects(order["Items"])[0]["Id"])
    assert calls.ask("POST", f"/orders/{order['Id']}", {"items": {line: 7}}).status_code == 400


def test_an_order_can_vanish(calls: Calls) -> None:
    key = calls.create_in("Pending")
    calls.admin("DELETE", f"/orders/{key}")
    assert calls.orders("GET", f"/Orders({key})").status_code == 404
    assert key not in [order["Id"] for order in answers(calls.orders("GET", "/Orders"))]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_order_that_there_is_not(calls: Calls, method: str) -> None:
    body: JsonValue = {} if method == "POST" else None
    assert calls.ask(method, f"/orders/{UNKNOWN}", body).status_code == 404


@pytest.mark.parametrize("path", ["/orders?vendor=nobody", f"/orders/{UNKNOWN}?vendor=nobody"])
def test_a_vendor_that_there_is_not(calls: Calls, path: str) -> None:
    assert calls.ask("GET", path).status_code == 400


def test_a_reset_starts_again() -> None:
    with (
        Sandbox(SandboxOptions(orders=30, seed=5, only=["iqmetrix"])) as running,
        Calls(running) as calls,
    ):
        before = each(answers(calls.orders("GET", "/Orders")), "Id")
        calls.create()
        calls.switch(shape="recorded")
        calls.fault(kind="status", status=503, path="Nothing")
        calls.admin("POST", "/reset")
        assert calls.log() == []
        assert calls.orders("GET", "/Orders").status_code == 401
        calls.token = None
        orders = answers(calls.orders("GET", "/Orders"))
        assert each(orders, "Id") == before
        assert "OrderReference" not in orders[0]
        assert as_object(calls.admin("GET", "/faults"))["faults"] == []
        calls.admin("POST", "/reset", {"orders": 3, "seed": 6})
        calls.token = None
        assert len(answers(calls.orders("GET", "/Orders"))) == 3


@pytest.mark.parametrize("body", [{"orders": "many"}, {"orders": -1}, {"seed": "x"}, [1]])
def test_a_wrong_reset_is_refused(calls: Calls, body: JsonValue) -> None:
    assert calls.ask("POST", "/reset", body).status_code == 400
    assert calls.orders("GET", "/Orders").status_code == 200


def test_what_is_no_address_of_the_control_endpoint(calls: Calls) -> None:
    assert calls.ask("GET", "/nothing").status_code == 404
    assert calls.ask("PUT", "/log").status_code == 404
