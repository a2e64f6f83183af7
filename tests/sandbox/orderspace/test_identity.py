"""Tokens: how they are given, how long they live, and how a 401 looks."""

import pytest

from tests.sandbox.calls import answer
from tests.sandbox.orderspace.calls import ShopCalls, token_of

LIFE = 1_800


def challenge(description: str | None) -> str:
    if description is None:
        return 'Bearer realm="Orderspace"'
    return f'Bearer realm="Orderspace", error="invalid_token", error_description="{description}"'


def test_a_token_is_given_for_the_keys_in_a_form_or_in_json(shop_calls: ShopCalls) -> None:
    form = shop_calls.sign_in()
    keys = {"grant_type": "client_credentials", **shop_calls.secrets}
    json = shop_calls.http.post(shop_calls.urls["token"], json=keys)
    for reply in (form, json):
        given = answer(reply)
        assert given.keys() == {"access_token", "token_type", "expires_in", "scope"}
        assert (given["token_type"], given["expires_in"]) == ("Bearer", LIFE)
        assert given["scope"] == "read write"
        assert reply.headers["content-type"] == "application/json; charset=utf-8"
        assert reply.headers["cache-control"] == "private, no-store"
        assert reply.headers["pragma"] == "no-cache"
        assert reply.headers["etag"].startswith('W/"')
    assert token_of(form) != token_of(json)


def test_earlier_tokens_stay_good(shop_calls: ShopCalls) -> None:
    first, second = token_of(shop_calls.sign_in()), token_of(shop_calls.sign_in())
    for token in (first, second):
        reply = shop_calls.call(
            "GET", "api", "/tax_rates", headers={"Authorization": f"Bearer {token}"}
        )
        assert reply.status_code == 200


@pytest.mark.parametrize("changes", [{"client_id": "nobody"}, {"client_secret": "wrong"}])
def test_wrong_keys_are_refused(shop_calls: ShopCalls, changes: dict[str, str]) -> None:
    reply = shop_calls.sign_in(**changes)
    assert reply.status_code == 401
    assert answer(reply)["error"] == "invalid_client"
    shop_calls.switch(bad_client="empty")
    reply = shop_calls.sign_in(**changes)
    assert (reply.status_code, reply.content) == (401, b"")
    assert reply.headers["content-type"] == "text/html"


def test_another_grant_is_refused(shop_calls: ShopCalls) -> None:
    for grant, error in (("password", "unsupported_grant_type"), ("", "invalid_request")):
        reply = shop_calls.sign_in(grant_type=grant)
        assert reply.status_code == 400
        assert answer(reply)["error"] == error
    nothing = shop_calls.http.post(
        shop_calls.urls["token"], content=b"{", headers={"Content-Type": "application/json"}
    )
    assert nothing.status_code == 400
    assert shop_calls.http.get(shop_calls.urls["token"]).status_code == 404


def test_without_a_good_token_the_answer_is_401_with_no_body(shop_calls: ShopCalls) -> None:
    url = f"{shop_calls.urls['api']}/orders"
    for given in ("", "Bearer nonsense", "Basic abc"):
        reply = shop_calls.http.get(url, headers={"Authorization": given} if given else {})
        assert (reply.status_code, reply.content) == (401, b"")
        assert reply.headers["content-type"] == "text/html"
        assert reply.headers["www-authenticate"] == challenge("The access token is invalid")
    shop_calls.switch(unsigned="bare")
    assert shop_calls.http.get(url).headers["www-authenticate"] == challenge(None)
    shop_calls.switch(refusal_shape="documented")
    assert answer(shop_calls.http.get(url))["message"] == "The access token is invalid"


def test_a_token_lives_for_thirty_minutes(shop_calls: ShopCalls) -> None:
    token = token_of(shop_calls.sign_in())
    bearer = {"Authorization": f"Bearer {token}"}
    shop_calls.advance(LIFE - 10)
    assert shop_calls.call("GET", "api", "/tax_rates", headers=bearer).status_code == 200
    shop_calls.advance(10)
    reply = shop_calls.call("GET", "api", "/tax_rates", headers=bearer)
    assert (reply.status_code, reply.content) == (401, b"")
    assert reply.headers["www-authenticate"] == challenge("The access token expired")
    assert shop_calls.get("/tax_rates").status_code == 200


def test_all_tokens_can_be_ended(shop_calls: ShopCalls) -> None:
    shop_calls.get("/tax_rates")
    shop_calls.admin("POST", "/faults", {"kind": "expire_tokens"})
    reply = shop_calls.get("/tax_rates")
    assert reply.headers["www-authenticate"] == challenge("The access token expired")
    shop_calls.token = None
    assert shop_calls.get("/tax_rates").status_code == 200


def test_keys_and_tokens_are_not_in_the_log(shop_calls: ShopCalls) -> None:
    since = shop_calls.last_number()
    token = token_of(shop_calls.sign_in())
    entries = shop_calls.log(since, "&bodies=true")
    text = str(entries)
    assert shop_calls.secrets["client_secret"] not in text
    assert token not in text
    assert [entry["action"] for entry in entries] == ["sign_in"]
