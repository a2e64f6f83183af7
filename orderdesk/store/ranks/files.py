"""Columns in files beside the store: written once, mapped, and left where they do not fit."""

import contextlib
import json
import mmap
import os
import secrets
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
from numpy.typing import NDArray

from orderdesk.store.ranks.column import Column, NumberColumn, RankColumn
from orderdesk.store.ranks.specs import Spec
from orderdesk.store.ranks.words import Ints, Words

_FORMAT = 1
_HEADER = 1024
_ALIGNED = 8
_SUFFIX = ".ranks"


Marks: TypeAlias = Sequence[Sequence[int]]
"""The latest changes that a column knows: their numbers, and the last row of each."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself: whose column it is, what of, and up to which `seq`."""

    file_id: str
    spec: Spec
    seq: int
    marks: Marks

    def facts(self) -> dict[str, Any]:
        """Return what must be the same where the file is read."""
        made_of = [self.spec.name, self.spec.value, self.spec.numbers]
        return {"format": _FORMAT, "file": self.file_id, "column": made_of}


Believed: TypeAlias = Callable[[int, Marks], bool]
"""Says whether the store still has what a file knows of it."""


class ColumnWriter:
    """Writes a column: its texts as they come, then its values, and the header last."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._lengths: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
        out.write(bytes(_HEADER))

    def add(self, words: list[bytes]) -> None:
        """Write the next texts, which come sorted."""
        self._out.write(b"".join(words))
        self._lengths.append(np.fromiter(map(len, words), np.int64, len(words)))

    def finish(self, head: Head, values: NDArray[np.generic]) -> None:
        """Write the values and what the file is."""
        ends = np.cumsum(np.concatenate(self._lengths))
        self._align()
        places = [self._array(ends), self._array(values)]
        size = self._out.tell()
        header = {
            **head.facts(),
            "seq": head.seq,
            "marks": head.marks,
            "size": size,
            "places": places,
        }
        self._out.seek(0)
        self._out.write(json.dumps(header).encode().ljust(_HEADER))

    def _array(self, values: NDArray[np.generic]) -> list[int]:
        place = self._out.tell()
        flat = np.ascontiguousarray(values).view(np.uint8).data
        # In pieces, as a file's write holds the other threads up where the disk is slow.
        for start in range(0, len(flat), mmap.PAGESIZE * 64):
            self._out.write(flat[start : start + mmap.PAGESIZE * 64])
        self._align()
        return [place, len(values)]

    def _align(self) -> None:
        self._out.write(bytes(-self._out.tell() % _ALIGNED))


def read_column(
    buffer: "bytearray | mmap.mmap", facts: dict[str, Any], believed: Believed
) -> Column | None:
    """Return the column in a file's bytes, or None where they are not what `facts` ask for."""
    if len(buffer) < _HEADER:
        return None
    try:
        header: dict[str, Any] = json.loads(bytes(buffer[:_HEADER]))
    except ValueError:
        return None
    if any(header.get(key) != facts[key] for key in facts):
        return None
    if header["size"] != len(buffer) or not believed(header["seq"], header["marks"]):
        return None
    whole = np.frombuffer(buffer, np.uint8)
    (ends_at, count), (values_at, rows) = header["places"]
    ends: Ints = whole[ends_at : ends_at + 8 * count].view(np.int64)
    if facts["column"][2]:
        return NumberColumn(whole[values_at : values_at + 8 * rows].view(np.int64), header["seq"])
    ranks = whole[values_at : values_at + 4 * rows].view(np.int32)
    words = Words(whole[_HEADER : _HEADER + int(ends[-1])], ends)
    return RankColumn(ranks, words, header["seq"])


class Folder:
    """The folder with a store's columns; a file's name is its column, its `seq` and chance."""

    def __init__(self, path: Path, file_id: str) -> None:
        self.path = path
        self._file_id = file_id

    def _files(self, name: str) -> list[tuple[int, Path]]:
        """Return a column's files with their seq, the newest last."""
        found: list[tuple[int, Path]] = []
        for path in self.path.glob(f"{name}-*{_SUFFIX}"):
            seq = path.name.removeprefix(f"{name}-").split("-")[0]
            if seq.isdecimal():
                found.append((int(seq), path))
        return sorted(found)

    def seq(self, name: str, newest: int) -> int | None:
        """Return up to which `seq` a column is kept, if it is; none is newer than the store."""
        return max((seq for seq, _path in self._files(name) if seq <= newest), default=None)

    def load(self, spec: Spec, newest: int, believed: Believed) -> Column | None:
        """Map the newest file of a column that fits; the others are removed."""
        facts = Head(self._file_id, spec, 0, ()).facts()
        found: Column | None = None
        for seq, path in reversed(self._files(spec.name)):
            if found is None and seq <= newest:
                found = _mapped(path, facts, believed)
                if found is not None:
                    continue
            # On some systems a file that is still mapped cannot be removed: the next time then.
            with contextlib.suppress(OSError):
                path.unlink()
        return found

    @contextlib.contextmanager
    def writing(self, spec: Spec, seq: int, marks: Marks) -> Generator[tuple[BinaryIO, Head]]:
        """Give a new file for a column; it gets its name once it is whole.

        Raises:
            OSError: if it cannot be written.
        """
        self.path.mkdir(mode=0o700, exist_ok=True)
        chance = secrets.token_hex(4)
        part = self.path / f"{spec.name}-{seq}-{chance}.part"
        try:
            with part.open("xb") as out:
                yield out, Head(self._file_id, spec, seq, marks)
                out.flush()
                os.fsync(out.fileno())
            part.replace(part.with_suffix(_SUFFIX))
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def _mapped(path: Path, facts: dict[str, Any], believed: Believed) -> Column | None:
    try:
        with path.open("rb") as file:
            # What is written into it stays in this process alone.
            buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except (OSError, ValueError):
        return None
    return read_column(buffer, facts, believed)
