"""What cells say: labels, the vendor's word, countdowns, money and clauses."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from orderdesk.cli.orders import SORTS
from orderdesk.domain.query import Clause, Operator, clause_text, parse_query
from orderdesk.store.ranks.specs import ORDERS
from orderdesk.ui.orders.columns import (
    COLUMNS,
    Column,
    Reading,
    column,
    is_expired,
    state_label,
    vendor_word,
)
from orderdesk.ui.orders.marks import spoken
from tests.unit.ui.rows import NOON, ROW

READING = Reading(ZoneInfo("Europe/London"), NOON, {"example": "Example Trade"})


def text(key: str, **changes: Any) -> str:
    found = column(key)
    assert found is not None
    return found.text(replace(ROW, **changes), READING)


@pytest.mark.parametrize(
    ("key", "changes", "shown"),
    [
        ("number", {}, "N-1"),
        ("number", {"number": None}, "—"),
        ("state", {}, "Pending"),
        ("state", {"vendor_state": "awaiting stock"}, "Pending (awaiting stock)"),
        ("state", {"state": None, "vendor_state": "Send to Printer"}, "Send to Printer"),
        ("state", {"state": None, "vendor_state": ""}, "Not known"),
        ("type", {}, "Sales"),
        ("type", {"kind": None, "kind_word": "Barter"}, "Barter"),
        ("payment", {}, "—"),
        ("payment", {"payment": "part_paid"}, "Part paid"),
        ("payment", {"payment": "paid", "payment_word": "PAID"}, "Paid"),
        ("payment", {"payment": "paid", "payment_word": "captured"}, "Paid (captured)"),
        ("vendor", {}, "Example Trade"),
        ("vendor", {"vendor": "gone"}, "gone"),
        ("fulfilment", {"fulfilment_word": "0 of 12"}, "0 of 12"),
        ("customer", {"customer": None}, "c1"),
        ("customer", {"customer": None, "customer_id": None}, "—"),
        ("items", {}, "2"),
        ("items", {"items": None}, "—"),
        ("total", {}, "£1,204.50"),
        ("total", {"currency": None}, "1,204.50"),
        ("total", {"currency": "JPY", "total": Decimal(1204)}, "JP¥1,204"),
        ("total", {"total": None}, "—"),
        ("expires", {}, "in 3 h"),
        ("expires", {"expires_at": NOON - timedelta(minutes=1)}, "Expired"),
        ("expires", {"expires_at": NOON + timedelta(days=5)}, "in 5 d"),
        ("expires", {"expires_at": NOON + timedelta(seconds=30)}, "in 1 min"),
        ("expires", {"expires_at": None}, "—"),
        ("placed", {}, "22 Nov 12:00"),
        ("connection", {}, "North Trade"),
    ],
)
def test_cells(key: str, changes: dict[str, Any], shown: str) -> None:
    assert text(key, **changes) == shown


def test_a_closed_order_counts_nothing_down() -> None:
    assert text("expires", state="cancelled", expires_at=NOON - timedelta(days=1)) == "21 Nov"
    over = replace(ROW, state="processed", expires_at=NOON - timedelta(days=1))
    assert not is_expired(over, READING)


def test_the_vendors_word_stands_only_where_it_says_more() -> None:
    assert vendor_word(ROW, READING) == ""
    assert vendor_word(replace(ROW, vendor_state="released"), READING) == "released"
    assert vendor_word(replace(ROW, state="on_hold", vendor_state="on_hold"), READING) == ""


def test_a_number_for_a_state_is_shown_by_what_it_means() -> None:
    states = {(ROW.vendor, "7"): "Seven, probably on hold"}
    reading = replace(READING, states=states)

    assert vendor_word(replace(ROW, vendor_state="7"), reading) == "Seven, probably on hold"
    assert state_label(replace(ROW, state=None, vendor_state="7"), reading) == (
        "Seven, probably on hold"
    )
    assert state_label(replace(ROW, state=None, vendor_state="8"), reading) == "8"


@pytest.mark.parametrize("one", COLUMNS, ids=[one.key for one in COLUMNS])
def test_filtering_by_a_cell_can_be_written_and_read(one: Column) -> None:
    clause = one.clause(ROW, READING)
    if clause is None:
        assert one.key in {"expires", "items", "total", "discount"}
    else:
        assert parse_query(clause_text(clause)).clauses == (clause,)


def test_the_day_is_that_of_the_zone() -> None:
    late = replace(ROW, placed_at=NOON.replace(hour=23))
    placed = column("placed")
    assert placed is not None
    reading = Reading(ZoneInfo("Asia/Tokyo"), NOON)
    assert placed.clause(late, reading) == Clause("placed", Operator.IS, ("2026-11-23",))


def test_columns_have_names_of_their_own() -> None:
    keys = [one.key for one in COLUMNS]
    assert len(set(keys)) == len(keys)
    ranks = [one.rank for one in COLUMNS if one.rank is not None]
    assert sorted(ranks) == list(range(1, len(ranks) + 1))
    mixed = [one.mixed for one in COLUMNS if one.mixed is not None]
    assert sorted(mixed) == list(range(1, len(mixed) + 1))


def test_what_is_not_known_is_said() -> None:
    for key in ("payment", "fulfilment", "expires"):
        one = column(key)
        assert one is not None
        row = replace(ROW, expires_at=None)
        assert spoken(one, row, READING) == f"{one.title}: Not known"


def test_what_is_offered_to_sort_by_has_ranks() -> None:
    offered = {one.sort for one in COLUMNS if one.sort} | {*SORTS} - {"type"}
    # Connections are few: they are put in the order of their names with each question.
    assert offered - {*ORDERS} == {"connection_name"}
