"""The queue: what waits to be sent, in its order, why it waits, and changing or withdrawing it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from orderdesk.domain.actions import Facts
from orderdesk.domain.commands import (
    AddLine,
    Command,
    CommandState,
    CreateOrder,
    EditLine,
    EditOrder,
    OutboxEntry,
    RemoveLine,
)
from orderdesk.domain.errors import DeskError, Refused
from orderdesk.domain.events import OrdersChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.domain.projection import project
from orderdesk.services.dispatch import Dispatch
from orderdesk.services.events import Bus
from orderdesk.services.intake import (
    Ground,
    Signature,
    command_for,
    facts_of,
    new_order_command,
    verdicts_of,
)
from orderdesk.services.links import Links
from orderdesk.services.outcomes import change_of
from orderdesk.services.sentences import NOT_SENT_YET, NOT_SENT_YET_WAY, no_command
from orderdesk.services.storage import Storage
from orderdesk.services.viewing import Standpoint, view_of
from orderdesk.services.views import ConnectionStatus, Health, OrderView, Receipt
from orderdesk.store.store import Store

NOTHING_TO_EDIT = QT_TRANSLATE_NOOP(
    "messages", "There is nothing in it that could be edited; it can be withdrawn."
)

_LINED_UP = frozenset(
    {CommandState.WAITING, CommandState.SENDING, CommandState.UNKNOWN, CommandState.ASKING}
)


class Wait(StrEnum):
    """What a command in the queue waits for."""

    SENDING = "sending"
    READING_BACK = "reading_back"
    """Its answer was lost; the order is read again."""
    YOUR_WORD = "your_word"
    """It has waited long and is final: a person is asked again."""
    DECISION = "decision"
    TURN = "turn"
    """An earlier command on the same order."""
    UNDO = "undo"
    """A person has time to take it back."""
    NETWORK = "network"
    LIMIT = "limit"
    SIGN_IN = "sign_in"
    UNLOCKING = "unlocking"
    MENDING = "mending"
    """Its connection, or the desk, cannot send for another reason."""
    NEXT_TRY = "next_try"
    NOTHING = "nothing"
    """It goes as soon as there is a hand free."""


_BY_HEALTH: Mapping[Health, Wait] = {
    Health.OFFLINE: Wait.NETWORK,
    Health.SLOW: Wait.LIMIT,
    Health.SIGN_IN: Wait.SIGN_IN,
    Health.LOCKED: Wait.UNLOCKING,
}
_BY_STATE: Mapping[CommandState, Wait] = {
    CommandState.SENDING: Wait.SENDING,
    CommandState.UNKNOWN: Wait.READING_BACK,
    CommandState.ASKING: Wait.DECISION,
}


@dataclass(frozen=True, slots=True)
class Queued:
    """A command in the queue; `place` counts from 1, `behind` is the command it waits for."""

    place: int
    entry: OutboxEntry
    wait: Wait
    behind: OutboxEntry | None = None

    @property
    def id(self) -> str:
        """The command's id."""
        return self.entry.command.id


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What became of withdrawing several commands at once."""

    done: tuple[str, ...]
    refused: Mapping[str, DeskError]


def lined_up(
    entries: Iterable[OutboxEntry], statuses: Sequence[ConnectionStatus], now: datetime
) -> list[Queued]:
    """Return what is not settled, as it will be sent, each with what it waits for.

    `entries` come oldest first; `now` is this computer's clock, aware.
    """
    known = {status.config.key: status for status in statuses}
    ahead: dict[str, OutboxEntry] = {}
    found: list[Queued] = []
    for entry in entries:
        if entry.state not in _LINED_UP:
            continue
        earlier = ahead.get(entry.command.order_id)
        wait = _wait_of(entry, known.get(entry.command.connection), now, behind=bool(earlier))
        behind = earlier if wait is Wait.TURN else None
        found.append(Queued(len(found) + 1, entry, wait, behind))
        ahead[entry.command.order_id] = entry
    return found


def _wait_of(
    entry: OutboxEntry, status: ConnectionStatus | None, now: datetime, *, behind: bool
) -> Wait:
    if entry.state is not CommandState.WAITING:
        return Wait.YOUR_WORD if entry.waited else _BY_STATE[entry.state]
    if behind:
        return Wait.TURN
    later = entry.not_before is not None and entry.not_before > now
    if later and entry.reason is None:
        return Wait.UNDO
    if status is None:
        return Wait.MENDING
    wait = _BY_HEALTH.get(status.health)
    if wait is not None:
        return wait
    if status.waits_until is not None:
        return Wait.LIMIT
    return Wait.NEXT_TRY if later else Wait.NOTHING


def is_editable(entry: OutboxEntry) -> bool:
    """Whether what a command asks for can be changed where it stands."""
    waits = entry.state is CommandState.WAITING or entry.waited
    command = entry.command
    if isinstance(command, RemoveLine):
        return False
    if isinstance(command, CreateOrder | EditOrder | AddLine | EditLine):
        return waits
    return waits and bool(command.values)


class Queue:
    """Shows and changes what waits."""

    def __init__(
        self,
        *,
        storage: Storage,
        links: Links,
        bus: Bus,
        dispatch: Dispatch,
        author: str,
        computer: str,
    ) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus
        self._dispatch = dispatch
        self._author = author
        self._computer = computer

    async def all(self) -> tuple[OutboxEntry, ...]:
        """Return what is not settled, in the order in which it is sent."""
        entries = await self._storage.read(lambda store: store.outbox.open())
        return tuple(entry for entry in entries if entry.state in _LINED_UP)

    async def view(self, command_id: str) -> OrderView:
        """Return the order of a command as it would be without it, to ask for something else.

        Raises:
            InputError: if there is no such command or order.
            Refused: the order is not at its vendor yet.
        """

        def read(store: Store) -> OrderView:
            entry = store.outbox.get(command_id)
            if entry is None:
                raise no_command(command_id)
            command = entry.command
            link = self._links.get(command.connection)
            now = self._links.now(command.connection)
            standpoint = Standpoint(link.description, link.config.settings, now)
            ground = self._ground_without(store, command)
            view = view_of(store, command.order_id, standpoint)
            return replace(view, order=ground.order, verdicts=verdicts_of(ground))

        return await self._storage.read(read)

    async def replace(
        self,
        command_id: str,
        values: Mapping[str, FieldValue],
        lines: Sequence[Mapping[str, FieldValue]] = (),
    ) -> Receipt:
        """Ask for something else in the place of a command that waits.

        `values` are all that is asked for now: the changed fields, a new item's, the form's of
        an act, or a new order's header beside its `lines`. An edit keeps what it was based on.

        Raises:
            Refused: it is gone, being sent or settled, or the rules do not allow it (any more).
            InputError: with `problems` by field; then it stays as it was.
        """
        signature = Signature(self._author, self._computer, self._dispatch.now())
        self._dispatch.run.begin()

        def replaced(store: Store) -> OutboxEntry:
            def made(entry: OutboxEntry) -> Command:
                return self._amended(store, entry.command, values, lines, signature=signature)

            return store.amending.replace(
                command_id, made, run=self._dispatch.run.id, now=signature.at
            )

        entry = await self._storage.run(replaced)
        self._tell(entry, frozenset({entry.command.order_id}))
        return Receipt(command_id, entry.command.order_id, entry)

    async def withdraw(self, command_ids: Sequence[str]) -> Withdrawn:
        """Take back each of these that was not sent; tell which could not be."""
        done: list[str] = []
        refused: dict[str, DeskError] = {}
        now = datetime.now(UTC)
        for command_id in command_ids:
            try:
                changed = await self._storage.run(
                    lambda store, one=command_id: store.outbox.withdraw(one, now=now)
                )
            except Refused as error:
                refused[command_id] = error
                continue
            done.append(command_id)
            entry = await self._storage.read(lambda store, one=command_id: store.outbox.get(one))
            if entry is not None:
                self._tell(entry, changed)
        return Withdrawn(tuple(done), refused)

    def _amended(
        self,
        store: Store,
        command: Command,
        values: Mapping[str, FieldValue],
        lines: Sequence[Mapping[str, FieldValue]],
        *,
        signature: Signature,
    ) -> Command:
        link = self._links.get(command.connection)
        rules, settings = link.description.rules, link.config.settings
        kept = {
            "id": command.id,
            "vendor_id": command.vendor_id,
            "created_at": command.created_at,
            "bulk": command.bulk,
        }
        if isinstance(command, CreateOrder):
            fresh = new_order_command(
                *(command.connection, rules, values, lines),
                facts=facts_of(settings, ()),
                signature=signature,
            )
            return fresh.model_copy(update=kept)
        line_id: str | None = None
        base: Mapping[str, FieldValue] = {}
        match command:
            case RemoveLine():
                raise Refused(Message(NOTHING_TO_EDIT))
            case EditOrder():
                base = command.base
            case EditLine():
                line_id, base = command.line_id, command.base
            case AddLine():
                kept["line_id"] = command.line_id
            case _:
                pass
        ground = self._ground_without(store, command)
        made = command_for(
            *(ground, command.action, values), line_id=line_id, signature=signature, base=base
        )
        return made.model_copy(update=kept)

    def _ground_without(self, store: Store, command: Command) -> Ground:
        """Return what a command stands on as if it had not been asked for."""
        link = self._links.get(command.connection)
        rules = link.description.rules
        mirror = store.mirror.get(command.order_id)
        if mirror is None:
            raise Refused(Message(NOT_SENT_YET), way_out=Message(NOT_SENT_YET_WAY))
        others = [
            entry
            for entry in store.outbox.open_of(command.order_id)
            if entry.command.id != command.id
        ]
        facts: Facts = facts_of(link.config.settings, others)
        order = project(mirror, (entry.command for entry in others), rules)
        return Ground(order, mirror, rules, facts, self._links.now(command.connection))

    def _tell(self, entry: OutboxEntry, changed: frozenset[str]) -> None:
        self._bus.publish(OrdersChanged(changed))
        self._bus.publish(change_of(entry))
        self._dispatch.start()
        self._dispatch.kick()
