"""Putting rows in order by a column: what is not known last, equals newest first."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.ranks.column import Column, NumberColumn, RankColumn
from orderdesk.store.ranks.newest import Rows
from orderdesk.store.ranks.specs import UNKNOWN, Order
from orderdesk.store.ranks.words import Ints

Keys: TypeAlias = NDArray[np.int64] | NDArray[np.int32]

_HALF = 16


def arranged(
    rows: Rows, column: Column, order: Order, *, descending: bool, limit: int | None
) -> Rows:
    """Return rows, which come newest first, by a column; the first `limit` of them only."""
    if isinstance(column, NumberColumn):
        keys: Keys = _number_keys(column, rows, descending=descending)
    else:
        keys = _rank_keys(column, rows, order, descending=descending)
    if limit is not None and limit < len(rows):
        return rows[_first(keys, limit)]
    return rows[_stable(keys)]


def _number_keys(column: NumberColumn, rows: Rows, *, descending: bool) -> Ints:
    values = column.values[rows]
    known = values > UNKNOWN
    if not known.any():
        return np.zeros(len(rows), np.int64)
    lowest, highest = values[known].min(), values[known].max()
    keys = highest - values if descending else values - lowest
    keys[~known] = highest - lowest + 1
    return keys


def _rank_keys(column: RankColumn, rows: Rows, order: Order, *, descending: bool) -> Keys:
    count = len(column.words)
    unknown = count if order.words is None else len(order.words)
    # The last entry is that of no rank, which is the index -1.
    places = np.arange(count + 1, dtype=np.int32)
    if order.words is not None:
        places[:] = unknown
        for place, word in enumerate(order.words):
            rank = column.words.rank(word.encode())
            if rank is not None:
                places[rank] = place
    if descending:
        places = np.where(places == unknown, unknown, unknown - 1 - places).astype(np.int32)
    return places[column.ranks[rows]]


def _first(keys: Keys, limit: int) -> Ints:
    """Return the places of the first keys, equals in the order they come in."""
    bound = np.partition(keys, limit)[limit]
    below = np.flatnonzero(keys < bound)
    below = below[np.argsort(keys[below], kind="stable")]
    level = np.flatnonzero(keys == bound)[: limit - len(below)]
    return np.concatenate((below, level))


def _stable(keys: Keys) -> Ints:
    """Return the places of all keys in order; by counting halves, which is quick for a million."""
    highest = int(keys.max()) if len(keys) else 0
    found: Ints | None = None
    shift = 0
    while found is None or highest >> shift:
        half = ((keys >> shift) & 0xFFFF).astype(np.uint16)
        part = half if found is None else half[found]
        order = np.argsort(part, kind="stable")
        found = order if found is None else found[order]
        shift += _HALF
    return found
