"""What is picked of what is staged: whole commands, or some of their fields."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.errors import Refused
from orderdesk.domain.messages import Message
from orderdesk.domain.staging import Pick, Stageable, only, without
from orderdesk.services.sentences import no_command
from orderdesk.store.staged import NOT_STAGED, NOT_STAGED_WAY
from orderdesk.store.store import Store


def picked(
    store: Store, picks: Sequence[Pick] | None
) -> dict[str, dict[str, frozenset[str] | None]]:
    """Return what is picked by order and command: some fields, or None for the whole.

    Raises:
        InputError: for a command that there is not.
        Refused: for one that is not staged.
    """
    if picks is None:
        every = store.staged.all()
        picks = [Pick(entry.command.id) for entry in every]
        entries = {entry.command.id: entry for entry in every}
    else:
        entries = {pick.command: _staged(store, pick.command) for pick in picks}
    found: dict[str, dict[str, frozenset[str] | None]] = {}
    for command, field in picks:
        wanted = found.setdefault(entries[command].command.order_id, {})
        before = wanted.get(command, frozenset())
        wanted[command] = None if field is None or before is None else before | {field}
    return found


def _staged(store: Store, command_id: str) -> OutboxEntry:
    entry = store.outbox.get(command_id)
    if entry is None:
        raise no_command(command_id)
    if entry.state is not CommandState.STAGED:
        raise Refused(Message(NOT_STAGED), way_out=Message(NOT_STAGED_WAY))
    return entry


def left_of(
    staged: Sequence[Stageable], wanted: Mapping[str, frozenset[str] | None]
) -> list[Stageable]:
    """Return what stays staged where what is wanted goes."""
    kept: list[Stageable] = []
    for one in staged:
        if one.id not in wanted:
            kept.append(one)
            continue
        fields = wanted[one.id]
        rest = without(one, fields) if fields is not None else None
        if rest is not None:
            kept.append(rest)
    return kept


def parted(
    staged: Sequence[Stageable], going: Mapping[str, frozenset[str] | None]
) -> tuple[list[Stageable], list[str]]:
    """Return the staged commands parted into what goes and what stays, and the ids that go.

    What stays keeps the id by which it is known; the part that goes is a command of its own.
    """
    commands: list[Stageable] = []
    ids: list[str] = []
    for one in staged:
        fields = going.get(one.id)
        rest = without(one, fields) if one.id in going and fields is not None else None
        if rest is None:
            commands.append(one)
            if one.id in going:
                ids.append(one.id)
            continue
        part = only(one, fields or ()).model_copy(update={"id": str(uuid4())})
        commands += [rest, part]
        ids.append(part.id)
    return commands, ids
