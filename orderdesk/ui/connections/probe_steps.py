"""The steps of a connection test, one row each: how it went and how to mend it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from orderdesk.domain.gateway import ProbeStep, StepState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

STEP_LABELS: dict[StepState, str] = {
    StepState.RUNNING: QT_TRANSLATE_NOOP("messages", "Running"),
    StepState.PASSED: QT_TRANSLATE_NOOP("messages", "Passed"),
    StepState.WARNED: QT_TRANSLATE_NOOP("messages", "Note"),
    StepState.FAILED: QT_TRANSLATE_NOOP("messages", "Failed"),
    StepState.SKIPPED: QT_TRANSLATE_NOOP("messages", "Not tried"),
}
STEP_LOOKS: dict[StepState, tuple[str, str]] = {
    StepState.RUNNING: ("loader", "accent"),
    StepState.PASSED: ("circle-check", "good"),
    StepState.WARNED: ("triangle-alert", "warn"),
    StepState.FAILED: ("circle-x", "bad"),
    StepState.SKIPPED: ("circle-dashed", "faint"),
}
"""The icon and the colour of each state."""

_TONES = {StepState.FAILED: "error", StepState.WARNED: "warning"}
_ICON = 16
_UNTIMED = {StepState.RUNNING, StepState.SKIPPED}


class StepRow(QWidget):
    """One step.

    Signals:
        field_asked: the form's key of the field at fault, to go there.
    """

    field_asked = Signal(str)

    def __init__(self, context: Context, step: ProbeStep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.step = step
        self._picture = PlainLabel()
        self.label = PlainLabel(tone="strong", wrap=True)
        self.word = PlainLabel()
        self.seconds = PlainLabel(tone="faint")
        self.detail = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.way_out = PlainLabel(wrap=True, selectable=True)
        self.mend = QPushButton(self.tr("Go to the field"))
        self.mend.setProperty("kind", "link")
        self.mend.setAutoDefault(False)
        self.mend.clicked.connect(self._on_mend)
        self._lay_out()
        context.theme.changed.connect(self._draw)
        self.take(step)

    def take(self, step: ProbeStep) -> None:
        """Show how the step goes now."""
        self.step = step
        self.label.setText(say(step.label))
        self.word.setText(say_text(STEP_LABELS[step.state]))
        self.word.set_tone(_TONES.get(step.state, "muted"))
        self.seconds.setText(self.tr("{seconds} s").format(seconds=f"{step.seconds:.2f}"))
        self.seconds.setVisible(step.state not in _UNTIMED)
        self.detail.setText(say(step.detail) if step.detail else "")
        self.detail.setVisible(step.detail is not None)
        self.way_out.setText(say(step.way_out) if step.way_out else "")
        self.way_out.setVisible(step.way_out is not None)
        self.mend.setVisible(step.field is not None and step.state in _TONES)
        said = (self.label.text(), self.word.text(), self.detail.text(), self.way_out.text())
        self.setAccessibleName(". ".join(part.rstrip(".") for part in said if part))
        self._draw()

    def _lay_out(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 5, 0, 5)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        # The words stay in line where a step took no time to speak of.
        metrics = self.fontMetrics()
        longest = max(map(metrics.horizontalAdvance, map(say_text, STEP_LABELS.values())))
        grid.setColumnMinimumWidth(1, metrics.horizontalAdvance("n" * 15))
        grid.setColumnMinimumWidth(3, longest)
        grid.setColumnMinimumWidth(4, metrics.horizontalAdvance("00.00 s"))
        right = Qt.AlignmentFlag.AlignRight
        grid.setColumnStretch(2, 1)
        self._picture.setContentsMargins(0, 1, 0, 0)
        grid.addWidget(self._picture, 0, 0, top)
        grid.addWidget(self.label, 0, 1, top)
        grid.addWidget(self.word, 0, 3, top)
        grid.addWidget(self.seconds, 0, 4, top | right)
        grid.addWidget(self.detail, 0, 2)
        grid.addWidget(self.way_out, 1, 2, 1, 3)
        grid.addWidget(self.mend, 2, 2, 1, 3, Qt.AlignmentFlag.AlignLeft)
        for wrapped in (self.detail, self.way_out):
            # Wrapped words must not make a narrow dialog wider.
            wrapped.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _draw(self) -> None:
        name, role = STEP_LOOKS[self.step.state]
        colour = self._context.theme.colour(role)
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._context.icons.pixmap(name, colour, _ICON, ratio))

    def _on_mend(self) -> None:
        if self.step.field is not None:
            self.field_asked.emit(self.step.field)


class StepList(QWidget):
    """The steps of one test, in the order they came.

    Signals:
        field_asked: the form's key of a field at fault.
    """

    field_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.rows: dict[str, StepRow] = {}
        self.setAccessibleName(self.tr("Steps of the test"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def clear(self) -> None:
        """Take all steps away."""
        for row in self.rows.values():
            row.hide()
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows.clear()

    def take(self, step: ProbeStep) -> None:
        """Show a step that began, or how it ended."""
        row = self.rows.get(step.name)
        if row is None:
            row = StepRow(self._context, step)
            row.field_asked.connect(self.field_asked)
            self.rows[step.name] = row
            self._column.addWidget(row)
        else:
            row.take(step)

    def end(self) -> None:
        """Show that what still runs goes no further."""
        for row in self.rows.values():
            if row.step.state is StepState.RUNNING:
                row.take(ProbeStep(row.step.name, row.step.label, StepState.SKIPPED))

    def steps(self) -> list[ProbeStep]:
        """Return the steps as they stand."""
        return [row.step for row in self.rows.values()]
