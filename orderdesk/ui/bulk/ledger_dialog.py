"""The ledger: what became of each order of a run, and of the runs before it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import BulkChanged, CommandChanged
from orderdesk.domain.ledger import OUTCOME_LABELS, Ledger, LedgerRow, Outcome, Run, RunState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.ledger_texts import lines_of
from orderdesk.ui.announcement import announce
from orderdesk.ui.bulk.filter_tabs import FilterTabs
from orderdesk.ui.bulk.table import Column, Line, LinesTable
from orderdesk.ui.bulk.words import counts_text, head_of, outcome_badge, said_of
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import format_clock, format_number, format_time, say, say_text
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.strip import Strip

COLUMNS = (
    Column(QT_TRANSLATE_NOOP("messages", "Order"), 110),
    Column(QT_TRANSLATE_NOOP("messages", "Customer"), 150),
    Column(QT_TRANSLATE_NOOP("messages", "Outcome"), 130, badge=True),
    Column(QT_TRANSLATE_NOOP("messages", "Why"), 0),
    Column(QT_TRANSLATE_NOOP("messages", "Request id"), 130),
)
NO_RUNS = QT_TRANSLATE_NOOP("messages", "Nothing has been done to several orders at once yet.")
ASKED = QT_TRANSLATE_NOOP("messages", "{counts} · asked {time} by {author} on {computer}")
AGAIN = QT_TRANSLATE_NOOP("messages", "{counts} · takes up what failed in an earlier run")
RETRY = QT_TRANSLATE_NOOP("messages", "Retry failed ({count})")
WRITTEN = QT_TRANSLATE_NOOP("messages", "{count} rows were written to {file}.")
NOT_WRITTEN = QT_TRANSLATE_NOOP(
    "messages", "The file could not be written ({reason}). Choose another place."
)
_GATHER_MS = 250
_SIZE = QSize(940, 600)
_NAME = "bulk-{time:%Y%m%d-%H%M}.csv"


def line_of(row: LedgerRow) -> Line:
    """Return the line of an order in the table of a ledger."""
    badge = outcome_badge(row.outcome)
    number = row.number or row.order_id
    texts = (number, row.customer, badge.text, said_of(row), row.request_id)
    return Line(row.order_id, badge, texts)


class LedgerDialog(QDialog):
    """Lists the orders of a run by what became of them; other runs can be chosen.

    Signals:
        order_asked: the id of an order that is to be shown.
        retry_asked: the Run whose failed orders are to be taken up again.
    """

    order_asked = Signal(str)
    retry_asked = Signal(object)

    def __init__(
        self, context: Context, run_id: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted = run_id
        self._ledger: Ledger | None = None
        self._fresh = True
        self.setObjectName("ledger-dialog")
        self.setWindowTitle(self.tr("Changes to many orders"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.runs = QComboBox()
        self.heading = PlainLabel(wrap=True)
        self.heading.set_size("large")
        self.about = PlainLabel(tone="muted", wrap=True)
        self.strip = Strip(context.theme, context.icons, kind="info", closable=True)
        self.strip.hide()
        self.tabs = FilterTabs({one: say_text(text) for one, text in OUTCOME_LABELS.items()})
        self.table = LinesTable(COLUMNS, context.theme, context.icons)
        self.said = PlainLabel(wrap=True, selectable=True)
        self.go_to = QPushButton(self.tr("Show order"))
        self.copy_button = QPushButton(self.tr("Copy"))
        self.export_button = QPushButton(self.tr("Export…"))
        self.retry = QPushButton()
        self.close_button = QPushButton(self.tr("Close"))
        self._soon = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._lay_out()
        self._connect()
        self._read_runs()

    @property
    def ledger(self) -> Ledger | None:
        """The ledger shown, once it is read."""
        return self._ledger

    def show_run(self, run_id: str) -> None:
        """Show another run."""
        self._wanted = run_id
        self._fresh = True
        self._read()

    def copy(self) -> None:
        """Copy the ledger as lines of text."""
        if self._ledger is not None:
            QGuiApplication.clipboard().setText(lines_of(self._ledger, say_text))
            announce(self, self.tr("Copied"))

    def export(self, path: Path) -> None:
        """Write the ledger to a file that a table program opens."""
        if self._ledger is not None:
            run = self._ledger.run
            self._context.tasks.call(
                self._written(run.id, path),
                name="export a ledger",
                then=partial(self._say_written, path),
                otherwise=self._fail,
            )

    async def _written(self, run_id: str, path: Path) -> int | str:
        """Return how many rows were written, or why none was."""
        try:
            return await self._context.desk.bulk.export(run_id, path, say_text)
        except OSError as error:
            return error.strerror or type(error).__name__

    def _say_written(self, path: Path, written: int | str) -> None:
        if isinstance(written, str):
            self._say("error", say(Message(NOT_WRITTEN, {"reason": written})))
        else:
            facts = {"count": format_number(written), "file": path.name}
            self._say("info", say(Message(WRITTEN, facts)))

    def _say(self, kind: str, text: str) -> None:
        self.strip.set_kind(kind)
        self.strip.say(text)
        self.strip.show()
        announce(self, text, urgent=kind == "error")

    def _read_runs(self) -> None:
        self._context.tasks.call(
            self._context.desk.bulk.recent(),
            name="the bulk runs",
            then=self._take_runs,
            otherwise=self._fail,
        )

    def _take_runs(self, runs: Sequence[Run]) -> None:
        self.runs.blockSignals(True)
        self.runs.clear()
        for run in runs:
            time = format_time(run.created_at, self._context.zone)
            self.runs.addItem(f"{time} · {head_of(run)}", run.id)
        known = self.runs.findData(self._wanted)
        self.runs.setCurrentIndex(max(0, known))
        self.runs.blockSignals(False)
        self.runs.setVisible(len(runs) > 1)
        if not runs:
            self.heading.setText(say_text(NO_RUNS))
            self._show_buttons(None)
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._wanted = str(self.runs.currentData())
        self._read()

    def _read(self) -> None:
        if self._wanted is not None:
            self._context.tasks.call(
                self._context.desk.bulk.ledger(self._wanted),
                name="a ledger",
                then=self._take,
                otherwise=self._fail,
            )

    def _take(self, ledger: Ledger) -> None:
        if ledger.run.id != self._wanted:
            return
        self._ledger = ledger
        run = ledger.run
        self.heading.setText(head_of(run))
        self.about.setText(self._about(run))
        self.tabs.show_counts({one: n for one, n in run.counts.items() if n})
        if self._fresh:
            self._fresh = False
            self.tabs.choose(next((one for one in (Outcome.FAILED,) if run.counts[one]), None))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        numbered = any(row.request_id for row in ledger.rows)
        self.table.setColumnHidden(len(COLUMNS) - 1, not numbered)
        self._list()
        self._show_buttons(run)

    def _about(self, run: Run) -> str:
        facts = {
            "counts": counts_text(run.counts),
            "time": format_clock(run.created_at, self._context.zone),
            "author": run.author or "—",
            "computer": run.computer or "—",
        }
        said = say(Message(ASKED, facts))
        return say(Message(AGAIN, {"counts": said})) if run.parent else said

    def _list(self) -> None:
        wanted = self.tabs.filter()
        rows = self._ledger.rows if self._ledger else ()
        self.table.show_lines([line_of(row) for row in rows if wanted in {None, row.outcome}])

    def _show_buttons(self, run: Run | None) -> None:
        there = run is not None
        for widget in (self.tabs, self.table, self.about, self.copy_button, self.export_button):
            widget.setVisible(there)
        self.go_to.setVisible(there)
        failed = run.counts[Outcome.FAILED] if run is not None else 0
        over = run is not None and run.state in {RunState.ENDED, RunState.STOPPED}
        self.retry.setVisible(over and failed > 0)
        self.retry.setText(say(Message(RETRY, {"count": format_number(failed)})))

    def _on_current(self, line: Line | None) -> None:
        row = self._row(line)
        parts = []
        if row is not None:
            parts = [f"{row.number or row.order_id}: {say_text(OUTCOME_LABELS[row.outcome])}."]
            parts.append(said_of(row))
            if row.request_id:
                parts.append(self.tr("Request id: {id}").format(id=row.request_id))
        self.said.setText(" ".join(filter(None, parts)))

    def _row(self, line: Line | None) -> LedgerRow | None:
        rows = self._ledger.rows if self._ledger and line else ()
        return next((row for row in rows if line is not None and row.order_id == line.key), None)

    def _on_opened(self, line: Line) -> None:
        self.order_asked.emit(line.key)
        self.accept()

    def _on_go_to(self) -> None:
        line = self.table.current()
        if line is not None:
            self._on_opened(line)

    def _on_retry(self) -> None:
        if self._ledger is not None:
            run = self._ledger.run
            self.accept()
            self.retry_asked.emit(run)

    def _on_export(self) -> None:
        if self._ledger is None:
            return
        dialog = QFileDialog(self, self.tr("Export the ledger"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilter(self.tr("Tables (*.csv)"))
        local = self._ledger.run.created_at.astimezone(self._context.zone)
        dialog.selectFile(_NAME.format(time=local))
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def _on_file(self, name: str) -> None:
        self.export(Path(name))

    def _on_run(self, place: int) -> None:
        run_id = self.runs.itemData(place)
        if isinstance(run_id, str):
            self.show_run(run_id)

    def _on_bulk(self, event: BulkChanged) -> None:
        if event.progress.run.id == self._wanted and not self._soon.isActive():
            self._soon.start()

    def _on_command(self, event: CommandChanged) -> None:
        # What was not known when the run ended may come to be known later.
        if event.bulk == self._wanted and not self._soon.isActive():
            self._soon.start()

    def _fail(self, error: DeskError) -> None:
        self._say("error", sentences(error))

    def _connect(self) -> None:
        self.runs.currentIndexChanged.connect(self._on_run)
        self.tabs.chosen.connect(self._list)
        self.table.current_changed.connect(self._on_current)
        self.table.opened.connect(self._on_opened)
        self.go_to.clicked.connect(self._on_go_to)
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self._on_export)
        self.retry.clicked.connect(self._on_retry)
        self.close_button.clicked.connect(self.accept)
        self._soon.timeout.connect(self._read)
        self._context.bridge.bulk_changed.connect(self._on_bulk)
        self._context.bridge.command_changed.connect(self._on_command)

    def _lay_out(self) -> None:
        self.runs.setAccessibleName(self.tr("Earlier changes to many orders"))
        self.table.setAccessibleName(self.tr("What became of each order"))
        self.retry.setAccessibleDescription(self.tr("Plans anew what failed, and nothing else."))
        self.export_button.setAccessibleDescription(self.tr("Writes a file for table programs."))
        self.said.setMinimumHeight(self.said.fontMetrics().height() * 2)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        for widget in (self.runs, self.heading, self.about, self.strip, self.tabs):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.said)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.go_to, self.copy_button, self.export_button):
            foot.addWidget(button)
        foot.addStretch()
        for button in (self.retry, self.close_button):
            foot.addWidget(button)
        for button in (self.go_to, self.copy_button, self.export_button, self.retry):
            button.setAutoDefault(False)
        self.close_button.setDefault(True)
        self.retry.hide()
        column.addLayout(foot)
        scale = self._context.theme.scale
        self.resize((_SIZE * scale).boundedTo(self.screen().availableSize() * 0.95))
        self.setMinimumSize(560, 360)
