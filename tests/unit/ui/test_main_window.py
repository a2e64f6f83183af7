"""The window as a whole, over real services and the sandbox: keys, names, states, memory."""

import json
import re
from array import array
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from orderdesk.domain.query import Query, query_text
from orderdesk.domain.shown import Mark, Sort
from orderdesk.sandbox.server import SandboxOptions
from orderdesk.ui.conflict.dialog import ConflictDialog
from orderdesk.ui.conflict.row import Side
from orderdesk.ui.desk_window import desk_window
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.failure_dialog import FailureDialog
from orderdesk.ui.failures import Failures
from orderdesk.ui.forms.edit_dialog import EditDialog
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.menu_search import actions_of
from orderdesk.ui.orders.table_model import LEFT_ROLE
from orderdesk.ui.theme import Appearance, Theme
from orderdesk.ui.widgets.action_button import ActionButton
from orderdesk.ui.window_actions import plain_words
from tests.unit.ui.activity.room import Room, room
from tests.unit.ui.window_room import ORDERS, act, dialog_of, filled, opened, ready, settle


@pytest.fixture
def empty(qapp: QApplication, light: Theme, tmp_path: Path) -> Generator[Room]:
    """Give a desk without connections."""
    with room(qapp, light, tmp_path) as here:
        yield here


@pytest.fixture
def here(qapp: QApplication, light: Theme, tmp_path: Path) -> Generator[Room]:
    """Give a desk that has orders, and sends nothing."""
    with room(qapp, light, tmp_path, prepare=filled, sending=False) as room_:
        yield room_


@pytest.fixture
def served(qapp: QApplication, light: Theme, tmp_path: Path) -> Generator[Room]:
    """Give a desk beside a running sandbox, not connected yet."""
    with room(
        qapp, light, tmp_path, sandbox=SandboxOptions(orders=ORDERS, only=["iqmetrix"])
    ) as here:
        yield here


@pytest.fixture
def window(here: Room, qtbot: QtBot) -> MainWindow:
    return ready(opened(here), qtbot)


def test_without_a_connection_it_says_how_to_begin(empty: Room, qtbot: QtBot) -> None:
    window = opened(empty)
    qtbot.waitUntil(lambda: window.watch.known)
    texts = [button.text() for button in window.page.empty.buttons()]
    assert texts == ["Add a connection", "Try the demo"]
    assert window.page.empty.accessibleName() == "Connect your first vendor account"
    QTest.mouseClick(window.page.empty.buttons()[0], Qt.MouseButton.LeftButton)
    assert dialog_of(window).objectName() == "connections-dialog"


def test_the_demo_cannot_be_taken_for_the_real_thing(empty: Room, qtbot: QtBot) -> None:
    window = opened(empty, demo=True)
    qtbot.waitUntil(lambda: window.watch.known)
    assert "demo" in window.windowTitle()
    assert window.status.badge.isVisible()
    assert "Nothing you do here reaches a real vendor" in window.notices.text("demo")
    [leave] = window.notices.findChildren(QPushButton)
    assert leave.text() == "Leave the demo"
    assert window.page.empty.accessibleName() == "Preparing the demo"


def test_orders_come_while_they_are_read(served: Room, qtbot: QtBot) -> None:
    window = opened(served)
    served.connect()
    ready(window, qtbot)
    assert window.page.stack.currentWidget() is window.page.table
    assert window.page.table.current_row() is not None
    assert window.status.counts.text() == f"{ORDERS} orders"
    qtbot.waitUntil(lambda: "Last sync" in window.status.last_sync.text())


