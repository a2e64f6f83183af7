"""Operations become orders: kinds, three axes, parts, names, and what nobody knows."""

from decimal import Decimal

import pytest

from orderdesk.connectors.valomnia.line_fields import LINE_FIELDS
from orderdesk.connectors.valomnia.mapping import names_of, status_of
from orderdesk.connectors.valomnia.order_fields import DETAIL_KEYS, ORDER_FIELDS
from orderdesk.domain.order import Named, Order
from tests.unit.connectors.valomnia.samples import (
    listed,
    operation,
    parts,
    raw_operation,
    whole,
)


def test_a_listed_operation() -> None:
    order = listed()
    assert (order.vendor_id, order.number, order.kind) == ("71", "quay_order_0071", "order")
    assert (order.state, order.vendor_state, order.state_derived) == ("pending", "PENDING", True)
    assert (order.payment, order.payment_word) == ("part_paid", "ADVANCE")
    assert (order.fulfilment, order.fulfilment_word) == ("assigned", "PENDING")
    assert (order.customer and order.customer.id, order.employee and order.employee.id) == (
        "17",
        "31",
    )
    assert (order.total, order.currency, order.total_computed) == (Decimal("207.005"), "CAD", False)
    assert order.lines is None
    assert set(order.fields) == {spec.key for spec in ORDER_FIELDS} - DETAIL_KEYS
    assert order.fields["orderPayments"] == "71_8_2026_03_03\n#302"
    assert order.fields["line_count"] == "2"
    assert order.fields["deliveredBy"] == "33"


@pytest.mark.parametrize(
    ("word", "deliverer", "state", "fulfilment"),
    [
        ("PENDING", None, "pending", "none"),
        ("PENDING", {"id": 6}, "pending", "assigned"),
        ("DELIVERED", {"id": 6}, "completed", "fulfilled"),
        ("REJECTED", {"id": 6}, None, "rejected"),
        (None, None, None, None),
        (None, {"id": 6}, None, "assigned"),
        ("LOST_AT_SEA", None, None, None),
    ],
)
def test_the_state_follows_from_the_delivery(
    word: str | None, deliverer: object, state: str | None, fulfilment: str | None
) -> None:
    order = listed(deliveryStatus=word, deliveredBy=deliverer)
    assert (order.state, order.vendor_state) == (state, word or "")
    assert (order.fulfilment, order.fulfilment_word) == (fulfilment, word)
    assert order.state_derived


@pytest.mark.parametrize(
    ("word", "payment"),
    [
        ("NOT_PAID", "unpaid"),
        ("ADVANCE", "part_paid"),
        ("PAID", "paid"),
        ("IN_PROCESS", None),
        ("REFUNDED", None),
        (None, None),
    ],
)
def test_the_payment_is_an_axis_of_its_own(word: str | None, payment: str | None) -> None:
    order = listed(status=word)
    assert (order.payment, order.payment_word) == (payment, word)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("PREORDER", "preorder"),
        ("INVOICE", "invoice"),
        ("DELIVERYNOTE", "delivery_note"),
        ("DELIVERY", "delivery"),
        ("BARTER", None),
        (None, None),
    ],
)
def test_every_kind_is_typed(word: str | None, kind: str | None) -> None:
    order = listed(operationType=word)
    assert (order.kind, order.kind_word) == (kind, word or "")


def test_a_whole_operation_has_its_parts() -> None:
    order = whole()
    assert order.lines is not None
    first, second = order.lines
    assert (first.sku, first.description) == ("net-8mm", "Herring net 8 mm")
    assert (first.quantity, first.price, first.sum) == (8, Decimal("22.5"), 180)
    assert first.fields["soldSerialNumbers"] == "N-1\nN-2"
    assert (second.id, second.sku, second.quantity) == ("902", None, None)
    assert all(set(line.fields) == {spec.key for spec in LINE_FIELDS} for line in order.lines)
    assert set(order.fields) == {spec.key for spec in ORDER_FIELDS}
    assert order.fields["payment_details"] == (
        "71_8_2026_03_03 · 2026-03-03T04:00:00+00:00 · 40 · Cheque · Fundy Savings · 100200"
    )
    assert order.fields["prepayment_details"] == (
        "L-nn-27 · 2026-02-01T08:25:00+00:00 · 45 CAD · Cash · UNAPPLIED"
    )
    assert Order.model_validate_json(order.model_dump_json()) == order


def test_what_nobody_knows_is_kept_without_secrets() -> None:
    customer = {"id": 17, "mood": "fine", "password": "hush"}
    order = listed(route=[1, {"leg": "2"}], customer=customer)
    assert order.extra == {
        "route": [1, {"leg": "2"}],
        "customer": {"mood": "fine", "password": "(removed)"},
    }
    assert "hush" not in order.model_dump_json()


def test_names_come_with_it() -> None:
    found = list(names_of(operation(), parts()))
    assert found == [
        Named(kind="customer", id="17", name="Nora's Nets & Twine", detail="C1207"),
        Named(kind="payment_type", id="8", name="Cheque", detail="CHEQUE"),
        Named(kind="product", id="net-8mm", name="Herring net 8 mm"),
    ]


def test_the_status_that_updates_repeat() -> None:
    assert status_of(raw_operation()) == "ADVANCE"
    assert status_of(raw_operation(status=None)) is None
