"""The items of an order as a table model."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.detail.line_rows import GOING, NEW, Cell, LineRow
from orderdesk.ui.i18n import say_text

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Column(IntEnum):
    """The columns, from the left."""

    NAME = 0
    QUANTITY = 1
    PRICE = 2
    SUM = 3


class Role(IntEnum):
    """What the delegate asks for beside the text."""

    BEFORE = Qt.ItemDataRole.UserRole + 1
    DETAIL = Qt.ItemDataRole.UserRole + 2
    STAGED = Qt.ItemDataRole.UserRole + 3
    GOING = Qt.ItemDataRole.UserRole + 4
    PROBLEM = Qt.ItemDataRole.UserRole + 5


HEADERS = {
    Column.NAME: QT_TRANSLATE_NOOP("messages", "Item"),
    Column.QUANTITY: QT_TRANSLATE_NOOP("messages", "Qty"),
    Column.PRICE: QT_TRANSLATE_NOOP("messages", "Price"),
    Column.SUM: QT_TRANSLATE_NOOP("messages", "Sum"),
}


def _cell(row: LineRow, column: int) -> Cell:
    return (row.name, row.quantity, row.price, row.sum)[column]


def _spoken(row: LineRow, column: int) -> str:
    cell = _cell(row, column).spoken()
    if column != Column.NAME:
        return f"{say_text(HEADERS[Column(column)])}: {cell}"
    marks = [say_text(NEW)] if row.added else [say_text(GOING)] if row.going else []
    return ", ".join(filter(None, (cell, row.detail, *marks, row.problem)))


class ItemsModel(QAbstractTableModel):
    """Shows LineRows and tells exactly which of them changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[LineRow] = []

    def show_rows(self, rows: Sequence[LineRow]) -> None:
        """Show these rows; what stays keeps its place and its selection."""
        keep = {row.id for row in rows}
        for place in reversed(range(len(self._rows))):
            if self._rows[place].id not in keep:
                self.beginRemoveRows(_ROOT, place, place)
                del self._rows[place]
                self.endRemoveRows()
        wanted = [row.id for row in rows]
        kept = [row.id for row in self._rows]
        if [id_ for id_ in wanted if id_ in set(kept)] != kept:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for place, row in enumerate(rows):
            if place < len(self._rows) and self._rows[place].id == row.id:
                self._replace(place, row)
            else:
                self.beginInsertRows(_ROOT, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()

    def row(self, place: int) -> LineRow | None:
        """Return the row at a place, if there is one."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, line_id: str) -> int | None:
        """Return where a line stands."""
        places = (place for place, row in enumerate(self._rows) if row.id == line_id)
        return next(places, None)

    def _replace(self, place: int, row: LineRow) -> None:
        if self._rows[place] != row:
            self._rows[place] = row
            last = self.index(place, len(Column) - 1)
            self.dataChanged.emit(self.index(place, 0), last)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        column = index.column()
        cell = _cell(row, column)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                return int(side | Qt.AlignmentFlag.AlignVCenter)
            case Role.BEFORE:
                return cell.before
            case Role.DETAIL:
                return row.detail if column == Column.NAME else ""
            case Role.STAGED:
                return row.added or row.going or cell.before is not None
            case Role.GOING:
                return row.going
            case Role.PROBLEM:
                return row.problem if column == Column.NAME else ""
            case _:
                return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return say_text(HEADERS[Column(section)])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
