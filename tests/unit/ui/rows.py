"""Shown rows with invented values."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from orderdesk.domain.shown import Mark, ShownRow

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

ROW = ShownRow(
    rowid=1,
    id="north:1",
    connection="north",
    connection_name="North Trade",
    vendor="example",
    vendor_id="1",
    kind="sales",
    kind_word="Sales",
    number="N-1",
    name=None,
    state="pending",
    vendor_state="Pending",
    state_derived=False,
    payment=None,
    payment_word=None,
    fulfilment=None,
    fulfilment_word=None,
    customer_id="c1",
    customer="Ada Hale",
    location_id="l1",
    location="Quay",
    employee_id=None,
    employee=None,
    placed_at=NOON,
    expires_at=NOON + timedelta(hours=3, minutes=5),
    items=2,
    total=Decimal("1204.50"),
    total_computed=True,
    currency="GBP",
    currency_set_here=False,
    discount=None,
    mark=Mark.NONE,
    pending=(),
)


def row(rowid: int, **changes: Any) -> ShownRow:
    """Return a row with its own id and number."""
    own = replace(ROW, rowid=rowid, id=f"north:{rowid}", vendor_id=str(rowid), number=f"N-{rowid}")
    return replace(own, **changes)


class Shelf:
    """Rows by id that are read at once, or, when `closed`, not."""

    def __init__(self, count: int) -> None:
        self.rows = {rowid: row(rowid) for rowid in range(1, count + 1)}
        self.closed = False
        self.asked: list[list[int]] = []

    def __call__(self, rowids: Sequence[int]) -> list[ShownRow] | None:
        self.asked.append(list(rowids))
        if self.closed:
            return None
        return [self.rows[rowid] for rowid in rowids if rowid in self.rows]
