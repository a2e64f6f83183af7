"""Finding the rows of a segment whose texts hold some bytes."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.grams.segment import (
    GRAM,
    SHARED,
    SLOT_BITS,
    Bytes,
    Numbers,
    Segment,
    code_of,
    width_of,
)

Flags: TypeAlias = NDArray[np.bool_]

_NONE = np.zeros(0, np.uint32)
_WRAPPED = 1 << 32
# Above this part of all slots, marking them is quicker than sorting some.
_MANY = 32


def rows_with(segment: Segment, sought: bytes, *, items_only: bool) -> Flags:
    """Return which of the segment's rows hold `sought` in their texts, in the items or anywhere.

    What is sought has one byte at least and no line end. The flags are the caller's.
    """
    parts = parts_with(segment, sought)
    if items_only:
        return parts[1::2]
    # Both parts of a row at once.
    return parts.view(np.uint16) != 0


def parts_with(segment: Segment, sought: bytes) -> Flags:
    """Return for each part of each row, whether it has the bytes."""
    if len(sought) == 1:
        return _unpacked(segment, segment.letters, sought[0])
    if len(sought) <= GRAM:
        code = np.uint64(code_of(sought))
        place = int(np.searchsorted(segment.often, code))
        if place < len(segment.often) and segment.often[place] == code:
            return _unpacked(segment, segment.often_bits, place)
    return _using(segment, _slots(segment, _whole(segment, sought)))


def _unpacked(segment: Segment, bits: Bytes, place: int) -> Flags:
    count = 2 * len(segment.rows)
    width = width_of(len(segment.rows))
    mine = bits[place * width : (place + 1) * width]
    return np.unpackbits(mine, count=count).view(np.bool_)


def beginning(segment: Segment, sought: bytes) -> Numbers:
    """Return where no more bytes than a gram has stand: ascending gram by gram only."""
    shift = 8 * (GRAM - len(sought))
    first = int.from_bytes(sought, "big")
    wanted = np.array([first << shift, (first + 1) << shift], np.uint32)
    edges = np.searchsorted(segment.grams, wanted)
    return segment.positions[segment.gram_ends[edges[0]] : segment.gram_ends[edges[1]]]


def _whole(segment: Segment, sought: bytes) -> Numbers:
    """Return where all bytes stand one after the other."""
    if len(sought) <= GRAM:
        return beginning(segment, sought)
    last = len(sought) - GRAM
    lists = [beginning(segment, sought[at : at + GRAM]) for at in range(last + 1)]
    counts = [len(one) for one in lists]
    if not min(counts):
        return _NONE
    # From the rarest on, the fewest whose bytes are all of them; of those the rarest first.
    first = counts.index(min(counts))
    before = [max(at, 0) for at in range(first - GRAM, -GRAM, -GRAM)]
    behind = [min(at, last) for at in range(first + GRAM, last + GRAM, GRAM)]
    kept = lists[first]
    for offset in sorted((*before, *behind), key=lambda at: counts[at]):
        kept = _common(kept, lists[offset], (offset - first) % _WRAPPED)
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


def _slots(segment: Segment, positions: Numbers) -> Numbers:
    """Return the slots in which these places are, ascending."""
    slots = positions >> np.uint32(SLOT_BITS)
    if bool((slots[1:] >= slots[:-1]).all()):
        return slots
    if len(slots) < len(segment.slots) // _MANY:
        slots.sort()
        return slots
    seen = np.zeros(len(segment.slots), np.bool_)
    seen[slots] = True
    return np.flatnonzero(seen).astype(np.uint32)


def _using(segment: Segment, slots: Numbers) -> Flags:
    """Return which parts of which rows have the values in these slots."""
    there = np.zeros(2 * len(segment.rows), np.bool_)
    if not len(slots):
        return there
    codes = segment.slots[slots]
    new = np.ones(len(codes), np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=new[1:])
    codes = codes[new]
    several = codes >= np.uint32(SHARED)
    # Most values stand in one row alone.
    there[codes[~several]] = True
    shared = codes[several] - np.uint32(SHARED)
    if len(shared):
        begins = segment.shared_ends[shared].astype(np.int64)
        counts = segment.shared_ends[shared + np.uint32(1)] - begins
        ends = np.cumsum(counts)
        places = np.arange(int(ends[-1])) + np.repeat(begins - ends + counts, counts)
        there[segment.uses[places]] = True
    return there
