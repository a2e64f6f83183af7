"""Acts on many orders: the plan before, the run with pause and stop, the ledger after."""

import asyncio
import contextlib
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from orderdesk.domain.bulk import Forecast, Plan, PlanRow, Request
from orderdesk.domain.errors import DeskError, Refused
from orderdesk.domain.events import BulkChanged, OrdersChanged
from orderdesk.domain.ledger import Fate, Ledger, Outcome, Progress, Run, RunState
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, Translate
from orderdesk.domain.order import split_order_id
from orderdesk.services.bulk_planning import Choice, Planning
from orderdesk.services.bulk_requests import request_of, request_text
from orderdesk.services.bulk_running import Running
from orderdesk.services.dispatch import Dispatch
from orderdesk.services.events import Bus
from orderdesk.services.giving import Author
from orderdesk.services.ledger_texts import csv_of
from orderdesk.services.links import Links
from orderdesk.services.storage import Storage
from orderdesk.services.tasks import TaskSet
from orderdesk.services.timings import Timings
from orderdesk.store.bulk import NewRow
from orderdesk.store.store import Store

NOTHING_TO_DO = QT_TRANSLATE_NOOP("messages", "Nothing can be done to any of these orders.")
NOTHING_TO_DO_WAY = QT_TRANSLATE_NOOP("messages", "The plan says of each why not.")
NOTHING_FAILED = QT_TRANSLATE_NOOP("messages", "No order of this run is left to be tried again.")
NOT_OVER = QT_TRANSLATE_NOOP("messages", "This run is not over yet.")
NOT_OVER_WAY = QT_TRANSLATE_NOOP("messages", "Wait until it has ended, or stop it.")
OVER = QT_TRANSLATE_NOOP("messages", "This run is over.")
ELSEWHERE = QT_TRANSLATE_NOOP("messages", "Another program on this computer carries it on.")
ELSEWHERE_WAY = QT_TRANSLATE_NOOP("messages", "Stop it there.")
LEFT_OUT = QT_TRANSLATE_NOOP("messages", "Left out, because only the vendor can decide it.")
_CLOSED = frozenset({RunState.STOPPED, RunState.ENDED})


