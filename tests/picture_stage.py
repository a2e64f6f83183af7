"""The stage of the screenshots: a desk before a sandbox, and waiting until it shows something."""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from orderdesk.domain.order import FieldValue
from orderdesk.domain.query import parse_query
from orderdesk.sandbox.server import Sandbox
from orderdesk.ui.detail.panel import DetailPanel
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.theme import Appearance

TARGET = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
_SECONDS = 90.0


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition; what never comes true is an error."""
    met: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def look() -> None:
        if not met.done() and condition():
            met.set_result(None)

    timer = QTimer(interval=15)
    timer.timeout.connect(look)
    timer.start()
    async with asyncio.timeout(_SECONDS):
        await met
    timer.stop()


class Stage:
    """The window, the sandbox it works against, and the pictures that are wanted."""

    def __init__(self, window: MainWindow, sandbox: Sandbox, wanted: Sequence[str]) -> None:
        self.window = window
        self.sandbox = sandbox
        self._wanted = wanted

    @property
    def detail(self) -> DetailPanel:
        """The detail pane."""
        detail = self.window.parts.detail
        if not isinstance(detail, DetailPanel):
            raise TypeError(detail)
        return detail

    @property
    def stager(self) -> Stager:
        """What edits in place are handed to."""
        found = self.window.findChild(Stager)
        if not isinstance(found, Stager):
            raise TypeError(found)
        return found

    async def stage(
        self, action: str, values: Mapping[str, FieldValue], line_id: str | None = None
    ) -> None:
        """Stage an edit of the order shown, and wait until the detail shows it."""
        view, before = self.detail.view, self.stager.count.changes
        if view is None:
            raise TypeError(view)
        self.stager.put(view.order.id, action, values, line_id=line_id)
        await until(lambda: self.stager.count.changes != before and self.stager.up_to_date)
        await self.seen()

    def wants(self, name: str) -> bool:
        """Whether this picture is to be made."""
        return not self._wanted or name in self._wanted

    async def keep(self, name: str, draw: Callable[[], QPixmap]) -> None:
        """Draw a picture once everything is laid out, and write it."""
        if self.wants(name):
            await until(lambda: True)
            await until(lambda: True)
            TARGET.mkdir(parents=True, exist_ok=True)
            draw().save(str(TARGET / f"{name}.png"))
            sys.stdout.write(f"docs/screenshots/{name}.png\n")

    def size(self, width: int, height: int) -> None:
        """Give the window a size, and its panes those of a fresh start."""
        self.window.resize(width, height)
        self.window.panes.apply({}, ("activity",), room=width)

    def look(self, appearance: Appearance) -> None:
        """Show the window light or dark."""
        self.window.looks[appearance].trigger()

    async def connect(self) -> None:
        """Add the sandbox's connection and read its orders."""
        text = json.dumps(self.sandbox.description)
        context = self.window.context
        connected = asyncio.Event()

        def synced(_reports: object) -> None:
            connected.set()

        def sync(_keys: object) -> None:
            context.tasks.call(context.desk.sync.sync(), name="sync", then=synced)

        context.tasks.call(context.desk.connections.import_json(text), name="import", then=sync)
        await until(connected.is_set)
        await until(lambda: self.window.page.finder.settled and not self.window.watch.syncing())

    async def query(self, text: str) -> None:
        """Look for something and wait for the answer."""
        self.window.page.set_query(parse_query(text))
        await until(lambda: self.window.page.finder.settled)

    async def order(self, place: int) -> None:
        """Go to an order of the list and wait until its detail is there."""
        self.window.page.table.step(-self.window.page.model.rowCount())
        self.window.page.table.step(place)
        await self.seen()

    async def seen(self) -> None:
        """Wait until the detail shows the current order."""

        def shown() -> bool:
            row, view = self.window.page.table.current_row(), self.detail.view
            return row is not None and view is not None and view.order.id == row.id

        await until(shown)


def over(window: QWidget, dialog: QDialog) -> QPixmap:
    """Return a picture of a dialog over its dimmed window."""
    picture = window.grab()
    painter = QPainter(picture)
    painter.fillRect(window.rect(), QColor(0, 0, 0, 90))
    place = window.rect().center() - QPoint(dialog.width() // 2, dialog.height() // 2)
    painter.drawPixmap(place, dialog.grab())
    painter.end()
    return picture
