"""The record as a picture: a panel for each measure over the minutes of the replay."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPaintDevice, QPainter, QPen, QPolygonF

from tests.soak.record import MEASURES, Sample, Trend, trends

_SIZE = QSize(1000, 1080)
_MARGIN = 64.0
_GAP = 40.0
_TITLES = {
    "anonymous_mb": "memory of its own, MB",
    "resident_mb": "memory, files included, MB",
    "handles": "open handles",
    "threads": "threads",
    "widgets": "widgets",
    "store_mb": "the store's file, MB",
}


def save(samples: Sequence[Sample], path: Path, title: str) -> None:
    """Paint the samples into `path`, a PNG.

    Raises:
        OSError: if it cannot be written.
    """
    image = QImage(_SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    paint(image, samples, title)
    if not image.save(str(path)):
        raise OSError(f"{path} cannot be written")


def paint(device: QPaintDevice, samples: Sequence[Sample], title: str) -> None:
    """Paint a panel for each measure, with the line of its second half."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawText(QPointF(_MARGIN, 28), title)
    height = (_SIZE.height() - 60 - _GAP * len(MEASURES)) / len(MEASURES)
    for place, trend in enumerate(trends(samples)):
        top = 60 + place * (height + _GAP)
        area = QRectF(_MARGIN, top, _SIZE.width() - 2 * _MARGIN, height)
        _panel(painter, area, samples, trend)
    painter.end()


def _panel(painter: QPainter, area: QRectF, samples: Sequence[Sample], trend: Trend) -> None:
    values = [float(getattr(one, trend.measure)) for one in samples]
    most = max(values) * 1.1 or 1.0
    last = samples[-1].minutes or 1.0

    def point(one: Sample, value: float) -> QPointF:
        across = area.left() + area.width() * one.minutes / last
        return QPointF(across, area.bottom() - area.height() * value / most)

    painter.setPen(QPen(QColor("#c0c0c0"), 1))
    painter.drawRect(area)
    line = [point(one, value) for one, value in zip(samples, values, strict=True)]
    painter.setPen(QPen(QColor("#1f5fa8"), 1.6))
    painter.drawPolyline(QPolygonF(line))
    half = samples[len(samples) // 2 :]
    before, after = trend.mean - trend.rise / 2, trend.mean + trend.rise / 2
    painter.setPen(QPen(QColor("#c2410c"), 1.2, Qt.PenStyle.DashLine))
    painter.drawLine(point(half[0], before), point(half[-1], after))
    painter.setPen(QColor("black"))
    verdict = "flat" if trend.flat else "NOT FLAT"
    told = f"{_TITLES[trend.measure]}: {trend.an_hour:+.2f} an hour in the second half, {verdict}"
    painter.drawText(QPointF(area.left(), area.top() - 6), told)
    painter.drawText(QPointF(8, area.top() + 12), f"{most:.0f}")
    painter.drawText(QPointF(8, area.bottom()), "0")
    painter.drawText(QPointF(area.right() - 40, area.bottom() + 14), f"{last:.0f} min")
