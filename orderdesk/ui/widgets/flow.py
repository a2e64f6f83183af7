"""A layout that puts widgets in rows and gives the last one what room is left."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override


class FlowLayout(QLayout):
    """Rows of widgets from the left; the last widget fills its row, at least `fill` wide."""

    def __init__(self, parent: QWidget, *, gap: int = 6, fill: int = 120) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._fill = fill

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget before the one at `place`."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def _rows(self, inner: QRect) -> list[list[tuple[QLayoutItem, int]]]:
        """Part the items into rows, each item with its width."""
        rows: list[list[tuple[QLayoutItem, int]]] = [[]]
        x = 0
        for item in self._items:
            last = item is self._items[-1]
            width = self._fill if last else min(item.sizeHint().width(), inner.width())
            if x + width > inner.width() and rows[-1]:
                rows.append([])
                x = 0
            rows[-1].append((item, inner.width() - x if last else width))
            x += width + self._gap
        return rows

    def _place(self, rect: QRect, *, really: bool) -> int:
        """Lay the rows out in `rect`, each item in the middle of its row; return their height."""
        inner = rect.marginsRemoved(self.contentsMargins())
        y = inner.y()
        for row in self._rows(inner):
            height = max((item.sizeHint().height() for item, _ in row), default=0)
            x = inner.x()
            for item, width in row if really else ():
                own = item.sizeHint().height()
                place = QPoint(x, y + (height - own) // 2)
                item.setGeometry(QRect(place, QSize(width, own)))
                x += width + self._gap
            y += height + self._gap
        return y - self._gap - rect.y() + self.contentsMargins().bottom()

    @override
    def addItem(self, item: QLayoutItem, /) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int, /) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int, /) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int, /) -> int:
        return self._place(QRect(0, 0, width, 0), really=False)

    @override
    def setGeometry(self, rect: QRect, /) -> None:
        super().setGeometry(rect)
        self._place(rect, really=True)

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize(self._fill, 0)
        for item in self._items:
            size = size.expandedTo(QSize(0, item.minimumSize().height()))
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
