"""Five vendors' stand-ins, one desk that trades with all, and what is measured on it."""

import asyncio
import contextlib
import sys
import time
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from orderdesk.connectors import registry
from orderdesk.connectors.json_text import write
from orderdesk.domain.commands import CommandState, CreateOrder, OutboxEntry
from orderdesk.domain.errors import Refused, Unreachable
from orderdesk.domain.events import CommandChanged, Event
from orderdesk.domain.gateway import ConnectionConfig, Gateway
from orderdesk.services.desk import Desk
from orderdesk.services.timings import Timings
from orderdesk.store.store import Store
from orderdesk.vault.memory_vault import MemoryVault
from tests.conformance.place import Place
from tests.conformance.plug import Plug
from tests.conformance.plugs import opened, plugs
from tests.faults.harness import answered
from tests.faults.judge import Judge
from tests.faults.verdicts import Ask
from tests.faults.worker import Asked
from tests.integration.world import DESCRIPTIONS, RULES
from tests.network.errands import Choosing
from tests.network.figures import Figures

DEADLINE = 3.0
"""Seconds for one request, as the connectors hold it here; 20 in the product."""
STEPS = 3
"""Requests that one sending is made of at most: a sign-in, the write, and reading what came."""
SCALE = 100
"""The pauses between tries are so many times shorter than the product's."""
PATIENCE = 120.0
# Reading may take longer than the deadline here where many tests share a computer.
_TRIES = 5
_MANY = 150
_FEW = 4

TIMINGS = Timings(
    deadline=DEADLINE,
    settle=0.1,
    sync_interval=3600.0,
    first_pause=1.0 / SCALE,
    longest_pause=60.0 / SCALE,
    sign_in_pause=0.1,
    poll=0.05,
    progress=0.0,
    close=1.0,
)


@dataclass
class House:
    """One vendor on the street."""

    plug: Plug
    place: Place
    key: str = ""
    judge: Judge | None = None
    commands: int = 0
    asked: list[Asked] = field(default_factory=list[Asked])
    """What can be asked for: some more, as choosing one may have changed the order of another."""
    since: int = 0

    def prepare(self, commands: int) -> None:
        """Make up new orders, and choose what is to be done to them."""
        self.commands = commands
        self.place.start_anew()
        self.place.restore()

        async def choose(gateway: Gateway) -> list[Asked]:
            return await Choosing(self.plug, self.place, gateway).choose(commands + commands // 4)

        self.asked = self.place.run(choose)

    def begin(self) -> None:
        """Look at how things are before anything is sent."""
        self.judge = Judge(self.plug, self.place)
        self.since = self.place.last_number()

    def fault(self, **settings: object) -> None:
        """Let a fault stand on the writing requests."""
        for chosen in self.plug.writes:
            self.place.fault(**{**chosen, **settings})


@dataclass
class Street:
    """The houses by vendor, the desk, and what it told of its commands."""

    houses: Mapping[str, House]
    desk: Desk
    figures: Figures
    home: Path
    configs: dict[str, ConnectionConfig] = field(default_factory=dict[str, ConnectionConfig])
    sending: dict[str, float] = field(default_factory=dict[str, float])
    unknown: set[str] = field(default_factory=set[str])
    asks: dict[str, list[Ask]] = field(default_factory=dict[str, list[Ask]])
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, event: Event) -> None:
        """Take down when a command went out and when something came of it."""
        self.news.set()
        if not isinstance(event, CommandChanged):
            return
        if event.state is CommandState.SENDING:
            self.sending[event.command] = time.monotonic()
            return
        if event.state is CommandState.UNKNOWN:
            self.unknown.add(event.command)
        began = self.sending.pop(event.command, None)
        if began is not None:
            self.figures.longest = max(self.figures.longest, time.monotonic() - began)

    async def admin(self, house: House, method: str, path: str, body: object = None) -> object:
        """Ask a stand-in's control endpoint while the desk goes on."""
        return await asyncio.to_thread(house.place.ask, method, path, body)

    async def ask_for_all(self) -> None:
        """Ask for every command."""
        for house in self.houses.values():
            kept = 0
            for one in house.asked:
                if kept < house.commands:
                    kept += await self._asked_for(house, one)

    async def _asked_for(self, house: House, one: Asked) -> bool:
        """Ask for one command; whether the rules let it be kept."""
        try:
            if one.order is None:
                await self.desk.orders.create(house.key, one.values, one.lines)
            else:
                about = f"{house.key}:{one.order}"
                await self.desk.orders.act(about, one.action, one.values, line_id=one.line)
        except Refused:
            return False
        return True

    async def settled(self) -> list[OutboxEntry]:
        """Wait until every command is settled, and decide what a person is asked."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while True:
                    self.news.clear()
                    every = await self.desk.orders.outbox(1_000)
                    for entry in every:
                        if entry.state is CommandState.ASKING:
                            await self._answer(entry)
                    if not any(entry.open for entry in every):
                        break
                    await self.news.wait()
        return await self.desk.orders.outbox(1_000)

    async def _answer(self, entry: OutboxEntry) -> None:
        house = next(one for one in self.houses.values() if one.key == entry.command.connection)
        if house.judge is None:
            raise AssertionError("nobody looked before")
        ask = await answered(self.desk, entry, house.judge)
        self.asks.setdefault(entry.command.id, []).append(ask)
        self.news.set()

    def judged(self, entries: list[OutboxEntry]) -> None:
        """Count by the stand-ins' logs and orders what became of the commands."""
        figures = self.figures
        figures.commands = len(entries)
        for entry in entries:
            self._count(entry)
        for house in self.houses.values():
            self._count_house(
                house, [one for one in entries if one.command.connection == house.key]
            )

    def _count(self, entry: OutboxEntry) -> None:
        figures = self.figures
        asks = self.asks.get(entry.command.id, [])
        figures.asked += any(not ask.waited for ask in asks)
        figures.needless += any(not ask.waited and not ask.fits for ask in asks)
        figures.confirmed += any(ask.waited for ask in asks)
        figures.resolved += entry.command.id in self.unknown and not asks
        figures.done += entry.state is CommandState.DONE
        figures.refused += entry.state in {CommandState.REJECTED, CommandState.REFUSED}
        figures.unresolved += entry.open

    def _count_house(self, house: House, entries: list[OutboxEntry]) -> None:
        """Hold the log of one stand-in against the commands that are said to be done."""
        figures, judge = self.figures, house.judge
        if judge is None:
            raise AssertionError("nobody looked before")
        writes = judge.writes()
        figures.writes += len(writes)
        figures.worked += sum(one["action"] is not None for one in writes)
        figures.requests += len(house.place.log(house.since))
        made = Counter(isinstance(one.command, CreateOrder) for one in entries if _done(one))[True]
        found = len(judge.made())
        figures.effects += min(made, found)
        figures.lost += max(0, made - found)
        figures.twice += max(0, found - made)
        for entry in entries:
            if isinstance(entry.command, CreateOrder):
                continue
            times = judge.done(entry.command)
            figures.effects += min(times, 1)
            figures.lost += int(_done(entry)) > times
            figures.twice += times > int(_done(entry))
            if times == 1 and _done(entry) and not judge.is_right(entry.command):
                figures.wrong += 1
                figures.remarks.append(f"wrong: {entry.command.action} {entry.command.vendor_id}")


