"""What differs between database engines: texts and lists of parameters; here SQLite's."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

# What the first step makes and a later one takes away: the full text that once was in the file.
CREATE_FULL_TEXT = "\n".join(
    f"create virtual table sought_{column} using fts5({column}, content='sought_text',"
    " content_rowid='row_id', columnsize=0, tokenize='trigram case_sensitive 1');"
    for column in ("header", "items")
)
SHORTEST_FULL_TEXT = 3
"""Fewer letters are in most texts: looking through the newest finds a first page sooner."""
_LONGEST_LIST = 512


def contains(column: str) -> str:
    """Return the condition that `column` contains the parameter, both folded."""
    return f"instr({column}, ?) > 0"


def lists(values: Sequence[T]) -> Iterator[tuple[str, tuple[T, ...]]]:
    """Yield the values in parts, each with its `(?, ?, ...)`.

    A part is filled up with its last value to a power of two, so that few different
    statements are made and each stays prepared.
    """
    for start in range(0, len(values), _LONGEST_LIST):
        part = tuple(values[start : start + _LONGEST_LIST])
        size = 1 << (len(part) - 1).bit_length()
        filled = part + part[-1:] * (size - len(part))
        yield "(" + ", ".join("?" * size) + ")", filled
