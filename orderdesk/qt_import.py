"""Imports Qt for Python without the hook that it leaves in Python's own import."""

import builtins
import importlib


def import_qt() -> None:
    """Import Qt before anything else does; where it is imported already, all stays as it is.

    Its hook reads the source of every module imported from then on, and keeps it in memory, to
    look for its `__feature__` switch, which nothing here uses: a millisecond a module, and 13 MB.
    """
    plain = builtins.__import__
    importlib.import_module("PySide6.QtCore")
    builtins.__import__ = plain
