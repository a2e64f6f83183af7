"""What differs between database engines: full text and lists of parameters; here SQLite's."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

# Full text: one row a shown order, in trigrams, so that any part of a word is found.
CREATE_FULL_TEXT = """
create virtual table sought using fts5(
  header, items, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
)
"""
ADD_FULL_TEXT = "insert into sought (rowid, header, items) values (?, ?, ?)"
REMOVE_FULL_TEXT = "delete from sought where rowid = ?"
SHORTEST_FULL_TEXT = 3
_LONGEST_LIST = 512


def full_text_condition(text: str, *, items_only: bool) -> tuple[str, str]:
    """Return the condition on `row_id` for a folded text of three letters or more."""
    phrase = '"' + text.replace('"', '""') + '"'
    match = f"items : {phrase}" if items_only else phrase
    return "row_id in (select rowid from sought where sought match ?)", match


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
