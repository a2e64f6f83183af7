"""Bad addresses, bad answers and bad data: one clear sentence each, and the rest still loads."""

import json
from typing import Any

import pytest

from tests.e2e.programs import Profile, Ran, StandIn, ended, standing

ORDERS = 60


def _synced(profile: Profile, *, code: int = 0) -> tuple[dict[str, Any], Ran]:
    ran = profile.run("sync", "--json")
    assert ran.code == code, ran.err
    (report,) = ran.json
    return report, ran


def _listed(profile: Profile, *query: str) -> list[dict[str, Any]]:
    ran = profile.run("list", *query, "--json")
    assert (ran.code, ran.err) == (0, "")
    return ran.json


def _imported(profile: Profile, connection: dict[str, Any], **changes: object) -> Ran:
    text = json.dumps({**connection, **changes})
    return profile.run("connections", "import", "-", "--json", given=text)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://shop.invalid/v1", "https"),
        ("ftp://127.0.0.1/v1", "ftp://127.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("https://", "https:"),
        ("https://shop.invalid/v1", "shop.invalid"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_and_costs_no_other_connection(
    profile: Profile, stand_in: StandIn, url: str, said: str
) -> None:
    urls = {**stand_in.connection["urls"], "orders": url}
    assert _imported(profile, stand_in.connection, name="Wrong", urls=urls).code == 0
    ran = profile.run("sync", "--json")
    assert ran.code == 5
    reports = {report["connection"]: report for report in ran.json}
    error = reports.pop("wrong")["error"]
    assert said in error
    assert error in ran.sentence
    (good,) = reports.values()
    assert (good["orders"], good["error"]) == (ORDERS, None)


def test_an_address_where_nobody_answers_costs_that_connection_only(
    profile: Profile, stand_in: StandIn
) -> None:
    with standing("iqmetrix", orders=0) as gone:
        wrong = {**gone.connection, "name": "Nobody there"}
    assert _imported(profile, wrong).code == 0
    ran = profile.run("sync", "--json")
    assert ran.code == 5
    by_key = {report["connection"]: report for report in ran.json}
    assert len(by_key) == 2
    bad = by_key.pop("nobody-there")
    assert "127.0.0.1" in bad["error"]
    assert bad["error"] in ran.sentence
    (good,) = by_key.values()
    assert (good["orders"], good["error"]) == (ORDERS, None)
    tested = profile.run("connections", "test", "nobody-there", "--json")
    assert tested.code == 5
    assert tested.json[0]["passed"] is False
    assert [step["state"] for step in tested.json[0]["steps"]].count("failed") == 1
    assert tested.sentence


def test_a_wrong_password_is_said_and_what_is_here_stays(
    profile: Profile, stand_in: StandIn
) -> None:
    secrets = {**stand_in.connection["secrets"], "password": "not-the-password"}
    assert _imported(profile, stand_in.connection, secrets=secrets).code == 0
    report, ran = _synced(profile, code=5)
    assert "password" in report["error"]
    assert "not-the-password" not in ran.err + ran.out
    assert len(_listed(profile)) == ORDERS
    assert _imported(profile, stand_in.connection).code == 0
    assert _synced(profile)[0]["error"] is None


def test_a_token_that_expires_on_the_way_is_renewed(profile: Profile, stand_in: StandIn) -> None:
    stand_in.fault(kind="hold", method="GET", path="OrderFull", count=1)
    process = profile.start("sync", "--json")
    assert stand_in.control("GET", "/holds", wait=30)
    stand_in.fault(kind="expire_tokens")
    stand_in.control("POST", "/release", {})
    ran = ended(process)
    assert (ran.code, ran.err) == (0, "")
    assert (ran.json[0]["orders"], ran.json[0]["error"]) == (ORDERS, None)


def test_without_a_network_everything_here_is_still_here(blank: Profile, stand_in: StandIn) -> None:
    with standing("iqmetrix", orders=20) as short_lived:
        assert _imported(blank, short_lived.connection).code == 0
        assert _synced(blank)[0]["orders"] == 20
    report, _ran = _synced(blank, code=5)
    assert "127.0.0.1" in report["error"]
    orders = _listed(blank)
    assert len(orders) == 20
    shown = blank.run("show", orders[0]["id"], "--json")
    assert shown.code == 0
    assert shown.json["lines"] is not None
    refreshed = blank.run("show", orders[0]["id"], "--refresh", "--json")
    assert (refreshed.code, refreshed.out) == (5, "")
    assert "127.0.0.1" in refreshed.sentence


BROKEN = {
    "html": {"kind": "html"},
    "html 503": {"kind": "html", "status": 503},
    "truncated": {"kind": "malformed"},
    "cut short": {"kind": "truncate"},
    "server error": {"kind": "status", "status": 500},
    "no answer": {"kind": "cut", "when": "before"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_answer_that_is_none_fails_in_one_sentence(
    profile: Profile, stand_in: StandIn, name: str
) -> None:
    stand_in.fault(**BROKEN[name], method="GET", path="/Order")
    report, ran = _synced(profile, code=5)
    assert report["error"]
    assert report["error"] in ran.sentence
    assert len(_listed(profile)) == ORDERS
    stand_in.control("DELETE", "/faults")
    assert _synced(profile)[0]["error"] is None


@pytest.mark.parametrize("service", ["crm", "entitymanager", "usermanager", "catalogs"])
def test_a_look_up_that_does_not_answer_costs_names_not_orders(
    unread: Profile, stand_in: StandIn, service: str
) -> None:
    stand_in.fault(kind="status", status=503, service=service)
    report, _ran = _synced(unread)
    assert report["orders"] == ORDERS
    assert len(_listed(unread)) == ORDERS


READINGS = (
    *("unknown_state", "unknown_type", "unknown_type_name", "null_required", "null_id"),
    *("negative_quantity", "huge_quantity", "nan_quantity", "nan_text_quantity", "huge_price"),
    *("broken_date", "huge_note"),
)


@pytest.mark.parametrize("preset", READINGS)
def test_one_odd_order_does_not_cost_the_others(
    unread: Profile, stand_in: StandIn, preset: str
) -> None:
    stand_in.fault(preset=preset)
    report, ran = _synced(unread)
    assert ran.err == ""
    listed = _listed(unread)
    assert report["set_aside"] in {0, 1}
    assert len(listed) == ORDERS - report["set_aside"]
    assert unread.run("show", listed[0]["id"], "--json").code == 0


def test_an_unknown_state_is_shown_and_nothing_is_offered_for_it(
    unread: Profile, stand_in: StandIn
) -> None:
    stand_in.fault(preset="unknown_state")
    assert _synced(unread)[0]["orders"] == ORDERS
    (odd,) = _listed(unread, "state:none")
    assert (odd["state"], odd["vendor_state"]) == (None, "AwaitingMoonrise")
    shown = unread.run("show", odd["id"], "--json").json
    assert {one["verdict"] for one in shown["actions"].values()} <= {"refused", "not_offered"}
    assert "AwaitingMoonrise" in shown["actions"]["cancel"]["reason"]
    assert "AwaitingMoonrise" in unread.run("list", "state:none").out


def test_a_type_nobody_knows_is_shown_as_the_vendor_writes_it(
    unread: Profile, stand_in: StandIn
) -> None:
    stand_in.fault(preset="unknown_type_name")
    assert _synced(unread)[0]["orders"] == ORDERS
    (odd,) = _listed(unread, "Barter")
    shown = unread.run("show", odd["id"], "--json").json
    assert shown["fields"]["OrderType"] == "Barter"


def test_a_type_number_nobody_knows_is_not_known(unread: Profile, stand_in: StandIn) -> None:
    stand_in.fault(preset="unknown_type")
    assert _synced(unread)[0]["orders"] == ORDERS
    odd = [order for order in _listed(unread) if order["type"] is None]
    assert len(odd) == 1
    assert odd[0]["vendor_type"]


def test_a_settings_file_that_is_broken_is_said_and_everything_works(profile: Profile) -> None:
    (profile.home / "settings.json").write_text('{"deadline": ')
    ran = profile.run("list", "--json")
    assert ran.code == 0
    assert len(ran.json) == ORDERS
    assert "settings.unusable.json" in ran.sentence
    assert profile.run("list", "--json").err == ""


def test_a_home_that_cannot_be_used_is_said(profile: Profile) -> None:
    ran = Profile(profile.home / "settings.json" / "below").run("list", "--json")
    assert (ran.code, ran.out) == (5, "")
    assert "ORDERDESK_HOME" in ran.sentence


def test_secrets_that_were_damaged_are_said(profile: Profile) -> None:
    sealed = profile.home / "secrets.sealed"
    sealed.write_bytes(sealed.read_bytes()[:-40])
    report, ran = _synced(profile, code=5)
    assert "damaged or cut short" in report["error"]
    assert str(sealed) in ran.sentence
    assert len(_listed(profile)) == ORDERS


def test_the_desk_without_a_display_says_so_in_one_line(profile: Profile) -> None:
    hidden = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    ran = Profile(profile.home, hidden).run()
    assert (ran.code, ran.out) == (69, "")
    assert ran.err.count("\n") == 1
    assert "needs a display" in ran.err
