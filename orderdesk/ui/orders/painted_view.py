"""A table view that paints its rows itself, and knows the row under the pointer."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QEvent, QItemSelection, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.cells import Place
from orderdesk.ui.orders.delegate import OrderDelegate
from orderdesk.ui.orders.header import OrderHeader
from orderdesk.ui.orders.painting import Line, RowPainter
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.theme import Theme

# More selected at once than this is told as a whole.
_MOST_LISTED = 200


class PaintedView(QTableView):
    """Shows the model's rows as RowPainter paints them.

    Everything but painting is Qt's own: indexes, editors, assistive technology, scrolling.
    """

    def __init__(
        self, model: OrderTableModel, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._painting = RowPainter(model, theme, icons)
        self._hovered = -1
        self.header = OrderHeader(theme, icons, self)
        self.setModel(model)
        self.setItemDelegate(OrderDelegate(self))
        self.setHorizontalHeader(self.header)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        # All of it is painted here; Qt then moves what stays in sight when it scrolls.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.viewport().update)

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            before, self._hovered = self._hovered, place
            self._update_row(before)
            self._update_row(place)

    def _update_row(self, place: int) -> None:
        top, height = self.rowViewportPosition(place), self.rowHeight(place)
        self.viewport().update(0, top, self.viewport().width(), height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is exposed; Qt's own way asks for an index and a delegate for each cell."""
        places = self._places()
        lines = self.exposed(event.region())
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(self.layoutDirection())
        self._painting.read(lines, places, mirrored=self.isRightToLeft())
        self._painting.paint(painter, event.rect(), places, lines, self._ring())
        painter.end()

    def _places(self) -> list[Place]:
        """Return where the columns in sight are."""
        width = self.viewport().width()
        found = (
            Place(at, self.columnViewportPosition(at), self.columnWidth(at))
            for at in self.header.visible_columns()
        )
        return [place for place in found if place.left < width and place.left + place.width > 0]

    def exposed(self, region: QRegion) -> list[Line]:
        """Return the exposed rows, each with the ground it stands on."""
        count = self.model().rowCount()
        places: set[int] = set()
        for rect in cast("Iterable[QRect]", region):
            first, last = self.rowAt(max(rect.top(), 0)), self.rowAt(rect.bottom())
            if first >= 0:
                places.update(range(first, count if last < 0 else last + 1))
        selected = self.selectionModel().rowIntersectsSelection
        return [
            Line(
                place,
                self.rowViewportPosition(place),
                self.rowHeight(place),
                "sel" if selected(place) else "hover" if place == self._hovered else "panel",
            )
            for place in sorted(places)
        ]

    def _ring(self) -> QRect | None:
        """Return where the current cell is, while the keys go to it."""
        current = self.currentIndex()
        if not current.isValid() or not (self.hasFocus() or self.viewport().hasFocus()):
            return None
        cell = self.visualRect(current)
        return None if cell.isEmpty() else cell

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell assistive technology; Qt lists every cell for it, minutes for a million rows."""
        if QAccessible.isActive() and max(_rows(selected), _rows(deselected)) > _MOST_LISTED:
            QAbstractItemView.selectionChanged(self, selected, deselected)
            event = QAccessibleEvent(self, QAccessible.Event.SelectionWithin)
            QAccessible.updateAccessibility(event)
        else:
            super().selectionChanged(selected, deselected)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)


def _rows(ranges: QItemSelection) -> int:
    return sum(ranges.at(place).height() for place in range(ranges.count()))
