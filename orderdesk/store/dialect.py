"""What differs between database engines: full text and lists of parameters; here SQLite's."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

# Full text in trigrams, so that any part of a word is found: over sought_text, header and items
# each for themselves, as a change in the one is no reason to index the other anew.
INDEXED = ("header", "items")
CREATE_FULL_TEXT = "\n".join(
    f"create virtual table sought_{column} using fts5({column}, content='sought_text',"
    " content_rowid='row_id', columnsize=0, tokenize='trigram case_sensitive 1');"
    for column in INDEXED
)
ADD_FULL_TEXT = {
    column: f"insert into sought_{column} (rowid, {column}) values (?, ?)" for column in INDEXED
}
# The index holds no text of its own: it is told what it was made of.
REMOVE_FULL_TEXT = {
    column: f"insert into sought_{column} (sought_{column}, rowid, {column})"
    " values ('delete', ?, ?)"
    for column in INDEXED
}
SHORTEST_FULL_TEXT = 3
_LONGEST_LIST = 512


def full_text(column: str, text: str) -> tuple[str, str]:
    """Return the query for the rows whose `column` holds a folded text, and its parameter.

    The text has three letters at least.
    """
    phrase = '"' + text.replace('"', '""') + '"'
    return f"select rowid from sought_{column} where sought_{column} match ?", phrase


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
