"""Conditions on values and kinds, states of a tenant's own, and actions of any state."""

from dataclasses import replace

import pytest

from orderdesk.domain.actions import Facts, Kind, Verdict, decide_action, decide_creation
from orderdesk.domain.order import Order
from orderdesk.domain.rules import ActionRule, Condition, Effect, Family, Refusal, Test, VendorRules
from orderdesk.domain.status import OrderKind
from tests.unit.domain.invented import NOON, RULES, order

ACT = ActionRule(
    *("ship", Effect.ACT, Family.SHIP, "Ship", "truck", "Sends it off."),
    states=frozenset({"Draft", "Placed"}),
    refusals={
        "": Refusal("{action}: not when {state}.", "Make a {kind} anew."),
        "Frozen": Refusal("{action}: {state} is frozen.", "Thaw it."),
    },
)
TENANT = replace(RULES, tenant_states=True)
YES, NO = Kind.ALLOWED, Kind.REFUSED


def _verdict(about: Order, rule: ActionRule, rules: VendorRules = RULES) -> Verdict:
    return decide_action(about, rule, rules, Facts(), NOON)


def _of_kind(kind: OrderKind | None, word: str = "") -> Order:
    return order("v1").model_copy(update={"kind": kind, "kind_word": word})


def _with(test: Test, *values: str, fields: tuple[str, ...] = ("depot",)) -> ActionRule:
    condition = Condition(
        *("c", test, "{action}: {kind} in {state}.", "Ask about the {kind}."),
        fields=fields,
        values=values,
    )
    return replace(ACT, conditions=(condition,))


@pytest.mark.parametrize(
    ("test", "values", "depot", "home", "kind"),
    [
        (Test.VALUE_IN, ("East", "West"), "East", None, NO),
        (Test.VALUE_IN, ("East", "West"), None, "West", NO),
        (Test.VALUE_IN, ("East", "West"), "North", "South", YES),
        (Test.VALUE_IN, ("East",), None, None, YES),
        (Test.VALUE_IN, ("",), None, "West", NO),
        (Test.VALUE_IN, ("",), "East", "West", YES),
        (Test.VALUE_NOT_IN, ("East",), "East", None, YES),
        (Test.VALUE_NOT_IN, ("East",), "North", "East", YES),
        (Test.VALUE_NOT_IN, ("East",), "North", None, NO),
        (Test.VALUE_NOT_IN, ("East", ""), "North", None, YES),
        (Test.VALUE_NOT_IN, ("East",), "east", "EAST", NO),
    ],
)
def test_values_of_fields(
    test: Test, values: tuple[str, ...], depot: str | None, home: str | None, kind: Kind
) -> None:
    rule = _with(test, *values, fields=("depot", "home"))
    assert _verdict(order("v1", depot=depot, home=home), rule).kind is kind


@pytest.mark.parametrize(
    ("test", "values"),
    [(Test.VALUE_IN, ("",)), (Test.VALUE_NOT_IN, ("East",)), (Test.ANY_EMPTY, ())],
)
def test_what_a_list_has_left_out_is_not_read_rather_than_empty(
    test: Test, values: tuple[str, ...]
) -> None:
    rule = _with(test, *values)
    assert _verdict(order("v1", lines=None), rule).kind is YES
    assert _verdict(order("v1", lines=()), rule).kind is NO
    assert _verdict(order("v1", lines=None, depot=None), rule).kind is NO


@pytest.mark.parametrize(
    ("test", "values", "of", "kind"),
    [
        (Test.KIND_IN, ("invoice", "delivery"), OrderKind.INVOICE, NO),
        (Test.KIND_IN, ("invoice", "delivery"), OrderKind.SALES, YES),
        (Test.KIND_IN, ("invoice",), None, YES),
        (Test.KIND_IN, ("",), None, NO),
        (Test.KIND_NOT_IN, ("order", "preorder"), OrderKind.ORDER, YES),
        (Test.KIND_NOT_IN, ("order", "preorder"), OrderKind.INVOICE, NO),
        (Test.KIND_NOT_IN, ("order",), None, NO),
        (Test.KIND_NOT_IN, ("order", ""), None, YES),
    ],
)
def test_kinds(test: Test, values: tuple[str, ...], of: OrderKind | None, kind: Kind) -> None:
    assert _verdict(_of_kind(of), _with(test, *values)).kind is kind


@pytest.mark.parametrize(
    ("of", "word", "reason"),
    [
        (OrderKind.DELIVERY_NOTE, "BL", "Ship: Delivery note in Draft."),
        (None, "Odd paper", "Ship: Odd paper in Draft."),
        (None, "", "Ship: Not known in Draft."),
    ],
)
def test_a_refusal_names_action_state_and_kind_and_the_way_out(
    of: OrderKind | None, word: str, reason: str
) -> None:
    verdict = _verdict(_of_kind(of, word), _with(Test.VALUE_IN, ""))
    assert str(verdict.reason) == reason
    assert str(verdict.way_out).startswith("Ask about the ")
    assert "{" not in f"{verdict.reason}{verdict.way_out}"


@pytest.mark.parametrize(
    ("state", "kind", "reason"),
    [
        ("Draft", YES, None),
        ("Shipped", NO, "Ship: not when Shipped."),
        ("Picked by Bob", YES, None),
        ("Frozen", NO, "Ship: Frozen is frozen."),
    ],
)
def test_a_tenants_own_state_forbids_what_the_table_says_and_no_more(
    state: str, kind: Kind, reason: str | None
) -> None:
    verdict = _verdict(order("v1", state=state), ACT, TENANT)
    assert verdict.kind is kind
    assert (None if verdict.reason is None else str(verdict.reason)) == reason


def test_a_tenants_own_state_opens_no_way_of_the_table() -> None:
    submit = RULES.action("submit")
    assert submit is not None
    about = order("v1", state="Picked by Bob", payer="c1", lines=None)
    assert _verdict(about, submit, TENANT).kind is NO
    assert str(_verdict(about, submit).reason) == "The state “Picked by Bob” is not known."


@pytest.mark.parametrize("state", ["Draft", "Gone", "Never heard of", ""])
def test_an_action_of_any_state_is_open_in_all_and_its_conditions_count(state: str) -> None:
    rule = replace(ACT, any_state=True, states=frozenset[str](), refusals={})
    assert _verdict(order("v1", state=state), rule).kind is YES
    strict = replace(_with(Test.KIND_IN, "sales"), any_state=True)
    assert _verdict(order("v1", state=state), strict).kind is NO


def test_an_act_with_a_way_leads_there_and_one_without_does_not() -> None:
    submitted = replace(ACT, name="submit")
    assert _verdict(order("v1"), submitted).target == "Placed"
    assert _verdict(order("v1"), ACT).target is None


def test_a_setting_can_forbid_new_orders_and_nothing_else_is_asked() -> None:
    strict = Condition(
        *("strict", Test.SETTING_ON, "{action}: not on this account.", "Turn it off."),
        fields=("strict",),
    )
    of_an_order = replace(strict, name="other", test=Test.ANY_EMPTY)
    rules = replace(
        RULES,
        actions=tuple(
            replace(rule, conditions=(strict, of_an_order))
            if rule.effect is Effect.CREATE
            else rule
            for rule in RULES.actions
        ),
    )

    assert decide_creation(rules, Facts({"strict": "no"})).kind is YES
    refused = decide_creation(rules, Facts({"strict": "yes"}))
    assert refused.kind is NO
    assert refused.reason is not None
    assert "not on this account" in refused.reason.render()
