"""`orderdesk do`: every action, every outcome and every exit code, judged by the sandbox."""

import json
import signal
from typing import Any

import pytest

from tests.e2e.programs import Profile, Ran, StandIn, ended, standing

RESULT = {"command", "order", "outcome", "reason"}


def _order(profile: Profile, query: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = profile.run("list", query, "--json").json
    return next(one for one in found if one["items"] and one["customer_id"])


def _do(profile: Profile, *words: str, given: object = None) -> Ran:
    text = None if given is None else json.dumps(given)
    return profile.run("do", *words, "--json", given=text)


def _done(ran: Ran) -> dict[str, Any]:
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.json) == RESULT
    assert ran.json["outcome"] == "done"
    assert isinstance(ran.json["command"], str)
    result: dict[str, Any] = ran.json
    return result


def _stopped(ran: Ran, code: int, outcome: str) -> str:
    """Expect an outcome that is not done; the reason, which stderr says too."""
    assert ran.code == code, (ran.out, ran.err)
    assert set(ran.json) == RESULT
    assert ran.json["outcome"] == outcome
    reason = str(ran.json["reason"])
    assert " ".join(reason.split()) in ran.sentence
    return reason


def test_a_pending_order_is_cancelled_and_a_processed_one_is_not(
    profile: Profile, stand_in: StandIn
) -> None:
    listed = profile.run("list", "state:pending", "--json")
    assert listed.code == 0
    pending = listed.json[0]
    assert pending["state"] == "pending"
    cancelled = _done(_do(profile, "cancel", pending["id"]))
    assert cancelled["order"] == pending["id"]
    assert stand_in.order(pending["vendor_id"])["State"] == "Cancelled"
    assert profile.run("show", pending["id"], "--json").json["state"] == "cancelled"
    processed = profile.run("list", "state:processed", "--json").json[0]
    stand_in.control("DELETE", "/log")
    ran = _do(profile, "cancel", processed["id"])
    reason = _stopped(ran, 3, "refused")
    assert "processed" in reason
    assert ran.json["command"] is None
    assert stand_in.control("GET", "/log") == []
    assert stand_in.order(processed["vendor_id"])["State"] == "Processed"


def test_an_order_is_edited(profile: Profile, stand_in: StandIn) -> None:
    order = _order(profile, "state:pending")
    values = ["--set", "Name=Ring twice, ask for Ω", "--set", "DiscountAmount=1.50"]
    _done(_do(profile, "edit", order["number"], *values))
    truth = stand_in.order(order["vendor_id"])
    assert truth["Name"] == "Ring twice, ask for Ω"
    assert truth["DiscountAmount"] == 1.5
    _done(_do(profile, "edit", order["id"], "--set", "DiscountAmount="))
    assert not stand_in.order(order["vendor_id"])["DiscountAmount"]
    assert len(stand_in.writes()) == 2


def test_items_are_added_changed_and_removed(profile: Profile, stand_in: StandIn) -> None:
    order = _order(profile, "state:created type:sales")
    like = profile.run("show", order["id"], "--json").json["lines"][0]["fields"]
    item = {
        "ItemTypeId": like["ItemTypeId"],
        "ItemStatusId": like["ItemStatusId"],
        "SKU": "E2E-1",
        "Description": "A lamp",
        "Quantity": 2,
        "SellingPrice": 12.50,
        "ListPrice": 12.50,
        "Cost": 5,
    }
    _done(_do(profile, "add_item", order["id"], "--input", "-", given=item))
    lines = profile.run("show", order["id"], "--json").json["lines"]
    assert len(lines) == order["items"] + 1
    (added,) = [line for line in lines if line["sku"] == "E2E-1"]
    assert (added["quantity"], added["description"]) == ("2", "A lamp")
    named = f"line={added['id']}"
    _done(_do(profile, "edit_item", order["id"], "--set", named, "--set", "Quantity=3"))
    truth = stand_in.order(order["vendor_id"])["Items"]
    assert [one["Quantity"] for one in truth if one["SKU"] == "E2E-1"] == [3]
    _done(_do(profile, "remove_item", order["id"], "--set", named))
    truth = stand_in.order(order["vendor_id"])["Items"]
    assert [one["SKU"] for one in truth if one["SKU"] == "E2E-1"] == []
    assert len(truth) == order["items"]
    assert len(stand_in.writes()) == 3


