"""The items: rows against the vendor's, the model's announcements, the table's keys, the totals."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdesk.domain.order import Line, Order
from orderdesk.ui.detail.items_model import Column, ItemsModel, Role
from orderdesk.ui.detail.items_table import ItemsTable
from orderdesk.ui.detail.line_rows import LineRow, line_rows
from orderdesk.ui.detail.totals import TotalsBlock
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel
from tests.unit.ui.detail.staging import LINE_FIELDS, ORDER_FIELDS, line, order
from tests.unit.ui.models import watched


def rows_of(now: Order, before: Order | None) -> tuple[LineRow, ...]:
    return line_rows(now, before, LINE_FIELDS)


def with_lines(*lines: Line) -> Order:
    return order(lines=lines)


def test_a_row_says_what_how_many_and_for_how_much() -> None:
    [row] = rows_of(with_lines(line("1")), with_lines(line("1")))
    assert (row.name.text, row.detail) == ("Galaxy S4 battery", "0001 · Drop-ship · New")
    assert (row.quantity.text, row.price.text, row.sum.text) == ("2", "£9.99", "£19.98")
    assert not row.staged


def test_what_is_changed_here_stands_beside_what_the_vendor_has() -> None:
    now = with_lines(line("1", count="4", status="7"), line("2"))
    [row, other] = rows_of(now, with_lines(line("1"), line("2")))
    assert (row.quantity.text, row.quantity.before) == ("4", "2")
    assert (row.sum.text, row.sum.before) == ("£39.96", "£19.98")
    assert row.price.before is None
    assert "Shipped" in row.detail
    assert row.quantity.spoken() == "4, was 2, not sent yet"
    assert not other.staged


def test_a_line_to_be_removed_keeps_its_place_and_a_new_one_comes_last() -> None:
    now = with_lines(line("2"), line("new", "Case"))
    rows = rows_of(now, with_lines(line("1"), line("2")))
    assert [(row.id, row.going, row.added) for row in rows] == [
        ("1", True, False),
        ("2", False, False),
        ("new", False, True),
    ]


def test_an_order_not_at_the_vendor_yet_has_only_new_lines() -> None:
    assert all(row.added for row in rows_of(with_lines(line("1")), None))


def test_what_is_not_known_is_said() -> None:
    [row] = rows_of(with_lines(line("1", None, count=None, each=None)), None)
    assert row.name.text == "No description"
    assert {row.quantity.text, row.price.text, row.sum.text} == {"Not known"}


def row(line_id: str, text: str = "Battery") -> LineRow:
    [made] = rows_of(with_lines(line(line_id, text)), with_lines(line(line_id, text)))
    return made


def test_the_model_announces_exactly_what_changes(qtbot: QtBot) -> None:
    model = ItemsModel()
    with watched(model):
        with qtbot.waitSignals([model.rowsInserted, model.rowsInserted]):
            model.show_rows([row("1"), row("3")])
        with qtbot.waitSignal(model.rowsInserted), qtbot.assertNotEmitted(model.modelReset):
            model.show_rows([row("1"), row("2"), row("3")])
        assert [model.place_of(key) for key in ("1", "2", "3")] == [0, 1, 2]
        changed: list[tuple[int, int]] = []

        def note(first: QModelIndex, last: QModelIndex) -> None:
            changed.append((first.row(), last.row()))

        model.dataChanged.connect(note)
        model.show_rows([row("1"), row("2", "Case"), row("3")])
        assert changed == [(1, 1)]
        with qtbot.waitSignal(model.rowsRemoved):
            model.show_rows([row("1"), row("3")])
        with qtbot.waitSignal(model.modelReset):
            model.show_rows([row("3"), row("1")])
        model.show_rows([])
        assert model.rowCount() == 0


def test_every_cell_is_said_in_words() -> None:
    model = ItemsModel()
    now = with_lines(line("1", count="4"))
    model.show_rows([replace(*rows_of(now, with_lines(line("1"))), problem="Too many.")])
    spoken = [
        str(model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole)) for column in Column
    ]
    assert spoken == [
        "Galaxy S4 battery, 0001 · Drop-ship · New, Too many.",
        "Qty: 4, was 2, not sent yet",
        "Price: £9.99",
        "Sum: £39.96, was £19.98, not sent yet",
    ]
    assert model.index(0, Column.QUANTITY).data(Role.STAGED) is True
    assert model.index(0, Column.PRICE).data(Role.STAGED) is False
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    assert model.index(0, Column.SUM).data(Qt.ItemDataRole.TextAlignmentRole) == right


@pytest.fixture
def table(qtbot: QtBot, theme: Theme, icons: Icons) -> ItemsTable:
    table = ItemsTable(theme, icons)
    qtbot.addWidget(table)
    table.show_rows([row("1"), row("2"), row("3")])
    table.resize(400, 300)
    table.show()
    return table


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_edit_the_current_item(table: ItemsTable, key: Qt.Key) -> None:
    asked: list[str] = []
    table.edit_requested.connect(asked.append)
    table.go_to("2")
    QTest.keyClick(table, key)
    assert asked == ["2"]


def test_delete_asks_for_removal_and_a_double_click_edits(table: ItemsTable) -> None:
    removed: list[str] = []
    edited: list[str] = []
    table.remove_requested.connect(removed.append)
    table.edit_requested.connect(edited.append)
    table.go_to("3")
    QTest.keyClick(table, Qt.Key.Key_Delete)
    spot = table.visualRect(table.items.index(0, 0)).center()
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert (removed, edited) == (["3"], ["1"])


def test_the_current_item_stays_while_others_come_and_go(table: ItemsTable) -> None:
    table.go_to("2")
    table.show_rows([row("0"), row("1"), row("2", "Other words"), row("3")])
    assert table.current_line() == "2"
    table.show_rows([row("3"), row("2")])
    assert table.current_line() == "2", "though the rows changed places"


def test_figures_are_never_cut(table: ItemsTable) -> None:
    wide = with_lines(line("1", count="1000000", each="123456789.99"))
    table.show_rows(rows_of(wide, wide))
    metrics = table.fontMetrics()
    for column in (Column.QUANTITY, Column.PRICE, Column.SUM):
        text = str(table.items.index(0, column).data())
        assert table.columnWidth(column) >= metrics.horizontalAdvance(text)


def totals_of(now: Order, before: Order | None = None) -> list[str]:
    block = TotalsBlock()
    block.show_order(now, before, ORDER_FIELDS)
    block.show()
    labels = block.findChildren(PlainLabel)
    return [label.text() for label in labels if not label.isHidden()]


def test_the_totals_say_what_was_worked_out_here(qtbot: QtBot) -> None:
    shown = totals_of(order(rebate="15", rebate_code="MTRY-15"))
    assert shown == [
        "Items",
        "£67.98",
        "Discount MTRY-15",
        "-£15.00",
        "Total, computed",
        "£52.98",
        "GBP is set here; the vendor names no currency.",
    ]


def test_a_total_that_is_not_known_is_said_to_be_so(qtbot: QtBot) -> None:
    shown = totals_of(order(lines=(line("1", each=None),), currency=None))
    assert shown == [
        "Items",
        "Not known",
        "Total, computed",
        "Not known",
        "The vendor names no currency.",
    ]


def test_a_total_that_changes_says_what_it_was(qtbot: QtBot) -> None:
    now = order(lines=(line("1", count="4"),))
    shown = totals_of(now, order(lines=(line("1"),)))
    assert "Total, computed (was £19.98, +£19.98)" in shown
    assert now.total == Decimal("39.96")
