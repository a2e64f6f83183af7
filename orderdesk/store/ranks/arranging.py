"""Putting rows in order by a column: what is not known last, equals newest first."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.ranks.column import Column, Mask, NumberColumn
from orderdesk.store.ranks.newest import Newest, Rows, chosen
from orderdesk.store.ranks.specs import UNKNOWN, Order
from orderdesk.store.ranks.words import Ints

Keys: TypeAlias = NDArray[np.int64] | NDArray[np.int32]

_HALF = 16
_FEW = 1 << 16
_SAMPLE = 4_096
_SAFETY = 4


@dataclass(frozen=True, slots=True)
class Sorting:
    """What rows are sorted by: a key for each row id, those above `floor` being known."""

    keys: Keys
    floor: int
    descending: bool

    def first(self, newest: Newest, mask: Mask, limit: int) -> Rows:
        """Return the first rows of a mask; the others are not put in order."""
        keys = self.keys
        known = mask & (keys > self.floor)
        count = int(np.count_nonzero(known))
        if count <= limit:
            rows = self.all(newest, known)
            unknown = chosen(newest, mask & ~known, limit - count)
            return np.concatenate((rows, unknown))
        bound = _bound(keys[known], limit, descending=self.descending)
        before = known & (keys > bound if self.descending else keys < bound)
        rows = self.all(newest, before)
        level = chosen(newest, known & (keys == bound), limit - len(rows))
        return np.concatenate((rows, level))

    def all(self, newest: Newest, mask: Mask) -> Rows:
        """Return all rows of a mask in order."""
        rows = chosen(newest, mask, None)
        keys = self.keys[rows]
        known = keys > self.floor
        if not known.any():
            return rows
        lowest, highest = keys[known].min(), keys[known].max()
        places = highest - keys if self.descending else keys - lowest
        places[~known] = highest - lowest + 1
        return rows[_stable(places)]


def sorting(column: Column, order: Order, size: int, *, descending: bool) -> Sorting:
    """Return what `size` rows are sorted by."""
    if isinstance(column, NumberColumn):
        return Sorting(column.among(size), UNKNOWN, descending)
    ranks = column.among(size)
    if order.words is None:
        return Sorting(ranks, -1, descending)
    # The last entry is that of no rank, which is the index -1.
    places = np.full(len(column.words) + 1, -1, np.int32)
    for place, word in enumerate(order.words):
        rank = column.words.rank(word.encode())
        if rank is not None:
            places[rank] = place
    return Sorting(places[ranks], -1, descending)


def _bound(keys: Keys, limit: int, *, descending: bool) -> int:
    """Return the key at place `limit`; there are more keys than that."""
    lowest, highest = int(keys.min()), int(keys.max())
    if highest - lowest < _FEW:
        counts = np.bincount(keys - lowest)
        if descending:
            return highest - int(np.searchsorted(np.cumsum(counts[::-1]), limit))
        return lowest + int(np.searchsorted(np.cumsum(counts), limit))
    # A sample tells beyond which key nothing need be looked at.
    sample = np.sort(keys[:: max(len(keys) // _SAMPLE, 1)])
    within = min(_SAFETY * (limit * len(sample) // len(keys) + 1), len(sample) - 1)
    some = keys[keys >= sample[-1 - within] if descending else keys <= sample[within]]
    if len(some) < limit:
        some = keys
    some = np.sort(some)
    return int(some[-limit] if descending else some[limit - 1])


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
