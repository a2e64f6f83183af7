"""Checks that hold for every item model."""

from collections.abc import Generator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester


@contextmanager
def watched(model: QAbstractItemModel) -> Generator[None]:
    """Let Qt's own tester watch a model; what it finds ends the test process with its words."""
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield
    tester.deleteLater()
