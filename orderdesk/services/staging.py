"""Staging: edits made in place are kept and shown, and go when a person says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from orderdesk.domain.commands import Command, CommandState, OutboxEntry
from orderdesk.domain.errors import DeskError, Refused
from orderdesk.domain.events import CommandChanged, OrdersChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.domain.staging import Editable, Pick, Stageable, Step, only
from orderdesk.services.editing import editing_of
from orderdesk.services.events import Bus
from orderdesk.services.giving import Giving
from orderdesk.services.joining import joined, unsendable
from orderdesk.services.links import Links
from orderdesk.services.picking import left_of, parted, picked
from orderdesk.services.reviewing import StagedChange, changes_of
from orderdesk.services.sentences import no_command, no_order
from orderdesk.services.storage import Storage
from orderdesk.services.viewing import Standpoint, ground_of, view_of
from orderdesk.services.views import Receipt
from orderdesk.store.store import Store

CHANGED_SINCE = QT_TRANSLATE_NOOP(
    "messages", "What is staged of this order has changed since, so this step cannot be taken."
)
CHANGED_SINCE_WAY = QT_TRANSLATE_NOOP("messages", "Look at what is staged now, and change that.")


@dataclass(frozen=True, slots=True)
class SendResult:
    """What was given to be sent, and what stays staged because it cannot be sent now."""

    receipts: tuple[Receipt, ...] = ()
    refused: tuple[tuple[StagedChange, DeskError], ...] = ()


@dataclass(frozen=True, slots=True)
class _Refusal:
    """One staged command that stays, and why."""

    entry: OutboxEntry
    error: DeskError


class Staging:
    """What a person edits in place. Nothing here is sent by itself, and everything survives."""

    def __init__(self, *, storage: Storage, links: Links, bus: Bus, giving: Giving) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus
        self._giving = giving

    async def editable(self, order_id: str) -> Editable:
        """Return what can be edited of an order, and why the rest cannot.

        Raises:
            InputError: if there is no such order here.
        """
        standpoint = self._giving.standpoint(order_id)
        view = await self._storage.read(lambda store: view_of(store, order_id, standpoint))
        return editing_of(view)

    async def put(
        self,
        order_id: str,
        action: str,
        values: Mapping[str, FieldValue],
        *,
        line_id: str | None = None,
        base: Mapping[str, FieldValue] | None = None,
    ) -> Step:
        """Stage an edit; it joins what is staged of the order already.

        `base` are the values that the editor showed. A field that is put back to what it was
        is staged no more; where nothing changes, the step is empty.

        Raises:
            Refused: by the rules, with the reason and the way out.
            InputError: with `problems` by field; nothing was kept.
        """
        standpoint, signature = self._giving.standpoint(order_id), self._giving.signature()
        run = self._giving.begin_run()

        def stage(store: Store) -> Step:
            ground = ground_of(store, order_id, standpoint)
            before = store.staged.commands_of(order_id)
            after = joined(
                ground, before, action, values, line_id=line_id, base=base, signature=signature
            )
            if before != after:
                store.staged.put(order_id, after, run=run)
            return Step(order_id, before, after)

        return self._told(await self._storage.run(stage))

    async def all(self) -> list[StagedChange]:
        """Return everything staged, oldest first."""
        return await self._storage.read(self._changes)

    async def of(self, order_ids: Iterable[str]) -> list[StagedChange]:
        """Return what is staged of some orders, order by order, each oldest first."""
        wanted = tuple(order_ids)

        def read(store: Store) -> list[StagedChange]:
            entries = [entry for one in wanted for entry in store.staged.of(one)]
            return changes_of(store, entries, self._standpoint)

        return await self._storage.read(read)

    def _changes(self, store: Store) -> list[StagedChange]:
        return changes_of(store, store.staged.all(), self._standpoint)

    def _standpoint(self, order_id: str) -> Standpoint | None:
        try:
            return self._giving.standpoint(order_id)
        except DeskError:
            return None  # its connection is gone or cannot be used here

    async def send(self, picks: Sequence[Pick] | None = None) -> SendResult:
        """Give what is picked to be sent, None: all. It is held for its undo like any act.

        Everything is decided again first: what cannot be sent stays staged and is told.

        Raises:
            InputError: for a command that there is not.
            Refused: for one that is not staged.
        """
        now = datetime.now(UTC)
        run, until = self._giving.begin_run(), self._giving.held_until(now)

        def send(store: Store) -> tuple[list[OutboxEntry], list[_Refusal], list[StagedChange]]:
            sent: list[OutboxEntry] = []
            refused: list[_Refusal] = []
            for order_id, wanted in picked(store, picks).items():
                going, staying = self._decided(store, order_id, wanted)
                refused.extend(staying)
                if going:
                    commands, ids = parted(store.staged.commands_of(order_id), going)
                    sent += store.staged.release(
                        order_id, commands, ids, not_before=until, run=run, now=now
                    )
            left = changes_of(store, [one.entry for one in refused], self._standpoint)
            return sent, refused, left

        sent, refused, left = await self._storage.run(send)
        receipts = tuple(self._giving.kept(entry) for entry in sent)
        by_id = {one.entry.command.id: one for one in left}
        told = ((by_id.get(one.entry.command.id), one.error) for one in refused)
        return SendResult(receipts, tuple((change, why) for change, why in told if change))

    def _decided(
        self, store: Store, order_id: str, wanted: Mapping[str, frozenset[str] | None]
    ) -> tuple[dict[str, frozenset[str] | None], list[_Refusal]]:
        """Return what can go, by its id, and what stays."""
        standpoint = self._standpoint(order_id)
        going: dict[str, frozenset[str] | None] = {}
        staying: list[_Refusal] = []
        for entry in store.staged.of(order_id):
            command = entry.command
            if command.id not in wanted or not isinstance(command, Stageable):
                continue
            fields = wanted[command.id]
            if standpoint is None:
                error: DeskError | None = no_order(order_id)
            else:
                part = command if fields is None else only(command, fields)
                error = unsendable(ground_of(store, order_id, standpoint), part)
            if error is None:
                going[command.id] = fields
            else:
                staying.append(_Refusal(entry, error))
        return going, staying

    async def take_back(self, commands: Sequence[str]) -> list[Step]:
        """Stage again what was sent from here and still waits; one step an order.

        What has gone out meanwhile is left as it is.

        Raises:
            InputError: if there is no such command.
            Refused: if none of them can be taken back any more.
        """
        run = self._giving.begin_run()

        taken: list[Command] = []

        def take_back(store: Store) -> list[Step]:
            before: dict[str, tuple[Command, ...]] = {}
            late: Refused | None = None
            for one in commands:
                entry = store.outbox.get(one)
                if entry is None:
                    raise no_command(one)
                order_id = entry.command.order_id
                known = store.staged.commands_of(order_id)
                try:
                    store.staged.take_back(entry, run=run)
                except Refused as refused:
                    late = refused
                    continue
                before.setdefault(order_id, known)
                taken.append(entry.command)
            if late is not None and not before:
                raise late
            return [Step(one, old, store.staged.commands_of(one)) for one, old in before.items()]

        steps = [self._told(step) for step in await self._storage.run(take_back)]
        left = {one.id for step in steps for one in step.after}
        for one in taken:
            if one.id not in left:
                # It has become a part of what was staged since.
                self._bus.publish(_news(one, CommandState.WITHDRAWN))
        return steps

    async def discard(self, picks: Sequence[Pick] | None = None) -> list[Step]:
        """Forget what is picked, None: all; one step an order, by which it can be restored.

        Raises:
            InputError: for a command that there is not.
            Refused: for one that is not staged.
        """
        run = self._giving.begin_run()

        def discard(store: Store) -> list[Step]:
            steps: list[Step] = []
            for order_id, wanted in picked(store, picks).items():
                before = store.staged.commands_of(order_id)
                after = tuple(left_of(before, wanted))
                store.staged.put(order_id, after, run=run)
                steps.append(Step(order_id, before, after))
            return steps

        return [self._told(step) for step in await self._storage.run(discard)]

    async def restore(self, step: Step, *, back: bool) -> Step:
        """Undo a step (`back`) or do it again; return the step that this was.

        Raises:
            Refused: what is staged of the order is no longer what the step says.
        """
        seen, wanted = (step.after, step.before) if back else (step.before, step.after)
        run = self._giving.begin_run()

        def restore(store: Store) -> Step:
            now = store.staged.commands_of(step.order_id)
            if {one.id: one for one in now} != {one.id: one for one in seen}:
                raise Refused(Message(CHANGED_SINCE), way_out=Message(CHANGED_SINCE_WAY))
            if store.mirror.get(step.order_id) is None:
                raise no_order(step.order_id)
            store.staged.put(step.order_id, wanted, run=run)
            return Step(step.order_id, now, wanted)

        return self._told(await self._storage.run(restore))

    def _told(self, step: Step) -> Step:
        if step.empty:
            return step
        self._bus.publish(OrdersChanged(frozenset({step.order_id})))
        left = {one.id for one in step.after}
        old = {one.id: one for one in step.before}
        for one in step.after:
            if old.get(one.id) != one:
                self._bus.publish(_news(one, CommandState.STAGED))
        for one in step.before:
            if one.id not in left:
                self._bus.publish(_news(one, CommandState.WITHDRAWN))
        return step


def _news(command: Command, state: CommandState) -> CommandChanged:
    return CommandChanged(command.id, command.order_id, command.action, state)
