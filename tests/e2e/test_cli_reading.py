"""Commands that read: sync, list, show and connections, key by key as scripts rely on them."""

import json
import signal
import subprocess
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.programs import PASSPHRASE, PROGRAM, Profile, StandIn, ended

STATES = {"created", "pending", "on_hold", "processed", "completed", "cancelled", None}
PAYMENTS = {"unpaid", "part_paid", "paid", "refunded", None}
FULFILMENTS = {"none", "assigned", "part", "fulfilled", "rejected", None}
VERDICTS = {"allowed", "refused", "vendor_decides", "not_offered"}
LISTED = {
    *("id", "connection", "vendor", "vendor_id", "type", "number", "state", "vendor_state"),
    *("payment", "fulfilment", "customer", "total", "currency", "placed_at", "pending"),
}


def _is_text_or_null(value: object) -> bool:
    return value is None or isinstance(value, str)


def _orders(profile: Profile, *words: str) -> list[dict[str, Any]]:
    ran = profile.run("list", *words, "--json")
    assert (ran.code, ran.err) == (0, "")
    return ran.json


def test_the_sandbox_prints_one_line_with_the_settings(stand_in: StandIn) -> None:
    assert stand_in.line.count("\n") == 1
    assert set(stand_in.description) == {"control", "connections"}
    connection = stand_in.connection
    assert set(connection) == {"name", "vendor", "urls", "settings", "secrets"}
    services = {"orders", "accounts", "crm", "entitymanager", "usermanager", "catalogs"}
    assert set(connection["urls"]) == services
    assert all(url.endswith("/v1") for url in connection["urls"].values())
    assert set(connection["settings"]) == {"company_id"}
    assert set(connection["secrets"]) == {"username", "password", "client_id", "client_secret"}


def test_import_takes_the_whole_line_or_one_connection_and_keeps_the_key(
    stand_in: StandIn, blank: Profile, tmp_path: Path
) -> None:
    first = blank.run("connections", "import", "-", "--json", given=stand_in.line)
    assert (first.code, first.err) == (0, "")
    assert [set(entry) for entry in first.json] == [{"connection", "name", "vendor"}]
    file = tmp_path / "one.json"
    file.write_text(json.dumps(stand_in.connection))
    again = blank.run("connections", "import", str(file), "--json")
    assert again.json == first.json
    listed = blank.run("connections", "list", "--json")
    assert [entry["connection"] for entry in listed.json] == [first.json[0]["connection"]]
    assert "secrets" not in listed.json[0]


def test_sync_reports_each_connection(profile: Profile, blank: Profile) -> None:
    assert profile.run("sync").code == 0
    ran = profile.run("sync", "--json")
    assert (ran.code, ran.err) == (0, "")
    (report,) = ran.json
    assert set(report) == {
        *("connection", "vendor", "orders", "changed"),
        *("requests", "seconds", "set_aside", "unread", "error"),
    }
    assert (report["orders"], report["changed"], report["set_aside"]) == (60, 0, 0)
    assert report["requests"] > 0
    assert report["error"] is None
    nothing = blank.run("sync", "--json")
    assert (nothing.code, nothing.json) == (0, [])


def test_list_has_every_key_in_its_form(profile: Profile) -> None:
    orders = _orders(profile)
    assert len(orders) == 60
    for order in orders:
        assert set(order) >= LISTED
        assert order["id"] == f"{order['connection']}:{order['vendor_id']}"
        assert order["state"] in STATES
        assert order["payment"] in PAYMENTS
        assert order["fulfilment"] in FULFILMENTS
        assert all(_is_text_or_null(order[key]) for key in ("type", "number", "customer"))
        assert order["total"] is None or Decimal(order["total"]).is_finite()
        assert datetime.fromisoformat(order["placed_at"]).tzinfo is not None
        assert order["currency"] is None
        assert order["pending"] == []
    assert {order["state"] for order in orders} >= {"created", "pending", "processed", "cancelled"}
    placed = [datetime.fromisoformat(order["placed_at"]) for order in orders]
    assert placed == sorted(placed, reverse=True)


