"""The strip that says what is about to be sent, with Undo in reach; it takes no focus."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from math import ceil

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.announcement import announce
from orderdesk.ui.i18n import format_number, say, say_text
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.undo.steps import Step
from orderdesk.ui.widgets.labels import ElidedLabel

_TICK_MS = 200
UNDO = QT_TRANSLATE_NOOP("messages", "Undo")
UNDO_THIS = QT_TRANSLATE_NOOP("messages", "Undo: {act}")
SENT_IN = QT_TRANSLATE_NOOP("messages", "{act}: {seconds} s")
SENT_NOW = QT_TRANSLATE_NOOP("messages", "{act}: it is sent now")
SEVERAL_IN = QT_TRANSLATE_NOOP(
    "messages", "{count} changes wait, the next for {seconds} s. Undo takes back: {act}"
)
SEVERAL_NOW = QT_TRANSLATE_NOOP(
    "messages", "{count} changes wait, the next is sent now. Undo takes back: {act}"
)
HELD = QT_TRANSLATE_NOOP("messages", "{act} is sent in {seconds} seconds. Undo takes it back.")


class UndoStrip(QWidget):
    """Counts down to what is sent next; hidden while nothing is held."""

    def __init__(
        self,
        undo: Callable[[], object],
        *,
        keys: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._held: Sequence[Step] = ()
        self._announced: frozenset[str] = frozenset()
        self.setObjectName("undo_strip")
        self.setProperty("surface", "info")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.text = ElidedLabel(tone="strong")
        self.button = QPushButton(say_text(UNDO))
        self.button.setObjectName("undo_button")
        self.button.setAutoDefault(False)
        # A click leaves the focus where the person works; Tab and the shortcut reach it as well.
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setToolTip(plain_tip(f"{say_text(UNDO)} ({keys})" if keys else say_text(UNDO)))
        self.button.clicked.connect(lambda _checked=False: undo())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 10, 5)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self.hide()

    def show_held(self, held: Sequence[Step]) -> None:
        """Say what is held, the oldest first; nothing takes the strip away."""
        self._held = held
        self.setVisible(bool(held))
        if not held:
            self._timer.stop()
            self._announced = frozenset()
            return
        self.tick()
        if not self._timer.isActive():
            self._timer.start()
        self._announce()

    def tick(self) -> None:
        """Count down."""
        last = self._held[-1]
        seconds = self._seconds(min(step.due for step in self._held if step.due is not None))
        facts = {
            "act": last.words,
            "count": format_number(len(self._held)),
            "seconds": format_number(seconds),
        }
        one, now = len(self._held) == 1, seconds <= 0
        template = (SENT_NOW if now else SENT_IN) if one else (SEVERAL_NOW if now else SEVERAL_IN)
        self.text.setText(say(Message(template, facts)))
        name = say(Message(UNDO_THIS, {"act": last.words}))
        if self.button.accessibleName() != name:
            self.button.setAccessibleName(name)
            self.setAccessibleName(name)

    def _announce(self) -> None:
        """Say each act once, and not each second."""
        ids = frozenset(f"{step.id} {step.words}" for step in self._held)
        last = self._held[-1]
        if f"{last.id} {last.words}" not in self._announced and last.due is not None:
            seconds = format_number(self._seconds(last.due))
            announce(self, say(Message(HELD, {"act": last.words, "seconds": seconds})))
        self._announced = ids

    def _seconds(self, due: datetime) -> int:
        return max(0, ceil((due - self._clock()).total_seconds()))
