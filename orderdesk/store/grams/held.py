"""Which of a segment's rows count, and where they stand among all rows."""

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.grams.matching import Flags
from orderdesk.store.grams.segment import RowIds


class Held:
    """The rows of one segment, to be marked among all that there are."""

    def __init__(self, rows: RowIds) -> None:
        self._rows = rows
        self._void = np.flatnonzero(rows == 0)
        self._first = _first(rows)

    def strangers(self, rows: RowIds) -> NDArray[np.int64]:
        """Return the places of those among some ascending row ids that are in this segment."""
        if self._first is not None:
            edges = np.array([self._first, self._first + len(self._rows)], np.int64)
            first, last = np.searchsorted(rows, edges).tolist()
            return rows[first:last] - self._first
        return np.flatnonzero(among(self._rows, rows) >= 0)

    def mark(self, found: Flags, strangers: NDArray[np.int64], mask: Flags) -> None:
        """Mark the found ones, but no strangers, in a mask by row id; `found` is used up."""
        found[self._void] = False
        found[strangers] = False
        if self._first is not None:
            part = mask[self._first : self._first + len(found)]
            part |= found[: len(part)]
        else:
            rows = self._rows[found]
            mask[rows[rows < len(mask)]] = True


def _first(rows: RowIds) -> int | None:
    """Return the row id that the first place stands for, if the ids follow one another."""
    there = np.flatnonzero(rows)
    firsts = rows[there] - there
    if len(firsts) and firsts[0] >= 0 and bool((firsts == firsts[0]).all()):
        return int(firsts[0])
    return None


def among(rows: RowIds, others: RowIds) -> NDArray[np.int64]:
    """Return where each row is among others that are ascending, -1 where it is not."""
    if not len(others):
        return np.full(len(rows), -1, np.int64)
    places = np.searchsorted(others, rows)
    places[places == len(others)] = 0
    return np.where(others[places] == rows, places, -1)
