"""Plays the show: both desks at the same time, then until everything is read, told and answered."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from orderdesk.domain.order import Order
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Sort
from orderdesk.sandbox.json_text import Document
from orderdesk.services.timings import Timings
from orderdesk.services.views import OrderView
from tests.integration.world import QUICK, World, world_of
from tests.sandbox.calls import Calls, as_list, as_object
from tests.two_desks.judge import Verdict, judged, puts_of
from tests.two_desks.plan import planned
from tests.two_desks.worker import Worker

TIMES = replace(QUICK, deadline=20.0, settle=2.0, sync_interval=15.0)
"""Often enough for a show of minutes, and seldom enough that what is seen is out of date."""
_LONGEST = 20_000
_NET: Document = {
    "kind": "latency",
    "when": "before",
    "method": "PUT",
    "probability": Decimal("0.5"),
}


async def played(
    calls: Calls,
    home: Path,
    *,
    vendor: str,
    orders: int,
    edits: int,
    watch: float,
    seed: int = 7,
    latency: float = 0.03,
) -> Verdict:
    """Play; `watch` 0 leaves out the watch, `latency` (seconds) is that of half of the writes."""
    timings = replace(TIMES, watch=watch)
    async with AsyncExitStack() as stack:
        worlds = [
            await stack.enter_async_context(_desk(calls, home / name, timings))
            for name in ("first", "second")
        ]
        shared = await _shared(worlds[0], orders, await _with_cards(worlds[0]))
        workers = [
            Worker(world.desk, world.key, planned(desk, vendor, shared, edits, seed=seed))
            for desk, world in enumerate(worlds)
        ]
        since = await asyncio.to_thread(calls.last_number)
        await asyncio.to_thread(calls.fault, **_NET, seconds=Decimal(str(latency)))
        await asyncio.gather(*(worker.work() for worker in workers))
        await _settle(workers)
        verdict = Verdict(vendor, orders, 2 * edits)
        log = await asyncio.to_thread(calls.log, since, "&bodies=1")
        desks = [(worker.journal, await worker.sent()) for worker in workers]
        judged(verdict, puts_of(log), desks)
        verdict.unlike = await _unlike(worlds, shared)
        return verdict


def _desk(calls: Calls, home: Path, timings: Timings) -> AbstractAsyncContextManager[World]:
    home.mkdir(parents=True)
    return world_of(calls, home, timings=timings, background=True)


async def _with_cards(world: World) -> frozenset[str]:
    """Return the orders that hold card data, whose bodies the sandbox's log does not show."""
    truths = as_list(await world.admin("GET", "/orders"))
    return frozenset(str(as_object(one)["id"]) for one in truths if as_object(one).get("card"))


async def _shared(world: World, count: int, without: frozenset[str]) -> list[Order]:
    """Return the orders that both work on: those that can be changed, with their items."""
    found = await world.desk.orders.search(parse_query(""), Sort(), zone="UTC")
    chosen: list[Order] = []
    for row in await world.desk.orders.rows(found.rowids):
        if row.vendor_id in without:
            continue
        await world.desk.orders.refresh(row.id)
        view = await world.desk.orders.view(row.id)
        if len(view.order.model_dump_json()) > _LONGEST:
            continue  # its writes are cut in the sandbox's log
        if view.verdicts["edit"].allowed and view.verdicts["edit_item"].allowed:
            chosen.append(view.order)
        if len(chosen) == count:
            return chosen
    raise AssertionError(f"There are only {len(chosen)} orders that can be changed.")


async def _settle(workers: Sequence[Worker]) -> None:
    """Read everything again and answer, until nothing is watched any more."""
    async with asyncio.timeout(300):
        resting = False
        while not resting:
            resting = all([await worker.rest() for worker in workers])


async def _unlike(worlds: Sequence[World], orders: Sequence[Order]) -> list[str]:
    """Return the orders that the two desks do not show alike, once both have read them again."""
    unlike: list[str] = []
    for order in orders:
        views: list[OrderView] = []
        for world in worlds:
            await world.desk.orders.refresh(world.id_of(order.vendor_id))
            views.append(await world.view(order.vendor_id))
        if views[0].order.fields != views[1].order.fields or any(one.commands for one in views):
            unlike.append(order.vendor_id)
    return unlike
