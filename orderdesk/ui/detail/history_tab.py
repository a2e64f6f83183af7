"""What has happened to one order: at its vendor, here, and with other orders in one go."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from orderdesk.domain.history import HistoryEntry
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.views import OrderView
from orderdesk.ui.announcement import announce
from orderdesk.ui.context import Context
from orderdesk.ui.detail.history_words import history_entries, history_paragraphs
from orderdesk.ui.detail.words_view import WordsView
from orderdesk.ui.history.exporting import Exporting
from orderdesk.ui.history.filter_bar import FilterBar
from orderdesk.ui.i18n import format_time, say, say_text
from orderdesk.ui.widgets.strip import Strip

RUN = QT_TRANSLATE_NOOP("messages", "{time} · {action}")
_FILE = "history-{number}"
_LOWEST = 56


class HistoryTab(QWidget):
    """Lists what happened to an order, the latest first.

    Signals:
        ledger_asked: the id of a run on many orders whose ledger is to be shown.
    """

    ledger_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: OrderView | None = None
        self._runs: dict[str, HistoryEntry] = {}
        self.bar = FilterBar()
        self.strip = Strip(context.theme, context.icons, kind="info", closable=True)
        self.strip.hide()
        self.words = WordsView(context.theme)
        # The tallest tab says how low the detail can be on a small screen.
        self.words.setMinimumHeight(_LOWEST)
        self.ledger = self._button(self.tr("Ledger…"), self._on_ledger)
        self.copy_button = self._button(self.tr("Copy"), self.copy)
        self.export_button = self._button(self.tr("Export…"), self._on_export)
        self.exporting = Exporting(context, self)
        self.exporting.said.connect(self._say)
        self.bar.changed.connect(self._list)
        self._lay_out()
        self.setFocusProxy(self.words)

    def show_view(self, view: OrderView) -> None:
        """Show an order's history; what is looked for stays."""
        if self._view is None or self._view.order.id != view.order.id:
            self.strip.hide()
        self._view = view
        self._list()

    def copy(self) -> None:
        """Copy what is listed as text."""
        QGuiApplication.clipboard().setText(self.words.toPlainText())
        announce(self, self.tr("Copied"))

    def _list(self) -> None:
        view, zone = self._view, self._context.zone
        if view is None:
            return
        wanted = self.bar.wanted(view.order.id)
        self.words.show_paragraphs(history_paragraphs(view, zone, wanted), about=view.order.id)
        entries = history_entries(view, zone, wanted)
        self._runs = {entry.bulk: entry for entry in entries if entry.bulk}
        self.ledger.setVisible(bool(self._runs))
        # An order with no past needs nothing to look through it with.
        for widget in (self.bar, self.copy_button, self.export_button):
            widget.setVisible(bool(view.history))

    def _on_ledger(self) -> None:
        """Show the ledger of the run the order was part of; of several, one is chosen."""
        if len(self._runs) == 1:
            self.ledger_asked.emit(next(iter(self._runs)))
            return
        menu = QMenu(self)
        for run_id, entry in self._runs.items():
            act = menu.addAction(self._run_text(entry))
            act.triggered.connect(partial(self.ledger_asked.emit, run_id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.ledger.mapToGlobal(self.ledger.rect().bottomLeft()))

    def _run_text(self, entry: HistoryEntry) -> str:
        rule = self._view.description.rules.action(entry.action) if self._view else None
        facts = {
            "time": format_time(entry.at, self._context.zone),
            "action": Message(rule.label) if rule else entry.action,
        }
        return say(Message(RUN, facts))

    def _on_export(self) -> None:
        view = self._view
        if view is not None:
            number = view.order.number or view.order.vendor_id
            safe = "".join(one if one.isalnum() else "-" for one in number)[:60]
            self.exporting.ask(self.bar.wanted(view.order.id), _FILE.format(number=safe))

    def _say(self, kind: str, text: str) -> None:
        self.strip.set_kind(kind)
        self.strip.say(text)
        self.strip.show()
        announce(self, text, urgent=kind == "error")

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        self.bar.setAccessibleName(self.tr("What of the history is listed"))
        self.export_button.setAccessibleDescription(
            say_text(QT_TRANSLATE_NOOP("messages", "Writes what is listed to a file."))
        )
        self.ledger.setAccessibleDescription(
            self.tr("Shows what became of all orders that were changed in one go with this one.")
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(15, 4, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self.ledger)
        foot.addStretch()
        foot.addWidget(self.copy_button)
        foot.addWidget(self.export_button)
        top = QVBoxLayout()
        top.setContentsMargins(15, 8, 12, 2)
        top.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.strip)
        column.addWidget(self.words, 1)
        column.addLayout(foot)
