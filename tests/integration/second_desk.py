"""A second process on the profile of the first: acts on orders and waits for the outcome.

Reads one JSON object from standard input and prints what became of the commands as JSON.
"""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from orderdesk.vault.memory_vault import MemoryVault
from tests.integration.world import PATIENCE, desk_on


class Task(BaseModel):
    """What to do."""

    home: Path
    key: str
    secrets: Mapping[str, str]
    action: str
    orders: tuple[str, ...]


class Outcome(BaseModel):
    """What became of it."""

    held_lock: bool
    states: tuple[str, ...]


async def _main(task: Task) -> Outcome:
    vault = MemoryVault()
    vault.put(task.key, task.secrets)
    desk = desk_on(task.home, vault)
    await desk.start(background=False)
    try:
        receipts = [
            await desk.orders.act(f"{task.key}:{order}", task.action, {}) for order in task.orders
        ]
        entries = [await desk.orders.wait(one.command, timeout=PATIENCE) for one in receipts]
        states = tuple(entry.state.value for entry in entries)
        return Outcome(held_lock=desk.dispatch.holds_lock, states=states)
    finally:
        await desk.aclose()


if __name__ == "__main__":
    done = asyncio.run(_main(Task.model_validate_json(sys.stdin.read())))
    sys.stdout.write(done.model_dump_json())
