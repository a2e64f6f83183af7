"""The syncs that run: how far each is, how long it may still take, and a way to stop it."""

import time
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.domain.errors import DeskError
from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_number, format_span, say
from orderdesk.ui.widgets.labels import ElidedLabel, PlainLabel
from orderdesk.ui.widgets.progress_line import ProgressLine

# Before that a guess would jump about.
_SURE_SECONDS = 3.0
_SURE_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Pace:
    """When a sync was first seen, by the monotonic clock, and how far it was then."""

    at: float
    done: int


def time_left(pace: Pace, done: int, total: int | None, now: float) -> timedelta | None:
    """Return how long a sync may still take at its pace so far; None where that is a guess."""
    gone, came = now - pace.at, done - pace.done
    if not total or came <= 0 or gone < _SURE_SECONDS or came < total * _SURE_SHARE:
        return None
    return timedelta(seconds=gone / came * max(0, total - done))


class JobRow(QWidget):
    """One sync under way."""

    def __init__(self, context: Context, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._key = key
        self._pace: Pace | None = None
        self._stopping = False
        self._picture = PlainLabel()
        self.title = ElidedLabel(tone="strong")
        self.bar = ProgressLine(context.theme)
        self.bar.setFixedWidth(180)
        self.text = ElidedLabel(tone="muted")
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self._on_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 12, 5)
        row.setSpacing(10)
        row.addWidget(self._picture)
        row.addWidget(self.title, 2)
        row.addWidget(self.bar)
        row.addWidget(self.text, 3)
        row.addWidget(self.stop)
        context.theme.changed.connect(self._draw)
        self._draw()

    def show_status(self, status: ConnectionStatus) -> None:
        """Show how far the sync of this connection is."""
        name = status.config.name
        now = time.monotonic()
        if self._pace is None:
            self._pace = Pace(now, status.done)
        self.title.setText(self.tr("Reading the orders of {name}").format(name=name))
        self.bar.setRange(0, status.total or 0)
        self.bar.setValue(min(status.done, status.total) if status.total else 0)
        self.bar.setAccessibleName(self.tr("Progress of {name}").format(name=name))
        self.stop.setAccessibleName(self.tr("Stop reading {name}").format(name=name))
        left = time_left(self._pace, status.done, status.total, now)
        self.text.setText(self._progress(status, left))
        self.setAccessibleName(f"{self.title.text()}: {self.text.text()}")

    def _progress(self, status: ConnectionStatus, left: timedelta | None) -> str:
        if self._stopping:
            return self.tr("Stopping; what has come so far stays")
        done = format_number(status.done)
        if not status.total:
            return self.tr("{done} so far").format(done=done) if status.done else ""
        text = self.tr("{done} of {total}").format(done=done, total=format_number(status.total))
        if left is None:
            return text
        return self.tr("{progress} · about {span} left").format(
            progress=text, span=format_span(left)
        )

    def _draw(self) -> None:
        colour = self._context.theme.colour("accent")
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._context.icons.pixmap("refresh-cw", colour, 16, ratio))

    def _on_stop(self) -> None:
        if self._stopping:
            return
        self._stopping = True
        self.stop.hide()
        self.text.setText(self.tr("Stopping; what has come so far stays"))
        self._context.tasks.call(
            self._context.desk.sync.stop(self._key), name="stop a sync", otherwise=self._failed
        )

    def _failed(self, error: DeskError) -> None:
        self._stopping = False
        self.stop.show()
        self.text.setText(say(error.message))


class JobList(QWidget):
    """A row for each sync that runs; hidden while none does."""

    def __init__(
        self, context: Context, watch: ConnectionWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._watch = watch
        self.rows: dict[str, JobRow] = {}
        self.setAccessibleName(self.tr("Running"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 4)
        self._column.setSpacing(0)
        watch.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        running = {status.config.key: status for status in self._watch.syncing()}
        for key in self.rows.keys() - running.keys():
            row = self.rows.pop(key)
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        for key, status in running.items():
            if key not in self.rows:
                self.rows[key] = JobRow(self._context, key)
                self._column.addWidget(self.rows[key])
            self.rows[key].show_status(status)
        self.setVisible(bool(self.rows))
