"""Paints the orders table: badges, figures, countdowns and marks, in the theme's colours."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.shown import Mark, ShownRow
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.columns import (
    COLUMNS,
    MARK_ICONS,
    NONE,
    Column,
    Reading,
    is_expired,
    state_label,
    vendor_word,
)
from orderdesk.ui.orders.table_model import LEFT_ROLE, ROW_ROLE, OrderTableModel
from orderdesk.ui.theme import Theme
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.badge import BadgePainter, state_badge

Index = QModelIndex | QPersistentModelIndex
PADDING = 10
_MARK = 14
_BAR = 2


class OrderDelegate(QStyledItemDelegate):
    """Paints one cell of the orders table."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._badges = BadgePainter(theme, icons)
        self._view = parent
        self.hovered = -1
        self._strong = theme.font(weight=QFont.Weight.DemiBold)
        self._plain = theme.font()
        self._figures = theme.font(figures=True)

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
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        column = COLUMNS[index.column()]
        row = index.data(ROW_ROLE)
        painter.save()
        self._ground(painter, option, index)
        area = option.rect.adjusted(PADDING, 0, -PADDING, -1)
        model = index.model()
        if not isinstance(row, ShownRow) or not isinstance(model, OrderTableModel):
            self._write(painter, area, "…", self._theme.colour("faint"), column)
        elif column.key == "state":
            self._state(painter, area, row, model.reading)
        else:
            left = bool(index.data(LEFT_ROLE))
            self._value(painter, area, column, row, model=model, left=left)
        painter.restore()

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

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        token = "sel" if selected else "hover" if index.row() == self.hovered else "panel"
        painter.fillRect(rect, self._theme.colour(token))
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, self._theme.colour("line"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _state(self, painter: QPainter, area: QRect, row: ShownRow, reading: Reading) -> None:
        middle = area.center().y() + 0.5
        badge = state_badge(row.state, derived=row.state_derived)
        muted = self._theme.colour("muted")
        if badge is None:
            self._text(painter, area, state_label(row, reading), muted, Qt.AlignmentFlag.AlignLeft)
            return
        painter.setClipRect(area)
        right = self._badges.paint(painter, badge, area.left(), middle)
        word = vendor_word(row, reading)
        rest = area.adjusted(round(right) - area.left() + 7, 0, 0, 0)
        if word and rest.width() > 12:
            painter.setFont(self._badges.font())
            self._text(painter, rest, word, muted, Qt.AlignmentFlag.AlignLeft)

    def _value(
        self,
        painter: QPainter,
        area: QRect,
        column: Column,
        row: ShownRow,
        *,
        model: OrderTableModel,
        left: bool,
    ) -> None:
        text = model.text(row, column)
        colour = self._theme.colour(
            "faint" if text == NONE else "muted" if column.quiet(row) else "text"
        )
        painter.setFont(self._figures if column.figures else self._plain)
        if column.key == "number":
            painter.setFont(self._plain if left else self._strong)
            if row.mark is not Mark.NONE:
                area = self._mark(painter, area, row.mark)
        elif column.key == "expires" and is_expired(row, model.reading):
            painter.setFont(self._strong)
            colour = self._theme.colour("red")
        self._write(painter, area, text, colour, column)

    def _mark(self, painter: QPainter, area: QRect, mark: Mark) -> QRect:
        name, role = MARK_ICONS[mark]
        ratio = self._view.devicePixelRatioF()
        pixmap = self._icons.pixmap(name, self._theme.colour(role), _MARK, ratio)
        top = area.center().y() - _MARK / 2 + 0.5
        painter.drawPixmap(QPointF(area.right() - _MARK + 1, top), pixmap)
        return area.adjusted(0, 0, -_MARK - 6, 0)

    def _write(
        self, painter: QPainter, area: QRect, text: str, colour: QColor, column: Column
    ) -> None:
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        # A company's connections often begin with the same words.
        middle = column.key == "connection"
        self._text(painter, area, text, colour, side, middle=middle)

    @staticmethod
    def _text(
        painter: QPainter,
        area: QRect,
        text: str,
        colour: QColor,
        side: Qt.AlignmentFlag,
        *,
        middle: bool = False,
    ) -> None:
        painter.setPen(colour)
        where = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text, where, area.width())
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
