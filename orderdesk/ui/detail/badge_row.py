"""Several badges in rows, as many as there is room for."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.badge import Badge, BadgePainter

_GAP = 6


class BadgeRow(QWidget):
    """Paints badges one after the other and begins a new row where the width ends."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painter = BadgePainter(theme, icons)
        self._badges: tuple[Badge, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    @property
    def badges(self) -> tuple[Badge, ...]:
        """The badges shown."""
        return self._badges

    def show_badges(self, badges: Sequence[Badge]) -> None:
        """Show these badges."""
        if tuple(badges) == self._badges:
            return
        self._badges = tuple(badges)
        words = ", ".join(badge.text for badge in badges)
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(words))
        self.updateGeometry()
        self.update()

    def _places(self, width: int) -> tuple[list[tuple[Badge, int, int]], int]:
        """Return each badge with its left edge and the middle of its row, and the height."""
        placed: list[tuple[Badge, int, int]] = []
        x, y, tall = 0, 0, 0
        for whole in self._badges:
            badge = self._cut(whole, width)
            size = self._painter.size(badge)
            if x and x + size.width() > width:
                x, y = 0, y + tall + _GAP
            tall = max(tall, size.height())
            placed.append((badge, x, y + size.height() // 2))
            x += size.width() + _GAP
        return placed, y + tall

    def _cut(self, badge: Badge, width: int) -> Badge:
        """Shorten what is wider than a whole row; its words are in the accessible name."""
        over = self._painter.size(badge).width() - width
        if over <= 0:
            return badge
        metrics = QFontMetrics(self._painter.font())
        room = max(0, metrics.horizontalAdvance(badge.text) - over)
        text = metrics.elidedText(badge.text, Qt.TextElideMode.ElideRight, room)
        return replace(badge, text=text)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, arg__1: int) -> int:
        return self._places(arg__1)[1]

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self._places(max(self.width(), 200))[1])

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._places(max(self.width(), 200))[1])

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for badge, left, middle in self._places(self.width())[0]:
            self._painter.paint(painter, badge, left, middle)
        painter.end()
