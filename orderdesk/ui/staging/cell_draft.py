"""What is half typed into a cell, kept until it is staged or left on purpose."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer

from orderdesk.ui.context import Context

_PAUSE_MS = 400


class Cell(NamedTuple):
    """A value of an order, or of an item of it where `line_id` is not ""."""

    order_id: str
    field: str
    line_id: str = ""

    @property
    def draft_key(self) -> str:
        """The name under which half-typed text is kept."""
        return f"{drafts_of(self.order_id)}{self.line_id}:{self.field}"


def drafts_of(order_id: str) -> str:
    """Return what the names begin with under which an order's half-typed texts are kept."""
    return f"cell:{order_id}:"


def cell_of(key: str, order_id: str) -> Cell | None:
    """Return which value of an order a half-typed text belongs to, by the name it is kept under."""
    start = drafts_of(order_id)
    line_id, _, field = key.removeprefix(start).rpartition(":")
    return Cell(order_id, field, line_id) if key.startswith(start) and field else None


class CellDraft(QObject):
    """Keeps the text of one open editor as it is typed; closing the editor loses nothing."""

    def __init__(self, context: Context, cell: Cell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._key = cell.draft_key
        self._text: str | None = None
        self._kept = False
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self.flush)

    def load(self, then: Callable[[str], None]) -> None:
        """Call `then` with the text that was left behind, if there is any."""
        self._context.tasks.call(
            self._context.desk.orders.draft(self._key),
            name="read what was typed into a cell",
            then=partial(self._loaded, then),
        )

    def keep(self, text: str) -> None:
        """Keep what is typed now, a moment later."""
        self._text = text
        self._timer.start()

    def flush(self) -> None:
        """Keep it at once."""
        self._timer.stop()
        if self._text is None:
            return
        orders = self._context.desk.orders
        self._kept = True
        self._context.tasks.call(
            orders.save_draft(self._key, self._text), name="keep what is typed into a cell"
        )
        self._text = None

    def drop(self) -> None:
        """Forget it: it is staged now, or was left on purpose."""
        self._timer.stop()
        self._text = None
        if self._kept:
            self._kept = False
            self._context.tasks.call(
                self._context.desk.orders.drop_draft(self._key), name="forget a cell's text"
            )

    def _loaded(self, then: Callable[[str], None], text: str | None) -> None:
        if text is not None:
            self._kept = True
            then(text)
