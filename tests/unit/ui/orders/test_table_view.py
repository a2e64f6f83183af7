"""The table keeps the user's place, and every key does what it should."""

from array import array

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from orderdesk.domain.shown import Mark
from orderdesk.domain.status import OrderStatus
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.columns import COLUMNS
from orderdesk.ui.orders.layout import TableLayout
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.orders.table_view import OrderTable
from orderdesk.ui.theme import Appearance, Theme
from tests.unit.ui.orders.test_table_model import ZONE
from tests.unit.ui.rows import Shelf, row


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(600)


@pytest.fixture
def table(qtbot: QtBot, theme: Theme, icons: Icons, shelf: Shelf) -> OrderTable:
    table = OrderTable(OrderTableModel(shelf, ZONE), theme, icons)
    qtbot.addWidget(table)
    table.resize(1300, 400)
    table.show()
    table.header.apply_layout(TableLayout())
    table.show_rows(array("q", range(1, 101)))
    table.setFocus()
    return table


def current(table: OrderTable) -> str | None:
    found = table.current_row()
    return found.number if found else None


def test_there_is_a_current_row_from_the_start(table: OrderTable) -> None:
    assert current(table) == "N-1"
    assert table.selected_count() == 1


def test_one_tab_stop_and_no_editing(table: OrderTable) -> None:
    assert not table.tabKeyNavigation()
    assert table.editTriggers() == table.EditTrigger.NoEditTriggers
    assert table.accessibleName() == "Orders"


def test_keys_move(table: OrderTable) -> None:
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert current(table) == "N-2"
    QTest.keyClick(table, Qt.Key.Key_End)
    assert current(table) == "N-100"
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert current(table) == "N-1"
    table.step(5)
    assert current(table) == "N-6"
    table.step(-50)
    assert current(table) == "N-1"


def test_keys_select(table: OrderTable) -> None:
    told = QSignalSpy(table.selection_changed)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_count() == 3
    assert told.at(told.count() - 1) == [3]
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_count() == 100


def test_escape_takes_back_the_selection_then_leaves(table: OrderTable) -> None:
    left = QSignalSpy(table.left)
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert table.selected_count() == 1
    assert left.count() == 0
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert left.count() == 1


def test_enter_and_double_click_open(table: OrderTable) -> None:
    opened = QSignalSpy(table.opened)
    QTest.keyClick(table, Qt.Key.Key_Return)
    middle = table.visualRect(table.model().index(2, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert opened.count() == 2
    assert current(table) == "N-3"


def test_a_slash_asks_for_the_query(table: OrderTable) -> None:
    asked = QSignalSpy(table.query_wanted)
    QTest.keyClicks(table, "/")
    assert asked.count() == 1


def test_other_rows_keep_current_selection_and_scroll(table: OrderTable) -> None:
    table.go_to(50)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    top = table.rowAt(0)
    top_number = table.model().index(top, 0).data()
    table.show_rows(array("q", [200, 201, *range(1, 45), *range(46, 101)]))
    assert current(table) == "N-51"
    assert table.selected_count() == 2
    assert table.model().index(table.rowAt(0), 0).data() == top_number


def test_the_same_holds_when_the_model_starts_afresh(table: OrderTable) -> None:
    table.show_rows(array("q", range(1, 601)))
    table.go_to(51)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    afresh = QSignalSpy(table.model().modelReset)
    table.show_rows(array("q", range(1, 601, 2)))
    assert afresh.count() == 1
    assert current(table) == "N-53"
    assert table.selected_count() == 2


def test_a_current_row_that_went_gives_way_to_another(table: OrderTable) -> None:
    table.go_to(50)
    table.show_rows(array("q", [1, 2, 3]))
    assert current(table) is not None
    assert table.selected_count() == 1


def test_no_rows_no_current_order(table: OrderTable) -> None:
    told = QSignalSpy(table.current_changed)
    table.show_rows(array("q"))
    assert told.at(told.count() - 1) == [None]
    table.show_rows(array("q", [7]))
    assert current(table) == "N-7"


def test_a_change_of_the_current_order_is_told(table: OrderTable, shelf: Shelf) -> None:
    told = QSignalSpy(table.current_changed)
    shelf.rows[1] = row(1, state="processed")
    model = table.model()
    assert isinstance(model, OrderTableModel)
    model.refresh(["north:1"])
    assert told.at(told.count() - 1) == [shelf.rows[1]]
    before = told.count()
    shelf.rows[9] = row(9, state="processed")
    model.refresh(["north:9"])
    assert told.count() == before


def test_copies_the_shown_columns(table: OrderTable) -> None:
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    table.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[0] for line in lines] == ["N-1", "N-2"]
    assert len(lines[0].split("\t")) == len(table.header.visible_columns())


def test_the_condition_of_the_current_cell(table: OrderTable) -> None:
    state = next(at for at, one in enumerate(COLUMNS) if one.key == "state")
    table.setCurrentIndex(table.model().index(3, state))
    found = table.current_clause()
    assert found is not None
    assert (found[0].key, found[1].field, found[1].values) == ("state", "state", ("pending",))


def test_paints_every_kind_of_row(table: OrderTable, shelf: Shelf, light: Theme) -> None:
    """A delegate that fails would be a Qt warning, which fails the test."""
    for at, state in enumerate((*OrderStatus, None), start=1):
        shelf.rows[at] = row(
            at, state=state, vendor_state="its own word", state_derived=at % 2 == 0
        )
    for at, mark in enumerate(Mark, start=10):
        shelf.rows[at] = row(at, mark=mark, customer=None, total=None)
    model = table.model()
    assert isinstance(model, OrderTableModel)
    model.refresh()
    light.set_appearance(Appearance.LIGHT)
    in_light = table.grab().toImage()
    light.set_appearance(Appearance.DARK)
    assert table.grab().toImage() != in_light
