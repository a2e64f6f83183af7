"""Undo and redo: takes back what waits, offers the vendor's own way back of what is done."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from orderdesk.domain import staging
from orderdesk.domain.commands import Command, CommandState, CreateOrder
from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import CommandChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import Effect
from orderdesk.services.staging import SendResult
from orderdesk.services.taking_back import WayBack
from orderdesk.services.views import Receipt
from orderdesk.ui.activity.log import Activity, read_activity
from orderdesk.ui.activity.words import number_of
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.forms.flow import OrderFlow
from orderdesk.ui.forms.subjects import act_on_number
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.staging.stager import Stager
from orderdesk.ui.undo.staged import StagedUndo
from orderdesk.ui.undo.steps import Local, Sending, Step, Steps

NOTHING = QT_TRANSLATE_NOOP("messages", "There is nothing to undo here.")
NOTHING_AGAIN = QT_TRANSLATE_NOOP("messages", "There is nothing to redo here.")
ON_THE_WAY = QT_TRANSLATE_NOOP(
    "messages", "{act}: it is on its way to the vendor. What takes it back shows when it is done."
)
TAKEN_BACK = QT_TRANSLATE_NOOP("messages", "Taken back: {act}. Nothing was sent.")
TOO_LATE = QT_TRANSLATE_NOOP("messages", "{act}: too late to take it back unsent. {why}")
STATED = QT_TRANSLATE_NOOP("messages", "{act}: {why}")

# What these change is shown and can be undone in turn; the others ask in a window of their own.
_AT_ONCE = frozenset({Effect.EDIT, Effect.EDIT_LINE, Effect.ADD_LINE})


class Undo(QObject):
    """The acts of one window, one step each, without limit.

    Signals:
        changed: what Undo and Redo would do, or what is held, is other now.
        said: a kind (info, warning) and a sentence for the person.
        taken_back: the sentence that an act was taken back unsent, or done again.
    """

    changed = Signal()
    said = Signal(str, str)
    taken_back = Signal(str)

    def __init__(self, context: Context, flow: OrderFlow, stager: Stager, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._flow = flow
        self._stager = stager
        self._steps = Steps()
        self._staged = StagedUndo(context, self._steps, self._words, self)
        self._pressed: list[bool] = []
        """Undo (True) and Redo that were asked for while something was on its way to staging."""
        self._back_of: Step | None = None
        """What the form that is open now takes back."""
        flow.handed_over.connect(self.take)
        stager.staged.connect(self._on_staged)
        stager.discarded.connect(self._on_discarded)
        stager.sent.connect(self._on_sent)
        stager.settled.connect(self._go_on)
        self._staged.settled.connect(self._go_on)
        self._staged.changed.connect(self.changed)
        self._staged.said.connect(self.said)
        self._staged.done.connect(self.taken_back)
        self._staged.late.connect(self._too_late)
        context.bridge.command_changed.connect(self._on_command)

    def take(self, receipt: Receipt) -> None:
        """Note an act that was made in this window."""
        self._noted(receipt, again=False)

    def held(self) -> list[Step]:
        """Return what waits for its undo, the oldest first."""
        return self._steps.held()

    def next_label(self) -> str:
        """Return what Undo takes back, "" where there is nothing."""
        step = self._steps.next()
        if step is None:
            return ""
        return step.label if isinstance(step, Local) else step.words

    def next_again_label(self) -> str:
        """Return what Redo does, "" where there is nothing."""
        step = self._steps.next_again()
        return step.label if step is not None else ""

    def next_is_local(self) -> bool:
        """Whether Undo changes only what is staged."""
        return isinstance(self._steps.next(), Local)

    def next_again_is_local(self) -> bool:
        """Whether Redo changes only what is staged."""
        return isinstance(self._steps.next_again(), Local)

    def undo(self) -> None:
        """Take back the newest act: unsent where it can be, else by the vendor's way back."""
        if self._busy():
            self._pressed.append(True)
            return
        step = self._steps.next()
        if step is None:
            self.said.emit("info", say_text(NOTHING))
        elif isinstance(step, Local):
            self._staged.take_back(step)
        elif step.state is not CommandState.WAITING:
            self._find_out(step, None)
        elif step.sending is not None:
            self._staged.take_back_sending(step)
        else:
            self._withdraw(step)

    def redo(self) -> None:
        """Ask again for what was taken back last, if the rules still allow it."""
        if self._busy():
            self._pressed.append(False)
            return
        step = self._steps.take_again()
        if step is None:
            self.said.emit("info", say_text(NOTHING_AGAIN))
            return
        self.changed.emit()
        if isinstance(step, Local):
            self._staged.do_again(step)
        elif isinstance(step, Sending):
            self._staged.send_again(step)
        else:
            self._context.tasks.call(
                self._context.desk.taking_back.again(step.command),
                name="do a change again",
                then=partial(self._noted, again=True),
                otherwise=self._fail,
            )

    def _busy(self) -> bool:
        """Whether what would be undone is only being made."""
        return self._stager.under_way or self._staged.under_way

    def _go_on(self) -> None:
        """Do what was asked for meanwhile, one after the other."""
        while self._pressed and not self._busy():
            if self._pressed.pop(0):
                self.undo()
            else:
                self.redo()

    def _withdraw(self, step: Step) -> None:
        step.busy = True
        self.changed.emit()
        self._context.tasks.call(
            self._context.desk.orders.withdraw(step.id),
            name="take a change back",
            then=partial(self._withdrawn, step),
            otherwise=partial(self._too_late, step),
        )

    def _on_staged(self, step: staging.Step) -> None:
        self._staged.take(step)

    def _on_discarded(self, steps: Sequence[staging.Step]) -> None:
        self._staged.take_discard(steps)

    def _on_sent(self, result: SendResult) -> None:
        self._staged.take_sent(result, again=False)

    def _noted(self, receipt: Receipt, *, again: bool) -> None:
        entry = receipt.entry
        step = self._steps.add(entry, self._words(entry.command, "", ""), again=again)
        back_of, self._back_of = self._back_of, None
        if back_of is not None and back_of.command.order_id == entry.command.order_id:
            step.takes_back = back_of
        self.changed.emit()
        self._context.tasks.call(
            read_activity(self._context.desk, step.id),
            name="a change to undo",
            then=partial(self._name, step),
        )

    def _name(self, step: Step, activity: Activity) -> None:
        vendor = activity.row.vendor if activity.row else ""
        step.label = self._words(step.command, vendor, number_of(activity))
        if not step.heard:
            # What is read may be older than the news that has come since.
            self._move(step.id, activity.entry.state, activity.entry.reason)
        self.changed.emit()

    def _words(self, command: Command, vendor: str, number: str) -> str:
        """Return what an act is called by its vendor, with the number of its order."""
        known = sorted(
            self._context.desk.connections.descriptions(), key=lambda one: one.vendor != vendor
        )
        rules = (one.rules.action(command.action) for one in known)
        label = next((rule.label for rule in rules if rule is not None), command.action)
        if not number or isinstance(command, CreateOrder):
            return say_text(label)
        return act_on_number(label, number)

    def _on_command(self, event: CommandChanged) -> None:
        step = self._steps.find(event.command)
        if step is not None:
            step.heard = True
            self._move(event.command, event.state, event.reason)
            self.changed.emit()

    def _move(self, command: str, state: CommandState, reason: str | None) -> None:
        self._steps.move(command, state, put_back=reason is not None)

    def _withdrawn(self, step: Step, _nothing: object) -> None:
        self._steps.undone(step)
        self.changed.emit()
        self.taken_back.emit(say(Message(TAKEN_BACK, {"act": step.label})))

    def _too_late(self, step: Step, error: DeskError) -> None:
        step.busy = False
        self._find_out(step, error)

    def _find_out(self, step: Step, error: DeskError | None) -> None:
        """Look how far it has come, of which the news may still be on its way here."""
        self._context.tasks.call(
            read_activity(self._context.desk, step.id),
            name="a change that went out",
            then=partial(self._gone_out, step, error),
        )

    def _gone_out(self, step: Step, error: DeskError | None, activity: Activity) -> None:
        entry = activity.entry
        self._move(step.id, entry.state, entry.reason)
        self.changed.emit()
        if entry.state is CommandState.DONE:
            self._find_way_back(step)
        elif error is None:
            self.said.emit("info", say(Message(ON_THE_WAY, {"act": step.label})))
        else:
            facts = {"act": step.label, "why": sentences(error)}
            self.said.emit("warning", say(Message(TOO_LATE, facts)))

    def _find_way_back(self, step: Step) -> None:
        self._context.tasks.call(
            self._context.desk.taking_back.way_back(step.id),
            name="find the way back of a change",
            then=partial(self._go_back, step),
            otherwise=self._fail,
        )

    def _go_back(self, step: Step, way: WayBack) -> None:
        view, inverse = way.view, way.inverse
        if view is None or inverse is None:
            step.told = True
            self.changed.emit()
            why = say(way.reason) if way.reason is not None else ""
            self.said.emit("info", say(Message(STATED, {"act": step.label, "why": why})))
            return
        self._back_of = step
        rule = view.description.rules.action(inverse.action)
        if rule is None or rule.effect not in _AT_ONCE:
            self._flow.take_back(view, inverse)
            return
        act = self._context.desk.orders.act(
            view.order.id,
            inverse.action,
            inverse.values,
            line_id=inverse.line_id,
            base=inverse.base,
        )
        self._context.tasks.call(
            act, name="take a change back", then=self.take, otherwise=self._fail
        )

    def _fail(self, error: DeskError) -> None:
        self._back_of = None
        self.said.emit("warning", sentences(error))
