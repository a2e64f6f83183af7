"""Paints the fields of an order: labels quietly, values in full, what is not sent yet in yellow."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from orderdesk.ui.detail.cell_marks import paint_corner, paint_editable
from orderdesk.ui.detail.fields_model import Role
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_PADDING = 16
_TALLEST_LINES = 12


class FieldsDelegate(QStyledItemDelegate):
    """Draws labels quietly, values in full, and what is not sent yet in yellow."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons

    def height(self, index: Index, width: int) -> int:
        """Return how tall a row must be to show its value in a column `width` wide."""
        metrics = QFontMetrics(self._theme.font())
        if not index.flags() & Qt.ItemFlag.ItemIsSelectable:
            return metrics.height() + (10 if index.row() == 0 else 18)
        room = QRect(0, 0, max(40, width - _PADDING - 6), metrics.height() * _TALLEST_LINES)
        tall = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), str(index.data())).height()
        lines = 1 if isinstance(index.data(Role.BEFORE), str) else 0
        return min(tall, room.height()) + lines * metrics.height() + 8

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, self.height(index, option.rect.width()))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        theme, rect = self._theme, option.rect
        heading = not index.flags() & Qt.ItemFlag.ItemIsSelectable
        before = index.data(Role.BEFORE)
        if isinstance(before, str):
            painter.fillRect(rect, theme.colour("stage"))
            if not index.data(Role.STAGED):
                edge = theme.colour("stage_line")
                painter.fillRect(rect.left(), rect.top(), 2, rect.height(), edge)
            elif index.column():
                paint_corner(painter, rect, theme)
        elif option.state & QStyle.StateFlag.State_Selected and not heading:
            painter.fillRect(rect, theme.colour("sel"))
        left = _PADDING if index.column() == 0 else 6
        area = rect.adjusted(left, 4, -6 if index.column() == 0 else -_PADDING, -4)
        if heading:
            painter.setFont(theme.font(scale=0.93, weight=QFont.Weight.DemiBold))
            painter.setPen(theme.colour("faint"))
            bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area, int(bottom), str(index.data() or ""))
        else:
            self._paint_value(painter, area, index, before)
        if index.data(Role.EDITABLE):
            paint_editable(painter, option, theme, self._icons)
        painter.restore()

    def _paint_value(self, painter: QPainter, area: QRect, index: Index, before: object) -> None:
        theme = self._theme
        wrap = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
        if isinstance(before, str):
            font = theme.font()
            font.setStrikeOut(True)
            painter.setFont(font)
            painter.setPen(theme.colour("muted"))
            metrics = painter.fontMetrics()
            elide = Qt.TextElideMode.ElideRight
            painter.drawText(area, wrap, metrics.elidedText(before, elide, area.width()))
            area = area.adjusted(0, metrics.height(), 0, 0)
        weight = QFont.Weight.DemiBold if isinstance(before, str) else QFont.Weight.Normal
        painter.setFont(theme.font(weight=weight))
        painter.setPen(theme.colour("muted" if index.column() == 0 else "text"))
        painter.drawText(area, wrap, str(index.data() or ""))
