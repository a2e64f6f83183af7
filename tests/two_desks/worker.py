"""One desk at work: gives its edits, answers what it is asked, and writes down what it was told."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from orderdesk.domain.commands import Command, CommandState, EditLine, EditOrder, OutboxEntry
from orderdesk.domain.errors import DeskError, Refused
from orderdesk.domain.events import Event, WatchChanged
from orderdesk.domain.watching import Lost
from orderdesk.services.conflicts import THEIRS
from orderdesk.services.desk import Desk
from tests.two_desks.plan import Cell, Edit

_HANDS = 4
# A used-up request budget makes everybody wait for the vendor's next minute.
_PATIENCE = 240.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was shown: of which command, on which value, and what stood there."""

    command: str
    cell: Cell
    base: str
    mine: str
    theirs: str


@dataclass
class Journal:
    """What a desk was told and did."""

    asked: list[Asked] = field(default_factory=list[Asked])
    found: dict[tuple[str, Cell], Lost] = field(default_factory=dict[tuple[str, Cell], Lost])
    offered: int = 0
    failed: list[str] = field(default_factory=list[str])


def cell_of(command: Command, key: str) -> Cell:
    """Return the value that a command's field is about."""
    line = command.line_id if isinstance(command, EditLine) else ""
    return Cell(command.vendor_id, line, key)


class Worker:
    """One desk with its hands."""

    def __init__(self, desk: Desk, key: str, edits: Sequence[Edit]) -> None:
        self.desk = desk
        self.key = key
        self.journal = Journal()
        self._edits = list(reversed(edits))
        self._losses: asyncio.Queue[str] = asyncio.Queue()
        desk.bus.subscribe(self._on_event)

    async def work(self) -> None:
        """Give every edit, a few at the same time, each until it is settled."""
        await asyncio.gather(*(self._hand() for _hand in range(_HANDS)))

    async def rest(self) -> bool:
        """Read everything again and answer what was lost; whether nothing is watched any more."""
        [report] = await self.desk.sync.sync([self.key])
        if report.error is not None:
            raise AssertionError(report.error)
        await self._answer_losses()
        return not await self.desk.watch.watched() and not await self.desk.watch.overwritten()

    async def sent(self) -> list[OutboxEntry]:
        """Return every command, oldest first."""
        return sorted(await self.desk.orders.outbox(100_000), key=lambda entry: entry.seq)

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, WatchChanged):
            return
        for one in event.overwritten:
            for lost in one.lost:
                cell = cell_of(one.command, lost.written.field)
                self.journal.found.setdefault((one.command.id, cell), lost)

    async def _hand(self) -> None:
        while self._edits:
            await self._give(self._edits.pop())
            await self._answer_losses()

    async def _give(self, edit: Edit) -> None:
        action = "edit_item" if edit.line else "edit"
        values = {cell.field: edit.value for cell in edit.cells}
        try:
            receipt = await self.desk.orders.act(
                f"{self.key}:{edit.order}", action, values, line_id=edit.line or None
            )
        except DeskError as error:
            self.journal.failed.append(f"{edit}: {error.sentence()}")
            return
        await self._settled(receipt.command)

    async def _settled(self, command: str) -> None:
        while True:
            entry = await self.desk.orders.wait(command, timeout=_PATIENCE)
            if entry.state is CommandState.ASKING:
                await self._decide(command)
                continue
            if entry.open or entry.state not in {CommandState.DONE, CommandState.WITHDRAWN}:
                self.journal.failed.append(f"{entry.state}: {entry.reason} {entry.words}")
            return

    async def _decide(self, command: str) -> None:
        """Answer by a fixed rule: one's own where the command's id is even, else theirs."""
        try:
            shown = await self.desk.orders.conflict(command)
        except Refused as error:
            self.journal.failed.append(f"{command}: {error.sentence()}")
            return
        mine = int(command[-1], 16) % 2 == 0
        for one in shown.contested:
            cell = cell_of(shown.entry.command, one.spec.key)
            texts = (one.base or "", one.mine or "", one.theirs or "")
            self.journal.asked.append(Asked(command, cell, *texts))
        choices = {one.spec.key: one.mine if mine else THEIRS for one in shown.contested}
        try:
            await self.desk.orders.resolve(command, choices, seen=shown.seen)
        except Refused:
            return  # it has changed again, and is asked anew

    async def _answer_losses(self) -> None:
        """Have again what was put back; let be what somebody else wrote over it."""
        for one in await self.desk.watch.overwritten():
            for lost in one.lost:
                cell = cell_of(one.command, lost.written.field)
                self.journal.found.setdefault((one.command.id, cell), lost)
            try:
                if any(lost.reverted for lost in one.lost):
                    receipt = await self.desk.watch.set_again(one.command.id)
                    if receipt is not None:
                        self.journal.offered += 1
                        await self._settled(receipt.command)
                else:
                    await self.desk.watch.leave(one.command.id)
            except Refused:
                continue  # another hand has answered it


def changes_of(entries: Iterable[OutboxEntry]) -> list[OutboxEntry]:
    """Return the edits that were sent and done."""
    return [
        entry
        for entry in entries
        if entry.state is CommandState.DONE
        and entry.sent_at is not None
        and isinstance(entry.command, EditOrder | EditLine)
    ]
