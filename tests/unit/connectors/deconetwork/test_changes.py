"""What is sent for a marking: the whole order, lines, or parts of lines; never more than asked."""

from collections.abc import Mapping

import pytest

from orderdesk.connectors.deconetwork.changes import Overtaken, Unsendable, status_changes
from tests.unit.connectors.deconetwork.samples import payload, raw_line

LINE = "345000000001"


@pytest.mark.parametrize(
    ("action", "values", "sent"),
    [
        ("mark_produced", {}, {"new_status": "2"}),
        ("mark_produced", {"contact_customer": "no"}, {"new_status": "2"}),
        ("mark_shipped", {}, {"new_status": "3"}),
        (
            "mark_shipped",
            {"shipping_code": "BOAT-2", "contact_customer": "yes"},
            {"new_status": "3", "shipping_code": "BOAT-2", "contact_customer": "1"},
        ),
    ],
)
def test_a_whole_order(
    action: str, values: Mapping[str, str | None], sent: Mapping[str, str]
) -> None:
    assert status_changes(payload(), action, values) == [{"order_id": "QA7001", **sent}]


@pytest.mark.parametrize(
    ("action", "quantity", "parts"),
    [
        ("mark_produced", "2", []),
        ("mark_produced", "1", [("7002", "1")]),
        ("mark_shipped", "3", []),
        ("mark_shipped", "1", [("7003", "1")]),
        ("mark_shipped", "2", [("7003", "1"), ("7002", "1")]),
    ],
)
def test_a_part_of_a_line(action: str, quantity: str, parts: list[tuple[str, str]]) -> None:
    """What is produced already is shipped first; all that is left goes without its parts."""
    changes = status_changes(payload(), action, {"lines": f"{quantity} x {LINE}"})
    status = {"mark_produced": "2", "mark_shipped": "3"}[action]
    head = {"order_id": "QA7001", "new_status": status, "order_line_id": LINE}
    named = [{**head, "workflow_item_id": item, "qty": qty} for item, qty in parts]
    assert changes == (named or [head])


def test_the_tracking_number_goes_with_every_part() -> None:
    values = {"lines": f"2 x {LINE}", "shipping_code": "BOAT-2"}
    changes = status_changes(payload(), "mark_shipped", values)
    assert [change["shipping_code"] for change in changes] == ["BOAT-2", "BOAT-2"]


def test_a_line_whose_parts_are_not_known_goes_whole() -> None:
    raw = raw_line(workflow_items=None)
    [change] = status_changes(payload(raw), "mark_produced", {"lines": f"5 x {LINE}"})
    assert change["order_line_id"] == LINE
    assert "qty" not in change


@pytest.mark.parametrize(
    ("items", "quantity", "error", "words"),
    [
        (None, "4", Unsendable, "does not say of which parts"),
        ([{"qty_to_fulfill": 5}], "4", Unsendable, "does not say of which parts"),
        ([{"workflow_item_id": 1, "qty_to_fulfill": "?"}], "4", Unsendable, "of which parts"),
        ([{"workflow_item_id": 1, "qty_to_fulfill": 5}], "0.5", Unsendable, "not 0.5"),
        ([{"workflow_item_id": 1, "qty_to_fulfill": 3}], "4", Overtaken, "3 of “Festival tee”"),
    ],
)
def test_what_cannot_be_put_to_the_vendor(
    items: object, quantity: str, error: type[Unsendable], words: str
) -> None:
    raw = raw_line(workflow_items=items)
    with pytest.raises(error) as told:
        status_changes(payload(raw), "mark_produced", {"lines": f"{quantity} x {LINE}"})
    assert type(told.value) is error
    assert words in str(told.value)
    assert "Nothing was sent." in str(told.value)


def test_a_line_that_somebody_took_off() -> None:
    with pytest.raises(Overtaken, match="no longer on the order"):
        status_changes(payload(), "mark_produced", {"lines": "1 x 999"})
