"""Finding the rows of a segment whose texts hold some bytes."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.grams.segment import STEP, Numbers, RowIds, Segment

Places: TypeAlias = NDArray[np.int64]

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
    if len(sought) == 1:
        return _by_letter(segment, sought[0], items_only=items_only)
    positions = _two(segment, sought) if len(sought) < _GRAM else _whole(segment, sought)
    if not len(positions):
        return np.zeros(len(segment.rows), np.bool_)
    values = _values(segment, positions)
    if len(sought) < _GRAM:
        values = _once(values, len(segment.starts))
    else:
        values = values[np.flatnonzero(np.diff(values, prepend=-1))]
    return _rows(segment, values, items_only=items_only)


def _by_letter(segment: Segment, letter: int, *, items_only: bool) -> NDArray[np.bool_]:
    width = len(segment.letters) // 256
    bits = segment.letters[letter * width : (letter + 1) * width]
    parts = np.unpackbits(bits, count=2 * len(segment.rows)).reshape(-1, 2)
    found = parts[:, 1] if items_only else parts[:, 0] | parts[:, 1]
    return found.astype(np.bool_)


def _two(segment: Segment, sought: bytes) -> Numbers:
    """Return where two bytes stand, in no order: they are the beginning of several grams."""
    first = int.from_bytes(sought, "big") << 8
    edges = np.searchsorted(segment.grams, np.array([first, first + 256], np.uint32))
    ends = segment.gram_ends[edges]
    return segment.positions[ends[0] : ends[1]]


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


def _values(segment: Segment, positions: Numbers) -> Places:
    """Return in which value each position is.

    First among every STEP-th start, then by halves: what is looked at lies close together.
    """
    found = (np.searchsorted(segment.coarse, positions, side="right") - 1) * STEP
    last = len(segment.starts) - 1
    half = STEP // 2
    while half:
        further = np.minimum(found + half, last)
        found += half * (segment.starts[further] <= positions)
        half //= 2
    return found


def _once(values: Places, count: int) -> Places:
    seen = np.zeros(count, np.bool_)
    seen[values] = True
    return np.flatnonzero(seen)


def _rows(segment: Segment, values: Places, *, items_only: bool) -> NDArray[np.bool_]:
    """Return which rows use these values."""
    begins = segment.use_ends[values].astype(np.int64)
    counts = segment.use_ends[values + 1] - begins
    ends = np.cumsum(counts)
    places = np.arange(int(ends[-1])) + np.repeat(begins - ends + counts, counts)
    uses = segment.uses[places]
    if items_only:
        uses = uses[(uses & 1).astype(np.bool_)]
    there = np.zeros(len(segment.rows), np.bool_)
    there[uses >> 1] = True
    return there
