"""What may be done with an order, and why the rest may not, from the table alone."""

from datetime import timedelta

import pytest

from orderdesk.domain.actions import Facts, Kind, Verdict, decide, decide_action
from orderdesk.domain.order import Order
from orderdesk.domain.rules import Effect
from tests.unit.domain.invented import NOON, RULES, line, order

ALLOWED, REFUSED = Kind.ALLOWED, Kind.REFUSED
DECIDES, NOT_OFFERED = Kind.VENDOR_DECIDES, Kind.NOT_OFFERED


def _order(
    state: str,
    *,
    payer: str = "c1",
    home: str | None = None,
    depot: str | None = None,
    until: str | None = None,
) -> Order:
    lines = (line("1"),)
    return order("v1", state=state, lines=lines, payer=payer, home=home, depot=depot, until=until)


def _verdict(about: Order, action: str, facts: Facts | None = None) -> Verdict:
    return decide(about, RULES, facts or Facts(), NOON)[action]


@pytest.mark.parametrize(
    ("state", "edit", "add_item", "submit", "process", "cancel"),
    [
        ("Draft", ALLOWED, ALLOWED, ALLOWED, REFUSED, REFUSED),
        ("Placed", ALLOWED, REFUSED, REFUSED, ALLOWED, ALLOWED),
        ("Held", REFUSED, REFUSED, REFUSED, REFUSED, REFUSED),
        ("Shipped", REFUSED, REFUSED, REFUSED, REFUSED, DECIDES),
        ("Gone", REFUSED, REFUSED, REFUSED, REFUSED, REFUSED),
        ("Never heard of", REFUSED, REFUSED, REFUSED, REFUSED, REFUSED),
    ],
)
def test_state_opens_and_closes_actions(
    state: str, edit: Kind, add_item: Kind, submit: Kind, process: Kind, cancel: Kind
) -> None:
    verdicts = decide(_order(state), RULES, Facts(), NOON)
    kinds = {name: verdict.kind for name, verdict in verdicts.items()}
    assert kinds == {
        "edit": edit,
        "add_item": add_item,
        "submit": submit,
        "process": process,
        "cancel": cancel,
        "delete": NOT_OFFERED,
    }


def test_every_refusal_says_why_and_what_to_do() -> None:
    for state in ("Draft", "Placed", "Held", "Shipped", "Gone", "Never heard of"):
        for verdict in decide(_order(state), RULES, Facts(), NOON).values():
            if verdict.kind in {REFUSED, NOT_OFFERED}:
                assert not verdict.allowed
                assert verdict.reason is not None
                assert verdict.way_out is not None
                assert "{" not in verdict.reason.render() + verdict.way_out.render()


def test_refusal_of_a_state_is_its_own_or_the_usual_one() -> None:
    held, gone = _verdict(_order("Held"), "edit"), _verdict(_order("Gone"), "edit")
    assert str(held.reason) == "It is on hold."
    assert str(gone.reason) == "Edit is not possible: the order is Gone."


def test_unknown_state_is_named_in_the_vendors_words() -> None:
    verdict = _verdict(_order("Lost {x}"), "cancel")
    assert str(verdict.reason) == "The state “Lost {x}” is not known."


def test_allowed_action_names_its_fields_and_where_it_leads() -> None:
    submit = _verdict(_order("Draft"), "submit")
    assert (submit.kind, submit.target, submit.reason) == (ALLOWED, "Placed", None)
    edit = _verdict(_order("Draft"), "edit")
    assert "title" in edit.fields
    assert "made_by" not in edit.fields
    assert edit.target is None


def test_disputed_way_is_the_vendors_to_decide() -> None:
    verdict = _verdict(_order("Shipped"), "cancel")
    assert verdict.allowed
    assert str(verdict.reason) == "Some say Shipped is final."
    assert verdict.target == "Gone"


@pytest.mark.parametrize(
    ("about", "action", "reason"),
    [
        (order("v1", lines=(), payer="c1"), "submit", "There is nothing on it."),
        (_order("Draft", payer=""), "submit", "Nobody pays."),
        (_order("Placed", home="1 Quay", depot="D1"), "process", "It has two goals."),
        (_order("Placed", until=NOON.isoformat()), "process", "Process: it has expired."),
    ],
)
def test_condition_refuses_in_any_state(about: Order, action: str, reason: str) -> None:
    verdict = _verdict(about, action)
    assert verdict.kind is REFUSED
    assert str(verdict.reason) == reason
    assert verdict.way_out is not None


@pytest.mark.parametrize(
    ("about", "action"),
    [
        # Lines that have not been read are not none.
        (order("v1", lines=None, payer="c1"), "submit"),
        (_order("Placed", home="1 Quay"), "process"),
        (_order("Placed", until=(NOON + timedelta(seconds=1)).isoformat()), "process"),
    ],
)
def test_condition_that_is_not_met_refuses_nothing(about: Order, action: str) -> None:
    assert _verdict(about, action).kind is ALLOWED


def test_state_is_looked_at_before_conditions() -> None:
    expired = _order("Gone", until=NOON.isoformat())
    assert str(_verdict(expired, "process").reason) == (
        "Process is not possible: the order is Gone."
    )


@pytest.mark.parametrize(("value", "kind"), [("yes", REFUSED), ("no", ALLOWED), ("", ALLOWED)])
def test_setting_of_the_connection_may_forbid(value: str, kind: Kind) -> None:
    facts = Facts(settings={"strict": value})
    assert _verdict(_order("Placed"), "cancel", facts).kind is kind


def test_nothing_is_done_while_an_outcome_is_not_known() -> None:
    verdicts = decide(_order("Placed"), RULES, Facts(outcome_unknown=True), NOON)
    for name, verdict in verdicts.items():
        assert not verdict.allowed
        if name in {"edit", "process", "cancel"}:
            assert str(verdict.reason) == "An earlier change is not settled."


def test_what_the_vendor_has_no_call_for_names_the_nearest() -> None:
    verdict = _verdict(_order("Draft"), "delete")
    assert verdict.kind is NOT_OFFERED
    assert (str(verdict.reason), str(verdict.way_out)) == ("It deletes nothing.", "Cancel it.")


def test_one_action_is_decided_like_all() -> None:
    about = _order("Placed")
    everything = decide(about, RULES, Facts(), NOON)
    for rule in RULES.actions:
        if rule.effect is not Effect.CREATE:
            assert decide_action(about, rule, RULES, Facts(), NOON) == everything[rule.name]


def test_rules_are_found_by_name() -> None:
    assert RULES.action("edit") is RULES.actions[1]
    assert RULES.action("fly") is None
    assert RULES.state("Draft") is RULES.states[0]
    assert RULES.state("draft") is None
    assert RULES.transition("Placed", "cancel") is not None
    assert RULES.transition("Draft", "cancel") is None
    assert RULES.order_field("title") is RULES.order_fields[0]
    assert RULES.order_field("colour") is None
