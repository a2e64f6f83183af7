"""A day without a network, the desk closed once, the vendors' orders changed, then the replay."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote_plus

from orderdesk.connectors import registry
from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.gateway import ConnectionConfig, Gateway
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Sort
from orderdesk.sandbox.json_text import Document, JsonValue, encode
from orderdesk.services.desk import Desk
from orderdesk.services.views import Decision, Health
from orderdesk.store.store import Store
from orderdesk.vault.memory_vault import MemoryVault
from tests.integration.world import DESCRIPTIONS, QUICK, RULES
from tests.offline.day import DayClock
from tests.offline.plan import Wish, planned
from tests.sandbox.calls import Calls, as_object

DAY = 8 * 3600.0
TRUSTED = 3600.0
_MARGIN = 1800.0
_PATIENCE = 240.0


@dataclass
class Figures:
    """What the day came to; `bad` names what is not as it must be."""

    counts: dict[str, int] = field(default_factory=dict[str, int])
    states: Counter[str] = field(default_factory=Counter[str])
    seconds: float = 0.0
    bad: list[str] = field(default_factory=list[str])

    def check(self, what: str, *, good: bool) -> None:
        """Note what is not so."""
        if not good:
            self.bad.append(what)

    def document(self) -> Document:
        """Return the figures as JSON has them."""
        return {
            **self.counts,
            "ended": dict(self.states),
            "seconds": Decimal(str(round(self.seconds, 1))),
            "bad": [*self.bad],
        }


class Show:
    """Plays the day on a profile in `home` against the stand-ins of all vendors."""

    def __init__(self, calls: Calls, connections: Sequence[JsonValue], home: Path) -> None:
        self._calls = calls
        self._home = home
        self._vault = MemoryVault()
        self._clock = DayClock(calls)
        self._printed = encode({"control": calls.control, "connections": [*connections]}).decode()
        self._keys: dict[str, str] = {}
        self._theirs: dict[str, str] = {}
        """The orders that a colleague changed in a field that is changed here too: that field."""
        self.figures = Figures()

    async def play(self, commands: int, changed: int, *, seed: int = 7) -> Figures:
        """Play it with so many commands, and so many orders changed meanwhile."""
        began = time.perf_counter()
        async with self._desk() as desk:
            await self._connect(desk)
            wishes = await planned(desk, self._keys, commands, seed)
            self.figures.counts["commands"] = len(wishes)
            self.figures.check("as many commands as asked", good=len(wishes) == commands)
            await self._admin("POST", "/faults", {"kind": "cut", "when": "before"})
            half = len(wishes) // 2
            await self._give(desk, wishes[:half])
        since = await asyncio.to_thread(self._calls.last_number)
        async with self._desk() as desk:
            await self._works_offline(desk, wishes[:half])
            await self._give(desk, wishes[half:])
            await self._change(wishes, changed)
            await asyncio.to_thread(self._clock.advance, DAY - self._passed)
            await self._admin("DELETE", "/faults")
            await self._replayed(desk, wishes)
            log = await asyncio.to_thread(self._calls.log, since, "&bodies=1")
            await self._judge(desk, wishes, log)
        self.figures.seconds = time.perf_counter() - began
        return self.figures

    @asynccontextmanager
    async def _desk(self) -> AsyncGenerator[Desk]:
        database = self._home / "desk.db"
        timings = replace(
            QUICK, first_pause=0.3, longest_pause=1.0, trusted=TRUSTED, now=self._clock.now
        )

        def build(config: ConnectionConfig, secrets: Mapping[str, str]) -> Gateway:
            return registry.build(config, secrets, timing=self._clock.timing)

        desk = Desk.build(
            store=lambda: Store.open(database, RULES),
            reader=lambda: Store.open(database, RULES, read_only=True),
            vault=self._vault,
            gateways=build,
            descriptions=DESCRIPTIONS,
            lock=self._home / "dispatch.lock",
            timings=timings,
            author="ada",
            computer="desk-1",
        )
        await desk.start(background=False)
        try:
            yield desk
        finally:
            await desk.aclose()

    async def _admin(self, method: str, path: str, body: JsonValue = None) -> JsonValue:
        return await asyncio.to_thread(self._calls.admin, method, path, body)

    async def _connect(self, desk: Desk) -> None:
        keys = await desk.connections.import_json(self._printed)
        for status in await desk.connections.list():
            self._keys[status.config.vendor] = status.config.key
        for report in await desk.sync.sync(keys):
            self.figures.check(f"{report.vendor} is read", good=report.error is None)
        for status in await desk.connections.list():
            # What a list leaves out is read when an order is opened, or in spare time.
            found = await self._ids(desk, f"connection:{status.config.key} type:any")
            if status.unread:
                for order in found:
                    await desk.orders.refresh(order)

    async def _ids(self, desk: Desk, query: str) -> list[str]:
        found = await desk.orders.search(parse_query(query), Sort(), zone="UTC")
        return [row.id for row in await desk.orders.rows(found.rowids)]

    async def _give(self, desk: Desk, wishes: Sequence[Wish]) -> None:
        """Ask for each at its time of the day."""
        for wish in wishes:
            left = wish.at * DAY - self._passed
            if left >= 1:
                await asyncio.to_thread(self._clock.advance, left)
                self._passed += left
            receipt = await desk.orders.act(wish.order, wish.action, wish.values)
            wish.command = receipt.command

    _passed = 0.0

    async def _works_offline(self, desk: Desk, given: Sequence[Wish]) -> None:
        """See what the desk can do that was opened without a network and never signed in."""
        queue = [entry.command.id for entry in await desk.queue.all()]
        self.figures.check("the queue is kept in order", good=queue == [w.command for w in given])
        found = await self._ids(desk, "type:any")
        self.figures.check("orders are found", good=len(found) > len(given))
        pending = await self._ids(desk, "type:any pending:yes")
        self.figures.check("what waits is found", good=set(pending) == {w.order for w in given})
        await desk.orders.save_draft("new:offline", "{}")
        view = await desk.orders.view(given[0].order)
        self.figures.check("what waits is shown", good=bool(view.commands))
        vendors = {self._keys[wish.vendor] for wish in given}

        async def offline() -> bool:
            statuses = await desk.connections.list()
            away = {one.config.key for one in statuses if one.health is Health.OFFLINE}
            return vendors <= away and all(one.away_since for one in statuses if one.health in away)

        await self._until(desk, offline)

    async def _change(self, wishes: Sequence[Wish], changed: int) -> None:
        """Let colleagues change orders at the vendors: half in a field that is changed here too."""
        mine: dict[str, list[Wish]] = {}
        for wish in wishes:
            mine.setdefault(wish.order, []).append(wish)
        edited = [own for own in mine.values() if not own[0].final and own[0].values]
        pairs = [own for own in edited if own[0].action.startswith("edit")]
        single = [own for own in pairs if len({next(iter(one.values)) for one in own}) == len(own)]
        half = changed // 2
        self.figures.check("enough orders to change", good=len(single) >= changed)
        for place, own in enumerate(single[:changed]):
            [key] = own[0].values
            touched = {name for one in own for name in one.values}
            other = "deliveryCountry" if key.startswith("delivery") else "DiscountCode"
            other = "InternalNotes" if own[0].vendor == "ordertime" else other
            overlaps = place < half
            name = key if overlaps else other
            if not overlaps and name in touched:
                raise AssertionError(name)
            change: JsonValue = {"set": {name: f"T{place:03}"}}
            path = f"/orders/{own[0].vendor_id}?vendor={own[0].vendor}"
            await self._admin("POST", path, change)
            if overlaps:
                self._theirs[own[0].command] = f"T{place:03}"
        self.figures.counts["changed at the vendor"] = changed
        self.figures.counts["of them in the same field"] = half

    async def _replayed(self, desk: Desk, wishes: Sequence[Wish]) -> None:
        """Wait for what goes by itself, answer what is asked, and wait for the rest."""
        by_id = {wish.command: wish for wish in wishes}
        half = len(wishes) // 2
        finals = [(place < half, wish) for place, wish in enumerate(wishes) if wish.final]
        late = {w.command for left, w in finals if left or self._age(w) > TRUSTED}
        # Waiting for a vendor's limit lets some time pass too.
        perhaps = {w.command for _, w in finals if self._age(w) > TRUSTED - _MARGIN}
        conflicts: set[str] = set()
        again: set[str] = set()
        answered = 0
        while True:
            entries = await self._quiet(desk)
            if not entries:
                break
            asking = [entry for entry in entries if entry.state is CommandState.ASKING]
            for entry in asking:
                command = entry.command.id
                if entry.waited:
                    again.add(command)
                    await desk.orders.decide(command, Decision.SEND_AGAIN)
                else:
                    conflicts.add(command)
                    mine = answered % 2 == 0
                    answered += 1
                    by_id[command].at = -1.0 if mine else -2.0
                    choice = Decision.TAKE_MINE if mine else Decision.TAKE_THEIRS
                    await desk.orders.decide(command, choice)
        self.figures.counts["conflicts shown"] = len(conflicts)
        self.figures.counts["final acts asked again"] = len(again)
        self.figures.check(
            "conflicts only where fields overlap", good=conflicts == set(self._theirs)
        )
        self.figures.check("final acts are asked again", good=late <= again <= late | perhaps)

    def _age(self, wish: Wish) -> float:
        return (1.0 - wish.at) * DAY

    async def _until(self, desk: Desk, met: Callable[[], Awaitable[bool]]) -> None:
        """Wait until a condition holds that an event makes true."""
        news = asyncio.Event()
        end = desk.bus.subscribe(lambda _event: news.set())
        try:
            async with asyncio.timeout(_PATIENCE):
                while True:
                    news.clear()
                    if await met():
                        return
                    await news.wait()
        finally:
            end()

    async def _quiet(self, desk: Desk) -> list[OutboxEntry]:
        """Wait until nothing goes on by itself; return what is open."""
        found: list[OutboxEntry] = []

        async def quiet() -> bool:
            found[:] = await desk.queue.all()
            asking = [one for one in found if one.state is CommandState.ASKING]
            stopped = {one.command.order_id for one in asking}
            return all(one.command.order_id in stopped for one in found)

        await self._until(desk, quiet)
        return found

    async def _judge(self, desk: Desk, wishes: Sequence[Wish], log: Sequence[Document]) -> None:
        """Compare what became of each with the stand-ins' log and their orders."""
        entries = {entry.command.id: entry for entry in await desk.orders.outbox(10_000)}
        self.figures.states = Counter(entries[wish.command].state.value for wish in wishes)
        sums = sum(self.figures.states.values())
        self.figures.check("the sums are equal", good=sums == len(wishes))
        good = {CommandState.DONE, CommandState.WITHDRAWN}
        for wish in wishes:
            entry = entries[wish.command]
            if entry.state not in good:
                self.figures.bad.append(f"{wish.vendor} {wish.action}: {entry.reason}")
        self._in_order(wishes, log)
        await self._true(wishes)
        self._once(wishes, entries, log)

    def _once(
        self, wishes: Sequence[Wish], entries: Mapping[str, OutboxEntry], log: Sequence[Document]
    ) -> None:
        """See that what is done was done once, and nothing else: by the stand-ins' log."""
        written = Counter(
            (str(entry["vendor"]), str(entry["subject"]))
            for entry in log
            if entry["worked"] and entry["action"] and entry["action"] != "sign_in"
        )
        done = Counter(
            (wish.vendor, wish.vendor_id)
            for wish in wishes
            if entries[wish.command].state is CommandState.DONE
        )
        self.figures.counts["writes at the vendors"] = written.total()
        self.figures.counts["done twice"] = (written - done).total()
        self.figures.counts["lost"] = (done - written).total()
        self.figures.check("each is done once", good=written == done)

    def _in_order(self, wishes: Sequence[Wish], log: Sequence[Document]) -> None:
        """See that of each order the values reached its vendor as they were given, and once."""
        bodies = [unquote_plus(str(entry.get("body"))) for entry in log if entry["worked"]]
        first: dict[str, list[int]] = {}
        for wish in wishes:
            values = [value for value in wish.values.values() if value and "Offline" in value]
            if not values or wish.at == -2.0:
                continue
            places = [place for place, body in enumerate(bodies) if values[0] in body]
            # A long body is kept in part; that it was sent is told by the count.
            if places:
                first.setdefault(wish.order, []).append(places[0])
        self.figures.check("the log shows the changes", good=len(first) > len(wishes) // 10)
        good = all(places == sorted(places) for places in first.values())
        self.figures.check("each order's changes in their order", good=good)

    async def _true(self, wishes: Sequence[Wish]) -> None:
        """See that the vendors' orders hold what was wanted last, mine or theirs as chosen."""
        last: dict[tuple[str, str, str], str] = {}
        for wish in wishes:
            for name, value in wish.values.items():
                if wish.action.startswith("edit") and value:
                    theirs = wish.at == -2.0
                    wanted = self._theirs[wish.command] if theirs else value
                    last[wish.vendor, wish.vendor_id, name] = wanted
        for (vendor, vendor_id, name), wanted in last.items():
            truth = as_object(await self._admin("GET", f"/orders/{vendor_id}?vendor={vendor}"))
            found = as_object(truth["order"]).get(name)
            if found != wanted:
                self.figures.bad.append(f"{vendor} {vendor_id} {name}: {found!r}, not {wanted!r}")
