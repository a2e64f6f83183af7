"""A table model of rows with keys, which tells exactly what went, came and changed."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex
from typing_extensions import override

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows of one kind; what stays keeps its place, its selection and its index.

    `key` returns what tells a row from every other one, whatever else of it changes.
    """

    def __init__(
        self, key: Callable[[Row], str], columns: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._columns = columns
        self._rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; only where they stand in another order is everything new."""
        wanted = [self._key(row) for row in rows]
        self._remove(frozenset(wanted))
        kept = [self._key(row) for row in self._rows]
        staying = frozenset(kept)
        if [key for key in wanted if key in staying] != kept:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for place, row in enumerate(rows):
            if wanted[place] in staying:
                self._replace(place, row)
            else:
                self.beginInsertRows(_ROOT, place, place)
                self._rows.insert(place, row)
                self.endInsertRows()

    def row(self, place: int) -> Row | None:
        """Return the row at a place, if there is one."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def place_of(self, key: str) -> int | None:
        """Return where the row with this key stands, if it is shown."""
        places = (place for place, row in enumerate(self._rows) if self._key(row) == key)
        return next(places, None)

    def _remove(self, kept: frozenset[str]) -> None:
        for place in reversed(range(len(self._rows))):
            if self._key(self._rows[place]) not in kept:
                self.beginRemoveRows(_ROOT, place, place)
                del self._rows[place]
                self.endRemoveRows()

    def _replace(self, place: int, row: Row) -> None:
        if self._rows[place] != row:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, self._columns - 1))

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._columns
