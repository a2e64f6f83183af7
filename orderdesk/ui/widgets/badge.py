"""Badges: an icon and a word on a tinted ground, dashed where we derived the state."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from orderdesk.domain.status import STATUS_LABELS, OrderStatus
from orderdesk.ui.i18n import say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import STATE_HUES, STATE_ICONS, Theme

_PADDING = 7.0
_GAP = 5.0
_RADIUS = 5.0
_MOST_STAMPS = 200


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge shows; `hue` is slate, amber, blue, green, red or violet."""

    text: str
    hue: str
    icon: str | None = None
    dashed: bool = False


def state_badge(state: str | None, *, derived: bool = False) -> Badge | None:
    """Return the badge of an order's state; None where the state is not known to us."""
    if state is None or state not in STATUS_LABELS:
        return None
    status = OrderStatus(state)
    label = say_text(STATUS_LABELS[status])
    return Badge(label, STATE_HUES[status], STATE_ICONS[status], dashed=derived)


class BadgePainter:
    """Paints badges for delegates and widgets alike."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        self._theme = theme
        self._icons = icons
        self._sizes: dict[Badge, QSize] = {}
        self._stamps: dict[tuple[Badge, int, int, float, bool], QPixmap] = {}
        self._font = theme.font(scale=0.93, weight=QFont.Weight.Medium)
        self._metrics = QFontMetricsF(self._font)

    def font(self) -> QFont:
        """Return the font badges are written in."""
        return self._font

    def size(self, badge: Badge) -> QSize:
        """Return how much room a badge takes, in logical pixels."""
        size = self._sizes.get(badge)
        if size is None:
            icon = self._icon_size(self._metrics) + _GAP if badge.icon else 0.0
            width = self._metrics.horizontalAdvance(badge.text) + icon + 2 * _PADDING
            size = QSize(round(width + 0.5), round(self._metrics.height() + 4))
            self._sizes[badge] = size
        return size

    def paint(self, painter: QPainter, badge: Badge, left: float, middle: float) -> float:
        """Paint a badge from `left`, centred on `middle`; return its right edge."""
        size = self.size(badge)
        rect = QRectF(left, round(middle - size.height() / 2), size.width(), size.height())
        text, ground = self._theme.pair(badge.hue)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if badge.dashed:
            painter.setPen(QPen(text, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        self._paint_inside(painter, badge, rect, text)
        painter.restore()
        return rect.right()

    def stamp(
        self, badge: Badge, ground: QColor, ratio: float, *, mirrored: bool = False
    ) -> QPixmap:
        """Return a badge on `ground` for a screen of the given pixel ratio; painted once."""
        key = (badge, self._theme.pair(badge.hue).text.rgb(), ground.rgb(), ratio, mirrored)
        stamp = self._stamps.get(key)
        if stamp is None:
            if len(self._stamps) > _MOST_STAMPS:
                self._stamps.clear()
            size = self.size(badge)
            stamp = QPixmap(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
            stamp.setDevicePixelRatio(ratio)
            # Opaque, so that its word is smoothed as words beside it are.
            stamp.fill(ground)
            painter = QPainter(stamp)
            if mirrored:
                painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            self.paint(painter, badge, 0, size.height() / 2)
            painter.end()
            self._stamps[key] = stamp
        return stamp

    def _paint_inside(self, painter: QPainter, badge: Badge, rect: QRectF, colour: QColor) -> None:
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        inside = rect.adjusted(_PADDING, 0, 0, 0)
        if badge.icon:
            side = self._icon_size(self._metrics)
            left = rect.right() - _PADDING - side if mirrored else inside.left()
            device = painter.device()
            ratio = device.devicePixelRatio() if device else 1.0
            pixmap = self._icons.pixmap(badge.icon, colour, side, ratio)
            painter.drawPixmap(QPointF(left, round(rect.center().y() - side / 2)), pixmap)
            inside.adjust(side + _GAP, 0, 0, 0)
        if mirrored:
            inside.moveLeft(rect.left() + rect.right() - inside.right())
        painter.setFont(self._font)
        painter.setPen(colour)
        painter.drawText(
            inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), badge.text
        )

    @staticmethod
    def _icon_size(metrics: QFontMetricsF) -> int:
        return round(metrics.ascent() * 0.95)


class BadgeLabel(QWidget):
    """A badge as a widget of its own."""

    def __init__(
        self, theme: Theme, icons: Icons, badge: Badge | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._painter = BadgePainter(theme, icons)
        self._badge: Badge | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_badge(badge)

    def show_badge(self, badge: Badge | None) -> None:
        """Show `badge`, or nothing."""
        self._badge = badge
        self.setAccessibleName(badge.text if badge else "")
        self.setVisible(badge is not None)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self._painter.size(self._badge) if self._badge else QSize(0, 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._badge is None:
            return
        painter = QPainter(self)
        self._painter.paint(painter, self._badge, 0, self.height() / 2)
        painter.end()
