"""A person at the window who stages, reviews, sends and undoes."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import Command, CommandState
from orderdesk.domain.order import FieldValue, Line
from orderdesk.domain.query import Query
from orderdesk.domain.shown import Sort
from orderdesk.services.views import OrderView
from orderdesk.ui.desk_window import desk_window
from orderdesk.ui.failures import Failures
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.staging.review_dialog import ReviewDialog
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.undo.strip import UndoStrip
from tests.unit.ui.activity.room import Room

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def item(view: OrderView) -> Line:
    """Return an order's first item."""
    assert view.order.lines
    return view.order.lines[0]


class Seat:
    """Drives the window by keys and clicks, and asks the stand-in what it has."""

    def __init__(self, room: Room, qtbot: QtBot) -> None:
        self.room = room
        self.qtbot = qtbot
        self.window = self.open_window()

    def open_window(self) -> MainWindow:
        """Start the window."""
        window = desk_window(self.room.context, Failures(), {})
        self.room.show(window, 1280, 720)
        window.start()
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow)
        page = window.page
        self.qtbot.waitUntil(lambda: page.finder.settled and page.model.rowCount() > 0)
        return window

    @property
    def stager(self) -> Stager:
        """What stages for the window."""
        found = self.window.findChild(Stager)
        assert isinstance(found, Stager)
        return found

    def open_orders(self) -> list[OrderView]:
        """Return orders with items that can be edited."""
        found = self.room.wait(self.room.desk.orders.search(Query(), Sort(), zone="UTC"))
        rows = self.room.wait(self.room.desk.orders.rows(list(found.rowids)))
        views = [self.room.wait(self.room.desk.orders.view(row.id)) for row in rows]
        return [view for view in views if view.verdicts["edit_item"].allowed and view.order.lines]

    def put(
        self,
        view: OrderView,
        action: str,
        values: dict[str, FieldValue],
        line_id: str | None = None,
    ) -> None:
        """Stage an edit as an editor in a cell does, and wait until it is kept."""
        self.stager.put(view.order.id, action, values, line_id=line_id)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way, and all is read that was told of."""
        bridge = self.room.context.bridge
        self.qtbot.waitUntil(self.room.idle, timeout=15_000)
        bridge.flush()
        stager = self.stager
        self.qtbot.waitUntil(lambda: stager.up_to_date and self.room.idle(), timeout=15_000)

    def action(self, name: str) -> QAction:
        """Return an action of the window by its name."""
        found = self.window.findChild(QAction, name)
        assert isinstance(found, QAction)
        return found

    def label(self, name: str) -> str:
        """Return an action's words."""
        return self.action(name).text().replace("&", "")

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
        """Press a key in the window, wherever the focus is."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window.focusWidget() or self.window, key, held)

    def undo(self) -> None:
        """Press Ctrl+Z and wait."""
        self.press(Qt.Key.Key_Z)
        self.settle()

    def redo(self) -> None:
        """Press Ctrl+Shift+Z and wait."""
        self.press(Qt.Key.Key_Z, CTRL | SHIFT)
        self.settle()

    def review(self) -> ReviewDialog:
        """Open the review by its key and wait until everything is read."""
        self.press(Qt.Key.Key_S)
        found: list[Any] = self.window.findChildren(ReviewDialog)
        assert found
        self.settle()
        return found[-1]

    def closed(self) -> bool:
        """Whether no review is open."""
        return not self.window.findChildren(ReviewDialog)

    def staged(self) -> list[Command]:
        """Return what is staged, as the store has it."""
        changes = self.room.wait(self.room.desk.staging.all())
        return [change.entry.command for change in changes]

    def state_of(self, command: Command) -> CommandState:
        """Return how far a command has come."""
        return self.room.wait(self.room.desk.orders.wait(command.id, timeout=0)).state

    @property
    def strip(self) -> UndoStrip:
        """The strip that says what is held."""
        found = self.window.findChild(UndoStrip)
        assert isinstance(found, UndoStrip)
        return found

    def truth(self, view: OrderView) -> Any:
        """Return an order as the vendor has it."""
        return self.room.control(f"orders/{view.order.vendor_id}")

    def said(self, key: str = "said") -> str:
        """Return what is said over the table."""
        return self.window.notices.text(key)

    def quantity_at_vendor(self, view: OrderView) -> Decimal | None:
        """Return the first item's quantity as the vendor answers it now."""
        orders = self.room.desk.orders
        self.room.wait(orders.refresh(view.order.id))
        mirror = self.room.wait(orders.view(view.order.id)).mirror
        line = mirror.line(item(view).id) if mirror is not None else None
        return line.quantity if line is not None else None

    def leave(self) -> None:
        """Take back what waits and what is staged, and close the window."""
        desk = self.room.desk
        self.qtbot.waitUntil(self.room.idle)
        for entry in self.room.wait(desk.orders.outbox()):
            if entry.state is CommandState.WAITING:
                self.room.wait(desk.orders.withdraw(entry.command.id))
        self.room.wait(desk.staging.discard())
        self.qtbot.waitUntil(self.room.idle)
        self.room.clear()
