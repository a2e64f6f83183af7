"""The show in the open window, with how long the window keeps whoever works in it waiting."""

import asyncio
import os
import time
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from orderdesk.app import run
from orderdesk.config import HOME_VARIABLE, UNLOCK_VARIABLE, Options
from orderdesk.sandbox.json_text import Document, encode
from orderdesk.ui.main_window import MainWindow
from tests.bulk.show import Figures, Show
from tests.sandbox.calls import Calls

LATE = 0.05
IDLE = "nothing runs"
RUNNING = "while it runs"
_IDLE_SECONDS = 10.0
_LOOK_MS = 5
_KEY_MS = 150
_PLACES = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "p99.9": 0.999, "worst": 1.0}


class Watch(QObject):
    """Goes through the list by key all the while, and notes how late the window answers."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._last = time.perf_counter()
        self._late: dict[str, list[float]] = {}
        self._phase = ""
        self._down = True
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.setTimerType(Qt.TimerType.PreciseTimer)
        self._look.timeout.connect(self._on_look)
        self._key = QTimer(self, interval=_KEY_MS)
        self._key.timeout.connect(self._on_key)

    def begin(self, phase: str) -> None:
        """Note what is seen from now on under another name; "" is not noted."""
        self._phase = phase
        self._last = time.perf_counter()
        self._look.start()
        self._key.start()

    def document(self) -> Document:
        """Stop, and return how late the window was, in whole milliseconds."""
        self._look.stop()
        self._key.stop()
        return {phase: _spread(late) for phase, late in self._late.items()}

    def _on_look(self) -> None:
        now = time.perf_counter()
        if self._phase:
            late = self._late.setdefault(self._phase, [])
            late.append(max(0.0, now - self._last - _LOOK_MS / 1000))
        self._last = now

    def _on_key(self) -> None:
        table = self._window.page.table
        if table.currentIndex().row() in {0, self._window.page.model.rowCount() - 1}:
            self._down = not self._down
        QTest.keyClick(table, Qt.Key.Key_Down if self._down else Qt.Key.Key_Up)


def _spread(seconds: list[float]) -> Document:
    late = sorted(seconds)
    found: Document = {
        name: round(1000 * late[min(len(late) - 1, int(share * len(late)))])
        for name, share in _PLACES.items()
    }
    over = [one for one in late if one > LATE]
    # Of the time, not of the looks: who waits long looks seldom.
    held = sum(over) / (sum(late) + len(late) * _LOOK_MS / 1000)
    return {
        **found,
        "looks": len(late),
        "over_50": len(over),
        "looks_over_50_%": Decimal(100 * len(over) / len(late)).quantize(Decimal("0.01")),
        "time_over_50_%": Decimal(100 * held).quantize(Decimal("0.01")),
    }


def played_in_window(calls: Calls, home: Path, orders: int) -> tuple[Figures, Document]:
    """Play with the window open on a profile in `home`."""
    os.environ[HOME_VARIABLE] = str(home)
    os.environ[UNLOCK_VARIABLE] = "four quiet harbours"
    found: list[tuple[Figures, Document]] = []

    async def visit(window: MainWindow) -> None:
        context = window.context
        loop = asyncio.get_running_loop()
        ended: asyncio.Future[Figures] = loop.create_future()
        watch = Watch(window)
        line = encode({"control": calls.control, "connections": [calls.connection]}).decode()

        def watched(running: bool) -> None:
            # What the judge reads of the sandbox's log meanwhile is none of the desk's work.
            loop.call_soon_threadsafe(watch.begin, RUNNING if running else "")

        async def play() -> Figures:
            [key] = await context.desk.connections.import_json(line)
            await context.desk.sync.sync([key])
            await asyncio.sleep(_IDLE_SECONDS / 5)
            loop.call_soon_threadsafe(watch.begin, IDLE)
            await asyncio.sleep(_IDLE_SECONDS)
            return await Show(context.desk, calls, key, watched=watched).play(orders)

        context.tasks.call(play(), name="the show", then=ended.set_result)
        found.append((await ended, watch.document()))

    run(Options(), visit=visit)
    return found[0]
