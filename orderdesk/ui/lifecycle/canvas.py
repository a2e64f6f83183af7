"""The lines of the diagram: each way as it stands, with an arrow's head where it leads."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from orderdesk.ui.lifecycle.reading import Standing
from orderdesk.ui.lifecycle.routing import Route
from orderdesk.ui.theme import Theme

_CORNER = 5.0
_HEAD = 5.0


_LAYERS = (
    Standing.ELSEWHERE,
    Standing.CLOSED,
    Standing.VENDOR,
    Standing.DOUBTFUL,
    Standing.OPEN,
)
_DASHED = {Standing.DOUBTFUL, Standing.VENDOR, Standing.ELSEWHERE}


class Canvas(QWidget):
    """Paints the ways; the states are boxes on top of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ways: list[tuple[Standing, Route]] = []

    def show_ways(self, ways: Sequence[tuple[Standing, Route]]) -> None:
        """Show these ways in place of those before."""
        # Open ways are painted last, so that no grey line lies over them.
        self._ways = sorted(ways, key=lambda way: _LAYERS.index(way[0]))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for standing, route in self._ways:
            _paint_way(painter, route, _pen(self._theme, standing))
        painter.end()


def _pen(theme: Theme, standing: Standing) -> QPen:
    reachable = standing in {Standing.OPEN, Standing.DOUBTFUL}
    colour = theme.colour("accent" if reachable else "faint")
    if standing in {Standing.CLOSED, Standing.ELSEWHERE}:
        colour = _mixed(colour, theme.colour("panel"))
    pen = QPen(colour, 1.5 if reachable else 1.0)
    if standing in _DASHED:
        pen.setDashPattern([3.0, 3.0])
    return pen


def _mixed(one: QColor, other: QColor) -> QColor:
    """Return a colour between two; a see-through one would show where lines overlap."""
    return QColor.fromRgbF(
        *(0.6 * a + 0.4 * b for a, b in zip(_parts(one), _parts(other), strict=True))
    )


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def _paint_way(painter: QPainter, route: Route, pen: QPen) -> None:
    """Draw a line with rounded elbows and an arrow's head at its end."""
    points = [QPointF(x + 0.5, y + 0.5) for x, y in route]
    tip, before = points[-1], points[-2]
    run = max(abs(tip.x() - before.x()), abs(tip.y() - before.y())) or 1.0
    step = QPointF((tip.x() - before.x()) / run, (tip.y() - before.y()) / run)
    points[-1] = tip - step * _HEAD
    path = QPainterPath(points[0])
    for previous, corner, following in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(corner, previous))
        path.quadTo(corner, _towards(corner, following))
    path.lineTo(points[-1])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)
    side = QPointF(-step.y(), step.x()) * (_HEAD * 0.62)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    base = tip - step * (_HEAD + 1)
    painter.drawPolygon(QPolygonF([tip, base + side, base - side]))


def _towards(corner: QPointF, other: QPointF) -> QPointF:
    """Return the point where the rounding of `corner` begins on the side of `other`."""
    across, down = other.x() - corner.x(), other.y() - corner.y()
    run = max(abs(across), abs(down)) or 1.0
    part = min(_CORNER, run / 2) / run
    return QPointF(corner.x() + across * part, corner.y() + down * part)
