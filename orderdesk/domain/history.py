"""What has happened to an order, as far as this desk did it or saw it."""

from enum import StrEnum

from pydantic import AwareDatetime

from orderdesk.domain.commands import CommandState
from orderdesk.domain.order import FieldValue, Frozen


class Origin(StrEnum):
    """Where an entry comes from."""

    DESK = "desk"
    """Somebody did it here."""
    VENDOR = "vendor"
    """A reading showed a change that was not made here."""


class FieldChange(Frozen):
    """A field's value before and after; `field` is the key of the connector's description."""

    field: str
    before: FieldValue
    after: FieldValue


class HistoryEntry(Frozen):
    """One line of an order's history; `at` is aware UTC."""

    at: AwareDatetime
    order_id: str
    origin: Origin
    action: str
    """The action's name, or `seen` for a change found by reading."""
    state: CommandState | None = None
    command_id: str | None = None
    bulk: str = ""
    """The run on many orders that it was a part of, if it was."""
    author: str = ""
    computer: str = ""
    changes: tuple[FieldChange, ...] = ()
    reason: str | None = None
    words: str | None = None
    request_id: str | None = None
