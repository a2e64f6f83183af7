"""Making a segment of some rows' texts."""

from collections.abc import Sequence

import numpy as np

from orderdesk.store.grams.segment import SHARED, SLOT_BITS, Bytes, Numbers, Segment
from orderdesk.store.grams.values import LINE_END, Different, different, value_starts

Text = tuple[int, str, str]
"""A row's id, and the texts of its header and of its items; each value ends a line."""

_VALUES_A_PIECE = 1 << 13


def built(texts: Sequence[Text]) -> Segment:
    """Return the index of these rows, which come in the order of their ids."""
    parts = [part.encode() for _, *both in texts for part in both]
    whole = np.frombuffer(b"".join(parts), np.uint8)
    ends = np.cumsum([len(part) for part in parts], dtype=np.int64)
    values_until = np.searchsorted(value_starts(whole), ends)
    owners = np.repeat(np.arange(len(parts), dtype=np.uint32), np.diff(values_until, prepend=0))
    found = different(whole)
    grams, gram_ends, positions = _positions(found.text)
    codes, shared_ends, uses = _told_apart(found.used, owners, len(found.starts) - 1)
    places, shifts = _laid_in_slots(found)
    positions += shifts[positions]
    return Segment(
        grams=grams,
        gram_ends=gram_ends,
        positions=positions,
        slots=codes[places],
        shared_ends=shared_ends,
        uses=uses,
        rows=np.array([row_id for row_id, _, _ in texts], np.int64),
        letters=_letters(found, owners, len(parts)),
        often=np.zeros(0, np.uint64),
        often_bits=np.zeros(0, np.uint8),
    )


def _told_apart(used: Numbers, owners: Numbers, values: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return what stands in the slots of each value, and of the shared values the parts."""
    order = np.argsort(used, kind="stable")
    parts = owners[order]
    counts = np.bincount(used, minlength=values)
    begins = np.cumsum(counts) - counts
    codes = parts[begins]
    several = counts > 1
    shared = np.arange(np.count_nonzero(several), dtype=np.uint32)
    codes[several] = shared | np.uint32(SHARED)
    ends = np.zeros(len(shared) + 1, np.uint32)
    np.cumsum(counts[several], out=ends[1:])
    return codes, ends, parts[np.repeat(several, counts)]


def _laid_in_slots(found: Different) -> tuple[Numbers, Numbers]:
    """Return each slot's value, and by how much each place of the text is shifted."""
    lengths = np.diff(found.starts)
    slots = (lengths + np.uint32((1 << SLOT_BITS) - 1)) >> np.uint32(SLOT_BITS)
    numbers = np.arange(len(lengths), dtype=np.uint32)
    begins = (np.cumsum(slots, dtype=np.uint32) - slots) << np.uint32(SLOT_BITS)
    return np.repeat(numbers, slots), np.repeat(begins - found.starts[:-1], lengths)


def _positions(text: Bytes) -> tuple[Numbers, Numbers, Numbers]:
    """Return the grams, where each one's positions end, and the positions by gram."""
    # A line end is sought by nobody; it follows the last two bytes, so that two are found too.
    within = np.flatnonzero((text[:-2] != LINE_END) & (text[1:-1] != LINE_END))
    within = within.astype(np.uint32)
    pairs = np.zeros(len(text), np.uint16)
    pairs[:] = text
    pairs <<= 8
    # What follows a line end is of another value.
    pairs[:-1] |= np.where(text[:-1] == LINE_END, np.uint8(0), text[1:])
    firsts, seconds = pairs[within], pairs[within + np.uint32(2)]
    # Numbers of two bytes are sorted by counting.
    order = np.argsort(seconds, kind="stable")
    order = order[np.argsort(firsts[order], kind="stable")]
    codes = firsts[order].astype(np.uint32)
    codes <<= 16
    codes |= seconds[order]
    new = np.ones(len(codes), np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=new[1:])
    begins = np.flatnonzero(new)
    ends = np.append(begins, len(codes)).astype(np.uint32)
    return codes[begins], ends, within[order]


def _letters(found: Different, owners: Numbers, parts: int) -> Bytes:
    """Return for every byte a bit for each part of a row that holds it."""
    values = len(found.starts) - 1
    masks = np.zeros((values, 4), np.uint64)
    for first in range(0, values, _VALUES_A_PIECE):
        edges = found.starts[first : first + _VALUES_A_PIECE + 1]
        holds = np.zeros((len(edges) - 1, 256), np.bool_)
        of = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
        holds[of, found.text[edges[0] : edges[-1]]] = True
        masks[first : first + _VALUES_A_PIECE] = np.packbits(holds, axis=1).view(np.uint64)
    whole = np.zeros((parts, 4), np.uint64)
    firsts = np.flatnonzero(np.diff(owners, prepend=np.uint32(0xFFFFFFFF)))
    if len(firsts):
        whole[owners[firsts]] = np.bitwise_or.reduceat(masks[found.used], firsts, axis=0)
    bits = np.unpackbits(whole.view(np.uint8), axis=1)
    return np.packbits(bits.T, axis=1).reshape(-1)
