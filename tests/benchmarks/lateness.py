"""How late the UI's loop is while a sync runs and the list is scrolled, beside the same at rest.

python -m tests.benchmarks.lateness --orders N: the real desk in a process of its own, a sandbox in
another, a precise timer of 1 ms, and a list that is scrolled every 16 ms.
"""

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.fill import filled, own_copy
from tests.benchmarks.start import environment_of

ROUNDS = 5
_SYNCED = 6_000
_SECONDS = 4.0
_DESK: Final = """
import asyncio, json, os, sys, time
from orderdesk.qt_import import import_qt
import_qt()
import orderdesk.start as start
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

asked = json.loads(sys.argv[1])

def alone(really):
    # Before everything else that the machine has to do, where that is wanted and allowed.
    if asked["real_time"]:
        policy = os.SCHED_RR if really else os.SCHED_OTHER
        for process, first in ((os.getpid(), 6), (asked["sandbox"], 5)):
            for thread in map(int, os.listdir(f"/proc/{process}/task")):
                # Equals take turns of 100 ms; the UI thread, which mostly sleeps, is woken at once.
                rank = first + (thread == os.getpid())
                os.sched_setscheduler(thread, policy, os.sched_param(rank if really else 0))

class Clock(QObject):
    def __init__(self, table):
        super().__init__()
        self.late, self.last, self.table, self.down = [], 0.0, table, True
        self.ticks = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self.ticks.timeout.connect(self.tick)
        self.scrolls = QTimer(self, interval=16, timerType=Qt.TimerType.PreciseTimer)
        self.scrolls.timeout.connect(self.scroll)
    def tick(self):
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self.last) * 1000 - 1))
        self.last = now
    def scroll(self):
        # By the wheel, as a person does: the desk is to know that somebody is there.
        bar, view = self.table.verticalScrollBar(), self.table.viewport()
        if bar.value() == (bar.maximum() if self.down else bar.minimum()):
            self.down = not self.down
        window = self.table.window()
        spot = view.mapTo(window, view.rect().center())
        places = QPointF(spot), QPointF(window.mapToGlobal(spot))
        turn = QPoint(), QPoint(0, -120 if self.down else 120)
        how = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(*places, *turn, *how, False)
        QApplication.sendEvent(window.windowHandle(), event)
    async def measure(self, seconds, until=lambda: False):
        self.late, self.last = [], time.perf_counter()
        self.ticks.start(); self.scrolls.start()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end and not until():
            await asyncio.sleep(0.05)
        self.ticks.stop(); self.scrolls.stop()
        late = sorted(self.late)
        at = lambda share: late[min(len(late) - 1, int(len(late) * share))]
        shares = {"p50": at(0.5), "p99": at(0.99), "p999": at(0.999)}
        return {"ticks": len(late), **shares, "max": late[-1]}

async def visit(window):
    desk = window.context.desk
    call = window.context.tasks._run
    while window.page.model.rowCount() < asked["rows"] or not window.page.finder.settled:
        await asyncio.sleep(0.05)
    await asyncio.sleep(asked["calm"])
    clock = Clock(window.page.table)
    await clock.measure(1.0)
    rounds = []
    for turn in range(asked["rounds"]):
        alone(True)
        idle = await clock.measure(asked["seconds"])
        alone(False)
        # Only now: what is added is read at once, and then nothing is at rest.
        keys = await call(desk.connections.import_json(asked["connections"]))
        before = sum(one.orders for one in await call(desk.connections.list()))
        syncing = asyncio.ensure_future(call(desk.sync.sync(keys)))
        await asyncio.sleep(asked["lead"])
        alone(True)
        busy = await clock.measure(asked["seconds"], syncing.done)
        alone(False)
        done = syncing.done()
        for key in keys if not done else ():
            await call(desk.sync.stop(key))
        await syncing
        after = sum(one.orders for one in await call(desk.connections.list()))
        rounds.append({"idle": idle, "busy": busy, "came": after - before, "ended": done})
        for key in keys:
            await call(desk.connections.remove(key))
        while not window.page.finder.settled:
            await asyncio.sleep(0.05)
        await asyncio.sleep(asked["calm"])
    print(json.dumps(rounds), flush=True)

with start.begin(start.Options()) as made:
    def rest():
        from orderdesk.app import go_on
        return go_on
    made.meanwhile(rest)(made, start.Options(), visit=visit)
"""


def run(
    home: Path,
    *,
    rounds: int = ROUNDS,
    seconds: float = _SECONDS,
    synced: int = _SYNCED,
    calm: float = 1.0,
    real_time: bool = False,
) -> dict[str, Any]:
    """Measure on the profile in `home`, which is written to; lateness in milliseconds.

    `real_time`: desk and sandbox go before all other programs meanwhile, which root may ask for
    on a machine that others work on.
    """
    sandbox = subprocess.Popen(
        [sys.executable, "-m", "orderdesk.demo", "--orders", str(synced), "--seed", "7"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        connections = sandbox.stdout.readline() if sandbox.stdout else ""
        asked = {
            "rounds": rounds,
            "seconds": seconds,
            "rows": 1,
            "calm": calm,
            "lead": 0.2,
            "real_time": real_time,
            "sandbox": sandbox.pid,
            "connections": connections,
        }
        ended = subprocess.run(
            [sys.executable, "-c", _DESK, json.dumps(asked)],
            env=environment_of(home),
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    finally:
        sandbox.communicate("")
    lines = [line for line in ended.stdout.splitlines() if line.startswith("[")]
    if not lines:
        raise RuntimeError(f"nothing was measured: {ended.stderr[-3000:]}")
    measured: list[dict[str, Any]] = json.loads(lines[-1])

    def middle(part: str, key: str) -> float:
        return statistics.median(one[part][key] for one in measured)

    result: dict[str, Any] = {
        f"{part}_{key}_ms": middle(part, key)
        for part in ("idle", "busy")
        for key in ("p50", "p99", "p999", "max")
    }
    result["max_ratio"] = result["busy_max_ms"] / max(result["idle_max_ms"], 0.001)
    result["came"] = [one["came"] for one in measured]
    result["rounds"] = rounds
    return result


def main() -> None:
    """Measure on a filled profile and print."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.lateness")
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=_SECONDS)
    parser.add_argument("--synced", type=int, default=_SYNCED, help="orders the sandbox has")
    parser.add_argument("--home", type=Path, help="a profile folder; it is written to")
    parser.add_argument("--real-time", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        home = asked.home or stack.enter_context(own_copy(filled(asked.orders)))
        result = run(
            home,
            rounds=asked.runs,
            seconds=asked.seconds,
            synced=asked.synced,
            real_time=asked.real_time,
        )
    if asked.json:
        sys.stdout.write(json.dumps(result, indent=2) + "\n")
        return
    for key, value in result.items():
        figure = f"{value:10.2f}" if isinstance(value, float) else f"{value!s:>10}"
        sys.stdout.write(f"{key:14} {figure}\n")


if __name__ == "__main__":
    main()
