"""What the cells of the orders table say, in which letters and colour, worked out once a row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from PySide6.QtGui import QFont

from orderdesk.domain.shown import Mark, ShownRow
from orderdesk.ui.orders.columns import (
    COLUMNS,
    NONE,
    Column,
    Reading,
    is_expired,
    state_label,
    vendor_word,
)
from orderdesk.ui.orders.lettering import Lettering
from orderdesk.ui.orders.marks import is_staged
from orderdesk.ui.orders.table_model import OrderTableModel
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.badge import Badge, BadgePainter, state_badge

PADDING = 10
"""Pixels left free at both sides of a cell."""
MARK = 14
"""How wide a mark's icon is."""
MARK_ROOM = MARK + 6
WORD_GAP = 7
"""Pixels between a badge and the vendor's word."""

_LEAST_WORD = 12
_MOST_KEPT = 300
_LET_GO = 64
_UNREAD = "…"
_DIM = "muted"


class Cell(NamedTuple):
    """What is written in a cell; `simple`: letter by letter from the left, without a layout."""

    text: str
    letters: Lettering
    token: str
    simple: bool
    start: int = 0
    """Pixels that a badge takes before the text."""
    end: int = 0
    """Pixels that a mark takes after the text."""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column is: its place in COLUMNS, and its pixels in the viewport."""

    at: int
    left: int
    width: int

    @property
    def column(self) -> Column:
        """What is shown there."""
        return COLUMNS[self.at]


class _Column(NamedTuple):
    """What is the same for all cells of a column as it is laid out now."""

    column: Column
    key: str
    room: int
    letters: Lettering
    simple: bool


class RowCells(NamedTuple):
    """What a row shows, cell by cell, and which of them show something staged."""

    row: ShownRow | None
    left: bool
    cells: list[Cell]
    staged: tuple[int, ...] = ()
    """Their places among the columns laid out."""


class Cells:
    """The cells of the rows seen last, for the columns as they are laid out now."""

    def __init__(self, model: OrderTableModel, theme: Theme, badges: BadgePainter) -> None:
        self._model = model
        self._badges = badges
        self._plain = Lettering(theme.font())
        self._strong = Lettering(theme.font(weight=QFont.Weight.DemiBold))
        self._figures = Lettering(theme.font(figures=True))
        self._words = Lettering(badges.font())
        self._states: dict[tuple[str | None, bool, str, str], tuple[Badge | None, str]] = {}
        self._kept: dict[int, RowCells] = {}
        self._reading: Reading | None = None
        self._columns: list[_Column] = []

    def lay_out(self, places: Sequence[Place], *, mirrored: bool) -> None:
        """Say which columns there are; what was worked out for others is forgotten."""
        columns = [
            _Column(
                column := place.column,
                column.key,
                place.width - 2 * PADDING,
                self._figures if column.figures else self._plain,
                not (column.right or mirrored),
            )
            for place in places
        ]
        reading = self._model.reading
        if columns != self._columns or reading is not self._reading:
            self._columns, self._reading = columns, reading
            self._kept.clear()

    def of(self, rowid: int, row: ShownRow | None, *, left: bool) -> RowCells:
        """Return a row's cells, one for each column laid out; `left`: it is dimmed."""
        kept = self._kept.get(rowid)
        if kept is not None and kept.row is row and kept.left == left:
            return kept
        if len(self._kept) > _MOST_KEPT:
            # A part at a time: to let go of all takes as long as to paint a tenth of a page.
            for one in list(islice(self._kept, _LET_GO)):
                del self._kept[one]
        if row is None:
            cells = [self._fitted(_UNREAD, self._plain, "faint", one) for one in self._columns]
        else:
            cells = [self._cell(one, row, left) for one in self._columns]
            if left:
                cells = [_dimmed(cell) for cell in cells]
        staged = self._staged(row) if row is not None and row.staged else ()
        found = self._kept[rowid] = RowCells(row, left, cells, staged)
        return found

    def _staged(self, row: ShownRow) -> tuple[int, ...]:
        columns = enumerate(self._columns)
        return tuple(at for at, one in columns if is_staged(one.column, row))

    def _cell(self, one: _Column, row: ShownRow, left: bool) -> Cell:
        column, key, room, letters, simple = one
        if key == "state":
            return self._state(row, one)
        reading = self._model.reading
        text = column.text(row, reading)
        if key == "number":
            return self._number(text, row, one, left)
        token = "faint" if text == NONE else "muted" if column.quiet(row) else "text"
        if key == "expires" and is_expired(row, reading):
            letters, token = self._strong, "red"
        if letters.fits(text, room):
            return Cell(text, letters, token, simple)
        return self._cut(text, letters, token, room, key)

    def _number(self, text: str, row: ShownRow, one: _Column, left: bool) -> Cell:
        letters = self._plain if left else self._strong
        token = "faint" if text == NONE else "text"
        end = 0 if row.mark is Mark.NONE and not left else MARK_ROOM
        if letters.fits(text, one.room - end):
            return Cell(text, letters, token, one.simple, end=end)
        return self._cut(text, letters, token, one.room - end, one.key, end=end)

    def _state(self, row: ShownRow, one: _Column) -> Cell:
        badge, word = self._said(row)
        if badge is None:
            return self._fitted(word, self._plain, "muted", one)
        start = self._badges.size(badge).width() + WORD_GAP
        room = one.room - start
        if not word or room <= _LEAST_WORD:
            return Cell("", self._words, "muted", simple=True, badge=badge)
        if self._words.fits(word, room):
            return Cell(word, self._words, "muted", one.simple, start, badge=badge)
        return self._cut(word, self._words, "muted", room, one.key, start=start, badge=badge)

    def _said(self, row: ShownRow) -> tuple[Badge | None, str]:
        """Return a state's badge and the vendor's word beside it, or the word that stands alone."""
        key = (row.state, row.state_derived, row.vendor, row.vendor_state)
        said = self._states.get(key)
        if said is None:
            if len(self._states) > _MOST_KEPT:
                self._states.clear()
            reading = self._model.reading
            badge = state_badge(row.state, derived=row.state_derived)
            word = state_label(row, reading) if badge is None else vendor_word(row, reading)
            said = self._states[key] = (badge, word)
        return said

    def _fitted(self, text: str, letters: Lettering, token: str, one: _Column) -> Cell:
        if letters.fits(text, one.room):
            return Cell(text, letters, token, one.simple)
        return self._cut(text, letters, token, one.room, one.key)

    @staticmethod
    def _cut(
        text: str,
        letters: Lettering,
        token: str,
        room: int,
        key: str,
        *,
        start: int = 0,
        end: int = 0,
        badge: Badge | None = None,
    ) -> Cell:
        # A company's connections often begin with the same words.
        text = letters.cut(text, room, middle=key == "connection")
        return Cell(text, letters, token, simple=False, start=start, end=end, badge=badge)


def _dimmed(cell: Cell) -> Cell:
    """Return a cell of a row that is only still there: every word can be read, none stands out."""
    badge = None if cell.badge is None else replace(cell.badge, hue="slate")
    return cell._replace(token=_DIM, badge=badge)
