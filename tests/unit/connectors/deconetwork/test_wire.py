"""The tolerant reader: both shapes of an order, odd values, and every bad one a clear reason."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orderdesk.connectors.deconetwork.wire import identity, moment_of, read_order
from orderdesk.connectors.json_text import NoNumber
from orderdesk.connectors.payloads import BadRow
from tests.unit.connectors.deconetwork.samples import RECORDED, payload, raw_line, raw_order


def test_the_documented_shape() -> None:
    order = payload()
    assert (order.order_id, order.order_status, order.customer_id) == ("QA7001", "1", "310077")
    assert order.date_ordered == datetime(2026, 4, 1, 8, 30, tzinfo=UTC)
    [line] = order.order_lines
    assert (line.id, line.product_id, line.qty) == ("345000000001", "2353000001", 5)
    assert line.workflow_items is not None
    assert [item.workflow_item_id for item in line.workflow_items] == ["7002", "7001", "7003"]


def test_the_recorded_shape() -> None:
    order = payload(raw_order(RECORDED))
    assert order.date_ordered == datetime(2026, 5, 1, 6, tzinfo=UTC)
    assert (order.order_id, order.customer_id, order.is_priority) == ("640017", None, True)
    assert order.shipping_details is None
    [line] = order.order_lines
    assert (line.id, line.product_id, line.workflow_items) == ("3180000001", None, None)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("order_id", 927601, "927601"),
        ("order_id", " INV1 ", "INV1"),
        ("order_status", 99, "99"),
        ("order_status", 0, "0"),
        ("order_status", "Awaiting Moonrise", "Awaiting Moonrise"),
        ("customer_id", 0, None),
        ("customer_id", "", None),
        ("is_priority", 1, True),
        ("is_priority", "false", False),
        ("is_priority", "very", "very"),
        ("billable_amount", "12.50", Decimal("12.50")),
        ("billable_amount", -3, Decimal(-3)),
        ("job_name", 42, "42"),
        ("taxes", None, None),
    ],
)
def test_odd_but_readable(name: str, value: object, read: object) -> None:
    assert getattr(read_order(raw_order(**{name: value})), name) == read


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"workflow_item_id": None, "qty_to_fulfill": "some", "production_status": "done"},
        {"workflow_item_id": "7", "qty_to_fulfill": -1, "shipping_status": [80]},
    ],
)
def test_workflow_items_may_have_any_shape(item: object) -> None:
    order = read_order(raw_line(workflow_items=[item]))
    found = order.order_lines[0].workflow_items
    assert found is not None
    assert found[0].qty_to_fulfill is None
    assert found[0].production_status is None


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("order_id", None, "order_id is missing."),
        ("order_id", "", "order_id is missing."),
        ("order_id", True, "order_id is missing."),
        ("order_id", "a\nb", "which is no id"),
        ("order_status", None, "order_status is missing."),
        ("date_modified", "yesterday", "date_modified is “yesterday”, which is no time."),
        ("billable_amount", NoNumber("NaN"), "billable_amount is “NaN”, which is no number."),
        ("billable_amount", "1e400", "which is no number an order can have"),
        ("order_lines", None, "order_lines is “None”, which cannot be read."),
        ("job_name", ["a"], "job_name is no text."),
        ("job_name", "x" * 1_000_001, "job_name is 1,000,001 characters long"),
        ("future", NoNumber("Infinity"), "future is “Infinity”, which is no number."),
    ],
)
def test_a_bad_value_has_a_reason(name: str, value: object, reason: str) -> None:
    with pytest.raises(BadRow) as told:
        read_order(raw_order(**{name: value}))
    assert reason in str(told.value)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("id", None, "order_lines 1 id is missing."),
        ("qty", -1, "order_lines 1 qty is -1, and no quantity is below 0."),
        ("unit_price", "much", "order_lines 1 unit_price is “much”"),
    ],
)
def test_a_bad_line_has_a_reason(name: str, value: object, reason: str) -> None:
    with pytest.raises(BadRow) as told:
        read_order(raw_line(**{name: value}))
    assert reason in str(told.value)


@pytest.mark.parametrize("row", [None, 5, "text", [], [1], True])
def test_a_row_that_is_no_object(row: object) -> None:
    with pytest.raises(BadRow, match="no object"):
        read_order(row)


@pytest.mark.parametrize(
    "entry", [None, {}, {"order_id": None}, {"order_id": []}, {"order_id": " "}]
)
def test_no_identity_and_no_moment(entry: object) -> None:
    assert identity(entry) is None
    assert moment_of(entry) is None


def test_only_an_id_and_a_status_are_needed() -> None:
    order = read_order({"order_id": 5, "order_status": 1})
    assert (order.order_lines, order.total_weight, order.payments) == ([], None, None)
