"""The items of an order as a table model."""

from collections.abc import Callable
from enum import IntEnum
from operator import attrgetter

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.detail.line_rows import COUNTING, NAMING, PRICING, Cell, LineRow
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
    HELD = Qt.ItemDataRole.UserRole + 6
    EDITABLE = Qt.ItemDataRole.UserRole + 7
    MARK = Qt.ItemDataRole.UserRole + 8


ATTRIBUTES = {Column.NAME: NAMING, Column.QUANTITY: COUNTING, Column.PRICE: PRICING}
"""The attribute of a Line that a column shows; the sum is worked out."""


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
    return ", ".join(filter(None, (cell, row.detail, row.mark, row.problem)))


def _of_name(text: str, column: int) -> str:
    return text if column == Column.NAME else ""


_LOOKS: dict[int, Callable[[LineRow, int], object]] = {
    Role.BEFORE: lambda row, column: _cell(row, column).before,
    Role.DETAIL: lambda row, column: _of_name(row.detail, column),
    Role.STAGED: lambda row, column: (
        row.added or row.going or _cell(row, column).before is not None
    ),
    Role.GOING: lambda row, _column: row.going,
    Role.PROBLEM: lambda row, column: _of_name(row.problem, column),
    Role.HELD: lambda row, column: row.held or _cell(row, column).staged,
    Role.EDITABLE: lambda row, column: _cell(row, column).editable and not row.going,
    Role.MARK: lambda row, column: _of_name(row.mark if row.held else "", column),
}
"""What the delegate asks for, by role."""


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
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(row, column).text
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
                return int(side | Qt.AlignmentFlag.AlignVCenter)
            case _:
                look = _LOOKS.get(role)
                return None if look is None else look(row, column)

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
