"""Finding the rows of a segment whose texts hold some bytes."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.grams.segment import (
    SLOT_BITS,
    Bytes,
    Numbers,
    RowIds,
    Segment,
    width_of,
)

Flags: TypeAlias = NDArray[np.bool_]

_GRAM = 3
_NONE = np.zeros(0, np.uint32)
_WRAPPED = 1 << 32


def rows_with(segment: Segment, sought: bytes, *, items_only: bool) -> RowIds:
    """Return the row ids of the texts that hold `sought`, in the items or anywhere.

    They come in the segment's order. What is sought has one byte at least and no line end.
    """
    found = _places(segment, sought, items_only=items_only)
    rows = segment.rows[found]
    return rows[rows > 0]


def _places(segment: Segment, sought: bytes, *, items_only: bool) -> NDArray[np.bool_]:
    if len(sought) < _GRAM:
        parts = _by_letter(segment, sought[0]) if len(sought) == 1 else with_two(segment, sought)
        both = parts.reshape(-1, 2)
        return both[:, 1] if items_only else both[:, 0] | both[:, 1]
    parts = _parts(segment, _in_order(_values(segment, _whole(segment, sought))))
    both = parts.reshape(-1, 2)
    return both[:, 1] if items_only else both[:, 0] | both[:, 1]


def _by_letter(segment: Segment, letter: int) -> Flags:
    return _unpacked(segment, segment.letters, letter)


def _unpacked(segment: Segment, bits: Bytes, place: int) -> Flags:
    count = 2 * len(segment.rows)
    width = width_of(len(segment.rows))
    mine = bits[place * width : (place + 1) * width]
    return np.unpackbits(mine, count=count).view(np.bool_)


def with_two(segment: Segment, sought: bytes) -> Flags:
    """Return for each part of each row, in the order of the uses, whether it has two bytes."""
    pair = int.from_bytes(sought, "big")
    place = int(np.searchsorted(segment.pairs, np.uint32(pair)))
    if place < len(segment.pairs) and segment.pairs[place] == pair:
        return _unpacked(segment, segment.pair_bits, place)
    # They are the beginning of several grams, and one value may have more than one of those.
    edges = np.searchsorted(segment.grams, np.array([pair << 8, (pair + 1) << 8], np.uint32))
    ends = segment.gram_ends[edges]
    found = _values(segment, segment.positions[ends[0] : ends[1]])
    return _parts(segment, _once(found, len(segment.use_ends) - 1))


def _gram(segment: Segment, gram: int) -> Numbers:
    place = int(np.searchsorted(segment.grams, np.uint32(gram)))
    if place == len(segment.grams) or segment.grams[place] != gram:
        return _NONE
    return segment.positions[segment.gram_ends[place] : segment.gram_ends[place + 1]]


def _whole(segment: Segment, sought: bytes) -> Numbers:
    """Return where all bytes stand one after the other, ascending."""
    lists: list[tuple[int, Numbers]] = []
    for offset in range(len(sought) - _GRAM + 1):
        found = _gram(segment, int.from_bytes(sought[offset : offset + _GRAM], "big"))
        if not len(found):
            return _NONE
        lists.append((offset, found))
    # The rarest first; a gram whose bytes others have covered proves nothing more.
    lists.sort(key=lambda one: len(one[1]))
    first, kept = lists[0]
    seen = {first, first + 1, first + 2}
    for offset, found in lists[1:]:
        if seen.issuperset(range(offset, offset + _GRAM)):
            continue
        seen.update(range(offset, offset + _GRAM))
        kept = _common(kept, found, (offset - first) % _WRAPPED)
        if not len(kept):
            return _NONE
    return kept - np.uint32(first)


def _common(few: Numbers, many: Numbers, shift: int) -> Numbers:
    """Return those of `few` from which `many` has one at a distance of `shift`."""
    # What would begin before the text wraps around and is found nowhere.
    wanted = few + np.uint32(shift)
    places = np.searchsorted(many, wanted)
    places[places == len(many)] = 0
    return few[many[places] == wanted]


def _values(segment: Segment, positions: Numbers) -> Numbers:
    """Return in which value each position is."""
    return segment.owners[positions >> np.uint32(SLOT_BITS)]


def _in_order(values: Numbers) -> Numbers:
    """Return ascending values once each."""
    if not len(values):
        return values
    new = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return values[new]


def _once(values: Numbers, count: int) -> Numbers:
    seen = np.zeros(count, np.bool_)
    seen[values] = True
    return np.flatnonzero(seen).astype(np.uint32)


def _parts(segment: Segment, values: Numbers) -> Flags:
    """Return which parts of which rows use these values, in the order of the uses."""
    there = np.zeros(2 * len(segment.rows), np.bool_)
    if not len(values):
        return there
    begins = segment.use_ends[values]
    counts = segment.use_ends[values + np.uint32(1)] - begins
    # Most values stand in one row alone.
    there[segment.uses[begins]] = True
    several = counts > 1
    begins, counts = begins[several].astype(np.int64), counts[several].astype(np.int64)
    if len(begins):
        ends = np.cumsum(counts)
        places = np.arange(int(ends[-1])) + np.repeat(begins - ends + counts, counts)
        there[segment.uses[places]] = True
    return there
