"""The rules as data: whole, true to the diagram, and every sentence can be said."""

import string
from collections.abc import Iterator

import pytest

from orderdesk.connectors.iqmetrix.description import DESCRIPTION
from orderdesk.connectors.iqmetrix.item_fields import LINE_FIELDS
from orderdesk.connectors.iqmetrix.order_fields import ORDER_FIELDS
from orderdesk.connectors.iqmetrix.rules import RULES
from orderdesk.domain.fields import FieldSpec, check, choices_of
from orderdesk.domain.rules import Certainty, Effect
from orderdesk.domain.status import OrderStatus


def sentences() -> Iterator[tuple[str, str]]:
    for rule in RULES.actions:
        yield f"{rule.name} summary", rule.summary
        for state, refusal in rule.refusals.items():
            yield f"{rule.name} {state} reason", refusal.reason
            yield f"{rule.name} {state} way out", refusal.way_out
        for condition in rule.conditions:
            yield f"{rule.name} {condition.name} reason", condition.reason
            yield f"{rule.name} {condition.name} way out", condition.way_out
        if rule.confirmation:
            yield f"{rule.name} confirmation", rule.confirmation
    for missing in RULES.not_offered:
        yield f"{missing.name} reason", missing.reason
        yield f"{missing.name} nearest", missing.nearest
    for way in RULES.transitions:
        if way.certainty is Certainty.DISPUTED:
            yield f"{way.source} {way.target} note", way.note
    yield "unknown state reason", RULES.unknown_state.reason
    yield "unsettled reason", RULES.unsettled.reason


@pytest.mark.parametrize(("where", "text"), list(sentences()))
def test_every_sentence_is_one_and_names_known_facts_only(where: str, text: str) -> None:
    assert text.endswith("."), where
    facts = {name for _text, name, _spec, _way in string.Formatter().parse(text) if name}
    allowed = {"number", "customer"} if where.endswith("confirmation") else {"state", "action"}
    assert facts <= allowed


def test_every_action_explains_every_state_it_is_closed_in() -> None:
    for rule in RULES.actions:
        if rule.effect is Effect.CREATE:
            continue
        assert "" in rule.refusals, rule.name
        for state in RULES.states:
            if rule.effect is Effect.TRANSIT:
                open_here = RULES.transition(state.word, rule.name) is not None
            else:
                open_here = state.word in rule.states
            assert open_here != (state.word in rule.refusals), f"{rule.name} in {state.word}"


def test_states_have_the_places_of_the_vendors_diagram() -> None:
    places = {state.word: (state.column, state.row, state.terminal) for state in RULES.states}
    assert places == {
        "Created": (0, 0, False),
        "Pending": (1, 0, False),
        "Processed": (2, 0, False),
        "Completed": (3, 0, True),
        "Cancelled": (2, 1, True),
    }
    assert {state.status for state in RULES.states} == {
        OrderStatus.CREATED,
        OrderStatus.PENDING,
        OrderStatus.PROCESSED,
        OrderStatus.COMPLETED,
        OrderStatus.CANCELLED,
    }


def test_transitions_are_the_documented_ones() -> None:
    ways = {(way.source, way.target, way.action, way.certainty) for way in RULES.transitions}
    assert ways == {
        ("Created", "Pending", "submit", Certainty.DOCUMENTED),
        ("Pending", "Processed", "process", Certainty.DOCUMENTED),
        ("Created", "Processed", "process", Certainty.DISPUTED),
        ("Pending", "Cancelled", "cancel", Certainty.DOCUMENTED),
        ("Processed", "Completed", None, Certainty.DOCUMENTED),
    }


def test_what_cannot_be_undone_asks_first_and_names_the_order() -> None:
    final = {rule.name: rule.confirmation for rule in RULES.actions if not rule.reversible}
    assert set(final) == {"process", "cancel"}
    for text in final.values():
        assert "{number}" in text
        assert "{customer}" in text
        assert "cannot be undone" in text


