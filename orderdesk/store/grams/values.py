"""Telling the different values of many texts apart, without a Python object for each."""

import secrets
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.grams.segment import Bytes, Numbers

LINE_END = 10
# What is worked on at a time stays in the processor's cache.
_PIECE = 1 << 15
_MULTIPLIERS = 1 << 12
_FACTORS = np.frombuffer(secrets.token_bytes(8 * _MULTIPLIERS), np.uint64) | np.uint64(1)
# Even, so that a factor times one more than its multiple stays odd.
_ROUND = np.uint64(0x9E3779B97F4A7C14)


@dataclass(frozen=True, slots=True)
class Different:
    """Every different value of a text once."""

    text: Bytes
    starts: Numbers
    """Where each value begins in `text`; last, where it ends."""
    used: Numbers
    """Which value each value of the whole text is."""


def value_starts(text: Bytes) -> NDArray[np.int64]:
    """Return where the values of a text begin, each of which ends a line, and where it ends."""
    return np.concatenate((np.zeros(1, np.int64), np.flatnonzero(text == LINE_END) + 1))


def place_of(edges: NDArray[np.int64] | Numbers, reach: int) -> int:
    """Return how many of the ascending edges are at `reach` or before."""
    # Of another type than theirs it would be looked for in a copy of all.
    return int(np.searchsorted(edges, np.array(reach, edges.dtype), side="right"))


def different(text: Bytes) -> Different:
    """Return the different values of a text in which each ends a line.

    They are told apart by sums of 64 bits with factors drawn for this process: that any two of
    a million values get the same is less likely than a fault of the disk.
    """
    starts = value_starts(text)
    sums = _sums(text, starts)
    order = np.argsort(sums)
    new = np.ones(len(sums), np.bool_)
    new[1:] = sums[order[1:]] != sums[order[:-1]]
    kept = np.zeros(len(sums), np.bool_)
    kept[order[new]] = True
    # Values keep the order of the text, so that those of one row stand together.
    numbers = np.cumsum(kept, dtype=np.uint32) - np.uint32(1)
    used = np.empty(len(sums), np.uint32)
    used[order] = numbers[order[new]][np.cumsum(new) - 1]
    lengths = np.diff(starts)
    compact = np.zeros(int(np.count_nonzero(kept)) + 1, np.uint32)
    np.cumsum(lengths[kept], out=compact[1:])
    return Different(text[np.repeat(kept, lengths)], compact, used)


def _sums(text: Bytes, starts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a sum over each value's bytes, by their places in it."""
    values = len(starts) - 1
    found = np.zeros(values, np.uint64)
    first: int = 0
    while first < values:
        last = min(max(place_of(starts, int(starts[first]) + _PIECE) - 1, first + 1), values)
        begin, end = int(starts[first]), int(starts[last])
        heads = starts[first:last]
        places = np.arange(begin, end, dtype=np.int64) - np.repeat(
            heads, np.diff(starts[first : last + 1])
        )
        # Beyond the drawn factors they come again, multiplied by where they come.
        factors = _FACTORS[places & (_MULTIPLIERS - 1)]
        if places.max() >= _MULTIPLIERS:
            rounds = (places // _MULTIPLIERS).astype(np.uint64)
            factors *= rounds * _ROUND + np.uint64(1)
        factors *= text[begin:end]
        found[first:last] = np.add.reduceat(factors, heads - begin)
        first = last
    return found
