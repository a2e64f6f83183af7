"""A form that asks for something else in the place of a change that waits."""

from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

from orderdesk.domain.commands import (
    Act,
    AddLine,
    CreateOrder,
    EditLine,
    EditOrder,
    OutboxEntry,
    Transit,
)
from orderdesk.domain.order import FieldValue
from orderdesk.services.views import OrderView, Receipt
from orderdesk.ui.context import Context
from orderdesk.ui.forms.draft import Typed


def typed_in(entry: OutboxEntry) -> Typed:
    """Return what a command asks for, as it was typed into its form."""
    command = entry.command
    match command:
        case CreateOrder():
            return Typed(fields=dict(command.fields), lines=[dict(line) for line in command.lines])
        case EditOrder() | EditLine():
            return Typed(fields=dict(command.changes))
        case AddLine():
            return Typed(fields=dict(command.fields))
        case Transit() | Act():
            return Typed(fields=dict(command.values))
        case _:
            return Typed()


class Amendment:
    """Hands what a form asks for to the queue, where `Orders` would make a new command of it."""

    def __init__(self, context: Context, entry: OutboxEntry) -> None:
        self._queue = context.desk.queue
        self.entry = entry
        self.draft = f"queued:{entry.command.id}"
        """Under which key what is half typed is kept."""

    def act(
        self,
        _order_id: str,
        _action: str,
        values: Mapping[str, FieldValue],
        *,
        line_id: str | None = None,
        base: Mapping[str, FieldValue] | None = None,
    ) -> Coroutine[Any, Any, Receipt]:
        """Ask for these values; line and base stay as they were."""
        del line_id, base
        return self._queue.replace(self.entry.command.id, values)

    def create(
        self,
        _connection: str,
        fields: Mapping[str, FieldValue],
        lines: Sequence[Mapping[str, FieldValue]],
    ) -> Coroutine[Any, Any, Receipt]:
        """Ask for a new order with these fields and items."""
        return self._queue.replace(self.entry.command.id, fields, lines)

    def view(self) -> Coroutine[Any, Any, OrderView]:
        """Return the order as it would be without the change."""
        return self._queue.view(self.entry.command.id)
