"""One state of the diagram: a box that can be focused, clicked and read out."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from orderdesk.domain.status import OrderStatus
from orderdesk.ui.icons import Icons
from orderdesk.ui.lifecycle.reading import Standing, StateReading
from orderdesk.ui.theme import STATE_ICONS, Theme
from orderdesk.ui.tips import plain_tip

_RADIUS = 6.0
_ICON = 12
SIGN = _ICON + 3
"""What the sign of the current state takes of the width."""
_PADDING = 6
_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}


def two_lines(label: str, width: Callable[[str], int]) -> tuple[str, ...]:
    """Return a name on at most two lines, broken where the longer one is shortest."""
    words = label.split()
    if len(words) < 2:
        return (label,)
    breaks = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return min(breaks, key=lambda lines: max(map(width, lines)))


class StateBox(QAbstractButton):
    """A box with a state's name; its look says how the state stands to the order."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._status: OrderStatus | None = None
        self._known = True
        self._wrapped = False
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
    def status(self) -> OrderStatus | None:
        """What the state means here."""
        return self._status

    def write(self, font: QFont, *, wrapped: bool) -> None:
        """Write the name in this font, on two lines where it is `wrapped`."""
        self._wrapped = wrapped
        self.setFont(font)
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

    def _lettering(self) -> QFont:
        font = QFont(self.font())
        here = self.reading.standing is Standing.HERE
        font.setWeight(QFont.Weight.DemiBold if here else QFont.Weight.Medium)
        return font

    def _sign(self) -> str | None:
        """State is never told by colour alone: the box where the order is carries its sign."""
        here = self.reading.standing is Standing.HERE
        return STATE_ICONS.get(self._status) if here and self._status else None

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._lettering())
        wide = metrics.horizontalAdvance(self.text()) + 2 * _PADDING + 4
        return QSize(wide + (SIGN if self._sign() else 0), 28)

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
        painter.setFont(self._lettering())
        painter.setPen(text)
        self._write_name(painter, text)
        painter.end()

    def _write_name(self, painter: QPainter, colour: QColor) -> None:
        metrics, icon = painter.fontMetrics(), self._sign()
        sign = SIGN if icon else 0
        room = self.width() - _PADDING - sign
        name = self.text()
        lines = two_lines(name, metrics.horizontalAdvance) if self._wrapped else (name,)
        shown = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]
        wide = max(map(metrics.horizontalAdvance, shown))
        left = (self.width() - wide - sign) / 2
        if icon:
            picture = self._icons.pixmap(icon, colour, _ICON, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, (self.height() - _ICON) / 2), picture)
            left += SIGN
        tall = metrics.height() * len(shown)
        area = QRectF(left - 1, (self.height() - tall) / 2, wide + 2, tall)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), "\n".join(shown))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            # They move between the boxes, which is the diagram's business.
            event.ignore()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)
