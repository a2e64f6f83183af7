"""The whole program beside a bare window: until the first page is painted, and its memory."""

from pathlib import Path

from tests.benchmarks import start

_REST = 5.0
"""Seconds after which all rows are there and everything else stands."""


def figures(home: Path) -> dict[str, float]:
    """Start both once, in turn; seconds, and megabytes of their own."""
    found = start.run(home, rounds=1, rest=_REST)
    return {
        "start_s": found["first_s"],
        "start_whole_s": found["whole_s"],
        "bare_window_s": found["bare_s"],
        "desk_mb": found["mb"],
        "bare_window_mb": found["bare_mb"],
        "memory_mb": found["mb_over_bare"],
    }
