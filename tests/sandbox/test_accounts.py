"""Signing in: tokens by password and by refresh, their ends, and what is refused."""

import httpx
import pytest

from tests.sandbox.calls import COMPANY, Calls, answer


def read(calls: Calls, token: str, service: str = "orders") -> httpx.Response:
    path = {
        "orders": f"/Companies({COMPANY})/Orders",
        "crm": f"/Companies({COMPANY})/Customers",
        "entitymanager": f"/Companies({COMPANY})/Locations",
        "usermanager": f"/Entities({COMPANY})/Users",
        "catalogs": f"/Companies({COMPANY})/Catalog/Items",
    }[service]
    return calls.http.get(
        f"{calls.urls[service]}{path}", headers={"Authorization": f"Bearer {token}"}
    )


def tokens(reply: httpx.Response) -> tuple[str, str]:
    assert reply.status_code == 200, reply.text
    body = answer(reply)
    assert set(body) == {"access_token", "expires_in", "refresh_token"}
    assert body["expires_in"] == 43199
    return str(body["access_token"]), str(body["refresh_token"])


def refresh(calls: Calls, token: str, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "refresh_token",
        "client_id": calls.secrets["client_id"],
        "client_secret": calls.secrets["client_secret"],
        "refresh_token": token,
        **changes,
    }
    return calls.http.post(f"{calls.urls['accounts']}/oauth2/Token", data=form)


def refused(reply: httpx.Response, error: str) -> bool:
    assert reply.status_code == 400
    assert reply.headers["content-type"] == "application/json"
    return answer(reply)["error"] == error


@pytest.mark.parametrize("service", ["orders", "crm", "entitymanager", "usermanager", "catalogs"])
def test_one_token_opens_every_service(calls: Calls, service: str) -> None:
    access, _refresh = tokens(calls.sign_in())
    assert read(calls, access, service).status_code == 200


def test_a_second_sign_in_leaves_the_first_token_alive(calls: Calls) -> None:
    first, _ = tokens(calls.sign_in())
    second, _ = tokens(calls.sign_in())
    assert first != second
    assert [read(calls, token).status_code for token in (first, second)] == [200, 200]


def test_a_refresh_ends_the_access_token_that_came_with_it(calls: Calls) -> None:
    old, first_refresh = tokens(calls.sign_in())
    new, second_refresh = tokens(refresh(calls, first_refresh))
    assert read(calls, old).status_code == 401
    assert read(calls, new).status_code == 200
    assert second_refresh != first_refresh
    assert refused(refresh(calls, first_refresh), "invalid_grant")


def test_an_access_token_lives_for_half_a_day_and_can_still_be_refreshed(calls: Calls) -> None:
    access, refresh_token = tokens(calls.sign_in())
    calls.admin("POST", "/advance", {"seconds": 43_000})
    assert read(calls, access).status_code == 200
    calls.admin("POST", "/advance", {"seconds": 300})
    assert read(calls, access).status_code == 401
    assert tokens(refresh(calls, refresh_token))[0] != access


def test_a_refresh_token_lives_for_a_week(calls: Calls) -> None:
    _access, refresh_token = tokens(calls.sign_in())
    calls.admin("POST", "/advance", {"seconds": 7 * 86_400 + 1})
    assert refused(refresh(calls, refresh_token), "invalid_grant")


def test_all_tokens_can_be_ended_at_once(calls: Calls) -> None:
    calls.admin("POST", "/faults", {"kind": "expire_tokens"})
    access, refresh_token = tokens(calls.sign_in())
    ended = calls.admin("POST", "/faults", {"kind": "expire_tokens"})
    assert ended == {"faults": [{"expired_tokens": 1}]}
    assert read(calls, access).status_code == 401
    assert refused(refresh(calls, refresh_token), "invalid_grant")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", "Basic abc", "Bearer é"])
def test_without_a_token_the_answer_is_401_in_plain_text(calls: Calls, header: str | None) -> None:
    headers = httpx.Headers([] if header is None else [(b"Authorization", header.encode())])
    url = f"{calls.urls['orders']}/Companies({COMPANY})/Orders"
    reply = calls.http.get(url, headers=headers)
    assert reply.status_code == 401
    assert reply.headers["content-type"] == "text/plain"
    assert "invalid token" in reply.text.lower()
    assert "x-ratelimit-remaining" in reply.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"client_id": "somebody"}, "invalid_client"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"username": "nobody@mail.example"}, "invalid_grant"),
        ({"password": "wrong"}, "invalid_grant"),
    ],
)
def test_a_sign_in_is_refused(calls: Calls, changes: dict[str, str], error: str) -> None:
    assert refused(calls.sign_in(**changes), error)


def test_a_refresh_with_a_wrong_client_is_refused(calls: Calls) -> None:
    _access, refresh_token = tokens(calls.sign_in())
    assert refused(refresh(calls, refresh_token, client_secret="wrong"), "invalid_client")


@pytest.mark.parametrize("place", ["json", "headers", "query"])
def test_parameters_belong_into_a_form_body(calls: Calls, place: str) -> None:
    form = {"grant_type": "password", **calls.secrets}
    url = f"{calls.urls['accounts']}/oauth2/token"
    match place:
        case "json":
            reply = calls.http.post(url, json=form)
        case "headers":
            reply = calls.http.post(url, headers=form)
        case _:
            reply = calls.http.post(url, params=form)
    assert refused(reply, "unsupported_grant_type")
    assert "The authorization grant type '' is not supported" in reply.text


@pytest.mark.parametrize("path", ["/oauth2/token", "/oauth2/Token", "/OAuth2/TOKEN"])
def test_capitals_of_the_token_path_do_not_matter(calls: Calls, path: str) -> None:
    form = {"grant_type": "password", **calls.secrets}
    assert calls.http.post(f"{calls.urls['accounts']}{path}", data=form).status_code == 200


def test_the_token_path_takes_posts_only(calls: Calls) -> None:
    assert calls.http.get(f"{calls.urls['accounts']}/oauth2/token").status_code == 405
    assert calls.http.get(f"{calls.urls['accounts']}/oauth2/else").status_code == 404


def test_a_locked_account_says_so(calls: Calls) -> None:
    calls.switch(sign_in="locked")
    reply = calls.sign_in()
    assert refused(reply, "invalid_grant")
    assert "locked" in reply.text


def test_a_fault_locks_the_sign_in_and_nothing_else(calls: Calls) -> None:
    access, _ = tokens(calls.sign_in())
    calls.fault(preset="locked_out")
    assert refused(calls.sign_in(), "invalid_grant")
    assert read(calls, access).status_code == 200
