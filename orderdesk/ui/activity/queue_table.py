"""The table of what waits: in its order, several to be chosen, and held still while it shrinks."""

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.bulk.table import Column, Line, LineDelegate, line_data, line_title
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.row_table import RowTable
from orderdesk.ui.widgets.rows_model import RowsModel

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (
    Column(QT_TRANSLATE_NOOP("messages", "No."), 42),
    Column(QT_TRANSLATE_NOOP("messages", "Waiting"), 86),
    Column(QT_TRANSLATE_NOOP("messages", "Order"), 128),
    Column(QT_TRANSLATE_NOOP("messages", "Change"), 0),
    Column(QT_TRANSLATE_NOOP("messages", "Waits for"), 158, badge=True),
)
AGE, LEAST_WIDTH = 1, 470
"""The column that gives way first, and in which width of the table, in pixels at usual size."""
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class QueueModel(RowsModel[Line]):
    """What waits; `tips` say at length why, by the command's id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(attrgetter("key"), len(COLUMNS), parent)
        self.tips: dict[str, str] = {}

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.row(index.row()) if index.isValid() else None
        tip = None
        if line is not None and COLUMNS[index.column()].badge:
            tip = self.tips.get(line.key)
        return line_data(COLUMNS, line, index.column(), role, tip=tip)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        return line_title(COLUMNS, section, orientation, role)


class QueueTable(RowTable):
    """Lists what waits; several can be chosen with Shift, Ctrl and Ctrl+A.

    Signals:
        current_changed: the id of the current command, "" for none.
        chosen_changed: others are chosen than before.
        opened: Enter or a double click on a command.
        withdraw_asked: Delete was pressed.
        edit_asked: F2 was pressed.
        copy_asked: the current one is to be copied.
    """

    current_changed = Signal(str)
    chosen_changed = Signal()
    opened = Signal()
    withdraw_asked = Signal()
    edit_asked = Signal()
    copy_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lines = QueueModel(self)
        self.setObjectName("queue-table")
        self.setAccessibleName(self.tr("Changes that wait, in the order they are sent"))
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(COLUMNS, theme, icons, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, column in enumerate(COLUMNS):
            if column.width:
                header.resizeSection(place, round(column.width * theme.scale))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        theme.changed.connect(self._repaint)

    def show_lines(self, lines: Sequence[Line], tips: dict[str, str]) -> None:
        """List these; what is chosen stays so, and a current one that is gone gives way."""
        place = self.currentIndex().row()
        self.lines.tips = tips
        self.lines.show_rows(lines)
        if lines and not self.currentIndex().isValid():
            self.go_to(lines[max(0, min(place, len(lines) - 1))].key)
        elif not lines:
            self.current_changed.emit("")

    def go_to(self, command_id: str) -> bool:
        """Make a command the current one; False where it is not listed."""
        place = self.lines.place_of(command_id)
        if place is None:
            return False
        index = self.lines.index(place, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        return True

    def current(self) -> str:
        """Return the id of the current command, "" for none."""
        line = self.lines.row(self.currentIndex().row())
        return line.key if line is not None else ""

    def chosen(self) -> list[str]:
        """Return the ids of the chosen commands, in their order."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        lines = (self.lines.row(place) for place in places)
        return [line.key for line in lines if line is not None]

    def _on_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self.current())

    def _on_selection(self, *_changes: object) -> None:
        self.chosen_changed.emit()

    def _repaint(self) -> None:
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < LEAST_WIDTH * self._theme.scale
        self.setColumnHidden(AGE, narrow and event.size().width() > 0)
        super().resizeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        answers = {Qt.Key.Key_Delete: self.withdraw_asked, Qt.Key.Key_F2: self.edit_asked}
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif plain and event.key() in _ENTER:
            self.opened.emit()
        elif plain and event.key() in answers:
            answers[Qt.Key(event.key())].emit()
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.currentIndex().isValid():
            self.opened.emit()
