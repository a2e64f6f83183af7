"""Editing in place in the detail: keys, what is staged and how it shows, what holds still."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import AddLine, Command, EditLine
from orderdesk.domain.order import Order
from orderdesk.store.store import Store
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.detail.cell_session import CellSession
from orderdesk.ui.detail.cell_table import CellTable
from orderdesk.ui.detail.items_menu import ItemMenu
from orderdesk.ui.detail.items_model import Column, Role
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.staging.cell_editors import CellEditor
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.widgets.labels import PlainLabel
from tests.unit.ui.activity.room import Room
from tests.unit.ui.detail.staging import DESCRIPTION, OpenDesk, line, order

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@dataclass
class Place:
    """A panel in which edits are staged, on a desk whose vendor cannot be reached."""

    room: Room
    stager: Stager
    panel: DetailPanel
    qtbot: QtBot

    def show(self, order_id: str) -> None:
        self.panel.show_order(order_id)
        self.qtbot.waitUntil(lambda: self.panel.view is not None)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(self.room.idle)

    def staged(self) -> list[Command]:
        self.settle()
        assert self.panel.view is not None
        return list(self.panel.view.staged_commands)

    def item(self, line_id: str, column: Column) -> QWidget:
        """Go to a figure of an item with F2; return what takes the keys."""
        table = self.panel.items.table
        place = table.items.place_of(line_id)
        assert place is not None
        table.setFocus()
        table.setCurrentIndex(table.items.index(place, column))
        return self.begin(table, self.panel.items.session)

    def field(self, key: str) -> QWidget:
        """Go to a field among the details with F2; return what takes the keys."""
        table = self.panel.fields
        self.panel.tabs.setCurrentWidget(self.panel.details)
        self.settle()
        assert table.show_field(key)
        table.setFocus()
        return self.begin(table, self.panel.details.session)

    def begin(self, table: CellTable, session: CellSession) -> QWidget:
        QTest.keyClick(table, Qt.Key.Key_F2)
        self.settle()
        editor = session.editor
        return editor.editor.widget if editor is not None else table

    def editor(self) -> CellEditor:
        found = self.panel.items.session.editor or self.panel.details.session.editor
        assert found is not None
        return found


OpenPlace = Callable[..., Place]


@pytest.fixture
def open_place(open_desk: OpenDesk, qtbot: QtBot) -> OpenPlace:
    def opened(*orders: Order, **options: Any) -> Place:
        room = open_desk(*orders, **options)
        panel = DetailPanel(room.context, OrderActions((DESCRIPTION,), room.context.icons))
        stager = Stager(room.context, panel)
        panel.use_stager(stager)
        with qtbot.waitActive(room.show(panel, 412, 860)):
            panel.activateWindow()
        return Place(room, stager, panel, qtbot)

    return opened


@pytest.fixture
def place(open_place: OpenPlace) -> Place:
    here = open_place(order(), order("o2", state="Worked", number="1071"))
    here.show("main:o1")
    return here


def typed(widget: QWidget, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, key)


def test_a_quantity_is_staged_where_it_stands_and_shows_what_it_comes_to(place: Place) -> None:
    typed(place.item("1", Column.QUANTITY), "4")
    [command] = place.staged()
    assert command.effect == "edit_line"
    panel = place.panel
    index = panel.items.table.items.index(0, Column.QUANTITY)
    assert index.data(SPOKEN) == "Qty: 4 (staged; was 2)"
    assert index.data(Role.HELD)
    assert not index.siblingAtColumn(Column.PRICE).data(Role.HELD)
    total = index.siblingAtColumn(Column.SUM).data(SPOKEN)
    assert total == "Sum: £39.96 (staged; was £19.98)"
    words = [label.text() for label in panel.items.totals.findChildren(PlainLabel)]
    assert "Total, computed (was £67.98, +£19.98)" in words
    assert panel.header.staged.text().strip() == "1 staged"
    assert panel.footer.staged.isVisible()
    place.qtbot.waitUntil(lambda: panel.footer.staged.money.text() == "Total: +£19.98")
    assert panel.footer.rows == {}, "what is staged waits for nobody"
    assert panel.items.table.hasFocus()
    assert panel.items.table.currentIndex() == index


def test_the_way_back_to_what_was_there_takes_the_mark_away(place: Place) -> None:
    typed(place.item("1", Column.QUANTITY), "4")
    assert len(place.staged()) == 1
    typed(place.item("1", Column.QUANTITY), "2")
    assert place.staged() == []
    assert not place.panel.items.table.items.index(0, Column.QUANTITY).data(Role.HELD)
    assert not place.panel.header.staged.isVisible()
    assert not place.panel.footer.isVisible()


def test_tab_goes_on_to_the_next_value_and_escape_leaves(place: Place) -> None:
    typed(place.item("1", Column.QUANTITY), "4", Qt.Key.Key_Tab)
    place.settle()
    price = place.editor()
    assert (price.cell.field, price.cell.line_id) == ("each", "1")
    typed(price.editor.widget, "8.50", Qt.Key.Key_Tab)
    place.settle()
    name = place.editor()
    assert (name.cell.field, name.cell.line_id) == ("text", "2")
    typed(name.editor.widget, "Other", Qt.Key.Key_Escape)
    [command] = place.staged()
    assert isinstance(command, EditLine)
    assert dict(command.changes) == {"count": "4", "each": "8.50"}
    assert place.panel.items.session.editor is None


def test_a_field_is_staged_and_put_back_from_its_menu(place: Place) -> None:
    typed(place.field("title"), "Rack")
    [command] = place.staged()
    assert command.effect == "edit"
    fields = place.panel.fields.fields
    at = fields.place_of_field("title")
    assert at is not None
    assert fields.index(at, 1).data(SPOKEN) == "Name: Rack (staged; was Shelf cart)"
    assert "Shelf cart → Rack, staged" in fields.index(at, 1).data(Qt.ItemDataRole.ToolTipRole)
    place.panel.fields.put_back.emit("title")
    assert place.staged() == []


def test_an_empty_field_can_be_filled(place: Place) -> None:
    place.panel.tabs.setCurrentWidget(place.panel.details)
    place.settle()
    assert place.panel.fields.fields.place_of_field("rebate_code") is None
    more = place.panel.details.more
    assert more.text().startswith("Show empty fields (")
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    typed(place.field("rebate_code"), "MTRY")
    assert len(place.staged()) == 1
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert place.panel.fields.fields.place_of_field("rebate_code") is not None


def test_what_cannot_be_edited_says_why_and_what_then(place: Place) -> None:
    reason = place.panel.reason
    assert isinstance(place.item("1", Column.SUM), CellTable)
    assert reason.isVisible()
    assert reason.heading.text() == "Sum cannot be edited"
    assert "worked out from quantity and price" in reason.text.text()
    place.item("1", Column.QUANTITY)
    assert not reason.isVisible()
    place.show("main:o2")
    place.item("1", Column.QUANTITY)
    assert reason.heading.text() == "Quantity cannot be edited"
    assert reason.text.text() == (
        "Edit item is not possible: the order is Processed. Make a new order."
    )


def test_delete_stages_the_removal_of_an_item_and_takes_it_back(place: Place) -> None:
    table = place.panel.items.table
    table.go_to("2")
    QTest.keyClick(table, Qt.Key.Key_Delete)
    [command] = place.staged()
    assert command.effect == "remove_line"
    spoken = table.items.index(1, Column.NAME).data(SPOKEN)
    assert "Removed, staged" in spoken
    assert isinstance(place.item("2", Column.QUANTITY), CellTable)
    assert "being removed" in place.panel.reason.text.text()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert place.staged() == []


def test_a_new_item_that_is_only_staged_is_edited_and_taken_off_too(place: Place) -> None:
    values = {"type": "1", "status": "1", "text": "Case", "count": "3", "each": "7.25"}
    place.stager.put("main:o1", "add_item", values)
    place.settle()
    table = place.panel.items.table
    assert "New, staged" in table.items.index(2, Column.NAME).data(SPOKEN)
    [added] = place.staged()
    assert isinstance(added, AddLine)
    typed(place.item(added.line_id, Column.QUANTITY), "5")
    [changed] = place.staged()
    assert isinstance(changed, AddLine)
    assert changed.fields["count"] == "5"
    assert table.items.index(2, Column.SUM).data() == "£36.25"
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert place.staged() == []
    assert table.items.rowCount() == 2


def test_every_field_of_an_item_is_edited_from_its_menu(place: Place) -> None:
    items = place.panel.items
    items.table.go_to("1")
    items.table.menu_requested.emit("1", items.mapToGlobal(items.rect().center()))
    [menu] = items.findChildren(ItemMenu)
    offered = {action.text(): action for action in menu.actions()}
    assert list(offered) == ["Edit here", "Edit in a form…", "", "Remove item"]
    fields = offered["Edit here"].menu()
    assert isinstance(fields, QMenu)
    serials = next(one for one in fields.actions() if one.text() == "Serial numbers")
    serials.trigger()
    menu.close()
    place.settle()
    assert place.editor().cell.field == "serials"
    assert place.editor().bubble.text().startswith("Serial numbers. ")
    typed(place.editor().editor.widget, "SN-1")
    [command] = place.staged()
    assert isinstance(command, EditLine)
    assert dict(command.changes) == {"serials": "SN-1"}


def test_a_refresh_leaves_the_open_editor_and_what_is_typed_alone(open_place: OpenPlace) -> None:
    many = tuple(line(str(number)) for number in range(60))
    place = open_place(order(lines=many))
    place.show("main:o1")
    widget = place.item("41", Column.QUANTITY)
    table = place.panel.items.table
    at = table.verticalScrollBar().value()
    QTest.keyClicks(widget, "1")
    editor, spot = place.editor(), place.editor().y()
    place.room.wait(place.room.desk.orders.act("main:o1", "edit_item", {"count": "9"}, line_id="3"))
    place.qtbot.waitUntil(lambda: bool(place.panel.view and place.panel.view.commands))
    place.settle()
    assert place.editor() is editor
    assert (editor.y(), table.verticalScrollBar().value()) == (spot, at)
    assert widget.hasFocus()
    typed(widget, "2")
    place.settle()
    assert place.panel.view is not None
    changed = place.panel.view.order.line("41")
    assert changed is not None
    assert changed.fields["count"] == "12"


def test_half_typed_text_waits_while_another_order_is_looked_at(place: Place) -> None:
    row = place.panel.half_typed
    QTest.keyClicks(place.field("rebate"), "much")
    place.show("main:o2")
    assert place.panel.details.session.editor is None
    assert not row.isVisible()
    place.show("main:o1")
    assert place.staged() == []
    place.qtbot.waitUntil(row.isVisible)
    assert row.text.text() == "Half typed, and not staged: Discount."
    assert row.text.toolTip().endswith("Discount: much</p>")
    QTest.mouseClick(row.go_on, Qt.MouseButton.LeftButton)
    place.qtbot.waitUntil(lambda: place.editor().text() == "much")
    assert place.editor().bubble.text() == "You typed this before; Esc drops it."
    assert not row.isVisible()
    QTest.keyClick(place.editor().editor.widget, Qt.Key.Key_Escape)
    place.show("main:o2")
    place.show("main:o1")
    assert not row.isVisible()


def test_what_was_half_typed_before_a_crash_can_be_dropped(open_place: OpenPlace) -> None:
    def typing(store: Store) -> None:
        store.drafts.put("cell:main:o1:2:count", "1")
        store.drafts.put("cell:main:o1:gone:count", "5")
        store.drafts.put("cell:main:o12::title", "R")

    place = open_place(order(), more=typing)
    place.show("main:o1")
    row = place.panel.half_typed
    place.qtbot.waitUntil(row.isVisible)
    assert row.text.text() == "Half typed, and not staged: Quantity of Charging stand."
    QTest.mouseClick(row.drop, Qt.MouseButton.LeftButton)
    assert not row.isVisible()
    place.settle()
    left = place.room.wait(place.room.desk.orders.drafts("cell:main:o1:"))
    assert list(left) == ["cell:main:o1:gone:count"], "what is not shown is not dropped unseen"


def test_what_is_right_is_staged_as_another_order_is_shown(place: Place) -> None:
    QTest.keyClicks(place.field("title"), "Rack")
    place.show("main:o2")
    place.show("main:o1")
    assert len(place.staged()) == 1


def test_what_staging_refuses_comes_back_with_its_reason(place: Place) -> None:
    place.panel.fields.show_all(shown=True)
    typed(place.field("ship_shop"), "14202")
    place.settle()
    assert len(place.staged()) == 1
    widget = place.field("ship_to")
    QTest.keyClicks(widget, "Northgate Cycles")
    QTest.keyClick(widget, Qt.Key.Key_Return)
    place.qtbot.waitUntil(place.editor().bubble.isVisible)
    place.qtbot.waitUntil(lambda: "exclude each other" in place.editor().bubble.text())
    assert widget.hasFocus()


def test_the_badge_of_the_header_opens_the_review(place: Place) -> None:
    typed(place.field("title"), "Rack")
    assert len(place.staged()) == 1
    with place.qtbot.waitSignal(place.stager.review_wanted):
        QTest.mouseClick(place.panel.header.staged, Qt.MouseButton.LeftButton)
    asked: list[object] = []
    place.stager.discard_wanted.connect(asked.append)
    QTest.mouseClick(place.panel.footer.staged.discard, Qt.MouseButton.LeftButton)
    assert asked == ["main:o1"]


def test_what_is_typed_is_staged_before_it_is_looked_through(place: Place) -> None:
    QTest.keyClicks(place.field("title"), "Rack")
    place.stager.review()
    assert len(place.staged()) == 1


def test_what_is_wrong_goes_out_of_sight_with_its_editor(open_place: OpenPlace) -> None:
    place = open_place(order(lines=tuple(line(str(number)) for number in range(60))))
    place.show("main:o1")
    typed(place.item("2", Column.QUANTITY), "many")
    bubble = place.editor().bubble
    assert bubble.isVisible()
    bar = place.panel.items.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    place.qtbot.waitUntil(lambda: not bubble.isVisible())
    bar.setValue(0)
    place.qtbot.waitUntil(bubble.isVisible)


def test_a_party_is_edited_among_the_details(place: Place) -> None:
    place.panel.tabs.setCurrentWidget(place.panel.customer)
    place.panel.customer.edit_wanted.emit("buyer")
    place.settle()
    assert place.panel.tabs.currentWidget() is place.panel.details
    assert place.editor().cell.field == "buyer"
    assert place.room.nameless(place.panel) == []
