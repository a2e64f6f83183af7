"""Reads orders as they are shown, for what is said of the changes staged on them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from orderdesk.domain.errors import InputError
from orderdesk.services.desk import Desk
from orderdesk.services.views import OrderView

_PAGE = 100


class Known(NamedTuple):
    """What an order is called, and by whom."""

    number: str
    vendor: str


async def read_known(desk: Desk, order_ids: Iterable[str]) -> dict[str, Known]:
    """Read what orders are called; what is gone is left out. Runs with the services."""
    rowids: list[int] = []
    for order_id in dict.fromkeys(order_ids):
        rowid = await desk.orders.rowid(order_id)
        if rowid is not None:
            rowids.append(rowid)
    found: dict[str, Known] = {}
    for first in range(0, len(rowids), _PAGE):
        for row in await desk.orders.rows(rowids[first : first + _PAGE]):
            found[row.id] = Known(row.number or row.name or row.vendor_id, row.vendor)
    return found


async def read_views(desk: Desk, order_ids: Sequence[str]) -> dict[str, OrderView]:
    """Read orders, without asking their vendors; what is gone is left out. Runs with services."""
    found: dict[str, OrderView] = {}
    for order_id in order_ids:
        try:
            found[order_id] = await desk.orders.view(order_id, read=False)
        except InputError:
            continue
    return found
