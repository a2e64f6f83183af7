"""The part of undo that is about staging: edits, discards, and what was sent from there."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from orderdesk.domain import staging
from orderdesk.domain.commands import (
    AddLine,
    Command,
    EditLine,
    EditOrder,
    OutboxEntry,
    RemoveLine,
)
from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.staging import Pick
from orderdesk.services.desk import Desk
from orderdesk.services.staging import SendResult
from orderdesk.ui.context import Context
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.i18n import say
from orderdesk.ui.staging.counts import counts_of
from orderdesk.ui.staging.reading import Known, read_known
from orderdesk.ui.staging.words import act_text, discarding_text, sending_text
from orderdesk.ui.undo.steps import Local, Sending, Step, Steps

TAKEN_BACK = QT_TRANSLATE_NOOP("messages", "Taken back: {act}.")
DONE_AGAIN = QT_TRANSLATE_NOOP("messages", "Done again: {act}.")
STAGED_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "Taken back: {act}. Nothing was sent; the changes are staged again."
)
NOT_ANY_MORE = QT_TRANSLATE_NOOP("messages", "The {act} cannot be undone any more. {why}")
SENT_SINCE = QT_TRANSLATE_NOOP(
    "messages",
    "The {act} cannot be undone here any more: it has been sent. Change the order again instead.",
)
NOT_AGAIN = QT_TRANSLATE_NOOP("messages", "The {act} cannot be done again. {why}")
PARTLY_SENT = QT_TRANSLATE_NOOP("messages", "{act}: not all of it can be sent. {why}")

Words = Callable[[Command, str, str], str]


class StagedUndo(QObject):
    """Notes acts on what is staged, takes them back, and does them again.

    Signals:
        changed: what Undo and Redo would do is other now.
        said: a kind (info, warning) and a sentence for the person.
        done: the sentence that an act was taken back or done again.
        late: a Step that has gone out meanwhile, and the DeskError that says so.
        settled: nothing of this is under way any more.
    """

    changed = Signal()
    said = Signal(str, str)
    done = Signal(str)
    late = Signal(object, object)
    settled = Signal()

    def __init__(self, context: Context, steps: Steps, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._steps = steps
        self._words = words
        self._under_way = 0

    @property
    def under_way(self) -> bool:
        """Whether something is being taken back or done again just now."""
        return self._under_way > 0

    def take(self, step: staging.Step) -> None:
        """Note an edit that is staged; one that changed nothing is no act."""
        if not step.empty:
            self._note([step], discard=False)

    def take_discard(self, steps: Sequence[staging.Step]) -> None:
        """Note what was discarded in one go."""
        self._note(steps, discard=True)

    def take_sent(self, result: SendResult, *, again: bool) -> None:
        """Note what was sent in one go."""
        entries = [receipt.entry for receipt in result.receipts]
        if not entries:
            return
        commands = [entry.command for entry in entries]
        label = sending_text(counts_of(commands), "")
        named = [(entry, self._words(entry.command, "", "")) for entry in entries]
        sending = self._steps.add_sending(named, label, again=again)
        self.changed.emit()
        self._context.tasks.call(
            _sent_now(self._context.desk, commands),
            name="changes that were sent",
            then=partial(self._name_sending, sending),
        )

    def take_back(self, local: Local) -> None:
        """Take an edit or a discard back, as far as it is staged still."""
        parts = self._steps.staged_of(local)
        if not parts:
            local.told = True
            self.changed.emit()
            self.said.emit("info", say(Message(SENT_SINCE, {"act": local.label})))
            return
        local.busy = True
        self._begin()
        self._context.tasks.call(
            _restored(self._context.desk, parts, back=True),
            name="take a staged change back",
            then=partial(self._taken_back, local),
            otherwise=partial(self._not_taken_back, local),
        )

    def do_again(self, local: Local) -> None:
        """Do an edit or a discard again that was taken back."""
        self._begin()
        self._context.tasks.call(
            _restored(self._context.desk, self._steps.staged_of(local), back=False),
            name="do a staged change again",
            then=partial(self._again, local),
            otherwise=partial(self._not_again, local.label),
        )

    def take_back_sending(self, step: Step) -> None:
        """Stage again what waits of a sending."""
        waiting = self._steps.waiting_with(step)
        for one in waiting:
            one.busy = True
        self._begin()
        self._context.tasks.call(
            self._context.desk.staging.take_back([one.id for one in waiting]),
            name="stage again what was sent",
            then=partial(self._staged_again, step, waiting),
            otherwise=partial(self._gone_out, step, waiting),
        )

    def send_again(self, sending: Sending) -> None:
        """Send again what was taken back."""
        self._begin()
        self._context.tasks.call(
            self._context.desk.staging.send(sending.picks),
            name="send staged changes again",
            then=partial(self._sent_again, sending.label),
            otherwise=partial(self._not_again, sending.label),
        )

    def _note(self, steps: Sequence[staging.Step], *, discard: bool) -> None:
        local = Local(tuple(steps), "")
        self._steps.add_local(local)
        self._name_local(local, {}, discard=discard)
        self._context.tasks.call(
            read_known(self._context.desk, [one.order_id for one in steps]),
            name="orders that changes are staged of",
            then=partial(self._name_later, local, discard=discard),
        )

    def _name_later(self, local: Local, known: dict[str, Known], *, discard: bool) -> None:
        self._name_local(local, known, discard=discard)

    def _name_local(self, local: Local, known: dict[str, Known], *, discard: bool) -> None:
        """Give an act its words, with the order's number where that is known."""
        part = local.parts[0]
        order = known.get(part.order_id)
        number = order.number if order is not None else ""
        if discard:
            local.label = discarding_text(local.parts, number)
        else:
            descriptions = self._context.desk.connections.descriptions()
            rules = {one.vendor: one.rules for one in descriptions}
            vendor = rules.get(order.vendor) if order is not None else None
            local.label = act_text(part, vendor, number)
        self.changed.emit()

    def _name_sending(self, sending: Sending, now: "Sent") -> None:
        known = now.orders
        for entry in now.entries:
            step = self._steps.find(entry.command.id)
            if step is not None and not step.heard:
                # It may have gone out before it was noted here, and nothing more is told then.
                put_back = entry.reason is not None
                self._steps.move(entry.command.id, entry.state, put_back=put_back)
        commands = [step.command for step in sending.steps]
        first = known.get(commands[0].order_id)
        sending.label = sending_text(counts_of(commands), first.number if first else "")
        for step in sending.steps:
            order = known.get(step.command.order_id)
            if order is not None:
                step.label = self._words(step.command, order.vendor, order.number)
        self.changed.emit()

    def _taken_back(self, local: Local, _nothing: object) -> None:
        self._steps.undone(local)
        self._end(say(Message(TAKEN_BACK, {"act": local.label})))

    def _not_taken_back(self, local: Local, error: DeskError) -> None:
        # The act before it may still be taken back.
        local.busy, local.told = False, True
        facts = {"act": local.label, "why": sentences(error)}
        self._end("")
        self.said.emit("info", say(Message(NOT_ANY_MORE, facts)))

    def _again(self, local: Local, _nothing: object) -> None:
        self._steps.add_local(local, again=True)
        self._end(say(Message(DONE_AGAIN, {"act": local.label})))

    def _not_again(self, label: str, error: DeskError) -> None:
        self._end("")
        facts = {"act": label, "why": sentences(error)}
        self.said.emit("warning", say(Message(NOT_AGAIN, facts)))

    def _staged_again(
        self, step: Step, waiting: Sequence[Step], back: Sequence[staging.Step]
    ) -> None:
        staged = [command for one in back for command in one.after]
        picks = {one.id: _picks(one.command, staged) for one in waiting}
        gone = [one for one in waiting if not picks[one.id]]
        for one in gone:
            one.busy = False
        sending = step.sending
        if sending is not None:
            sending.picks = [pick for found in picks.values() for pick in found]
            self._steps.unsent(sending, [one for one in waiting if one not in gone])
        label = sending.label if sending is not None else step.label
        self._end(say(Message(STAGED_AGAIN, {"act": label})))

    def _gone_out(self, step: Step, waiting: Sequence[Step], error: DeskError) -> None:
        for one in waiting:
            one.busy = False
        self._end("")
        self.late.emit(step, error)

    def _sent_again(self, label: str, result: SendResult) -> None:
        self.take_sent(result, again=True)
        self._end("")
        if result.refused:
            _change, error = result.refused[0]
            facts = {"act": label, "why": sentences(error)}
            self.said.emit("warning", say(Message(PARTLY_SENT, facts)))

    def _begin(self) -> None:
        self._under_way += 1
        self.changed.emit()

    def _end(self, text: str) -> None:
        self._under_way -= 1
        self.changed.emit()
        if text:
            self.done.emit(text)
        self.settled.emit()


