"""Carries a run on: hands its orders to the outbox, a few at a time, and tells how far it is."""

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from orderdesk.domain.bulk import Forecast, Request
from orderdesk.domain.commands import OutboxEntry
from orderdesk.domain.errors import DeskError
from orderdesk.domain.events import BulkChanged, CommandChanged, Event, OrdersChanged
from orderdesk.domain.ledger import Fate, Outcome, Progress, Run, RunState
from orderdesk.domain.order import split_order_id
from orderdesk.services.bulk_planning import Planning, judged
from orderdesk.services.bulk_requests import request_of
from orderdesk.services.dispatch import Dispatch
from orderdesk.services.events import Bus
from orderdesk.services.intake import Signature, command_for
from orderdesk.services.links import Links
from orderdesk.services.outcomes import change_of
from orderdesk.services.pace import Pace
from orderdesk.services.sentences import no_order, refusal
from orderdesk.services.storage import Storage
from orderdesk.services.timings import Timings
from orderdesk.services.viewing import Standpoint, ground_of
from orderdesk.store.bulk import Handed, UnderWay
from orderdesk.store.faults import StoreError
from orderdesk.store.store import Store

logger = logging.getLogger(__name__)

# So many of a connection lie in the outbox; the rest keeps its turn, so that a pause is one.
_WINDOW = 16
# More lost answers than this, and the vendor is left alone until they are read back.
_MOST_UNKNOWN = 24
# Of the time between two looks at the store, at most this share is looking.
_LOOK_SHARE = 5


class Running:
    """Runs that are carried on here, each by a coroutine of its own."""

    def __init__(
        self,
        *,
        storage: Storage,
        links: Links,
        bus: Bus,
        dispatch: Dispatch,
        timings: Timings,
        planning: Planning,
    ) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus
        self._dispatch = dispatch
        self._timings = timings
        self._planning = planning
        self._news: dict[str, asyncio.Event] = {}
        self._paces: dict[str, Pace] = {}
        self._problems: dict[str, str] = {}

    def kick(self, run_id: str) -> None:
        """Look at a run now."""
        news = self._news.get(run_id)
        if news is not None:
            news.set()

    def progress_of(self, run: Run) -> Progress:
        """Return how far a run is, with its rate while it runs."""
        pace = self._paces.get(run.id)
        if pace is None or run.state is not RunState.RUNNING:
            return Progress(run)
        left = pace.left(run.counts[Outcome.WAITING])
        return Progress(run, pace.rate(), left, self._problems.get(run.id, ""))

    async def carry_on(self, run_id: str) -> None:
        """Carry a run on until it is over, or paused with nothing on its way."""
        news = self._news[run_id] = asyncio.Event()
        self._paces[run_id] = Pace()

        def heard(event: Event) -> None:
            if isinstance(event, CommandChanged) and event.bulk == run_id:
                news.set()

        end = self._bus.subscribe(heard)
        try:
            while not await self._step(run_id):
                await self._wait(news)
        finally:
            end()
            del self._news[run_id], self._paces[run_id]
            self._problems.pop(run_id, None)

    async def _wait(self, news: asyncio.Event) -> None:
        """Wait for news, or look anyway: another process may be the one that sends."""
        try:
            async with asyncio.timeout(self._timings.poll):
                await news.wait()
        except TimeoutError:
            pass
        news.clear()

    async def _step(self, run_id: str) -> bool:
        """Do what is to be done now; return whether that was all."""
        began = time.monotonic()
        try:
            ended = await self._stepped(run_id)
        except StoreError as error:
            # Nothing was sent; the file may be ready a moment later.
            logger.warning("a run cannot go on: %s", error.sentence())
            ended = False
        if not ended:
            pause = max(self._timings.progress, (time.monotonic() - began) * _LOOK_SHARE)
            await asyncio.sleep(min(pause, self._timings.poll))
        return ended

    async def _stepped(self, run_id: str) -> bool:
        run, under_way = await self._storage.run(
            lambda store: (store.bulk.get(run_id), store.bulk.under_way(run_id))
        )
        if run.state is RunState.RUNNING:
            room = {key: _room(one) for key, one in under_way.items() if _room(one)}
            if room:
                await self._hand_over(run, room)
                run = await self._storage.run(lambda store: store.bulk.get(run_id))
        after = _after(run.state, under_way)
        if after is not run.state:
            await self._storage.run(lambda store: store.bulk.set_state(run_id, after, owner=None))
            run = await self._storage.run(lambda store: store.bulk.get(run_id))
        self._problems[run_id] = self._problem(under_way)
        self._paces[run_id].note(time.monotonic(), run.settled)
        self._bus.publish(BulkChanged(self.progress_of(run)))
        idle = not any(one.open for one in under_way.values())
        return run.state in {RunState.ENDED, RunState.STOPPED} or (
            run.state is RunState.PAUSED and idle
        )

    async def _hand_over(self, run: Run, room: Mapping[str, int]) -> None:
        """Put the next orders of some connections into the outbox, in one durable go."""
        standpoints = self._planning.standpoints()
        signature = Signature(run.author, run.computer, datetime.now(UTC), bulk=run.id)
        program = self._dispatch.run.id

        def hand_over(store: Store) -> list[OutboxEntry]:
            text = store.bulk.request(run.id)
            hand = _Hand(store, request_of(text), standpoints, signature)
            handed = store.bulk.hand_over(
                run.id, lambda: hand.next_of(run.id, room), program=program
            )
            found = (store.outbox.get(one.command.id) for one in handed if one.command)
            return [entry for entry in found if entry is not None]

        entries = await self._storage.run(hand_over)
        if entries:
            ids = frozenset(entry.command.order_id for entry in entries)
            self._bus.publish(OrdersChanged(ids))
            for entry in entries:
                self._bus.publish(change_of(entry))
        self._dispatch.start()
        self._dispatch.kick()

    def _problem(self, keys: Iterable[str]) -> str:
        """Return what keeps a run on these connections from going on."""
        if self._links.held_up is not None:
            return self._links.held_up.sentence()
        links = (self._links.find(key) for key in keys)
        said = [
            f"{link.config.name}: {link.problem.render()}"
            for link in links
            if link is not None and link.resting and link.problem is not None
        ]
        return " ".join(said)


