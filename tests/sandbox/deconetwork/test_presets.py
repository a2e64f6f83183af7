"""Every ready fault of this vendor, and how failures are worded."""

import httpx
import pytest

from orderdesk.sandbox.deconetwork.presets import PRESETS
from orderdesk.sandbox.json_text import NotJson
from tests.sandbox.calls import answer, as_objects, inexact
from tests.sandbox.deconetwork.site import LONG_AGO, Site, status_of, succeeded

FIND = "manage_orders/find"


def asked(site: Site, preset: str) -> httpx.Response:
    site.fault(preset=preset)
    return site.ask_api(FIND, LONG_AGO)


def test_a_login_page_comes_instead_of_json(site: Site) -> None:
    reply = asked(site, "login_page")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "Log in" in reply.text


@pytest.mark.parametrize(
    ("preset", "code", "severity"),
    [
        ("code_in_200", 50005, "ERROR"),
        ("password_changed", 30001, "ERROR"),
        ("api_disabled", 31000, "ERROR"),
        ("unknown_code", 60042, "ERROR"),
        ("warning_in_200", 40004, "WARNING"),
    ],
)
def test_an_error_hides_in_a_200(site: Site, preset: str, code: int, severity: str) -> None:
    number = site.last_number()
    reply = asked(site, preset)
    assert reply.status_code == 200
    assert status_of(reply)[:2] == (code, severity)
    site.update("INV1234", 3)
    assert all(entry["worked"] is False for entry in site.log(number))


def test_an_answer_without_its_status(site: Site) -> None:
    assert answer(asked(site, "no_response_status")) == {"orders": [], "total": 0}


@pytest.mark.parametrize(
    ("preset", "total"),
    [
        ("total_too_high", 1_000_000),
        ("total_too_low", 0),
        ("total_negative", -1),
        ("total_missing", None),
    ],
)
def test_a_total_disagrees_with_the_rows(site: Site, preset: str, total: int | None) -> None:
    found = answer(asked(site, preset))
    assert found["total"] == total
    assert len(as_objects(found["orders"])) == 100


@pytest.mark.parametrize(
    ("preset", "name", "value"),
    [
        ("unknown_status_number", "order_status", 99),
        ("status_as_text", "order_status", "Awaiting Moonrise"),
        ("null_order_id", "order_id", None),
        ("null_lines", "order_lines", None),
        ("broken_modified_date", "date_modified", "the day before yesterday"),
    ],
)
def test_a_field_is_odd(site: Site, preset: str, name: str, value: str | int | None) -> None:
    rows = as_objects(answer(asked(site, preset))["orders"])
    assert rows[0][name] == value
    assert rows[1][name] != value


def test_numbers_are_odd(site: Site) -> None:
    assert '"billable_amount":1e400' in asked(site, "huge_amount").text
    reply = asked(site, "nan_amount")
    assert '"outstanding_balance":NaN' in reply.text
    with pytest.raises(NotJson):
        answer(reply)
    assert inexact(reply.text) is not None


def test_quantities_are_odd(site: Site) -> None:
    assert '"qty":-1' in asked(site, "negative_line_quantity").text


def test_a_name_is_huge(site: Site) -> None:
    rows = as_objects(answer(asked(site, "huge_job_name"))["orders"])
    assert len(str(rows[0]["job_name"])) == 10_000_000


@pytest.mark.parametrize(("preset", "status"), [("failing", 500), ("unavailable", 503)])
def test_a_failing_site_answers_with_a_page(site: Site, preset: str, status: int) -> None:
    reply = asked(site, preset)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "text/html; charset=utf-8"


def test_a_busy_site_says_when_to_come_again(site: Site) -> None:
    reply = asked(site, "throttled")
    assert reply.status_code == 429
    assert 1 <= int(reply.headers["retry-after"]) <= 60
    assert site.ask_api(FIND, LONG_AGO).status_code == 200


def test_a_lost_answer_was_work_done_once(site: Site) -> None:
    site.new("P1", {"M": 1})
    number = site.last_number()
    site.fault(preset="lost_answer")
    with pytest.raises(httpx.TransportError):
        site.update("P1", 2)
    assert site.truth("P1")["status"] == 2
    succeeded(site.update("P1", 2))
    assert [entry["action"] for entry in site.log(number)] == ["mark_produced", None]


def test_a_site_that_is_away_does_nothing(site: Site) -> None:
    site.new("P2", {"M": 1})
    site.fault(preset="offline")
    with pytest.raises(httpx.TransportError):
        site.update("P2", 2)
    site.admin("DELETE", "/faults")
    assert site.truth("P2")["status"] == 1


def test_a_status_200_of_a_fault_is_an_error_inside(site: Site) -> None:
    site.fault(kind="status", status=200)
    assert status_of(site.ask_api(FIND, LONG_AGO))[0] == 50005


def test_every_preset_is_a_fault(site: Site) -> None:
    for name in PRESETS:
        assert site.fault(preset=name, count=0) > 0
