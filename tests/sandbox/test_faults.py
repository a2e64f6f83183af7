"""Faults on demand: each kind, whom it hits, and how often."""

import time
from collections import Counter
from decimal import Decimal
from email.utils import parsedate_to_datetime

import httpx
import pytest

from orderdesk.sandbox.damage import shortened
from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.exchange import Request
from orderdesk.sandbox.faults import KINDS, Fault, FaultPlan, WrongFault, fault_from
from orderdesk.sandbox.iqmetrix.presets import PRESETS
from orderdesk.sandbox.json_text import Document, JsonValue, NotJson, parse
from tests.sandbox.calls import (
    COMPANY,
    Calls,
    answer,
    answers,
    as_list,
    as_object,
    as_objects,
    inexact,
    item,
    message,
)

ORDERS = f"/Companies({COMPANY})/Orders"
FULL = f"/Companies({COMPANY})/OrderFull"


def test_latency_before_the_work(calls: Calls) -> None:
    calls.orders("GET", "/Orders")
    calls.fault(kind="latency", seconds=Decimal("0.2"), service="orders")
    start = time.monotonic()
    assert calls.orders("GET", "/Orders").status_code == 200
    assert time.monotonic() - start >= 0.2


def test_latency_after_the_work_lets_the_client_give_up_on_work_that_is_done(calls: Calls) -> None:
    key = calls.create_in("Pending")
    number = calls.last_number()
    calls.fault(kind="latency", when="after", seconds=1, path="/Process")
    url = f"{calls.urls['orders']}{ORDERS}({key})/Process"
    headers = {"Authorization": f"Bearer {calls.token}"}
    with pytest.raises(httpx.ReadTimeout):
        calls.http.post(url, json={"OrderId": key}, headers=headers, timeout=0.2)
    assert calls.truth(key)["state"] == "Processed"
    entry = calls.log(number, "&wait=5")[0]
    assert (entry["action"], entry["subject"]) == ("process", key)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_status_instead_of_the_work(calls: Calls, status: int) -> None:
    key = calls.create_in("Pending")
    calls.fault(kind="status", status=status, path="/Process")
    reply = calls.process(key)
    assert reply.status_code == status
    assert "x-ratelimit-remaining" in reply.headers
    assert calls.truth(key)["state"] == "Pending"


def test_a_status_after_the_work(calls: Calls) -> None:
    key = calls.create_in("Pending")
    number = calls.last_number()
    calls.fault(kind="status", status=500, when="after", path="/Process")
    reply = calls.process(key)
    assert reply.status_code == 500
    assert message(reply) == "An error has occurred."
    assert calls.truth(key)["state"] == "Processed"
    entry = calls.log(number)[0]
    assert (entry["status"], entry["worked"], entry["action"]) == (500, True, "process")


def test_a_status_with_a_body_of_ones_own(calls: Calls) -> None:
    calls.fault(kind="status", status=502, body="<h1>Bad gateway</h1>", content_type="text/html")
    reply = calls.orders("GET", "/Orders")
    assert reply.status_code == 502
    assert reply.headers["content-type"] == "text/html"
    assert reply.text == "<h1>Bad gateway</h1>"


@pytest.mark.parametrize(
    ("reset", "error"), [(True, httpx.ReadError), (False, httpx.RemoteProtocolError)]
)
@pytest.mark.parametrize(("when", "state"), [("before", "Pending"), ("after", "Processed")])
def test_the_connection_is_cut(
    calls: Calls, when: str, state: str, reset: bool, error: type[Exception]
) -> None:
    key = calls.create_in("Pending")
    number = calls.last_number()
    calls.fault(kind="cut", when=when, reset=reset, path="/Process", count=1)
    with pytest.raises(error):
        calls.process(key)
    assert calls.truth(key)["state"] == state
    entry = calls.log(number)[0]
    assert (entry["outcome"], entry["status"]) == ("cut", None)
    assert entry["worked"] == (when == "after")
    assert calls.process(key).status_code == (201 if when == "before" else 409)


def test_a_truncated_body(calls: Calls) -> None:
    calls.fault(kind="truncate", service="orders", count=1)
    with pytest.raises(httpx.RemoteProtocolError, match="complete message body"):
        calls.orders("GET", "/Orders")
    assert calls.orders("GET", "/Orders").status_code == 200


def test_malformed_json(calls: Calls) -> None:
    calls.fault(kind="malformed", service="orders", count=1, fraction=Decimal("0.9"))
    reply = calls.orders("GET", "/Orders")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    with pytest.raises(NotJson):
        parse(reply.content)


