"""All rows, the newest first: the order of the plain view, and of equals in any other."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.ranks.column import Mask
from orderdesk.store.ranks.specs import ABSENT
from orderdesk.store.ranks.words import Ints

Rows: TypeAlias = NDArray[np.int32]

# Beyond this part of all rows, sorting all is quicker than putting some in.
_MANY = 8
# Below this part of all rows, or this many times what is wanted, some are put in order by
# themselves; otherwise all are gone through.
_FEW = 16
_FEWER = 4


class Newest:
    """Row ids by time, the latest first; then those without a time; equals by row id, falling."""

    def __init__(self, times: Ints) -> None:
        self._times = times
        self.rows = _sorted(times)
        self._places: Rows | None = None

    def places(self, size: int) -> Rows:
        """Return for each of the first `size` row ids where it stands."""
        if self._places is None or len(self._places) < size:
            self._places = np.zeros(size, np.int32)
            self._places[self.rows] = np.arange(len(self.rows), dtype=np.int32)
        return self._places

    def follow(self, times: Ints, moved: Ints) -> None:
        """Take in new times; `moved` are the rows whose time changed, came or went, ascending."""
        self._times = times
        if not len(moved):
            return
        self._places = None
        if len(moved) > len(self.rows) // _MANY:
            self.rows = _sorted(times)
            return
        touched = np.zeros(len(times), np.bool_)
        touched[moved] = True
        kept = self.rows[~touched[self.rows]]
        there = moved[times[moved] != ABSENT]
        coming = there[np.argsort(times[there], kind="stable")][::-1]
        self.rows = np.insert(kept, self._found(kept, coming), coming)

    def _found(self, rows: Rows, coming: Ints) -> Ints:
        """Return before which place of `rows` each comes."""
        low = np.zeros(len(coming), np.int64)
        high = np.full(len(coming), len(rows), np.int64)
        times = self._times[coming]
        while True:
            still = low < high
            if not still.any():
                return low
            middle = (low + high) // 2
            there = rows[np.minimum(middle, len(rows) - 1)]
            before = (self._times[there] > times) | (
                (self._times[there] == times) & (there > coming)
            )
            low = np.where(still & before, middle + 1, low)
            high = np.where(still & ~before, middle, high)


def _sorted(times: Ints) -> Rows:
    rows = np.flatnonzero(times != ABSENT)
    return rows[np.argsort(times[rows], kind="stable")][::-1].astype(np.int32)


def chosen(newest: Newest, mask: Mask, limit: int | None) -> Rows:
    """Return the rows of a mask, the newest first."""
    count = int(np.count_nonzero(mask))
    if count < (len(newest.rows) // _FEW if limit is None else _FEWER * limit):
        rows = np.flatnonzero(mask)
        return rows[np.argsort(newest.places(len(mask))[rows])].astype(np.int32)[:limit]
    if limit is None:
        return newest.rows[mask[newest.rows]]
    found: list[Rows] = []
    there = 0
    for start in range(0, len(newest.rows), 1 << 16):
        piece = newest.rows[start : start + (1 << 16)]
        found.append(piece[mask[piece]])
        there += len(found[-1])
        if there >= limit:
            break
    return np.concatenate(found)[:limit] if found else newest.rows[:0]
