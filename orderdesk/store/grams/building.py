"""Making a segment of some rows' texts."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.grams.segment import SLOT_BITS, Bytes, Numbers, Segment
from orderdesk.store.grams.values import LINE_END, Different, different, value_starts

Text = tuple[int, str, str]
"""A row's id, and the texts of its header and of its items; each value ends a line."""

_PAIRS = 1 << 16
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
    owners_of_slots, shifts = _laid_in_slots(found)
    positions += shifts[positions]
    order = np.argsort(found.used, kind="stable")
    values = len(found.starts) - 1
    use_ends = np.zeros(values + 1, np.uint32)
    np.cumsum(np.bincount(found.used, minlength=values), out=use_ends[1:])
    return Segment(
        grams=grams,
        gram_ends=gram_ends,
        positions=positions,
        owners=owners_of_slots,
        use_ends=use_ends,
        uses=owners[order],
        rows=np.array([row_id for row_id, _, _ in texts], np.int64),
        letters=_letters(found, owners, len(parts)),
        pairs=np.zeros(0, np.uint32),
        pair_bits=np.zeros(0, np.uint8),
    )


def _laid_in_slots(found: Different) -> tuple[Numbers, Numbers]:
    """Return each slot's value, and by how much each place of the text is shifted."""
    lengths = np.diff(found.starts)
    slots = (lengths + np.uint32((1 << SLOT_BITS) - 1)) >> np.uint32(SLOT_BITS)
    numbers = np.arange(len(lengths), dtype=np.uint32)
    begins = (np.cumsum(slots, dtype=np.uint32) - slots) << np.uint32(SLOT_BITS)
    return np.repeat(numbers, slots), np.repeat(begins - found.starts[:-1], lengths)


def _positions(text: Bytes) -> tuple[Numbers, NDArray[np.int64], Numbers]:
    """Return the grams, where each one's positions end, and the positions by gram."""
    # A line end is sought by nobody; it follows the last two bytes, so that two are found too.
    within = np.flatnonzero((text[:-2] != LINE_END) & (text[1:-1] != LINE_END))
    within = within.astype(np.uint32)
    pairs = text[:-1].astype(np.uint16)
    pairs <<= 8
    pairs |= text[1:]
    codes, ranks = _ranked(pairs[within], text[2:][within])
    # Numbers of two bytes are sorted by counting.
    small = ranks.astype(np.uint16) if len(codes) <= _PAIRS else ranks
    order = np.argsort(small, kind="stable")
    ends = np.zeros(len(codes) + 1, np.int64)
    np.cumsum(np.bincount(ranks, minlength=len(codes)), out=ends[1:])
    return codes, ends, within[order]


def _ranked(pairs: NDArray[np.uint16], thirds: Bytes) -> tuple[Numbers, Numbers]:
    """Return the different grams, ascending, and of each position which one it is."""
    seen = np.zeros(_PAIRS, np.bool_)
    seen[pairs] = True
    known = np.flatnonzero(seen)
    places = np.zeros(_PAIRS, np.uint32)
    places[known] = np.arange(len(known), dtype=np.uint32) << 8
    dense = places[pairs]
    dense |= thirds
    there = np.zeros(len(known) << 8, np.bool_)
    there[dense] = True
    grams = np.flatnonzero(there)
    ranks = np.zeros(len(there), np.uint32)
    ranks[grams] = np.arange(len(grams), dtype=np.uint32)
    codes = (known[grams >> 8] << 8) | (grams & 0xFF)
    return codes.astype(np.uint32), ranks[dense]


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
