"""What changed between two readings of an order, and what a command asked to change."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from orderdesk.domain.commands import (
    Act,
    AddLine,
    Command,
    CreateOrder,
    EditLine,
    EditOrder,
    RemoveLine,
    Transit,
)
from orderdesk.domain.history import FieldChange
from orderdesk.domain.order import FieldValue, Line, Order

ITEMS = "items"
"""The field under which a line that came or went is recorded, by its description."""


def _between(
    before: Mapping[str, FieldValue], after: Mapping[str, FieldValue]
) -> Iterable[FieldChange]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key) or None, after.get(key) or None
        if old != new:
            yield FieldChange(field=key, before=old, after=new)


def _called(line: Line) -> str:
    return line.description or line.sku or line.id


def _line_changes(before: Order, after: Order) -> Iterable[FieldChange]:
    if before.lines is None or after.lines is None:
        return
    kept = {line.id for line in after.lines}
    for line in before.lines:
        if line.id not in kept:
            yield FieldChange(field=ITEMS, before=_called(line), after=None)
    for line in after.lines:
        old = before.line(line.id)
        if old is None:
            yield FieldChange(field=ITEMS, before=None, after=_called(line))
        else:
            yield from _between(old.fields, line.fields)


def differences(before: Order, after: Order, state_key: str) -> tuple[FieldChange, ...]:
    """Return what is different in state, header fields and lines.

    A change of state is recorded under `state_key`; of a line that is there twice, its fields.
    What a list had left out `before` its items were read is no change.
    """
    shown = after.fields
    if before.lines is None:
        shown = {key: value for key, value in shown.items() if key in before.fields}
    found = list(_between(before.fields, shown))
    if before.vendor_state != after.vendor_state and all(c.field != state_key for c in found):
        change = FieldChange(field=state_key, before=before.vendor_state, after=after.vendor_state)
        found.insert(0, change)
    found.extend(_line_changes(before, after))
    return tuple(found)


def asked(command: Command, state_key: str) -> tuple[FieldChange, ...]:
    """Return what a command asks to change, by what its giver saw before."""
    match command:
        case CreateOrder():
            return tuple(_between({}, command.fields))
        case AddLine():
            return tuple(_between({}, command.fields))
        case EditOrder() | EditLine():
            return tuple(
                FieldChange(field=key, before=command.base.get(key), after=value)
                for key, value in command.changes.items()
            )
        case RemoveLine():
            return tuple(_between(command.base, {}))
        case Act():
            target = command.target
            moved = FieldChange(field=state_key, before=command.source, after=target)
            into = (moved,) if target is not None and target != command.source else ()
            return (*into, *_between({}, command.values))
        case Transit():
            moved = FieldChange(field=state_key, before=command.source, after=command.target)
            return (moved, *_between({}, command.values))
        case _:
            assert_never(command)


def done(
    command: Command, before: Order | None, after: Order | None, state_key: str
) -> tuple[FieldChange, ...]:
    """Return what a command that was done has changed, as far as the readings show it."""
    wanted = asked(command, state_key)
    if before is None or after is None:
        return wanted
    seen = differences(before, after, state_key)
    by_field = {change.field: change for change in seen}
    said = {change.field for change in wanted} | {ITEMS}
    if isinstance(command, EditOrder | Transit | Act):
        wanted = tuple(by_field.get(change.field, change) for change in wanted)
    return (*wanted, *(change for change in seen if change.field not in said))
