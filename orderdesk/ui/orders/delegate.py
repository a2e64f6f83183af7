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

from orderdesk.domain.shown import ShownRow
from orderdesk.ui.orders.cells import PADDING
from orderdesk.ui.orders.columns import COLUMNS
from orderdesk.ui.orders.table_model import ROW_ROLE
from orderdesk.ui.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex


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
        """Show what has no room in its cell."""
        if self.sizeHint(option, index).width() > option.rect.width():
            text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            QToolTip.showText(event.globalPos(), plain_tip(text), view)
            return True
        QToolTip.hideText()
        return True
