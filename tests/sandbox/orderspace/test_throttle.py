"""The limit of 60 requests a minute, by the sandbox's clock."""

from collections.abc import Iterator

import pytest

from tests.sandbox.calls import answer
from tests.sandbox.orderspace.calls import ShopCalls, token_of


@pytest.fixture
def limited(signed_in_shop: ShopCalls) -> Iterator[ShopCalls]:
    """Stand at the beginning of a minute with nothing spent, the limit as documented."""
    signed_in_shop.advance(600)
    signed_in_shop.token = token_of(signed_in_shop.sign_in())
    yield signed_in_shop
    signed_in_shop.admin("DELETE", "/faults")
    signed_in_shop.admin("DELETE", "/switches")


def statuses(calls: ShopCalls, count: int) -> list[int]:
    return [calls.get("/tax_rates").status_code for _time in range(count)]


def test_sixty_requests_pass_and_then_none_for_a_minute(limited: ShopCalls) -> None:
    assert statuses(limited, 62) == [200] * 60 + [429] * 2
    limited.advance(58)
    assert statuses(limited, 1) == [429]
    limited.advance(2)
    assert statuses(limited, 2) == [200, 200]


def test_the_window_rolls(limited: ShopCalls) -> None:
    assert statuses(limited, 30) == [200] * 30
    limited.advance(40)
    assert statuses(limited, 30) == [200] * 30
    limited.advance(20)
    assert statuses(limited, 31) == [200] * 30 + [429]


def test_the_looks_of_a_429(limited: ShopCalls) -> None:
    limited.switch(api_limit="0")
    reply = limited.get("/orders")
    assert (reply.status_code, reply.content) == (429, b"")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "retry-after" not in reply.headers
    assert not [name for name in reply.headers if "ratelimit" in name]
    limited.switch(failure_shape="message", retry_after="sent")
    reply = limited.get("/orders")
    assert answer(reply) == {"message": "Too Many Requests"}
    assert reply.headers["retry-after"] == "60"
    limited.switch(failure_shape="page")
    assert "<title>429 Too Many Requests</title>" in limited.get("/orders").text


def test_a_limit_that_is_lowered_behind_the_clients_back(limited: ShopCalls) -> None:
    assert statuses(limited, 25) == [200] * 25
    limited.switch(api_limit="20")
    assert statuses(limited, 1) == [429]
    limited.advance(60)
    assert statuses(limited, 21) == [200] * 20 + [429]


def test_a_throttled_request_does_no_work(limited: ShopCalls) -> None:
    limited.switch(api_limit="0")
    since = limited.last_number()
    body = {"order_id": "or_ready002", "comments": ""}
    assert limited.post("/dispatches", {"dispatch": body}).status_code == 429
    assert limited.done(since) == []


def test_impatience_may_be_punished(limited: ShopCalls) -> None:
    limited.switch(api_limit="1", api_patience="extended")
    assert statuses(limited, 2) == [200, 429]
    limited.advance(40)
    assert statuses(limited, 1) == [429]
    limited.advance(40)
    assert statuses(limited, 1) == [429]
    limited.advance(60)
    assert statuses(limited, 1) == [200]


def test_who_is_counted(limited: ShopCalls) -> None:
    limited.switch(api_limit="2", api_scope="token")
    assert statuses(limited, 3) == [200, 200, 429]
    limited.token = None
    assert statuses(limited, 1) == [200]
    limited.switch(api_scope="everything")
    replies = [limited.sign_in().status_code for _time in range(3)]
    assert replies == [200, 200, 429]
    limited.switch(api_scope="app")
    assert limited.sign_in().status_code == 200


def test_a_shorter_window(limited: ShopCalls) -> None:
    limited.switch(api_limit="1", api_window="5")
    assert statuses(limited, 2) == [200, 429]
    limited.advance(5)
    assert statuses(limited, 1) == [200]


def test_a_clock_that_is_put_back_closes_nobody_out(limited: ShopCalls) -> None:
    limited.switch(api_limit="1")
    assert statuses(limited, 2) == [200, 429]
    limited.admin("POST", "/advance", {"seconds": -3_600})
    assert statuses(limited, 1) == [200]


def test_a_refused_token_is_not_counted(limited: ShopCalls) -> None:
    limited.switch(api_limit="1")
    url = f"{limited.urls['api']}/orders"
    assert [limited.http.get(url).status_code for _time in range(3)] == [401] * 3
    assert statuses(limited, 1) == [200]


def test_a_fault_throttles_whatever_is_left(limited: ShopCalls) -> None:
    limited.fault(preset="orderspace_retry_soon")
    assert statuses(limited, 2) == [429, 200]
    limited.fault(kind="status", status=429, vendor="orderspace", count=1)
    reply = limited.get("/tax_rates")
    assert (reply.status_code, reply.content) == (429, b"")
