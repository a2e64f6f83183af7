"""One change that is not settled: how far it is, what it changes, and what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from orderdesk.domain.commands import STATE_LABELS, CommandState, OutboxEntry
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.views import ConnectionStatus, OrderView
from orderdesk.ui.activity.change_grid import cut, spoken
from orderdesk.ui.activity.changes import Surroundings, asked_by
from orderdesk.ui.activity.decision_dialog import DECIDE
from orderdesk.ui.activity.words import STATE_LOOKS, holdup, outlook, said
from orderdesk.ui.context import Context
from orderdesk.ui.detail.reason_box import label_of
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.click_guard import ClickGuard
from orderdesk.ui.widgets.labels import PlainLabel

HEADING = QT_TRANSLATE_NOOP("messages", "{action}: {state}")
WITHDRAW = QT_TRANSLATE_NOOP("messages", "Withdraw")
WITHDRAW_WHAT = QT_TRANSLATE_NOOP("messages", "Takes “{action}” back; nothing was sent.")
DECIDE_WHAT = QT_TRANSLATE_NOOP("messages", "Opens what there is to choose between.")
AND_MORE = QT_TRANSLATE_NOOP("messages", "and {count} more")
_MOST_CHANGES = 4


def changes_text(entry: OutboxEntry, view: OrderView, context: Context) -> str:
    """Return what a command changes, field by field, on a few lines."""
    around = Surroundings(view.description.rules, context.zone, view)
    asked = asked_by(entry.command, around)
    lines = [asked.item] if asked.item else []
    # What else is done is said by the action's name and the item's.
    edits = entry.command.effect in {"edit", "edit_line", "act"}
    changes = asked.changes if edits else ()
    lines += [cut(spoken(change)) for change in changes[:_MOST_CHANGES]]
    if len(changes) > _MOST_CHANGES:
        rest = str(len(changes) - _MOST_CHANGES)
        lines.append(say(Message(AND_MORE, {"count": rest})))
    return "\n".join(lines)


class CommandRow(QWidget):
    """Shows an open command.

    Signals:
        withdrawn: the person takes it back.
        asked: the person wants to decide on it.
    """

    withdrawn = Signal()
    asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._look = ("hourglass", "slate")
        self._picture = PlainLabel()
        self.heading = PlainLabel(tone="strong", wrap=True)
        self.text = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.readings = PlainLabel(wrap=True, selectable=True)
        for label in (self.heading, self.text, self.readings):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.withdraw = QPushButton(say_text(WITHDRAW))
        self.withdraw.setAutoDefault(False)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.decide = QPushButton(say_text(DECIDE))
        self.decide.setProperty("kind", "primary")
        self.decide.setAutoDefault(False)
        self.decide.setAccessibleDescription(say_text(DECIDE_WHAT))
        self.decide.clicked.connect(self._on_decide)
        self.guard = ClickGuard(self)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.heading, 1)
        for button in (self.withdraw, self.decide):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(top)
        for widget in (self.text, self.readings):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(10)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        context.theme.changed.connect(self._draw)

    def show_entry(
        self, entry: OutboxEntry, view: OrderView, status: ConnectionStatus | None = None
    ) -> None:
        """Show how a command stands; `status` is how its connection is doing."""
        hue, icon = STATE_LOOKS[entry.state]
        self._look = (icon, hue)
        label = label_of(entry.command.action, view.description.rules)
        state = Message(STATE_LABELS[entry.state])
        self.heading.setText(say(Message(HEADING, {"action": Message(label), "state": state})))
        asking = entry.state is CommandState.ASKING
        why = said(entry) if asking or entry.state is CommandState.UNKNOWN else entry.reason
        if holdup(entry, status, self._context.zone):
            why = ""  # how the connection is doing now says it anew
        parts = (
            "" if asking else changes_text(entry, view, self._context),
            why or "",
            outlook(entry, self._context.zone, status=status),
        )
        self.text.setText("\n".join(filter(None, parts)))
        self.text.setVisible(self.text.text() != "")
        self.readings.setText("\n".join(f"• {reading}" for reading in entry.readings))
        self.readings.setVisible(bool(entry.readings))
        self.withdraw.setVisible(entry.state is CommandState.WAITING)
        taken = say(Message(WITHDRAW_WHAT, {"action": Message(label)}))
        self.withdraw.setAccessibleDescription(taken)
        self.decide.setVisible(asking)
        self.setAccessibleName(f"{self.heading.text()}. {self.text.text()}")
        self._draw()

    def watch(self) -> None:
        """Guard the buttons; to be called once the row is where it belongs."""
        self.guard.watch(self.withdraw, self.decide)

    def _draw(self) -> None:
        icon, hue = self._look
        colour = self._context.theme.colour(hue)
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(self._context.icons.pixmap(icon, colour, 16, ratio))

    def _on_withdraw(self) -> None:
        self.withdrawn.emit()

    def _on_decide(self) -> None:
        self.asked.emit()
