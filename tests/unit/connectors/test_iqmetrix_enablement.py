"""Enablement: every state x action x condition in the domain, as written down by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from orderdesk.connectors.iqmetrix.rules import RULES
from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.order import Line, Order
from tests.enablement.iqmetrix import ACTIONS, CONDITIONS, ENABLEMENT, SETTINGS, STATES, Cell

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def order_in(state: str, condition: str) -> Order:
    fields: dict[str, str | None] = {"BillingCustomerId": "c1", "ShippingCustomerId": "c1"}
    if condition == "no_billing_customer":
        fields["BillingCustomerId"] = None
    if condition == "both_targets":
        fields["ShippingEntityId"] = "14203"
    known = RULES.state(state)
    return Order(
        connection="shop",
        vendor="iqmetrix",
        vendor_id="5429edbc-86a9-435e-b0c1-5fd1252246a8",
        state=known.status if known else None,
        vendor_state=state,
        expires_at=NOW + timedelta(hours=-1 if condition == "expired" else 1),
        lines=(Line(id="l1"),),
        fields=fields,
    )


def test_the_table_is_whole() -> None:
    assert len(ENABLEMENT) == len(STATES) * len(CONDITIONS) * len(ACTIONS)
    assert {(c.state, c.condition, c.action) for c in ENABLEMENT} == {
        (s, c, a) for s in STATES for c in CONDITIONS for a in ACTIONS
    }
    assert {rule.name for rule in RULES.actions} == {*ACTIONS, "create"}
    assert {state.word for state in RULES.states} == set(STATES)


@pytest.mark.parametrize("cell", ENABLEMENT, ids=str)
def test_cell(cell: Cell) -> None:
    facts = Facts(settings=SETTINGS.get(cell.condition, {}))
    verdict = decide(order_in(cell.state, cell.condition), RULES, facts, NOW)[cell.action]

    assert verdict.kind == cell.verdict
    if cell.reason is not None:
        assert cell.reason in str(verdict.reason)
        assert str(verdict.way_out).endswith(".")
    elif cell.verdict == "vendor_decides":
        assert "iQmetrix decides" in str(verdict.reason)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_unknown_state_forbids_all_and_says_so(action: str) -> None:
    verdict = decide(order_in("AwaitingMoonrise", "none"), RULES, Facts(), NOW)[action]

    assert verdict.kind is Kind.REFUSED
    assert "“AwaitingMoonrise”" in str(verdict.reason)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_unknown_outcome_forbids_all_and_says_so(action: str) -> None:
    facts = Facts(outcome_unknown=True)
    verdict = decide(order_in("Pending", "none"), RULES, facts, NOW)[action]

    assert verdict.kind is Kind.REFUSED
    assert ("answer was lost" in str(verdict.reason)) is (action != "submit")


def test_an_order_expires_at_its_very_moment() -> None:
    order = order_in("Pending", "none")
    assert order.expires_at is not None
    before = decide(order, RULES, Facts(), order.expires_at - timedelta(microseconds=1))
    at = decide(order, RULES, Facts(), order.expires_at)

    assert before["edit"].kind is Kind.ALLOWED
    assert at["edit"].kind is Kind.REFUSED
