"""The query bar: chips for what is filtered by, and text that filters as it is typed."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.errors import QueryError
from orderdesk.domain.query import Clause, Query, clause_text, parse_query, query_text
from orderdesk.ui.i18n import say
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.clauses import clause_label, parted
from orderdesk.ui.theme import Theme
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.flow import FlowLayout
from orderdesk.ui.widgets.labels import PlainLabel

TYPING_MS = 40
# A half-typed `state:` is no mistake yet.
_PROBLEM_MS = 700


class Chip(QFrame):
    """One clause: a click or Enter edits it, Delete or the cross removes it.

    Signals:
        edit_asked: the clause is to be written as text.
        removed: the clause is to go.
    """

    edit_asked = Signal()
    removed = Signal()

    def __init__(self, clause: Clause, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.clause = clause
        label = clause_label(clause)
        self.setProperty("chip", "true")
        self.word = QToolButton()
        self.word.setText(label.replace("&", "&&"))
        self.word.setProperty("chip", "word")
        self.word.setAccessibleName(self.tr("Filter {label}").format(label=label))
        self.word.setAccessibleDescription(self.tr("Enter edits it, Delete removes it."))
        self.word.setToolTip(plain_tip(clause_text(clause), self.tr("Click to edit")))
        self.word.clicked.connect(self.edit_asked)
        self.word.installEventFilter(self)
        self.cross = QToolButton()
        self.cross.setProperty("chip", "cross")
        self.cross.setIconSize(QSize(12, 12))
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setAccessibleName(self.tr("Remove filter {label}").format(label=label))
        self.cross.setToolTip(self.tr("Remove"))
        self.cross.clicked.connect(self.removed)
        icons.bind(self.cross, "x", "accent")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.word)
        row.addWidget(self.cross)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
                self.removed.emit()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.edit_asked.emit()
                return True
        return super().eventFilter(watched, event)


class QueryBar(QWidget):
    """What to look for, as chips and text.

    Signals:
        query_changed: the Query as it stands; not while it cannot be read.
        left: the user goes on to the results (Enter, Down) or away (Esc in an empty bar).
    """

    query_changed = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._chips: list[Chip] = []
        self._last = Query()
        self._box = QFrame()
        self._box.setProperty("querybox", "true")
        self.edit = QLineEdit()
        self.problem_label = PlainLabel(tone="error", wrap=True)
        """To be put below the bar, where there is the room for a sentence."""
        self.clear_button = QToolButton()
        self.clear_button.setText(self.tr("Clear"))
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._patience = QTimer(self, singleShot=True, interval=_PROBLEM_MS)
        self._error: QueryError | None = None
        self._build()

    def query(self) -> Query:
        """Return the last query that could be read."""
        return self._last

    def set_query(self, query: Query) -> None:
        """Show a query, its fields as chips and its words as text, and tell it."""
        chips, words = parted(query)
        self._put_chips(chips)
        self.edit.setText(query_text(words))
        self._read()

    def focus_text(self) -> None:
        """Put the cursor into the text."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def edit_as_text(self) -> None:
        """Write the chips out as text, to be edited as a whole."""
        text = " ".join(filter(None, (query_text(self._chip_query()), self.edit.text().strip())))
        self._put_chips(Query())
        self.edit.setText(text)
        self.focus_text()

    def problem(self) -> str:
        """Return what is wrong with the text, as shown; "" where nothing is."""
        return self.problem_label.text()

    def chips(self) -> list[Chip]:
        """Return the chips shown, from the left."""
        return list(self._chips)

    def _build(self) -> None:
        self.edit.setProperty("bare", "true")
        self.edit.setObjectName("query")
        self.edit.setAccessibleName(self.tr("Find orders"))
        self.edit.setAccessibleDescription(
            self.tr('Words, "quotes", field:value, a minus to exclude. Enter makes filters.')
        )
        self.edit.setPlaceholderText(self.tr("Find orders: words, or state:pending total>100"))
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._on_edited)
        self._typing.timeout.connect(self._read)
        self._patience.timeout.connect(self._show_problem)
        self._picture = PlainLabel()
        self._flow = FlowLayout(self._box, gap=6, fill=84)
        self._flow.setContentsMargins(10, 4, 8, 4)
        self._flow.addWidget(self._picture)
        self._flow.addWidget(self.edit)
        self.clear_button.setProperty("kind", "quiet")
        self.clear_button.setAccessibleName(self.tr("Clear every filter"))
        self.clear_button.setToolTip(plain_tip(self.tr("Clear every filter")))
        self.clear_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clear_button.clicked.connect(self._clear)
        self.clear_button.hide()
        self.problem_label.setContentsMargins(14, 0, 14, 0)
        self.problem_label.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._box, 1)
        row.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._theme.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        picture = self._icons.pixmap("search", self._theme.colour("faint"), 16, ratio)
        self._picture.setPixmap(picture)
        self._picture.setFixedHeight(self.fontMetrics().height() + 8)

    def _chip_query(self) -> Query:
        return Query(tuple(chip.clause for chip in self._chips))

    def _put_chips(self, query: Query) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for clause in query.clauses:
            self._add_chip(clause)

    def _add_chip(self, clause: Clause) -> None:
        chip = Chip(clause, self._icons, self._box)
        chip.edit_asked.connect(partial(self._edit_chip, chip))
        chip.removed.connect(partial(self._remove_chip, chip))
        self._flow.insert(1 + len(self._chips), chip)
        self._chips.append(chip)
        chip.show()

    def _edit_chip(self, chip: Chip) -> None:
        text = clause_text(chip.clause)
        self._drop(chip)
        self.edit.setText(" ".join(filter(None, (self.edit.text().strip(), text))))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.setCursorPosition(len(self.edit.text()))
        self._read()

    def _remove_chip(self, chip: Chip) -> None:
        self._drop(chip)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    def _drop(self, chip: Chip) -> None:
        self._chips.remove(chip)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _on_edited(self, text: str) -> None:
        # A space after a finished field:value makes a chip of it, unless a quote is open.
        if text.endswith(" ") and text.count('"') % 2 == 0:
            self._make_chips()
        self._typing.start()

    def _make_chips(self) -> None:
        """Turn the fields in the text into chips; words, and what cannot be read, stay."""
        try:
            chips, words = parted(parse_query(self.edit.text()))
        except QueryError:
            return
        if chips.clauses:
            for clause in chips.clauses:
                self._replace_or_add(clause)
            text = query_text(words)
            self.edit.setText(f"{text} " if text else "")

    def _replace_or_add(self, clause: Clause) -> None:
        query = self._chip_query().with_clause(clause)
        self._put_chips(query)

    def _read(self) -> None:
        """Read the text and tell the query; what cannot be read leaves the last one standing."""
        self._typing.stop()
        try:
            typed = parse_query(self.edit.text())
        except QueryError as error:
            self._error = error
            self._patience.start()
            return
        self._error = None
        self._patience.stop()
        self.problem_label.hide()
        self.problem_label.setText("")
        query = Query((*self._chip_query().clauses, *typed.clauses))
        self.clear_button.setVisible(bool(query.clauses))
        if query != self._last:
            self._last = query
            self.query_changed.emit(query)

    def _clear(self) -> None:
        self.set_query(Query())
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_problem(self) -> None:
        if self._error is None:
            return
        sentence = say(self._error.message)
        way_out = say(self._error.way_out) if self._error.way_out else ""
        place = self.tr("At character {number}: {problem}").format(
            number=self._error.position + 1, problem=sentence
        )
        self.problem_label.setText(f"{place} {way_out}".strip())
        self.problem_label.show()

    def _enter(self) -> None:
        self._make_chips()
        self._read()
        if self._error is not None:
            self._show_problem()
        else:
            self.left.emit()

    def _escape(self) -> None:
        """Take back the text, then the focus; chips stay until they are removed."""
        if self.edit.text():
            self.edit.clear()
            self._read()
        else:
            self.left.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Escape:
                self._escape()
            case Qt.Key.Key_Down:
                self.left.emit()
            case Qt.Key.Key_Backspace if self._chips and not self.edit.text():
                self._edit_chip(self._chips[-1])
            case _:
                return super().eventFilter(watched, event)
        return True
