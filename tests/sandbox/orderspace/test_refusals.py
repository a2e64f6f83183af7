"""The shapes of errors: empty bodies, web pages and messages, with the headers of each."""

import pytest

from tests.sandbox.calls import answer
from tests.sandbox.orderspace.calls import ShopCalls, message_of

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
CAREFUL = ("x-frame-options", "x-xss-protection", "referrer-policy")
WRITES = ("orders", "dispatches", "invoices", "customers", "products", "categories", "webhooks")


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"thing":{}}', '"x"', ""])
def test_a_body_that_is_none_is_an_empty_400(shop_calls: ShopCalls, name: str, text: str) -> None:
    reply = shop_calls.call("POST", "api", f"/{name}", text=text)
    assert (reply.status_code, reply.content) == (400, b"")
    assert reply.headers["content-type"] == HTML
    assert "etag" not in reply.headers
    assert not [header for header in CAREFUL if header in reply.headers]


def test_a_body_without_its_content_type(shop_calls: ShopCalls) -> None:
    headers = {"Content-Type": "text/plain"}
    text = '{"order":{"customer_id":"x"}}'
    reply = shop_calls.call("POST", "api", "/orders", text=text, headers=headers)
    assert (reply.status_code, reply.content) == (400, b"")
    shop_calls.switch(refusal_shape="documented")
    reply = shop_calls.call("POST", "api", "/orders", text=text, headers=headers)
    assert (reply.status_code, answer(reply)) == (400, {"message": "Bad Request"})


@pytest.mark.parametrize(
    "path", ["/nothing", "/orders/or_fresh001/lines", "/dispaches/di_1", "/Orders", ""]
)
def test_an_unknown_path_is_a_web_page(shop_calls: ShopCalls, path: str) -> None:
    reply = shop_calls.get(path)
    assert reply.status_code == 404
    assert reply.headers["content-type"] == HTML
    assert "<h1>Page Not Found</h1>" in reply.text
    assert reply.headers["cache-control"] == "no-cache"


def test_an_unknown_service_or_version_is_a_web_page(shop_calls: ShopCalls) -> None:
    root = shop_calls.urls["api"].removesuffix("/api/v1")
    token = f"Bearer {shop_calls.token}"
    for path in ("/api/v2/orders", "/other/v1/orders", "/identity/oauth/revoke"):
        reply = shop_calls.http.get(f"{root}{path}", headers={"Authorization": token})
        assert (reply.status_code, reply.headers["content-type"]) == (404, HTML)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/orders/42", "Couldn't find order with id 42"),
        ("/customers/_0x", "Couldn't find a customer with ID _0x"),
        ("/products/pr_0", "Couldn't find product with id pr_0"),
        ("/price_lists/pl_0", "Couldn't find price list with id pl_0"),
    ],
)
def test_an_unknown_id_is_a_message(shop_calls: ShopCalls, path: str, text: str) -> None:
    reply = shop_calls.get(path)
    assert (reply.status_code, message_of(reply)) == (404, text)
    assert reply.headers["content-type"] == JSON


@pytest.mark.parametrize(("status", "reason"), [(500, "Internal Server Error"), (503, "Service")])
def test_failures(shop_calls: ShopCalls, status: int, reason: str) -> None:
    shop_calls.fault(kind="status", status=status)
    reply = shop_calls.get("/orders")
    assert (reply.status_code, reply.content) == (status, b"")
    shop_calls.switch(failure_shape="message")
    assert message_of(shop_calls.get("/orders")).startswith(reason)
    shop_calls.switch(failure_shape="page")
    assert reason in shop_calls.get("/orders").text
    assert shop_calls.sign_in().status_code == status


def test_good_answers_have_the_recorded_headers(shop_calls: ShopCalls) -> None:
    reply = shop_calls.get("/orders")
    assert reply.headers["content-type"] == JSON
    assert reply.headers["server"].startswith("nginx")
    assert reply.headers["etag"].startswith('W/"')
    assert reply.headers["cache-control"] == "max-age=0, private, must-revalidate"
    assert len(reply.headers["x-request-id"]) == 36
    other = shop_calls.get("/orders")
    assert other.headers["etag"] == reply.headers["etag"]
    assert other.headers["x-request-id"] != reply.headers["x-request-id"]


def test_an_answer_that_the_client_has_is_not_sent_again(shop_calls: ShopCalls) -> None:
    known = {"If-None-Match": shop_calls.get("/tax_rates").headers["etag"]}
    same = shop_calls.call("GET", "api", "/tax_rates", headers=known)
    assert (same.status_code, same.content) == (304, b"")
    assert shop_calls.call("GET", "api", "/payment_terms", headers=known).status_code == 200
    shop_calls.switch(etag_match="ignored")
    assert shop_calls.call("GET", "api", "/tax_rates", headers=known).status_code == 200
