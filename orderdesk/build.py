"""Which build of the program this is."""

import functools
import re
import sys
from pathlib import Path
from typing import Final

BUILD_FILE: Final = "build-commit.txt"
"""Beside the frozen program's modules; the packaging writes it."""
_COMMIT: Final = re.compile(r"[0-9a-f]{7,40}")
_SHOWN: Final = 10


@functools.cache
def commit() -> str | None:
    """Return the commit that this was built or is run from, shortened; None: not known."""
    try:
        text = _packaged() if getattr(sys, "frozen", False) else _checked_out()
    except OSError:
        return None
    found = text.strip()
    return found[:_SHOWN] if _COMMIT.fullmatch(found) else None


def _packaged() -> str:
    return (Path(__file__).resolve().parent.parent / BUILD_FILE).read_text("utf-8")


def _checked_out() -> str:
    git = Path(__file__).resolve().parent.parent / ".git"
    head = (git / "HEAD").read_text("utf-8").strip()
    name = head.removeprefix("ref: ")
    if name == head:
        return head
    loose = git / name
    if loose.is_file():
        return loose.read_text("utf-8")
    packed = (git / "packed-refs").read_text("utf-8").splitlines()
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
