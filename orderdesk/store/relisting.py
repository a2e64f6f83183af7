"""Finds rows of one long list in the next one, by whole arrays."""

from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from orderdesk.domain.relisting import Difference, Relisting, Run, Standing

# A selection in more pieces than this makes every click and paint slow.
_MOST_PIECES = 2_000
# So often rows that stand in nobody's order are taken out before the rest is only estimated.
_MOST_PASSES = 12
_MOST_FALLS = 10_000

Whole = npt.NDArray[np.int64 | np.int32]
Places = npt.NDArray[np.int32]


def relisting(old: Standing, found: "array[int]") -> Relisting:
    """Return how to get from what stands to what was `found`.

    What is chosen is kept row by row: nothing that came meanwhile is ever chosen by itself.
    """
    before = _whole(old.rowids)
    size = 1 + max(_highest(before), _highest(_whole(found)))
    places = _places(found, size)
    shown, kept = _with_touched(old, before, found, np.frombuffer(places, np.int32))
    if kept:
        places = _places(shown, size)
    chosen = _chosen(old.chosen, before, np.frombuffer(places, np.int32), len(shown))
    shared = min(len(old.rowids), len(shown))
    moved = not np.array_equal(before[:shared], _whole(shown)[:shared])
    difference = _difference(before, np.frombuffer(places, np.int32), len(shown))
    return Relisting(old, shown, places, moved, kept, chosen, difference)


def _difference(before: Whole, places: Places, count: int) -> Difference:
    stand = places[before]
    staying = stand[stand >= 0]
    gone, come = before.size - staying.size, count - staying.size
    moved = _moved(staying)
    end = not gone and not moved and (not staying.size or int(staying[-1]) == staying.size - 1)
    return Difference(come, gone, moved, at_end=end)


def _moved(places: Places) -> int:
    """Return how many rows stand otherwise than the rest do, at the least that is quickly seen."""
    moved = 0
    for _pass in range(_MOST_PASSES):
        falls = np.flatnonzero(places[:-1] > places[1:])
        if falls.size > _MOST_FALLS:
            break
        if not falls.size:
            return moved
        # Of two that stand the wrong way round, the one that has moved fits its other neighbour
        # no better: the upper one is too early, else the lower one too late.
        before, after = np.maximum(falls - 1, 0), np.minimum(falls + 2, places.size - 1)
        too_late = (places[before] > places[falls + 1]) & (falls > 0)
        too_early = (places[falls] > places[after]) & (after > falls + 1)
        stays = np.ones(places.size, np.bool_)
        stays[np.where(too_late & ~too_early, falls + 1, falls)] = False
        moved += places.size - int(np.count_nonzero(stays))
        places = places[stays]
    return moved + int(np.count_nonzero(places[:-1] > places[1:]))


def _whole(rowids: "array[int]") -> Whole:
    """Return row ids as they lie there: long lists in 4 bytes each, short ones in 8."""
    return np.frombuffer(rowids, np.int32 if rowids.typecode == "i" else np.int64)


def _highest(rowids: Whole) -> int:
    return int(rowids.max()) if rowids.size else 0


def _places(rowids: "array[int]", size: int) -> "array[int]":
    """Return the place of every row id; the array is filled in place, without a copy."""
    places = array("i", bytes(4 * size))
    view = np.frombuffer(places, np.int32)
    view[:] = -1
    view[_whole(rowids)] = np.arange(len(rowids), dtype=np.int32)
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
    shown = found[:]
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
