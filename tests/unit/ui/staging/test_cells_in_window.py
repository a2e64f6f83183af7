"""Cells of the detail in the whole window over a stand-in: typed, undone, sent, held still."""

from collections.abc import Generator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from orderdesk.services.views import OrderView
from orderdesk.ui.detail.items_model import Column
from orderdesk.ui.detail.panel import DetailPanel
from tests.unit.ui.activity.room import Room
from tests.unit.ui.staging.seat import CTRL, Seat, item


@pytest.fixture
def seat(served: Room, qtbot: QtBot) -> Generator[Seat]:
    served.wait(served.desk.grace.choose(0))
    seat = Seat(served, qtbot)
    yield seat
    seat.leave()


def detail_of(seat: Seat, view: OrderView) -> DetailPanel:
    panel = seat.window.findChild(DetailPanel)
    assert isinstance(panel, DetailPanel)
    panel.show_order(view.order.id)
    seat.qtbot.waitUntil(lambda: panel.view is not None and panel.view.order.id == view.order.id)
    seat.settle()
    return panel


def begin(seat: Seat, panel: DetailPanel, line_id: str) -> QWidget:
    """Go to an item's quantity by the keyboard and press F2."""
    table = panel.items.table
    panel.tabs.setCurrentWidget(panel.items)
    table.setFocus()
    table.go_to(line_id)
    while table.currentIndex().column() < Column.QUANTITY:
        QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_F2)
    seat.settle()
    assert panel.items.session.editor is not None
    return panel.items.session.editor.editor.widget


def test_a_quantity_goes_by_keys_from_its_cell_to_the_vendor(seat: Seat) -> None:
    one = seat.open_orders()[0]
    quantity = item(one).quantity
    assert quantity is not None
    panel = detail_of(seat, one)
    widget = begin(seat, panel, item(one).id)
    QTest.keyClicks(widget, str(quantity + 3))
    QTest.keyClick(widget, Qt.Key.Key_Return)
    seat.settle()
    assert panel.header.staged.text().strip() == "1 staged"
    seat.undo()
    assert seat.staged() == []
    assert not panel.header.staged.isVisible()
    seat.redo()
    assert panel.header.staged.isVisible()
    dialog = seat.review()
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return, CTRL)
    seat.settle()
    seat.qtbot.waitUntil(lambda: seat.quantity_at_vendor(one) == quantity + 3, timeout=15_000)
    seat.qtbot.waitUntil(lambda: not panel.header.staged.isVisible())


def test_a_sync_leaves_an_open_editor_alone(seat: Seat) -> None:
    one = seat.open_orders()[1]
    panel = detail_of(seat, one)
    widget = begin(seat, panel, item(one).id)
    QTest.keyClicks(widget, "7")
    editor = panel.items.session.editor
    seat.room.control(f"orders/{one.order.vendor_id}", {"set": {"Name": "Theirs"}})
    seat.room.wait(seat.room.desk.orders.refresh(one.order.id))
    seat.qtbot.waitUntil(lambda: bool(panel.view and panel.view.order.name == "Theirs"))
    seat.settle()
    assert panel.items.session.editor is editor
    assert widget.hasFocus()
    QTest.keyClick(widget, Qt.Key.Key_Escape)
    seat.settle()
    assert seat.staged() == []
