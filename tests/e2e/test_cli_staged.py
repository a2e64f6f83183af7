"""`orderdesk staged`: kept between commands, listed, sent and discarded, with the known codes."""

from tests.e2e.programs import Profile, StandIn


def test_edits_are_staged_listed_sent_and_discarded(profile: Profile, stand_in: StandIn) -> None:
    order = profile.run("list", "state:pending", "--json").json[0]
    stand_in.control("DELETE", "/log")
    values = ["--set", "Name=Call first", "--set", "DiscountCode=SPRING"]
    ran = profile.run("do", "edit", order["id"], *values, "--stage", "--json")
    assert (ran.code, ran.err, ran.json["outcome"]) == (0, "", "staged")
    ran = profile.run("do", "cancel", order["id"], "--stage", "--json")
    assert (ran.code, ran.json["outcome"]) == (3, "refused")
    [row] = profile.run("list", "staged:yes", "--json").json
    assert (row["id"], row["name"], row["mark"]) == (order["id"], "Call first", "staged")
    assert profile.run("list", "pending:yes", "--json").json == []

    [change] = profile.run("staged", "--json").json
    assert {field["field"]: field["new"] for field in change["fields"]} == {
        "Name": "Call first",
        "DiscountCode": "SPRING",
    }
    assert profile.run("staged", "discard", f"{change['id']}.DiscountCode").code == 0
    assert stand_in.control("GET", "/log") == []

    ran = profile.run("staged", "send", "--json")
    assert (ran.code, [one["outcome"] for one in ran.json]) == (0, ["done"]), ran.err
    assert stand_in.order(order["vendor_id"])["Name"] == "Call first"
    assert profile.run("staged", "--json").json == []
    assert profile.run("staged", "send", "nobody").code == 2


def test_what_cannot_be_sent_is_staged_still(profile: Profile, stand_in: StandIn) -> None:
    order = profile.run("list", "state:pending", "--json").json[0]
    ran = profile.run("do", "edit", order["id"], "--set", "Name=Mine", "--stage")
    assert ran.code == 0
    stand_in.control("POST", f"/orders/{order['vendor_id']}", {"set": {"Name": "Theirs"}})
    ran = profile.run("staged", "send", "--json")
    assert (ran.code, [one["outcome"] for one in ran.json]) == (3, ["refused"])
    [change] = profile.run("staged", "--json").json
    assert change["conflicts"] == [{"field": "Name", "theirs": "Theirs"}]