def _room(under_way: UnderWay) -> int:
    """Return how many more may be handed over; few by few would be a write to the disk each."""
    if under_way.open > _WINDOW // 2 or under_way.unknown >= _MOST_UNKNOWN:
        return 0
    return min(under_way.left, _WINDOW - under_way.open)


def _after(state: RunState, under_way: Mapping[str, UnderWay]) -> RunState:
    """Return how far a run is, by what is left of it."""
    stands = under_way.values()
    if state is RunState.STOPPING and not any(one.open for one in stands):
        return RunState.STOPPED
    if state is RunState.RUNNING and not under_way:
        return RunState.ENDED
    return state


class _Hand:
    """Makes the commands of the rows whose turn it is, inside one transaction."""

    def __init__(
        self,
        store: Store,
        request: Request,
        standpoints: Mapping[str, Standpoint],
        signature: Signature,
    ) -> None:
        self._store = store
        self._request = request
        self._standpoints = standpoints
        self._signature = signature

    def next_of(self, run_id: str, room: Mapping[str, int]) -> Sequence[Handed]:
        return [
            self._handed(place, order_id)
            for connection, count in room.items()
            for place, order_id in self._store.bulk.next_rows(run_id, connection, count)
        ]

    def _handed(self, place: int, order_id: str) -> Handed:
        standpoint = self._standpoints.get(split_order_id(order_id)[0])
        if standpoint is None or self._store.mirror.shown(order_id) is None:
            return Handed(place, None, Fate.LEFT, no_order(order_id).sentence())
        ground = ground_of(self._store, order_id, standpoint)
        forecast, rule, verdict = judged(ground, self._request, checked=False)
        if rule is None or not verdict.allowed:
            fate = Fate.LEFT if forecast is Forecast.UNKNOWN else Fate.REFUSED
            return Handed(place, None, fate, refusal(verdict).sentence())
        values = self._request.values_for(ground.order.vendor)
        try:
            command = command_for(
                ground, rule.name, values, line_id=None, signature=self._signature
            )
        except DeskError as error:
            return Handed(place, None, Fate.REFUSED, error.sentence())
        return Handed(place, command)
