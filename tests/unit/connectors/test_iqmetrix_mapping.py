"""The mapping to the domain: nothing invented, nothing lost."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orderdesk.connectors.field_text import canonical
from orderdesk.connectors.iqmetrix.item_fields import LINE_FIELDS
from orderdesk.connectors.iqmetrix.mapping import currency_of, order_of
from orderdesk.connectors.iqmetrix.order_fields import ORDER_FIELDS
from orderdesk.connectors.iqmetrix.wire import read_order
from orderdesk.domain.order import Line, Order, Reference
from orderdesk.domain.status import OrderKind, OrderStatus
from tests.unit.connectors.iqmetrix_samples import order_sample, sample


def mapped(name: str = "orderfull_list_documented", **changes: object) -> Order:
    payload = read_order({**order_sample(name), **changes})
    return order_of(payload, connection="shop", settings={}, full=True)


def lines_of(order: Order) -> tuple[Line, ...]:
    assert order.lines is not None
    return order.lines


def test_the_documented_order() -> None:
    order = mapped()
    assert order.id == "shop:6a1c9a52-2f4b-4f0c-8a7e-3f5f6f2b9c10"
    assert (order.kind, order.kind_word) == (OrderKind.SALES, "Sales")
    assert (order.state, order.vendor_state) == (OrderStatus.CREATED, "Created")
    assert (order.number, order.name) == ("7KD02QX", "Cables for the counter")
    assert order.customer == Reference(kind="customer", id="22222222-3333-4444-8555-666666666666")
    assert order.location == Reference(kind="location", id="501")
    assert order.employee == Reference(kind="employee", id="31")
    assert order.expires_at == datetime(2026, 4, 5, 8, 15, 30, 123456, UTC)
    assert order.discount == Decimal("2.5")
    assert order.total == Decimal("27.35")
    assert order.total_computed
    line = lines_of(order)[0]
    assert (line.sku, line.quantity, line.price) == ("CAB-01", 3, Decimal("9.95"))
    assert (line.kind_word, line.status_word) == ("DropShip", "New")
    assert line.fields["TrackingInformation"] == "2 x TRK-0001"
    assert line.fields["SerialNumbers"] == "SN-2\nSN-7"


def test_the_recorded_order() -> None:
    order = mapped("orderfull_list_recorded")
    assert (order.kind, order.number, order.discount) == (OrderKind.RMA, None, None)
    assert order.total == Decimal("37.0")
    assert order.extra == {"Loyalty": {"Points": "12.50"}}
    assert order.fields["OrderReference"] == "R-9"
    line = lines_of(order)[0]
    assert isinstance(line.extra["ItemExtensions"], list)
    assert line.description == "手机壳"


def test_what_the_vendor_does_not_say_is_not_known() -> None:
    order = mapped()
    assert (order.payment, order.fulfilment, order.currency) == (None, None, None)
    assert not order.currency_set_here


def test_a_currency_set_here_is_marked() -> None:
    payload = read_order(order_sample("orderfull_list_documented"))
    order = order_of(payload, connection="shop", settings={"currency": "CAD"}, full=True)
    assert (order.currency, order.currency_set_here) == ("CAD", True)


@pytest.mark.parametrize(
    ("given", "shown"), [("cad", "CAD"), (" EUR ", "EUR"), ("", None), ("$", None), ("C1D", None)]
)
def test_a_currency_is_three_letters(given: str, shown: str | None) -> None:
    assert currency_of({"currency": given}) == shown


def test_a_summary_has_no_lines_and_no_total() -> None:
    payload = read_order(sample("order_documented"))
    order = order_of(payload, connection="shop", settings={}, full=False)
    assert (order.lines, order.total, order.item_count) == (None, None, None)


def test_an_order_without_items_is_empty() -> None:
    order = mapped(Items=None)
    assert order.lines == ()
    assert order.total == Decimal("-2.5")


def test_a_price_that_is_not_said_makes_no_total() -> None:
    order = mapped(Items=[{"Id": "0b6f2d5e-8f0a-4f6e-9a44-1d8e3f0a7b01", "Quantity": 2}])
    assert order.total is None


def test_unknown_words_are_shown_as_they_are() -> None:
    order = mapped(State="AwaitingMoonrise", OrderTypeId=9, OrderType="Barter")
    assert (order.state, order.vendor_state) == (None, "AwaitingMoonrise")
    assert (order.kind, order.kind_word) == (None, "Barter")
    item = {"Id": "0b6f2d5e-8f0a-4f6e-9a44-1d8e3f0a7b01", "ItemTypeId": 8, "ItemStatusId": 99}
    line = lines_of(mapped(Items=[item]))[0]
    assert (line.kind_word, line.status_word) == ("8", "99")


def test_the_type_is_what_its_id_says() -> None:
    order = mapped(OrderTypeId=3, OrderType="Sales")
    assert (order.kind, order.kind_word) == (OrderKind.PURCHASE, "Purchase")
    assert order.fields["OrderType"] == "Sales"


def test_expiry_follows_from_the_hours_where_it_is_not_sent() -> None:
    order = mapped(OrderExpiryDate=None, OrderExpiryHours=20)
    assert order.expires_at == datetime(2026, 4, 3, 4, 15, 30, 123456, UTC)
    assert mapped(OrderExpiryDate=None, OrderExpiryHours=0).expires_at is None
    assert mapped(OrderExpiryDate=None, OrderExpiryHours=10**12).expires_at is None


def test_items_stand_where_their_index_says() -> None:
    ids = [f"0b6f2d5e-8f0a-4f6e-9a44-1d8e3f0a7b0{number}" for number in range(3)]
    items = [{"Id": ids[0]}, {"Id": ids[1], "Index": 5}, {"Id": ids[2], "Index": 1}]
    order = mapped(Items=items)
    assert [line.id for line in order.lines or ()] == [ids[2], ids[1], ids[0]]


def test_every_field_of_the_description_has_a_value_or_none() -> None:
    order = mapped()
    assert set(order.fields) == {spec.key for spec in ORDER_FIELDS}
    line = lines_of(order)[0]
    assert set(line.fields) == {spec.key for spec in LINE_FIELDS}


@pytest.mark.parametrize(
    ("number", "text"),
    [("15", "15"), ("15.0", "15"), ("1.5E+1", "15"), ("12.50", "12.5"), ("0.00", "0"), ("-0", "0")],
)
def test_equal_numbers_are_equal_as_text(number: str, text: str) -> None:
    assert canonical(Decimal(number)) == text


def test_an_id_in_capitals_is_the_same_order() -> None:
    capitals = mapped(Id="6A1C9A52-2F4B-4F0C-8A7E-3F5F6F2B9C10")
    assert capitals.id == mapped().id
