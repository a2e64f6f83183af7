"""The distinct texts of a column, sorted: a mapped block of bytes, and what came since."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from heapq import merge
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Ints: TypeAlias = NDArray[np.int64]
Table: TypeAlias = NDArray[np.bool_]

# Texts are looked through in pieces, so that no large copy is made of them.
_PIECE = 1 << 20
_UPPER_A, _UPPER_Z, _TO_LOWER = 65, 90, 32


class Words:
    """Sorted distinct texts; the rank of one is its place among all."""

    def __init__(self, text: Bytes, ends: Ints) -> None:
        """Take the texts one after the other, and where each begins and the last one ends."""
        self._text = text
        self._ends = ends
        # Reading one by one, a view is quicker than an array.
        self._view = text.data
        self._ends_view = ends.data
        self._extras: list[bytes] = []

    def __len__(self) -> int:
        return len(self._ends) - 1 + len(self._extras)

    @property
    def extras(self) -> int:
        """How many have come since the block was made."""
        return len(self._extras)

    def _stored(self, index: int) -> bytes:
        return bytes(self._view[self._ends_view[index] : self._ends_view[index + 1]])

    def _bisect_stored(self, word: bytes) -> int:
        low, high = 0, len(self._ends) - 1
        while low < high:
            middle = (low + high) // 2
            if self._stored(middle) < word:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, word: bytes) -> tuple[int, bool]:
        """Return the rank a text has or would get, and whether it is there."""
        stored = self._bisect_stored(word)
        extra = bisect_left(self._extras, word)
        there = extra < len(self._extras) and self._extras[extra] == word
        if not there and stored < len(self._ends) - 1:
            there = self._stored(stored) == word
        return stored + extra, there

    def add(self, words: Sequence[bytes]) -> None:
        """Add sorted texts that are not there."""
        self._extras = list(merge(self._extras, words))

    def rank(self, word: bytes) -> int | None:
        """Return the rank of a text, None where it is not there."""
        rank, there = self.find(word)
        return rank if there else None

    def all(self) -> list[bytes]:
        """Return every text in order; for columns that have few."""
        stored = [self._stored(index) for index in range(len(self._ends) - 1)]
        return sorted((*stored, *self._extras))

    def holding(self, part: bytes, check: Callable[[], None]) -> Table:
        """Return for every rank whether its text holds `part`."""
        found = np.zeros(len(self._ends) - 1, np.bool_)
        if not part:
            found[:] = True
        for start in range(0, len(self._text) if part else 0, _PIECE):
            check()
            piece = self._text[start : start + _PIECE + len(part) - 1]
            places = np.flatnonzero(piece[: max(len(piece) - len(part) + 1, 0)] == part[0])
            for offset in range(1, len(part)):
                places = places[piece[places + offset] == part[offset]]
            places += start
            owners = np.searchsorted(self._ends, places, side="right") - 1
            # What begins in one text and ends in the next is in neither.
            found[owners[places + len(part) <= self._ends[owners + 1]]] = True
        return self._with_extras(found, lambda extra: part in extra)

    def same(self, word: bytes) -> Table:
        """Return for every rank whether its text is `word`, Latin letters of either case as one."""
        wanted = word.lower()
        starts = self._ends[:-1]
        places = np.flatnonzero(self._ends[1:] - starts == len(wanted))
        for offset in range(len(wanted)):
            letters = self._text[starts[places] + offset]
            upper = (letters >= _UPPER_A) & (letters <= _UPPER_Z)
            places = places[np.where(upper, letters + _TO_LOWER, letters) == wanted[offset]]
        found = np.zeros(len(starts), np.bool_)
        found[places] = True
        return self._with_extras(found, lambda extra: extra.lower() == wanted)

    def _with_extras(self, found: Table, test: Callable[[bytes], bool]) -> Table:
        if not self._extras:
            return found
        places = [self._bisect_stored(extra) for extra in self._extras]
        return np.insert(found, places, [test(extra) for extra in self._extras])


def words_of(texts: Sequence[bytes]) -> Words:
    """Return sorted distinct texts as Words."""
    ends = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=ends[1:])
    return Words(np.frombuffer(b"".join(texts), np.uint8), ends)
