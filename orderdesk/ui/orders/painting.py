"""Paints the rows of the orders table in sight, column by column, without an index a cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from orderdesk.domain.shown import Mark, ShownRow
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.cells import MARK, PADDING, Cell, Cells, Place
from orderdesk.ui.orders.marks import MARK_ICONS
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.badge import BadgePainter

_CORNER = 8
"""Pixels of the sides of the corner that says that a cell is staged."""
_LEFT_ICON = ("eye-off", "muted")
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_LEFT = _MIDDLE | int(Qt.AlignmentFlag.AlignLeft)
_RIGHT = _MIDDLE | int(Qt.AlignmentFlag.AlignRight)


@dataclass(slots=True)
class Line:
    """One row in sight: where it is, on which ground, and what it shows."""

    place: int
    top: int
    height: int
    ground: str
    row: ShownRow | None = None
    cells: list[Cell] = field(default_factory=list[Cell])
    staged: tuple[int, ...] = ()
    """Which cells show something staged."""
    left: bool = False
    """Whether the row is only still there because a person works in the list."""


class RowPainter:
    """Paints rows of orders; everything that is the same for many cells is asked for once."""

    def __init__(self, model: OrderTableModel, theme: Theme, icons: Icons) -> None:
        self._model = model
        self._theme = theme
        self._icons = icons
        self._badges = BadgePainter(theme, icons)
        self._cells = Cells(model, theme, self._badges)
        self._mirrored = False
        self._ratio = 1.0

    def paint(
        self,
        painter: QPainter,
        exposed: QRect,
        places: Sequence[Place],
        lines: Sequence[Line],
        ring: QRect | None,
    ) -> None:
        """Paint the columns at `places` of the rows at `lines`, and all ground of `exposed`."""
        self._mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        device = painter.device()
        self._ratio = device.devicePixelRatio() if device else 1.0
        self._paint_ground(painter, exposed, lines)
        marked = [line for line in lines if line.staged]
        if marked:
            self._paint_staged(painter, places, marked)
        if ring is not None:
            painter.setPen(self._theme.colour("accent"))
            painter.drawRect(ring.adjusted(0, 0, -1, -1))
        for number, place in enumerate(places):
            if place.left > exposed.right() or place.left + place.width <= exposed.left():
                continue
            if place.column.key == "state":
                self._paint_badges(painter, place, number, lines)
            elif place.column.key == "number":
                self._paint_marks(painter, place, lines)
            self._paint_column(painter, place, number, lines)

    def read(self, lines: Sequence[Line], places: Sequence[Place], *, mirrored: bool) -> None:
        """Read each row once, and work out its cells."""
        self._cells.lay_out(places, mirrored=mirrored)
        rowids = self._model.rowids()
        for line in lines:
            line.row = self._model.row(line.place)
            rowid = rowids[line.place]
            line.left = self._model.is_left(rowid)
            found = self._cells.of(rowid, line.row, left=line.left)
            line.cells, line.staged = found.cells, found.staged

    def _paint_ground(self, painter: QPainter, exposed: QRect, lines: Sequence[Line]) -> None:
        left, width = exposed.left(), exposed.width()
        painter.fillRect(exposed, self._theme.colour("panel"))
        for line in lines:
            if line.ground != "panel":
                colour = self._theme.colour(line.ground)
                painter.fillRect(left, line.top, width, line.height, colour)
        colour = self._theme.colour("line")
        for line in lines:
            painter.fillRect(left, line.top + line.height - 1, width, 1, colour)

    def _paint_staged(
        self, painter: QPainter, places: Sequence[Place], lines: Sequence[Line]
    ) -> None:
        """Tint what is staged and mark its corner: told by its shape, not by its colour alone."""
        tint, mark = self._theme.colour("stage"), self._theme.colour("stage_line")
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mark)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in lines:
            for number in line.staged:
                place = places[number]
                painter.fillRect(place.left, line.top, place.width, line.height - 1, tint)
                # The corner after the text, on the other side where that is written from there.
                edge = place.left if self._mirrored else place.left + place.width
                inward = _CORNER if self._mirrored else -_CORNER
                corner = (
                    QPointF(edge + inward, line.top),
                    QPointF(edge, line.top),
                    QPointF(edge, line.top + _CORNER),
                )
                painter.drawPolygon(QPolygonF(corner))
        painter.restore()

    def _paint_column(
        self, painter: QPainter, place: Place, number: int, lines: Sequence[Line]
    ) -> None:
        left, width = place.left + PADDING, place.width - 2 * PADDING
        side = _RIGHT if place.column.right else _LEFT
        letters, token, base = None, "", 0.0
        for line in lines:
            cell = line.cells[number]
            if cell.letters is not letters:
                letters = cell.letters
                base = letters.baseline(line.height - 1)
                painter.setFont(letters.font)
            if cell.token != token:
                token = cell.token
                painter.setPen(self._theme.colour(token))
            if cell.simple:
                painter.drawText(QPointF(left + cell.start, line.top + base), cell.text)
            else:
                before, after = cell.start, cell.end
                if self._mirrored:
                    before, after = after, before
                room = width - before - after
                area = QRect(left + before, line.top, room, line.height - 1)
                painter.drawText(area, side, cell.text)

    def _paint_badges(
        self, painter: QPainter, place: Place, number: int, lines: Sequence[Line]
    ) -> None:
        """Paint the badges of one column, cut off where they are wider than their cells."""
        room, ratio = place.width - 2 * PADDING, self._ratio
        for line in lines:
            badge = line.cells[number].badge
            if badge is None:
                continue
            ground = self._theme.colour("stage" if number in line.staged else line.ground)
            stamp = self._badges.stamp(badge, ground, ratio, mirrored=self._mirrored)
            size = self._badges.size(badge)
            width = min(size.width(), room)
            left = place.left + PADDING + (room - width if self._mirrored else 0)
            top = line.top + round(_middle(line) + 0.5 - size.height() / 2)
            # From whole pixels of the screen to whole ones, or its word would be blurred.
            shown = QRectF(0, 0, min(stamp.width(), round(room * ratio)), stamp.height())
            x, y = round(left * ratio) / ratio, round(top * ratio) / ratio
            target = QRectF(x, y, shown.width() / ratio, shown.height() / ratio)
            painter.drawPixmap(target, stamp, shown)

    def _paint_marks(self, painter: QPainter, place: Place, lines: Sequence[Line]) -> None:
        left = place.left + PADDING
        if not self._mirrored:
            left += place.width - 2 * PADDING - MARK
        for line in lines:
            if line.row is None or (line.row.mark is Mark.NONE and not line.left):
                continue
            # What is under way is worth more than why the row still stands there.
            name, role = MARK_ICONS.get(line.row.mark, _LEFT_ICON)
            icon = self._icons.pixmap(name, self._theme.colour(role), MARK, self._ratio)
            top = line.top + _middle(line) - MARK / 2 + 0.5
            painter.drawPixmap(QPointF(left, top), icon)


def _middle(line: Line) -> int:
    """Return the middle of a row's area above its line, from the row's top."""
    return (line.height - 2) // 2