class Bulk:
    """What a person does with many orders at once."""

    def __init__(
        self,
        *,
        storage: Storage,
        links: Links,
        bus: Bus,
        dispatch: Dispatch,
        timings: Timings,
        author: Author,
    ) -> None:
        self._storage = storage
        self._bus = bus
        self._dispatch = dispatch
        self._author = author
        self._tasks = TaskSet()
        self._planning = Planning(storage=storage, links=links, bus=bus)
        self._running = Running(
            storage=storage,
            links=links,
            bus=bus,
            dispatch=dispatch,
            timings=timings,
            planning=self._planning,
        )
        self._tasks_of: dict[str, asyncio.Task[None]] = {}

    async def plan(
        self, choice: Choice, request: Request, *, checked: bool = True, word: str = ""
    ) -> Plan:
        """Say what will become of each order chosen, before anything is sent.

        PlanChanged events with `word` tell how far it is; cancelling ends it. Without `checked`,
        what the form asks for is not looked at yet.

        Raises:
            InputError: nothing is chosen, or too many orders.
        """
        return await self._planning.plan(choice, request, checked=checked, word=word)

    async def run(self, plan: Plan, *, doubtful: bool = True) -> Run:
        """Keep a plan, durably, and begin to carry it out; return the run.

        Without `doubtful`, what only the vendor can decide is left out.

        Raises:
            Refused: nothing of it can be done.
        """
        sent = plan.sent(doubtful=doubtful)
        if not sent:
            raise Refused(Message(NOTHING_TO_DO), way_out=Message(NOTHING_TO_DO_WAY))
        rule = sent[0].rule
        run = Run(
            id=str(uuid4()),
            action=plan.request.action,
            label=rule.label if rule else plan.request.action,
            state=RunState.RUNNING,
            created_at=datetime.now(UTC),
            about=plan.about,
            parent=plan.parent,
            author=self._author.name,
            computer=self._author.computer,
        )
        rows = [_new_row(row, plan.request, doubtful=doubtful) for row in plan.rows]
        owner = self._begin()
        text = request_text(plan.request)
        await self._storage.run(lambda store: store.bulk.begin(run, text, rows, owner=owner))
        self._drive(run.id)
        return await self.get(run.id)

    async def retry(self, run_id: str, *, word: str = "") -> Plan:
        """Plan anew what failed in a run that is over, and nothing else; it is run by `run`.

        What a later run did, has under way or does not know is left alone.

        Raises:
            Refused: it is not over, or nothing of it is left to be tried.
        """

        def failed(store: Store) -> tuple[Ledger, str, frozenset[str]]:
            later = store.bulk.settled_later(run_id)
            return store.bulk.ledger(run_id), store.bulk.request(run_id), later

        ledger, text, later = await self._storage.read(failed)
        if ledger.run.state not in _CLOSED:
            raise Refused(Message(NOT_OVER), way_out=Message(NOT_OVER_WAY))
        again = [
            row.order_id
            for row in ledger.rows
            if row.outcome is Outcome.FAILED and row.order_id not in later
        ]
        if not again:
            raise Refused(Message(NOTHING_FAILED))
        choice = Choice(order_ids=again, about=ledger.run.about)
        return await self._planning.plan(choice, request_of(text), word=word, parent=run_id)

    async def pause(self, run_id: str) -> None:
        """Send nothing more for now; what is on its way still ends.

        Raises:
            Refused: it is over, or another process carries it on.
        """
        await self._halt(run_id, RunState.PAUSED)

    async def go_on(self, run_id: str) -> None:
        """Go on with a paused run.

        Raises:
            Refused: it is over.
        """
        run = await self.get(run_id)
        if run.state.over:
            raise Refused(Message(OVER))
        if run.state is RunState.PAUSED:
            owner = self._begin()
            await self._storage.run(
                lambda store: store.bulk.set_state(run_id, RunState.RUNNING, owner=owner)
            )
        self._drive(run_id)

    async def stop(self, run_id: str) -> None:
        """End a run at the edge of a row: what is not on its way is not tried any more.

        Raises:
            Refused: it is over, or another process carries it on.
        """
        await self._halt(run_id, RunState.STOPPING)

    async def get(self, run_id: str) -> Run:
        """Return a run with its counts.

        Raises:
            InputError: there is no such run.
        """
        return await self._storage.run(lambda store: store.bulk.get(run_id))

    async def progress(self) -> list[Progress]:
        """Return how far the runs are that are not over, the oldest first."""
        live = await self._storage.read(lambda store: store.bulk.live())
        return [self._running.progress_of(run) for run in live]

    async def recent(self, limit: int = 200) -> list[Run]:
        """Return the latest runs, the newest first."""
        return await self._storage.read(lambda store: store.bulk.recent(limit))

    async def ledger(self, run_id: str) -> Ledger:
        """Return a run with what became of each of its orders.

        Raises:
            InputError: there is no such run.
        """
        return await self._storage.read(lambda store: store.bulk.ledger(run_id))

    async def export(self, run_id: str, path: Path, translate: Translate | None = None) -> int:
        """Write the ledger as CSV to `path`; return how many orders are in it.

        Raises:
            InputError: there is no such run.
            OSError: the file cannot be written.
        """
        ledger = await self.ledger(run_id)
        text = csv_of(ledger, translate)
        # A table program takes the file for UTF-8 by the mark at its beginning.
        await asyncio.to_thread(path.write_text, text, encoding="utf-8-sig", newline="")
        return len(ledger.rows)

    async def wait(self, run_id: str) -> Run:
        """Wait until a run that is carried on here is over or paused, and return it."""
        task = self._tasks_of.get(run_id)
        if task is not None:
            await asyncio.wait([task])
        return await self.get(run_id)

    async def recover(self) -> None:
        """Pause the runs whose program ended while it carried them on."""

        def recovered(store: Store) -> None:
            for run_id, state in store.bulk.orphans(self._dispatch.run.lives):
                over = state is RunState.STOPPING
                after = RunState.STOPPED if over else RunState.PAUSED
                store.bulk.halt(run_id, after, now=datetime.now(UTC), owner=None)

        await self._storage.run(recovered)

    async def aclose(self) -> None:
        """Pause what runs here, so that it can go on another time."""
        for run_id in list(self._tasks_of):
            # What cannot be written now is found by whoever starts next.
            with contextlib.suppress(DeskError):
                await self._halt(run_id, RunState.PAUSED)
        await self._tasks.aclose()

    def _begin(self) -> str:
        """Let other processes see that this one lives; return the word they know it by."""
        self._dispatch.run.begin()
        return self._dispatch.run.id

    def _drive(self, run_id: str) -> None:
        before = self._tasks_of.get(run_id)
        if before is not None and not before.done():
            self._running.kick(run_id)
            return
        task = self._tasks.spawn(self._running.carry_on(run_id), f"bulk run {run_id}")
        self._tasks_of[run_id] = task
        task.add_done_callback(lambda _task: self._ended(run_id, task))

    def _ended(self, run_id: str, task: "asyncio.Task[None]") -> None:
        if self._tasks_of.get(run_id) is task:
            del self._tasks_of[run_id]

    async def _halt(self, run_id: str, state: RunState) -> None:
        lives = self._dispatch.run.lives
        own = self._dispatch.run.id

        def halt(store: Store) -> frozenset[str]:
            run, owner = store.bulk.get(run_id), store.bulk.owner(run_id)
            if run.state.over:
                raise Refused(Message(OVER))
            if owner not in {None, own} and lives(owner or ""):
                raise Refused(Message(ELSEWHERE), way_out=Message(ELSEWHERE_WAY))
            return store.bulk.halt(run_id, state, now=datetime.now(UTC), owner=own)

        changed = await self._storage.run(halt)
        self._bus.publish(OrdersChanged(changed))
        self._drive(run_id)
        run = await self.get(run_id)
        self._bus.publish(BulkChanged(self._running.progress_of(run)))


def _new_row(row: PlanRow, request: Request, *, doubtful: bool) -> NewRow:
    fate = {Forecast.REFUSED: Fate.REFUSED, Forecast.UNKNOWN: Fate.LEFT}.get(
        row.forecast, Fate.OPEN
    )
    parts = (row.reason, row.way_out) if fate is not Fate.OPEN else ()
    reason = " ".join(part.render() for part in parts if part is not None)
    if row.forecast is Forecast.VENDOR_DECIDES and not doubtful:
        fate, reason = Fate.LEFT, Message(LEFT_OUT).render()
    return NewRow(
        order_id=row.order_id,
        connection=split_order_id(row.order_id)[0],
        connection_name=row.connection,
        number=row.number,
        customer=row.customer,
        action=row.rule.name if row.rule else request.action,
        fate=fate,
        reason=reason,
    )
