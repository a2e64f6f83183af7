"""What the cells of the orders table say, in which letters and colour, worked out once a row."""

from collections.abc import Sequence
from dataclasses import dataclass
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
_MOST_KEPT = 1_000
_UNREAD = "…"


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


class _Kept(NamedTuple):
    row: ShownRow | None
    left: bool
    cells: list[Cell]


class Cells:
    """The cells of the rows seen last, for the columns as they are laid out now."""

    def __init__(self, model: OrderTableModel, theme: Theme, badges: BadgePainter) -> None:
        self._model = model
        self._badges = badges
        self._plain = Lettering(theme.font())
        self._strong = Lettering(theme.font(weight=QFont.Weight.DemiBold))
        self._figures = Lettering(theme.font(figures=True))
        self._words = Lettering(badges.font())
        self._kept: dict[int, _Kept] = {}
        self._reading: Reading | None = None
        self._shape: list[tuple[int, int]] = []
        self._mirrored = False

    def lay_out(self, places: Sequence[Place], *, mirrored: bool) -> None:
        """Say which columns there are; what was worked out for others is forgotten."""
        shape = [(place.at, place.width) for place in places]
        reading = self._model.reading
        if shape != self._shape or reading is not self._reading or mirrored != self._mirrored:
            self._shape, self._reading, self._mirrored = shape, reading, mirrored
            self._kept.clear()

    def of(self, rowid: int, row: ShownRow | None, *, left: bool) -> list[Cell]:
        """Return a row's cells, one for each column laid out."""
        kept = self._kept.get(rowid)
        if kept is not None and kept.row is row and kept.left == left:
            return kept.cells
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        cells = [
            self._cell(COLUMNS[at], row, width - 2 * PADDING, left=left)
            for at, width in self._shape
        ]
        self._kept[rowid] = _Kept(row, left, cells)
        return cells

    def _cell(self, column: Column, row: ShownRow | None, room: int, *, left: bool) -> Cell:
        if row is None:
            return self._fitted(_UNREAD, self._plain, "faint", room, column)
        if column.key == "state":
            return self._state(row, room, column)
        text = self._model.text(row, column)
        letters = self._figures if column.figures else self._plain
        token = "faint" if text == NONE else "muted" if column.quiet(row) else "text"
        end = 0
        if column.key == "number":
            letters = self._plain if left else self._strong
            end = 0 if row.mark is Mark.NONE else MARK_ROOM
        elif column.key == "expires" and is_expired(row, self._model.reading):
            letters, token = self._strong, "red"
        return self._fitted(text, letters, token, room - end, column)._replace(end=end)

    def _state(self, row: ShownRow, room: int, column: Column) -> Cell:
        badge = state_badge(row.state, derived=row.state_derived)
        reading = self._model.reading
        if badge is None:
            return self._fitted(state_label(row, reading), self._plain, "muted", room, column)
        word = vendor_word(row, reading)
        start = self._badges.size(badge).width() + WORD_GAP
        if not word or room - start <= _LEAST_WORD:
            return Cell("", self._words, "muted", simple=True, badge=badge)
        cell = self._fitted(word, self._words, "muted", room - start, column)
        return cell._replace(start=start, badge=badge)

    def _fitted(self, text: str, letters: Lettering, token: str, room: int, column: Column) -> Cell:
        if letters.fits(text, room):
            return Cell(text, letters, token, simple=not (column.right or self._mirrored))
        # A company's connections often begin with the same words.
        text = letters.cut(text, room, middle=column.key == "connection")
        return Cell(text, letters, token, simple=False)
