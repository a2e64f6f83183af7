"""What stands in a body: exact numbers, types, and what is no JSON at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderdesk.sandbox.iqmetrix.fields import Field, Kind
from orderdesk.sandbox.iqmetrix.forms import read
from orderdesk.sandbox.iqmetrix.refusals import Refusal
from orderdesk.sandbox.json_text import JsonValue, NotJson, parse, parse_object, write
from tests.sandbox.calls import COMPANY, LOCATION, Calls, answer, as_object, as_objects, item

START = f'{{"EntityId": {LOCATION}, "OrderTypeId": 1, '


@pytest.mark.parametrize(
    "text",
    [
        "0.1",
        "15",
        "15.0",
        "15.00",
        "-3.10",
        "0.1234567890123456789012345678",
        "79228162514264337593543950335",
        "9007199254740993",
        "1234567890123456.78",
    ],
)
def test_numbers_come_back_digit_by_digit(calls: Calls, text: str) -> None:
    reply = calls.call(
        "POST",
        "orders",
        f"/Companies({COMPANY})/OrderFull",
        text=f'{START}"DiscountAmount": {text}, "Items": '
        f'[{{"ItemTypeId": 2, "ItemStatusId": 9, "SellingPrice": {text}}}]}}',
    )
    assert reply.status_code == 201, reply.text
    assert f'"DiscountAmount":{text},' in reply.text
    assert f'"SellingPrice":{text},' in reply.text
    key = answer(reply)["Id"]
    assert f'"DiscountAmount":{text},' in calls.orders("GET", f"/OrderFull({key})").text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("DiscountAmount", "1e400"),
        ("DiscountAmount", "79228162514264337593543950336"),
        ("DiscountAmount", "1e-40"),
        ("DiscountAmount", '"12,5"'),
        ("DiscountAmount", "true"),
        ("DiscountAmount", "[]"),
        ("EmployeeId", "2147483648"),
        ("EmployeeId", "1.5"),
        ("EmployeeId", "1e400"),
        ("EmployeeId", '"fifteen"'),
        ("EmployeeId", "false"),
        ("BillingCustomerId", '"not a guid"'),
        ("BillingCustomerId", "7"),
        ("Name", "{}"),
        ("Name", "true"),
    ],
)
def test_a_value_of_a_wrong_type_is_refused_by_name(calls: Calls, field: str, text: str) -> None:
    reply = calls.call(
        "POST", "orders", f"/Companies({COMPANY})/Orders", text=f'{START}"{field}": {text}}}'
    )
    assert reply.status_code == 400
    assert list(as_object(answer(reply)["ModelState"])) == [f"order.{field}"]


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "0x10", "01", ".5"])
def test_what_is_no_number_is_no_json(calls: Calls, text: str) -> None:
    body = f'{START}"DiscountAmount": {text}}}'
    reply = calls.call("POST", "orders", f"/Companies({COMPANY})/Orders", text=body)
    assert reply.status_code == 400
    assert "order" in as_object(answer(reply)["ModelState"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe{}",
        b'{"Name": "\\ud800"}',
        b"[" * 100_000,
        b'{"EntityId": ' + b"9" * 5_000 + b"}",
    ],
    ids=["empty", "cut", "list", "null", "text", "bytes", "half a letter", "deep", "long number"],
)
def test_a_body_that_cannot_be_read_is_refused(calls: Calls, body: bytes) -> None:
    reply = calls.call("POST", "orders", f"/Companies({COMPANY})/Orders", text=body)
    assert reply.status_code == 400
    assert answer(reply)["Message"] == "The request is invalid."


def test_a_body_beyond_measure_is_refused(calls: Calls) -> None:
    reply = calls.call(
        "POST", "orders", f"/Companies({COMPANY})/Orders", text=b" " * (32 * 1024 * 1024 + 1)
    )
    assert reply.status_code == 413


@pytest.mark.parametrize("given_as", ['"14202"', "14202", "14202.0", '" 14202 "'])
def test_whole_numbers_may_be_given_as_text(calls: Calls, given_as: str) -> None:
    body = f'{{"EntityId": {given_as}, "OrderTypeId": "1"}}'
    reply = calls.call("POST", "orders", f"/Companies({COMPANY})/Orders", text=body)
    assert reply.status_code == 201
    assert answer(reply)["EntityId"] == LOCATION


def test_every_script_and_every_length_comes_back(calls: Calls) -> None:
    marks = "".join(map(chr, (0x200F, 0x202E, 0x0, 0x1F, 0x2028, 0xFFFF)))
    name = f"Zoë עברית العربية 日本語 हिन्दी 👩🏽‍🚀 \\ \" < > & ' {marks}" + "long " * 2_000
    note = "x" * 1_000_000
    order = calls.create(item(Notes=note, SerialNumbers=["ÄÖ", "", 7]), Name=name)
    line = as_objects(order["Items"])[0]
    assert order["Name"] == name
    assert line["Notes"] == note
    assert line["SerialNumbers"] == ["ÄÖ", "", "7"]
    assert calls.whole(str(order["Id"])) == order


@given(
    st.decimals(
        min_value=Decimal(-(2**96 - 1)), max_value=Decimal(2**96 - 1), allow_nan=False, places=None
    )
)
def test_a_decimal_is_kept_exactly_or_refused(number: Decimal) -> None:
    price = Field("Price", Kind.DECIMAL)
    source = parse_object(write({"Price": number}))
    try:
        kept = read(source, [price], "item")["Price"]
    except Refusal:
        assert -int(number.as_tuple().exponent) > 28
    else:
        assert isinstance(kept, int | Decimal)
        assert Decimal(kept) == number
        assert "E+" not in write(kept)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(_JSON)
def test_json_is_written_and_read_without_loss(value: JsonValue) -> None:
    assert parse(write(value)) == value


@given(_JSON, st.sampled_from(list(Kind)))
def test_reading_a_field_ends_in_a_value_or_a_refusal(value: JsonValue, kind: Kind) -> None:
    read_or_refused = {200}
    try:
        read({"Field": value}, [Field("Field", kind)], "order")
    except Refusal as refusal:
        read_or_refused = {refusal.status}
    assert read_or_refused <= {200, 400, 500}


@given(st.binary(max_size=60))
def test_reading_bytes_ends_in_a_value_or_a_reason(text: bytes) -> None:
    reason = "none"
    try:
        parse(text)
    except NotJson as fault:
        reason = str(fault)
    assert reason
