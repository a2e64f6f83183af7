"""`orderdesk do ACTION --query QUERY`: the plan, the ledger, and the exit code of the gravest."""

from collections import Counter

from tests.e2e.programs import Profile, StandIn


def test_a_plan_sends_nothing_and_the_ledger_says_what_was_done(
    profile: Profile, stand_in: StandIn
) -> None:
    query = "state:pending,processed"
    words = ("do", "cancel", "--query", query)
    planned = profile.run(*words, "--dry-run", "--json")
    assert (planned.code, planned.err) == (0, "")
    plan = planned.json
    rows = {row["order"]: row for row in plan["rows"]}
    assert plan["run"] is None
    assert sum(plan["plan"].values()) == len(rows)
    assert plan["plan"]["will_do"] > 0
    assert plan["plan"]["refused"] > 0
    assert all(row["reason"] for row in rows.values() if row["forecast"] == "refused")
    assert stand_in.writes() == []

    ran = profile.run(*words, "--json")
    assert (ran.code, ran.err) == (3, "")
    ledger = ran.json
    assert set(ledger) == {"action", "query", "plan", "run", "state", "counts", "rows"}
    assert (ledger["state"], ledger["plan"]) == ("ended", plan["plan"])
    outcomes = Counter(row["outcome"] for row in ledger["rows"])
    assert {one: n for one, n in ledger["counts"].items() if n} == outcomes
    assert outcomes == {"done": plan["plan"]["will_do"], "refused": plan["plan"]["refused"]}
    assert len(stand_in.writes()) == outcomes["done"]
    for row in ledger["rows"]:
        assert (row["outcome"] == "done") == (rows[row["order"]]["forecast"] == "will_do")
        assert row["outcome"] == "done" or row["reason"]


def test_a_field_is_given_to_every_order_that_is_found(profile: Profile, stand_in: StandIn) -> None:
    number = profile.run("list", "state:pending", "--json").json[0]["number"]
    words = ("do", "edit", "--query", f"number:{number}", "--set", "Name=Together")
    ran = profile.run(*words)
    assert ran.code == 0, ran.err
    assert ran.out.endswith("1 Done\n")
    assert profile.run("list", "name:Together", "--json").json[0]["number"] == number
    again = profile.run(*words)
    assert again.code == 3
    assert "Nothing would change." in again.out
    assert len(stand_in.writes()) == 1


def test_what_cannot_be_asked_is_wrong_use(profile: Profile, stand_in: StandIn) -> None:
    for words, said in (
        (("do", "cancel"), "needs ORDER or --query"),
        (("do", "cancel", "n:1", "--query", "state:open"), "not both"),
        (("do", "dance", "--query", "state:open"), "There is no action “dance”"),
        (("do", "create", "--query", "state:open"), "There is no action “create”"),
        (("do", "cancel", "--query", "number:nothing-like-it"), "Nothing is found"),
        (("do", "edit", "--query", "state:open", "--set", "Nonsense=1"), "no field “Nonsense”"),
        (("do", "cancel", "--query", "colour:red"), "colour"),
    ):
        ran = profile.run(*words)
        assert (ran.code, ran.out) == (2, ""), words
        assert said in ran.err
    assert stand_in.writes() == []
