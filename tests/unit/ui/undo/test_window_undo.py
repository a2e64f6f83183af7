"""Undo in the window over a stand-in: held, counted down, taken back, done again, and final."""

from collections.abc import Generator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.query import Query, parse_query
from orderdesk.domain.shown import ShownRow, Sort
from orderdesk.ui.desk_window import desk_window
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.failures import Failures
from orderdesk.ui.forms.confirm_dialog import ConfirmDialog
from orderdesk.ui.forms.edit_dialog import EditDialog
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.undo.grace_dialog import GraceDialog
from orderdesk.ui.undo.strip import UndoStrip
from tests.unit.ui.activity.room import Room
from tests.unit.ui.forms.driving import retype


class Seat:
    """A person at the window."""

    def __init__(self, room: Room, qtbot: QtBot, window: MainWindow) -> None:
        self.room = room
        self.qtbot = qtbot
        self.window = window

    @property
    def strip(self) -> UndoStrip:
        """The strip that says what is held."""
        found = self.window.findChild(UndoStrip)
        assert isinstance(found, UndoStrip)
        return found

    def action(self, name: str) -> QAction:
        """Return an action of the window by its name."""
        found = self.window.findChild(QAction, name)
        assert isinstance(found, QAction)
        return found

    def pending(self) -> list[ShownRow]:
        """Return orders that can be cancelled."""
        found = self.room.wait(self.room.desk.orders.search(Query(), Sort(), zone="UTC"))
        rows = self.room.wait(self.room.desk.orders.rows(list(found.rowids)))
        views = [self.room.wait(self.room.desk.orders.view(row.id)) for row in rows]
        return [view.row for view in views if view.verdicts["cancel"].allowed]

    def open(self, row: ShownRow) -> None:
        """Make an order the current one."""
        detail = self.window.parts.detail
        assert isinstance(detail, DetailPanel)
        self.window.page.show_order(row.id)
        self.qtbot.waitUntil(
            lambda: detail.view is not None and detail.view.order.id == row.id, timeout=15_000
        )

    def cancel(self, row: ShownRow) -> None:
        """Cancel an order and confirm it by the button that names it."""
        self.open(row)
        self.action("cancel").trigger()
        dialog = self.dialog(ConfirmDialog)
        assert dialog.submit_button.text() == f"Cancel order {row.number}"
        dialog.submit()
        self.qtbot.waitUntil(lambda: not self.window.findChildren(ConfirmDialog))

    def dialog(self, kind: type[Any]) -> Any:
        """Return the open dialog of a kind."""
        self.qtbot.waitUntil(lambda: bool(self.window.findChildren(kind)))
        self.qtbot.waitUntil(self.room.idle)
        return self.window.findChildren(kind)[-1]

    def press(self, key: Qt.Key, *more: Qt.KeyboardModifier) -> None:
        """Press a key with Ctrl, wherever the focus is."""
        # Without a window manager nobody makes it active again after a dialog.
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        held = Qt.KeyboardModifier.ControlModifier
        for one in more:
            held |= one
        QTest.keyClick(self.window.focusWidget() or self.window, key, held)

    def entry(self, row: ShownRow) -> OutboxEntry:
        """Return the latest command on an order."""
        entries = self.room.wait(self.room.desk.orders.outbox())
        return next(one for one in entries if one.command.order_id == row.id)

    def wait_state(self, row: ShownRow, state: CommandState) -> None:
        """Wait until the latest command on an order is in a state."""
        self.qtbot.waitUntil(lambda: self.entry(row).state is state, timeout=15_000)

    def wait_strip(self, text: str) -> None:
        """Wait until the strip begins with a text."""
        self.qtbot.waitUntil(
            lambda: self.strip.isVisible() and self.strip.text.text().startswith(text)
        )

    def truth(self, row: ShownRow) -> Any:
        """Return an order as the vendor has it."""
        return self.room.control(f"orders/{row.vendor_id}")["order"]

    def said(self, key: str) -> str:
        """Return what is said over the table."""
        return self.window.notices.text(key)


@pytest.fixture
def seat(served: Room, qtbot: QtBot) -> Generator[Seat]:
    served.wait(served.desk.grace.choose(25))
    window = desk_window(served.context, Failures(), {})
    served.show(window, 1400, 850)
    window.start()
    seat = Seat(served, qtbot, window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: window.page.finder.settled and window.page.model.rowCount() > 0)
    yield seat
    qtbot.waitUntil(served.idle)
    for entry in served.wait(served.desk.orders.outbox()):
        if entry.state is CommandState.WAITING:
            served.wait(served.desk.orders.withdraw(entry.command.id))
    served.clear()


