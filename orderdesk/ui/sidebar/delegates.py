"""Paint the side bar's lists: a count at the right, a dot whose shape tells health."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.i18n import format_number
from orderdesk.ui.icons import Icons
from orderdesk.ui.sidebar.connections import (
    DETAIL_ROLE,
    HEALTH_LOOKS,
    STATUS_ROLE,
    budget_share,
    down,
)
from orderdesk.ui.sidebar.views import COUNT_ROLE, ICON_ROLE
from orderdesk.ui.theme import Theme
from orderdesk.ui.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
_RADIUS = 6
_INSET = 8
_ICON = 16
_MARK = 14
_SMALL = 0.9
_LEAD = 1
_MARKS = {"retry": ("refresh-cw", "accent"), "unread": ("triangle-alert", "warn")}


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
        middle: bool = False,
    ) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        where = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        shown = QFontMetrics(font).elidedText(text, where, area.width())
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
    """A connection: dot, name and marks, lines of detail, and a bar for budget or progress.

    Signals:
        retry_asked: the key of a connection that is to be tried again.
        unread_asked: the orders that could not be read are to be shown.
    """

    retry_asked = Signal(str)
    unread_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._icons = icons
        self._widget = parent

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        small = QFontMetrics(self._theme.font(scale=_SMALL)).height() + _LEAD
        status = index.data(STATUS_ROLE)
        bar = 9 if isinstance(status, ConnectionStatus) and _bar(status) is not None else 0
        lines = len(str(index.data(DETAIL_ROLE)).split("\n"))
        return QSize(120, option.fontMetrics.height() + lines * small + 12 + bar)

    def marks(self, rect: QRect, status: ConnectionStatus) -> dict[str, QRect]:
        """Return where the marks at the right of the name are, by what they do."""
        height = QFontMetrics(self._theme.font()).height()
        area = rect.adjusted(_INSET, 6, -_INSET // 2, 0)
        right = area.right() + 1
        places: dict[str, QRect] = {}
        for name, shown, words in (
            ("retry", down(status), ""),
            ("unread", status.set_aside > 0, format_number(status.set_aside)),
        ):
            if shown:
                wide = _MARK + (QFontMetrics(self._small()).horizontalAdvance(words) + 4) * bool(
                    words
                )
                places[name] = QRect(right - wide, area.top(), wide, height)
                right -= wide + 6
        return places

    @override
    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        status = index.data(STATUS_ROLE)
        if not (isinstance(event, QMouseEvent) and isinstance(status, ConnectionStatus)):
            return False
        hit = self._hit(event, option.rect, status)
        if hit is None or event.button() is not Qt.MouseButton.LeftButton:
            return False
        if event.type() is QEvent.Type.MouseButtonRelease:
            if hit == "retry":
                self.retry_asked.emit(status.config.key)
            else:
                self.unread_asked.emit()
        return True

    @override
    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Say what a mark does; anywhere else everything there is to say of the connection."""
        status = index.data(STATUS_ROLE)
        if isinstance(status, ConnectionStatus):
            places = self.marks(option.rect, status)
            if "retry" in places and places["retry"].contains(event.pos()):
                QToolTip.showText(event.globalPos(), plain_tip(self.tr("Retry now")), view)
                return True
        return super().helpEvent(event, view, option, index)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._ground(painter, option, quiet=True)
        status = index.data(STATUS_ROLE)
        if not isinstance(status, ConnectionStatus):
            return
        height = QFontMetrics(self._theme.font()).height()
        area = option.rect.adjusted(_INSET, 6, -_INSET // 2, 0)
        look = HEALTH_LOOKS[status.health]
        middle = QPointF(area.left() + _ICON / 2, area.top() + height / 2 + 0.5)
        paint_dot(painter, middle, self._theme.colour(look.token), look.shape)
        words = area.adjusted(_ICON + 8, 0, 0, 0)
        places = self.marks(option.rect, status)
        right = min((place.left() - 6 for place in places.values()), default=words.right())
        name = QRect(words.left(), words.top(), right - words.left() + 1, height)
        plain, colour = self._theme.font(), self._theme.colour("text")
        # A company's connections often begin with the same words.
        self._write(painter, name, status.config.name, font=plain, colour=colour, middle=True)
        self._paint_marks(painter, places, status)
        bottom = self._paint_lines(painter, words, str(index.data(DETAIL_ROLE)))
        share = _bar(status)
        if share is not None:
            self._bar(painter, QRectF(words.left(), bottom + 4, words.width(), 3), share)

    def _paint_lines(self, painter: QPainter, words: QRect, text: str) -> int:
        small, muted = self._small(), self._theme.colour("muted")
        top = words.top() + QFontMetrics(self._theme.font()).height() + 1
        line = QFontMetrics(small).height()
        for one in text.split("\n"):
            below = QRect(words.left(), top, words.width(), line)
            self._write(painter, below, one, font=small, colour=muted)
            top += line + _LEAD
        return top - _LEAD

    def _paint_marks(
        self, painter: QPainter, places: dict[str, QRect], status: ConnectionStatus
    ) -> None:
        ratio = self._widget.devicePixelRatioF()
        for name, place in places.items():
            icon, role = _MARKS[name]
            pixmap = self._icons.pixmap(icon, self._theme.colour(role), _MARK, ratio)
            top = place.center().y() - _MARK / 2 + 1
            painter.drawPixmap(QPointF(place.left(), top), pixmap)
            if name == "unread":
                words = place.adjusted(_MARK + 3, 0, 1, 0)
                text = format_number(status.set_aside)
                colour = self._theme.colour(role)
                self._write(painter, words, text, font=self._small(), colour=colour)

    def _small(self) -> QFont:
        return self._theme.font(scale=_SMALL)

    def _hit(self, event: QMouseEvent, rect: QRect, status: ConnectionStatus) -> str | None:
        point = event.position().toPoint()
        places = self.marks(rect, status)
        return next((name for name, place in places.items() if place.contains(point)), None)

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
