"""The process that is killed: the real services on a profile folder, performing one command."""

import asyncio
import traceback
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from orderdesk.domain.bulk import Forecast, Request
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import ShownRow, Sort
from orderdesk.services.bulk_planning import Choice
from orderdesk.services.desk import Desk
from orderdesk.store.store import Store
from orderdesk.vault.memory_vault import MemoryVault
from tests.faults.cases import Stage, Way
from tests.faults.doomed import DoomedStore
from tests.integration.world import RULES, desk_on

# Reading may take longer than a test's deadline where many tests share a computer.
_SYNCS = 5
IN_A_RUN = 3
"""Orders of an act on many."""


class Asked(BaseModel):
    """What a person asks for."""

    action: str
    order: str | None
    """The vendor's id; None for a new order."""
    line: str | None = None
    values: Mapping[str, str | None]
    lines: tuple[Mapping[str, str | None], ...] = ()


class Job(BaseModel):
    """What to do and where to die."""

    home: Path
    key: str
    secrets: Mapping[str, str]
    stage: Stage
    way: Way
    vendor: str
    asked: Asked
    beside: Asked | None = None
    """What is done while the other stays staged."""


async def performed(desk: Desk, job: Job) -> str:
    """Ask for what the job says; return the command's or the run's id."""
    match job.way:
        case Way.ALONE:
            return await _act(desk, job.key, job.asked)
        case Way.IN_A_RUN:
            return await _on_several(desk, job)
        case Way.FROM_STAGED:
            await _stage(desk, job.key, job.asked)
            return (await desk.staging.send()).receipts[0].command
        case Way.STAGED:
            await _stage(desk, job.key, job.asked)
            if job.beside is None:
                raise AssertionError("nothing else is to be done")
            return await _act(desk, job.key, job.beside)


async def _act(desk: Desk, key: str, asked: Asked) -> str:
    if asked.order is None:
        return (await desk.orders.create(key, asked.values, asked.lines)).command
    about = f"{key}:{asked.order}"
    await desk.orders.refresh(about)
    receipt = await desk.orders.act(about, asked.action, asked.values, line_id=asked.line)
    return receipt.command


async def _stage(desk: Desk, key: str, asked: Asked) -> None:
    about = f"{key}:{asked.order}"
    await desk.orders.refresh(about)
    await desk.staging.put(about, asked.action, asked.values, line_id=asked.line)


async def _on_several(desk: Desk, job: Job) -> str:
    """Act on the order and on others like it, as what it stands for may be the vendor's to say."""
    found = await desk.orders.search(parse_query(""), Sort(), zone="UTC")
    rows = await desk.orders.rows(found.rowids)
    chosen = next(row for row in rows if row.id == f"{job.key}:{job.asked.order}")
    there = set(job.asked.values.values())
    stands = {row.id: _stand(row) for row in rows if row.vendor_state not in there}
    request = Request(job.asked.action, {job.vendor: job.asked.values})
    plan = await desk.bulk.plan(Choice(order_ids=list(stands)), request)
    sent = sorted(
        plan.sent(),
        key=lambda row: (
            row.forecast is not Forecast.WILL_DO,
            stands[row.order_id] != _stand(chosen),
        ),
    )
    looked_at = [row.order_id for row in sent][: 2 * IN_A_RUN]
    for about in looked_at:  # a list may leave out what the rules ask for
        await desk.orders.refresh(about)
    plan = await desk.bulk.plan(Choice(order_ids=looked_at), request)
    able = [row.order_id for row in plan.sent()][:IN_A_RUN]
    if len(able) < IN_A_RUN:
        raise AssertionError(f"too few orders for {job.asked.action}: {plan.counts()}")
    return (await desk.bulk.run(await desk.bulk.plan(Choice(order_ids=able), request))).id


def _stand(row: ShownRow) -> tuple[object, ...]:
    return row.fulfilment, row.fulfilment_word, row.payment


def doomed_desk(job: Job) -> Desk:
    """Put a desk together that dies at the job's stage."""

    def opened() -> Store:
        return DoomedStore(job.home / "desk.db", RULES, job.stage)

    vault = MemoryVault()
    vault.put(job.key, job.secrets)
    return desk_on(job.home, vault, store=opened)


async def _main(job: Job) -> str:
    desk = doomed_desk(job)
    await desk.start(background=False)
    for _again in range(_SYNCS):
        [report] = await desk.sync.sync([job.key])
        if report.error is None:
            break
    asked = await performed(desk, job)
    if job.way is Way.IN_A_RUN:
        return f"not killed: {(await desk.bulk.wait(asked)).counts}"
    entry = await desk.orders.wait(asked, timeout=60)
    return f"not killed: {entry.state} {entry.reason}"


def work(job: Job, told: "Connection[Any, Any]") -> None:
    """Do a job until killed; whoever lives on says why."""
    try:
        told.send(asyncio.run(_main(job)))
    except BaseException:
        told.send(traceback.format_exc())
        raise
