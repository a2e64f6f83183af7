"""Many row ids out of SQLite at once: as one text of fixed width, read without a row each."""

import numpy as np

from orderdesk.store.ranks.words import Ints

WIDTH = 12
"""How many digits each row id takes."""
_OFFSET = 10 ** (WIDTH - 1)
_ZERO = 48


def collected_ids(expression: str) -> str:
    """Return an aggregate of all row ids, to be read by `collected`."""
    return f"cast(group_concat({expression} + {_OFFSET}, '') as blob)"


COLLECTED = collected_ids("row_id")


def collected(digits: bytes | None) -> Ints:
    """Return the row ids in what an aggregate gave."""
    if not digits:
        return np.empty(0, np.int64)
    figures = np.frombuffer(digits, np.uint8).reshape(-1, WIDTH)
    numbers = np.zeros(len(figures), np.int64)
    for place in range(1, WIDTH):
        numbers *= 10
        numbers += figures[:, place]
    # Every figure was taken with its letter's number.
    numbers -= _ZERO * ((_OFFSET - 1) // 9)
    return numbers
