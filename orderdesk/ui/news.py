"""What happened that a person should know of, said over the table and never in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from orderdesk.domain.actions import Verdict
from orderdesk.domain.commands import OPEN_STATES, STATE_LABELS, CommandState, OutboxEntry
from orderdesk.domain.events import CommandChanged, WatchChanged
from orderdesk.services.views import Health
from orderdesk.ui.actions import OrderActions, reason_text
from orderdesk.ui.activity.decision_dialog import DECIDE, open_decision
from orderdesk.ui.activity.log import Activity, read_activity
from orderdesk.ui.activity.offline_notice import all_offline, sick
from orderdesk.ui.activity.words import can_be_typed_again
from orderdesk.ui.announcement import announce
from orderdesk.ui.conflict.loss_words import AGAIN, LEAVE, Loss, read_losses, sentence
from orderdesk.ui.conflict.losses import Answers
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import plural, say_text
from orderdesk.ui.notices import Button, NoticeArea

_BAD = {CommandState.REFUSED, CommandState.REJECTED, CommandState.FAILED}
_OPEN_QUESTIONS = {CommandState.UNKNOWN, CommandState.ASKING}


@dataclass(frozen=True, slots=True)
class Responses:
    """What the buttons of the news do."""

    show_order: Callable[[str], object]
    edit_again: Callable[[OutboxEntry], object]
    open_connection: Callable[[str], object]
    sync: Callable[[], object]
    leave_demo: Callable[[], object]


class News(QObject):
    """Turns events into strips of the notice area."""

    def __init__(
        self,
        context: Context,
        area: NoticeArea,
        watch: ConnectionWatch,
        actions: OrderActions,
        responses: Responses,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._area = area
        self._watch = watch
        self._actions = actions
        self._responses = responses
        watch.changed.connect(self._on_connections)
        context.bridge.command_changed.connect(self._on_command)
        context.bridge.watch_changed.connect(self._on_watch)
        self._answers = Answers(context, self)
        self._answers.failed.connect(partial(self.say, "error"))
        if context.demo:
            self._say_demo()

    def say(self, kind: str, text: str) -> None:
        """Say a sentence on what the user just did."""
        self._area.show_notice("said", kind, text)

    def say_refusal(self, name: str, verdict: Verdict) -> None:
        """Say why an action is not possible."""
        label = say_text(self._actions.rule(name).label)
        text = self.tr("{action} is not possible: {reason}")
        self._area.show_notice(
            "refusal", "info", text.format(action=label, reason=reason_text(verdict))
        )

    def say_failure(self, name: str, text: str) -> None:
        """Say that something failed; `name` is the id in the log, which can be copied."""
        copy = partial(QGuiApplication.clipboard().setText, name)
        buttons = [(self.tr("Copy number {id}").format(id=name), copy)]
        self._area.show_notice("failure", "error", text, buttons=buttons)

    def _say_demo(self) -> None:
        text = self.tr(
            "This is a demo: invented orders of a stand-in vendor on this computer. "
            "Nothing you do here reaches a real vendor."
        )
        leave = (self.tr("Leave the demo"), self._responses.leave_demo)
        self._area.show_notice("demo", "demo", text, buttons=[leave], closable=False)

    def _on_connections(self) -> None:
        # Locked secrets have a strip of their own, with the way to unlock them.
        troubled = [
            one
            for one in self._watch.statuses
            if one.problem is not None and one.health is not Health.LOCKED
        ]
        if not troubled or not any(one.orders for one in self._watch.statuses):
            # Without orders the card in the middle says it.
            self._area.drop("connections")
            return
        if all_offline(self._watch.statuses):
            # That has a strip of its own, which says how much waits.
            self._area.drop("connections")
            return
        status = troubled[0]
        kind = "warning" if status.health in {Health.OFFLINE, Health.SLOW} else "error"
        key = status.config.key
        buttons = [
            (self.tr("Try again"), self._responses.sync),
            (self.tr("Open connection"), partial(self._responses.open_connection, key)),
        ]
        text = sick(status, self._context.zone)
        if len(troubled) > 1:
            more = self.tr("%n more connection(s) need a look.", "", len(troubled) - 1)
            text = f"{text} {plural(more, len(troubled) - 1)}"
        self._area.show_notice("connections", kind, text, buttons=buttons, closable=False)

    def _on_command(self, event: CommandChanged) -> None:
        if event.bulk:
            # A run on many orders has a place of its own where it is told.
            return
        key = f"command_{event.command}"
        if event.state in _BAD | _OPEN_QUESTIONS:
            self._context.tasks.call(
                read_activity(self._context.desk, event.command),
                name="a change to tell of",
                then=partial(self._say_command, event),
            )
        elif event.state in OPEN_STATES or event.state is CommandState.WITHDRAWN:
            # What was said of it is answered.
            self._area.drop(key)
        elif event.state is CommandState.DONE:
            self._area.drop(key)
            announce(self._area, f"{self._label(event)}: {say_text(STATE_LABELS[event.state])}")

    def _say_command(self, event: CommandChanged, activity: Activity) -> None:
        entry, row = activity.entry, activity.row
        if entry.state is not event.state:
            # It has gone on meanwhile, and that is told as well.
            return
        subject = row.number or row.name or row.vendor_id if row else ""
        head = f"{self._label(event)} {subject}".strip()
        state = say_text(STATE_LABELS[event.state])
        text = f"{head}: {state}. {event.reason or ''}".strip()
        kind = "error" if event.state in _BAD else "warning"
        buttons = self._ways_on(activity)
        self._area.show_notice(f"command_{event.command}", kind, text, buttons=buttons)

    def _on_watch(self, event: WatchChanged) -> None:
        if not event.overwritten:
            self._area.drop("overwritten")
            return
        self._context.tasks.call(
            read_losses(self._context.desk, event.overwritten),
            name="overwritten changes to tell of",
            then=self._say_losses,
        )

    def _say_losses(self, losses: Sequence[Loss]) -> None:
        """Say what was overwritten first; the rest waits in the activity."""
        if not losses:
            self._area.drop("overwritten")
            return
        loss, rest = losses[0], len(losses) - 1
        text = sentence(loss, self._context.zone)
        if rest:
            more = self.tr("%n more change(s) were overwritten; the activity lists them.", "", rest)
            text = f"{text} {plural(more, rest)}"
        buttons: list[Button] = [
            (say_text(AGAIN), partial(self._answers.set_again, loss.command)),
            (say_text(LEAVE), partial(self._answers.leave, loss.command)),
            (self.tr("Show order"), partial(self._responses.show_order, loss.overwritten.order_id)),
        ]
        self._area.show_notice("overwritten", "warning", text, buttons=buttons)

    def _ways_on(self, activity: Activity) -> list[Button]:
        entry, row = activity.entry, activity.row
        buttons: list[Button] = []
        if entry.state is CommandState.ASKING:
            decide = partial(open_decision, self._context, activity.id, self._area)
            buttons.append((say_text(DECIDE), decide))
        if can_be_typed_again(entry):
            buttons.append((self.tr("Edit again"), partial(self._edit_again, entry)))
        if row is not None:
            show = partial(self._responses.show_order, row.id)
            buttons.append((self.tr("Show order"), show))
        return buttons

    def _edit_again(self, entry: OutboxEntry) -> None:
        self._area.drop(f"command_{entry.command.id}")
        self._responses.edit_again(entry)

    def _label(self, event: CommandChanged) -> str:
        if event.action in self._actions.names():
            return say_text(self._actions.rule(event.action).label)
        return self.tr("New order")
