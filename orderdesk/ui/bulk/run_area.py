"""The runs that go on, over the list and in nobody's way: how far each is, pause and stop."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import BulkChanged
from orderdesk.domain.ledger import Outcome, Progress, RunState
from orderdesk.ui.announcement import announce
from orderdesk.ui.bulk.words import head_of, progress_text, tried_of
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.widgets.labels import ElidedLabel, PlainLabel, restyle
from orderdesk.ui.widgets.progress_line import ProgressLine

_BAR = 160
_OVER = {RunState.STOPPED, RunState.ENDED}


class RunRow(QWidget):
    """One run.

    Signals:
        ledger_asked: its ledger is to be shown.
        put_away: it is over, and its row is no longer wanted.
        failed: a DeskError.
    """

    ledger_asked = Signal(str)
    put_away = Signal(str)
    failed = Signal(object)

    def __init__(self, context: Context, progress: Progress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._id = progress.run.id
        self._state: RunState | None = None
        self._busy = False
        self.setObjectName(f"run_{self._id}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture = PlainLabel()
        self.title = PlainLabel(tone="strong")
        self.bar = ProgressLine(context.theme)
        self.bar.setFixedWidth(round(_BAR * context.theme.scale))
        self.text = ElidedLabel(tone="muted")
        bulk = context.desk.bulk
        self.pause = self._button(self.tr("Pause"), partial(self._do, bulk.pause))
        self.go_on = self._button(self.tr("Go on"), partial(self._do, bulk.go_on))
        self.stop = self._button(self.tr("Stop"), partial(self._do, bulk.stop))
        self.ledger = self._button(self.tr("Ledger…"), self._ask_ledger)
        self.close_button = self._button(self.tr("Dismiss"), self._put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        for widget in (self._picture, self.title, self.bar):
            row.addWidget(widget)
        row.addWidget(self.text, 1)
        for button in (self.pause, self.go_on, self.stop, self.ledger, self.close_button):
            row.addWidget(button)
        context.theme.changed.connect(self._draw)
        self.show_progress(progress)

    @property
    def over(self) -> bool:
        """Whether the run has come to its end."""
        return self._state in _OVER

    def show_progress(self, progress: Progress) -> None:
        """Show how far the run is."""
        run = progress.run
        self.title.setText(head_of(run))
        settled, total = tried_of(run)
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(settled)
        self.bar.setVisible(not run.state.over)
        self.bar.setAccessibleName(self.title.text())
        self.text.setText(progress_text(progress))
        self.setAccessibleName(f"{self.title.text()}. {self.text.text()}")
        if run.state is not self._state:
            self._show_state(run.state)
        bad = run.counts[Outcome.FAILED] + run.counts[Outcome.UNKNOWN]
        wanting = run.state is RunState.PAUSED or (run.state in _OVER and bad)
        surface = "warning" if wanting else "info"
        if self.property("surface") != surface:
            self.setProperty("surface", surface)
            restyle(self)

    def _show_state(self, state: RunState) -> None:
        before, self._state = self._state, state
        focused = self.isAncestorOf(self.window().focusWidget())
        self.pause.setVisible(state is RunState.RUNNING)
        self.go_on.setVisible(state is RunState.PAUSED)
        self.stop.setVisible(state in {RunState.RUNNING, RunState.PAUSED})
        self.close_button.setVisible(state in _OVER)
        self._busy = False
        self._draw()
        if focused and before is not None:
            # The button pressed may be gone; whoever works by keyboard stays here.
            visible = (self.go_on, self.pause, self.ledger)
            next(one for one in visible if not one.isHidden()).setFocus()
        if before is not None and state is not RunState.STOPPING:
            announce(self, f"{self.title.text()}. {self.text.text()}")

    def _draw(self) -> None:
        name, hue = "play", "accent"
        if self._state is RunState.PAUSED:
            name, hue = "circle-pause", "amber"
        elif self._state in _OVER:
            name, hue = "list", "muted"
        colour = self._context.theme.colour(hue)
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._context.icons.pixmap(name, colour, 16, ratio))

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setAccessibleName(text)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _do(self, act: Callable[[str], Coroutine[Any, Any, None]]) -> None:
        if self._busy:
            return
        self._busy = True
        self._context.tasks.call(
            act(self._id), name="a bulk run", then=self._done, otherwise=self._refused
        )

    def _done(self, _nothing: None) -> None:
        """Leave the rest to the news of what became of it."""

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        self.failed.emit(error)

    def _ask_ledger(self) -> None:
        self.ledger_asked.emit(self._id)

    def _put_away(self) -> None:
        self.put_away.emit(self._id)


class RunArea(QWidget):
    """A row for each run that goes on or is paused, and for each that ended while it was here.

    Signals:
        ledger_asked: the id of a run whose ledger is to be shown.
        said: a kind (info, warning, error) and a sentence for the person.
    """

    ledger_asked = Signal(str)
    said = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.rows: dict[str, RunRow] = {}
        self._away: set[str] = set()
        self.setObjectName("runs")
        self.setAccessibleName(self.tr("Changes to many orders"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.hide()
        context.bridge.bulk_changed.connect(self._on_bulk)
        context.tasks.call(
            context.desk.bulk.progress(),
            name="the bulk runs",
            then=self._take,
            otherwise=self._fail,
        )

    def show_progress(self, progress: Progress) -> None:
        """Show how far a run is, in its row."""
        run = progress.run
        if run.id in self._away:
            return
        row = self.rows.get(run.id)
        if row is None:
            row = self.rows[run.id] = RunRow(self._context, progress)
            row.ledger_asked.connect(self.ledger_asked)
            row.put_away.connect(self.drop)
            row.failed.connect(self._fail)
            self._column.addWidget(row)
        row.show_progress(progress)
        self.show()

    def drop(self, run_id: str) -> None:
        """Take a run's row away."""
        self._away.add(run_id)
        row = self.rows.pop(run_id, None)
        if row is not None:
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self.setVisible(bool(self.rows))

    def _take(self, live: Sequence[Progress]) -> None:
        for progress in live:
            self.show_progress(progress)

    def _on_bulk(self, event: BulkChanged) -> None:
        self.show_progress(event.progress)

    def _fail(self, error: DeskError) -> None:
        self.said.emit("error", sentences(error))
