"""Signing in with every request: three headers or a DevKey, roles, limits and wrong addresses."""

import httpx
import pytest

from orderdesk.sandbox.json_text import parse
from orderdesk.sandbox.ordertime.access import USER
from tests.sandbox.calls import as_object
from tests.sandbox.ordertime.calls import ORDERS, Calls, line, message, new_order

ORDER_LIST = {"Type": ORDERS, "NumberOfRecords": 1}


def asked(calls: Calls, headers: dict[str, str]) -> httpx.Response:
    return calls.call("POST", "/list", ORDER_LIST, headers=headers)


def test_three_headers_open_it_in_any_capitals(calls: Calls) -> None:
    secrets = as_object(calls.connection["secrets"])
    assert set(secrets) == {"api_key", "email", "password"}
    reply = asked(calls, {"apiKey": "", "APIKEY": calls.credentials["apiKey"]})
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"


def test_the_connection_has_the_keys_of_the_contract(calls: Calls) -> None:
    assert calls.connection["vendor"] == "ordertime"
    assert calls.connection["settings"] == {"time_zone": "America/Halifax"}
    urls = as_object(calls.connection["urls"])
    assert set(urls) == {"api"}
    assert str(urls["api"]).endswith("/ordertime/app/api")


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({"apiKey": ""}, "Incorrect api key"),
        ({"apiKey": "wrong"}, "Incorrect api key"),
        ({"email": ""}, "Invalid email or password"),
        ({"email": "nobody@example.test"}, "Invalid email or password"),
        ({"password": ""}, "Invalid email or password"),
        ({"password": "wrong"}, "Invalid email or password"),
        ({"password": "", "DevKey": "wrong"}, "Incorrect DevKey"),
        ({"email": "", "password": "", "DevKey": USER.dev_key}, "Invalid email or password"),
    ],
)
def test_a_wrong_header_is_a_400_with_a_json_string(
    calls: Calls, headers: dict[str, str], text: str
) -> None:
    reply = asked(calls, headers)
    assert reply.status_code == 400
    assert parse(reply.content) == text


def test_a_dev_key_replaces_the_password(calls: Calls) -> None:
    assert asked(calls, {"password": "", "DevKey": USER.dev_key}).status_code == 200
    calls.switch(dev_key="refused")
    assert asked(calls, {"password": "", "DevKey": USER.dev_key}).status_code == 400


@pytest.mark.parametrize("status", ["400", "401", "403"])
def test_the_status_of_a_failed_sign_in_is_a_switch(calls: Calls, status: str) -> None:
    calls.switch(sign_in_failure=status)
    assert asked(calls, {"password": "wrong"}).status_code == int(status)


@pytest.mark.parametrize(
    ("body", "text", "kind"),
    [
        ("message", '{"Message":"Incorrect api key"}', "application/json"),
        ("string", '"Incorrect api key"', "application/json"),
        ("text", "Incorrect api key", "text/plain; charset=utf-8"),
        ("empty", "", None),
    ],
)
def test_the_body_of_a_failed_sign_in_is_a_switch(
    calls: Calls, body: str, text: str, kind: str | None
) -> None:
    calls.switch(sign_in_body=body)
    reply = asked(calls, {"apiKey": "wrong"})
    assert (reply.text, reply.headers.get("content-type")) == (text, kind)


def test_a_deactivated_key_opens_nothing(calls: Calls) -> None:
    calls.switch(api_key="deactivated")
    reply = asked(calls, {})
    assert reply.status_code == 400
    assert "deactivated" in reply.text


@pytest.mark.parametrize(
    ("role", "create", "ship", "customer"),
    [
        ("administrator", 200, 200, 200),
        ("sales", 200, 403, 200),
        ("warehouse", 403, 200, 403),
        ("reader", 403, 403, 403),
    ],
)
def test_the_role_decides_what_may_be_done(
    calls: Calls, role: str, create: int, ship: int, customer: int
) -> None:
    order = calls.create(line())
    calls.switch(role=role)
    calls.forget()
    replies = [
        calls.call("POST", "/salesorder", new_order()),
        calls.ship(order, (5001, 1)),
        calls.call("POST", "/customer", {"Name": f"Role {role}"}),
    ]
    assert [reply.status_code for reply in replies] == [create, ship, customer]
    for reply in replies:
        if reply.status_code == 403:
            assert message(reply) == "User does not have rights to perform this action."
    assert len(calls.acts()) == [create, ship, customer].count(200)
    assert asked(calls, {}).status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/salesorder/list", "/SalesOrder/Search", "/quote"])
def test_an_address_that_there_is_not(calls: Calls, path: str) -> None:
    assert calls.call("GET", path).status_code == 404


def test_what_is_outside_the_api_is_not_there(calls: Calls) -> None:
    root = calls.api.removesuffix("/api")
    for address in (f"{root}/list", f"{root.removesuffix('/app')}/other/api/list"):
        assert calls.http.post(address, headers=calls.credentials).status_code == 404


def test_paths_take_any_capitals_and_a_slash_at_their_end(calls: Calls) -> None:
    number = calls.truths("?limit=1")[0]["id"]
    assert calls.call("GET", f"/SalesOrder/?DOCNO={number}").status_code == 200


def test_a_method_that_a_path_has_not(calls: Calls) -> None:
    reply = calls.call("DELETE", "/list")
    assert reply.status_code == 405
    assert "DELETE" in message(reply)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"7", b"\xff"])
def test_a_body_that_is_no_object_is_refused(calls: Calls, text: bytes) -> None:
    assert calls.call("POST", "/list", text=text).status_code == 400


def test_a_body_without_its_content_type_is_refused(calls: Calls) -> None:
    reply = calls.call("POST", "/list", ORDER_LIST, headers={"Content-Type": "text/plain"})
    assert reply.status_code == 415


def test_there_is_no_limit_of_requests_until_a_switch_sets_one(calls: Calls) -> None:
    assert all(asked(calls, {}).status_code == 200 for _ in range(30))
    calls.switch(request_limit="2", request_window="1000000")
    calls.admin("POST", "/advance", {"seconds": 1_000_000})
    statuses = [asked(calls, {}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    late = asked(calls, {})
    assert 0 < int(late.headers["retry-after"]) <= 1_000_000
    calls.switch(wait_header="absent")
    assert "retry-after" not in asked(calls, {}).headers
    calls.admin("POST", "/advance", {"seconds": 1_000_000})
    assert asked(calls, {}).status_code == 200


def test_a_throttled_request_does_no_work(calls: Calls) -> None:
    order = calls.create(line())
    calls.switch(request_limit="1", request_window="1000000")
    calls.admin("POST", "/advance", {"seconds": 1_000_000})
    assert asked(calls, {}).status_code == 200
    calls.forget()
    assert calls.call("DELETE", f"/salesorder?docNo={order['DocNo']}").status_code == 429
    assert calls.acts() == []


def test_there_are_no_tokens_to_expire(calls: Calls) -> None:
    answered = as_object(calls.admin("POST", "/faults", {"kind": "expire_tokens"}))
    assert answered["faults"] == [{"expired_tokens": 0}]
    assert asked(calls, {}).status_code == 200
