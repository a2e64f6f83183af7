"""Orders as they come over the wire: mapped without loss, read tolerantly, or set aside."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orderdesk.connectors.orderspace.vocabulary import LABELS, STATUSES
from orderdesk.connectors.payloads import BadRow
from orderdesk.domain.order import Order
from orderdesk.domain.status import FulfilmentStatus, OrderKind, OrderStatus, PaymentStatus
from tests.unit.connectors.orderspace.samples import lines_of, lost, mapped, raw_lines, raw_order


def test_an_order_is_mapped_without_loss() -> None:
    order = mapped(raw_order())
    assert lost(raw_order(), order) == []
    assert Order.model_validate_json(order.model_dump_json()) == order
    assert (order.number, order.name, order.currency) == ("2071", "autumn", "GBP")
    assert order.placed_at == datetime(2026, 10, 5, 9, 14, 31, tzinfo=UTC)
    assert order.total == Decimal("203.5")
    assert not order.total_computed
    assert order.customer is not None
    assert (order.customer.kind, order.customer.id) == ("customer", "cu_s4ltfl7t")


def test_what_is_unknown_is_kept_where_it_stood() -> None:
    order = mapped(raw_order())
    assert order.extra == {"loyalty_tier": "gold", "billing_address": {"region": "South West"}}
    [first, *_] = lines_of(order)
    assert first.extra == {"bin": "A7", "grouping_category": {"rank": 3}}


def test_counts_of_what_is_left_follow_from_the_vendors() -> None:
    order = mapped(raw_order())
    assert order.fields["to_invoice"] == "7"
    assert order.fields["invoiced_count"] == "11"
    assert order.fields["to_dispatch"] == "6"  # neither what is held, nor preordered, nor a charge
    assert [line.fields["to_dispatch"] for line in lines_of(order)] == ["6", "0", "0", "0"]
    assert [line.status_word for line in lines_of(order)] == [None, "preorder", "on_hold", None]


def test_a_count_that_is_not_sent_is_not_known_rather_than_zero() -> None:
    lines = raw_lines()
    del lines[0]["invoiced"]
    order = mapped(raw_order(order_lines=lines))
    assert lines_of(order)[0].fields["to_invoice"] is None
    assert order.fields["to_invoice"] is None
    assert order.fields["invoiced_count"] is None
    assert order.fields["to_dispatch"] == "6"


def test_options_stand_beside_the_name() -> None:
    [first, second, *_] = lines_of(mapped(raw_order()))
    assert first.description == "Gull Case (Colour: Blue)"
    assert second.description == "Gull Dock"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("new", OrderStatus.PENDING),
        ("invoiced", OrderStatus.PENDING),
        ("released", OrderStatus.PROCESSED),
        ("part_fulfilled", OrderStatus.PROCESSED),
        ("preorder", OrderStatus.ON_HOLD),
        ("on_hold", OrderStatus.ON_HOLD),
        ("fulfilled", OrderStatus.COMPLETED),
        ("standing_order", None),
        ("cancelled", OrderStatus.CANCELLED),
        ("Awaiting moonrise", None),
    ],
)
def test_states_in_our_words_and_in_the_vendors(word: str, status: OrderStatus | None) -> None:
    order = mapped(raw_order(status=word))
    assert (order.state, order.vendor_state) == (status, word)
    assert (word in STATUSES) is (word in LABELS)


def test_a_standing_order_is_a_template_and_in_no_sum() -> None:
    order = mapped(raw_order(status="standing_order"))
    assert (order.kind, order.kind_word) == (None, "standing_order")
    assert (order.total, order.payment, order.fulfilment) == (None, None, None)
    assert order.fields["gross_total"] == "203.5"


def test_preorders_by_their_state_or_because_every_item_is_one() -> None:
    assert mapped(raw_order(status="preorder")).kind is OrderKind.PREORDER
    window = {"preorder_window_id": "pw_1", "on_hold": False}
    lines = raw_lines(window, window, window)
    assert mapped(raw_order(status="new", order_lines=lines)).kind is OrderKind.PREORDER
    assert mapped(raw_order(status="new")).kind is OrderKind.ORDER


@pytest.mark.parametrize(
    ("counts", "payment", "fulfilment"),
    [
        ((0, 0), PaymentStatus.UNPAID, FulfilmentStatus.NONE),
        ((1, 0), PaymentStatus.PART_PAID, FulfilmentStatus.PART),
        ((10, 2), PaymentStatus.PAID, FulfilmentStatus.FULFILLED),
        ((10, None), None, None),
    ],
)
def test_payment_and_fulfilment_by_the_counts_on_the_lines(
    counts: tuple[int | None, int | None],
    payment: PaymentStatus | None,
    fulfilment: FulfilmentStatus | None,
) -> None:
    lines = raw_lines(*({"paid": count, "dispatched": count} for count in counts))[:2]
    order = mapped(raw_order(order_lines=lines))
    assert (order.payment, order.fulfilment) == (payment, fulfilment)


def test_without_lines_nothing_is_known_of_either() -> None:
    order = mapped(raw_order(order_lines=[]))
    assert (order.payment, order.fulfilment) == (None, None)
    assert order.lines == ()
    assert order.fields["to_dispatch"] == "0"


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "W-7"},
        {"delivery_date": None},
        {"delivery_date": ""},
        {"email_addresses": None},
        {"shipping_address": None},
        {"net_total": "170.6", "gross_total": "203.50"},
        {"created": "2026-10-05T10:14:31+01:00"},
        {"created": None},
        {"company_name": None, "customer_id": None},
    ],
    ids=str,
)
def test_what_other_editions_and_gaps_look_like_is_read(changes: Mapping[str, object]) -> None:
    order = mapped(raw_order(**changes))
    assert order.vendor_id == "or_t1deM4rk"
    if changes.get("created"):
        assert order.placed_at == mapped(raw_order()).placed_at


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "id is missing."),
        ({"id": "or_1/../2"}, "which is no id."),
        ({"status": None}, "status is missing."),
        ({"status": " "}, "status is missing."),
        ({"created": "yesterday"}, "which is no time."),
        ({"gross_total": "12,50"}, "which is no number an order can have."),
        ({"order_lines": None}, "order_lines is “None”, which cannot be read."),
        ({"order_lines": [{"sku": "X"}]}, "order_lines 1 id is missing."),
        ({"order_lines": [{"id": "ol_1", "quantity": -1}]}, "no quantity is below 0."),
        ({"order_lines": [{"id": "ol_1", "on_hold": "maybe"}]}, "neither true nor false."),
        ({"shipping_address": "4 Brine Row"}, "which cannot be read."),
    ],
)
def test_what_cannot_be_shown_safely_says_why(changes: Mapping[str, object], reason: str) -> None:
    with pytest.raises(BadRow) as told:
        mapped(raw_order(**changes))
    assert str(told.value).endswith(reason)
