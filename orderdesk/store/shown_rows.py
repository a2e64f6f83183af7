"""Shown rows as they are read: from the table to a ShownRow; light to import."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from orderdesk.domain.shown import Mark, ShownRow
from orderdesk.store.keys import maybe_time

READ = (
    *("row_id", "id", "connection", "vendor", "vendor_id", "kind", "kind_word", "number"),
    *("name", "state", "vendor_state", "state_derived", "payment", "payment_word"),
    *("fulfilment", "fulfilment_word", "customer_id", "customer", "location_id", "location"),
    *("employee_id", "employee", "placed_at", "expires_at", "items", "total"),
    *("total_computed", "currency", "currency_set_here", "discount", "mark", "pending"),
    "staged",
)
# All rows in one text: SQLite lets other threads work before each row that it gives out, and the
# UI thread would stand in line for its turn as often.
SELECT = f"select json_group_array(json_array({', '.join(READ)})) from shown where row_id in "
NAMES = "select json_group_object(key, name) from connection"


def shown_rows(text: str, names: str) -> dict[int, ShownRow]:
    """Return what SELECT and NAMES gave, by row id, with the connections as they are called now."""
    called: dict[str, str] = json.loads(names)
    return {row[0]: _shown_row(row, called) for row in json.loads(text)}


def _shown_row(row: Sequence[Any], connection_names: Mapping[str, str]) -> ShownRow:
    values: list[Any] = [
        *row[:3],
        connection_names.get(row[2], row[2]),
        *row[3:11],
        bool(row[11]),
        *row[12:22],
        maybe_time(row[22]),
        maybe_time(row[23]),
        row[24],
        None if row[25] is None else Decimal(row[25]),
        bool(row[26]),
        row[27],
        bool(row[28]),
        None if row[29] is None else Decimal(row[29]),
        Mark(row[30]),
        tuple(row[31].split(",")) if row[31] else (),
        tuple(row[32].split(",")) if row[32] else (),
    ]
    return ShownRow(*values)