@pytest.mark.parametrize(("status", "shown"), [(0, 200), (302, 302)])
def test_a_web_page_instead_of_an_answer(calls: Calls, status: int, shown: int) -> None:
    calls.fault(kind="html", status=status, service="orders")
    reply = calls.orders("GET", "/Orders")
    assert reply.status_code == shown
    assert reply.headers["content-type"] == "text/html"
    assert reply.text.startswith("<!DOCTYPE html>")


def test_a_body_that_unpacks_to_more_than_it_was(calls: Calls) -> None:
    calls.fault(kind="bomb", service="orders", filler=2, count=1)
    reply = calls.orders("GET", "/Orders")
    assert reply.status_code == 200
    assert len(reply.content) == 2_000_000
    assert int(reply.headers["content-length"]) < 10_000
    assert calls.orders("GET", "/Orders").content.startswith(b"[")


def test_a_slow_drip(calls: Calls) -> None:
    key = calls.create_in("Pending")
    whole = calls.orders("GET", f"/Orders({key})").content
    calls.fault(kind="drip", size=100, seconds=Decimal("0.02"), path=r"/Orders\(")
    start = time.monotonic()
    assert calls.orders("GET", f"/Orders({key})").content == whole
    assert time.monotonic() - start >= 0.02 * (len(whole) // 100)


@pytest.mark.parametrize("seconds", [-86_400, 7_200])
def test_the_date_header_is_off(calls: Calls, seconds: int) -> None:
    right = parsedate_to_datetime(calls.orders("GET", "/Orders").headers["date"])
    calls.fault(kind="clock_skew", seconds=seconds)
    wrong = parsedate_to_datetime(calls.orders("GET", "/Orders").headers["date"])
    assert abs((wrong - right).total_seconds() - seconds) < 30


def lists(calls: Calls, preset: str, path: str = FULL) -> object:
    calls.fault(preset=preset)
    reply = calls.call("GET", "orders", path)
    assert reply.status_code == 200
    return inexact(reply.text)


@pytest.mark.parametrize(
    ("preset", "field", "value"),
    [
        ("unknown_state", "State", "AwaitingMoonrise"),
        ("unknown_type", "OrderTypeId", 9),
        ("unknown_type_name", "OrderType", "Barter"),
        ("null_required", "EntityId", None),
        ("null_id", "Id", None),
        ("broken_date", "CreatedDateUtc", "the day before yesterday"),
    ],
)
@pytest.mark.parametrize("path", [ORDERS, FULL])
def test_one_order_of_a_list_is_damaged(
    calls: Calls, preset: str, field: str, value: JsonValue, path: str
) -> None:
    calls.fault(preset=preset)
    orders = answers(calls.call("GET", "orders", path))
    assert orders[0][field] == value
    assert all(order[field] != value for order in orders[1:])


@pytest.mark.parametrize(
    ("preset", "text"),
    [
        ("negative_quantity", '"Quantity":-1,'),
        ("huge_quantity", '"Quantity":1e400,'),
        ("nan_quantity", '"Quantity":NaN,'),
        ("nan_text_quantity", '"Quantity":"NaN",'),
        ("huge_price", '"SellingPrice":1e400,'),
    ],
)
def test_one_item_of_a_list_is_damaged(calls: Calls, preset: str, text: str) -> None:
    calls.create(item())
    calls.fault(preset=preset)
    reply = calls.call("GET", "orders", FULL)
    assert reply.text.count(text) == 1
    assert inexact(reply.text)


def test_a_note_of_ten_megabytes(calls: Calls) -> None:
    key = str(calls.create(item())["Id"])
    calls.fault(preset="huge_note")
    whole = calls.whole(key)
    assert len(str(as_objects(whole["Items"])[0]["Notes"])) == 10_000_000
    assert as_object(as_list(as_object(calls.truth(key)["order"])["Items"])[0])["Notes"] is None


def test_a_field_is_damaged_in_as_many_rows_as_wanted(calls: Calls) -> None:
    calls.fault(kind="field", field="State", json="[1, 2]", rows=3)
    states = [order["State"] for order in answers(calls.orders("GET", "/Orders"))]
    assert states[:3] == [[1, 2]] * 3
    assert [1, 2] not in states[3:]


def test_what_is_no_json_is_not_damaged_further(calls: Calls) -> None:
    calls.fault(kind="html", service="orders")
    calls.fault(kind="field", field="State", json="1")
    assert calls.orders("GET", "/Orders").text.startswith("<!DOCTYPE")


def test_a_fault_falls_on_whom_it_names(calls: Calls) -> None:
    calls.fault(kind="status", status=503, service="orders", method="get", path=r"/orders\(")
    order = calls.create()
    assert calls.orders("GET", f"/Orders({order['Id']})").status_code == 503
    assert calls.orders("GET", f"/OrderFull({order['Id']})").status_code == 200
    assert calls.orders("GET", "/Orders").status_code == 200
    assert calls.orders("PUT", f"/Orders({order['Id']})", {**order}).status_code == 200
    assert calls.call("GET", "crm", f"/Companies({COMPANY})/Customers").status_code == 200


def test_a_fault_of_another_vendor_falls_on_nobody(calls: Calls) -> None:
    calls.fault(kind="status", status=503, vendor="somebody")
    assert calls.orders("GET", "/Orders").status_code == 200


def test_a_fault_falls_as_often_as_it_should(calls: Calls) -> None:
    calls.fault(kind="status", status=503, service="orders", skip=1, count=2)
    statuses = [calls.orders("GET", "/Orders").status_code for _ in range(5)]
    assert statuses == [200, 503, 503, 200, 200]
    table = as_objects(as_object(calls.admin("GET", "/faults"))["faults"])
    assert (table[0]["seen"], table[0]["fallen"]) == (5, 2)


def test_a_probability_repeats_with_the_seed() -> None:
    request = Request("orders", "GET", "/")

    def fallen(seed: int) -> list[bool]:
        plan = FaultPlan(seed)
        plan.add(Fault("status", probability=Decimal("0.3")))
        return [bool(plan.falling("any", request)) for _ in range(200)]

    assert fallen(1) == fallen(1)
    assert fallen(1) != fallen(2)
    assert 30 < Counter(fallen(3))[True] < 90


def test_faults_are_listed_removed_and_cleared(calls: Calls) -> None:
    first = calls.fault(kind="status", status=503, service="orders")
    second = calls.fault(kind="latency", seconds=0)
    listed = as_object(calls.admin("GET", "/faults"))
    assert [fault["id"] for fault in as_objects(listed["faults"])] == [first, second]
    assert set(as_object(listed["kinds"])) == set(KINDS)
    assert set(as_object(listed["presets"])) == set(PRESETS)
    calls.admin("DELETE", f"/faults/{first}")
    assert calls.orders("GET", "/Orders").status_code == 200
    calls.admin("DELETE", "/faults")
    assert as_object(calls.admin("GET", "/faults"))["faults"] == []


def test_several_faults_are_set_at_once_or_none(calls: Calls) -> None:
    good: Document = {"kind": "status", "status": 503}
    calls.admin("POST", "/faults", [good, {"preset": "offline"}])
    assert len(as_objects(as_object(calls.admin("GET", "/faults"))["faults"])) == 2
    calls.admin("DELETE", "/faults")
    assert calls.ask("POST", "/faults", [good, {"kind": "nonsense"}]).status_code == 400
    assert as_object(calls.admin("GET", "/faults"))["faults"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"kind": "nonsense"},
        {"kind": "cut", "when": "during"},
        {"kind": "cut", "colour": "red"},
        {"kind": "cut", "count": -1},
        {"kind": "cut", "count": "one"},
        {"kind": "cut", "count": True},
        {"kind": "latency", "seconds": "long"},
        {"kind": "cut", "reset": 1},
        {"kind": "cut", "path": "("},
        {"kind": "cut", "path": 7},
        {"kind": "field"},
        {"kind": "field", "field": "State"},
        {"preset": "nonsense"},
        {"preset": 7},
    ],
)
def test_a_wrong_fault_is_refused_with_a_reason(wrong: Document) -> None:
    with pytest.raises(WrongFault, match=r"\w+"):
        fault_from(wrong, PRESETS)


@pytest.mark.parametrize("body", ['"cut"', "[1]", "{", "7"])
def test_what_is_no_fault_is_refused(calls: Calls, body: str) -> None:
    assert calls.http.post(f"{calls.control}/faults", content=body).status_code == 400


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_a_fault(name: str) -> None:
    fault = fault_from({"preset": name, "count": 1}, PRESETS)
    assert fault.kind in KINDS
    assert fault.count == 1


@pytest.mark.parametrize(("fraction", "left"), [("0", 0), ("0.5", 5), ("1", 9), ("7", 9)])
def test_a_shortened_body_is_never_whole(fraction: str, left: int) -> None:
    assert len(shortened(b"0123456789", Decimal(fraction))) == left
    assert shortened(b"", Decimal(fraction)) == b""


def test_dice_choose_by_weight() -> None:
    dice = Dice("weights")
    counts = Counter(dice.weighted([("often", 9), ("seldom", 1), ("never", 0)]) for _ in range(999))
    assert counts["often"] > counts["seldom"] > counts["never"] == 0


def test_the_answer_names_the_request(calls: Calls) -> None:
    reply = calls.orders("GET", "/Orders")
    assert int(reply.headers["x-sandbox-request"]) == calls.last_number()
    assert answer(calls.sign_in())
