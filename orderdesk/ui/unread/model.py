"""The orders that could not be read, as rows: whose they are, their id, and what is wrong."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.services.views import Unread
from orderdesk.ui.i18n import say_text
from orderdesk.ui.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
NO_ID = QT_TRANSLATE_NOOP("messages", "without an id")
TITLES = (
    QT_TRANSLATE_NOOP("messages", "Connection"),
    QT_TRANSLATE_NOOP("messages", "Vendor's id"),
    QT_TRANSLATE_NOOP("messages", "What is wrong"),
)


def cell(row: Unread, column: int) -> str:
    """Return what stands in a column."""
    return (row.connection_name, row.vendor_id or say_text(NO_ID), row.reason)[column]


class UnreadModel(QAbstractTableModel):
    """One row for each order that could not be read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Unread] = []

    def show_rows(self, rows: Sequence[Unread]) -> None:
        """Show these orders."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, place: int) -> Unread | None:
        """Return the order at a place, if there is one."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(TITLES)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        text = cell(row, index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(text)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{say_text(TITLES[index.column()])}: {text}"
            case _:
                return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return say_text(TITLES[section])
        return None
