"""How much is staged: changes of fields and items, and the orders they are of."""

from collections.abc import Iterable
from typing import NamedTuple

from orderdesk.domain.commands import Command, EditLine, EditOrder
from orderdesk.domain.staging import Pick


class Counts(NamedTuple):
    """How many changes of how many orders."""

    changes: int
    orders: int


def picks_of(command: Command) -> tuple[Pick, ...]:
    """Return what can be sent or discarded by itself: each field, or an item as a whole."""
    if isinstance(command, EditOrder | EditLine):
        return tuple(Pick(command.id, key) for key in command.changes)
    return (Pick(command.id),)


def size_of(commands: Iterable[Command]) -> int:
    """Count changes; an item that is added or removed is one."""
    return sum(len(picks_of(command)) for command in commands)


def counts_of(commands: Iterable[Command]) -> Counts:
    """Count changes and the orders they are of."""
    every = tuple(commands)
    return Counts(size_of(every), len({command.order_id for command in every}))
