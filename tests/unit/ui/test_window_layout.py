"""The window in any size, and how it comes back: nothing covered, nothing cut, nothing lost."""

from collections.abc import Generator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk.connectors.iqmetrix.rules import RULES
from orderdesk.domain.query import query_text
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.theme import Theme
from tests.unit.ui.activity.room import Room, room
from tests.unit.ui.window_room import ORDERS, act, filled, opened, ready, settle


@pytest.fixture
def here(qapp: QApplication, light: Theme, tmp_path: Path) -> Generator[Room]:
    """Give a desk that has orders, and sends nothing."""
    with room(qapp, light, tmp_path, prepare=filled, sending=False) as room_:
        yield room_


@pytest.fixture
def window(here: Room, qtbot: QtBot) -> MainWindow:
    return ready(opened(here), qtbot)


def test_filter_view_and_order_come_back(here: Room, qtbot: QtBot) -> None:
    window = ready(opened(here), qtbot)
    act(window, "view_open")
    settle(window, qtbot)
    window.page.table.step(5)
    settle(window, qtbot)
    row = window.page.table.current_row()
    assert row is not None
    window.close()
    kept = {key: window.keeper.kept(key) or "" for key in ("query", "order")}
    assert kept == {"query": "state:open", "order": row.id}
    here.clear()
    again = opened(here, kept)
    qtbot.waitUntil(lambda: 0 < again.page.model.rowCount() < ORDERS)
    settle(again, qtbot)
    assert query_text(again.page.query_bar.query()) == "state:open"
    assert again.sidebar.views.currentIndex().row() == 1
    back = again.page.table.current_row()
    assert back is not None
    assert back.id == row.id
    clear = again.page.query_bar.clear_button
    assert clear.isVisible()
    QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: again.page.model.rowCount() == ORDERS)
    assert not clear.isVisible()


def test_an_order_that_the_filter_hides_leaves_the_filter(here: Room, qtbot: QtBot) -> None:
    kept = {"query": "state:cancelled", "order": "harbour:00000001"}
    window = opened(here, kept)
    qtbot.waitUntil(lambda: 0 < window.page.model.rowCount() < ORDERS)
    settle(window, qtbot)
    assert query_text(window.page.query_bar.query()) == "state:cancelled"
    assert window.page.table.currentIndex().row() == 0


def overlaps(window: MainWindow) -> list[tuple[str, str]]:
    """Return panes that cover one another."""
    names = {
        "sidebar": window.sidebar,
        "page": window.page,
        "activity": window.parts.activity,
        "detail": window.parts.detail,
    }
    shown = {
        name: QRect(pane.mapTo(window, QPoint(0, 0)), pane.size())
        for name, pane in names.items()
        if pane.isVisible()
    }
    return [
        (one, other) for one, other in combinations(shown, 2) if shown[one].intersects(shown[other])
    ]


@pytest.mark.parametrize("size", [(900, 560), (1280, 720), (1920, 1080)])
def test_no_pane_covers_another_or_is_cut(here: Room, qtbot: QtBot, size: tuple[int, int]) -> None:
    window = ready(opened(here), qtbot)
    act(window, "activity")
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    panes = (window.page, window.parts.activity, window.parts.detail)
    qtbot.waitUntil(lambda: all(one.height() >= one.minimumSizeHint().height() for one in panes))
    least = window.minimumSizeHint
    qtbot.waitUntil(lambda: least().width() <= size[0] and least().height() <= size[1])
    assert overlaps(window) == []
    assert window.page.isVisible()
    assert window.sidebar.isVisible() is (size[0] > 1000)


def test_a_pane_asked_for_takes_the_place_of_another(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(900, 560)
    checked = window.actions_.get
    qtbot.waitUntil(lambda: not window.sidebar.isVisible())
    assert not checked("sidebar").isChecked()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.sidebar.isVisible()
    assert not window.parts.detail.isVisible()
    assert not checked("detail").isChecked()
    assert window.panes.hidden() == ["activity"]
    window.resize(1400, 860)
    qtbot.waitUntil(lambda: window.sidebar.isVisible() and window.parts.detail.isVisible())
    assert checked("detail").isChecked()


def test_filters_without_room_are_under_more(window: MainWindow, qtbot: QtBot) -> None:
    filters = window.page.filters

    def shown() -> list[str]:
        return [name for name, button in filters.buttons.items() if button.isVisible()]

    window.resize(900, 560)
    qtbot.waitUntil(lambda: filters.more.isVisible() and len(shown()) < len(filters.buttons))
    assert len(filters.more_menu.actions()) + len(shown()) == len(filters.buttons)
    assert filters.geometry().right() <= window.page.width()
    menu = filters.value_menus["vendor"]
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: "\t" in menu.actions()[0].text())
    menu.actions()[0].trigger()
    settle(window, qtbot)
    assert window.page.model.rowCount() == ORDERS
    assert window.page.query_bar.chips()[0].word.text() == f"Vendor: {RULES.title}"
