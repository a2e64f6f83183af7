"""What is typed into a form, kept as it is typed and given back when the form opens again."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import shiboken6
from pydantic import BaseModel, ValidationError
from PySide6.QtCore import QObject

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.order import FieldValue
from orderdesk.ui.context import Context

_LOST = frozenset(
    {
        CommandState.REFUSED,
        CommandState.REJECTED,
        CommandState.FAILED,
        CommandState.WITHDRAWN,
    }
)


class Typed(BaseModel):
    """What was typed; `command` once it was handed over, until that is done."""

    fields: dict[str, FieldValue] = {}
    lines: list[dict[str, FieldValue]] = []
    command: str | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not self.lines and not any(self.fields.values())


def read_typed(text: str | None) -> Typed | None:
    """Read what was kept; None for nothing, and for what another version wrote."""
    try:
        return Typed.model_validate_json(text) if text else None
    except ValidationError:
        return None


class Draft(QObject):
    """Keeps what is typed into one form under `key`.

    What was handed over stays kept until it is done: if the vendor rejects it, nothing has
    to be typed again.
    """

    def __init__(self, context: Context, key: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.key = key
        self._typed = Typed()
        self._writing = False
        self._again = False

    def load(self, then: Callable[[Typed], None]) -> None:
        """Call `then` with what was kept and is not done, if there is anything."""
        self._context.tasks.call(
            self._context.desk.orders.draft(self.key),
            name="read a draft",
            then=partial(self._loaded, then),
        )

    def keep(
        self,
        fields: Mapping[str, FieldValue],
        lines: Sequence[Mapping[str, FieldValue]] = (),
    ) -> None:
        """Keep what is typed now; what is typed while that is written is kept after it."""
        self._typed = Typed(fields=dict(fields), lines=[dict(line) for line in lines])
        if self._writing:
            self._again = True
        else:
            self.flush()

    def flush(self) -> None:
        """Keep it at once."""
        self._writing, self._again = True, False
        orders = self._context.desk.orders
        coro = (
            orders.drop_draft(self.key)
            if self._typed.empty
            else orders.save_draft(self.key, self._typed.model_dump_json())
        )
        task = self._context.tasks.call(coro, name="keep a draft")
        task.add_done_callback(self._written)

    def _written(self, _task: object) -> None:
        if not shiboken6.isValid(self):
            return
        self._writing = False
        if self._again:
            self.flush()

    def finish(self) -> None:
        """Keep what waits to be kept, as the form closes."""
        if self._again:
            self.flush()

    def hand_over(self, command: str) -> None:
        """Note that it was handed over as a command."""
        self._typed = self._typed.model_copy(update={"command": command})
        self.flush()

    def drop(self) -> None:
        """Forget it."""
        self._typed = Typed()
        self.flush()

    def _loaded(self, then: Callable[[Typed], None], text: str | None) -> None:
        typed = read_typed(text) or Typed()
        if typed.command is None:
            self._give(then, typed)
            return
        self._context.tasks.call(
            self._context.desk.orders.outbox(),
            name="look what became of a draft",
            then=partial(self._judge, then, typed),
        )

    def _judge(
        self, then: Callable[[Typed], None], typed: Typed, entries: Sequence[OutboxEntry]
    ) -> None:
        entry = next((e for e in entries if e.command.id == typed.command), None)
        if entry is not None and entry.state in _LOST:
            self._give(then, typed.model_copy(update={"command": None}))
        elif entry is None or not entry.open:
            self.drop()

    def _give(self, then: Callable[[Typed], None], typed: Typed) -> None:
        if not typed.empty:
            self._typed = typed
            then(typed)
