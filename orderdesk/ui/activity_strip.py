"""The strip under the table: what is being read or sent, how far it is, and a way to stop it."""

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.i18n import format_number, format_second, plural
from orderdesk.ui.open_changes import OpenChanges, needs_you, on_the_way, words
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

    def __init__(
        self,
        theme: Theme,
        watch: ConnectionWatch,
        zone: ZoneInfo,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._watch = watch
        self._zone = zone
        self._changes = OpenChanges()
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

    def show_changes(self, changes: OpenChanges) -> None:
        """Show how many changes are not settled, and how many of them need a person."""
        self._changes = changes
        self._show()

    def _show(self) -> None:
        syncing = self._watch.syncing()
        changes = self._changes
        self.setVisible(bool(syncing or changes.total))
        self.bar.setVisible(bool(syncing))
        self.stop.setVisible(bool(syncing))
        if syncing:
            self._show_sync(len(syncing), ", ".join(one.config.name for one in syncing))
            done = sum(one.done for one in syncing)
            totals = [one.total for one in syncing]
            total = sum(one or 0 for one in totals) if all(totals) else 0
            self.bar.setRange(0, total)
            self.bar.setValue(min(done, total))
            held = self._held_up(syncing)
            # Nothing moves while everybody waits, and the sentence needs the room.
            self.bar.setVisible(not held)
            if held:
                self.title.setText(self.tr("Waiting"))
            self.text.setText(held or self._progress(done, total))
        else:
            self.title.setText(self._title(changes))
            self.text.setText(" · ".join(words(changes)[1:]) if changes.asking else "")
        self.details.setVisible(changes.total > 0)
        asking = changes.asking
        self.details.setText(needs_you(asking) if asking else on_the_way(changes.total))

    def _title(self, changes: OpenChanges) -> str:
        if changes.asking:
            return self.tr("Waiting for you")
        if changes.sending:
            return self.tr("Sending changes")
        if changes.unknown:
            return self.tr("Finding out what became of a change")
        return self.tr("Changes wait to be sent")

    def _held_up(self, syncing: list[ConnectionStatus]) -> str:
        """Say whose vendor takes no more just now, and until when; "" where none does."""
        text = self.tr("{name} asks us to wait until {time}")
        return " · ".join(
            text.format(name=one.config.name, time=format_second(one.waits_until, self._zone))
            for one in syncing
            if one.waits_until is not None
        )

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
