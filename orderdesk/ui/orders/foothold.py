"""The user's foothold in the table: current order, selection and top, kept over other rows."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QSignalBlocker
from PySide6.QtWidgets import QAbstractItemView, QTableView

from orderdesk.domain.relisting import Relisting, Run, Standing
from orderdesk.ui.orders.columns import COLUMNS
from orderdesk.ui.orders.table_model import LONG, OrderTableModel

_Flag = QItemSelectionModel.SelectionFlag
# So far the next order is looked for when the current one goes.
_NEAR = 500
_ON_TOP = QAbstractItemView.ScrollHint.PositionAtTop


@dataclass(frozen=True, slots=True)
class _Hold:
    """Where the user stood in a list."""

    standing: Standing
    current: int | None
    place: int
    column: int


class Foothold:
    """Changes the rows of a table under the user's feet.

    A list may come in two steps, the first rows and then all of them. What was current or
    selected before and is not among the first rows is looked for again among all of them,
    unless the user has gone elsewhere meanwhile.
    """

    def __init__(self, table: QTableView, model: OrderTableModel) -> None:
        self._table = table
        self._model = model
        self._left: _Hold | None = None
        """Where the user stood before the first rows of another list came."""
        self._put: _Hold | None = None
        """Where he was put among these."""

    def standing(self, touched: Iterable[int] = ()) -> Standing:
        """Return what the next list has to be compared with."""
        standing = self._here().standing if self._left is None else self._left.standing
        return Standing(standing.rowids, standing.chosen, frozenset(touched))

    @property
    def current(self) -> int | None:
        """The row id of the current order, or of the one that is waited for."""
        return self._left.current if self.waiting and self._left else self._here().current

    @property
    def waiting(self) -> bool:
        """Whether it is not known yet what becomes of the current order."""
        return self._left is not None and not self._table.currentIndex().isValid()

    def show(self, rowids: "array[int]", *, anew: bool, complete: bool) -> None:
        """Show a short list, or the first rows of one; `anew`: another one, from its top."""
        here, (top, edge) = self._here(), self._top()
        before = self._left if self._left is not None and self._unmoved(here) else here
        quiet = QSignalBlocker(self._table.selectionModel())
        if not self._model.show(rowids) or before is not here:
            self._stand_again(before)
        quiet.unblock()
        self._left = None if complete else before
        self._put = self._here()
        self._scroll(None if anew else top, edge)

    def relist(self, relisting: Relisting, *, anew: bool) -> None:
        """Show a long list that was prepared; `anew`: another one, from its top."""
        here, (top, edge) = self._here(), self._top()
        at_end = self._at_end()
        before, self._left = self._left, None
        quiet = QSignalBlocker(self._table.selectionModel())
        self._table.selectionModel().clearSelection()
        self._model.relist(relisting)
        if before is not None and self._unmoved(here):
            self._make_current(before)
            self._choose(relisting.chosen)
        else:
            self._stay_near(here)
            asked = relisting.old
            same = here.standing.rowids is asked.rowids and here.standing.chosen == asked.chosen
            self._choose(relisting.chosen if same else self._followed(here.standing))
        quiet.unblock()
        self._scroll(None if anew and before is None else top, edge)
        if at_end and not anew and here.standing.rowids[-1:] == relisting.rowids[-1:]:
            self._table.verticalScrollBar().setValue(self._table.verticalScrollBar().maximum())

    def _unmoved(self, here: _Hold) -> bool:
        """Whether the user stands where he was put among the first rows."""
        put = self._put
        return put is not None and (put.current, put.standing.chosen) == (
            here.current,
            here.standing.chosen,
        )

    def _here(self) -> _Hold:
        rowids, index = self._model.rowids(), self._table.currentIndex()
        ranges = self._table.selectionModel().selection()
        chosen = sorted((one.top(), one.bottom()) for one in map(ranges.at, range(ranges.count())))
        current = rowids[index.row()] if 0 <= index.row() < len(rowids) else None
        standing = Standing(rowids, tuple(_joined(chosen)))
        return _Hold(standing, current, index.row(), max(index.column(), 0))

    def _stand_again(self, before: _Hold) -> None:
        self._make_current(before)
        self._choose(self._followed(before.standing))

    def _make_current(self, hold: _Hold) -> None:
        place = None if hold.current is None else self._model.place(hold.current)
        if place is not None:
            index = self._model.index(place, hold.column)
            self._table.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)

    def _stay_near(self, hold: _Hold) -> None:
        """Make the next row the current one where the order that was current is gone."""
        if hold.current is None or self._table.currentIndex().isValid():
            return
        rowids = hold.standing.rowids
        for rowid in rowids[hold.place : hold.place + _NEAR]:
            if self._model.place(rowid) is not None:
                self._make_current(replace(hold, current=rowid))
                return

    def _followed(self, old: Standing) -> tuple[Run, ...] | None:
        """Return the new places of what was chosen, where that is quickly found out."""
        if sum(last + 1 - first for first, last in old.chosen) > LONG:
            return None
        rowids = (rowid for first, last in old.chosen for rowid in old.rowids[first : last + 1])
        places = sorted(place for place in map(self._model.place, rowids) if place is not None)
        return tuple(_joined((place, place) for place in places))

    def _choose(self, runs: tuple[Run, ...] | None) -> None:
        """Select these rows, or the current one if they cannot be followed."""
        if runs is None:
            row = self._table.currentIndex().row()
            runs = ((row, row),) if row >= 0 else ()
        chosen, last = QItemSelection(), len(COLUMNS) - 1
        for start, end in runs:
            chosen.select(self._model.index(start, 0), self._model.index(end, last))
        self._table.selectionModel().select(chosen, _Flag.Select)

    def _top(self) -> tuple[int | None, int]:
        """Return the first row that is seen whole, and its place on the screen.

        At the very end the row above it is cut.
        """
        index = self._table.indexAt(self._table.viewport().rect().topLeft())
        place = index.row() + (1 if self._table.visualRect(index).top() < 0 else 0)
        rowids = self._model.rowids()
        if not 0 <= place < len(rowids):
            return None, 0
        return rowids[place], self._table.rowViewportPosition(place)

    def _at_end(self) -> bool:
        bar = self._table.verticalScrollBar()
        return bar.value() == bar.maximum() > 0

    def _scroll(self, top: int | None, edge: int) -> None:
        """Put a row on top, `edge` pixels below the border; the first one for None."""
        place = 0 if top is None else self._model.place(top)
        index = QModelIndex() if place is None else self._model.index(place, 0)
        if index.isValid():
            # Asking for its place has the table laid out, without which it would not go there.
            self._table.visualRect(index)
            self._table.scrollTo(index, _ON_TOP)
            off = self._table.rowViewportPosition(index.row()) - edge
            if top is not None and edge > 0 and off:
                # The bar only knows whole rows.
                header = self._table.verticalHeader()
                header.setOffset(header.offset() + off)
                self._table.viewport().update()


def _joined(runs: Iterable[Run]) -> Iterable[Run]:
    """Join ascending runs that touch."""
    start, end = -1, -2
    for first, last in runs:
        if first > end + 1:
            if end >= 0:
                yield start, end
            start, end = first, last
        else:
            end = max(end, last)
    if end >= 0:
        yield start, end
