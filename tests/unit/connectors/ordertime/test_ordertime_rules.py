"""The rules as data: whole, true to the pages, and every sentence can be said."""

import string
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from orderdesk.connectors.ordertime.description import DESCRIPTION
from orderdesk.connectors.ordertime.item_fields import LINE_FIELDS
from orderdesk.connectors.ordertime.order_fields import ORDER_FIELDS
from orderdesk.connectors.ordertime.rules import RULES
from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.fields import check
from orderdesk.domain.order import Line, Order
from orderdesk.domain.rules import ACTIONS, Effect
from tests.enablement.cells import Cell
from tests.enablement.ordertime import TABLE

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIXED = ("CustomerRef", "ItemSalesTaxRate", "TaxRateIsOverriden", "ship_docs", "to_ship", "Id")
TO_SHIP = {"none": "4", "part": "3", "shipped": "0", "closed": "0", "final": "4"}


def sentences() -> Iterator[tuple[str, str]]:
    for rule in RULES.actions:
        yield f"{rule.name} summary", rule.summary
        for note in rule.disputed.values():
            yield f"{rule.name} note", note
        for condition in rule.conditions:
            yield f"{condition.name} reason", condition.reason
            yield f"{condition.name} way out", condition.way_out
        if rule.confirmation:
            yield f"{rule.name} confirmation", rule.confirmation
    for missing in RULES.not_offered:
        yield f"{missing.name} reason", missing.reason
        yield f"{missing.name} nearest", missing.nearest
    for refusal in (RULES.unknown_state, RULES.unsettled):
        yield "any reason", refusal.reason
        yield "any way out", refusal.way_out
    specs = (*ORDER_FIELDS, *LINE_FIELDS, *DESCRIPTION.settings, *DESCRIPTION.secrets)
    for spec in specs:
        if spec.help:
            yield f"{spec.key} help", spec.help


@pytest.mark.parametrize(("where", "text"), list(sentences()))
def test_every_sentence_is_one_and_names_known_facts_only(where: str, text: str) -> None:
    assert text.endswith("."), where
    facts = {name for _text, name, _spec, _way in string.Formatter().parse(text) if name}
    allowed = {"number", "customer"} if where.endswith("confirmation") else {"state", "action"}
    assert facts <= allowed


def test_every_action_of_the_field_is_offered_or_told_why_not() -> None:
    offered = {rule.name for rule in RULES.actions}
    missing = {one.name for one in RULES.not_offered}
    assert offered | missing == set(ACTIONS)
    assert not offered & missing


@pytest.mark.parametrize("key", FIXED)
def test_what_cannot_be_changed_is_refused_by_the_form(key: str) -> None:
    rule = RULES.action("edit")
    assert rule is not None
    assert "cannot be changed" in str(check(rule.fields, {key: "1"}, {}).problems[key])


def test_keys_are_unique_and_references_can_be_looked_up() -> None:
    for specs in (ORDER_FIELDS, LINE_FIELDS, *(rule.fields for rule in RULES.actions)):
        keys = [spec.key for spec in specs]
        assert len(keys) == len(set(keys))
        assert {spec.look_up for spec in specs} - {None} <= set(DESCRIPTION.look_ups)


def test_irreversible_actions_name_the_order_and_whom_it_is_for() -> None:
    for rule in RULES.actions:
        if not rule.reversible:
            assert "{number}" in rule.confirmation
            assert "{customer}" in rule.confirmation


def order_in(state: str, condition: str) -> Order:
    return Order(
        connection="shop",
        vendor="ordertime",
        vendor_id="17373",
        vendor_state=state,
        lines=(Line(id="1"),),
        fields={"to_ship": TO_SHIP[condition]},
    )


@pytest.mark.parametrize("cell", TABLE.cells, ids=str)
def test_the_desk_answers_as_the_table_says(cell: Cell) -> None:
    order = order_in(cell.state, cell.condition)
    verdict = decide(order, RULES, Facts(), NOW)[cell.action]
    assert verdict.kind == cell.verdict
    assert (cell.reason or "") in str(verdict.reason or "")


@pytest.mark.parametrize("state", ["", "★ Rush", "承認待ち"])
def test_no_state_of_a_company_forbids_anything(state: str) -> None:
    verdicts = decide(order_in(state, "none"), RULES, Facts(), NOW)
    offered = {rule.name for rule in RULES.actions if rule.effect is not Effect.CREATE}
    kinds = {name: verdicts[name].kind for name in offered}
    assert kinds.pop("delete") is Kind.VENDOR_DECIDES
    assert set(kinds.values()) == {Kind.ALLOWED}


def test_an_order_without_items_is_not_shipped() -> None:
    empty = order_in("New", "none").model_copy(update={"lines": ()})
    verdict = decide(empty, RULES, Facts(), NOW)["ship"]
    assert verdict.kind is Kind.REFUSED
    assert "has no items" in str(verdict.reason)


def test_an_order_whose_details_are_not_read_may_be_tried() -> None:
    unread = order_in("New", "none").model_copy(update={"lines": None, "fields": {}})
    assert decide(unread, RULES, Facts(), NOW)["ship"].kind is Kind.ALLOWED
