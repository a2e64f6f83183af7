"""One column of all shown rows, indexed by row id."""

from collections.abc import Collection, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.ranks.specs import ABSENT, UNKNOWN
from orderdesk.store.ranks.words import Ints, Words

Ranks: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]

NO_RANK = -1
"""The rank of a row that has no text, or that there is not."""
_ROOM = 1.25
_LEAST_ROOM = 1024


def roomy(values: NDArray[np.generic], size: int, filler: int) -> NDArray[np.generic]:
    """Return the array with room for `size` rows, the new ones filled."""
    if size <= len(values):
        return values
    room = max(int(size * _ROOM), _LEAST_ROOM)
    larger = np.full(room, filler, values.dtype)
    larger[: len(values)] = values
    return larger


class NumberColumn:
    """Plain numbers; ABSENT where there is no row, UNKNOWN where there is no value."""

    def __init__(self, values: Ints, seq: int) -> None:
        self.values = values
        self.seq = seq

    @property
    def worn(self) -> bool:
        """Whether it should be made anew."""
        return False

    def put(self, row_ids: Ints, numbers: Ints) -> None:
        """Write the values of some rows."""
        if len(row_ids):
            size = int(row_ids.max()) + 1
            self.values = roomy(self.values, size, ABSENT).astype(np.int64, copy=False)
            self.values[row_ids] = numbers

    def known(self, size: int) -> Mask:
        """Return for every row whether its value is known."""
        return self.among(size) > UNKNOWN

    def among(self, size: int) -> Ints:
        """Return the values of the first `size` row ids."""
        if size > len(self.values):
            self.values = roomy(self.values, size, ABSENT).astype(np.int64, copy=False)
        return self.values[:size]


class RankColumn:
    """The ranks of texts; NO_RANK where there is none."""

    def __init__(self, ranks: Ranks, words: Words, seq: int) -> None:
        self.ranks = ranks
        self.words = words
        self.seq = seq

    @property
    def worn(self) -> bool:
        """Whether so many texts are new that it should be made anew."""
        return self.words.extras > max(5_000, len(self.words) // 4)

    def put(self, row_ids: Ints, texts: Sequence[str | None]) -> None:
        """Write the values of some rows."""
        if not len(row_ids):
            return
        known = self._ranks_of({text for text in texts if text is not None})
        size = int(row_ids.max()) + 1
        self.ranks = roomy(self.ranks, size, NO_RANK).astype(np.int32, copy=False)
        self.ranks[row_ids] = [NO_RANK if text is None else known[text] for text in texts]

    def _ranks_of(self, texts: Collection[str]) -> dict[str, int]:
        """Return the ranks of some texts, those that are new being taken in."""
        found = {text: self.words.find(text.encode()) for text in texts}
        new = sorted(text.encode() for text, (_, there) in found.items() if not there)
        if not new:
            return {text: rank for text, (rank, _) in found.items()}
        places = np.array(sorted(rank for rank, there in found.values() if not there), np.int64)
        self.words.add(new)
        self._shift(places)
        ranks = {word.decode(): int(places[index]) + index for index, word in enumerate(new)}
        for text, (rank, there) in found.items():
            if there:
                ranks[text] = rank + int(np.searchsorted(places, rank, side="right"))
        return ranks

    def _shift(self, places: Ints) -> None:
        """Make room among the ranks for texts that come in at these."""
        shift = np.cumsum(np.bincount(places, minlength=len(self.words) + 1), dtype=np.int32)
        # The last entry is that of NO_RANK, which is the index -1.
        shift[-1] = 0
        self.ranks += shift[self.ranks]

    def among(self, size: int) -> Ranks:
        """Return the ranks of the first `size` row ids."""
        if size > len(self.ranks):
            self.ranks = roomy(self.ranks, size, NO_RANK).astype(np.int32, copy=False)
        return self.ranks[:size]

    def chosen(self, table: Mask, size: int) -> Mask:
        """Return for every row whether its rank is one that `table` says yes to."""
        # The last entry is that of NO_RANK, which is the index -1.
        return np.append(table, np.False_)[self.among(size)]


Column: TypeAlias = NumberColumn | RankColumn
