"""The request budget: four headers on every answer, and 429 when it is used up."""

from datetime import datetime

import httpx
import pytest

from tests.sandbox.calls import COMPANY, Calls, as_object

HEADERS = (
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-resetseconds",
)


def remaining(reply: httpx.Response) -> int:
    return int(reply.headers["x-ratelimit-remaining"])


def to_a_fresh_minute(calls: Calls) -> None:
    now = datetime.fromisoformat(str(as_object(calls.admin("GET", "/clock"))["time"]))
    calls.advance(61 - now.second)


def check_headers(reply: httpx.Response) -> None:
    assert all(name in reply.headers for name in HEADERS)
    reset = reply.headers["x-ratelimit-reset"]
    assert reset.endswith(":00.0000000Z")
    assert datetime.fromisoformat(reset).tzinfo is not None
    assert 0 <= int(reply.headers["x-ratelimit-resetseconds"]) <= 60


def test_every_answer_carries_the_budget(calls: Calls) -> None:
    replies = [
        calls.sign_in(),
        calls.sign_in(password="wrong"),
        calls.orders("GET", "/Orders"),
        calls.orders("GET", "/nothing"),
        calls.orders("POST", "/Orders", {}),
        calls.http.get(f"{calls.urls['orders']}/Companies({COMPANY})/Orders"),
    ]
    assert [reply.status_code for reply in replies] == [200, 400, 200, 404, 400, 401]
    for reply in replies:
        check_headers(reply)
        assert reply.headers["x-ratelimit-limit"] == "1000"


def test_a_used_up_budget_answers_429_until_the_minute_ends(calls: Calls) -> None:
    to_a_fresh_minute(calls)
    calls.orders("GET", "/Orders")
    calls.switch(rate_limit="2")
    second = calls.orders("GET", "/Orders")
    third = calls.orders("GET", "/Orders")
    assert second.status_code == 200
    assert remaining(second) == 0
    assert third.status_code == 429
    assert third.headers["content-type"] == "text/plain"
    assert third.text == "rate limit exceeded"
    assert remaining(third) == 0
    check_headers(third)
    calls.admin("POST", "/advance", {"seconds": int(third.headers["x-ratelimit-resetseconds"]) + 1})
    assert calls.orders("GET", "/Orders").status_code == 200


def test_a_throttled_request_does_no_work(calls: Calls) -> None:
    key = calls.create_in("Pending")
    calls.switch(rate_limit="0")
    assert calls.process(key).status_code == 429
    assert calls.truth(key)["state"] == "Pending"


def test_each_service_has_its_own_budget(calls: Calls) -> None:
    to_a_fresh_minute(calls)
    first = calls.orders("GET", "/Orders")
    second = calls.orders("GET", "/Orders")
    other = calls.call("GET", "crm", f"/Companies({COMPANY})/Customers")
    assert (remaining(first), remaining(second), remaining(other)) == (999, 998, 999)


def test_who_is_not_signed_in_has_another_budget(calls: Calls) -> None:
    to_a_fresh_minute(calls)
    calls.orders("GET", "/Orders")
    stranger = calls.http.get(f"{calls.urls['orders']}/Companies({COMPANY})/Orders")
    assert remaining(stranger) == 999
    assert remaining(calls.orders("GET", "/Orders")) == 998


@pytest.mark.parametrize("service", ["orders", "crm"])
def test_a_fault_throttles_whatever_is_left(calls: Calls, service: str) -> None:
    calls.fault(preset="throttled", service=service)
    path = f"/Companies({COMPANY})/{'Orders' if service == 'orders' else 'Customers'}"
    reply = calls.call("GET", service, path)
    assert reply.status_code == 429
    assert reply.text == "rate limit exceeded"
    assert remaining(reply) == 0
    assert int(reply.headers["x-ratelimit-limit"]) == 1000
    assert calls.call("GET", service, path).status_code == 200
