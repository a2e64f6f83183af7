"""The table of rules holds together, and every sentence in it ends as one."""

import pytest

from orderdesk.connectors.valomnia.description import DESCRIPTION
from orderdesk.connectors.valomnia.form_fields import CREATE_FIELDS, EDIT_FIELDS
from orderdesk.connectors.valomnia.order_fields import ORDER_FIELDS
from orderdesk.connectors.valomnia.rules import RULES
from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.rules import ACTIONS, ActionRule, Effect
from tests.unit.connectors.valomnia.samples import SENT, listed

ACTS = [rule for rule in RULES.actions if rule.effect is not Effect.CREATE]


def test_every_shared_action_is_there_or_said_not_to_be() -> None:
    offered = [rule.name for rule in RULES.actions]
    missing = [one.name for one in RULES.not_offered]
    assert sorted(offered + missing) == sorted(ACTIONS)
    for one in RULES.not_offered:
        assert one.reason.endswith(".")
        assert one.nearest.endswith(".")


@pytest.mark.parametrize("rule", ACTS, ids=lambda rule: rule.name)
def test_every_refusal_has_a_reason_and_a_way_out(rule: ActionRule) -> None:
    for told in (*rule.refusals.values(), *rule.conditions):
        assert told.reason.endswith(".")
        assert told.way_out.endswith(".")
    for note in rule.disputed.values():
        assert note.endswith("Valomnia decides.")
    assert rule.any_state or "" in rule.refusals
    if not rule.reversible:
        assert "{number}" in rule.confirmation
        assert "{customer}" in rule.confirmation


def test_forms_and_shown_fields_agree() -> None:
    shown = {spec.key: spec for spec in ORDER_FIELDS}
    assert len(shown) == len(ORDER_FIELDS)
    for spec in EDIT_FIELDS:
        assert not shown[spec.key].read_only
    editable = {spec.key for spec in ORDER_FIELDS if not spec.read_only}
    assert editable == {spec.key for spec in EDIT_FIELDS}
    hidden = {spec.key for spec in CREATE_FIELDS} - shown.keys()
    assert all(key.startswith("billing") for key in hidden)
    looked_up = {spec.look_up for spec in (*ORDER_FIELDS, *RULES.line_fields)} - {None}
    assert looked_up == set(DESCRIPTION.look_ups)


def test_shortcuts_do_not_collide() -> None:
    shortcuts = [rule.shortcut for rule in RULES.actions if rule.shortcut]
    assert len(shortcuts) == len(set(shortcuts))


def test_an_unknown_delivery_status_leaves_only_payments() -> None:
    order = listed(deliveryStatus="LOST_AT_SEA", orderPayments=[])
    verdicts = decide(order, RULES, Facts(), SENT)
    allowed = {name for name, verdict in verdicts.items() if verdict.kind is Kind.ALLOWED}
    assert allowed == {"record_payment", "apply_prepayment"}
    assert "“LOST_AT_SEA”" in str(verdicts["delete"].reason)


def test_what_cannot_be_proved_waits() -> None:
    verdicts = decide(listed(), RULES, Facts(outcome_unknown=True), SENT)
    offered = [verdicts[rule.name] for rule in ACTS]
    assert {verdict.kind for verdict in offered} == {Kind.REFUSED}