def test_an_order_goes_from_created_to_processed(profile: Profile, stand_in: StandIn) -> None:
    order = _order(profile, "state:created type:sales")
    _done(_do(profile, "submit", order["id"]))
    assert stand_in.order(order["vendor_id"])["State"] == "Pending"
    _done(_do(profile, "process", order["id"]))
    assert stand_in.order(order["vendor_id"])["State"] == "Processed"
    plain = profile.run("do", "process", order["id"])
    assert (plain.code, plain.out) == (3, "")
    assert "processed" in plain.sentence


@pytest.mark.parametrize("flat", [True, False])
def test_an_order_is_made_with_items(profile: Profile, stand_in: StandIn, *, flat: bool) -> None:
    like = _order(profile, "state:pending type:sales")
    shown = profile.run("show", like["id"], "--json").json
    keys = ("OrderTypeId", "EntityId", "BillingCustomerId")
    fields = {key: shown["fields"][key] for key in keys} | {"Name": "Made by a script"}
    sold = shown["lines"][0]["fields"]
    keys = ("ItemTypeId", "ItemStatusId", "ProductId", "SellingPrice", "ListPrice", "Cost")
    line = {key: sold[key] for key in keys} | {"Quantity": 1}
    given = {**fields, "items": [line]} if flat else {"fields": fields, "lines": [line]}
    made = _done(_do(profile, "create", like["connection_name"], "--input", "-", given=given))
    vendor_id = made["order"].partition(":")[2]
    truth = stand_in.order(vendor_id)
    assert truth["Name"] == "Made by a script"
    assert [item["ProductId"] for item in truth["Items"]] == [line["ProductId"]]
    assert profile.run("show", made["order"], "--json").json["id"] == made["order"]


def test_the_vendor_may_reject_what_the_rules_allow(profile: Profile, stand_in: StandIn) -> None:
    order = _order(profile, "state:pending")
    stand_in.control("POST", "/switches", {"manual_cancel": "refused"})
    reason = _stopped(_do(profile, "cancel", order["id"]), 4, "rejected")
    assert "transition" in reason
    assert stand_in.order(order["vendor_id"])["State"] == "Pending"
    assert profile.run("show", order["id"], "--json").json["pending"] == []


def test_a_409_after_somebody_else_acted_is_the_vendors_refusal(
    profile: Profile, stand_in: StandIn
) -> None:
    order = _order(profile, "state:pending")
    stand_in.fault(kind="hold", method="PUT", count=1)
    process = profile.start("do", "cancel", order["id"], "--json")
    assert stand_in.control("GET", "/holds", wait=30)
    stand_in.control("POST", f"/orders/{order['vendor_id']}", {"act": "process"})
    stand_in.control("POST", "/release", {})
    reason = _stopped(ended(process), 4, "rejected")
    assert "transition" in reason
    assert profile.run("show", order["id"], "--json").json["state"] == "processed"


def test_what_somebody_else_did_before_is_decided_again(
    profile: Profile, stand_in: StandIn
) -> None:
    order = _order(profile, "state:pending")
    stand_in.control("POST", f"/orders/{order['vendor_id']}", {"act": "process"})
    reason = _stopped(_do(profile, "cancel", order["id"]), 3, "refused")
    assert "processed" in reason
    assert stand_in.writes() == []


def test_what_somebody_else_did_already_is_done_without_sending(
    profile: Profile, stand_in: StandIn
) -> None:
    order = _order(profile, "state:pending")
    stand_in.control("POST", f"/orders/{order['vendor_id']}", {"set": {"Name": "Ours"}})
    result = _done(_do(profile, "edit", order["id"], "--input", "-", given={"Name": "Ours"}))
    assert "nothing was sent" in result["reason"]
    assert stand_in.writes() == []


