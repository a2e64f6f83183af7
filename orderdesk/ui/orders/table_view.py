"""The orders table: one tab stop, moved in by arrows, with a current row wherever it has rows."""

from array import array
from collections.abc import Generator, Iterable
from contextlib import contextmanager

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QCursor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from orderdesk.domain.query import Clause
from orderdesk.domain.relisting import Relisting, Run, Standing
from orderdesk.domain.shown import ShownRow
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.columns import COLUMNS, Column
from orderdesk.ui.orders.foothold import Foothold
from orderdesk.ui.orders.painted_view import PaintedView
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.theme import Theme

_SELECT_ROW = (
    QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
)
_SELECT_UP_TO = (
    QItemSelectionModel.SelectionFlag.SelectCurrent | QItemSelectionModel.SelectionFlag.Rows
)
_NONE = Qt.KeyboardModifier.NoModifier
_BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_COPIED_AT_ONCE = 100
# Who presses one of these has a row in mind.
_GOING = frozenset(
    {
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
        *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End),
        *(Qt.Key.Key_Space, Qt.Key.Key_F2),
    }
)


class OrderTable(PaintedView):
    """Shows the model's rows and keeps the user's place in them.

    Signals:
        current_changed: the ShownRow of the current order, or None.
        selection_changed: how many rows are selected.
        copy_wanted: the row ids of many rows that are to be copied.
        opened: the current order was opened by Enter or a double click.
        query_wanted: the user wants to type a query ("/").
        edit_wanted: the current cell is to be edited in place (F2).
        laid_out: cells are in other places of the screen.
        listed: other rows are shown, or in another order.
        left: Esc with nothing more to take back.
    """

    current_changed = Signal(object)
    selection_changed = Signal(int)
    copy_wanted = Signal(object)
    opened = Signal()
    query_wanted = Signal()
    edit_wanted = Signal()
    laid_out = Signal()
    listed = Signal()
    left = Signal()

    def __init__(
        self, model: OrderTableModel, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, theme, icons, parent)
        self._orders = model
        self._foothold = Foothold(self, model)
        self._given: int | None = None
        """The row that is current because one always is, and nobody went to it."""
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
        self.header.sectionResized.connect(self._on_laid_out)
        self.header.sectionMoved.connect(self._on_laid_out)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def current_row(self) -> ShownRow | None:
        """Return the row of the current order."""
        return self._orders.row(self.currentIndex().row())

    def selected_count(self) -> int:
        """Return how many rows are selected."""
        ranges = self.selectionModel().selection()
        return sum(ranges.at(place).height() for place in range(ranges.count()))

    @property
    def chosen(self) -> bool:
        """Whether the person went to the current row, or selected rows, himself."""
        return self.selected_count() > 1 or self._foothold.current != self._given

    def forget_choice(self) -> None:
        """Take the current row for one that nobody went to: another list begins."""
        self._given = self._foothold.current

    def standing(self, touched: Iterable[int] = ()) -> Standing:
        """Return what a long list has to be prepared for."""
        return self._foothold.standing(touched)

    def show_rows(self, rowids: "array[int]", *, anew: bool = False, complete: bool = True) -> None:
        """Show other rows, keeping the current one, the selection and what is at the top.

        `anew`: the answer to another question, shown from its top; not `complete`: only the
        first rows of it.
        """
        with self._telling():
            self._foothold.show(rowids, anew=anew, complete=complete)

    def relist(self, relisting: Relisting, *, anew: bool = False) -> None:
        """Show a long list that was prepared, as `show_rows` does."""
        with self._telling():
            self._foothold.relist(relisting, anew=anew)

    def sight(self) -> Run:
        """Return the first and the last place in sight, as far as there are rows."""
        last = self.rowAt(self.viewport().height() - 1)
        return max(self.rowAt(0), 0), self._orders.rowCount() - 1 if last < 0 else last

    @contextmanager
    def _telling(self) -> Generator[None]:
        """Tell afterwards what has become of the current order, the selection and the hover."""
        current, selected, chosen = self._foothold.current, self.selected_count(), self.chosen
        yield
        if not self._foothold.waiting:
            if not chosen:
                self._given = self._foothold.current
            self._keep_current()
            if self._foothold.current not in {current, None}:
                self.current_changed.emit(self.current_row())
        if self.selected_count() != selected:
            self.selection_changed.emit(self.selected_count())
        self.listed.emit()
        if self._hovered >= 0:
            self._hover(self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())).row())

    def go_to(self, rowid: int) -> bool:
        """Make a row the current one and the only one selected; False where it is not shown."""
        place = self._orders.place(rowid)
        if place is None:
            return False
        self._go_to_place(place)
        self._given = None
        return True

    def go_to_cell(self, place: int, column: int) -> None:
        """Make a cell the current one; what is selected stays."""
        self._given = None
        index = self._orders.index(place, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(index)

    def step(self, by: int) -> None:
        """Go some rows down, or up where `by` is negative."""
        last = self._orders.rowCount() - 1
        if last >= 0:
            self._go_to_place(max(0, min(last, self.currentIndex().row() + by)))
            self._given = None

    def current_clause(self) -> tuple[Column, Clause] | None:
        """Return the current cell's column and the condition that finds its value elsewhere."""
        row = self.current_row()
        if row is None:
            return None
        column = COLUMNS[max(self.currentIndex().column(), 0)]
        clause = column.clause(row, self._orders.reading)
        return (column, clause) if clause else None

    def selected_rowids(self) -> "array[int]":
        """Return the row ids of the selected rows, as they stand below one another."""
        ranges = self.selectionModel().selection()
        chosen = [ranges.at(place) for place in range(ranges.count())]
        rowids = self._orders.rowids()
        found = rowids[:0]
        for one in sorted(chosen, key=lambda one: one.top()):
            found.extend(rowids[one.top() : one.bottom() + 1])
        return found

    def copy(self) -> None:
        """Copy the selected rows as text, the shown columns parted by tabs."""
        rowids = self.selected_rowids()
        if len(rowids) > _COPIED_AT_ONCE:
            self.copy_wanted.emit(rowids)
            return
        places = map(self._orders.place, rowids)
        rows = (self._orders.row(place) for place in places if place is not None)
        lines = [self.line(row) for row in rows if row is not None]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def line(self, row: ShownRow) -> str:
        """Return a row as text, the shown columns parted by tabs."""
        reading = self._orders.reading
        return "\t".join(COLUMNS[at].text(row, reading) for at in self.header.visible_columns())

    def _go_to_place(self, place: int) -> None:
        column = max(self.currentIndex().column(), self.header.visible_columns()[0])
        index = self._orders.index(place, column)
        # The view's own way as well: Shift selects from where it was used last.
        self.setCurrentIndex(index)
        self.selectionModel().setCurrentIndex(index, _SELECT_ROW)
        self.scrollTo(index)

    def _keep_current(self) -> None:
        if self._orders.rowCount() == 0:
            self.current_changed.emit(None)
        elif not self.currentIndex().isValid():
            self._go_to_place(0)
            self._given = self._foothold.current
        elif not self.selectionModel().hasSelection():
            self.selectionModel().select(self.currentIndex(), _SELECT_ROW)

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

    @override
    def moveCursor(
        self,
        cursorAction: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """Go to the first or last row for Home and End; the arrows move between cells."""
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: self._orders.rowCount() - 1,
        }
        if cursorAction not in ends:
            return super().moveCursor(cursorAction, modifiers)
        column = max(self.currentIndex().column(), self.header.visible_columns()[0])
        return self._orders.index(ends[cursorAction], column)

    def _on_laid_out(self, *_sections: int) -> None:
        self.laid_out.emit()

    def _take_back(self) -> None:
        if self.selected_count() > 1:
            self._go_to_place(self.currentIndex().row())
        else:
            self.left.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.header.fit()
        self.laid_out.emit()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.laid_out.emit()

    @override
    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Let Shift select with Ctrl as well; Qt's own Ctrl moves the current cell alone."""
        held = event.modifiers() if isinstance(event, QKeyEvent) else _NONE
        return _SELECT_UP_TO if held == _BOTH else super().selectionCommand(index, event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._given = None
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _GOING:
            self._given = None
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif plain and event.key() == Qt.Key.Key_Escape:
            self._take_back()
        elif plain and event.key() == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        elif event.text() == "/":
            self.query_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.currentIndex().isValid():
            self.opened.emit()
