"""Making one segment of several, so that a search asks few."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.grams.frequent import fill_bits, frequent
from orderdesk.store.grams.segment import (
    SHARED,
    SLOT_BITS,
    Bytes,
    Numbers,
    Segment,
    making,
    width_of,
)
from orderdesk.store.grams.values import place_of

_PIECE = 1 << 17


def merge(segments: Sequence[Segment], dead: Sequence[Sequence[int]], path: Path) -> None:
    """Write one segment with the rows of all but the dead ones, straight into its file.

    Values are not told apart again: one that several segments have is there several times.

    Raises:
        OSError: the file cannot be written.
    """
    grams = np.unique(np.concatenate([one.grams for one in segments]))
    counts = np.zeros((len(grams), len(segments)), np.int64)
    for place, one in enumerate(segments):
        counts[np.searchsorted(grams, one.grams), place] = np.diff(one.gram_ends)
    # Gram by gram, and of each gram segment by segment: so positions stay ascending.
    ends = np.cumsum(counts.reshape(-1)).reshape(counts.shape)
    rows = sum(len(one.rows) for one in segments)
    often = frequent(grams, counts.sum(axis=1), rows)
    width = width_of(rows)
    slots = sum(len(one.slots) for one in segments)
    uses = sum(len(one.uses) for one in segments)
    shared = sum(len(one.shared_ends) - 1 for one in segments)
    lengths = [len(grams), len(grams) + 1, int(counts.sum()), slots, shared + 1, uses, rows]
    with making(path, [*lengths, 256 * width, len(often), len(often) * width]) as new:
        new.grams[:] = grams
        new.gram_ends[0] = 0
        new.gram_ends[1:] = ends[:, -1]
        slot = 0
        for place, one in enumerate(segments):
            mine = np.searchsorted(grams, one.grams)
            begins = ends[mine, place] - counts[mine, place]
            _spread(one, begins, new.positions, np.uint32(slot << SLOT_BITS))
            slot += len(one.slots)
        _join(new.shared_ends, [one.shared_ends for one in segments])
        _join_uses(new, segments)
        row = 0
        for one, gone in zip(segments, dead, strict=True):
            alive = np.isin(one.rows, np.array(gone, np.int64), invert=True)
            new.rows[row : row + len(one.rows)] = np.where(alive, one.rows, 0)
            row += len(one.rows)
        _join_letters(new.letters, segments)
        new.often[:] = often
        fill_bits(new, segments)


def _spread(one: Segment, begins: NDArray[np.int64], into: Numbers, shift: np.uint32) -> None:
    """Put a segment's positions, shifted, where each gram's `begins`."""
    shifts = begins - one.gram_ends[:-1]
    first: int = 0
    while first < len(begins):
        last = max(first + 1, place_of(one.gram_ends, int(one.gram_ends[first]) + _PIECE) - 1)
        begin, end = int(one.gram_ends[first]), int(one.gram_ends[last])
        counts = np.diff(one.gram_ends[first : last + 1])
        places = np.arange(begin, end, dtype=np.int64) + np.repeat(shifts[first:last], counts)
        into[places] = one.positions[begin:end] + shift
        first = last


def _join(into: Numbers, edges: Sequence[Numbers]) -> None:
    """Join arrays of edges, each from 0: one goes on where the one before it ended."""
    place, reached = 0, np.uint32(0)
    for one in edges:
        into[place : place + len(one)] = one + reached
        place += len(one) - 1
        reached += one[-1]


def _join_uses(new: Segment, segments: Sequence[Segment]) -> None:
    slot, shared, place, parts = 0, 0, 0, 0
    for one in segments:
        several = one.slots >= np.uint32(SHARED)
        more = np.where(several, np.uint32(shared), np.uint32(parts))
        new.slots[slot : slot + len(one.slots)] = one.slots + more
        new.uses[place : place + len(one.uses)] = one.uses + np.uint32(parts)
        slot += len(one.slots)
        shared += len(one.shared_ends) - 1
        place += len(one.uses)
        parts += 2 * len(one.rows)


def _join_letters(into: Bytes, segments: Sequence[Segment]) -> None:
    whole = into.reshape(256, -1)
    each = [one.letters.reshape(256, -1) for one in segments]
    for letter in range(256):
        bits = [
            np.unpackbits(mine[letter], count=2 * len(one.rows))
            for mine, one in zip(each, segments, strict=True)
        ]
        whole[letter] = np.packbits(np.concatenate(bits))
