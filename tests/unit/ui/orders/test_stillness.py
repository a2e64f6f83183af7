"""The list holds still: what comes, goes and moves at the vendor waits while a person works."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from orderdesk.domain.shown import ShownRow, Sort
from orderdesk.ui.orders import stillness
from orderdesk.ui.orders.table_model import LEFT_ROLE
from tests.unit.ui.orders.conftest import List

BY_NAME = Sort("name", descending=False)
WORDS = Qt.ItemDataRole.AccessibleTextRole


def waiting(listed: List) -> str:
    button = listed.page.summary.apply_button
    return button.text() if button.isVisible() else ""


def held(listed: List, said: str) -> None:
    listed.qtbot.waitUntil(lambda: waiting(listed) == said, timeout=10_000)


def moved(listed: List, row: ShownRow) -> None:
    """Wait until an order called ZZZ is below those with another name."""
    listed.qtbot.waitUntil(lambda: listed.rowids().index(row.rowid) > 20, timeout=10_000)


def test_at_rest_the_list_follows_what_happens(listed: List) -> None:
    listed.look_for("", BY_NAME)
    row = listed.row(1)
    listed.at_the_vendor(row, Name="ZZZ last of all")
    moved(listed, row)
    assert waiting(listed) == ""


def test_values_change_where_they_stand_and_places_wait_to_be_asked_for(listed: List) -> None:
    listed.look_for("", BY_NAME)
    listed.key(Qt.Key.Key_Down)
    stood, current = listed.rowids(), listed.table.current_row()
    row, place = listed.row(3), listed.table.geometry()
    listed.at_the_vendor(row, Name="ZZZ moved while one works")
    held(listed, "1 change: apply")
    assert listed.table.geometry() == place
    name = next(at for at in range(17) if listed.page.model.headerData(at, _ACROSS) == "Name")
    assert listed.page.model.index(3, name).data() == "ZZZ moved while one works"
    assert (listed.rowids(), listed.table.current_row()) == (stood, current)
    button = listed.page.summary.apply_button
    assert "1 in another place" in button.accessibleDescription()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    moved(listed, row)
    assert waiting(listed) == ""
    assert listed.table.hasFocus()
    assert listed.table.current_row() == current


_ACROSS = Qt.Orientation.Horizontal


def test_what_leaves_the_list_is_dimmed_and_says_so(listed: List) -> None:
    listed.look_for("", BY_NAME)
    listed.point(2)
    row = listed.row(2)
    listed.gone_at_the_vendor(row)
    held(listed, "1 change: apply")
    index = listed.page.model.index(2, 0)
    assert index.data(LEFT_ROLE)
    assert "gone from this list when its changes are applied" in str(index.data(WORDS))
    apply = listed.window.findChild(QAction, "apply_changes")
    assert isinstance(apply, QAction)
    apply.trigger()
    listed.qtbot.waitUntil(lambda: row.rowid not in listed.rowids(), timeout=10_000)
    assert not listed.page.model.index(2, 0).data(LEFT_ROLE)


def test_another_question_leaves_nothing_waiting(listed: List) -> None:
    listed.look_for("", BY_NAME)
    listed.table.step(1)
    listed.at_the_vendor(listed.row(4), Name="ZZZ waits")
    held(listed, "1 change: apply")
    listed.look_for("ZZZ")
    assert waiting(listed) == ""
    assert listed.page.model.rowCount() > 0


def test_who_goes_away_finds_it_applied(listed: List, monkeypatch: pytest.MonkeyPatch) -> None:
    listed.look_for("", BY_NAME)
    listed.point(0)
    row = listed.row(5)
    listed.at_the_vendor(row, Name="ZZZ nobody looks")
    held(listed, "1 change: apply")
    # The pointer lies where it was and is moved no more.
    monkeypatch.setattr(stillness, "IDLE_SECONDS", 0.0)
    moved(listed, row)
    assert waiting(listed) == ""


def test_scrolled_away_the_list_waits_until_it_is_back_at_its_top(listed: List) -> None:
    listed.look_for("", BY_NAME)
    bar = listed.table.verticalScrollBar()
    bar.setValue(5)
    listed.at_the_vendor(listed.row(1), Name="ZZZ above")
    held(listed, "1 change: apply")
    bar.setValue(0)
    held(listed, "")
