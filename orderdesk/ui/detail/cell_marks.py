"""How a value shows that it is staged, and that it can be edited where it stands."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme

_CORNER = 8
_PENCIL = 12
_INSET = 6


def paint_corner(painter: QPainter, rect: QRect, theme: Theme) -> None:
    """Fill the upper right corner: staged, told by its shape and not by its colour alone."""
    right, top = rect.right() + 1, rect.top()
    corner = [QPointF(right - _CORNER, top), QPointF(right, top), QPointF(right, top + _CORNER)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("stage_line"), 0))
    painter.setBrush(theme.colour("stage_line"))
    painter.drawPolygon(QPolygonF(corner))
    painter.restore()


def paint_editable(
    painter: QPainter,
    option: QStyleOptionViewItem,
    theme: Theme,
    icons: Icons | None = None,
) -> None:
    """Draw a frame where the keyboard is; where it or the mouse is, a pencil.

    Without `icons`, as there is no room beside a figure, a dotted line instead.
    """
    rect = option.rect
    focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
    if not focused and not option.state & QStyle.StateFlag.State_MouseOver:
        return
    painter.save()
    if focused:
        painter.setPen(QPen(theme.colour("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -2))
    if icons is not None:
        device = painter.device()
        ratio = device.devicePixelRatio() if device else 1.0
        pencil = icons.pixmap("pencil", theme.colour("muted"), _PENCIL, ratio)
        painter.drawPixmap(QPointF(rect.right() - _PENCIL - 3, rect.bottom() - _PENCIL - 4), pencil)
    elif not focused:
        painter.setPen(QPen(theme.colour("muted"), 1, Qt.PenStyle.DotLine))
        line = rect.bottom() - 4
        painter.drawLine(rect.left() + _INSET, line, rect.right() - _INSET, line)
    painter.restore()