class Sent(NamedTuple):
    """What was sent, as it is now."""

    entries: list[OutboxEntry]
    orders: dict[str, Known]


async def _sent_now(desk: Desk, commands: Sequence[Command]) -> Sent:
    """Read how far commands have come; runs with the services."""
    entries = [await desk.orders.wait(command.id, timeout=0) for command in commands]
    return Sent(entries, await read_known(desk, [command.order_id for command in commands]))


async def _restored(desk: Desk, parts: Sequence[staging.Step], *, back: bool) -> None:
    """Restore each order's part, the last first on the way back; runs with the services."""
    for part in reversed(parts) if back else parts:
        await desk.staging.restore(part, back=back)


def _picks(command: Command, staged: Sequence[Command]) -> list[Pick]:
    """Return by what a command is found among what is staged, nothing where it is not."""
    for one in staged:
        if one.id == command.id:
            return _of(command, one)
    for one in staged:
        if one.order_id == command.order_id and _same_place(one, command):
            return _of(command, one)
    return []


def _of(command: Command, one: Command) -> list[Pick]:
    if isinstance(command, EditOrder | EditLine):
        return [Pick(one.id, key) for key in command.changes]
    return [Pick(one.id)]


def _same_place(one: Command, other: Command) -> bool:
    if isinstance(one, EditOrder):
        return isinstance(other, EditOrder) and one.action == other.action
    if isinstance(one, EditLine | AddLine | RemoveLine):
        return isinstance(other, EditLine | AddLine | RemoveLine) and one.line_id == other.line_id
    return False
