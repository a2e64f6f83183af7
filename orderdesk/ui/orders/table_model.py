"""The orders table's model: an array of row ids and a small cache of the rows in sight."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from orderdesk.domain.shown import ShownRow
from orderdesk.ui.i18n import say_text
from orderdesk.ui.orders.columns import COLUMNS, LEFT, Column, Reading, spoken
from orderdesk.ui.orders.row_changes import Run, row_changes

Index = QModelIndex | QPersistentModelIndex
RowsNow = Callable[[Sequence[int]], "list[ShownRow] | None"]

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The ShownRow, or None while it is not read."""
LEFT_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether the row is only still there because it was changed here and fits no more."""
_ROOT = QModelIndex()
_PAGE = 64
_PAGES = 24
_IN_SIGHT = 3
_MOST_TEXTS = 4_000


class OrderTableModel(QAbstractTableModel):
    """Rows of orders by row id; it never holds more than the pages around what is shown.

    Signals:
        wanted: row ids that could not be read at once; answer with `take`.
    """

    wanted = Signal(list)

    def __init__(
        self,
        rows_now: RowsNow,
        zone: ZoneInfo,
        parent: QObject | None = None,
        *,
        titles: Mapping[str, str] | None = None,
        states: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows_now = rows_now
        self._reading = Reading(zone, datetime.now(UTC), titles or {}, states or {})
        self._rowids: array[int] = array("q")
        self._left: frozenset[int] = frozenset()
        self._texts: dict[tuple[int, str], str] = {}
        self._pages: OrderedDict[int, dict[int, ShownRow | None]] = OrderedDict()

    @property
    def reading(self) -> Reading:
        """What the cells are read with: the zone and the time."""
        return self._reading

    def rowids(self) -> "array[int]":
        """Return the row ids shown, in order."""
        return self._rowids

    def row(self, place: int) -> ShownRow | None:
        """Return the row at a place, reading its page; None while it is not there."""
        if not 0 <= place < len(self._rowids):
            return None
        return self._page(place // _PAGE).get(self._rowids[place])

    def text(self, row: ShownRow, column: Column) -> str:
        """Return what a cell says; written once, since a cell is painted again and again."""
        key = (row.rowid, column.key)
        text = self._texts.get(key)
        if text is None:
            if len(self._texts) > _MOST_TEXTS:
                self._texts.clear()
            text = self._texts[key] = column.text(row, self._reading)
        return text

    def place(self, rowid: int) -> int | None:
        """Return where a row id is shown, if it is."""
        try:
            return self._rowids.index(rowid)
        except ValueError:
            return None

    def known_rowid(self, order_id: str) -> int | None:
        """Return the row id of an order among the rows that are read."""
        rows = (row for page in self._pages.values() for row in page.values())
        return next((row.rowid for row in rows if row is not None and row.id == order_id), None)

    def mark_left(self, rowids: frozenset[int]) -> None:
        """Mark the rows that are only kept for the user's sake."""
        changed = self._left ^ rowids
        self._left = rowids
        for rowid in changed:
            self._tell(rowid)

    def is_left(self, rowid: int) -> bool:
        """Whether a row is only kept for the user's sake."""
        return rowid in self._left

    def show(self, rowids: "array[int]") -> bool:
        """Show these rows, telling exactly what went, moved and came; False after a reset."""
        if self._rowids == rowids:
            return True
        changes = row_changes(self._rowids, rowids)
        if changes is None:
            self.beginResetModel()
            self._rowids = array("q", rowids)
            self._pages.clear()
            self.endResetModel()
            return False
        self._remove(changes.gone)
        self._permute(changes.staying)
        self._insert(changes.come, rowids)
        return True

    def refresh(self, order_ids: Iterable[str] | None = None) -> None:
        """Read rows again that have changed, all of them for None; the old ones show until then."""
        wanted = None if order_ids is None else set(order_ids)
        while wanted is None and len(self._pages) > _IN_SIGHT:
            # What is out of sight is read when it comes into sight again.
            self._pages.popitem(last=False)
        for page in list(self._pages.values()):
            hit = [
                rowid
                for rowid, row in page.items()
                if row is None or wanted is None or row.id in wanted
            ]
            rows = self._rows_now(hit) if hit else []
            if rows is None:
                self.wanted.emit(hit)
            else:
                self.take(rows)

    def tick(self) -> None:
        """Take the time anew, for what counts down."""
        self._reading = replace(self._reading, now=datetime.now(UTC))
        self._texts.clear()
        key = next(index for index, one in enumerate(COLUMNS) if one.key == "expires")
        if self._rowids:
            self.dataChanged.emit(self.index(0, key), self.index(len(self._rowids) - 1, key))

    def take(self, rows: Iterable[ShownRow]) -> None:
        """Fill in rows that were `wanted`, telling those that differ from what was shown."""
        for row in rows:
            for page in self._pages.values():
                if row.rowid in page and page[row.rowid] != row:
                    page[row.rowid] = row
                    self._texts.clear()
                    self._tell(row.rowid)

    def _tell(self, rowid: int) -> None:
        place = self.place(rowid)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def _page(self, number: int) -> dict[int, ShownRow | None]:
        page = self._pages.get(number)
        if page is not None:
            self._pages.move_to_end(number)
            return page
        ids = self._rowids[number * _PAGE : (number + 1) * _PAGE].tolist()
        page = dict.fromkeys(ids)
        self._pages[number] = page
        if len(self._pages) > _PAGES:
            self._pages.popitem(last=False)
        rows = self._rows_now(ids)
        if rows is None:
            self.wanted.emit(ids)
        else:
            page.update((row.rowid, row) for row in rows)
        return page

    def _remove(self, runs: list[Run]) -> None:
        for first, last in reversed(runs):
            self.beginRemoveRows(_ROOT, first, last)
            del self._rowids[first : last + 1]
            self._pages.clear()
            self.endRemoveRows()

    def _insert(self, runs: list[Run], new: "array[int]") -> None:
        for first, last in runs:
            self.beginInsertRows(_ROOT, first, last)
            self._rowids[first:first] = new[first : last + 1]
            self._pages.clear()
            self.endInsertRows()

    def _permute(self, new: "array[int]") -> None:
        if new == self._rowids:
            return
        self.layoutAboutToBeChanged.emit()
        places = {rowid: place for place, rowid in enumerate(new)}
        old = self.persistentIndexList()
        moved = [self.index(places[self._rowids[one.row()]], one.column()) for one in old]
        self._rowids = new
        self._pages.clear()
        self.changePersistentIndexList(old, moved)
        self.layoutChanged.emit()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rowids)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in _ROLES:
            return None
        column = COLUMNS[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        row = self.row(index.row())
        if role == ROW_ROLE:
            return row
        if role == LEFT_ROLE:
            return self._rowids[index.row()] in self._left
        if row is None:
            return "…"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = spoken(column, row, self._reading)
            left = self._rowids[index.row()] in self._left and column.key == "number"
            return f"{said}, {say_text(LEFT)}" if left else said
        return self.text(row, column)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return say_text(column.title)
        return _alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None


_Role = Qt.ItemDataRole
_WORDS = (_Role.DisplayRole, _Role.TextAlignmentRole, _Role.AccessibleTextRole)
_ROLES = frozenset({*_WORDS, ROW_ROLE, LEFT_ROLE})


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return Qt.AlignmentFlag.AlignVCenter | side
