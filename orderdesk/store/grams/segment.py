"""A segment: the index of some thousand rows in one file that is written once and mapped."""

import zlib
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.grams.damage import SegmentUnreadable

Bytes: TypeAlias = NDArray[np.uint8]
Numbers: TypeAlias = NDArray[np.uint32]
RowIds: TypeAlias = NDArray[np.int64]

_FORMAT = 5
GRAM = 4
"""How many bytes are looked up at once. Fewer are the beginnings of grams that stand together."""
SHARED = 1 << 31
"""Marks in a slot a value that stands in several parts of rows."""
SLOT_BITS = 5
"""Every value begins at a multiple of two to this power, so that a place tells its value."""
_MAGIC = 0x6772616D
# Every array begins where the widest number may be read at once.
_ALIGNED = 8


@dataclass(frozen=True, slots=True)
class Segment:
    """The different values of some rows' texts, and where in them four bytes stand together.

    The values stand one after the other, each with a line end and from the beginning of a slot;
    a position is a place in that text. The text itself is not kept.
    """

    grams: Numbers
    """Every four bytes that occur, as a number, ascending; after a line end there is a 0."""
    gram_ends: Numbers
    """How many positions there are up to and with each gram's; a leading 0."""
    positions: Numbers
    """Of each gram in turn, ascending."""
    slots: Numbers
    """Of each slot of the text the part of a row that its value stands in: twice the place of the
    row, and 1 for its items. Where it stands in several, SHARED and which shared value it is."""
    shared_ends: Numbers
    """How many parts there are up to and with each shared value's; a leading 0."""
    uses: Numbers
    """Of each shared value in turn the parts."""
    rows: RowIds
    """The row ids; 0 where another segment holds the row as it is now."""
    letters: Bytes
    """For every byte one bit a part of a row."""
    often: NDArray[np.uint64]
    """Two to four bytes that stand in many rows (`code_of`), ascending; a small one has none."""
    often_bits: Bytes
    """For every one of those what `letters` has for a byte."""

    def arrays(self) -> Sequence[NDArray[Any]]:
        """Return its arrays in the order of the file."""
        return [getattr(self, field.name) for field in fields(self)]


def code_of(sought: bytes) -> int:
    """Return some bytes as a number that tells their length too."""
    return int.from_bytes(b"\1" + sought, "big")


def bytes_of(code: int) -> bytes:
    """Return the bytes that `code_of` made a number of."""
    return code.to_bytes(GRAM + 1, "big").lstrip(b"\0")[1:]


def width_of(rows: int) -> int:
    """Return how many bytes a bit for each part of so many rows takes."""
    return (2 * rows + 7) // 8


_TYPES: tuple[type[np.generic], ...] = (
    *(np.uint32, np.uint32, np.uint32, np.uint32, np.uint32),
    *(np.uint32, np.int64, np.uint8, np.uint64, np.uint8),
)
_HEADER = (2 + len(_TYPES)) * _ALIGNED


def _of(arrays: Sequence[NDArray[Any]]) -> Segment:
    return Segment(*arrays)


def _laid_out(whole: Bytes, counts: Sequence[int]) -> Segment:
    """Return the arrays of these lengths that lie in a file one after the other.

    Raises:
        SegmentUnreadable: the file is not as long as they need.
    """
    arrays: list[NDArray[Any]] = []
    place = _HEADER + _ALIGNED
    for kind, count in zip(_TYPES, counts, strict=True):
        size = count * np.dtype(kind).itemsize
        arrays.append(whole[place : place + size].view(kind))
        place += size + -size % _ALIGNED
    if place != len(whole):
        raise SegmentUnreadable("cut off")
    return _of(arrays)


def _header(counts: Sequence[int]) -> bytes:
    header = np.array([_MAGIC, _FORMAT, *counts], np.int64).tobytes()
    return header + zlib.crc32(header).to_bytes(_ALIGNED, "little")


@contextmanager
def making(path: Path, counts: Sequence[int]) -> Generator[Segment]:
    """Give arrays of these lengths to be filled, in a file that gets its name when they are.

    Raises:
        OSError: the file cannot be written.
    """
    sizes = [n * np.dtype(kind).itemsize for kind, n in zip(_TYPES, counts, strict=True)]
    length = _HEADER + _ALIGNED + sum(size + -size % _ALIGNED for size in sizes)
    made = path.with_name(path.name + ".new")
    whole = np.memmap(made, np.uint8, mode="w+", shape=(length,))
    whole[: _HEADER + _ALIGNED] = np.frombuffer(_header(counts), np.uint8)
    yield _laid_out(whole.view(np.ndarray), counts)
    whole.flush()
    made.replace(path)


def write(segment: Segment, path: Path) -> None:
    """Write a segment into a new file: whole under its name, or not at all.

    Raises:
        OSError: the file cannot be written.
    """
    arrays = segment.arrays()
    with making(path, [len(array) for array in arrays]) as made:
        for target, array in zip(made.arrays(), arrays, strict=True):
            target[:] = array


def mapped(path: Path) -> Segment:
    """Open a segment's file; its pages are read when they are looked at.

    Raises:
        SegmentUnreadable: there is no such file, or it is damaged.
    """
    try:
        whole = np.memmap(path, np.uint8, mode="r")
    except (OSError, ValueError) as error:
        raise SegmentUnreadable(path.name) from error
    header = whole[:_HEADER].tobytes()
    checked = whole[_HEADER : _HEADER + _ALIGNED].tobytes()
    if len(checked) < _ALIGNED or zlib.crc32(header) != int.from_bytes(checked, "little"):
        raise SegmentUnreadable(path.name)
    magic, version, *counts = np.frombuffer(header, np.int64).tolist()
    if (magic, version) != (_MAGIC, _FORMAT):
        raise SegmentUnreadable(path.name)
    return _laid_out(whole.view(np.ndarray), counts)
