"""A click aimed at one button never hits the one that took its place."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from orderdesk.ui.widgets.click_guard import ClickGuard


class Stage(QWidget):
    """Text that grows above two buttons in a box of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.above = QWidget()
        self.above.setFixedHeight(20)
        self.box = QWidget()
        self.mine, self.theirs = QPushButton("Take mine"), QPushButton("Take theirs")
        inner = QVBoxLayout(self.box)
        inner.addWidget(self.mine)
        inner.addWidget(self.theirs)
        column = QVBoxLayout(self)
        column.addWidget(self.above)
        column.addWidget(self.box)
        column.addStretch()
        self.pressed: list[str] = []
        for button in (self.mine, self.theirs):
            button.clicked.connect(partial(self._note, button.text()))
        self.guard = ClickGuard(self)
        self.guard.watch(self.mine, self.theirs)

    def _note(self, name: str, _checked: bool = False) -> None:
        self.pressed.append(name)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(300, 300)
    with qtbot.waitExposed(stage):
        stage.show()
    return stage


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_stands_still_takes_clicks_at_once(stage: Stage) -> None:
    click(stage.theirs)
    assert not stage.guard.unsettled
    assert stage.pressed == ["Take theirs"]


def _grow(stage: Stage) -> None:
    stage.above.setFixedHeight(60)


def _go(stage: Stage) -> None:
    stage.mine.hide()


@pytest.mark.parametrize("shift", [_grow, _go])
def test_after_a_shift_clicks_do_nothing_until_it_has_been_seen(
    stage: Stage, qtbot: QtBot, shift: Callable[[Stage], None]
) -> None:
    shift(stage)
    qtbot.waitUntil(lambda: stage.guard.unsettled)
    click(stage.theirs)
    QTest.mouseDClick(stage.theirs, Qt.MouseButton.LeftButton)
    assert stage.pressed == []
    qtbot.waitUntil(lambda: not stage.guard.unsettled)
    click(stage.theirs)
    assert stage.pressed == ["Take theirs"]


def test_the_keyboard_is_never_stopped(stage: Stage, qtbot: QtBot) -> None:
    stage.theirs.setFocus()
    _grow(stage)
    qtbot.waitUntil(lambda: stage.guard.unsettled)
    QTest.keyClick(stage.theirs, Qt.Key.Key_Space)
    assert stage.pressed == ["Take theirs"]


def test_what_was_hidden_as_a_whole_is_new_and_takes_clicks(stage: Stage) -> None:
    stage.box.hide()
    stage.box.show()
    click(stage.mine)
    assert stage.pressed == ["Take mine"]
