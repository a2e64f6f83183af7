"""Enablement: every state x action x condition in the domain, as written down by hand."""

from datetime import UTC, datetime

import pytest

from orderdesk.connectors.orderspace.rules import RULES
from orderdesk.connectors.orderspace.vocabulary import STATUSES
from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.order import Order
from orderdesk.domain.rules import ACTIONS as NAMES
from orderdesk.domain.rules import Effect
from tests.enablement.cells import Cell
from tests.enablement.orderspace import TABLE
from tests.unit.connectors.orderspace.samples import mapped, raw_lines, raw_order

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
SOME = {"invoiced": 4, "dispatched": 0, "on_hold": False, "preorder_window_id": ""}
COUNTS = {
    "none": SOME,
    "older": SOME,
    "all_invoiced": {**SOME, "invoiced": 10},
    "none_invoiced": {**SOME, "invoiced": 0},
    "all_held": {**SOME, "on_hold": True},
}


def order_in(state: str, condition: str = "none") -> Order:
    line = {**COUNTS[condition], "quantity": 10}
    return mapped(raw_order(status=state, order_lines=raw_lines(line, line, line)[:3]))


def test_the_table_is_whole() -> None:
    assert len(TABLE.cells) == len(TABLE.states) * len(TABLE.conditions) * len(TABLE.actions)
    assert {rule.name for rule in RULES.actions} == {*TABLE.actions, "create"}
    assert {state.word for state in RULES.states} == set(TABLE.states) == set(STATUSES)


@pytest.mark.parametrize("cell", TABLE.cells, ids=str)
def test_cell(cell: Cell) -> None:
    facts = Facts(settings=TABLE.settings.get(cell.condition, {}))
    verdict = decide(order_in(cell.state, cell.condition), RULES, facts, NOW)[cell.action]

    assert verdict.kind == cell.verdict, str(verdict.reason)
    if cell.reason is not None:
        assert cell.reason in str(verdict.reason)
        assert str(verdict.way_out).endswith(".")
    elif cell.verdict == "vendor_decides":
        assert "Orderspace decides" in str(verdict.reason)


@pytest.mark.parametrize("action", ["invoice", "dispatch"])
def test_an_unknown_state_forbids_what_depends_on_it(action: str) -> None:
    verdict = decide(order_in("awaiting_moonrise"), RULES, Facts(), NOW)[action]
    assert verdict.kind is Kind.REFUSED
    assert "“awaiting_moonrise”" in str(verdict.reason)


@pytest.mark.parametrize("action", TABLE.actions)
def test_an_unknown_outcome_forbids_all(action: str) -> None:
    verdict = decide(order_in("released"), RULES, Facts(outcome_unknown=True), NOW)[action]
    assert verdict.kind is Kind.REFUSED
    assert "outcome is not known" in str(verdict.reason)


def test_a_count_that_is_not_known_forbids_nothing() -> None:
    lines = raw_lines({"invoiced": None, "dispatched": None})
    order = mapped(raw_order(status="released", order_lines=lines))
    verdicts = decide(order, RULES, Facts(), NOW)
    assert verdicts["dispatch"].kind is Kind.ALLOWED
    assert verdicts["delete_invoice"].kind is Kind.ALLOWED
    assert verdicts["invoice"].kind is Kind.VENDOR_DECIDES


def test_every_name_of_an_action_is_offered_or_told_not_to_be() -> None:
    own, missing = ({one.name for one in each} for each in (RULES.actions, RULES.not_offered))
    assert not own & missing
    assert own | missing == set(NAMES)
    for one in RULES.not_offered:
        assert one.reason.endswith(".")
        assert one.nearest.endswith(".")


def test_what_cannot_be_undone_names_the_order_and_the_customer() -> None:
    for rule in RULES.actions:
        if not rule.reversible:
            assert "{number}" in rule.confirmation
            assert "{customer}" in rule.confirmation
    assert [rule.name for rule in RULES.actions if rule.deletes] == ["delete"]


def test_ways_lead_from_and_to_states_that_there_are() -> None:
    words = {state.word for state in RULES.states}
    assert all({way.source, way.target} <= words for way in RULES.transitions)
    final = {state.word for state in RULES.states if state.terminal}
    assert not [way for way in RULES.transitions if way.source in final]


def test_a_product_has_its_name_and_price_from_the_vendor() -> None:
    [create] = (rule for rule in RULES.actions if rule.effect is Effect.CREATE)
    [sku] = (spec for spec in create.line_fields if spec.key == "sku")
    assert set(sku.excludes) == {"name", "unit_price", "tax_rate_id"}
