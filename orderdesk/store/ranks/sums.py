"""Counting rows and adding up their money, to the last digit."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from orderdesk.store.ranks.column import Mask, NumberColumn, RankColumn
from orderdesk.store.ranks.index import Index
from orderdesk.store.ranks.specs import LARGE, UNKNOWN


@dataclass(frozen=True, slots=True)
class Sums:
    """Ten thousandths by currency, "" being none; and the rows to be added up apart."""

    units: Mapping[str, int]
    unknown: int
    large: tuple[int, ...]
    unread: int


def sums(index: Index, found: Mask, orders: Mask) -> Sums | None:
    """Add up the totals of `orders`, a part of `found`; None where a column is not made yet."""
    columns = [index.column(name) for name in ("total_units", "currency", "items")]
    total, currency, items = columns
    if not isinstance(total, NumberColumn) or not isinstance(items, NumberColumn):
        return None
    if not isinstance(currency, RankColumn):
        return None
    size = len(found)
    read = items.known(size)
    units = total.among(size)
    by_rank = currency.among(size)
    unknown = int(np.count_nonzero(orders & (units == UNKNOWN)))
    large = np.flatnonzero(orders & (units == LARGE))
    known = orders & (units > LARGE)
    names = [word.decode() for word in currency.words.all()]
    found_units: dict[str, int] = {}
    for rank, name in [*enumerate(names), (-1, "")]:
        mine = known & (by_rank == rank)
        if mine.any():
            found_units[name] = found_units.get(name, 0) + int(units[mine].sum())
    unread = int(np.count_nonzero(found & ~read))
    return Sums(found_units, unknown, tuple(large.tolist()), unread)
