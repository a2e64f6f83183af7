"""What only a person can decide: the readings, and a button for each way out."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import CommandChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.services.conflicts import is_conflict
from orderdesk.services.views import Decision
from orderdesk.ui.activity.decision_list import DecisionList
from orderdesk.ui.activity.log import Activity, read_activity
from orderdesk.ui.activity.words import (
    action_label,
    customer_of,
    number_of,
    vendor_words,
    waiting_since,
)
from orderdesk.ui.announcement import announce
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.labels import PlainLabel
from orderdesk.ui.widgets.scrolled import scrolled
from orderdesk.ui.widgets.strip import Strip

DECIDE = QT_TRANSLATE_NOOP("messages", "Decide…")
LATER = QT_TRANSLATE_NOOP("messages", "Decide later")
_WIDTH, _HEIGHT = 560, 360
_USUAL_LETTERS = 17


class DecisionDialog(QDialog):
    """Asks about one command; nothing in it moves while it is looked at."""

    def __init__(self, context: Context, activity: Activity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.command = activity.id
        self._busy = False
        self.setObjectName("decision-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.strip = Strip(context.theme, context.icons, kind="error", closable=True)
        self.strip.hide()
        self.heading = PlainLabel(wrap=True)
        self.heading.set_size("large")
        self.subtitle = PlainLabel(tone="muted", wrap=True)
        self.reason = PlainLabel(wrap=True, selectable=True)
        self.readings = PlainLabel(tone="strong", wrap=True, selectable=True)
        self.decisions = DecisionList()
        self.decisions.decided.connect(self._decide)
        self.later = QPushButton(say_text(LATER))
        self.later.setAutoDefault(False)
        self.later.clicked.connect(self.reject)
        self._lay_out()
        self.decisions.guard.watch(*self.decisions.buttons.values())
        self.show_activity(activity)
        context.bridge.command_changed.connect(self._on_command)
        times = max(1.0, self.fontMetrics().height() / _USUAL_LETTERS)
        self.resize(round(_WIDTH * times), round(_HEIGHT * times))
        self.later.setFocus()

    def show_activity(self, activity: Activity) -> None:
        """Show what there is to choose between now; close where nothing is asked any more."""
        entry = activity.entry
        if entry.state is not CommandState.ASKING:
            self.accept()
            return
        descriptions = self._context.desk.connections.descriptions()
        vendor = activity.row.vendor if activity.row else ""
        action = action_label(entry.command.action, descriptions, vendor)
        title = f"{action} · {number_of(activity)}"
        account = activity.row.connection_name if activity.row else entry.command.connection
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.heading.setText(title)
        self.subtitle.setText(" · ".join(filter(None, (customer_of(activity), account))))
        since = waiting_since(entry, self._context.zone)
        said = filter(None, (entry.reason, since, vendor_words(entry)))
        self.reason.setText("\n".join(said))
        self.readings.setText("\n".join(f"•  {reading}" for reading in entry.readings))
        self.readings.setVisible(bool(entry.readings))
        self.setAccessibleDescription(f"{self.reason.text()}\n{self.readings.text()}".strip())
        self.decisions.show_entry(entry)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 16, 20, 8)
        column.setSpacing(8)
        for widget in (self.heading, self.subtitle, self.reason, self.readings):
            column.addWidget(widget)
        column.addStretch()
        foot = QVBoxLayout()
        foot.setContentsMargins(20, 10, 20, 14)
        foot.setSpacing(14)
        foot.addWidget(self.decisions)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.later)
        foot.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.strip)
        whole.addWidget(scrolled(inner), 1)
        whole.addLayout(foot)

    def _decide(self, decision: Decision) -> None:
        if self._busy:
            return
        self._busy = True
        self.strip.hide()
        self._context.tasks.call(
            self._context.desk.orders.decide(self.command, decision),
            name="decide on a change",
            then=self._decided,
            otherwise=self._refused,
        )

    def _decided(self, _nothing: object) -> None:
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        text = sentences(error)
        self.strip.say(text)
        self.strip.show()
        announce(self, text, urgent=True)
        # The order may have changed again: what there is to choose between is other now.
        self._read()

    def _read(self) -> None:
        self._context.tasks.call(
            read_activity(self._context.desk, self.command),
            name="a change to decide on",
            then=self._take,
        )

    def _take(self, activity: Activity) -> None:
        if activity.entry.state is CommandState.ASKING or not self.strip.isVisible():
            self.show_activity(activity)
        else:
            # Why the decision came too late is to be read before it closes.
            self.decisions.hide()

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        focused = self.focusWidget()
        enter = arg__1.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and isinstance(focused, QPushButton):
            # No button is the default one: Enter is for the one that has the focus.
            focused.click()
        elif not enter:
            super().keyPressEvent(arg__1)

    def _on_command(self, event: CommandChanged) -> None:
        if event.command == self.command and not self._busy:
            self._read()


def open_decision(context: Context, command_id: str, parent: QWidget) -> None:
    """Ask about a command in a dialog of the parent's window, where it still asks."""

    def opened(activity: Activity) -> None:
        if not shiboken6.isValid(parent) or activity.entry.state is not CommandState.ASKING:
            return
        if is_conflict(activity.entry):
            from orderdesk.ui.conflict.dialog import open_conflict

            open_conflict(context, command_id, parent)
            return
        window = parent.window()
        if all(one.command != command_id for one in window.findChildren(DecisionDialog)):
            DecisionDialog(context, activity, window).open()

    context.tasks.call(
        read_activity(context.desk, command_id), name="a change to decide on", then=opened
    )