def test_list_takes_the_query_language(profile: Profile) -> None:
    everything = _orders(profile)
    pending = [order for order in everything if order["state"] == "pending"]
    assert _orders(profile, "state:pending") == pending
    rest = _orders(profile, "-state:pending")
    assert len(rest) == len(everything) - len(pending)
    either = _orders(profile, "state:pending,created AND -type:sales")
    assert all(order["type"] != "sales" for order in either)
    first = everything[0]
    assert _orders(profile, f'"{first["number"]}"')[0]["id"] == first["id"]
    assert _orders(profile, "number:no-such-number") == []
    dear = _orders(profile, "total:>100", "--sort", "total", "--limit", "5")
    totals = [Decimal(order["total"]) for order in dear]
    assert len(totals) == 5
    assert totals == sorted(totals, reverse=True)
    assert all(total > 100 for total in totals)
    oldest = _orders(profile, "--ascending", "--limit", "1")
    assert oldest == [everything[-1]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "colour:red"], "colour"),
        (["list", "state:pendng"], "pendng"),
        (["list", 'customer:"open'], "quot"),
        (["list", "--sort", "colour"], "colour"),
        (["show", "no-such-order"], "no-such-order"),
        (["show", "nowhere:1"], "nowhere:1"),
        (["sync", "nowhere"], "nowhere"),
        (["connections", "test", "nowhere"], "nowhere"),
        (["connections", "remove", "nowhere"], "nowhere"),
        (["connections", "add", "nobody", "--name", "x"], "nobody"),
        (["connections", "import", "no-such-file"], "no-such-file"),
    ],
)
def test_wrong_use_is_one_sentence(profile: Profile, words: list[str], said: str) -> None:
    ran = profile.run(*words, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.sentence


def test_people_get_columns(profile: Profile) -> None:
    ran = profile.run("list", "state:pending", "--limit", "3")
    assert (ran.code, ran.err) == (0, "")
    title, *rows, count = ran.out.splitlines()
    assert title.split() == ["Number", "State", "Type", "Customer", "Placed", "Total", "Id"]
    assert len(rows) == 3
    assert all(" Pending " in row for row in rows)
    assert count.startswith("3 of ")


def test_show_adds_lines_and_actions(profile: Profile) -> None:
    order = next(one for one in _orders(profile, "state:processed") if one["items"])
    ran = profile.run("show", order["id"], "--json")
    assert (ran.code, ran.err) == (0, "")
    shown = ran.json
    assert {key: shown[key] for key in order} == order
    assert len(shown["lines"]) == order["items"]
    for line in shown["lines"]:
        assert isinstance(line["id"], str)
        assert all(_is_text_or_null(line[key]) for key in ("sku", "description", "price"))
        assert Decimal(line["quantity"]).is_finite()
    for name, action in shown["actions"].items():
        assert set(action) == {"verdict", "allowed", "reason", "way_out", "fields"}, name
        assert action["verdict"] in VERDICTS
        assert action["allowed"] == (action["verdict"] in {"allowed", "vendor_decides"})
        assert action["allowed"] or (action["reason"] and action["way_out"]), name
    assert shown["actions"]["cancel"]["verdict"] == "refused"
    assert shown["actions"]["delete"]["verdict"] == "not_offered"
    assert shown["actions"]["edit_item"]["fields"][0] == "line"
    assert "Quantity" in shown["actions"]["add_item"]["fields"]
    plain = profile.run("show", order["number"])
    assert plain.code == 0
    assert order["id"] in plain.out
    assert shown["actions"]["cancel"]["reason"] in plain.out


def test_an_order_is_found_by_its_vendors_id_or_number(profile: Profile) -> None:
    order = _orders(profile, "--limit", "1")[0]
    for text in (order["id"], order["vendor_id"], order["number"].lower()):
        assert profile.run("show", text, "--json").json["id"] == order["id"]


def test_what_may_mean_several_orders_is_asked(profile: Profile, stand_in: StandIn) -> None:
    second = {**stand_in.connection, "name": "Second desk"}
    assert profile.run("connections", "import", "-", given=json.dumps(second)).code == 0
    keys = [one["connection"] for one in profile.run("connections", "list", "--json").json]
    assert len(keys) == 2
    assert profile.run("sync", "Second desk").code == 0
    order = _orders(profile, "--limit", "1")[0]
    ran = profile.run("show", order["number"], "--json")
    assert (ran.code, ran.out) == (2, "")
    assert all(f"{key}:{order['vendor_id']}" in ran.sentence for key in keys)
    removed = profile.run("connections", "remove", "Second desk", "--json")
    assert removed.json == {"connection": keys[1], "removed": True}
    assert profile.run("show", order["number"], "--json").code == 0


def test_a_connection_is_added_with_secrets_from_outside_and_tested(
    blank: Profile, stand_in: StandIn
) -> None:
    connection = stand_in.connection
    words = ["connections", "add", connection["vendor"], "--name", "North", "--json"]
    for name, url in connection["urls"].items():
        words += ["--url", f"{name}={url}"]
    for name, value in connection["settings"].items():
        words += ["--set", f"{name}={value}"]
    secrets = json.dumps(connection["secrets"])
    added = blank.run(*words, "--secrets-from", "-", given=secrets)
    assert (added.code, added.err) == (0, "")
    assert added.json[0]["connection"] == "north"
    tested = blank.run("connections", "test", "--json")
    assert (tested.code, tested.err) == (0, "")
    (result,) = tested.json
    assert result["passed"] is True
    assert {step["state"] for step in result["steps"]} <= {"passed", "skipped", "warned"}
    plain = blank.run("connections", "test", "north")
    assert plain.code == 0
    assert plain.out.count("\n") == 1 + len(result["steps"])


def test_without_a_keyring_and_a_passphrase_it_says_what_to_do(
    tmp_path: Path, stand_in: StandIn
) -> None:
    profile = Profile(tmp_path / "blank", {"ORDERDESK_PASSPHRASE": ""})
    ran = profile.run("connections", "import", "-", "--json", given=stand_in.line)
    assert (ran.code, ran.out) == (5, "")
    assert "no keyring" in ran.sentence
    assert "ORDERDESK_PASSPHRASE" in ran.sentence
    assert profile.run("connections", "list", "--json").json == []


def test_a_wrong_passphrase_reads_orders_and_sends_nothing(profile: Profile) -> None:
    locked = Profile(profile.home, {"ORDERDESK_PASSPHRASE": "something else"})
    assert len(_orders(locked)) == 60
    ran = locked.run("sync", "--json")
    assert ran.code == 5
    assert "passphrase" in ran.json[0]["error"]
    assert "passphrase" in ran.sentence


def test_no_file_of_the_profile_holds_a_secret(profile: Profile, stand_in: StandIn) -> None:
    assert profile.run("sync").code == 0
    assert profile.run("connections", "test").code == 0
    secrets = [*stand_in.connection["secrets"].values(), PASSPHRASE]
    files = [path for path in profile.home.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".db", ".log", ".sealed"}
    for path in files:
        content = path.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, path


def test_a_reader_that_goes_away_ends_it_quietly(profile: Profile) -> None:
    listing = " ".join([*PROGRAM, "list", "--json"])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {listing} | head -c 20 >/dev/null"],
        env=profile.variables(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode in {0, 141}


def test_ctrl_c_ends_a_sync_at_once(profile: Profile, stand_in: StandIn) -> None:
    stand_in.fault(kind="hold", method="GET", path="Order")
    process = profile.start("sync", "--json")
    held = stand_in.control("GET", "/holds", wait=30)
    assert held
    process.send_signal(signal.SIGINT)
    ran = ended(process)
    assert (ran.code, ran.out) == (130, "")
    assert ran.sentence == "orderdesk: stopped."
    stand_in.control("DELETE", "/faults")
    assert profile.run("sync").code == 0
