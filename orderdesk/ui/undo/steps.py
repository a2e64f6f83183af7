"""The acts of this window, in their order: what Undo takes back next, and what Redo does."""

from dataclasses import dataclass
from datetime import datetime

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

    @property
    def id(self) -> str:
        """The command's id."""
        return self.command.id


class Steps:
    """Without limit, one step an act."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._undone: list[Step] = []

    def add(self, entry: OutboxEntry, label: str, *, again: bool = False) -> Step:
        """Note an act; a new one makes an end of what could be redone, one done `again` not."""
        step = Step(entry.command, label, entry.state, entry.not_before)
        self._steps.append(step)
        if not again:
            self._undone.clear()
        return step

    def find(self, command_id: str) -> Step | None:
        """Return the step of a command, if it is one of this window."""
        return next((step for step in self._steps if step.id == command_id), None)

    def move(self, command_id: str, state: CommandState, *, put_back: bool) -> None:
        """Note how far a command has come; `put_back`: it waits for something else than undo."""
        step = self.find(command_id)
        if step is None:
            return
        step.state = state
        if state is not CommandState.WAITING or put_back:
            step.due = None
        if state in _OVER and not step.busy:
            # It came to nothing: there is nothing to take back.
            self._steps.remove(step)
        elif state is CommandState.DONE and step.takes_back in self._steps:
            self._steps.remove(step.takes_back)

    def held(self) -> list[Step]:
        """Return what waits for its undo, the oldest first."""
        return [step for step in self._steps if step.due is not None and not step.busy]

    def next(self) -> Step | None:
        """Return what Undo takes back: the last that is not sent, else the last that is done."""
        free = [step for step in self._steps if not step.busy and not step.told]
        waiting = [step for step in free if step.state is CommandState.WAITING]
        pending = {step.takes_back for step in self._steps}
        rest = [step for step in free if step not in pending]
        return (waiting or rest or [None])[-1]

    def next_again(self) -> Step | None:
        """Return what Redo does."""
        return self._undone[-1] if self._undone else None

    def undone(self, step: Step) -> None:
        """Note that a step was taken back before it was sent."""
        step.busy, step.due, step.takes_back = False, None, None
        if step in self._steps:
            self._steps.remove(step)
        self._undone.append(step)

    def take_again(self) -> Step | None:
        """Return what Redo does and forget it."""
        return self._undone.pop() if self._undone else None