def test_a_cancel_is_held_taken_back_and_asked_for_again_by_keys(seat: Seat) -> None:
    row = seat.pending()[0]
    seat.open(row)
    table = seat.window.page.table
    table.setFocus()
    seat.cancel(row)
    seat.wait_strip(f"Cancel order {row.number}: ")
    assert seat.strip.text.text().endswith(" s")
    assert seat.strip.button.accessibleName() == f"Undo: Cancel order {row.number}"
    assert not seat.strip.isAncestorOf(seat.window.focusWidget())
    assert seat.action("undo").text() == f"&Undo: Cancel order {row.number}"
    assert seat.entry(row).state is CommandState.WAITING, "it is kept before the screen says so"

    seat.press(Qt.Key.Key_Z)
    seat.wait_state(row, CommandState.WITHDRAWN)
    seat.qtbot.waitUntil(seat.strip.isHidden)
    seat.qtbot.waitUntil(lambda: seat.action("redo").text() == f"&Redo: Cancel order {row.number}")
    assert seat.window.status.currentMessage().startswith("Taken back: Cancel order")
    first = seat.entry(row).command.id

    seat.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    seat.wait_strip(f"Cancel order {row.number}: ")
    again = seat.entry(row)
    assert (again.state, again.command.id != first) == (CommandState.WAITING, True)
    QTest.mouseClick(seat.strip.button, Qt.MouseButton.LeftButton)
    seat.wait_state(row, CommandState.WITHDRAWN)
    assert seat.truth(row)["State"] == "Pending", "the vendor never heard of it"


def test_several_are_one_line_and_undo_takes_the_last(seat: Seat) -> None:
    one, two = seat.pending()[:2]
    seat.cancel(one)
    seat.wait_strip(f"Cancel order {one.number}: ")
    seat.cancel(two)
    seat.wait_strip("2 changes wait")
    seat.qtbot.waitUntil(lambda: str(two.number) in seat.strip.text.text())
    assert seat.strip.text.text().endswith(f"Undo takes back: Cancel order {two.number}")
    seat.action("undo").trigger()
    seat.wait_state(two, CommandState.WITHDRAWN)
    seat.wait_strip(f"Cancel order {one.number}: ")
    assert seat.entry(one).state is CommandState.WAITING
    seat.action("undo").trigger()
    seat.wait_state(one, CommandState.WITHDRAWN)


def test_ctrl_z_belongs_to_a_line_in_which_something_was_typed(seat: Seat) -> None:
    row = seat.pending()[0]
    seat.cancel(row)
    seat.wait_strip(f"Cancel order {row.number}: ")
    line = seat.window.page.query_bar.edit
    line.setFocus()
    QTest.keyClicks(line, "zz")
    seat.press(Qt.Key.Key_Z)
    assert line.text() != "zz"
    assert seat.entry(row).state is CommandState.WAITING
    line.clear()
    seat.window.page.set_query(parse_query(""))
    seat.press(Qt.Key.Key_Z)
    seat.wait_state(row, CommandState.WITHDRAWN)


def test_with_no_time_to_undo_it_goes_at_once_and_is_said_to_be_final(seat: Seat) -> None:
    row = seat.pending()[0]
    seat.action("grace").trigger()
    dialog = seat.dialog(GraceDialog)
    QTest.keyClicks(dialog.seconds, "0")
    QTest.keyClick(dialog.seconds, Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.room.desk.grace.seconds == 0)
    seat.cancel(row)
    seat.wait_state(row, CommandState.DONE)
    assert seat.truth(row)["State"] == "Cancelled"
    seat.qtbot.waitUntil(lambda: seat.action("undo").text().endswith(str(row.number)))
    seat.action("undo").trigger()
    seat.qtbot.waitUntil(lambda: bool(seat.said("said")))
    assert "no action that takes it back" in seat.said("said")
    assert seat.action("undo").text() == "&Undo", "the next Undo is for what came before"


def test_an_edit_that_is_done_is_taken_back_by_the_vendors_own_edit(seat: Seat) -> None:
    row = seat.pending()[0]
    before = seat.truth(row)["Name"]
    seat.open(row)
    seat.action("edit").trigger()
    dialog = seat.dialog(EditDialog)
    retype(dialog.form, "Name", "Named by mistake")
    dialog.submit()
    seat.qtbot.waitUntil(lambda: not seat.window.findChildren(EditDialog))
    seat.wait_state(row, CommandState.DONE)
    assert seat.truth(row)["Name"] == "Named by mistake"
    seat.qtbot.waitUntil(lambda: seat.action("undo").text().startswith("&Undo: Edit order"))
    seat.action("undo").trigger()
    seat.qtbot.waitUntil(lambda: seat.truth(row)["Name"] == before, timeout=15_000)
    seat.wait_state(row, CommandState.DONE)


def test_everything_about_undo_has_a_name(seat: Seat) -> None:
    seat.cancel(seat.pending()[0])
    seat.wait_strip("Cancel order")
    assert seat.room.nameless(seat.strip) == []
    seat.action("grace").trigger()
    dialog = seat.dialog(GraceDialog)
    assert isinstance(dialog, GraceDialog)
    assert seat.room.nameless(dialog) == []
    dialog.reject()
    seat.action("undo").trigger()
    seat.qtbot.waitUntil(seat.strip.isHidden)
