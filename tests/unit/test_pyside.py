"""The installed PySide6 keeps its reference counts: 6.12.0 lost one of None at every void call."""

import sys

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot

_CALLS = 3_000


def test_calls_that_return_nothing_leave_none_as_it_was(qapp: QCoreApplication) -> None:
    thing, model = QObject(), QStandardItemModel()
    before = sys.getrefcount(None)
    for _call in range(_CALLS):
        thing.setObjectName("quill")
        model.appendRow(QStandardItem("quill"))
        qapp.processEvents()
    lost = before - sys.getrefcount(None)
    assert lost < _CALLS // 10


def test_timers_that_call_python_leave_none_as_it_was(qtbot: QtBot) -> None:
    calls: list[None] = []
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: calls.append(None))
    before = sys.getrefcount(None)
    timer.start()
    qtbot.waitUntil(lambda: len(calls) > _CALLS, timeout=30_000)
    timer.stop()
    # The list holds one for every call; none of them may be missing.
    lost = before + len(calls) - sys.getrefcount(None)
    assert lost < _CALLS // 10
