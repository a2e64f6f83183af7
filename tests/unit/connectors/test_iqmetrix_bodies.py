"""What is sent: the vendor's own object with the edits put in, and nothing else changed."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.connectors.iqmetrix import bodies
from orderdesk.connectors.iqmetrix.bodies import NoSuchItem, Unsendable, own_reference
from orderdesk.connectors.iqmetrix.item_fields import LINE_FIELDS
from orderdesk.connectors.iqmetrix.mapping import line_fields, order_fields
from orderdesk.connectors.iqmetrix.order_fields import ORDER_FIELDS
from orderdesk.connectors.iqmetrix.wire import read_item, read_order
from orderdesk.connectors.json_text import as_object, parse, rows, write
from orderdesk.domain.fields import FieldSpec, FieldType
from tests.unit.connectors.iqmetrix_samples import order_sample, text

SHAPES = ("orderfull_list_documented", "orderfull_list_recorded")
LINES = {
    "orderfull_list_documented": "0b6f2d5e-8f0a-4f6e-9a44-1d8e3f0a7b01",
    "orderfull_list_recorded": "5c1b0f3a-7b7e-4c55-8f43-2b1a9e0d4c02",
}


def items(body: dict[str, object]) -> list[dict[str, object]]:
    """Return the items as they go over the wire."""
    text = write(body["Items"]).decode()
    return [dict(as_object(row.value)) for row in rows(text)]


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_changed_sends_what_came(shape: str) -> None:
    raw = order_sample(shape)
    without_items = {name: value for name, value in raw.items() if name != "Items"}
    assert write(bodies.header(raw, {})) == write(without_items)
    assert write(bodies.with_edited_line(raw, LINES[shape], {})) == write(raw)


def test_numbers_go_back_digit_by_digit() -> None:
    raw = dict(as_object(parse(text(SHAPES[1]).strip()[1:-1])))
    sent = write(bodies.with_edited_line(raw, LINES[SHAPES[1]], {"Notes": "x"})).decode()
    assert '"ListPrice":20.00' in sent
    assert '"Points":12.50' in sent
    assert '"ExtensionType":"eCommerce_PricingChanged"' in sent


def test_an_edit_changes_its_field_and_no_other() -> None:
    raw = order_sample(SHAPES[0])
    body = bodies.header(raw, {"Name": "Other", "DiscountAmount": "3.10", "EntityId": "502"})
    different = {name for name in body if write(body[name]) != write(raw[name])}
    assert different == {"Name", "DiscountAmount", "EntityId"}
    assert write(body["DiscountAmount"]) == b"3.10"
    assert body["EntityId"] == 502


def test_an_edit_to_the_same_value_keeps_the_digits() -> None:
    raw = {**order_sample(SHAPES[0]), "DiscountAmount": parse("15.00")}
    body = bodies.header(raw, {"DiscountAmount": "15", "BillingCustomerId": None})
    assert write(body["DiscountAmount"]) == b"15.00"


@pytest.mark.parametrize(
    ("key", "none"),
    [
        ("Name", None),
        ("BillingCustomerId", "00000000-0000-0000-0000-000000000000"),
        ("EmployeeId", 0),
        ("DiscountAmount", 0),
        ("OrderExpiryHours", None),
    ],
)
def test_none_is_written_the_vendors_way(key: str, none: object) -> None:
    assert bodies.header(order_sample(SHAPES[0]), {key: None})[key] == none


def test_clearing_one_shipping_target_leaves_the_other() -> None:
    raw = {**order_sample(SHAPES[0]), "ShippingEntityId": 502}
    body = bodies.header(raw, {"ShippingEntityId": None})
    assert body["ShippingEntityId"] == 0
    assert body["ShippingCustomerId"] == raw["ShippingCustomerId"]


def test_a_move_sends_the_whole_header_with_the_new_state() -> None:
    raw = order_sample(SHAPES[0])
    body = bodies.moved(raw, "Pending")
    assert body["State"] == "Pending"
    assert {**body, "State": raw["State"]} == {k: v for k, v in raw.items() if k != "Items"}


@pytest.mark.parametrize(("shape", "sent"), [(SHAPES[0], "2"), (SHAPES[1], 3)])
def test_the_item_type_keeps_its_form(shape: str, sent: object) -> None:
    wanted = str(sent)
    body = bodies.with_edited_line(order_sample(shape), LINES[shape], {"ItemTypeId": wanted})
    assert items(body)[0]["ItemTypeId"] == sent


def test_tracking_that_stays_keeps_all_it_has() -> None:
    raw = order_sample(SHAPES[0])
    item = {**items(raw)[0], "TrackingInformation": [{"Quantity": 2, "TrackingNumber": "A B"}]}
    item["TrackingInformation"] = [{"Quantity": 2, "TrackingNumber": "A  B", "Carrier": "Gull"}]
    changes = {"TrackingInformation": "1 x NEW\n2 x A B"}
    body = bodies.with_edited_line({**raw, "Items": [item]}, LINES[SHAPES[0]], changes)
    assert items(body)[0]["TrackingInformation"] == [
        {"Quantity": 1, "TrackingNumber": "NEW"},
        {"Quantity": 2, "TrackingNumber": "A  B", "Carrier": "Gull"},
    ]


def test_serial_numbers_are_a_list() -> None:
    changes = {"SerialNumbers": "SN-9\n\n SN-1 "}
    body = bodies.with_edited_line(order_sample(SHAPES[0]), LINES[SHAPES[0]], changes)
    assert items(body)[0]["SerialNumbers"] == ["SN-9", "SN-1"]


def test_a_removed_item_is_left_out() -> None:
    body = bodies.without_line(order_sample(SHAPES[1]), LINES[SHAPES[1]].upper())
    assert body["Items"] == []


def test_an_item_that_is_gone_is_named() -> None:
    raw = order_sample(SHAPES[0])
    with pytest.raises(NoSuchItem):
        bodies.without_line(raw, "9" * 8)
    with pytest.raises(NoSuchItem):
        bodies.with_edited_line(raw, "9" * 8, {})


def test_a_new_order_carries_only_what_was_filled_in() -> None:
    fields = {"EntityId": "501", "OrderTypeId": "1", "Name": " ", "BillingCustomerId": None}
    line = {"ItemTypeId": "2", "ItemStatusId": "9", "Quantity": "2", "SellingPrice": "9.90"}
    body = bodies.new_order(fields, [line], reference="OD-1")
    assert write(body).decode() == (
        '{"TenderId":"OD-1","OrderTypeId":1,"EntityId":501,"Items":[{"ItemTypeId":"2",'
        '"ItemStatusId":9,"Quantity":2,"SellingPrice":9.90}]}'
    )


def test_an_invoice_number_that_was_given_is_kept() -> None:
    body = bodies.new_order({"TenderId": "INV-7"}, [], reference="OD-1")
    assert body == {"TenderId": "INV-7"}


def test_own_references_are_stable_short_and_different() -> None:
    found = {own_reference(f"command {number}") for number in range(5_000)}
    assert len(found) == 5_000
    assert own_reference("command 1") == own_reference("command 1")
    assert all(one.startswith("OD-") and len(one) == 13 and one.isascii() for one in found)


@pytest.mark.parametrize(
    ("key", "value"),
    [("EntityId", "Main Street"), ("DiscountAmount", "NaN"), ("OrderExpiryHours", "1.5")],
)
def test_what_has_no_form_is_not_sent(key: str, value: str) -> None:
    with pytest.raises(Unsendable, match=value):
        bodies.header(order_sample(SHAPES[0]), {key: value})


WHOLE = st.integers(0, 2**31 - 1).map(str)
MONEY = st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(str)
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


def value_of(spec: FieldSpec) -> st.SearchStrategy[str | None]:
    match spec.type:
        case FieldType.MONEY:
            filled = MONEY
        case FieldType.INTEGER:
            filled = WHOLE
        case FieldType.CHOICE:
            filled = st.sampled_from([choice.value for choice in spec.choices])
        case FieldType.REFERENCE:
            guid = spec.look_up in {"customer", "address"}
            filled = st.uuids().map(str) if guid else st.integers(1, 10**6).map(str)
        case FieldType.TEXT_LIST:
            filled = st.lists(LETTERS, min_size=1).map("\n".join)
        case FieldType.TRACKING:
            pair = st.tuples(WHOLE, LETTERS).map(" x ".join)
            filled = st.lists(pair, min_size=1).map("\n".join)
        case _:
            filled = LETTERS
    return filled if spec.required else st.none() | filled


def changes_of(specs: tuple[FieldSpec, ...]) -> st.SearchStrategy[dict[str, str | None]]:
    editable = {spec.key: value_of(spec) for spec in specs if not spec.read_only}
    return st.fixed_dictionaries({}, optional=editable)


def compared(specs: tuple[FieldSpec, ...], fields: Mapping[str, str | None]) -> dict[str, str]:
    return {spec.key: bodies.comparable(spec, fields.get(spec.key)) for spec in specs}


@given(st.sampled_from(SHAPES), changes_of(ORDER_FIELDS))
def test_a_header_edit_comes_back_as_it_was_meant(
    shape: str, changes: dict[str, str | None]
) -> None:
    raw = order_sample(shape)
    before = order_fields(read_order(raw))
    sent = parse(write(bodies.header(raw, changes)).decode())
    after = order_fields(read_order(sent))
    assert compared(ORDER_FIELDS, after) == compared(ORDER_FIELDS, {**before, **changes})
    unknown = {name for name in raw if name not in before}
    assert all(as_object(sent)[name] == raw[name] for name in unknown - {"Items"})


@given(st.sampled_from(SHAPES), changes_of(LINE_FIELDS))
def test_a_line_edit_comes_back_as_it_was_meant(shape: str, changes: dict[str, str | None]) -> None:
    raw = order_sample(shape)
    before = line_fields(read_item(items(raw)[0]))
    sent = parse(write(bodies.with_edited_line(raw, LINES[shape], changes)).decode())
    after = line_fields(read_item(items(dict(as_object(sent)))[0]))
    wanted = {**before, **changes}
    if not wanted["Quantity"]:
        wanted["Quantity"] = "0"
    for price in ("Cost", "ListPrice", "SellingPrice"):
        wanted[price] = wanted[price] or "0"
    assert compared(LINE_FIELDS, after) == compared(LINE_FIELDS, wanted)


@given(changes_of(LINE_FIELDS))
def test_a_new_item_says_what_was_filled_in(fields: dict[str, str | None]) -> None:
    sent = parse(write({"Id": LINES[SHAPES[0]], **bodies.new_item(fields)}).decode())
    after = line_fields(read_item(sent))
    filled = {key: value for key, value in fields.items() if value}
    specs = tuple(spec for spec in LINE_FIELDS if spec.key in filled)
    assert compared(specs, after) == compared(specs, filled)
    assert not any(isinstance(value, float) for value in as_object(sent).values())
    assert Decimal(after["Quantity"] or 0) >= 0
