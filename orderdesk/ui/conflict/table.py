"""The fields in conflict, one a row, with the choice of each."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.order import FieldValue
from orderdesk.services.conflicts import ConflictView, TheirChoice
from orderdesk.ui.activity.changes import Surroundings
from orderdesk.ui.conflict.row import ConflictRow, Side
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.labels import PlainLabel

HEADINGS = (
    QT_TRANSLATE_NOOP("messages", "Field"),
    QT_TRANSLATE_NOOP("messages", "It was"),
    QT_TRANSLATE_NOOP("messages", "Yours"),
    QT_TRANSLATE_NOOP("messages", "Theirs now"),
    QT_TRANSLATE_NOOP("messages", "Something else"),
)
NAME = QT_TRANSLATE_NOOP("messages", "Fields that were changed by both")
_STRETCH = (3, 3, 4, 4, 4)


class ConflictTable(QWidget):
    """Rows in the order of the view; a row of a field that is no conflict any more goes.

    Signals:
        changed: the person chose, or typed.
        completed: the last field has been chosen by key.
    """

    changed = Signal()
    completed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._whole = False
        self._line = 1
        self.rows: dict[str, ConflictRow] = {}
        self.setAccessibleName(say_text(NAME))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._headings = [PlainLabel(say_text(one), tone="heading") for one in HEADINGS]
        for column, (label, stretch) in enumerate(zip(self._headings, _STRETCH, strict=True)):
            self._grid.addWidget(label, 0, column)
            self._grid.setColumnStretch(column, stretch)

    def show_conflict(self, conflict: ConflictView, around: Surroundings) -> None:
        """Show what there is to choose between now; what was chosen stays."""
        self._whole = conflict.removes
        self._headings[-1].setVisible(not self._whole)
        self._grid.setColumnStretch(len(HEADINGS) - 1, 0 if self._whole else _STRETCH[-1])
        contested = {one.spec.key: one for one in conflict.contested}
        for key in self.rows.keys() - contested.keys():
            row = self.rows.pop(key)
            for widget in row.widgets():
                widget.hide()
                widget.deleteLater()
            row.deleteLater()
        for key, one in contested.items():
            if key not in self.rows:
                self.rows[key] = self._row_of(key, conflict)
            self.rows[key].show_values(one, around)
        self.changed.emit()

    def choose_all(self, side: Side) -> None:
        """Choose the same side for every field."""
        for row in self.rows.values():
            row.choose(side)

    def choices(self) -> dict[str, FieldValue | TheirChoice]:
        """Return what was chosen so far."""
        return {key: row.value() for key, row in self.rows.items() if row.side is not None}

    def undecided(self) -> list[ConflictRow]:
        """Return the rows where nothing is chosen, or what is typed cannot be sent."""
        return [row for row in self.rows.values() if row.side is None or row.problem() is not None]

    def sides(self) -> list[Side]:
        """Return the sides chosen so far."""
        return [row.side for row in self.rows.values() if row.side is not None]

    def kept(self) -> dict[str, list[str | None]]:
        """Return what was chosen and typed, to be kept while it is not decided."""
        return {
            key: [row.side, row.typed()]
            for key, row in self.rows.items()
            if row.side is not None or row.typed() is not None
        }

    def put_back(self, kept: Mapping[str, tuple[str | None, FieldValue]]) -> None:
        """Choose and type again what was kept."""
        for key, (side, typed) in kept.items():
            row = self.rows.get(key)
            if row is None:
                continue
            if typed is not None:
                row.type_again(typed)
            if side in set(Side):
                row.choose(Side(side))

    def _row_of(self, key: str, conflict: ConflictView) -> ConflictRow:
        one = next(one for one in conflict.contested if one.spec.key == key)
        row = ConflictRow(self._context, one, self._grid, self._line, whole=self._whole)
        self._line += 2
        row.changed.connect(partial(self._on_changed, row))
        row.stepped.connect(partial(self._step, row))
        row.settled.connect(partial(self._next, row))
        return row

    def _on_changed(self, row: ConflictRow) -> None:
        if self._whole and row.side is not None:
            # An item goes or stays as a whole.
            for other in self.rows.values():
                if other.side is not row.side:
                    other.choose(row.side)
        self.changed.emit()

    def _step(self, row: ConflictRow, by: int, side: Side) -> None:
        rows = list(self.rows.values())
        place = rows.index(row) + by
        if place == len(rows):
            self.completed.emit()
        elif place >= 0:
            rows[place].focus(side)

    def _next(self, row: ConflictRow) -> None:
        rows = list(self.rows.values())
        later = rows[rows.index(row) + 1 :] + rows[: rows.index(row)]
        left = [one for one in later if one.side is None]
        if left:
            left[0].focus()
        else:
            self.completed.emit()
