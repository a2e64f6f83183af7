"""Lists the orders that could not be read, each with the reason and the text as it came."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from orderdesk.domain.events import SyncChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.views import Unread
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_number, plural, say, say_text
from orderdesk.ui.unread.model import TITLES, UnreadModel, cell
from orderdesk.ui.widgets.labels import PlainLabel

# A text view with one endless line is slow; whoever needs all of it can copy it.
_SHOWN_RAW = 4_000
WHAT_NEXT = QT_TRANSLATE_NOOP(
    "messages",
    "Look at the order at its vendor, put right what is named here, then sync again. Where it "
    "looks right there, give the copied text to the vendor's support.",
)
WHAT_IT_MEANS = QT_TRANSLATE_NOOP(
    "messages",
    "Such an order is missing from the list, or stands there as it was last read. Every other "
    "order is up to date.",
)
MORE = QT_TRANSLATE_NOOP("messages", "… and {number} characters more, which Copy takes along.")
_COLUMN_CONNECTION, _COLUMN_ID, _COLUMN_REASON = range(3)


def shown_raw(raw: str) -> str:
    """Return the beginning of a text, and how much is left out."""
    if len(raw) <= _SHOWN_RAW:
        return raw
    left = format_number(len(raw) - _SHOWN_RAW)
    return f"{raw[:_SHOWN_RAW]}\n{say(Message(MORE, {'number': left}))}"


def copied(row: Unread) -> str:
    """Return an order that could not be read as text for somebody else."""
    head = "\n".join(
        f"{say_text(title)}: {cell(row, column)}" for column, title in enumerate(TITLES)
    )
    return f"{head}\n\n{row.raw}\n"


class UnreadDialog(QDialog):
    """What could not be read, why, and what to do next.

    Signals:
        sync_asked: the connections are to be read again.
    """

    sync_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("unread-dialog")
        self.setWindowTitle(self.tr("Orders that could not be read"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.heading = PlainLabel(wrap=True)
        self.heading.set_size("large")
        self.model = UnreadModel(self)
        self.table = QTableView()
        self.raw = QPlainTextEdit()
        self.copy_button = QPushButton(self.tr("Copy"))
        self.sync_button = QPushButton(self.tr("Sync again"))
        self._lay_out()
        context.bridge.sync_changed.connect(self._on_sync)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        rows = self._context.desk.connections.unread()
        self._context.tasks.call(rows, name="orders that could not be read", then=self._take)

    def _lay_out(self) -> None:
        self._fill_table()
        self.raw.setReadOnly(True)
        self.raw.setAccessibleName(self.tr("The order as it came"))
        self.raw.setTabChangesFocus(True)
        self.raw.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy_button.setAccessibleDescription(
            self.tr("Copies the reason and the order as it came.")
        )
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(self.raw)
        parts.setSizes([200, 180])
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(10)
        column.addWidget(self.heading)
        column.addWidget(PlainLabel(say_text(WHAT_IT_MEANS), tone="muted", wrap=True))
        column.addWidget(parts, 1)
        column.addWidget(PlainLabel(say_text(WHAT_NEXT), wrap=True, selectable=True))
        column.addLayout(self._foot())
        self.resize(760, 520)
        self.setMinimumSize(480, 360)

    def _fill_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.windowTitle())
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_COLUMN_REASON, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(_COLUMN_CONNECTION, 140)
        header.resizeSection(_COLUMN_ID, 180)
        table.selectionModel().currentRowChanged.connect(self._on_current)

    def _foot(self) -> QHBoxLayout:
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.copy_button.clicked.connect(self._copy)
        self.sync_button.clicked.connect(self.sync_asked)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addWidget(self.sync_button)
        row.addStretch(1)
        row.addWidget(close)
        for button in (self.copy_button, self.sync_button):
            button.setAutoDefault(False)
        return row

    def _take(self, rows: Sequence[Unread]) -> None:
        place = self.table.currentIndex().row()
        self.model.show_rows(rows)
        number = len(rows)
        text = plural(self.tr("%n order(s) could not be read", "", number), number)
        self.heading.setText(text if rows else self.tr("Every order could be read."))
        self.copy_button.setVisible(bool(rows))
        self.table.resizeRowsToContents()
        if rows:
            self.table.selectRow(max(0, min(place, number - 1)))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.raw.setPlainText("")

    def _current(self) -> Unread | None:
        return self.model.row(self.table.currentIndex().row())

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = self.model.row(current.row())
        self.raw.setPlainText(shown_raw(row.raw) if row else "")

    def _copy(self) -> None:
        row = self._current()
        if row is not None:
            QGuiApplication.clipboard().setText(copied(row))

    def _on_sync(self, event: object) -> None:
        if isinstance(event, SyncChanged) and not event.running:
            self.refresh()
