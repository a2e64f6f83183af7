"""The table's layout: kept by the columns' names, and fitted until the user lays it out."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from orderdesk.domain.shown import Sort
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.columns import COLUMNS
from orderdesk.ui.orders.layout import TableLayout, layout_text, read_layout
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.orders.table_view import OrderTable
from orderdesk.ui.theme import Theme
from tests.unit.ui.orders.test_table_model import ZONE
from tests.unit.ui.rows import Shelf


@pytest.fixture
def table(qtbot: QtBot, theme: Theme, icons: Icons) -> OrderTable:
    table = OrderTable(OrderTableModel(Shelf(10), ZONE), theme, icons)
    qtbot.addWidget(table)
    table.resize(1400, 400)
    table.show()
    table.header.apply_layout(TableLayout())
    return table


def shown(table: OrderTable) -> list[str]:
    return [COLUMNS[at].key for at in table.header.visible_columns()]


def place(key: str) -> int:
    return next(at for at, one in enumerate(COLUMNS) if one.key == key)


def test_shows_the_columns_there_is_room_for(table: OrderTable) -> None:
    assert shown(table) == [one.key for one in COLUMNS if one.shown]
    table.resize(640, 400)
    assert shown(table)[:3] == ["number", "state", "customer"]
    assert {"total", "expires"} <= set(shown(table))
    assert "connection" not in shown(table)
    table.resize(200, 400)
    assert shown(table) == ["number", "state", "customer"]


def test_a_layout_comes_back_by_name(table: OrderTable) -> None:
    header = table.header
    header.moveSection(header.visualIndex(place("total")), 0)
    header.resizeSection(place("customer"), 333)
    header.setSectionHidden(place("type"), True)
    kept = layout_text(header.table_layout())
    header.reset_columns()
    assert shown(table)[0] == "number"
    header.apply_layout(read_layout(kept))
    assert shown(table)[0] == "total"
    assert "type" not in shown(table)
    assert header.sectionSize(place("customer")) == 333


def test_a_layout_of_other_columns_is_used_as_far_as_it_goes(table: OrderTable) -> None:
    text = json.dumps(
        {
            "version": 7,
            "columns": [
                {"key": "colour", "width": 90, "shown": True},
                {"key": "total", "width": 222, "shown": True},
                {"key": "customer", "width": 99999, "shown": True},
            ],
            "sort": "colour",
        }
    )
    table.header.apply_layout(read_layout(text))
    assert shown(table)[:2] == ["total", "customer"]
    assert table.header.sectionSize(place("total")) == 222
    assert table.header.sectionSize(place("customer")) == 1200
    assert table.header.sort == Sort()


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"columns": 3}', "\x00"])
def test_a_broken_layout_gives_the_default(table: OrderTable, text: str | None) -> None:
    table.header.apply_layout(read_layout(text))
    assert shown(table) == [one.key for one in COLUMNS if one.shown]


def test_a_layout_without_any_column_gives_the_default(table: OrderTable) -> None:
    columns = [{"key": one.key, "width": 50, "shown": False} for one in COLUMNS]
    table.header.apply_layout(read_layout(json.dumps({"columns": columns})))
    assert "number" in shown(table)


def test_what_the_user_lays_out_stays(table: OrderTable) -> None:
    told = QSignalSpy(table.header.layout_changed)
    table.header.resizeSection(place("customer"), 300)
    assert told.count() == 1
    table.resize(640, 400)
    assert table.header.sectionSize(place("customer")) == 300
    assert "connection" in shown(table)


def test_fitting_tells_nobody_and_is_not_kept(table: OrderTable) -> None:
    told = QSignalSpy(table.header.layout_changed)
    table.resize(700, 400)
    assert told.count() == 0
    assert table.header.table_layout().columns == []


def test_a_click_asks_to_sort_and_another_turns_it(table: OrderTable) -> None:
    asked = QSignalSpy(table.header.sort_asked)
    header = table.header

    def click(key: str) -> None:
        at = place(key)
        middle = header.sectionViewportPosition(at) + header.sectionSize(at) // 2
        spot = header.viewport().rect().center()
        spot.setX(middle)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)

    click("customer")
    assert asked.at(0) == [Sort("customer", descending=False)]
    header.set_sort(Sort("customer", descending=False))
    click("customer")
    assert asked.at(1) == [Sort("customer", descending=True)]


def test_the_last_column_cannot_be_hidden(table: OrderTable) -> None:
    menu = QMenu()
    for one in COLUMNS[1:]:
        table.header.setSectionHidden(place(one.key), True)
    table.header.fill_columns_menu(menu)
    enabled = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    assert not enabled["Number"]
    assert enabled["State"]


def test_the_menu_shows_and_hides(table: OrderTable) -> None:
    menu = QMenu()
    table.header.fill_columns_menu(menu)
    employee = next(action for action in menu.actions() if action.text() == "Employee")
    assert not employee.isChecked()
    employee.trigger()
    assert "employee" in shown(table)
    next(action for action in menu.actions() if action.text() == "Reset columns").trigger()
    assert "employee" not in shown(table)


def test_the_sort_menu_names_every_sortable_column(table: OrderTable) -> None:
    menu = QMenu()
    asked = QSignalSpy(table.header.sort_asked)
    table.header.fill_sort_menu(menu)
    ticked = [action.text() for action in menu.actions() if action.isChecked()]
    assert ticked == ["Placed"]
    assert len(menu.actions()) == sum(one.sort is not None for one in COLUMNS)
    menu.actions()[0].trigger()
    assert asked.at(0) == [Sort("number", descending=False)]


def test_among_several_connections_other_columns_come_first(table: OrderTable) -> None:
    table.header.set_mixed(mixed=True)
    assert {"connection", "payment", "fulfilment"} <= set(shown(table))
    table.resize(700, 400)
    assert {"number", "state", "customer", "total", "connection"} <= set(shown(table))
    assert "payment" not in shown(table)
    table.header.set_mixed(mixed=False)
    assert "payment" not in shown(table)


def test_an_amount_with_letters_for_its_currency_fits(table: OrderTable) -> None:
    place_ = place("total")
    font = table.font()
    wide = QFontMetrics(font).horizontalAdvance("CA$12,199.98") + 20
    assert table.header.sectionSize(place_) >= wide