def test_shortcuts_and_names_are_unique() -> None:
    shortcuts = [rule.shortcut for rule in RULES.actions if rule.shortcut]
    names = [rule.name for rule in RULES.actions] + [one.name for one in RULES.not_offered]
    assert len(set(shortcuts)) == len(shortcuts)
    assert len(set(names)) == len(names)


def test_a_cancel_of_a_processed_order_names_the_way_back_for_goods() -> None:
    cancel = RULES.action("cancel")
    assert cancel is not None
    refusal = cancel.refusals["Processed"]
    assert refusal.reason == (
        "This order is processed, and iQmetrix lets an order be cancelled only while it is pending."
    )
    assert refusal.way_out == "To take the goods back, create an RMA order."


@pytest.mark.parametrize("specs", [ORDER_FIELDS, LINE_FIELDS])
def test_fields_hang_together(specs: tuple[FieldSpec, ...]) -> None:
    keys = [spec.key for spec in specs]
    assert len(set(keys)) == len(keys)
    for spec in specs:
        assert spec.label
        assert spec.group
        assert set(spec.excludes) <= set(keys)
        assert spec.depends_on is None or spec.depends_on in keys
        assert spec.look_up is None or spec.look_up in DESCRIPTION.look_ups
        if spec.default is not None:
            assert not check([spec], {spec.key: spec.default}).problems


def test_shipping_targets_exclude_each_other() -> None:
    both = {"ShippingCustomerId": "c", "ShippingEntityId": "14203", "EntityId": "14202"}
    problems = check(ORDER_FIELDS, both).problems
    assert set(problems) == {"ShippingCustomerId", "ShippingEntityId"}


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("-1", "at least 0"),
        ("1e400", "no number that can be sent"),
        ("NaN", "no number that can be sent"),
        ("2.5", "whole numbers only"),
        ("2147483648", "at most 2147483647"),
    ],
)
def test_quantities_that_cannot_be(value: str, problem: str) -> None:
    problems = check(LINE_FIELDS, {"Quantity": value}, {}).problems
    assert problem in str(problems["Quantity"])


def test_a_note_of_ten_megabytes_is_refused_with_its_length() -> None:
    problems = check(LINE_FIELDS, {"Notes": "x" * 10_000_000}, {}).problems
    assert "10,000,000 characters long; 10,000 can be sent" in str(problems["Notes"])


def test_the_statuses_on_offer_are_those_of_the_item_type() -> None:
    status = next(spec for spec in LINE_FIELDS if spec.key == "ItemStatusId")
    offered = {
        kind: [choice.value for choice in choices_of(status, {"ItemTypeId": kind})]
        for kind in ("1", "2", "3", "4")
    }
    assert offered == {
        "1": ["1", "2", "3", "4", "5", "6", "7", "8"],
        "2": ["9", "10", "11", "12", "16"],
        "3": ["13", "14", "17"],
        "4": ["15"],
    }
    wrong = check(LINE_FIELDS, {"ItemTypeId": "2", "ItemStatusId": "1"}, {}).problems
    assert "9 (New)" in str(wrong["ItemStatusId"])


def test_only_a_product_is_unique_on_an_order() -> None:
    assert [spec.key for spec in LINE_FIELDS if spec.unique] == ["ProductId"]


def test_what_the_vendor_sets_is_read_only() -> None:
    read_only = {spec.key for spec in (*ORDER_FIELDS, *LINE_FIELDS) if spec.read_only}
    documented = {
        "Id",
        "OrderType",
        "PrintableId",
        "CreatedDateUtc",
        "OrderExpiryDate",
        "State",
        "ItemType",
        "ItemStatus",
    }
    assert documented <= read_only


def test_the_description_names_what_the_scripts_contract_names() -> None:
    assert [spec.key for spec in DESCRIPTION.urls] == [
        "orders",
        "accounts",
        "crm",
        "entitymanager",
        "usermanager",
        "catalogs",
    ]
    assert [spec.key for spec in DESCRIPTION.secrets] == [
        "username",
        "password",
        "client_id",
        "client_secret",
    ]
    assert "company_id" in {spec.key for spec in DESCRIPTION.settings}
