"""Paint the side bar's lists: a count at the right, a dot whose shape tells health."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.icons import Icons
from orderdesk.ui.sidebar.connections import DETAIL_ROLE, HEALTH_LOOKS, STATUS_ROLE, budget_share
from orderdesk.ui.sidebar.views import COUNT_ROLE, ICON_ROLE
from orderdesk.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_RADIUS = 6
_INSET = 8
_ICON = 16


def paint_dot(painter: QPainter, middle: QPointF, colour: QColor, shape: str) -> None:
    """Paint the sign of a health: a circle is well, any other shape is not."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    x, y = middle.x(), middle.y()
    if shape == "diamond":
        corners = [QPointF(x, y - 5), QPointF(x + 5, y), QPointF(x, y + 5), QPointF(x - 5, y)]
        painter.drawPolygon(QPolygonF(corners))
    elif shape == "square":
        painter.drawRect(QRectF(x - 4, y - 4, 8, 8))
    elif shape == "ring":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.5))
        painter.drawEllipse(middle, 3.5, 3.5)
    else:
        painter.drawEllipse(middle, 4.0, 4.0)
    painter.restore()


class _SideDelegate(QStyledItemDelegate):
    """What both lists have in common: the rounded ground and the words."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, *, quiet: bool) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and not quiet
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if not (selected or hovered or focused):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("accent") if focused else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sel" if selected else "hover"))
        area = QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        painter.restore()

    @staticmethod
    def _write(
        painter: QPainter,
        area: QRect,
        text: str,
        *,
        font: QFont,
        colour: QColor,
        right: bool = False,
    ) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


class ViewDelegate(_SideDelegate):
    """A view: icon, name, and its count at the right."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._icons = icons
        self._widget = parent

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, option.fontMetrics.height() + 14)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._ground(painter, option, quiet=False)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        weight = QFont.Weight.DemiBold if selected else QFont.Weight.Normal
        font = self._theme.font(weight=weight)
        area = option.rect.adjusted(_INSET, 0, -_INSET, 0)
        icon_colour = self._theme.colour("accent" if selected else "muted")
        ratio = self._widget.devicePixelRatioF()
        pixmap = self._icons.pixmap(str(index.data(ICON_ROLE)), icon_colour, _ICON, ratio)
        top = area.center().y() - _ICON / 2 + 0.5
        painter.drawPixmap(QPointF(area.left(), top), pixmap)
        count = str(index.data(COUNT_ROLE) or "")
        room = QFontMetrics(font).horizontalAdvance(count)
        colour = self._theme.colour("accent" if selected else "muted")
        self._write(painter, area, count, font=font, colour=colour, right=True)
        name = area.adjusted(_ICON + 8, 0, -room - 8, 0)
        colour = self._theme.colour("accent" if selected else "text")
        self._write(painter, name, str(index.data()), font=font, colour=colour)


class ConnectionDelegate(_SideDelegate):
    """A connection: dot, name, a line of detail, and a bar for budget or progress."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        small = QFontMetrics(self._theme.font(scale=0.9)).height()
        status = index.data(STATUS_ROLE)
        bar = 9 if isinstance(status, ConnectionStatus) and _bar(status) is not None else 0
        return QSize(120, option.fontMetrics.height() + small + 14 + bar)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._ground(painter, option, quiet=True)
        status = index.data(STATUS_ROLE)
        if not isinstance(status, ConnectionStatus):
            return
        font, small = self._theme.font(), self._theme.font(scale=0.9)
        height = QFontMetrics(font).height()
        area = option.rect.adjusted(_INSET, 6, -_INSET // 2, 0)
        look = HEALTH_LOOKS[status.health]
        middle = QPointF(area.left() + _ICON / 2, area.top() + height / 2 + 0.5)
        paint_dot(painter, middle, self._theme.colour(look.token), look.shape)
        words = area.adjusted(_ICON + 8, 0, 0, 0)
        name = QRect(words.left(), words.top(), words.width(), height)
        self._write(painter, name, status.config.name, font=font, colour=self._theme.colour("text"))
        line = QFontMetrics(small).height()
        below = QRect(words.left(), name.bottom() + 2, words.width(), line)
        text = str(index.data(DETAIL_ROLE))
        self._write(painter, below, text, font=small, colour=self._theme.colour("muted"))
        share = _bar(status)
        if share is not None:
            self._bar(painter, QRectF(words.left(), below.bottom() + 4, words.width(), 3), share)

    def _bar(self, painter: QPainter, area: QRectF, share: float) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(area, 1.5, 1.5)
        painter.setBrush(self._theme.colour("accent"))
        area.setWidth(area.width() * share)
        painter.drawRoundedRect(area, 1.5, 1.5)
        painter.restore()


def _bar(status: ConnectionStatus) -> float | None:
    if status.syncing and status.total:
        return min(1.0, status.done / status.total)
    return budget_share(status)
