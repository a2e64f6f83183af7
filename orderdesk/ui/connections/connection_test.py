"""The test of a connection: run step by step, stopped when asked, shown under the form."""

import asyncio
import time
from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.errors import DeskError, InputError
from orderdesk.domain.gateway import ConnectionConfig, ProbeStep, StepState
from orderdesk.ui.announcement import announce
from orderdesk.ui.connections.probe_steps import StepList
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import plural
from orderdesk.ui.widgets.labels import PlainLabel

Subject = tuple[ConnectionConfig, Mapping[str, str] | None]
"""What is tested: a connection and the secrets typed for it, None for the kept ones."""

_HIGHEST, _LOWEST = 270, 90


class StepRelay(QObject):
    """Brings the steps of one test from the services' thread to this one.

    It has no parent: the services may still hold it when the dialog is gone.
    """

    stepped = Signal(object)
    ended = Signal(bool)

    def take(self, step: ProbeStep) -> None:
        """Take a step, on any thread."""
        self.stepped.emit(step)


class StepArea(QScrollArea):
    """As high as the steps in it, until they would leave too little of the form."""

    def __init__(self, steps: StepList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(steps)
        self.viewport().setAutoFillBackground(False)
        steps.setAutoFillBackground(False)
        self._wanted: QWidget | None = None
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._scroll)
        for one in (steps, self.viewport()):
            one.installEventFilter(self)

    def bring(self, row: QWidget) -> None:
        """Scroll to a step now, and again whenever it or its place gets another height."""
        self._wanted = row
        self.updateGeometry()
        self._scroll()

    def forget(self) -> None:
        """Bring no step into sight any more."""
        self._wanted = None

    def _scroll(self) -> None:
        if self._wanted is None or not shiboken6.isValid(self._wanted):
            return
        top, bottom = self._wanted.geometry().top(), self._wanted.geometry().bottom()
        # The foot matters most: there stands what mends it.
        self.verticalScrollBar().setValue(bottom - self.viewport().height() + 1)
        if bottom - top < self.viewport().height():
            self.verticalScrollBar().setValue(top)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._later.start()
        return super().eventFilter(watched, event)

    @override
    def sizeHint(self) -> QSize:
        needed = self._steps.heightForWidth(self.viewport().width())
        return QSize(200, min(max(needed, 0), _HIGHEST))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, min(self.sizeHint().height(), _LOWEST))


