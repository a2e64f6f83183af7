"""Finds rows of one long list in the next one, by whole arrays."""

from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from orderdesk.domain.relisting import Relisting, Run, Standing

# A selection in more pieces than this makes every click and paint slow.
_MOST_PIECES = 2_000

Whole = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]


def relisting(old: Standing, found: "array[int]") -> Relisting:
    """Return how to get from what stands to what was `found`.

    What is chosen is kept row by row: nothing that came meanwhile is ever chosen by itself.
    """
    before = np.frombuffer(old.rowids, np.int64)
    size = 1 + max(_highest(before), _highest(np.frombuffer(found, np.int64)))
    places = _places(found, size)
    shown, kept = _with_touched(old, before, found, np.frombuffer(places, np.int32))
    if kept:
        places = _places(shown, size)
    chosen = _chosen(old.chosen, before, np.frombuffer(places, np.int32), len(shown))
    shared = min(len(old.rowids), len(shown))
    moved = not np.array_equal(before[:shared], np.frombuffer(shown, np.int64)[:shared])
    return Relisting(old, shown, places, moved, kept, chosen)


def _highest(rowids: Whole) -> int:
    return int(rowids.max()) if rowids.size else 0


def _places(rowids: "array[int]", size: int) -> "array[int]":
    """Return the place of every row id; the array is filled in place, without a copy."""
    places = array("i", bytes(4 * size))
    view = np.frombuffer(places, np.int32)
    view[:] = -1
    view[np.frombuffer(rowids, np.int64)] = np.arange(len(rowids), dtype=np.int32)
    return places


def _with_touched(
    old: Standing, before: Whole, found: "array[int]", places: Places
) -> tuple["array[int]", frozenset[int]]:
    """Put the touched rows that are found no more back where they were."""
    missing = [rowid for rowid in old.touched if rowid >= places.size or places[rowid] < 0]
    back = sorted(
        (int(place), rowid) for rowid in missing for place in np.flatnonzero(before == rowid)
    )
    if not back:
        return found, frozenset()
    shown = array("q", found)
    for place, rowid in back:
        shown.insert(place, rowid)
    return shown, frozenset(rowid for _, rowid in back)


def _chosen(
    chosen: Iterable[Run], before: Whole, places: Places, count: int
) -> tuple[Run, ...] | None:
    runs = tuple(chosen)
    marks = np.zeros(count + 2, np.int8)
    for first, last in runs:
        there = places[before[first : last + 1]]
        marks[there[there >= 0] + 1] = 1
    edges = np.flatnonzero(np.diff(marks))
    if edges.size > 2 * _MOST_PIECES:
        return None
    starts: list[int] = edges[::2].tolist()
    ends: list[int] = edges[1::2].tolist()
    return tuple((first, end - 1) for first, end in zip(starts, ends, strict=True))
