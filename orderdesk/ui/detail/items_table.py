"""The items as a table: one stop of the Tab key, as tall as its rows where there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QHeaderView,
    QSizePolicy,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.detail.items_delegate import ItemsDelegate
from orderdesk.ui.detail.items_model import Column, ItemsModel
from orderdesk.ui.detail.line_rows import LineRow
from orderdesk.ui.i18n import say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.row_table import RowTable

ITEMS = QT_TRANSLATE_NOOP("messages", "Items")


class ItemsTable(RowTable):
    """Shows LineRows; F2, Enter and a double click edit, Delete removes.

    Signals:
        edit_requested: the id of the line to edit.
        remove_requested: the id of the line to take off.
        current_changed: the id of the current line, or "".
    """

    edit_requested = Signal(str)
    remove_requested = Signal(str)
    current_changed = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = ItemsDelegate(theme, icons, self)
        self.items = ItemsModel(self)
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
            self.setCurrentIndex(self.items.index(place, 0))

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
        rows = self.items.rowCount() * self._delegate.height()
        return QSize(320, self.horizontalHeader().sizeHint().height() + rows + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        least = min(self.items.rowCount(), 2) * self._delegate.height()
        return QSize(200, self.horizontalHeader().sizeHint().height() + least + 2)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current_line()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        edits = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}
        if line and plain and event.key() in edits:
            self.edit_requested.emit(line)
        elif line and plain and event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit(line)
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        row = self.items.row(self.indexAt(event.position().toPoint()).row())
        if row is not None and event.button() is Qt.MouseButton.LeftButton:
            self.edit_requested.emit(row.id)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self.indexAt(event.pos())
            text = self.items.data(index, Qt.ItemDataRole.AccessibleTextRole)
            QToolTip.showText(event.globalPos(), plain_tip(str(text)) if text else "", self)
            return True
        return super().viewportEvent(event)
