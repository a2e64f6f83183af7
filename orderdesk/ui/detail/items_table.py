"""The items as a table: one stop of the Tab key, as tall as its rows where there is room."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QHeaderView,
    QSizePolicy,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.detail.cell_table import BEGIN_KEYS, CellTable, Index, is_plain
from orderdesk.ui.detail.items_delegate import ItemsDelegate
from orderdesk.ui.detail.items_model import ATTRIBUTES, HEADERS, Column, ItemsModel
from orderdesk.ui.detail.line_rows import LineRow
from orderdesk.ui.i18n import say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.staging.cell_draft import Cell
from orderdesk.ui.theme import Theme
from orderdesk.ui.tips import plain_tip

ITEMS = QT_TRANSLATE_NOOP("messages", "Items")
WORKED_OUT = QT_TRANSLATE_NOOP(
    "messages", "It is worked out from quantity and price. Edit one of those."
)
BEING_REMOVED = QT_TRANSLATE_NOOP(
    "messages", "The item is being removed. Put it back first, by Delete or from its menu."
)
NO_FIELD = QT_TRANSLATE_NOOP("messages", "The vendor has no field for it.")


class ItemsTable(CellTable):
    """Shows LineRows; F2, Enter and a double click edit, Delete removes or puts back.

    Signals:
        edit_requested: the id of the line to edit in a form.
        remove_requested: the id of the line to take off.
        current_changed: the id of the current line, or "".
        menu_requested: the id of a line whose menu is wanted, and where, as a global point.
    """

    edit_requested = Signal(str)
    remove_requested = Signal(str)
    current_changed = Signal(str)
    menu_requested = Signal(str, object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = ItemsDelegate(theme, icons, self)
        self.items = ItemsModel(self)
        self._order = ""
        self._keys: Mapping[str, str] = {}
        self.room = 0
        """How tall it is made at least, for an editor that is taller than its rows."""
        self.setObjectName("items")
        self.setAccessibleName(say_text(ITEMS))
        self.setModel(self.items)
        self.setItemDelegate(self._delegate)
        self._behave()
        theme.changed.connect(self._on_theme)

    def _behave(self) -> None:
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.verticalHeader().setMinimumSectionSize(20)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def show_fields(self, order_id: str, keys: Mapping[str, str]) -> None:
        """Take note whose lines are shown, and of the field's key behind each attribute."""
        self._order = order_id
        self._keys = keys

    def show_rows(self, rows: Sequence[LineRow]) -> None:
        """Show these rows; current line and scroll position stay where they are."""
        at = self.verticalScrollBar().value()
        current = self.current_line()
        self.items.show_rows(rows)
        self._fit()
        place = self.items.place_of(current) if current else None
        if place is not None and place != self.currentIndex().row():
            self.go_to(current)
        if not self.currentIndex().isValid() and rows:
            self.setCurrentIndex(self.items.index(0, 0))
        self.verticalScrollBar().setValue(at)

    def current_line(self) -> str:
        """Return the id of the current line, or ""."""
        row = self.items.row(self.currentIndex().row())
        return row.id if row else ""

    def go_to(self, line_id: str) -> None:
        """Make a line the current one."""
        place = self.items.place_of(line_id)
        if place is not None:
            self.setCurrentIndex(self.items.index(place, max(0, self.currentIndex().column())))

    @override
    def cell_at(self, index: Index) -> Cell | None:
        row = self.items.row(index.row())
        if row is None:
            return None
        attribute = ATTRIBUTES.get(Column(max(0, index.column())), "")
        return Cell(self._order, self._keys.get(attribute, ""), row.id)

    @override
    def index_of(self, cell: Cell) -> QModelIndex:
        place = self.items.place_of(cell.line_id)
        if place is None or cell.order_id != self._order:
            return QModelIndex()
        shown = {self._keys.get(attribute, ""): column for column, attribute in ATTRIBUTES.items()}
        # What no column shows stands in the quieter line under the name.
        return self.items.index(place, shown.get(cell.field, Column.NAME))

    @override
    def cells(self) -> Sequence[Cell]:
        places = range(self.items.rowCount())
        every = (self.cell_at(self.items.index(at, c)) for at in places for c in ATTRIBUTES)
        return [cell for cell in every if cell is not None and cell.field]

    @override
    def why_fixed(self, cell: Cell) -> tuple[str, str]:
        column = Column(max(0, self.currentIndex().column()))
        place = self.items.place_of(cell.line_id)
        row = None if place is None else self.items.row(place)
        why = NO_FIELD
        if row is not None and row.going:
            why = BEING_REMOVED
        elif column is Column.SUM:
            why = WORKED_OUT
        return say_text(HEADERS[column]), say_text(why)

    @override
    def is_titled(self, spec: FieldSpec) -> bool:
        return spec.attribute in ATTRIBUTES.values()

    def _fit(self) -> None:
        """Give figures the room they need; the name has the rest."""
        self.verticalHeader().setDefaultSectionSize(self._delegate.height())
        metrics = self.fontMetrics()
        for column in (Column.QUANTITY, Column.PRICE, Column.SUM):
            title = str(self.items.headerData(column, Qt.Orientation.Horizontal))
            indexes = (self.items.index(place, column) for place in range(self.items.rowCount()))
            widths = (self._delegate.width(index) for index in indexes)
            self.setColumnWidth(column, max(metrics.horizontalAdvance(title) + 24, *widths, 0))
        self.updateGeometry()

    def _on_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self.current_line())

    def _on_theme(self) -> None:
        self._fit()
        self.viewport().update()

    @override
    def sizeHint(self) -> QSize:
        rows = max(self.room, self.items.rowCount() * self._delegate.height())
        return QSize(320, self.horizontalHeader().sizeHint().height() + rows + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        least = max(self.room, min(self.items.rowCount(), 2) * self._delegate.height())
        return QSize(200, self.horizontalHeader().sizeHint().height() + least + 2)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, plain = self.current_line(), is_plain(event)
        if line and plain and event.key() in BEGIN_KEYS and not self.in_place:
            self.edit_requested.emit(line)
        elif line and plain and event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit(line)
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        row = self.items.row(self.indexAt(event.position().toPoint()).row())
        left = event.button() is Qt.MouseButton.LeftButton
        if row is not None and left and not self.in_place:
            self.edit_requested.emit(row.id)

    @override
    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        index = self.currentIndex()
        if arg__1.reason() is QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(self.viewport().mapFromGlobal(arg__1.globalPos()))
        row = self.items.row(index.row())
        if row is not None:
            self.setCurrentIndex(index)
            below = self.visualRect(index).bottomLeft()
            self.menu_requested.emit(row.id, self.viewport().mapToGlobal(below))

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            text = self.items.data(index, Qt.ItemDataRole.AccessibleTextRole)
            QToolTip.showText(event.globalPos(), plain_tip(str(text)) if text else "", self)
            return True
        return super().viewportEvent(event)
