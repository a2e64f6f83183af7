"""The matrix says what the rule tables say."""

from dataclasses import replace

from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.capabilities import (
    ANY,
    OWN,
    Answer,
    Capability,
    capabilities_of,
    markdown,
    states_of,
)
from orderdesk.domain.rules import ActionRule, Effect, Family, VendorRules
from tests.unit.domain.invented import NOON, RULES, line, order

_ACT = ActionRule(
    *("weigh", Effect.ACT, Family.NOTE, "Weigh", "scale", "Weighs it."), any_state=True
)
TENANT = replace(RULES, title="Tenants", tenant_states=True, actions=(*RULES.actions, _ACT))


def _found(rules: VendorRules) -> dict[str, Capability]:
    return {one.action: one for one in capabilities_of(rules)}


def _answers(rules: VendorRules, action: str) -> dict[str, Answer]:
    return {cell.state: cell.answer for cell in _found(rules)[action].cells}


def test_every_cell_is_what_is_decided_on_an_order_that_meets_no_condition() -> None:
    kinds = {
        Kind.ALLOWED: {Answer.YES, Answer.YES_IF},
        Kind.REFUSED: {Answer.NO},
        Kind.VENDOR_DECIDES: {Answer.VENDOR_DECIDES},
    }
    for state in states_of(RULES):
        about = order("v1", state=state, lines=(line("1"),), payer="p1")
        for name, verdict in decide(about, RULES, Facts(), NOON).items():
            if verdict.kind is not Kind.NOT_OFFERED:
                assert _answers(RULES, name)[state] in kinds[verdict.kind], (name, state)


def test_ifs_and_reasons_are_told_with_the_way_out() -> None:
    submit = {cell.state: cell for cell in _found(RULES)["submit"].cells}
    assert submit["Draft"].answer is Answer.YES_IF
    assert submit["Draft"].notes == (
        "There is nothing on it. Add an item.",
        "Nobody pays. Name a payer.",
    )
    assert submit["Gone"].notes == ("Submit is not possible: the order is Gone. Make a new order.",)
    assert _answers(RULES, "edit")["Draft"] is Answer.YES


def test_what_is_not_offered_names_the_nearest() -> None:
    delete = _found(RULES)["delete"]
    assert not delete.offered
    assert [(cell.state, cell.answer) for cell in delete.cells] == [(ANY, Answer.NOT_OFFERED)]
    assert delete.cells[0].notes == ("It deletes nothing. Cancel it.",)


def test_shared_actions_come_first_and_in_their_order() -> None:
    names = [one.action for one in capabilities_of(TENANT)]
    assert names == [
        *("create", "edit", "add_item", "submit", "process", "cancel", "delete", "weigh"),
    ]


def test_tenants_states_are_one_column_more() -> None:
    assert states_of(TENANT)[-1] == OWN
    assert _answers(TENANT, "edit")[OWN] is Answer.YES
    assert _answers(TENANT, "submit")[OWN] is Answer.NO
    none = replace(TENANT, states=(), transitions=(), tenant_states=False)
    assert set(_answers(none, "weigh")) == {ANY}


def test_the_matrix_is_a_table_of_all_and_one_of_each_with_notes() -> None:
    text = markdown([RULES, TENANT])
    assert "| action | Quill Works | Tenants |" in text
    assert "| `edit` | in 2 of 5 states | in 3 of 6 states |" in text
    assert "| `cancel` | in 2 of 5 states, or vendor decides |" in text
    assert "| `delete` | not offered | not offered |" in text
    assert "| `ship` | – | – |" in text
    assert "| `weigh` | – | yes |" in text
    assert "## Quill Works" in text
    assert "any of the tenant's own" in text
    assert "\n1. " in text
    assert "- Delete (`delete`): It deletes nothing. Cancel it.\n" in text
    assert "{" not in text
