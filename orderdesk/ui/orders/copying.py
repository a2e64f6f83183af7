"""Puts many orders on the clipboard, read a part at a time beside the UI thread."""

from array import array

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from orderdesk.domain.errors import InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.shown import ShownRow
from orderdesk.ui.announcement import announce
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_number, say
from orderdesk.ui.orders.table_view import OrderTable

TOO_MANY = QT_TRANSLATE_NOOP(
    "messages",
    "{selected} orders are selected, and {most} at most can be copied. Select fewer,"
    " or narrow the list first.",
)
COPIED = QT_TRANSLATE_NOOP("messages", "{number} orders copied")
_MOST = 20_000
_PART = 100


class Copying(QObject):
    """Copies what is selected in a table; another copy takes the place of one under way.

    Signals:
        ended: how many orders are on the clipboard now.
        failed: the DeskError that kept them from it; the clipboard is as it was.
    """

    ended = Signal(int)
    failed = Signal(object)

    def __init__(self, context: Context, table: OrderTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._table = table
        self._rowids: array[int] = array("q")
        self._lines: list[str] = []
        self._number = 0
        table.copy_wanted.connect(self.start)

    def start(self, rowids: "array[int]") -> None:
        """Copy the orders with these row ids, in this order."""
        self._number += 1
        if len(rowids) > _MOST:
            facts = {"selected": format_number(len(rowids)), "most": format_number(_MOST)}
            self.failed.emit(InputError(Message(TOO_MANY, facts)))
            return
        self._rowids, self._lines = rowids, []
        self._read(self._number, 0)

    def _read(self, number: int, first: int) -> None:
        if number != self._number:
            return
        part = self._rowids[first : first + _PART].tolist()
        if not part:
            self._finish()
            return

        def take(rows: list[ShownRow]) -> None:
            self._lines.extend(map(self._table.line, rows))
            self._read(number, first + _PART)

        rows = self._context.desk.orders.rows(part)
        self._context.tasks.call(rows, name="copy", then=take, otherwise=self.failed.emit)

    def _finish(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._lines))
        number = len(self._lines)
        self._lines = []
        announce(self._table, say(Message(COPIED, {"number": format_number(number)})))
        self.ended.emit(number)
