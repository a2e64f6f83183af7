"""The items of an order as a table model."""

from enum import IntEnum
from operator import attrgetter

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.detail.line_rows import GOING, NEW, Cell, LineRow
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.rows_model import RowsModel

Index = QModelIndex | QPersistentModelIndex


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


class ItemsModel(RowsModel[LineRow]):
    """Shows LineRows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(attrgetter("id"), len(Column), parent)

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
