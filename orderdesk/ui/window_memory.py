"""Remembers how the window was left: place, panes, columns, look, filter and current order."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QMainWindow
from typing_extensions import override

from orderdesk.domain.errors import QueryError
from orderdesk.domain.query import Query, parse_query, query_text
from orderdesk.domain.shown import ShownRow
from orderdesk.ui.context import Context
from orderdesk.ui.orders.layout import layout_text, read_layout
from orderdesk.ui.orders.page import OrdersPage
from orderdesk.ui.panes import HIDDEN_AT_FIRST, Panes
from orderdesk.ui.theme import Theme
from orderdesk.ui.window_layout import (
    FIRST_SIZE,
    WindowLayout,
    geometry_text,
    read_appearance,
    read_window_layout,
    restore_geometry,
    window_layout_text,
)

_SAVE_MS = 250
# Beyond this, the panes beside the list would leave it no room.
_MOST_SCALE = 1.2
KEYS = ("window", "table", "appearance", "query", "order", "open")


def read_query(text: str | None) -> Query:
    """Read the kept query; whatever cannot be read, by another version perhaps, asks for all."""
    try:
        return parse_query(text) if text else Query()
    except QueryError:
        return Query()


async def load(context: Context) -> dict[str, str]:
    """Read what was kept; to be run where the services run. In safe mode that is nothing."""
    if context.safe:
        return {}
    found = {key: await context.desk.preferences.get(key) for key in KEYS}
    return {key: text for key, text in found.items() if text is not None}


class Keeper(QObject):
    """Keeps texts under their keys, a moment after the last change."""

    def __init__(self, context: Context, kept: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._kept = dict(kept)
        self._pending: dict[str, str] = {}
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._timer.timeout.connect(self.flush)

    def kept(self, key: str) -> str | None:
        """Return what is kept under `key`, written yet or not."""
        return self._kept.get(key)

    def keep(self, key: str, text: str) -> None:
        """Keep `text` under `key`."""
        if self._kept.get(key) != text:
            self._kept[key] = text
            self._pending[key] = text
            self._timer.start()

    def flush(self) -> None:
        """Write what is not written yet."""
        self._timer.stop()
        if self._context.safe:
            self._pending.clear()
        for key, text in self._pending.items():
            put = self._context.desk.preferences.put(key, text)
            self._context.tasks.call(put, name=f"keep {key}")
        self._pending.clear()


class WindowMemory(QObject):
    """Lays the window out as it was left, and keeps every change the user makes."""

    def __init__(
        self,
        window: QMainWindow,
        panes: Panes,
        page: OrdersPage,
        theme: Theme,
        keeper: Keeper,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._panes = panes
        self._page = page
        self._theme = theme
        self._keeper = keeper
        # The panes get their sizes after the window has its own: at the first show, too.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._keep_window)

    def restore(self) -> None:
        """Lay everything out as it was left, and listen from now on."""
        layout = read_window_layout(self._keeper.kept("window"))
        if not self._window.isVisible() and not restore_geometry(self._window, layout):
            self._window.resize(*FIRST_SIZE)
        hidden = HIDDEN_AT_FIRST if layout.hidden is None else layout.hidden
        room, scale = self._window.width(), min(self._theme.scale, _MOST_SCALE)
        self._panes.apply(layout.sizes, hidden, room=room, scale=scale)
        self._page.apply_layout(read_layout(self._keeper.kept("table")))
        self._theme.set_appearance(read_appearance(self._keeper.kept("appearance")))
        self._page.come_back(read_query(self._keeper.kept("query")), self._keeper.kept("order"))
        self._window.installEventFilter(self)
        self._panes.changed.connect(self._keep_window)
        self._page.table.header.layout_changed.connect(self._keep_table)
        self._page.query_changed.connect(self._keep_query)
        self._page.current_changed.connect(self._keep_order)
        self._theme.changed.connect(self._keep_look)

    def _keep_query(self, query: Query) -> None:
        self._keeper.keep("query", query_text(query))
        # The words in the field are kept at once elsewhere, and the two belong together.
        self._keeper.flush()

    def _keep_order(self, row: ShownRow | None) -> None:
        if row is not None:
            self._keeper.keep("order", row.id)

    def _keep_look(self) -> None:
        self._keeper.keep("appearance", self._theme.appearance)

    def _keep_table(self) -> None:
        layout = self._page.table.header.table_layout()
        self._keeper.keep("table", layout_text(layout))

    def _keep_window(self) -> None:
        before = read_window_layout(self._keeper.kept("window")).sizes
        layout = WindowLayout(
            geometry=geometry_text(self._window),
            sizes=before | self._panes.sizes_by_name(),
            hidden=self._panes.hidden(),
        )
        self._keeper.keep("window", window_layout_text(layout))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange}:
            self._soon.start()
        return super().eventFilter(watched, event)
