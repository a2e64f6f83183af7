"""What a person asked for: what to send, and what it was based on."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import AwareDatetime, Field, TypeAdapter

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.order import FieldValue, Frozen, order_id


class CommandState(StrEnum):
    """How far a command has come; the last five are settled."""

    STAGED = "staged"
    """Kept and shown, and not sent before a person says so."""
    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    """Sent, and no proof whether it was done: being read back."""
    ASKING = "asking"
    """More than one reading fits, or a conflict: a person decides."""
    DONE = "done"
    REFUSED = "refused"
    """By the rules, on the freshest reading; never sent."""
    REJECTED = "rejected"
    """By the vendor, in its own words."""
    FAILED = "failed"
    """Given up: nothing was done, or a person who could not tell let it go."""
    WITHDRAWN = "withdrawn"
    """Taken back by a person before it was sent."""


OPEN_STATES = frozenset(
    {
        CommandState.STAGED,
        CommandState.WAITING,
        CommandState.SENDING,
        CommandState.UNKNOWN,
        CommandState.ASKING,
    }
)

STATE_LABELS: dict[str, str] = {
    CommandState.STAGED: QT_TRANSLATE_NOOP("messages", "Staged, not sent"),
    CommandState.WAITING: QT_TRANSLATE_NOOP("messages", "Waiting to be sent"),
    CommandState.SENDING: QT_TRANSLATE_NOOP("messages", "Sending"),
    CommandState.UNKNOWN: QT_TRANSLATE_NOOP("messages", "Outcome not known yet"),
    CommandState.ASKING: QT_TRANSLATE_NOOP("messages", "Needs your decision"),
    CommandState.DONE: QT_TRANSLATE_NOOP("messages", "Done"),
    CommandState.REFUSED: QT_TRANSLATE_NOOP("messages", "Refused by the rules"),
    CommandState.REJECTED: QT_TRANSLATE_NOOP("messages", "Rejected by the vendor"),
    CommandState.FAILED: QT_TRANSLATE_NOOP("messages", "Failed"),
    CommandState.WITHDRAWN: QT_TRANSLATE_NOOP("messages", "Withdrawn"),
}


class _Command(Frozen):
    """What every command carries; `vendor_id` is the order's, made up for a new order."""

    id: str
    connection: str
    vendor_id: str
    action: str
    created_at: AwareDatetime
    author: str = ""
    computer: str = ""
    bulk: str = ""
    """The run on many orders that it is a part of, if it is."""

    @property
    def order_id(self) -> str:
        """The id of the order it is about."""
        return order_id(self.connection, self.vendor_id)


class CreateOrder(_Command):
    """A new order with its lines; `vendor_id` is the command's own id until the vendor answers."""

    effect: Literal["create"] = "create"
    fields: Mapping[str, FieldValue]
    lines: tuple[Mapping[str, FieldValue], ...] = ()


class EditOrder(_Command):
    """Header fields to change, each with the value it was seen to have."""

    effect: Literal["edit"] = "edit"
    changes: Mapping[str, FieldValue]
    base: Mapping[str, FieldValue]


class AddLine(_Command):
    """A line to add; `line_id` is this desk's, until the vendor gives one."""

    effect: Literal["add_line"] = "add_line"
    line_id: str
    fields: Mapping[str, FieldValue]


class EditLine(_Command):
    """Fields of a line to change, each with the value it was seen to have."""

    effect: Literal["edit_line"] = "edit_line"
    line_id: str
    changes: Mapping[str, FieldValue]
    base: Mapping[str, FieldValue]


class RemoveLine(_Command):
    """A line to take off, as it was seen."""

    effect: Literal["remove_line"] = "remove_line"
    line_id: str
    base: Mapping[str, FieldValue]


class Transit(_Command):
    """A move to another state, with what the action's form asked for."""

    effect: Literal["transit"] = "transit"
    source: str
    target: str
    values: Mapping[str, FieldValue] = Field(default_factory=dict)


class Act(_Command):
    """A call of the vendor's own, with what its form asked for.

    `source` is the state it was asked in, `target` the one it leads to where that is known.
    """

    effect: Literal["act"] = "act"
    source: str
    target: str | None = None
    values: Mapping[str, FieldValue] = Field(default_factory=dict)


Command: TypeAlias = CreateOrder | EditOrder | AddLine | EditLine | RemoveLine | Transit | Act

_ADAPTER: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="effect")])


def dump_command(command: Command) -> str:
    """Write a command as the JSON text the outbox keeps."""
    return command.model_dump_json()


def load_command(text: str) -> Command:
    """Read a command back from the outbox."""
    return _ADAPTER.validate_json(text)


class OutboxEntry(Frozen):
    """A command and how it fares."""

    seq: int
    command: Command
    state: CommandState
    attempts: int = 0
    not_before: datetime | None = None
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    before: str | None = None
    """The order as re-read just before sending, as JSON."""
    reason: str | None = None
    """One English sentence for the record: why it is refused, rejected, failed or asking."""
    words: str | None = None
    """The vendor's own words, where it said something."""
    request_id: str | None = None
    readings: tuple[str, ...] = ()
    """What a person has to choose between, while asking."""
    run: str = ""
    """Which run of the program asked for it or had it confirmed last; "" where none is known."""
    queued_at: datetime | None = None
    """When a person confirmed it last; None: when it was created."""
    waited: bool = False
    """While asking: it has waited too long to be sent without a word, and nothing else."""

    @property
    def waits_since(self) -> datetime:
        """When a person said last that it is to be done."""
        return self.queued_at or self.command.created_at

    @property
    def open(self) -> bool:
        """Whether it is not settled yet."""
        return self.state in OPEN_STATES

    @property
    def given(self) -> bool:
        """Whether a person gave it to be sent, and it is not settled yet."""
        return self.open and self.state is not CommandState.STAGED