def _done(entry: OutboxEntry) -> bool:
    return entry.state is CommandState.DONE


@asynccontextmanager
async def street_of(
    places: Mapping[str, Place], home: Path, fault: str, commands: int
) -> AsyncGenerator[Street]:
    """Open a desk that has read every order, with the commands chosen and nothing asked for."""
    houses = {name: House(plugs()[name], place) for name, place in places.items()}
    share, more = divmod(commands, len(houses))
    for place, house in enumerate(houses.values()):
        await asyncio.to_thread(house.prepare, share + (place < more))
    desk = _desk(houses, home)
    figures = Figures(fault, bound=STEPS * DEADLINE)
    street = Street(houses, desk, figures, home)
    await desk.start(background=False)
    try:
        await _read(street)
        desk.bus.subscribe(street.heard)
        for house in houses.values():
            await asyncio.to_thread(house.begin)
        yield street
    finally:
        await desk.aclose()


async def _read(street: Street) -> None:
    desk = street.desk
    for house in street.houses.values():
        parts = {"control": "", "connections": [house.place.connection]}
        [house.key] = await desk.connections.import_json(write(parts).decode())
        for _again in range(_TRIES):
            [report] = await desk.sync.sync([house.key])
            if report.error is None:
                break
        for one in house.asked:
            if one.order is not None:
                await _refreshed(desk, f"{house.key}:{one.order}")
    street.configs = {one.config.key: one.config for one in await desk.connections.list()}


async def _refreshed(desk: Desk, order_id: str) -> None:
    for _again in range(_TRIES):
        with contextlib.suppress(Unreachable):
            return await desk.orders.refresh(order_id)
    raise AssertionError("the stand-in does not answer")


def _desk(houses: Mapping[str, House], home: Path) -> Desk:
    database = home / "desk.db"

    def built(config: ConnectionConfig, secrets: Mapping[str, str]) -> Gateway:
        timing = houses[config.vendor].place.timing
        return registry.build(config, secrets, deadline=DEADLINE, timing=timing)

    return Desk.build(
        store=lambda: Store.open(database, RULES),
        reader=lambda: Store.open(database, RULES, read_only=True),
        vault=MemoryVault(),
        gateways=built,
        descriptions=DESCRIPTIONS,
        lock=home / "dispatch.lock",
        timings=TIMINGS,
        author="ada",
        computer="desk-1",
    )


def open_places(commands: int) -> dict[str, Place]:
    """Start a stand-in for every vendor, with orders enough; each is to be closed."""
    orders = _MANY if commands > len(plugs()) * _FEW else None
    return {name: opened(plug, orders=orders) for name, plug in plugs().items()}


def memory(*, peak: bool) -> float:
    """Return this process's memory in MB, now or at the most since `forget_peak`."""
    name = "VmHWM" if peak else "VmRSS"
    if sys.platform != "linux":
        return 0.0
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def forget_peak() -> None:
    """Let the most be counted from now on, where the system can."""
    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
