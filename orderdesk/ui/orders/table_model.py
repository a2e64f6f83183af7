"""The orders table's model: an array of row ids and the rows around what is in sight."""

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
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

from orderdesk.domain.relisting import Relisting, Run
from orderdesk.domain.shown import ShownRow
from orderdesk.ui.i18n import say_text
from orderdesk.ui.orders.columns import COLUMNS, Column, Reading
from orderdesk.ui.orders.marks import LEFT, LEFT_AT_VENDOR, spoken
from orderdesk.ui.orders.row_changes import row_changes

Index = QModelIndex | QPersistentModelIndex
RowsNow = Callable[[Sequence[int]], "list[ShownRow] | None"]
Was = Callable[[str, str], "str | None"]
"""What an order's attribute was before the staged value, by the order's id and its name."""

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The ShownRow, or None while it is not read."""
LEFT_ROLE = Qt.ItemDataRole.UserRole + 2
"""Whether the row is only still there because it was changed here and fits no more."""
LONG = 2_000
"""Lists longer than this are not compared on the UI thread, but come with a Relisting."""
_SHORT = "q"
_ROOT = QModelIndex()
_PAGE = 64
_MOST_ROWS = 24 * _PAGE
_MOST_TEXTS = 4_000


class OrderTableModel(QAbstractTableModel):
    """Rows of orders by row id; it never holds more than some pages of them.

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
        self._rowids: array[int] = array(_SHORT)
        self._left: frozenset[int] = frozenset()
        self._has: Callable[[int], bool] | None = None
        """Whether a row is in the list that waits to be shown, where one does."""
        self._texts: dict[tuple[int, str], str] = {}
        self._count = 0
        """How many rows are told; while a long list is taken over, not always those there are."""
        self._was: Was = _not_known
        self._places: array[int] | None = None
        self._rows: dict[int, ShownRow | None] = {}
        """What is read by row id, the longest read first; None: not there yet."""

    @property
    def reading(self) -> Reading:
        """What the cells are read with: the zone and the time."""
        return self._reading

    def rowids(self) -> "array[int]":
        """Return the row ids shown, in order; nobody changes this array, here or elsewhere."""
        return self._rowids

    def row(self, place: int) -> ShownRow | None:
        """Return the row at a place, reading its page; None while it is not there."""
        if not 0 <= place < len(self._rowids):
            return None
        rowid = self._rowids[place]
        if rowid not in self._rows:
            self._read(place)
        return self._rows.get(rowid)

    def known(self, rowid: int) -> ShownRow | None:
        """Return a row if it is read; nothing is read for it."""
        return self._rows.get(rowid)

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
        if self._places is not None:
            place = self._places[rowid] if 0 <= rowid < len(self._places) else -1
            return place if place >= 0 else None
        try:
            return self._rowids.index(rowid)
        except ValueError:
            return None

    def known_rowid(self, order_id: str) -> int | None:
        """Return the row id of an order among the rows that are read."""
        rows = self._rows.values()
        return next((row.rowid for row in rows if row is not None and row.id == order_id), None)

    def known_rowids(self, order_ids: Collection[str]) -> dict[str, int]:
        """Return the row ids of those orders that are among the rows that are read."""
        rows = (row for row in self._rows.values() if row is not None)
        return {row.id: row.rowid for row in rows if row.id in order_ids}

    def mark_left(self, rowids: frozenset[int]) -> None:
        """Mark the rows that are only kept for the user's sake."""
        changed = self._left ^ rowids
        self._left = rowids
        self._tell(changed)

    def hold(self, has: Callable[[int], bool] | None) -> None:
        """Take note of which rows are in the list that waits; None: what is shown is all."""
        before = {rowid for rowid in self._rows if self.is_left(rowid)}
        self._has = has
        self._tell(before ^ {rowid for rowid in self._rows if self.is_left(rowid)})

    def tell_old(self, was: Was, order_ids: Collection[str]) -> None:
        """Take note of what staged cells of these orders were before."""
        self._was = was
        self._tell(self.known_rowids(order_ids).values())

    def was(self, row: ShownRow, column: Column) -> str | None:
        """Return what a staged cell was before, "" for nothing; None where it is not known."""
        return self._was(row.id, column.attribute or column.key)

    def is_left(self, rowid: int) -> bool:
        """Whether a row is only kept for the user's sake."""
        return rowid in self._left or (self._has is not None and not self._has(rowid))

    def why_left(self, rowid: int) -> str:
        """Return why a row that is only kept still stands there, as source text; "" for others."""
        if rowid in self._left:
            return LEFT
        return LEFT_AT_VENDOR if self.is_left(rowid) else ""

    def show(self, rowids: "array[int]") -> bool:
        """Show these rows; short lists tell what went, moved and came; False after a reset."""
        old = self._rowids
        if rowids.typecode != _SHORT:
            rowids = array(_SHORT, rowids)  # only what is alike can be joined
        if old == rowids:
            return True
        changes = None if max(len(old), len(rowids)) > LONG else row_changes(old, rowids)
        self._places = None
        if changes is None:
            self.beginResetModel()
            self._rowids, self._count = rowids, len(rowids)
            self.endResetModel()
            return False
        self._remove(changes.gone)
        self._permute(changes.staying)
        self._insert(changes.come, rowids)
        return True

    def relist(self, relisting: Relisting) -> None:
        """Show a long list that was prepared: its rows change places, and its end its length.

        What is selected has to be let go of before: Qt would follow each selected row.
        """
        old, new = len(self._rowids), relisting.rowids
        self._places = None
        if len(new) > old:
            self.beginInsertRows(_ROOT, old, len(new) - 1)
            self._count = len(new)
            self.endInsertRows()
        if relisting.moved or relisting.old.rowids is not self._rowids:
            self._move(new, relisting.places)
        if len(new) < old:
            self.beginRemoveRows(_ROOT, len(new), old - 1)
            self._count = len(new)
            self.endRemoveRows()
        self._rowids, self._places = new, relisting.places
        self.mark_left(relisting.kept)

    def refresh(self, order_ids: Iterable[str] | None = None, *, sight: Run | None = None) -> None:
        """Read rows again that have changed, all of them for None; the old ones show until then.

        Rows that are out of sight are read when they come into sight again.
        """
        wanted = None if order_ids is None else set(order_ids)
        near = None if sight is None else frozenset(self._rowids[sight[0] : sight[1] + 1])
        changed = [
            rowid
            for rowid, row in self._rows.items()
            if row is None or wanted is None or row.id in wanted
        ]
        hit: list[int] = []
        for rowid in changed:
            if near is None or rowid in near:
                hit.append(rowid)
            elif self._rows[rowid] is not None:
                del self._rows[rowid]
        for first in range(0, len(hit), _PAGE):
            page = hit[first : first + _PAGE]
            rows = self._rows_now(page)
            if rows is None:
                self.wanted.emit(page)
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
        changed: list[int] = []
        for row in rows:
            if row.rowid in self._rows and self._rows[row.rowid] != row:
                self._rows[row.rowid] = row
                changed.append(row.rowid)
        if changed:
            self._texts.clear()
            self._tell(changed)

    def forget_blank(self, rowids: Iterable[int]) -> None:
        """Read rows anew when they are seen again, since they were `wanted` and did not come."""
        for rowid in rowids:
            if rowid in self._rows and self._rows[rowid] is None:
                del self._rows[rowid]

    def _tell(self, rowids: Iterable[int]) -> None:
        """Tell that rows have changed, neighbours together."""
        places = sorted(place for place in map(self.place, rowids) if place is not None)
        last = len(COLUMNS) - 1
        start = 0
        for at, place in enumerate(places):
            if at + 1 == len(places) or places[at + 1] != place + 1:
                self.dataChanged.emit(self.index(places[start], 0), self.index(place, last))
                start = at + 1

    def _read(self, place: int) -> None:
        """Read the page a row is on, as far as it is not read yet."""
        first = place - place % _PAGE
        ids = [rowid for rowid in self._rowids[first : first + _PAGE] if rowid not in self._rows]
        if len(self._rows) + len(ids) > _MOST_ROWS:
            for rowid in list(islice(self._rows, _MOST_ROWS // 2)):
                del self._rows[rowid]
        self._rows.update(dict.fromkeys(ids))
        rows = self._rows_now(ids)
        if rows is None:
            self.wanted.emit(ids)
        else:
            self._rows.update((row.rowid, row) for row in rows)

    def _remove(self, runs: list[Run]) -> None:
        for first, last in reversed(runs):
            self.beginRemoveRows(_ROOT, first, last)
            self._rowids = self._rowids[:first] + self._rowids[last + 1 :]
            self._count = len(self._rowids)
            self.endRemoveRows()

    def _insert(self, runs: list[Run], new: "array[int]") -> None:
        for first, last in runs:
            self.beginInsertRows(_ROOT, first, last)
            self._rowids = self._rowids[:first] + new[first : last + 1] + self._rowids[first:]
            self._count = len(self._rowids)
            self.endInsertRows()

    def _permute(self, new: "array[int]") -> None:
        if new != self._rowids:
            self._move(new, {rowid: place for place, rowid in enumerate(new)})

    def _move(self, new: "array[int]", places: "Mapping[int, int] | array[int]") -> None:
        """Put the rows in their new order; an index whose row has no place there ends."""
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        moved = [self._moved(one, places) for one in old]
        self._rowids = new
        self.changePersistentIndexList(old, moved)
        self.layoutChanged.emit()

    def _moved(self, index: QModelIndex, places: "Mapping[int, int] | array[int]") -> QModelIndex:
        place = places[self._rowids[index.row()]] if index.row() < len(self._rowids) else -1
        return self.index(place, index.column()) if place >= 0 else QModelIndex()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

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
            return row is not None and self.is_left(row.rowid)
        if row is None:
            return "…"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = spoken(column, row, self._reading, self.was(row, column))
            left = self.why_left(row.rowid) if column.key == "number" else ""
            return f"{said}, {say_text(left)}" if left else said
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


def _not_known(_order_id: str, _attribute: str) -> None:
    return None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return Qt.AlignmentFlag.AlignVCenter | side
