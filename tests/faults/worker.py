"""The process that is killed: the real services on a profile folder, performing one command.

Reads one JSON object from standard input, prints the command's id once it is kept.
"""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from orderdesk.services.desk import Desk
from orderdesk.store.store import Store
from orderdesk.vault.memory_vault import MemoryVault
from tests.faults.cases import Kind, Stage
from tests.faults.doomed import DoomedStore
from tests.integration.world import RULES, desk_on

ITEM = {"ItemTypeId": "2", "ItemStatusId": "9", "Description": "Loose cable", "Quantity": "2"}


class Job(BaseModel):
    """What to do and where to die."""

    home: Path
    key: str
    secrets: Mapping[str, str]
    stage: Stage
    kind: Kind
    order: str
    """The vendor's id; for a new order the location it is made at."""
    name: str
    """What the order is to be called."""


async def _perform(desk: Desk, job: Job) -> str:
    if job.kind is Kind.CREATE:
        fields = {"EntityId": job.order, "OrderTypeId": "1", "Name": job.name}
        return (await desk.orders.create(job.key, fields, [ITEM])).command
    values: Mapping[str, str] = {}
    if job.kind is Kind.EDIT:
        values = {"Name": job.name}
    if job.kind is Kind.ADD_ITEM:
        values = ITEM
    return (await desk.orders.act(f"{job.key}:{job.order}", job.kind.value, values)).command


async def _main(job: Job) -> None:
    def opened() -> Store:
        return DoomedStore(job.home / "desk.db", RULES, job.stage)

    vault = MemoryVault()
    vault.put(job.key, job.secrets)
    desk = desk_on(job.home, vault, store=opened)
    await desk.start(background=False)
    command = await _perform(desk, job)
    sys.stdout.write(f"{command}\n")
    sys.stdout.flush()
    entry = await desk.orders.wait(command, timeout=60)
    await desk.aclose()
    sys.exit(f"not killed: {entry.state}")


if __name__ == "__main__":
    asyncio.run(_main(Job.model_validate_json(sys.stdin.read())))