def test_two_different_edits_are_a_conflict_and_nothing_is_sent(
    profile: Profile, stand_in: StandIn
) -> None:
    order = _order(profile, "state:pending")
    stand_in.control("POST", f"/orders/{order['vendor_id']}", {"set": {"Name": "Theirs"}})
    ran = _do(profile, "edit", order["id"], "--set", "Name=Mine")
    reason = _stopped(ran, 3, "refused")
    assert "“Theirs”" in reason
    assert "“Mine”" in reason
    assert stand_in.writes() == []
    _done(_do(profile, "edit", order["id"], "--set", "Name=Mine"))
    assert stand_in.order(order["vendor_id"])["Name"] == "Mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["edit_item", "--set", "line={line}", "--set", "Quantity=-1"], "Quantity"),
        (["edit_item", "--set", "line={line}", "--set", "Quantity=1e400"], "1e400"),
        (["edit_item", "--set", "line={line}", "--set", "Quantity=NaN"], "NaN"),
        (["edit_item", "--set", "line={line}", "--set", "Quantity=1.5"], "1.5"),
        (["edit_item", "--set", "Quantity=1"], "line=LINE_ID"),
        (["edit_item", "--set", "line=nothing", "--set", "Quantity=1"], "item"),
        (["edit", "--set", "Colour=red"], "Colour"),
        (["edit", "--set", "Name"], "FIELD=VALUE"),
        (["edit", "--set", "Name=a", "--set", "Name=b"], "twice"),
        (["edit", "--set", "State=Cancelled"], "State"),
        (["edit"], "Nothing would change"),
        (["colour"], "colour"),
        (["cancel", "--set", "Name=x"], "Name"),
        (["edit", "--input", "no-such-file"], "no-such-file"),
    ],
)
def test_wrong_use_is_one_sentence_and_nothing_is_kept(
    profile: Profile, stand_in: StandIn, words: list[str], said: str
) -> None:
    order = _order(profile, "state:pending")
    line = profile.run("show", order["id"], "--json").json["lines"][0]["id"]
    action, *rest = [word.format(line=line) for word in words]
    ran = _do(profile, action, order["id"], *rest)
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert said in ran.sentence
    assert stand_in.writes() == []
    assert profile.run("show", order["id"], "--json").json["commands"] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("{", "JSON"),
        ("[]", "JSON object"),
        ({"fields": {"Colour": "red"}, "lines": []}, "Colour"),
        ({"fields": {}, "lines": [{"Quantity": -1}]}, "Quantity"),
        ({"lines": [], "items": []}, "lines"),
    ],
)
def test_a_new_order_that_cannot_be_is_one_sentence(
    profile: Profile, stand_in: StandIn, given: object, said: str
) -> None:
    text = given if isinstance(given, str) else json.dumps(given)
    name = stand_in.connection["name"]
    ran = profile.run("do", "create", name, "--input", "-", "--json", given=text)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.sentence
    assert stand_in.writes() == []


def test_a_note_of_ten_megabytes_is_refused_before_it_is_sent(
    profile: Profile, stand_in: StandIn
) -> None:
    order = _order(profile, "state:pending")
    line = profile.run("show", order["id"], "--json").json["lines"][0]["id"]
    given = {"line": line, "Notes": "x" * 10_000_000}
    ran = _do(profile, "edit_item", order["id"], "--input", "-", given=given)
    assert (ran.code, ran.out) == (2, "")
    assert "10,000,000" in ran.sentence
    assert len(ran.err) < 500
    assert stand_in.writes() == []


def test_what_cannot_be_reached_is_withdrawn_and_failed(profile: Profile) -> None:
    order = _order(profile, "state:pending")
    with standing("iqmetrix", orders=0) as gone:
        moved = {**gone.connection, "name": "gone"}
    _move(profile, moved)
    ran = _do(profile, "cancel", order["id"])
    reason = _stopped(ran, 5, "failed")
    assert "127.0.0.1" in reason
    shown = profile.run("show", order["id"], "--json").json
    assert (shown["state"], shown["commands"], shown["pending"]) == ("pending", [], [])


def _move(profile: Profile, connection: dict[str, Any]) -> None:
    """Have the profile's connection lead somewhere else, as a person might edit it."""
    (known,) = profile.run("connections", "list", "--json").json
    text = json.dumps({**connection, "name": known["name"]})
    assert profile.run("connections", "import", "-", given=text).code == 0


