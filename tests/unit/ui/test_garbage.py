"""Cycles end on the UI thread, whoever made the garbage."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from orderdesk.ui.garbage import GarbageCollector


class Knot:
    """Something only the garbage collector can end."""

    def __init__(self, ended_on: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: ended_on.append(threading.current_thread()))


@pytest.fixture
def collecting() -> Iterator[None]:
    gc.enable()
    yield
    gc.disable()


@pytest.mark.usefixtures("collecting")
def test_what_a_worker_leaves_behind_ends_on_the_ui_thread(qtbot: QtBot) -> None:
    ended_on: list[threading.Thread] = []
    collector = GarbageCollector()

    def work() -> None:
        for _ in range(1500):
            Knot(ended_on)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert ended_on == []
    qtbot.waitUntil(lambda: len(ended_on) >= 1200, timeout=20_000)
    assert set(ended_on) == {threading.main_thread()}
    collector.stop()


@pytest.mark.usefixtures("collecting")
def test_more_than_can_be_looked_through_unfelt_waits_until_nobody_is_there(qtbot: QtBot) -> None:
    ended_on: list[threading.Thread] = []
    now = 0.0
    collector = GarbageCollector(clock=lambda: now)
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    Knot(ended_on)
    kept = [[place] for place in range(300_000)]
    collector.look()
    collector.look()
    assert ended_on == []
    now = 19.0
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    now = 38.0
    collector.look()
    assert ended_on == []
    now = 39.5
    collector.look()
    assert len(ended_on) == 1
    assert len(kept) == 300_000
    collector.stop()


@pytest.mark.usefixtures("collecting")
def test_what_has_ended_by_itself_is_no_reason_to_look_at_everything(qtbot: QtBot) -> None:
    ended_on: list[threading.Thread] = []
    now = 0.0
    collector = GarbageCollector(clock=lambda: now)
    collector.collect_all()
    Knot(ended_on)
    kept = [[place] for place in range(300_000)]
    collector.look()
    collector.look()
    kept.clear()
    now = 60.0
    collector.look()
    assert ended_on == []
    collector.collect_all()
    assert len(ended_on) == 1
    collector.stop()


@pytest.mark.usefixtures("collecting")
def test_python_collects_again_once_it_is_stopped(qtbot: QtBot) -> None:
    collector = GarbageCollector()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
