"""The orders table: one tab stop, moved in by arrows, with a current row wherever it has rows."""

from array import array

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from orderdesk.domain.query import Clause
from orderdesk.domain.shown import ShownRow
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.columns import COLUMNS, Column
from orderdesk.ui.orders.painted_view import PaintedView
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.theme import Theme

_SELECT_ROW = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)


class OrderTable(PaintedView):
    """Shows the model's rows and keeps the user's place in them.

    Signals:
        current_changed: the ShownRow of the current order, or None.
        selection_changed: how many rows are selected.
        opened: the current order was opened by Enter or a double click.
        query_wanted: the user wants to type a query ("/").
        left: Esc with nothing more to take back.
    """

    current_changed = Signal(object)
    selection_changed = Signal(int)
    opened = Signal()
    query_wanted = Signal()
    left = Signal()

    def __init__(
        self, model: OrderTableModel, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, theme, icons, parent)
        self._orders = model
        self.setObjectName("orders")
        self.setAccessibleName(self.tr("Orders"))
        self._behave()
        model.dataChanged.connect(self._on_data)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the header and two rows at least, so that a small window keeps its panes."""
        row = self.verticalHeader().defaultSectionSize()
        return QSize(160, self.header.height() + 2 * row)

    def _behave(self) -> None:
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 16)
        self.header.setFixedHeight(self.fontMetrics().height() + 14)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def current_row(self) -> ShownRow | None:
        """Return the row of the current order."""
        return self._orders.row(self.currentIndex().row())

    def selected_count(self) -> int:
        """Return how many rows are selected."""
        ranges = self.selectionModel().selection()
        return sum(ranges.at(place).height() for place in range(ranges.count()))

    def show_rows(self, rowids: "array[int]") -> None:
        """Show other rows, keeping the current one, the selection and what is at the top."""
        current = self._rowid(self.currentIndex())
        top = self._rowid(self._top())
        chosen = {self._rowid(index) for index in self.selectionModel().selectedRows()}
        if not self._orders.show(rowids):
            self._restore(current, chosen)
        self._keep_current()
        place = None if top is None else self._orders.place(top)
        if place is not None:
            self.scrollTo(self._orders.index(place, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _top(self) -> QModelIndex:
        """Return the first row that is seen whole; at the very end the one above it is cut."""
        index = self.indexAt(self.viewport().rect().topLeft())
        cut = index.isValid() and self.visualRect(index).top() < 0
        return index.siblingAtRow(index.row() + 1) if cut else index

    def go_to(self, rowid: int) -> bool:
        """Make a row the current one and the only one selected; False where it is not shown."""
        place = self._orders.place(rowid)
        if place is None:
            return False
        self._go_to_place(place)
        return True

    def step(self, by: int) -> None:
        """Go some rows down, or up where `by` is negative."""
        last = self._orders.rowCount() - 1
        if last >= 0:
            self._go_to_place(max(0, min(last, self.currentIndex().row() + by)))

    def current_clause(self) -> tuple[Column, Clause] | None:
        """Return the current cell's column and the condition that finds its value elsewhere."""
        row = self.current_row()
        if row is None:
            return None
        column = COLUMNS[max(self.currentIndex().column(), 0)]
        clause = column.clause(row, self._orders.reading)
        return (column, clause) if clause else None

    def copy(self) -> None:
        """Copy the selected rows as text, the shown columns parted by tabs."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        visible = self.header.visible_columns()
        lines = [
            "\t".join(COLUMNS[at].text(row, self._orders.reading) for at in visible)
            for row in map(self._orders.row, places)
            if row is not None
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _go_to_place(self, place: int) -> None:
        column = max(self.currentIndex().column(), self.header.visible_columns()[0])
        index = self._orders.index(place, column)
        self.selectionModel().setCurrentIndex(index, _SELECT_ROW)
        self.scrollTo(index)

    def _rowid(self, index: QModelIndex) -> int | None:
        rowids = self._orders.rowids()
        return rowids[index.row()] if 0 <= index.row() < len(rowids) else None

    def _restore(self, current: int | None, chosen: "set[int | None]") -> None:
        """Select again by row id after a reset."""
        if current is None or not self.go_to(current):
            return
        selection = QItemSelection()
        last = len(COLUMNS) - 1
        for rowid in chosen - {None}:
            place = None if rowid is None else self._orders.place(rowid)
            if place is not None:
                selection.select(self._orders.index(place, 0), self._orders.index(place, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)

    def _keep_current(self) -> None:
        if self._orders.rowCount() == 0:
            self.current_changed.emit(None)
        elif not self.currentIndex().isValid():
            self._go_to_place(0)
        elif not self.selectionModel().hasSelection():
            self._go_to_place(self.currentIndex().row())

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = self._orders.row(current.row())
        # One that is not read yet is told when it comes, as a change of its data.
        if row is not None:
            self.current_changed.emit(row)

    def _on_selection(self, *_ranges: QItemSelection) -> None:
        self.selection_changed.emit(self.selected_count())

    def _on_data(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.column() == 0 and first.row() <= self.currentIndex().row() <= last.row():
            self.current_changed.emit(self.current_row())

    def _jump(self, key: int) -> bool:
        """Go to the first or last row for Home and End; the arrows move between cells."""
        if key == Qt.Key.Key_Home:
            self.step(-self._orders.rowCount())
        elif key == Qt.Key.Key_End:
            self.step(self._orders.rowCount())
        else:
            return False
        return True

    def _take_back(self) -> None:
        if self.selected_count() > 1:
            self._go_to_place(self.currentIndex().row())
        else:
            self.left.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if plain and self._jump(event.key()):
            return
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif plain and event.key() == Qt.Key.Key_Escape:
            self._take_back()
        elif event.text() == "/":
            self.query_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.currentIndex().isValid():
            self.opened.emit()
