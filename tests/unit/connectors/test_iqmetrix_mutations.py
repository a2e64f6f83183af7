"""Thousands of damaged payloads: never an uncaught error, and every good row is kept."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orderdesk.connectors.iqmetrix.mapping import order_of
from orderdesk.connectors.iqmetrix.wire import read_order
from orderdesk.connectors.json_text import NotJson, decode, rows, write
from orderdesk.connectors.payloads import BadRow
from orderdesk.domain.order import Order
from tests.unit.connectors.iqmetrix_samples import order_sample

SHAPES = ("orderfull_list_documented", "orderfull_list_recorded")
NUMBERS = ("NaN", "Infinity", "-Infinity", "1e400", "-1", "-0", "1e-400", "9" * 20, "9" * 5000)
OTHERS = ("null", "true", "[]", "{}", '""', '"\\ud800"', '"x"', "0", '"1e400"', "[[[]]]")
LITERALS = st.sampled_from(NUMBERS + OTHERS)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    (
        "Id",
        "State",
        "OrderTypeId",
        "CreatedDateUtc",
        "EntityId",
        "Items",
        "Quantity",
        "ItemTypeId",
        "ItemStatusId",
        "SellingPrice",
        "SerialNumbers",
        "TrackingInformation",
        "TrackingNumber",
        "Index",
        "Notes",
        "BillingCustomerId",
        "DiscountAmount",
        "OrderExpiryHours",
        "OrderExpiryDate",
        "Surprise",
    )
)


def as_text(value: object) -> str:
    return write(value).decode()


def length_of_value(rest: str) -> int:
    return len(next(rows(f"[{rest}")).text)


def mutated(row: str, name: str, literal: str) -> str:
    """Replace the first value of a field by any literal, or add the field."""
    mark = f'"{name}":'
    at = row.find(mark)
    if at < 0:
        return f"{row[:-1]},{mark}{literal}}}"
    start = at + len(mark)
    return row[:start] + literal + row[start + length_of_value(row[start:]) :]


def read(value: object) -> Order | str:
    """Return the order, or why there is none."""
    try:
        payload = read_order(value)
    except BadRow as fault:
        return str(fault)
    return order_of(payload, connection="shop", settings={}, full=True)


@settings(max_examples=400)
@given(
    st.lists(
        st.tuples(st.sampled_from(SHAPES), NAMES, LITERALS | st.builds(as_text, VALUES)),
        min_size=1,
        max_size=4,
    )
)
def test_mutated_rows_never_break_the_good_ones(mutations: list[tuple[str, str, str]]) -> None:
    good = {shape: as_text(order_sample(shape)) for shape in SHAPES}
    mixed = [
        row
        for shape, name, literal in mutations
        for row in (good[shape], mutated(good[shape], name, literal))
    ]

    found = [read(row.value) for row in rows(f"[{','.join(mixed)}]")]

    assert len(found) == len(mixed)
    assert all(isinstance(order, Order) for order in found[::2])
    for result in found:
        if isinstance(result, Order):
            assert Order.model_validate_json(result.model_dump_json()) == result
        else:
            assert result.endswith(".")


def cut(body: bytes, at: int) -> bytes:
    return body[: at % len(body)]


def flip(body: bytes, at: int) -> bytes:
    place = at % len(body)
    return body[:place] + bytes([body[place] ^ (1 << at % 8)]) + body[place + 1 :]


def outcome(body: bytes) -> tuple[int, str]:
    """Return how many orders were read, and what was wrong with the text, if anything."""
    count = 0
    try:
        for row in rows(decode(body)):
            count += isinstance(read(row.value), Order)
    except NotJson as fault:
        return count, str(fault)
    return count, ""


@settings(max_examples=400)
@pytest.mark.parametrize("damage", [cut, flip])
@given(at=st.integers(0, 10**6))
def test_damaged_bytes_are_read_or_refused(damage: Callable[[bytes, int], bytes], at: int) -> None:
    whole = write([order_sample(shape) for shape in SHAPES])
    count, fault = outcome(damage(whole, at))
    assert outcome(whole) == (2, "")
    assert count <= 2
    if damage is cut:
        assert fault.endswith(".")