def test_what_is_not_signed_in_is_withdrawn_and_failed(profile: Profile, stand_in: StandIn) -> None:
    order = _order(profile, "state:pending")
    secrets = {**stand_in.connection["secrets"], "password": "wrong"}
    _move(profile, {**stand_in.connection, "secrets": secrets})
    reason = _stopped(_do(profile, "cancel", order["id"]), 5, "failed")
    assert "password" in reason
    assert stand_in.writes() == []
    assert profile.run("show", order["id"], "--json").json["commands"] == []


def test_a_lost_answer_is_read_back_and_not_sent_twice(profile: Profile, stand_in: StandIn) -> None:
    order = _order(profile, "state:pending")
    stand_in.fault(kind="cut", when="after", method="PUT", count=1)
    _done(_do(profile, "cancel", order["id"]))
    assert stand_in.order(order["vendor_id"])["State"] == "Cancelled"
    assert len(stand_in.writes()) == 1


def test_what_nobody_can_tell_is_unknown(profile: Profile, stand_in: StandIn) -> None:
    profile.settings(deadline=3, settle_seconds=1, wait_seconds=6)
    order = _order(profile, "state:pending")
    stand_in.fault(kind="cut", when="before", method="PUT", count=1)
    stand_in.fault(kind="status", status=503, method="GET", skip=1, path=order["vendor_id"])
    reason = _stopped(_do(profile, "cancel", order["id"]), 6, "unknown")
    assert reason
    assert len(stand_in.writes()) == 1
    stand_in.control("DELETE", "/faults")
    shown = profile.run("show", order["id"], "--json").json
    assert [command["state"] for command in shown["commands"]] == ["unknown"]
    assert shown["actions"]["cancel"]["verdict"] == "refused"


def test_what_the_vendor_puts_off_is_still_waiting(profile: Profile, stand_in: StandIn) -> None:
    profile.settings(deadline=3, settle_seconds=1, wait_seconds=3)
    order = _order(profile, "state:pending")
    stand_in.fault(kind="status", status=429, method="PUT")
    reason = _stopped(_do(profile, "cancel", order["id"]), 7, "waiting")
    assert reason
    stand_in.control("DELETE", "/faults")
    shown = profile.run("show", order["id"], "--json").json
    assert shown["pending"] == ["cancel"]
    assert stand_in.order(order["vendor_id"])["State"] == "Pending"


def test_two_commands_at_once_do_it_once(profile: Profile, stand_in: StandIn) -> None:
    order = _order(profile, "state:pending")
    both = [profile.start("do", "cancel", order["id"], "--json") for _ in range(2)]
    ran = [ended(process) for process in both]
    assert sorted(one.code for one in ran) in ([0, 3], [0, 0])
    assert stand_in.order(order["vendor_id"])["State"] == "Cancelled"
    assert len(stand_in.writes()) == 1


def _state_of_change(profile: Profile, order_id: str) -> str | None:
    commands = profile.run("show", order_id, "--json").json["commands"]
    return commands[0]["state"] if commands else None


def test_ctrl_c_withdraws_what_was_not_sent(profile: Profile, stand_in: StandIn) -> None:
    order = _order(profile, "state:pending")
    stand_in.control("DELETE", "/log")
    stand_in.fault(kind="status", status=429, method="PUT")
    process = profile.start("do", "cancel", order["id"], "--json")
    while not stand_in.writes() or _state_of_change(profile, order["id"]) != "waiting":
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    ran = ended(process)
    assert (ran.code, ran.out) == (130, "")
    assert "withdrawn" in ran.sentence
    assert profile.run("show", order["id"], "--json").json["commands"] == []


def test_ctrl_c_says_what_is_on_its_way(profile: Profile, stand_in: StandIn) -> None:
    order = _order(profile, "state:pending")
    stand_in.fault(kind="hold", method="PUT")
    process = profile.start("do", "cancel", order["id"], "--json")
    assert stand_in.control("GET", "/holds", wait=30)
    process.send_signal(signal.SIGINT)
    ran = ended(process)
    assert (ran.code, ran.out) == (130, "")
    assert f"orderdesk show {order['id']}" in ran.sentence
    stand_in.control("DELETE", "/faults")
    (command,) = profile.run("show", order["id"], "--json").json["commands"]
    assert command["state"] in {"sending", "unknown"}
    assert len(stand_in.writes()) == 1
