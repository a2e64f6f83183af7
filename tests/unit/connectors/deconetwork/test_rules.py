"""The rules as data: whole, true to the page, and every sentence can be said."""

import string
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from orderdesk.connectors.deconetwork.description import DESCRIPTION
from orderdesk.connectors.deconetwork.fields import LINE_FIELDS, ORDER_FIELDS
from orderdesk.connectors.deconetwork.rules import RULES
from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.fields import FieldSpec, FieldType, check
from orderdesk.domain.order import Line, Order
from orderdesk.domain.rules import ACTIONS, Certainty
from tests.enablement.cells import Cell
from tests.enablement.deconetwork import TABLE

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def sentences() -> Iterator[tuple[str, str]]:
    for rule in RULES.actions:
        yield f"{rule.name} summary", rule.summary
        for state, refusal in rule.refusals.items():
            yield f"{rule.name} {state} reason", refusal.reason
            yield f"{rule.name} {state} way out", refusal.way_out
        for state, note in rule.disputed.items():
            yield f"{rule.name} {state} note", note
        if rule.confirmation:
            yield f"{rule.name} confirmation", rule.confirmation
    for missing in RULES.not_offered:
        yield f"{missing.name} reason", missing.reason
        yield f"{missing.name} nearest", missing.nearest
    for way in RULES.transitions:
        if way.certainty is Certainty.DISPUTED:
            yield f"{way.source} {way.target} note", way.note
    for refusal in (RULES.unknown_state, RULES.unsettled):
        yield "any reason", refusal.reason
        yield "any way out", refusal.way_out


@pytest.mark.parametrize(("where", "text"), list(sentences()))
def test_every_sentence_is_one_and_names_known_facts_only(where: str, text: str) -> None:
    assert text.endswith("."), where
    facts = {name for _text, name, _spec, _way in string.Formatter().parse(text) if name}
    allowed = {"number", "customer"} if where.endswith("confirmation") else {"state", "action"}
    assert facts <= allowed


def order_in(state: str) -> Order:
    known = RULES.state(state)
    return Order(
        connection="shop",
        vendor="deconetwork",
        vendor_id="QA1",
        state=known.status if known else None,
        vendor_state=state,
        lines=(Line(id="1"),),
        fields={"to_produce": "2", "to_ship": "2"},
    )


@pytest.mark.parametrize("cell", TABLE.cells, ids=str)
def test_cell(cell: Cell) -> None:
    """No condition of the table but the state matters to the desk."""
    verdict = decide(order_in(cell.state), RULES, Facts(), NOW)[cell.action]
    assert verdict.kind == cell.verdict
    if cell.reason is not None:
        assert cell.reason in str(verdict.reason)
        assert str(verdict.way_out).endswith(".")
    elif cell.verdict == "vendor_decides":
        assert "DecoNetwork decides" in str(verdict.reason)


def test_the_table_has_every_state() -> None:
    assert {state.word for state in RULES.states} == set(TABLE.states)


@pytest.mark.parametrize("action", ["mark_produced", "mark_shipped"])
def test_an_unknown_number_forbids_and_says_so(action: str) -> None:
    verdict = decide(order_in("99"), RULES, Facts(), NOW)[action]
    assert verdict.kind is Kind.REFUSED
    assert "number 99" in str(verdict.reason)


@pytest.mark.parametrize("action", TABLE.actions)
def test_an_unknown_outcome_forbids_all(action: str) -> None:
    verdict = decide(order_in("1"), RULES, Facts(outcome_unknown=True), NOW)[action]
    assert verdict.kind is Kind.REFUSED


def test_transitions_go_forward_only() -> None:
    ways = {(way.source, way.target, way.action, way.certainty) for way in RULES.transitions}
    assert ways == {
        ("1", "2", "mark_produced", Certainty.DOCUMENTED),
        ("2", "3", "mark_shipped", Certainty.DOCUMENTED),
        ("1", "3", "mark_shipped", Certainty.DISPUTED),
        ("1", "4", None, Certainty.DOCUMENTED),
    }


def test_what_cannot_be_undone_asks_first_and_names_the_order() -> None:
    for rule in RULES.actions:
        assert not rule.reversible
        if rule.name == "add_note":
            continue
        assert "{number}" in rule.confirmation
        assert "{customer}" in rule.confirmation
        assert "cannot take this back" in rule.confirmation


def test_every_shared_action_is_offered_or_said_not_to_be() -> None:
    offered = {rule.name for rule in RULES.actions}
    missing = {one.name for one in RULES.not_offered}
    assert offered | missing == set(ACTIONS)
    assert not offered & missing


def test_no_number_that_only_programs_explain_is_named_as_the_vendors() -> None:
    for state in RULES.states:
        if state.word in {"1", "2", "3", "4"}:
            assert state.status is not None
        else:
            assert state.status is None
            assert f"Status {state.word} (" in state.label


@pytest.mark.parametrize("specs", [ORDER_FIELDS, LINE_FIELDS])
def test_fields_hang_together_and_none_can_be_edited(specs: tuple[FieldSpec, ...]) -> None:
    keys = [spec.key for spec in specs]
    assert len(set(keys)) == len(keys)
    assert all(spec.label and spec.group and spec.read_only for spec in specs)
    assert {spec.look_up for spec in specs} <= {None, *DESCRIPTION.look_ups}


def test_quantities_are_bounded_by_fields_of_lines() -> None:
    keys = {spec.key for spec in LINE_FIELDS}
    forms = [spec for rule in RULES.actions for spec in rule.fields]
    bounds = {spec.outstanding for spec in forms if spec.type is FieldType.QUANTITIES}
    assert bounds == {"to_produce", "to_ship"}
    assert bounds <= keys


def test_the_customer_is_told_of_whole_orders_only() -> None:
    rule = RULES.action("mark_shipped")
    assert rule is not None
    assert not check(rule.fields, {"contact_customer": "yes"}).problems
    assert check(rule.fields, {"contact_customer": "yes", "lines": "1 x 1"}).problems


def test_the_description_names_what_the_scripts_contract_names() -> None:
    assert [spec.key for spec in DESCRIPTION.urls] == ["site"]
    assert [spec.key for spec in DESCRIPTION.settings] == ["currency"]
    assert [spec.key for spec in DESCRIPTION.secrets] == ["username", "password"]
    [password] = [spec for spec in DESCRIPTION.secrets if spec.key == "password"]
    assert password.type is FieldType.HIDDEN
