"""What the orders table asks of a delegate beside painting: widths, tool tips and editors."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.shown import ShownRow
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.orders.cells import PADDING
from orderdesk.ui.orders.columns import COLUMNS, NONE
from orderdesk.ui.orders.marks import is_staged
from orderdesk.ui.orders.table_model import ROW_ROLE, OrderTableModel
from orderdesk.ui.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex

OLD_AND_NEW = QT_TRANSLATE_NOOP("messages", "Staged, not sent: {old} → {new}")
NOT_SENT = QT_TRANSLATE_NOOP("messages", "Staged, not sent.")
LEFT_NOTE = QT_TRANSLATE_NOOP("messages", "Dimmed: {why}.")


class OrderDelegate(QStyledItemDelegate):
    """Says how wide a cell would be, shows what has no room in it, and makes its editor."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        column = COLUMNS[index.column()]
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        width = option.fontMetrics.horizontalAdvance(text) + 2 * PADDING + 4
        row = index.data(ROW_ROLE)
        if isinstance(row, ShownRow) and column.key in {"state", "number"}:
            width += 28
        return QSize(width, option.fontMetrics.height() + 16)

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show what has no room in its cell, what a staged one was, and why a row is dimmed."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        notes = _notes(index, text)
        if notes or self.sizeHint(option, index).width() > option.rect.width():
            QToolTip.showText(event.globalPos(), plain_tip(text, " ".join(notes)), view)
        else:
            QToolTip.hideText()
        return True


def _notes(index: Index, text: str) -> list[str]:
    model, row, column = index.model(), index.data(ROW_ROLE), COLUMNS[index.column()]
    if not isinstance(model, OrderTableModel) or not isinstance(row, ShownRow):
        return []
    notes: list[str] = []
    if is_staged(column, row):
        was = model.was(row, column)
        notes.append(say_text(NOT_SENT) if was is None else _from_to(was, text))
    left = model.why_left(row.rowid)
    if left:
        notes.append(say(Message(LEFT_NOTE, {"why": Message(left)})))
    return notes


def _from_to(was: str, text: str) -> str:
    return say(Message(OLD_AND_NEW, {"old": was or NONE, "new": text}))
