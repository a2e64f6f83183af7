"""What has to be told to get from one short list of row ids to another."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from orderdesk.domain.relisting import Difference, Run

# Beyond this, telling views every run of rows that moved takes longer than starting afresh.
_MOST_RUNS = 200


@dataclass(frozen=True, slots=True)
class RowChanges:
    """Runs that go, the order of what stays, and runs that come; in this order."""

    gone: list[Run]
    staying: "array[int]"
    come: list[Run]


def row_changes(old: "array[int]", new: "array[int]") -> RowChanges | None:
    """Return what leads from `old` to `new`, or None where starting afresh is better."""
    before, after = set(old), set(new)
    gone = _runs(place for place, rowid in enumerate(old) if rowid not in after)
    come = _runs(place for place, rowid in enumerate(new) if rowid not in before)
    if len(gone) + len(come) > _MOST_RUNS or not before & after:
        return None
    return RowChanges(gone, array("q", (rowid for rowid in new if rowid in before)), come)


def difference(old: "array[int]", new: "array[int]") -> Difference:
    """Return how many rows would come, go and move from `old` to `new`, two short lists."""
    places = {rowid: place for place, rowid in enumerate(new)}
    staying = [place for rowid in old if (place := places.get(rowid)) is not None]
    # What does not move is the longest run of rows in the same order.
    ends: list[int] = []
    for place in staying:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    gone, come, moved = len(old) - len(staying), len(new) - len(staying), len(staying) - len(ends)
    at_end = not gone and not moved and staying == list(range(len(staying)))
    return Difference(come, gone, moved, at_end=at_end)


def _runs(places: Iterable[int]) -> list[Run]:
    """Gather ascending places into runs of neighbours, as (first, last)."""
    runs: list[Run] = []
    for _, group in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        members = [place for _, place in group]
        runs.append((members[0], members[-1]))
    return runs
