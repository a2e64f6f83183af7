"""From the wire to the domain: every field by its key, three axes, and nothing lost."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

import pytest

from orderdesk.connectors.deconetwork.fields import LINE_FIELDS, ORDER_FIELDS
from orderdesk.connectors.deconetwork.mapping import names_of
from orderdesk.connectors.json_text import as_object, parse
from orderdesk.domain.order import Named, Reference
from orderdesk.domain.status import FulfilmentStatus, OrderKind, OrderStatus, PaymentStatus
from tests.unit.connectors.deconetwork.losses import lost
from tests.unit.connectors.deconetwork.samples import (
    DOCUMENTED,
    RECORDED,
    line_of,
    mapped,
    payload,
    raw_line,
    raw_order,
)


def test_the_header() -> None:
    order = mapped(currency="nok")
    assert (order.number, order.name, order.kind) == ("QA7001", "Quay festival", OrderKind.ORDER)
    assert (order.state, order.vendor_state) == (OrderStatus.PENDING, "1")
    assert (order.total, order.discount) == (Decimal("59.95"), Decimal("1.5"))
    assert (order.currency, order.currency_set_here) == ("NOK", True)
    assert order.customer == Reference(kind="customer", id="310077")
    assert order.placed_at == datetime(2026, 4, 1, 8, 30, tzinfo=UTC)
    assert order.fields["taxes"] == "Harbour tax 8.9512"
    assert order.fields["payments"] == "2026-04-01 Credit Card 40"
    assert order.fields["refunds"] is None
    assert order.fields["shipments"] == "2026-04-03 Morning boat BOAT-1"
    assert order.fields["billing_details.custom_fields"] == "Troupe: Second"
    assert order.fields["shipping_details.street"] == "Uttrågata 9"
    assert (order.fields["to_produce"], order.fields["to_ship"]) == ("2", "3")


def test_the_line() -> None:
    line = line_of(mapped())
    assert (line.id, line.sku, line.description) == (
        "345000000001",
        "TS1-FOG",
        "Festival tee (Fog)",
    )
    assert (line.quantity, line.price, line.status_word) == (5, Decimal("12.3"), "not produced")
    assert line.fields["options"] == (
        "Size: 3 x Medium Tall\nSize: 2 x Large\nSize: Front row\nSize: 2026-05-01T00:00:00\n"
        "Size: /configured_product_field/s/1/2/3/list.pdf"
    )
    assert line.fields["decorations"] == "Back, Shoulders: Screen print"
    assert line.fields["teamnames"] == "M: Back-Shoulders: Ida"
    assert (line.fields["processed_by"], line.fields["shipped_by"]) == ("Per Dahl", "siv")
    assert (line.fields["to_produce"], line.fields["to_ship"]) == ("2", "3")


def test_the_recorded_shape() -> None:
    order = mapped(raw_order(RECORDED))
    assert (order.currency, order.currency_set_here, order.customer) == (None, False, None)
    assert (order.state, order.payment) == (OrderStatus.CANCELLED, PaymentStatus.REFUNDED)
    assert order.fields["payments"] == "2026-05-01 In Person 18 (-18)"
    assert order.fields["refunds"] == "2026-05-02 18"
    assert order.fields["notes"] == "Proof: see https://quay.example/p first.\nSecond\nline"
    assert order.fields["store"] == "Harbour shop"
    assert order.fields["is_priority"] == "yes"
    line = line_of(order)
    assert line.description == "Engraving, by hand (Clear)"
    assert line.fields["decorations"] == "Front, Plate: Engraving"
    assert line.fields["attachment_urls"] == "https://quay.example/attachments/7/plan.pdf"


@pytest.mark.parametrize("name", [DOCUMENTED, RECORDED])
def test_every_key_is_there_and_no_other(name: str) -> None:
    order = mapped(raw_order(name))
    assert set(order.fields) == {spec.key for spec in ORDER_FIELDS}
    for line in order.lines or ():
        assert set(line.fields) == {spec.key for spec in LINE_FIELDS}


@pytest.mark.parametrize("name", [DOCUMENTED, RECORDED])
def test_nothing_is_lost(name: str) -> None:
    raw = raw_order(name)
    assert lost(raw, mapped(raw)) == []


def test_what_nobody_knows_is_kept_at_every_depth() -> None:
    raw = raw_line(future={"a": [Decimal("1.50")]})
    billing = {**as_object(raw["billing_details"]), "loyalty": {"points": Decimal("7.50")}}
    order = mapped({**raw, "moon": "full", "billing_details": billing})
    assert order.extra["moon"] == "full"
    assert order.extra["billing_details"] == {"loyalty": {"points": "7.50"}}
    line = line_of(order)
    assert line.extra["future"] == {"a": ["1.50"]}


def test_odd_parts_are_shown_as_far_as_they_can_be() -> None:
    odd = as_object(
        parse(
            """{"fields": ["x", {"field_name": null, "options": [{"name": "M"}, {}],
            "string_value": "S"}], "views": [{"areas": [{"processes": [{}]}, "x"]}],
            "teamnames": [{"fields": [{"text": "Ida"}]}], "notes": ["Plain text", {}, null]}"""
        )
    )
    notes = odd["notes"]
    raw = raw_line(fields=odd["fields"], views=odd["views"], teamnames=odd["teamnames"])
    order = mapped({**raw, "notes": notes})
    line = line_of(order)
    assert line.fields["options"] == "M\nS"
    assert line.fields["decorations"] is None
    assert line.fields["teamnames"] == "Ida"
    assert order.fields["notes"] == "Plain text"


@pytest.mark.parametrize(
    ("balance", "billable", "paid", "refunded", "status"),
    [
        (0, 10, 10, 0, PaymentStatus.PAID),
        (-2, 10, 12, 0, PaymentStatus.PAID),
        (10, 10, 0, 0, PaymentStatus.UNPAID),
        (4, 10, 6, 0, PaymentStatus.PART_PAID),
        (4, 10, 0, 0, PaymentStatus.PART_PAID),
        (10, 10, 10, 10, PaymentStatus.REFUNDED),
        (5, 10, 10, 5, PaymentStatus.PART_PAID),
        (None, 10, 0, 0, None),
        (0, 0, 0, 0, PaymentStatus.PAID),
    ],
)
@pytest.mark.parametrize("where", ["refunds", "payments"])
def test_how_much_is_paid(
    balance: object, billable: object, paid: object, refunded: object,
    status: PaymentStatus | None, where: str,
) -> None:  # fmt: skip
    payment = {"paid_amount": paid, "refunded_amount": refunded if where == "payments" else 0}
    refunds = [{"refunded_amount": refunded}] if where == "refunds" else []
    raw = raw_order(
        outstanding_balance=balance, billable_amount=billable, payments=[payment], refunds=refunds
    )
    assert mapped(raw).payment is status


@pytest.mark.parametrize(
    ("order_status", "line", "items", "status"),
    [
        (3, 1, None, FulfilmentStatus.FULFILLED),
        (1, 3, None, FulfilmentStatus.FULFILLED),
        (1, 1, [20, 20], FulfilmentStatus.NONE),
        (1, 1, [80, 20], FulfilmentStatus.PART),
        (1, 1, [80, 80], FulfilmentStatus.FULFILLED),
        (2, 2, None, FulfilmentStatus.NONE),
        (1, None, None, FulfilmentStatus.NONE),
    ],
)
def test_how_much_has_left(
    order_status: int, line: object, items: list[int] | None, status: FulfilmentStatus
) -> None:
    shown = [
        {"workflow_item_id": 1, "qty_to_fulfill": 1, "shipping_status": n} for n in items or ()
    ]
    raw = raw_line(production_status=line, workflow_items=shown)
    assert mapped({**raw, "order_status": order_status}).fulfilment is status


def test_an_order_without_lines_says_nothing_of_quantities() -> None:
    order = mapped(raw_order(order_lines=[]))
    assert order.lines == ()
    assert order.fulfilment is None
    assert (order.fields["to_produce"], order.fields["to_ship"]) == (None, None)


@pytest.mark.parametrize(
    ("line", "item", "to_produce", "to_ship"),
    [
        ("1", {"qty_to_fulfill": 5, "production_status": 20}, "5", "5"),
        ("1", {"qty_to_fulfill": 5, "production_status": 90}, "0", "5"),
        ("1", {"qty_to_fulfill": 5, "shipping_status": 80}, "0", "0"),
        ("1", {"qty_to_fulfill": None, "production_status": 20}, "5", "5"),
        ("2", {"qty_to_fulfill": 5, "production_status": 20}, "0", "5"),
        ("3", {"qty_to_fulfill": 5, "production_status": 20}, "0", "0"),
        ("9", None, "5", "5"),
        (None, None, "5", "5"),
        ("2", None, "0", "5"),
    ],
)
def test_what_is_left_of_a_line(
    line: str | None, item: object, to_produce: str, to_ship: str
) -> None:
    raw = raw_line(production_status=line, workflow_items=[item] if item else None)
    found = line_of(mapped(raw))
    assert (found.fields["to_produce"], found.fields["to_ship"]) == (to_produce, to_ship)


@pytest.mark.parametrize("currency", ["", "N", "kroner", "K1R", "éée"])
def test_no_currency_is_made_up(currency: str) -> None:
    order = mapped(currency=currency)
    assert (order.currency, order.currency_set_here) == (None, False)


def test_names_come_with_the_orders() -> None:
    detail = "mara@quay.example"
    assert [*names_of(payload())] == [
        Named(kind="customer", id="310077", name="Quay Players", detail=detail)
    ]
    billing = {**as_object(raw_order()["billing_details"]), "company": None}
    [person] = names_of(payload(raw_order(billing_details=billing)))
    assert person.name == "Mara Vik"
    assert [*names_of(payload(raw_order(billing_details=None)))] == []
    assert [*names_of(payload(raw_order(RECORDED)))] == []


def test_amounts_keep_their_digits() -> None:
    raw = raw_order(taxes=[{"name": "GST", "amount": Decimal("12.6500000001")}])
    order = mapped(raw)
    assert order.fields["taxes"] == "GST 12.6500000001"
    assert cast("list[object]", order.extra["taxes"]) == [
        {"name": "GST", "amount": "12.6500000001"}
    ]
