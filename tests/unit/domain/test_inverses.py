"""What takes an act back, by each vendor's own table, and nothing where there is no such thing."""

from decimal import Decimal

import pytest

from orderdesk.connectors import registry
from orderdesk.domain.commands import Act, AddLine, Command, EditLine, EditOrder, RemoveLine
from orderdesk.domain.inverses import Inverse, inverse_of
from orderdesk.domain.order import Line, Order
from orderdesk.domain.rules import Effect, VendorRules
from tests.unit.domain.invented import NOON

KNOWN = {one.vendor: one.rules for one in registry.describe_all()}
INVERSES = {
    "iqmetrix": {
        "edit": "edit",
        "add_item": "remove_item",
        "edit_item": "edit_item",
        "remove_item": "add_item",
    },
    "orderspace": {"invoice": "delete_invoice"},
    "ordertime": {
        "edit": "edit",
        "add_item": "remove_item",
        "edit_item": "edit_item",
        "remove_item": "add_item",
        "change_status": "change_status",
    },
    "deconetwork": {},
    "valomnia": {
        "assign_delivery": "unassign_delivery",
        "unassign_delivery": "assign_delivery",
        "edit_delivery": "edit_delivery",
    },
}
"""Written by hand beside the rules; what is not here is final or one way."""


@pytest.mark.parametrize("vendor", KNOWN)
def test_the_table_declares_what_the_vendor_really_has(vendor: str) -> None:
    rules = KNOWN[vendor]
    found = {rule.name: rule.inverse for rule in rules.actions if rule.inverse}
    assert found == INVERSES[vendor]


@pytest.mark.parametrize("vendor", KNOWN)
def test_an_inverse_is_an_action_of_the_same_vendor_and_nothing_final_has_one(vendor: str) -> None:
    rules = KNOWN[vendor]
    for rule in rules.actions:
        if rule.inverse:
            assert rule.reversible, rule.name
            assert rules.action(rule.inverse) is not None, rule.name


def _order(*lines: Line, state: str = "", **fields: str | None) -> Order:
    return Order(
        connection="main",
        vendor="any",
        vendor_id="o1",
        vendor_state=state,
        placed_at=NOON,
        lines=lines,
        fields=fields,
    )


def _head(action: str) -> dict[str, object]:
    return {
        "id": "c1",
        "connection": "main",
        "vendor_id": "o1",
        "action": action,
        "created_at": NOON,
    }


def _rules(vendor: str) -> VendorRules:
    return KNOWN[vendor]


def _back(command: Command, before: Order | None, now: Order, vendor: str) -> Inverse | None:
    return inverse_of(command, before, now, _rules(vendor))


def test_an_edit_is_taken_back_to_what_was_seen_unless_somebody_came_after() -> None:
    changes, base = {"Name": "New"}, {"Name": "Old"}
    command = EditOrder.model_validate({**_head("edit"), "changes": changes, "base": base})
    back = _back(command, None, _order(), "iqmetrix")
    # The base is what was written: another value there is a conflict, and asks.
    assert back == Inverse("edit", {"Name": "Old"}, base={"Name": "New"})


def test_an_items_edit_is_taken_back_on_the_same_item() -> None:
    values = {"line_id": "7", "changes": {"Quantity": "3"}, "base": {"Quantity": "1"}}
    command = EditLine.model_validate({**_head("edit_item"), **values})
    back = _back(command, None, _order(), "iqmetrix")
    assert back == Inverse("edit_item", {"Quantity": "1"}, "7", {"Quantity": "3"})


def test_an_added_item_is_found_by_being_the_only_new_one() -> None:
    command = AddLine.model_validate({**_head("add_item"), "line_id": "new", "fields": {}})
    old, new, other = (Line(id=one, quantity=Decimal(1)) for one in ("1", "2", "3"))
    assert _back(command, _order(old), _order(old, new), "iqmetrix") == Inverse(
        "remove_item", {}, line_id="2"
    )
    for before, now in (
        (_order(old), _order(old, new, other)),
        (_order(old), _order(old)),
        (None, _order(old)),
    ):
        assert _back(command, before, now, "iqmetrix") is None


def test_a_removed_item_is_added_with_what_can_be_written() -> None:
    rules = _rules("iqmetrix")
    adding = rules.action("add_item")
    assert adding is not None
    first = next(spec.key for spec in adding.fields if not spec.read_only)
    base = {first: "x", "NoSuchField": "y"}
    command = RemoveLine.model_validate({**_head("remove_item"), "line_id": "7", "base": base})
    assert _back(command, None, _order(), "iqmetrix") == Inverse("add_item", {first: "x"})


def test_a_change_of_state_goes_back_to_the_state_it_came_from() -> None:
    values = {"source": "Open", "target": "Held", "values": {"status": "Held"}}
    command = Act.model_validate({**_head("change_status"), **values})
    assert _back(command, _order(state="Open"), _order(state="Held"), "ordertime") == Inverse(
        "change_status", {"status": "Open"}
    )


def test_what_was_unassigned_is_assigned_to_whom_it_was() -> None:
    rule = _rules("valomnia").action("assign_delivery")
    assert rule is not None
    assert rule.effect is Effect.ACT
    key = next(spec.key for spec in rule.fields if not spec.read_only)
    command = Act.model_validate({**_head("unassign_delivery"), "source": "pending"})
    back = _back(command, _order(**{key: "u7"}), _order(), "valomnia")
    assert back == Inverse("assign_delivery", {key: "u7"})


@pytest.mark.parametrize(
    ("vendor", "action"),
    [("iqmetrix", "process"), ("deconetwork", "mark_shipped"), ("valomnia", "record_payment")],
)
def test_what_is_final_has_no_way_back(vendor: str, action: str) -> None:
    command = Act.model_validate({**_head(action), "source": "x"})
    assert _back(command, _order(), _order(), vendor) is None
