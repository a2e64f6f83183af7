"""What has to be told to get from one short list of row ids to another."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from orderdesk.domain.relisting import Run

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


def _runs(places: Iterable[int]) -> list[Run]:
    """Gather ascending places into runs of neighbours, as (first, last)."""
    runs: list[Run] = []
    for _, group in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        members = [place for _, place in group]
        runs.append((members[0], members[-1]))
    return runs
