"""A thin progress bar, rounded at both ends; without an end in sight a piece of it wanders."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QWidget
from typing_extensions import override

from orderdesk.ui.theme import Theme

_HEIGHT = 6
_STEP_MS = 50
_STEPS = 48
_PIECE = 0.3


class ProgressLine(QProgressBar):
    """Paints a QProgressBar as a line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._step = 0
        self.setTextVisible(False)
        self.setFixedHeight(_HEIGHT)
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._wander)
        theme.changed.connect(self.update)

    def _wander(self) -> None:
        if self.maximum() <= self.minimum():
            self._step = (self._step + 1) % (2 * _STEPS)
            self.update()

    def _piece(self) -> tuple[float, float]:
        """Return where the filled piece begins and ends, from 0 to 1."""
        span = self.maximum() - self.minimum()
        if span > 0:
            return 0.0, max(0.0, (self.value() - self.minimum()) / span)
        there = self._step if self._step < _STEPS else 2 * _STEPS - self._step
        begin = (1 - _PIECE) * there / _STEPS
        return begin, begin + _PIECE

    @override
    def sizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(whole, _HEIGHT / 2, _HEIGHT / 2)
        begin, end = self._piece()
        width = whole.width() * (end - begin)
        if width >= 1:
            piece = QRectF(whole.width() * begin, 0, max(width, _HEIGHT), whole.height())
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(piece, _HEIGHT / 2, _HEIGHT / 2)
        painter.end()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)
