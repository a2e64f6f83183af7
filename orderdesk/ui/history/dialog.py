"""The history of all orders: every change made here, and what was seen at the vendors."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.domain.commands import OPEN_STATES
from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import CommandChanged
from orderdesk.domain.history import HistoryFilter, HistoryPage, HistoryRow, Kind
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.history_texts import lines_of, number_of
from orderdesk.ui.activity.words import state_badge_of
from orderdesk.ui.announcement import announce
from orderdesk.ui.bulk.table import Column, Line, LinesTable
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.history.exporting import Exporting
from orderdesk.ui.history.filter_bar import FilterBar
from orderdesk.ui.i18n import format_clock, format_number, format_time, say, say_text
from orderdesk.ui.widgets.badge import Badge
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.strip import Strip

COLUMNS = (
    Column(QT_TRANSLATE_NOOP("messages", "Time"), 104),
    Column(QT_TRANSLATE_NOOP("messages", "Order"), 92),
    Column(QT_TRANSLATE_NOOP("messages", "Change"), 116),
    Column(QT_TRANSLATE_NOOP("messages", "Outcome"), 184, badge=True),
    Column(QT_TRANSLATE_NOOP("messages", "By"), 76),
    Column(QT_TRANSLATE_NOOP("messages", "What changed"), 0),
)
LISTED = QT_TRANSLATE_NOOP("messages", "{count} listed, the newest first")
LISTED_MORE = QT_TRANSLATE_NOOP(
    "messages", "The newest {count} are listed; older ones follow as you go down."
)
NOTHING = QT_TRANSLATE_NOOP("messages", "Nothing fits what you look for.")
BY = QT_TRANSLATE_NOOP("messages", "{time} · {author} on {computer}")
SEEN = QT_TRANSLATE_NOOP("messages", "Seen")
REQUEST = QT_TRANSLATE_NOOP("messages", "Request id {id}")
_SEEN = ("slate", "eye")
_GATHER_MS = 1_000
_NEAR_END = 20
_SIZE = QSize(1040, 660)
_FILE = "history"


class HistoryDialog(QDialog):
    """Lists entries of all orders, more of them as a person goes down.

    Signals:
        order_asked: the id of an order that is to be shown.
        ledger_asked: the id of a run on many orders whose ledger is to be shown.
    """

    order_asked = Signal(str)
    ledger_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wording = context.desk.history.wording(say_text)
        self._rows: dict[str, HistoryRow] = {}
        self._wanted = HistoryFilter()
        self._asked = 0
        self._more = False
        self._asking = False
        self._fresh = True
        self.setObjectName("history-dialog")
        self.setWindowTitle(self.tr("History"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bar = FilterBar(kind=Kind.HERE, wide=True)
        self.strip = Strip(context.theme, context.icons, kind="info", closable=True)
        self.strip.hide()
        self.listed = PlainLabel(tone="muted")
        self.table = LinesTable(COLUMNS, context.theme, context.icons)
        self.said = PlainLabel(wrap=True, selectable=True)
        self.go_to = QPushButton(self.tr("Show order"))
        self.ledger = QPushButton(self.tr("Ledger…"))
        self.copy_button = QPushButton(self.tr("Copy"))
        self.export_button = QPushButton(self.tr("Export…"))
        self.close_button = QPushButton(self.tr("Close"))
        self.exporting = Exporting(context, self)
        self._soon = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._lay_out()
        self._connect()
        self._read()

    def copy(self) -> None:
        """Copy what is listed as lines of text."""
        rows = list(self._rows.values())
        QGuiApplication.clipboard().setText(lines_of(rows, self._wording))
        announce(self, self.tr("Copied"))

    def _read(self) -> None:
        """List the newest of what is looked for."""
        self._wanted = self._context.desk.history.worded(self.bar.wanted(), say_text)
        self._ask(None)

    def _on_filter(self) -> None:
        """Begin at the top with what is looked for now."""
        self._fresh = True
        self._read()

    def _ask(self, before: int | None) -> None:
        self._asked += 1
        number, self._asking = self._asked, True

        def take(page: HistoryPage) -> None:
            if number == self._asked:
                self._take(page, anew=before is None)

        self._context.tasks.call(
            self._context.desk.history.page(self._wanted, before=before),
            name="a page of the history",
            then=take,
            otherwise=self._fail,
        )

    def _take(self, page: HistoryPage, *, anew: bool) -> None:
        self._asking, self._more = False, page.more
        lines = [self._line(row) for row in page.rows]
        if anew:
            self._rows = {}
        self._rows |= {str(row.seq): row for row in page.rows}
        if anew:
            self.table.show_lines(lines)
            if self._fresh and lines:
                self._fresh = False
                self.table.selectRow(0)
                self.table.scrollToTop()
        else:
            self.table.lines.add_lines(lines)
        count = {"count": format_number(len(self._rows))}
        text = Message(LISTED_MORE if self._more else LISTED, count)
        self.listed.setText(say(text) if self._rows else say_text(NOTHING))
        for widget in (self.go_to, self.copy_button, self.export_button):
            widget.setVisible(bool(self._rows))

    def _line(self, row: HistoryRow) -> Line:
        entry = row.entry
        badge = Badge(say_text(SEEN), *_SEEN)
        if entry.state is not None:
            badge = state_badge_of(entry.state)
        texts = (
            format_clock(entry.at, self._context.zone),
            number_of(row),
            self._wording.action(row),
            badge.text,
            entry.author,
            self._wording.changed(row) or entry.reason or "",
        )
        return Line(str(row.seq), badge, texts)

    def _row(self, line: Line | None) -> HistoryRow | None:
        return self._rows.get(line.key) if line is not None else None

    def _on_current(self, line: Line | None) -> None:
        row = self._row(line)
        self.ledger.setVisible(row is not None and bool(row.entry.bulk))
        self.said.setText(" ".join(self._told(row)) if row is not None else "")

    def _told(self, row: HistoryRow) -> Sequence[str]:
        """Return everything known of an entry, as sentences."""
        entry = row.entry
        time = format_time(entry.at, self._context.zone)
        when = time
        if entry.author:
            facts = {"time": time, "author": entry.author, "computer": entry.computer or "—"}
            when = say(Message(BY, facts))
        name = f"{number_of(row)} {row.customer}".strip()
        parts = [f"{name} · {self._wording.action(row)} · {when}."]
        parts += [f"{text}." for text in (self._wording.changed(row),) if text]
        parts += [text for text in (entry.reason, entry.words and f"“{entry.words}”") if text]
        if entry.request_id:
            parts.append(f"{say(Message(REQUEST, {'id': entry.request_id}))}.")
        return parts

    def _on_scrolled(self, value: int) -> None:
        near = value >= self.table.verticalScrollBar().maximum() - _NEAR_END
        if near and self._more and not self._asking and self._rows:
            self._ask(min(row.seq for row in self._rows.values()))

    def _on_command(self, event: CommandChanged) -> None:
        if event.state not in OPEN_STATES and not self._soon.isActive():
            self._soon.start()

    def _on_news(self) -> None:
        """List what is new, where a person has not gone down to older ones."""
        if self.table.verticalScrollBar().value() == 0:
            self._read()

    def _on_opened(self, line: Line) -> None:
        row = self._row(line)
        if row is not None:
            self.order_asked.emit(row.entry.order_id)
            self.accept()

    def _on_go_to(self) -> None:
        line = self.table.current()
        if line is not None:
            self._on_opened(line)

    def _on_ledger(self) -> None:
        row = self._row(self.table.current())
        if row is not None and row.entry.bulk:
            self.ledger_asked.emit(row.entry.bulk)

    def _on_export(self) -> None:
        self.exporting.ask(self.bar.wanted(), _FILE)

    def _say(self, kind: str, text: str) -> None:
        self.strip.set_kind(kind)
        self.strip.say(text)
        self.strip.show()
        announce(self, text, urgent=kind == "error")

    def _fail(self, error: DeskError) -> None:
        self._asking = False
        self._say("error", sentences(error))

    def _connect(self) -> None:
        self.bar.changed.connect(self._on_filter)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(self._on_opened)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.go_to.clicked.connect(self._on_go_to)
        self.ledger.clicked.connect(self._on_ledger)
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self._on_export)
        self.close_button.clicked.connect(self.accept)
        self.exporting.said.connect(self._say)
        self._soon.timeout.connect(self._on_news)
        self._context.bridge.command_changed.connect(self._on_command)

    def _lay_out(self) -> None:
        self.table.setAccessibleName(self.tr("What was done, the newest first"))
        self.ledger.setAccessibleDescription(
            self.tr("Shows what became of all orders that were changed in one go.")
        )
        self.export_button.setAccessibleDescription(self.tr("Writes what is found to a file."))
        self.said.setMinimumHeight(self.said.fontMetrics().height() * 3)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        for widget in (self.bar, self.strip, self.listed):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.go_to, self.ledger, self.copy_button, self.export_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        self.close_button.setDefault(True)
        self.ledger.hide()
        column.addLayout(foot)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        scale = self._context.theme.scale
        self.resize((_SIZE * scale).boundedTo(self.screen().availableSize() * 0.95))
        self.setMinimumSize(600, 380)
