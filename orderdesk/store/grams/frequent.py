"""Bits for two to four bytes that stand in many rows, made when segments are merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.grams.matching import beginning
from orderdesk.store.grams.segment import (
    GRAM,
    SHARED,
    SLOT_BITS,
    Numbers,
    Segment,
    bytes_of,
    code_of,
    width_of,
)
from orderdesk.store.grams.values import LINE_END

Masks: TypeAlias = NDArray[np.uint64]

# From so many rows on, two to four bytes get bits if they stand in so many places as a fourth of
# the rows: they are the beginnings of many grams, whose places lie all over the text. Fewer are
# gone through in no time, and the bits of all would multiply the work of merging.
_WITH_BITS = 1 << 15
_ROWS_A_PLACE = 4
_AT_ONCE = 64


def frequent(grams: Numbers, places: NDArray[np.int64], rows: int) -> Masks:
    """Return the codes of what stands in too many places to be gone through at each search.

    `places` says of each gram how many there are.
    """
    if rows < _WITH_BITS or not len(grams):
        return np.zeros(0, np.uint64)
    found: list[Masks] = []
    for length in (2, 3, 4):
        shift = np.uint32(8 * (GRAM - length))
        begins, firsts = np.unique(grams >> shift, return_index=True)
        many = np.add.reduceat(places, firsts) * _ROWS_A_PLACE >= rows
        # What goes beyond a value's end is sought by nobody.
        many &= (begins << shift >> np.uint32(8)) & np.uint32(0xFF) != LINE_END
        codes = begins[many].astype(np.uint64)
        found.append(codes | np.uint64(code_of(bytes(length))))
    return np.concatenate(found)


def fill_bits(new: Segment, segments: Sequence[Segment]) -> None:
    """Say for all that is `often` in a new segment which parts of its rows hold it."""
    whole = new.often_bits.reshape(len(new.often), width_of(len(new.rows)))
    used = [_Used.of(one) for one in segments] if len(new.often) else []
    for first in range(0, len(new.often), _AT_ONCE):
        codes = [bytes_of(int(code)) for code in new.often[first : first + _AT_ONCE]]
        masks = np.concatenate([one.masks(codes) for one in used])
        for place in range(len(codes)):
            flags = masks & np.uint64(1 << place)
            whole[first + place] = np.packbits(flags != 0)


@dataclass(frozen=True, slots=True)
class _Used:
    """The uses of a segment's shared values, part by part."""

    segment: Segment
    values: Numbers
    firsts: NDArray[np.int64]
    parts: Numbers

    @classmethod
    def of(cls, segment: Segment) -> "_Used":
        order = np.argsort(segment.uses, kind="stable")
        parts = segment.uses[order]
        firsts = np.flatnonzero(np.diff(parts, prepend=np.uint32(SHARED)))
        shared = np.arange(len(segment.shared_ends) - 1, dtype=np.uint32)
        values = np.repeat(shared, np.diff(segment.shared_ends))
        return cls(segment, values[order], firsts, parts[firsts])

    def masks(self, sought: Sequence[bytes]) -> Masks:
        """Return for each part of each row a bit for each of at most 64 texts that it holds."""
        segment = self.segment
        found = np.zeros(2 * len(segment.rows), np.uint64)
        holding = np.zeros(len(segment.shared_ends) - 1, np.uint64)
        for place, one in enumerate(sought):
            codes = segment.slots[beginning(segment, one) >> np.uint32(SLOT_BITS)]
            several = codes >= np.uint32(SHARED)
            found[codes[~several]] |= np.uint64(1 << place)
            holding[codes[several] - np.uint32(SHARED)] |= np.uint64(1 << place)
        if len(self.firsts):
            found[self.parts] |= np.bitwise_or.reduceat(holding[self.values], self.firsts)
        return found