def test_typing_filters_and_escape_takes_it_back(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.page.query_bar.edit.hasFocus()
    QTest.keyClicks(window.page.query_bar.edit, "state:pending ")
    qtbot.waitUntil(lambda: 0 < window.page.model.rowCount() < ORDERS)
    settle(window, qtbot)
    shown = window.page.model.rowCount()
    rows = [window.page.model.row(at) for at in range(shown)]
    assert {row.state for row in rows if row is not None} == {"pending"}
    assert window.status.counts.text() == f"{shown} of {ORDERS} orders"
    QTest.keyClick(window.page.query_bar.edit, Qt.Key.Key_Escape)
    assert window.page.table.hasFocus()
    QTest.keyClick(window.page.table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.page.model.rowCount() == ORDERS)


def test_no_match_offers_to_clear(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClicks(window.page.query_bar.edit, "nothing of the sort")
    qtbot.waitUntil(lambda: window.page.stack.currentWidget() is window.page.empty)
    assert window.page.empty.accessibleName() == "No order matches"
    [clear] = window.page.empty.buttons()
    QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page.model.rowCount() == ORDERS)


def test_the_views_filter_and_count(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert query_text(window.page.query_bar.query()) == "state:open"
    settle(window, qtbot)
    shown = window.page.model.rowCount()
    index = window.sidebar.views.model().index(1, 0)
    qtbot.waitUntil(lambda: str(shown) in str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
    assert window.sidebar.views.currentIndex() == index
    middle = window.sidebar.views.visualRect(window.sidebar.views.model().index(0, 0)).center()
    QTest.mouseClick(window.sidebar.views.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert window.page.query_bar.query() == Query()


def test_the_filter_menus_offer_what_there_is(window: MainWindow, qtbot: QtBot) -> None:
    menu = window.page.filters.value_menus["state"]
    menu.aboutToShow.emit()
    qtbot.waitUntil(lambda: len(menu.actions()) > 3)
    pending = next(one for one in menu.actions() if one.text().startswith("Pending\t"))
    count = int(pending.text().split("\t")[1])
    pending.trigger()
    settle(window, qtbot)
    assert window.page.model.rowCount() == count
    assert window.page.query_bar.chips()[0].word.text() == "State: Pending"
    menu.aboutToShow.emit()
    ticked = [one.text().split("\t")[0] for one in menu.actions() if one.isChecked()]
    assert ticked == ["Pending"]


def test_a_period_can_be_asked_for(window: MainWindow, qtbot: QtBot) -> None:
    for submenu in (one.menu() for one in window.page.filters.date_menu.actions()):
        assert isinstance(submenu, QMenu)
        submenu.actions()[-1].trigger()
        dialog = dialog_of(window)
        dialog.accept()
        settle(window, qtbot)
    fields = [clause.field for clause in window.page.query_bar.query().clauses]
    assert fields == ["placed", "expires"]


def test_filtering_by_the_current_cell(window: MainWindow, qtbot: QtBot) -> None:
    row = window.page.table.current_row()
    assert row is not None
    act(window, "filter_value")
    settle(window, qtbot)
    assert window.page.query_bar.chips()[0].word.text() == f"Number: {row.number}"
    act(window, "clear_query")
    act(window, "exclude_value")
    settle(window, qtbot)
    assert window.page.model.rowCount() == ORDERS - 1


def test_the_list_holds_still_while_orders_change(
    here: Room, window: MainWindow, qtbot: QtBot
) -> None:
    window.page.table.step(7)
    settle(window, qtbot)
    row = window.page.table.current_row()
    assert row is not None
    other = window.page.model.row(2)
    assert other is not None
    here.wait(here.desk.orders.act(other.id, "edit", {"Name": "Changed meanwhile"}))
    qtbot.waitUntil(lambda: window.page.finder.settled)
    assert window.page.table.current_row() == row


def test_what_is_changed_out_of_the_filter_stays_until_it_is_left(
    here: Room, window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClicks(window.page.query_bar.edit, "state:pending ")
    qtbot.waitUntil(lambda: 0 < window.page.model.rowCount() < ORDERS)
    settle(window, qtbot)
    window.page.table.step(2)
    settle(window, qtbot)
    row, count = window.page.table.current_row(), window.page.model.rowCount()
    assert row is not None
    here.wait(here.desk.orders.act(row.id, "process", {}))
    index = window.page.model.index(2, 0)
    qtbot.waitUntil(lambda: bool(index.data(LEFT_ROLE)))
    now = window.page.table.current_row()
    assert now is not None
    assert (now.id, now.state, now.mark) == (row.id, "processed", Mark.WAITING)
    assert window.page.model.rowCount() == count
    counted = window.page.summary.count
    qtbot.waitUntil(lambda: counted.text() == f"{count - 1} orders")
    said = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert said.endswith("waiting to be sent, changed, and no longer what the filter asks for")
    act(window, "view_open")
    qtbot.waitUntil(lambda: window.page.model.place(row.rowid) is None)


def test_an_order_out_of_sight_stays_where_it_was_when_it_is_changed(
    here: Room, window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClicks(window.page.query_bar.edit, "-state:cancelled ")
    qtbot.waitUntil(lambda: 0 < window.page.model.rowCount() < ORDERS)
    settle(window, qtbot)
    row, index = window.page.model.row(1), window.page.model.index(1, 0)
    assert row is not None
    assert row.state == "pending"
    window.page.table.step(ORDERS)
    settle(window, qtbot)
    assert window.page.table.visualRect(index).bottom() < 0
    here.wait(here.desk.orders.act(row.id, "cancel", {}))
    qtbot.waitUntil(lambda: bool(index.data(LEFT_ROLE)))
    assert window.page.model.place(row.rowid) == 1


def test_many_orders_are_copied_beside_the_window(window: MainWindow, qtbot: QtBot) -> None:
    table, copying = window.page.table, window.page.copying
    table.selectAll()
    rowids = table.selected_rowids()
    ended = QSignalSpy(copying.ended)
    copying.start(rowids)
    qtbot.waitUntil(lambda: ended.count() == 1)
    assert ended.at(0) == [len(rowids)]
    beside = QGuiApplication.clipboard().text()
    table.copy()
    assert QGuiApplication.clipboard().text() == beside
    assert len(beside.splitlines()) == table.selected_count() > 1


def test_more_orders_than_can_be_copied_are_refused(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("before")
    window.page.table.copy_wanted.emit(array("q", range(30_000)))
    assert "20,000 at most" in window.notices.text("search")
    assert QGuiApplication.clipboard().text() == "before"


def test_alt_and_arrows_go_through_the_list(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(window, qtbot)
    assert window.page.table.currentIndex().row() == 1
    QTest.keyClick(window, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert window.page.table.currentIndex().row() == 0


def test_f6_goes_round_the_panes(window: MainWindow) -> None:
    window.page.table.setFocus()
    seen: list[str] = []
    for _ in range(4):
        QTest.keyClick(window, Qt.Key.Key_F6)
        seen.append(type(window.focusWidget()).__name__)
    assert seen[1:] == ["SideList", "QLineEdit", "OrderTable"]
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.page.query_bar.edit.hasFocus()


def test_enter_goes_to_the_detail_even_where_it_is_hidden(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not window.parts.detail.isVisible()
    window.page.table.setFocus()
    QTest.keyClick(window.page.table, Qt.Key.Key_Return)
    assert window.parts.detail.isVisible()


def test_an_impossible_action_says_why_where_the_detail_is_hidden(
    window: MainWindow, qtbot: QtBot
) -> None:
    act(window, "detail")
    window.page.query_bar.set_query(Query())
    QTest.keyClicks(window.page.query_bar.edit, "state:cancelled ")
    qtbot.waitUntil(lambda: 0 < window.page.model.rowCount() < ORDERS)
    settle(window, qtbot)
    act(window, "process")
    assert window.notices.text("refusal").startswith("Process is not possible: ")


def test_what_the_vendor_refuses_is_said(served: Room, qtbot: QtBot) -> None:
    served.connect()
    window = ready(opened(served), qtbot)
    QTest.keyClicks(window.page.query_bar.edit, "state:pending ")
    qtbot.waitUntil(lambda: 0 < window.page.model.rowCount() < ORDERS)
    settle(window, qtbot)
    row = window.page.table.current_row()
    assert row is not None
    served.control("faults", {"kind": "status", "status": 400, "method": "PUT", "body": "No."})
    receipt = served.wait(served.desk.orders.act(row.id, "edit", {"Name": "x"}))
    key = f"command_{receipt.command}"
    qtbot.waitUntil(lambda: window.notices.text(key) != "", timeout=10_000)
    assert f"Edit order {row.number}: Rejected by the vendor." in window.notices.text(key)
    again, show = [b for b in window.notices.findChildren(QPushButton) if b.isVisible()]
    assert (again.text(), show.text()) == ("Edit again", "Show order")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.findChildren(EditDialog)))
    [dialog] = window.findChildren(EditDialog)
    qtbot.waitUntil(lambda: dialog.form.values()["Name"] == "x")
    assert window.notices.text(key) == ""


def test_what_needs_a_decision_is_decided_from_its_notice(served: Room, qtbot: QtBot) -> None:
    served.connect()
    window = ready(opened(served), qtbot)
    fault = served.control("faults", {"kind": "hold", "method": "GET", "path": "OrderFull"})
    receipt = served.act(lambda view: view.verdicts["edit"].allowed, "edit", {"Name": "Mine"})
    order_id = receipt.entry.command.vendor_id
    served.control(f"orders/{order_id}", {"set": {"Name": "Theirs"}})
    served.control(f"faults/{fault['faults'][0]['id']}", method="DELETE")
    key = f"command_{receipt.command}"
    qtbot.waitUntil(lambda: "Needs your decision" in window.notices.text(key), timeout=15_000)
    decide, show = [b for b in window.notices.findChildren(QPushButton) if b.isVisible()]
    assert (decide.text(), show.text()) == ("Decide…", "Show order")
    QTest.mouseClick(decide, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.findChildren(ConflictDialog)))
    [dialog] = window.findChildren(ConflictDialog)
    assert dialog.conflict.seen == {"Name": "Theirs"}
    dialog.table.rows["Name"].choose(Side.THEIRS)
    dialog.send.click()
    qtbot.waitUntil(lambda: window.notices.text(key) == "")
    assert served.control(f"orders/{order_id}")["order"]["Name"] == "Theirs"


def test_several_selected_are_said_in_the_detail(window: MainWindow, qtbot: QtBot) -> None:
    detail = window.parts.detail
    assert isinstance(detail, DetailPanel)
    window.page.table.step(-ORDERS)
    for _ in range(2):
        QTest.keyClick(window.page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    settle(window, qtbot)
    said = "3 orders are selected; actions are planned for all of them."
    assert detail.several.text() == said
    assert detail.several.isVisible()
    QTest.keyClick(window.page.table, Qt.Key.Key_Down)
    assert not detail.several.isVisible()


def test_offline_says_since_when_and_what_still_works(served: Room, qtbot: QtBot) -> None:
    assert served.sandbox is not None
    served.connect()
    window = ready(opened(served), qtbot)
    served.sandbox.stop()
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.notices.text("offline") != "", timeout=10_000)
    assert window.notices.text("connections") == ""
    said = window.notices.text("offline")
    assert said.startswith("Harbour Mobile: ")
    assert "Its orders are shown as of" in said
    assert "changes are sent when it is back" in said
    assert window.page.model.rowCount() == ORDERS


def test_selecting_all_says_how_many(window: MainWindow) -> None:
    QTest.keyClick(window.page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert window.page.summary.selected.text() == "2 selected"
    QTest.mouseClick(window.page.summary.all_button, Qt.MouseButton.LeftButton)
    assert window.page.summary.selected.text() == f"{ORDERS} selected"
    assert not window.page.summary.all_button.isVisible()


def test_sorting_asks_the_store(window: MainWindow, qtbot: QtBot) -> None:
    menu = window.menus.sorting
    menu.aboutToShow.emit()
    next(one for one in menu.actions() if one.text() == "Total").trigger()
    settle(window, qtbot)
    rows = [window.page.model.row(at) for at in range(ORDERS)]
    totals = [row.total for row in rows if row is not None and row.total is not None]
    assert totals == sorted(totals)


def test_everything_that_takes_the_focus_has_a_name(
    here: Room, window: MainWindow, qtbot: QtBot
) -> None:
    act(window, "activity")
    window.page.query_bar.set_query(Query())
    QTest.keyClicks(window.page.query_bar.edit, "state:open ")
    settle(window, qtbot)
    assert here.nameless(window) == []
    buttons = [*window.findChildren(QPushButton), *window.findChildren(QToolButton)]
    unnamed = [
        one for one in buttons if one.isVisible() and not (one.accessibleName() or one.text())
    ]
    assert unnamed == []


def test_no_two_actions_have_one_shortcut(window: MainWindow) -> None:
    taken: dict[str, str] = {}
    for action in window.findChildren(QAction):
        for keys in action.shortcuts():
            text = keys.toString(QKeySequence.SequenceFormat.PortableText)
            assert text not in taken, (text, action.text(), taken.get(text))
            taken[text] = action.text()


def test_every_shortcut_stands_in_a_menu(window: MainWindow) -> None:
    listed = {id(found.action) for found in actions_of(window.menuBar())}
    for action in window.findChildren(QAction):
        if action.shortcuts() and action.isVisible():
            assert id(action) in listed, action.text()


def test_every_tool_stands_in_a_menu(window: MainWindow) -> None:
    listed = {found.words for found in actions_of(window.menuBar())}
    for button in window.findChildren(ActionButton):
        assert plain_words(button.defaultAction()) in listed


def test_the_context_menu_has_the_actions(window: MainWindow) -> None:
    place = window.page.table.visualRect(window.page.table.currentIndex()).center()
    window.page.table.customContextMenuRequested.emit(place)
    [menu] = [one for one in window.page.table.findChildren(QMenu) if one.isVisible()]
    names = [action.objectName() for action in menu.actions()]
    assert {"edit", "process", "cancel", "filter_value", "exclude_value", "copy"} <= set(names)
    menu.close()


def test_help_lists_shortcuts_and_says_what_this_is(window: MainWindow) -> None:
    for name in ("shortcuts", "about"):
        act(window, name)
        dialog = dialog_of(window)
        assert dialog.windowTitle()
        dialog.reject()
        dialog.hide()


def test_a_failure_is_shown_with_a_number_to_copy(
    here: Room, expected_warnings: list[re.Pattern[str]]
) -> None:
    expected_warnings.append(re.compile("not foreseen"))
    failures = Failures()
    window = desk_window(here.context, failures, {})
    here.show(window, 1000, 600)
    failures.report(ValueError("no"))
    dialog = window.findChild(FailureDialog)
    assert isinstance(dialog, FailureDialog)
    assert dialog.isVisible()
    copy = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Copy")
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == dialog.number.text()
    failures.report(KeyError("another"))
    failures.report(KeyError("another"))
    assert window.findChildren(FailureDialog) == [dialog]
    assert "3 times" in dialog.more.text()
    dialog.accept()


def test_the_window_remembers_how_it_was_left(here: Room, qtbot: QtBot, light: Theme) -> None:
    window = ready(opened(here), qtbot)
    act(window, "sidebar")
    act(window, "appearance_dark")
    header = window.page.table.header
    header.resizeSection(0, 177)
    header.moveSection(0, 1)
    header.sort_asked.emit(replace(header.sort, column="total", descending=False))
    settle(window, qtbot)
    window.close()
    window.keeper.flush()
    kept: dict[str, str] = {}
    for key in ("window", "table", "appearance"):

        def there(key: str = key) -> bool:
            text = here.wait(here.desk.preferences.get(key))
            kept[key] = text or ""
            return text is not None and text == window.keeper.kept(key)

        qtbot.waitUntil(there)
    here.clear()
    light.set_appearance(Appearance.LIGHT)
    again = opened(here, kept)
    assert not again.sidebar.isVisible()
    assert light.appearance is Appearance.DARK
    assert again.page.table.header.sectionSize(0) == 177
    assert again.page.table.header.visualIndex(0) == 1
    assert again.page.finder.sort == Sort("total", descending=False)
    assert json.loads(kept["table"])["columns"][0]["key"] == "state"
