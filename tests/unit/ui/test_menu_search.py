"""The command search finds every action of the menus by a part of its name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QMenuBar
from pytestqt.qtbot import QtBot

from orderdesk.ui.menu_search import FoundModel, MenuSearch, actions_of, rank
from orderdesk.ui.theme import Theme
from tests.unit.ui.models import watched


@pytest.fixture
def bar(qtbot: QtBot) -> QMenuBar:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    file = bar.addMenu("&File")
    file.addAction("&New order…").setShortcut("Ctrl+N")
    file.addSeparator()
    hidden = file.addAction("Hidden")
    hidden.setVisible(False)
    view = bar.addMenu("&View")
    view.addMenu("A&ppearance").addAction("&Dark")
    cancel = view.addAction("Cancel order")
    cancel.setProperty("unavailable", True)
    cancel.setStatusTip("It is over.")
    return bar


def test_collects_what_can_be_done(bar: QMenuBar) -> None:
    found = [(one.words, one.path, one.keys) for one in actions_of(bar)]
    assert found == [
        ("New order", "File", "Ctrl+N"),
        ("Dark", "View › Appearance", ""),
        ("Cancel order", "View", ""),
    ]


@pytest.mark.parametrize(
    ("typed", "fit"),
    [("", 0), ("can", 0), ("ord", 1), ("anc", 2), ("cnord", 3), ("xyz", None), ("redro", None)],
)
def test_ranks(typed: str, fit: int | None) -> None:
    assert rank("Cancel order", typed) == fit


def test_the_model_is_sound(bar: QMenuBar, theme: Theme) -> None:
    model = FoundModel(actions_of(bar), theme, bar)
    with watched(model):
        model.look_for("order")
        assert model.rowCount() == 2
        model.look_for("nothing of that sort")
        assert model.rowCount() == 0


def test_an_impossible_one_says_why(bar: QMenuBar, theme: Theme) -> None:
    model = FoundModel(actions_of(bar), theme, bar)
    model.look_for("cancel")
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Cancel order, View, It is over."
    assert model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole) == theme.colour("faint")


def test_type_and_enter_triggers(bar: QMenuBar, theme: Theme, qtbot: QtBot) -> None:
    dark = next(one.action for one in actions_of(bar) if one.words == "Dark")
    assert isinstance(dark, QAction)
    done = QSignalSpy(dark.triggered)
    search = MenuSearch(bar, theme, bar)
    search.open()
    QTest.keyClicks(search.edit, "da")
    QTest.keyClick(search.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: done.count() == 1)


def test_arrows_choose(bar: QMenuBar, theme: Theme, qtbot: QtBot) -> None:
    search = MenuSearch(bar, theme, bar)
    search.open()
    QTest.keyClick(search.edit, Qt.Key.Key_Down)
    assert search.view.currentIndex().row() == 1
    QTest.keyClick(search.edit, Qt.Key.Key_PageDown)
    assert search.view.currentIndex().row() == 2
    QTest.keyClick(search.edit, Qt.Key.Key_Up)
    QTest.keyClick(search.edit, Qt.Key.Key_PageUp)
    assert search.view.currentIndex().row() == 0
    QTest.keyClick(search.edit, Qt.Key.Key_Escape)