class ConnectionTest(QFrame):
    """The steps and how it ended, hidden until there is a test; its buttons stand elsewhere.

    Signals:
        changed: a test began, ended or lost its meaning.
        field_asked: the form's key of a field at fault.
        problems_found: the InputError of settings that cannot be tested at all.
    """

    changed = Signal()
    field_asked = Signal(str)
    problems_found = Signal(object)

    def __init__(
        self, context: Context, subject: Callable[[], Subject], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._subject = subject
        self._relay: StepRelay | None = None
        self._task: asyncio.Task[None] | None = None
        self._began = 0.0
        self._tested: Subject | None = None
        self.passed: bool | None = None
        """How the last test of what is typed now ended; None where there was none."""
        self.heading = PlainLabel(self.tr("Test"), tone="heading")
        self.summary = PlainLabel(tone="muted", wrap=True)
        self.button = QPushButton(self.tr("Test connection"))
        self.stop_button = QPushButton(self.tr("Stop the test"))
        self.hide_button = QToolButton()
        self.steps = StepList(context)
        self._area = StepArea(self.steps)
        self._lay_out()
        self._show_buttons()
        self.hide()

    @property
    def running(self) -> bool:
        """Whether a test is under way."""
        return self._task is not None

    def start(self) -> None:
        """Test what is typed now."""
        if self.running:
            return
        self._tested = config, secrets = self._subject()
        self.passed = None
        self.steps.clear()
        self._area.forget()
        self._began = time.monotonic()
        self._relay = StepRelay()
        self._relay.stepped.connect(self._on_step, Qt.ConnectionType.QueuedConnection)
        self._relay.ended.connect(self._conclude, Qt.ConnectionType.QueuedConnection)
        self._say(self.tr("It signs in and reads a little; nothing is changed."), "muted")
        self._task = self._context.tasks.call(
            self._context.desk.connections.test(config, secrets, self._relay.take),
            name="test a connection",
            then=self._on_ended,
            otherwise=self._on_failed,
        )
        self._show_buttons()
        self.show()
        self.changed.emit()

    def stop(self) -> None:
        """Go no further; steps that still come are not heard."""
        if self._task is None:
            return
        self._task.cancel()
        self._finish()
        self._say(self.tr("Stopped before the end."), "muted")
        self.changed.emit()

    def follow(self) -> None:
        """Take note that something was typed: an earlier result may no longer hold."""
        if self.running or self._tested is None:
            return
        if self._subject() != self._tested:
            self._tested = self.passed = None
            self._say(self.tr("Changed since this test."), "muted")
            self.changed.emit()

    def forget(self) -> None:
        """Begin as if nothing had been tested."""
        self.stop()
        self.steps.clear()
        self._tested = self.passed = None
        self.hide()

    def _lay_out(self) -> None:
        self.setProperty("boxed", "top")
        self.setAccessibleName(self.tr("Connection test"))
        self.hide_button.setProperty("kind", "icon")
        self.hide_button.setAccessibleName(self.tr("Hide the test"))
        self.hide_button.setToolTip(self.tr("Hide the test"))
        self._context.icons.bind(self.hide_button, "x", "muted")
        row = QHBoxLayout()
        row.setContentsMargins(22, 8, 12, 2)
        row.setSpacing(10)
        row.addWidget(self.heading)
        row.addWidget(self.summary, 1)
        row.addWidget(self.hide_button)
        for button in (self.button, self.stop_button):
            button.setAutoDefault(False)
        self.button.setObjectName("test-connection")
        self.button.clicked.connect(self.start)
        self.stop_button.clicked.connect(self.stop)
        self.hide_button.clicked.connect(self.hide)
        self.steps.field_asked.connect(self.field_asked)
        self.steps.setContentsMargins(22, 0, 18, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._area)

    def _show_buttons(self) -> None:
        self.button.setVisible(not self.running)
        self.stop_button.setVisible(self.running)

    def _say(self, text: str, tone: str) -> None:
        self.summary.setText(text)
        self.summary.set_tone(tone)

    def _finish(self) -> None:
        if self._relay is not None:
            self._relay.stepped.disconnect(self._on_step)
            self._relay.ended.disconnect(self._conclude)
        self._relay = self._task = None
        self.steps.end()
        self._show_buttons()

    def _on_step(self, step: ProbeStep) -> None:
        self.steps.take(step)
        self._area.updateGeometry()

    def _on_ended(self, passed: bool) -> None:
        # By the way the steps came, so that the last of them is not overtaken.
        if self._relay is not None:
            self._relay.ended.emit(passed)

    def _conclude(self, passed: bool) -> None:
        self._finish()
        self.passed = passed
        seconds = f"{time.monotonic() - self._began:.1f}"
        warned = sum(step.state is StepState.WARNED for step in self.steps.steps())
        if not passed:
            text = self.tr("Failed after {seconds} s. What to do stands with the step that failed.")
            self._say(text.format(seconds=seconds), "error")
            self._show_failure()
        elif warned:
            text = plural(self.tr("Passed in {seconds} s, with %n note(s).", "", warned), warned)
            self._say(text.format(seconds=seconds), "")
        else:
            self._say(self.tr("Passed in {seconds} s.").format(seconds=seconds), "")
        announce(self, self.summary.text(), urgent=not passed)
        self.follow()
        self.changed.emit()

    def _show_failure(self) -> None:
        """Bring the step that failed into sight, with what mends it."""
        failed = (row for row in self.steps.rows.values() if row.step.state is StepState.FAILED)
        row = next(failed, None)
        if row is not None:
            self._area.bring(row)

    def _on_failed(self, error: DeskError) -> None:
        self._finish()
        self._tested = self.passed = None
        self._say(sentences(error), "error")
        if isinstance(error, InputError):
            self.problems_found.emit(error)
        self.changed.emit()
