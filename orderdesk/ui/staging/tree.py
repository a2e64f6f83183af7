"""The tree of the review: Space ticks, Enter or a double click goes to the order."""

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from orderdesk.ui.staging.model import AFTER, BEFORE, MONEY, SAID, WHAT, Index, ReviewModel
from orderdesk.ui.staging.rows import ChangeRow, OrderRows
from orderdesk.ui.theme import Theme

_WIDTHS = {BEFORE: 170, AFTER: 190, MONEY: 104}
_NARROW = {WHAT: 268, BEFORE: 138, AFTER: 150, MONEY: 104}
"""Where something is to note, which needs the room."""
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PADDING = 6


class ReviewTree(QTreeView):
    """Shows a ReviewModel, everything unfolded.

    Signals:
        current_changed: the current OrderRows and ChangeRow, either of them None.
        order_wanted: the id of the order to be shown.
    """

    current_changed = Signal(object, object)
    order_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lines = ReviewModel(theme, self)
        self.setModel(self.lines)
        self.setProperty("review", "true")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(round(18 * theme.scale))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        self._share_room()
        self.lines.modelReset.connect(self._unfold)
        self.lines.ticked.connect(self._on_data)

    def show_orders(self, orders: list[OrderRows]) -> None:
        """List what is staged; the current row stays where it is still there."""
        order, change = self._current()
        self.lines.show_orders(orders)
        if self.currentIndex().isValid() or not self.lines.orders():
            if not self.lines.orders():
                self.current_changed.emit(None, None)
            return
        index = QModelIndex()
        if order is not None:
            index = self.lines.index_of(order.order_id, change.pick if change else None)
        self.setCurrentIndex(index if index.isValid() else self.lines.index(0, WHAT))

    def go_to(self, order_id: str, change: ChangeRow) -> None:
        """Make a change the current one."""
        self.setCurrentIndex(self.lines.index_of(order_id, change.pick))

    def _current(self) -> tuple[OrderRows | None, ChangeRow | None]:
        index = self.currentIndex()
        return self.lines.order_at(index), self.lines.change_at(index)

    def _unfold(self) -> None:
        self.expandAll()
        self._share_room()

    def _share_room(self) -> None:
        """Give what is to note the room that is left, else the names of the changes."""
        noted = self.lines.says_something()
        stretched, fixed = (SAID, WHAT) if noted else (WHAT, SAID)
        header = self.header()
        self.setColumnHidden(SAID, not noted)
        header.setSectionResizeMode(fixed, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        for column, width in (_NARROW if noted else _WIDTHS).items():
            header.resizeSection(column, round(width * self._theme.scale))

    def _on_data(self) -> None:
        if self.isColumnHidden(SAID) is self.lines.says_something():
            self._share_room()
        self._tell()

    def _tell(self) -> None:
        self.current_changed.emit(*self._current())

    def _open(self) -> None:
        order = self.lines.order_at(self.currentIndex())
        if order is not None:
            self.order_wanted.emit(order.order_id)

    def _copy(self) -> None:
        order, change = self._current()
        if order is not None:
            QGuiApplication.clipboard().setText(change.text if change else order.text)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell()

    @override
    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        super().drawRow(painter, options, index)
        order = self.lines.order_at(index)
        if order is None or self.lines.change_at(index) is not None:
            return
        # Customer and connection take the room of both values, which an order has none of.
        left = self.columnViewportPosition(BEFORE)
        width = self.columnWidth(BEFORE) + self.columnWidth(AFTER)
        area = QRect(left, options.rect.top(), width, options.rect.height())
        area.adjust(_PADDING, 0, -_PADDING, 0)
        painter.save()
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("muted"))
        right = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(order.subtitle, right, area.width())
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(side), text)
        painter.restore()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        index = self.currentIndex()
        if plain and event.key() in _ENTER:
            self._open()
        elif plain and event.key() == Qt.Key.Key_Space and index.isValid():
            self.lines.toggle(index.siblingAtColumn(WHAT))
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseDoubleClickEvent(event)
        if index.isValid() and index.column() != WHAT:
            self._open()
