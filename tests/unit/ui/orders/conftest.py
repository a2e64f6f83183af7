"""A window over a stand-in's orders, opened once, for tests of the list in it."""

from collections.abc import Generator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk.domain.query import Query, parse_query
from orderdesk.domain.shown import ShownRow, Sort
from orderdesk.sandbox.server import SandboxOptions
from orderdesk.ui.desk_window import desk_window
from orderdesk.ui.failures import Failures
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.orders.page import OrdersPage
from orderdesk.ui.orders.table_view import OrderTable
from orderdesk.ui.theme import Theme
from tests.unit.ui.activity.room import Room, room

ORDERS = 60
_MS = 15_000


class List:
    """The list in its window, with what a colleague does at the vendor meanwhile."""

    def __init__(self, here: Room, qtbot: QtBot) -> None:
        self.room = here
        self.qtbot = qtbot
        [window] = here.widgets
        assert isinstance(window, MainWindow)
        self.window = window

    @property
    def page(self) -> OrdersPage:
        return self.window.page

    @property
    def table(self) -> OrderTable:
        return self.page.table

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.page.finder.settled and self.room.idle(), timeout=_MS)

    def look_for(self, text: str, sort: Sort | None = None) -> None:
        """Ask another question, with the pointer and the keys away from the list."""
        QTest.mouseMove(self.page.query_bar, QPoint(3, 3))
        self.page.set_query(Query() if not text else parse_query(text))
        self.page.table.header.sort_asked.emit(sort or Sort())
        self.settle()

    def rowids(self) -> list[int]:
        return list(self.page.model.rowids())

    def row(self, place: int) -> ShownRow:
        self.qtbot.waitUntil(lambda: self.page.model.row(place) is not None, timeout=_MS)
        found = self.page.model.row(place)
        assert found is not None
        return found

    def at_the_vendor(self, row: ShownRow, **changes: str) -> None:
        """Change an order as a colleague would, and read it again here."""
        self.room.control(f"orders/{row.vendor_id}", {"set": changes})
        self.room.wait(self.room.desk.orders.refresh(row.id))

    def gone_at_the_vendor(self, row: ShownRow) -> None:
        """Let an order be deleted by a colleague, and every order be read again here."""
        self.room.control(f"orders/{row.vendor_id}", method="DELETE")
        self.room.wait(self.room.desk.sync.sync())

    def point(self, place: int) -> None:
        """Move the pointer over a row."""
        rect = self.table.visualRect(self.page.model.index(place, 0))
        QTest.mouseMove(self.table.viewport(), rect.center())

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.table, key, held)


@pytest.fixture(scope="module")
def _served(
    qapp: QApplication, theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Room]:
    options = SandboxOptions(orders=ORDERS, seed=5, only=["iqmetrix"])
    folder = tmp_path_factory.mktemp("list")
    with room(qapp, theme, folder, sandbox=options) as here:
        here.connect()
        window = desk_window(here.context, Failures(), {})
        here.show(window, 1400, 860)
        window.start()
        yield here


def shown(here: Room, qtbot: QtBot) -> List:
    """Open a window over a desk, and give the list in it."""
    window = desk_window(here.context, Failures(), {})
    here.show(window, 1400, 860)
    window.start()
    found = List(here, qtbot)
    qtbot.waitUntil(lambda: found.page.model.rowCount() > 0, timeout=_MS)
    return found


@pytest.fixture
def listed(_served: Room, qtbot: QtBot) -> List:
    """Give the list with every order in it, and nothing chosen."""
    found = List(_served, qtbot)
    qtbot.waitUntil(lambda: found.page.model.rowCount() > 0, timeout=_MS)
    # A list of suggestions in a window of its own may have taken the keys before.
    found.window.activateWindow()
    qtbot.waitUntil(found.window.isActiveWindow, timeout=_MS)
    found.look_for("")
    return found
