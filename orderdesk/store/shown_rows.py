"""Shown rows as they are read: from the table to a ShownRow; light to import."""

from collections.abc import Mapping
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
SELECT = f"select {', '.join(READ)} from shown where row_id in "


def shown_row(row: tuple[Any, ...], connection_names: Mapping[str, str]) -> ShownRow:
    """Return the row read with READ, with its connection's name as it is called now."""
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
