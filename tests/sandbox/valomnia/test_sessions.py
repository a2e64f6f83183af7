"""Signing in, the cookie, its life and its end."""

import pytest

from orderdesk.sandbox.json_text import JsonValue
from tests.sandbox.calls import answer, as_object
from tests.sandbox.valomnia.site import API, NO_CREDENTIALS, Site, refusal

WRONG = "Sorry, we were not able to find a user with that username and password."


def listed(site: Site, **headers: str) -> int:
    """Read a list with these headers; its status."""
    site.http.cookies.clear()
    return site.http.get(f"{site.root}{API}/orders?max=1", headers=headers).status_code


def test_the_form_leads_to_the_token_and_the_cookie_is_the_session(site: Site) -> None:
    reply = site.log_in()
    assert reply.status_code == 302
    assert reply.headers["location"] == f"{site.root}/login/ajaxSuccess"
    cookie = reply.headers["set-cookie"]
    assert cookie.endswith("; Path=/; HttpOnly")
    token = cookie.partition("=")[2].partition(";")[0]
    assert len(token) == 32
    header = {"Cookie": f"JSESSIONID={token}"}
    welcome = answer(site.http.get(f"{site.root}/login/ajaxSuccess", headers=header))
    assert welcome["success"] is True
    assert welcome["token"] == token
    assert "warning" not in welcome
    assert as_object(welcome["user"])["companyName"] == "Harbour Mobile"
    assert listed(site, **header) == 200


def test_fields_in_the_query_do_too_and_get_as_one_client_has_it(site: Site) -> None:
    assert site.log_in("GET").headers["location"].endswith("/login/ajaxSuccess")


def test_without_ajax_a_person_is_led_to_the_page(site: Site) -> None:
    reply = site.log_in(ajax="false")
    assert reply.headers["location"] == f"{site.root}/"
    page = site.http.get(f"{site.root}/")
    assert page.headers["content-type"].startswith("text/html")
    assert "j_password" in page.text


@pytest.mark.parametrize(
    "changes", [{"j_password": "wrong"}, {"j_username": "nobody"}, {"j_password": ""}]
)
def test_a_wrong_sign_in_leads_to_the_failure(site: Site, changes: dict[str, str]) -> None:
    reply = site.log_in(**changes)
    assert reply.status_code == 302
    assert reply.headers["location"] == f"{site.root}/login/authfail?ajax=true"
    assert "set-cookie" not in reply.headers
    failure = site.http.get(reply.headers["location"])
    assert failure.status_code == 200
    assert answer(failure) == {"success": False, "error": WRONG}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cookie": "JSESSIONID=0123456789ABCDEF0123456789ABCDEF"},
        {"Cookie": "other=1"},
        {"Cookie": "JSESSIONID="},
        {"Cookie": "[;;==,"},
    ],
)
def test_without_a_session_there_are_no_credentials(site: Site, headers: dict[str, str]) -> None:
    site.http.cookies.clear()
    for path in ("/orders", "/customers/1", "/orderDetails/1"):
        reply = site.http.get(f"{site.root}{API}{path}", headers=headers)
        assert refusal(reply) == NO_CREDENTIALS
    assert refusal(site.http.get(f"{site.root}/login/ajaxSuccess")) == NO_CREDENTIALS


def test_a_session_ends_when_nobody_asks_for_half_an_hour(site: Site) -> None:
    header = site.cookie()
    for _step in range(3):
        site.admin("POST", "/advance", {"seconds": 1_500})
        assert listed(site, **header) == 200
    site.admin("POST", "/advance", {"seconds": 1_801})
    assert listed(site, **header) == 401
    assert listed(site, **header) == 401
    site.token = None
    assert listed(site, **site.cookie()) == 200


def test_all_sessions_can_be_ended_at_once(site: Site) -> None:
    first = site.cookie()
    site.token = None
    second = site.cookie()
    assert [listed(site, **header) for header in (first, second)] == [200, 200]
    ended = as_object(site.admin("POST", "/faults", {"kind": "expire_tokens"}))["faults"]
    assert isinstance(ended, list)
    assert as_object(ended[0])["expired_tokens"] in (2, 3, 4, 5)
    assert [listed(site, **header) for header in (first, second)] == [401, 401]
    site.token = None


def test_the_log_does_not_show_what_was_signed_in_with(site: Site) -> None:
    number = site.last_number()
    site.log_in()
    (entry,) = site.log(number, "&bodies=1")
    shown: JsonValue = entry["body"]
    assert shown == "(not shown)"
    assert (entry["action"], entry["service"]) == ("sign_in", "site")


@pytest.mark.parametrize("path", ["/api", "/api/v3/orders", f"{API}/nothing", f"{API}/orders/1/x"])
def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    reply = site.http.get(f"{site.root}{path}", headers=site.cookie())
    assert (reply.status_code, reply.content) == (404, b"")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/orders/1"),
        ("PATCH", "/orders/1"),
        ("DELETE", "/orders"),
        ("GET", "/assignDelivery/1"),
        ("POST", "/customers/1"),
        ("DELETE", "/orderDetails/1"),
    ],
)
def test_a_method_that_there_is_not(site: Site, method: str, path: str) -> None:
    assert site.ask_api(method, path).status_code == 405
    assert site.http.put(f"{site.root}/j_spring_security_check").status_code == 405
