"""The whole way by keys: edited where it stands, reviewed, one left out, sent, at the vendor."""

from collections.abc import Generator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from orderdesk.services.views import OrderView
from orderdesk.ui.detail.cell_session import CellSession
from orderdesk.ui.detail.cell_table import CellTable
from orderdesk.ui.detail.items_model import Column
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.staging.model import WHAT
from tests.unit.ui.activity.room import Room
from tests.unit.ui.staging.seat import Seat


@pytest.fixture
def seat(served: Room, qtbot: QtBot) -> Generator[Seat]:
    served.wait(served.desk.grace.choose(0))
    seat = Seat(served, qtbot)
    yield seat
    seat.leave()


def opened(seat: Seat, view: OrderView) -> DetailPanel:
    """Make an order the current one."""
    detail = seat.window.parts.detail
    assert isinstance(detail, DetailPanel)
    seat.window.page.show_order(view.order.id)
    seat.qtbot.waitUntil(
        lambda: detail.view is not None and detail.view.order.id == view.order.id, timeout=15_000
    )
    seat.settle()
    return detail


def type_into(seat: Seat, table: CellTable, session: CellSession, text: str) -> None:
    """Press F2 on the current cell, which the window's own action takes, type, and Enter."""
    table.setFocus()
    seat.press(Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    seat.settle()
    assert session.editor is not None
    widget: QWidget = session.editor.editor.widget
    assert widget.hasFocus()
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)
    seat.settle()


def name_it(seat: Seat, view: OrderView, name: str) -> None:
    """Edit the order's name among its details."""
    detail = opened(seat, view)
    detail.tabs.setCurrentWidget(detail.details)
    seat.settle()
    assert detail.fields.show_field("Name")
    type_into(seat, detail.fields, detail.details.session, name)


def test_two_cells_and_an_item_are_edited_and_one_of_them_is_not_sent(seat: Seat) -> None:
    one, two = seat.open_orders()[:2]
    name_it(seat, one, "By hand")
    detail = opened(seat, two)
    detail.tabs.setCurrentWidget(detail.items)
    table = detail.items.table
    table.setCurrentIndex(table.items.index(0, Column.QUANTITY))
    type_into(seat, table, detail.items.session, "9")
    name_it(seat, two, "Not this one")

    dialog = seat.review()
    lines = dialog.tree.lines
    assert dialog.send_button.text() == "Send 3 changes of 2 orders"
    place = next(
        index
        for order in range(lines.rowCount())
        for row in range(lines.rowCount(lines.index(order, 0)))
        if (index := lines.index(row, WHAT, lines.index(order, 0))).siblingAtColumn(2).data()
        == "Not this one"
    )
    dialog.tree.setCurrentIndex(place)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Space)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.settle()
    assert seat.closed()
    seat.qtbot.waitUntil(lambda: seat.truth(one)["order"]["Name"] == "By hand", timeout=15_000)
    seat.qtbot.waitUntil(lambda: str(seat.quantity_at_vendor(two)) == "9", timeout=15_000)
    assert seat.truth(two)["order"]["Name"] == two.order.name
    [left] = seat.staged()
    assert left.order_id == two.order.id


def test_what_is_only_typed_is_part_of_the_review(seat: Seat) -> None:
    one = seat.open_orders()[0]
    detail = opened(seat, one)
    detail.tabs.setCurrentWidget(detail.details)
    seat.settle()
    assert detail.fields.show_field("Name")
    detail.fields.setFocus()
    seat.press(Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    seat.settle()
    editor = detail.details.session.editor
    assert editor is not None
    QTest.keyClicks(editor.editor.widget, "Not entered")
    dialog = seat.review()
    assert dialog.send_button.text() == "Send 1 change of 1 order"
    dialog.reject()
    seat.settle()
    seat.undo()
    assert seat.staged() == []


def test_f2_where_nothing_can_be_edited_says_so(seat: Seat) -> None:
    seat.window.sidebar.views.setFocus()
    seat.press(Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    assert seat.said().startswith("Nothing is edited here.")
