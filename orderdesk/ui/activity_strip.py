"""The strip under the table: what is being read or sent, how far it is, and a way to stop it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.i18n import format_number, plural
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import ElidedLabel, PlainLabel
from orderdesk.ui.widgets.progress_line import ProgressLine


class ActivityStrip(QWidget):
    """Shows syncs that run and commands that are on their way; hidden while nothing is going on.

    Signals:
        stop_asked: the syncs are to stop.
        details_asked: the list of everything going on is wanted.
    """

    stop_asked = Signal()
    details_asked = Signal()

    def __init__(self, theme: Theme, watch: ConnectionWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = watch
        self._commands = 0
        self._needing = 0
        self.setProperty("surface", "activity")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = PlainLabel(tone="strong")
        self.bar = ProgressLine(theme)
        self.bar.setFixedWidth(200)
        self.bar.setAccessibleName(self.tr("Progress of the sync"))
        self.text = ElidedLabel(tone="muted")
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setAccessibleName(self.tr("Stop the sync"))
        self.stop.clicked.connect(self.stop_asked)
        self.details = QPushButton()
        self.details.setProperty("kind", "quiet")
        self.details.setAccessibleDescription(self.tr("Opens the activity panel."))
        self.details.clicked.connect(self.details_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 10, 5)
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addWidget(self.bar)
        row.addWidget(self.text, 1)
        row.addWidget(self.stop)
        row.addWidget(self.details)
        watch.changed.connect(self._show)
        self._show()

    def show_commands(self, open_: int, needing: int) -> None:
        """Show how many commands are not settled, and how many of them need a person."""
        self._commands, self._needing = open_, needing
        self._show()

    def _show(self) -> None:
        syncing = self._watch.syncing()
        self.setVisible(bool(syncing or self._commands))
        self.bar.setVisible(bool(syncing))
        self.stop.setVisible(bool(syncing))
        if syncing:
            self._show_sync(len(syncing), ", ".join(one.config.name for one in syncing))
            done = sum(one.done for one in syncing)
            totals = [one.total for one in syncing]
            total = sum(one or 0 for one in totals) if all(totals) else 0
            self.bar.setRange(0, total)
            self.bar.setValue(min(done, total))
            self.text.setText(self._progress(done, total))
        else:
            self.title.setText(
                self.tr("Waiting for you") if self._needing else self.tr("Sending changes")
            )
            self.text.setText("")
        self.details.setVisible(self._commands > 0)
        number = self._needing or self._commands
        text = (
            self.tr("%n change(s) need you", "", number)
            if self._needing
            else self.tr("%n change(s) on the way", "", number)
        )
        self.details.setText(plural(text, number))

    def _show_sync(self, number: int, names: str) -> None:
        if number == 1:
            self.title.setText(self.tr("Syncing {name}").format(name=names))
        else:
            self.title.setText(plural(self.tr("Syncing %n connection(s)", "", number), number))

    def _progress(self, done: int, total: int) -> str:
        if total:
            text = self.tr("{done} of {total} orders")
            return text.format(done=format_number(done), total=format_number(total))
        return self.tr("{done} orders so far").format(done=format_number(done)) if done else ""
