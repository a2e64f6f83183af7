"""Steps that tests of dialogs share."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import OutboxEntry
from orderdesk.domain.order import Order
from orderdesk.services.views import OrderView
from orderdesk.store.store import Store
from orderdesk.ui.forms.flow import OrderFlow
from orderdesk.ui.forms.form import FieldForm
from tests.unit.ui.activity.room import Room
from tests.unit.ui.detail.staging import NOON, RULES, VENDOR

D = TypeVar("D", bound=QDialog)


class Stand:
    """A window with the flow of orders, on a desk whose vendor cannot be reached."""

    def __init__(self, room: Room, qtbot: QtBot, file: Path) -> None:
        self.room = room
        self.qtbot = qtbot
        self._file = file
        self.window = room.show(QWidget(), 1100, 800)
        self.flow = OrderFlow(room.context, self.window)
        self.said: list[tuple[str, str]] = []
        self.handed: list[object] = []
        self.flow.said.connect(self._on_said)
        self.flow.handed_over.connect(self.handed.append)

    def view(self, order_id: str = "main:o1") -> OrderView:
        """Return an order as it is now."""
        return self.room.wait(self.room.desk.orders.view(order_id))

    def start(self, action: str, kind: type[D], line_id: str | None = None) -> D:
        """Begin an action and return its dialog once everything kept is in it."""
        self.flow.start(action, self.view(), line_id)
        return self.dialog(kind)

    def start_new(self, kind: type[D]) -> D:
        """Begin a new order."""
        self.flow.start_new()
        return self.dialog(kind)

    def dialog(self, kind: type[D]) -> D:
        """Return the open dialog."""
        self.qtbot.waitUntil(lambda: isinstance(self.flow.dialog, kind))
        self.qtbot.waitUntil(self.room.idle)
        found = self.flow.dialog
        assert isinstance(found, kind)
        return found

    def closed(self) -> None:
        """Wait until no dialog is open and nothing is under way."""
        self.qtbot.waitUntil(lambda: self.flow.dialog is None)
        self.qtbot.waitUntil(self.room.idle)

    def write(self, work: Callable[[Store], object]) -> None:
        """Change the store's file as another process of the profile does."""
        with Store.open(self._file, {VENDOR: RULES}) as store:
            work(store)

    def replace(self, order: Order) -> None:
        """Let a newer reading of an order have come in."""
        self.write(lambda store: store.mirror.put(order, read_at=NOON + timedelta(hours=1)))

    def outbox(self) -> list[OutboxEntry]:
        """Return the commands, the latest first."""
        return list(self.room.wait(self.room.desk.orders.outbox()))

    def _on_said(self, kind: str, text: str) -> None:
        self.said.append((kind, text))


def retype(form: FieldForm, key: str, text: str) -> None:
    """Type over what stands in a field of one line."""
    line = form.rows[key].editor.widget
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)
