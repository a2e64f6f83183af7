"""One state of the diagram: a box that can be focused, clicked and read out."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from orderdesk.domain.status import OrderStatus
from orderdesk.ui.icons import Icons
from orderdesk.ui.lifecycle.reading import Standing, StateReading
from orderdesk.ui.theme import STATE_ICONS, Theme
from orderdesk.ui.tips import plain_tip

_RADIUS = 6.0
_ICON = 12
_SIGN = _ICON + 3
_PADDING = 6
_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}


class StateBox(QAbstractButton):
    """A box with a state's name; its look says how the state stands to the order."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._status: OrderStatus | None = None
        self._known = True
        self.reading = StateReading("", "", Standing.CLOSED, "")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_reading(
        self, reading: StateReading, status: OrderStatus | None, *, known: bool = True
    ) -> None:
        """Take on a state: its words and its look."""
        self.reading = reading
        self._status = status
        self._known = known
        self.setObjectName(f"state-{reading.word}")
        self.setText(reading.label)
        self.setAccessibleName(reading.sentence)
        self.setToolTip(plain_tip(reading.sentence))
        clickable = reading.action is not None
        shape = Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    @property
    def _reachable(self) -> bool:
        return self.reading.standing in {Standing.OPEN, Standing.DOUBTFUL}

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        """Return text, ground and edge."""
        theme = self._theme
        if self.reading.standing is Standing.HERE:
            pair = theme.state_colour(self._status)
            return pair.text, pair.ground, pair.text
        if self._reachable:
            hover = self.underMouse() or self.isDown()
            ground = theme.colour("accent_bg" if hover else "panel")
            return theme.colour("accent"), ground, theme.colour("accent")
        return theme.colour("muted"), theme.colour("bg"), theme.colour("line")

    def _pen(self, edge: QColor) -> QPen:
        pen = QPen(edge, 1.5 if self.reading.standing is Standing.HERE else 1.0)
        if self.reading.standing is Standing.DOUBTFUL or not self._known:
            pen.setDashPattern([3.0, 2.5])
        return pen

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 24, 28)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text, ground, edge = self._colours()
        frame = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("text"), 2.0))
            painter.drawRoundedRect(frame, _RADIUS + 1, _RADIUS + 1)
            frame = frame.adjusted(2.0, 2.0, -2.0, -2.0)
        painter.setPen(self._pen(edge))
        painter.setBrush(ground)
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        here = self.reading.standing is Standing.HERE
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold if here else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(text)
        metrics = painter.fontMetrics()
        # State is never told by colour alone: the box where the order is carries its sign.
        icon = STATE_ICONS.get(self._status) if here and self._status else None
        room = self.width() - _PADDING - (_SIGN if icon else 0)
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        wide = metrics.horizontalAdvance(shown) + (_SIGN if icon else 0)
        left = (self.width() - wide) / 2
        if icon:
            ratio = self.devicePixelRatioF()
            picture = self._icons.pixmap(icon, text, _ICON, ratio)
            painter.drawPixmap(QPointF(left, (self.height() - _ICON) / 2), picture)
            left += _SIGN
        area = QRectF(left, 0, room + 2, self.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            # They move between the boxes, which is the diagram's business.
            event.ignore()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)
