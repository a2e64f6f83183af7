"""Paints items: a name over its quieter details, figures, and what is not sent yet in yellow."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from orderdesk.ui.detail.cell_marks import paint_corner, paint_editable
from orderdesk.ui.detail.items_model import Column, Role
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
PADDING = 8
EDGE = 10
_BAR = 2
_ICON = 13


class ItemsDelegate(QStyledItemDelegate):
    """Draws the cells of an ItemsModel."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons

    def small(self) -> QFont:
        """Return the font of the second line."""
        return self._theme.font(scale=0.9)

    def height(self) -> int:
        """Return the height of a row."""
        first = QFontMetrics(self._theme.font()).height()
        return first + QFontMetrics(self.small()).height() + 12

    def width(self, index: Index) -> int:
        """Return how wide a figure's cell must be to show it whole."""
        text, before = str(index.data()), index.data(Role.BEFORE)
        bold = QFontMetrics(self._theme.font(weight=QFont.Weight.DemiBold))
        wide = bold.horizontalAdvance(text) + 2 * PADDING + _BAR
        if isinstance(before, str):
            wide = max(wide, bold.horizontalAdvance(before) + 2 * PADDING + _BAR)
        return wide + (EDGE - PADDING if index.column() == Column.SUM else 0)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.width(index), self.height())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self._paint_ground(painter, option, index)
        area = option.rect.adjusted(PADDING, 5, -PADDING, -6)
        if index.column() == Column.NAME:
            area.setLeft(option.rect.left() + EDGE)
            self._paint_name(painter, area, index)
        else:
            if index.column() == Column.SUM:
                area.setRight(option.rect.right() - EDGE)
            self._paint_figure(painter, area, index)
        if index.data(Role.EDITABLE):
            named = index.column() == Column.NAME
            paint_editable(painter, option, self._theme, self._icons if named else None)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, option.rect
        if index.data(Role.STAGED):
            painter.fillRect(rect, theme.colour("stage"))
            if not index.data(Role.HELD):
                edge = theme.colour("stage_line")
                painter.fillRect(rect.left(), rect.top(), _BAR, rect.height(), edge)
            elif index.column() == Column.SUM or index.data(Role.BEFORE) is not None:
                paint_corner(painter, rect, theme)
        elif option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("sel"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        if option.state & QStyle.StateFlag.State_Selected and index.column() == Column.NAME:
            # On yellow the selection has to show as well.
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), theme.colour("accent"))

    def _paint_name(self, painter: QPainter, area: QRect, index: Index) -> None:
        theme = self._theme
        before, going = index.data(Role.BEFORE), bool(index.data(Role.GOING))
        font = theme.font(weight=QFont.Weight.Medium)
        font.setStrikeOut(going)
        tall = QFontMetrics(font).height()
        first = QRect(area.left(), area.top(), area.width(), tall)
        self._text(painter, first, str(index.data()), font, theme.colour("text"))
        problem = str(index.data(Role.PROBLEM) or "")
        detail = problem or str(index.data(Role.DETAIL) or "")
        mark = str(index.data(Role.MARK) or "")
        if isinstance(before, str) and not problem:
            detail = before
        elif mark and not problem:
            detail = mark
        small = self.small()
        small.setStrikeOut(isinstance(before, str) and not problem)
        second = QRect(area.left(), area.top() + tall, area.width(), area.height() - tall)
        if problem:
            red = theme.colour("red")
            ratio = painter.device().devicePixelRatio() if painter.device() else 1.0
            picture = self._icons.pixmap("triangle-alert", red, _ICON, ratio)
            painter.drawPixmap(QPointF(second.left(), second.top() + 1), picture)
            second.setLeft(second.left() + _ICON + 4)
        self._text(painter, second, detail, small, theme.colour("red" if problem else "muted"))

    def _paint_figure(self, painter: QPainter, area: QRect, index: Index) -> None:
        theme = self._theme
        before, going = index.data(Role.BEFORE), bool(index.data(Role.GOING))
        right = Qt.AlignmentFlag.AlignRight
        changed = isinstance(before, str)
        font = theme.font(weight=QFont.Weight.DemiBold if changed else QFont.Weight.Normal)
        font.setStrikeOut(going)
        tall = QFontMetrics(font).height()
        first = QRect(area.left(), area.top(), area.width(), tall)
        self._text(painter, first, str(index.data()), font, theme.colour("text"), right)
        if changed:
            small = self.small()
            small.setStrikeOut(True)
            second = QRect(area.left(), area.top() + tall, area.width(), area.height() - tall)
            self._text(painter, second, str(before), small, theme.colour("muted"), right)

    @staticmethod
    def _text(
        painter: QPainter,
        area: QRect,
        text: str,
        font: QFont,
        colour: QColor,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        elide = Qt.TextElideMode.ElideRight
        shown = QFontMetrics(font).elidedText(text, elide, area.width())
        flags = int(side | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine)
        painter.drawText(area, flags, shown)
