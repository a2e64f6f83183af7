"""The tolerant reader: every documented shape, and every bad value one clear reason."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

import pytest

from orderdesk.connectors.iqmetrix.wire import read_item, read_order
from orderdesk.connectors.json_text import NoNumber, parse
from orderdesk.connectors.payloads import BadRow, scrub
from tests.unit.connectors.iqmetrix_samples import order_sample, sample, text

SHAPE = "orderfull_list_documented"


def changed(name: str, value: object) -> dict[str, object]:
    return {**order_sample(SHAPE), name: value}


def item_changed(name: str, value: object) -> dict[str, object]:
    order = order_sample(SHAPE)
    items = cast("list[dict[str, object]]", order["Items"])
    return {**order, "Items": [{**items[0], name: value}]}


def test_the_documented_shape() -> None:
    order = read_order(order_sample("orderfull_list_documented"))
    assert order.CreatedDateUtc == datetime(2026, 4, 2, 8, 15, 30, 123456, UTC)
    assert order.DiscountAmount == Decimal("2.5")
    assert order.Items is not None
    item = order.Items[0]
    assert (item.ItemTypeId, item.ItemStatusId, item.Quantity) == ("1", "1", 3)
    assert item.SerialNumbers == ("SN-7", "SN-2")


def test_the_recorded_shape() -> None:
    order = read_order(order_sample("orderfull_list_recorded"))
    assert order.Id == "7b2d0b63-305c-4a1d-9b8f-4a6a7a3c0d21"
    assert order.CreatedDateUtc == datetime(2026, 5, 17, 22, 38, 36, 900_000, UTC)
    assert order.PrintableId is None
    assert order.ShippingCustomerId is None
    assert order.ShippingEntityId is None
    assert order.EmployeeId is None
    assert order.model_extra == {"Loyalty": {"Points": Decimal("12.50")}}
    assert order.Items is not None
    assert order.Items[0].ItemTypeId == "2"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2015-03-27T18:47:29", datetime(2015, 3, 27, 18, 47, 29, tzinfo=UTC)),
        ("2015-03-27T18:47:29Z", datetime(2015, 3, 27, 18, 47, 29, tzinfo=UTC)),
        ("2015-03-27T18:47:29.9", datetime(2015, 3, 27, 18, 47, 29, 900_000, UTC)),
        ("2015-03-27T18:47:29.56Z", datetime(2015, 3, 27, 18, 47, 29, 560_000, UTC)),
        ("2015-03-27T18:47:29.687", datetime(2015, 3, 27, 18, 47, 29, 687_000, UTC)),
        ("2015-03-27T18:47:29.901240+00:00", datetime(2015, 3, 27, 18, 47, 29, 901_240, UTC)),
        ("2015-03-27T18:47:29.9012402+00:00", datetime(2015, 3, 27, 18, 47, 29, 901_240, UTC)),
        ("2015-03-27T20:47:29+02:00", datetime(2015, 3, 27, 18, 47, 29, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
    ],
)
def test_times_of_every_length(written: str, moment: datetime | None) -> None:
    assert read_order(changed("CreatedDateUtc", written)).CreatedDateUtc == moment
    assert read_order(changed("OrderExpiryDate", written)).OrderExpiryDate == moment


@pytest.mark.parametrize("none", [None, "", "00000000-0000-0000-0000-000000000000"])
def test_no_customer_is_written_in_three_ways(none: object) -> None:
    assert read_order(changed("BillingCustomerId", none)).BillingCustomerId is None


@pytest.mark.parametrize("none", [None, 0, "0", ""])
def test_no_employee_is_written_in_four_ways(none: object) -> None:
    assert read_order(changed("EmployeeId", none)).EmployeeId is None


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("OrderTypeId", 9, "9"),
        ("OrderTypeId", "1", "1"),
        ("State", "AwaitingMoonrise", "AwaitingMoonrise"),
        ("State", "pending", "Pending"),
        ("State", 2, "Processed"),
        ("PrintableId", "null", None),
        ("EntityId", "501", "501"),
        ("EntityId", Decimal("501.0"), "501"),
        ("DiscountAmount", "15.00", Decimal("15.00")),
        ("TenderId", 42, "42"),
        ("BillingCustomerId", "22222222-AAAA-4444-8555-666666666666".upper(), None),
    ],
)
def test_odd_but_readable(name: str, value: object, read: object) -> None:
    order = read_order(changed(name, value))
    wanted = read if name != "BillingCustomerId" else "22222222-aaaa-4444-8555-666666666666"
    assert getattr(order, name) == wanted


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("Id", None, "Id is missing."),
        ("Id", "12", "Id is “12”, which is no GUID."),
        ("State", None, "State is missing."),
        ("OrderTypeId", None, "OrderTypeId is missing."),
        ("EntityId", None, "EntityId is missing."),
        ("CreatedDateUtc", None, "CreatedDateUtc is missing."),
        (
            "CreatedDateUtc",
            "the day before yesterday",
            "CreatedDateUtc is “the day before yesterday”, which is no time.",
        ),
        ("OrderExpiryDate", "9999-12-31T23:59:59-10:00", "which is no time"),
        ("DiscountAmount", True, "DiscountAmount is “True”, which is no number"),
        ("EntityId", "1.5", "EntityId is “1.5”, which is no whole number."),
        ("Name", {"a": 1}, "Name is no text."),
        ("Name", "x" * 1_000_001, "Name is 1,000,001 characters long"),
        ("Name", "\ud800", "Name has a broken character."),
        ("Items", "none", "Items is “none”, which cannot be read."),
        ("Unknown", NoNumber("NaN"), "Unknown is “NaN”, which is no number."),
        ("Unknown", "x" * 10_000_000, "Unknown is 10,000,000 characters long"),
    ],
)
def test_a_bad_header_has_a_reason(name: str, value: object, reason: str) -> None:
    with pytest.raises(BadRow) as told:
        read_order(changed(name, value))
    assert reason in str(told.value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (-1, "Items 1 Quantity is -1, and no quantity is below 0."),
        (Decimal("1e400"), "Items 1 Quantity is “1E+400”, which is no number an order can have."),
        (NoNumber("NaN"), "Items 1 Quantity is “NaN”, which is no number."),
        (NoNumber("-Infinity"), "Items 1 Quantity is “-Infinity”, which is no number."),
        ("NaN", "Items 1 Quantity is “NaN”, which is no number an order can have."),
        ("a lot", "Items 1 Quantity is “a lot”, which is no number an order can have."),
        ([1], "Items 1 Quantity is “[1]”, which is no number an order can have."),
    ],
)
def test_a_bad_quantity_has_a_reason(value: object, reason: str) -> None:
    with pytest.raises(BadRow) as told:
        read_order(item_changed("Quantity", value))
    assert str(told.value) == reason


@pytest.mark.parametrize("value", ["9" * 5000, "1" + "0" * 400])
def test_a_number_without_end_is_bad_but_read(value: str) -> None:
    row = parse(text(SHAPE).replace('"Quantity": 3', f'"Quantity": {value}'))
    with pytest.raises(BadRow, match="Items 1 Quantity is"):
        read_order(cast("list[object]", row)[0])


@pytest.mark.parametrize("row", [None, 5, "text", [], [1], True])
def test_a_row_that_is_no_object(row: object) -> None:
    with pytest.raises(BadRow, match="no object"):
        read_order(row)


def test_nesting_without_end_is_bad() -> None:
    deep: object = 1
    for _level in range(300):
        deep = [deep]
    with pytest.raises(BadRow, match="Deep is nested too deeply"):
        read_order(changed("Deep", deep))


def test_fields_may_be_left_out() -> None:
    order = read_order(
        {
            "Id": "6a1c9a52-2f4b-4f0c-8a7e-3f5f6f2b9c10",
            "OrderTypeId": 1,
            "State": "Created",
            "EntityId": 1,
            "CreatedDateUtc": "2026-04-02T08:15:30",
        }
    )
    assert order.Items is None
    assert order.Name is None
    item = read_item({"Id": "0b6f2d5e-8f0a-4f6e-9a44-1d8e3f0a7b01"})
    assert (item.Quantity, item.SellingPrice, item.TrackingInformation) == (None, None, None)


def test_what_must_not_be_kept_is_taken_out_at_any_depth() -> None:
    kept = scrub({"a": [{"Access_Token": "t", "b": 1}], "Password": "p"})
    assert kept == {"a": [{"Access_Token": "(removed)", "b": 1}], "Password": "(removed)"}


def test_every_own_sample_is_read() -> None:
    assert read_order(sample("order_documented")).Items is None
    assert read_item(sample("item_documented")).SKU == "CAB-01"
