"""The replay: the desk against stand-ins in another process, a plan, and samples on the way."""

import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from orderdesk.app import run
from orderdesk.composition import descriptions
from orderdesk.config import Options, Profile
from orderdesk.ui.main_window import MainWindow
from tests.soak.day import Day, until
from tests.soak.record import Sample, sample

MINUTES = 60.0
"""How long a whole day takes where nothing else is asked for."""
_SAMPLES = 60
"""How often samples are taken: every minute of an hour, or as often in a shorter time."""

_LOOK_MS = 100


@contextmanager
def stand_ins(orders: int) -> Generator[str]:
    """Run the vendors' stand-ins in a process of their own; give what a desk imports."""
    vendors = [one.vendor for one in descriptions()]
    numbers = ["--orders", str(orders), "--seed", "5", "--vendors", *vendors]
    command = [sys.executable, "-m", "orderdesk.demo", *numbers]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield process.stdout.readline() if process.stdout else ""
    finally:
        process.communicate()


class Replay:
    """A day, or a part of it, in the time that is given for it."""

    def __init__(self, home: Path, *, minutes: float, share: float, orders: int, seed: int) -> None:
        self._store = Profile.under(home).database
        self._seconds = minutes * 60
        self._share = share
        self._orders = orders
        self._seed = seed
        self._begun = 0.0
        self.samples: list[Sample] = []
        self.done: dict[str, int] = {}
        self.late = 0.0
        """Seconds by which the last act ended after the time that was given."""

    def run(self) -> int:
        """Open the desk, live the day, close it; return the desk's exit code."""
        with stand_ins(self._orders) as printed:

            async def visit(window: MainWindow) -> None:
                await self._live(Day(window, self._seed), printed)

            return run(Options(), visit=visit)

    async def _live(self, day: Day, printed: str) -> None:
        await day.connect(printed)
        plan = day.plan(self._share)
        self._begun = time.perf_counter()
        for place, what in enumerate(plan):
            await self._wait(day, self._seconds * place / len(plan))
            await day.do(what)
        await self._wait(day, self._seconds)
        self.late = self._passed() - self._seconds
        self._sample(day)
        self.done = dict(day.done)

    def _passed(self) -> float:
        return time.perf_counter() - self._begun

    async def _wait(self, day: Day, due: float) -> None:
        def come() -> bool:
            if self._passed() >= len(self.samples) * self._seconds / _SAMPLES:
                self._sample(day)
            return self._passed() >= due

        if not come():
            await until(come, every_ms=_LOOK_MS, patience=self._seconds + 1)

    def _sample(self, day: Day) -> None:
        widgets = len(QApplication.allWidgets())
        acts = sum(day.done.values())
        minutes = self._passed() / 60
        self.samples.append(sample(minutes, self._store, widgets=widgets, acts=acts))
