"""A whole sync over HTTP into a filled store, vendor by vendor, and where its time goes."""

import asyncio
import os
import threading
import time
from pathlib import Path

from orderdesk.composition import compose, descriptions
from orderdesk.config import Profile, Settings
from orderdesk.demo import DemoSandbox
from orderdesk.services.desk import Desk
from orderdesk.vault.memory_vault import MemoryVault

ORDERS = 2_000
"""How many orders each vendor's stand-in has."""
_WRITER = "orderdesk-writer"
_TICKS = os.sysconf("SC_CLK_TCK")


def _processor_seconds(stat: Path) -> float:
    """Return the processor time in a `stat` of the system: a process's or a thread's."""
    fields = stat.read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


class _Clocks:
    """Processor seconds of the store's writing thread, of all others, and of the stand-in."""

    def __init__(self, stand_in: int) -> None:
        self._stand_in = stand_in
        self._begun = self._look()
        self._wall = time.perf_counter()

    def _look(self) -> dict[str, float]:
        tasks = Path("/proc/self/task")
        own = {thread.name: thread.native_id for thread in threading.enumerate()}
        writers = [number for name, number in own.items() if name.startswith(_WRITER)]
        writing = sum(_processor_seconds(tasks / str(one) / "stat") for one in writers)
        return {
            "writing": writing,
            "reading": time.process_time() - writing,
            "stand_in": _processor_seconds(Path(f"/proc/{self._stand_in}/stat")),
        }

    def spent(self) -> dict[str, float]:
        """Return the seconds since the beginning, by what they were spent on."""
        now = self._look()
        wall = time.perf_counter() - self._wall
        spent = {what: now[what] - self._begun[what] for what in now}
        # What neither this process nor the stand-in worked: waits for budgets, locks, the disk.
        waits = max(0.0, wall - sum(spent.values()))
        return {"wall": wall, **spent, "waiting_at_least": waits}


def _child() -> int:
    """Return the number of the one process that this one has started."""
    [number] = Path(f"/proc/self/task/{os.getpid()}/children").read_text("utf-8").split()
    return int(number)


async def _measured(desk: Desk, keys: dict[str, str], stand_in: int) -> dict[str, float]:
    found: dict[str, float] = {}
    orders, wall = 0, 0.0
    for vendor, key in keys.items():
        for turn in ("new", "again"):
            clocks = _Clocks(stand_in)
            [report] = await desk.sync.sync([key])
            spent = clocks.spent()
            if report.error is not None:
                raise RuntimeError(report.error)
            name = f"sync_{vendor}_{turn}"
            found[f"{name}_per_s"] = report.orders / spent["wall"]
            found |= {f"{name}_{what}_s": seconds for what, seconds in spent.items()}
            if turn == "new":
                orders, wall = orders + report.orders, wall + spent["wall"]
    found["sync_per_s"] = orders / wall
    for what in ("reading", "writing", "stand_in", "waiting_at_least"):
        every = (found[f"sync_{vendor}_new_{what}_s"] for vendor in keys)
        found[f"sync_{what}_share"] = sum(every) / wall
    return found


async def _sync(home: Path) -> dict[str, float]:
    vendors = [one.vendor for one in descriptions()]
    sandbox = DemoSandbox()
    desk = compose(Profile.under(home), Settings(), vault=MemoryVault())
    try:
        text = await sandbox.start(orders=ORDERS, seed=7, vendors=vendors)
        stand_in = _child()
        await desk.start(background=False)
        keys = await desk.connections.import_json(text)
        known = {one.config.key: one.config.vendor for one in await desk.connections.list()}
        return await _measured(desk, {known[key]: key for key in keys}, stand_in)
    finally:
        await desk.aclose()
        await sandbox.aclose()


def whole_sync(home: Path) -> dict[str, float]:
    """Sync every vendor into the profile, which is changed by it, first all new, then again."""
    return asyncio.run(_sync(home))
