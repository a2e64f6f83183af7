"""A table of rows whose values can be edited where they stand."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from orderdesk.domain.fields import FieldSpec
from orderdesk.ui.staging.cell_draft import Cell
from orderdesk.ui.widgets.row_table import RowTable

Index = QModelIndex | QPersistentModelIndex
BEGIN_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2})


def is_plain(event: QKeyEvent) -> bool:
    """Whether a key is pressed by itself."""
    return not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class CellTable(RowTable):
    """F2, Enter and a double click begin to edit a value; its owner does the rest.

    Signals:
        begun: the Cell that is to be edited.
        laid_out: cells may stand elsewhere now.
    """

    begun = Signal(object)
    laid_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.in_place = False
        """Whether values are edited here at all, and not in a form."""
        self.verticalScrollBar().valueChanged.connect(self._on_moved)

    def cell_at(self, index: Index) -> Cell | None:
        """Return what a place shows, where that is a value of its own."""
        raise NotImplementedError

    def index_of(self, cell: Cell) -> QModelIndex:
        """Return where a value stands; an invalid index where it is not shown."""
        raise NotImplementedError

    def cells(self) -> Sequence[Cell]:
        """Return every value shown, in reading order."""
        raise NotImplementedError

    def why_fixed(self, cell: Cell) -> tuple[str, str]:
        """Return the name of a value that no field stands behind, and why it stays as it is."""
        raise NotImplementedError

    def is_titled(self, spec: FieldSpec) -> bool:
        """Whether what a field is called stands beside or above its values."""
        raise NotImplementedError

    def begin_current(self) -> bool:
        """Begin to edit the current value; False where there is none."""
        cell = self.cell_at(self.currentIndex())
        if cell is None or not self.in_place:
            return False
        self.begun.emit(cell)
        return True

    def _on_moved(self, _value: int) -> None:
        self.laid_out.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        begins = event.key() in BEGIN_KEYS and is_plain(event)
        if not (begins and self.begin_current()):
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        cell = self.cell_at(self.indexAt(event.position().toPoint()))
        if cell is not None and self.in_place and event.button() is Qt.MouseButton.LeftButton:
            self.begun.emit(cell)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.laid_out.emit()
