"""The acts of this window, in their order: what Undo takes back next, and what Redo does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from orderdesk.domain import staging
from orderdesk.domain.commands import Command, CommandState, OutboxEntry

_OVER = frozenset(
    {
        CommandState.REFUSED,
        CommandState.REJECTED,
        CommandState.FAILED,
        CommandState.WITHDRAWN,
    }
)


@dataclass(slots=True, eq=False)
class Sending:
    """Staged changes that were sent in one go: one step, as long as they wait for their undo."""

    label: str
    steps: "list[Step]" = field(default_factory=list["Step"])
    picks: Sequence[staging.Pick] = ()
    """What of it is staged again, once it was taken back."""


@dataclass(slots=True, eq=False)
class Step:
    """One act; `label` names it and its order."""

    command: Command
    label: str
    state: CommandState
    due: datetime | None = None
    """Until when it is held for its undo; None: it is not."""
    heard: bool = False
    """News of it has come since it was noted."""
    busy: bool = False
    """It is being taken back just now."""
    told: bool = False
    """The person knows that nothing takes it back."""
    takes_back: "Step | None" = None
    """The act that this one takes back."""
    sending: Sending | None = None
    """The going out of staged changes that it is a part of."""

    @property
    def id(self) -> str:
        """The command's id."""
        return self.command.id

    @property
    def words(self) -> str:
        """What Undo would take back: the whole sending as long as this waits."""
        whole = self.sending is not None and self.state is CommandState.WAITING
        return self.sending.label if self.sending is not None and whole else self.label


@dataclass(slots=True, eq=False)
class Local:
    """An act on what is staged, be it of several orders: nothing of it was sent."""

    parts: Sequence[staging.Step]
    label: str
    busy: bool = False
    told: bool = False
    number: int = 0
    """Its place among all acts of the window."""


AnyStep: TypeAlias = Step | Local
Undone: TypeAlias = Step | Local | Sending


class Steps:
    """Without limit, one step an act."""

    def __init__(self) -> None:
        self._steps: list[AnyStep] = []
        self._undone: list[Undone] = []
        self._count = 0
        self._given: dict[str, tuple[int, Command]] = {}
        """What was given to be sent and not taken back, with its place among all acts."""

    def add(self, entry: OutboxEntry, label: str, *, again: bool = False) -> Step:
        """Note an act; a new one makes an end of what could be redone, one done `again` not."""
        step = Step(entry.command, label, entry.state, entry.not_before)
        self._note(step, again=again)
        self._given[step.id] = (self._count, step.command)
        return step

    def add_local(self, local: Local, *, again: bool = False) -> None:
        """Note an act on what is staged, as `add` does."""
        self._note(local, again=again)
        if not again:
            local.number = self._count

    def add_sending(
        self, sent: Sequence[tuple[OutboxEntry, str]], label: str, *, again: bool = False
    ) -> Sending:
        """Note that staged changes were sent in one go, each with a label, as `add` does."""
        sending = Sending(label)
        for entry, own in sent:
            step = self.add(entry, own, again=again)
            step.sending = sending
            sending.steps.append(step)
        return sending

    def find(self, command_id: str) -> Step | None:
        """Return the step of a command, if it is one of this window."""
        found = (step for step in self._commands() if step.id == command_id)
        return next(found, None)

    def move(self, command_id: str, state: CommandState, *, put_back: bool) -> None:
        """Note how far a command has come; `put_back`: it waits for something else than undo."""
        step = self.find(command_id)
        if step is None:
            return
        step.state = state
        if state is not CommandState.WAITING or put_back:
            step.due = None
        if (state in _OVER or state is CommandState.STAGED) and not step.busy:
            # It came to nothing, or is staged again: there is nothing to take back.
            self._steps.remove(step)
        elif state is CommandState.DONE and step.takes_back in self._steps:
            self._steps.remove(step.takes_back)

    def held(self) -> list[Step]:
        """Return what waits for its undo, the oldest first; of one sending the first to go."""
        found: list[Step] = []
        seen: set[Sending] = set()
        for step in self._commands():
            if step.due is None or step.busy or step.sending in seen:
                continue
            found.append(step)
            if step.sending is not None:
                seen.add(step.sending)
        return found

    def next(self) -> AnyStep | None:
        """Return what Undo takes back: the newest act.

        What is on its way or done gives way to what still waits and so can be taken back unsent.
        """
        free = [step for step in self._steps if not step.busy and not step.told]
        pending = {step.takes_back for step in self._commands()}
        rest = [step for step in free if step not in pending]
        newest = rest[-1] if rest else None
        if isinstance(newest, Local):
            return newest
        waiting = [
            step for step in free if isinstance(step, Step) and step.state is CommandState.WAITING
        ]
        return waiting[-1] if waiting else newest

    def waiting_with(self, step: Step) -> list[Step]:
        """Return what was sent in one go with a step and still waits, the step among it."""
        together = step.sending.steps if step.sending is not None else [step]
        waits = (one for one in together if one.state is CommandState.WAITING and not one.busy)
        return [one for one in waits if one in self._steps]

    def staged_of(self, local: Local) -> list[staging.Step]:
        """Return what of an act is about what is staged still: without what was sent since."""
        given = [command for number, command in self._given.values() if number > local.number]
        parts = (_without(part, given) for part in local.parts)
        return [part for part in parts if not part.empty]

    def next_again(self) -> Undone | None:
        """Return what Redo does."""
        return self._undone[-1] if self._undone else None

    def undone(self, step: AnyStep) -> None:
        """Note that a step was taken back before it was sent."""
        self._forget(step)
        self._undone.append(step)

    def unsent(self, sending: Sending, steps: Sequence[Step]) -> None:
        """Note that what waited of a sending is staged again."""
        for step in steps:
            self._forget(step)
        self._undone.append(sending)

    def take_again(self) -> Undone | None:
        """Return what Redo does and forget it."""
        return self._undone.pop() if self._undone else None

    def put_back_again(self, undone: Undone) -> None:
        """Let Redo do once more what it could not do now."""
        self._undone.append(undone)

    def _note(self, step: AnyStep, *, again: bool) -> None:
        self._count += 1
        self._steps.append(step)
        if not again:
            self._undone.clear()

    def _forget(self, step: AnyStep) -> None:
        step.busy = False
        if isinstance(step, Step):
            step.due, step.takes_back = None, None
            self._given.pop(step.id, None)
        if step in self._steps:
            self._steps.remove(step)

    def _commands(self) -> list[Step]:
        return [step for step in self._steps if isinstance(step, Step)]


def _without(part: staging.Step, given: Sequence[Command]) -> staging.Step:
    """Return an act on an order without what was given to be sent."""
    own = [command for command in given if command.order_id == part.order_id]
    if not own:
        return part
    ids = {command.id for command in own}

    def left(commands: Sequence[Command]) -> tuple[Command, ...]:
        staged = [one for one in commands if isinstance(one, staging.Stageable)]
        return tuple(one for one in staging.superseded(staged, own) if one.id not in ids)

    return staging.Step(part.order_id, left(part.before), left(part.after))
