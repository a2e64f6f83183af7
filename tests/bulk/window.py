"""The show in the open window, with how long the window keeps whoever works in it waiting."""

import asyncio
import os
import time
from collections.abc import Coroutine, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from orderdesk.app import run
from orderdesk.config import HOME_VARIABLE, UNLOCK_VARIABLE, Options
from orderdesk.sandbox.json_text import Document, encode
from orderdesk.ui.main_window import MainWindow
from tests.bulk.show import Figures, Show
from tests.sandbox.calls import Calls

T = TypeVar("T")

LATE = 0.05
IDLE = "nothing runs"
RUNNING = "while it runs"
_IDLE_LOOKS = 2_000
_LOOK_MS = 5
_KEY_MS = 150
_PLACES = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "p99.9": 0.999, "worst": 1.0}


class Watch(QObject):
    """Goes through the list by key all the while, and notes how late the window answers."""

    def __init__(self, window: MainWindow, alone: Sequence[int] = ()) -> None:
        super().__init__(window)
        self._window = window
        self._alone = alone
        self._last = time.perf_counter()
        self._late: dict[str, list[float]] = {}
        self._phase = ""
        self._down = True
        self._enough: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.setTimerType(Qt.TimerType.PreciseTimer)
        self._look.timeout.connect(self._on_look)
        self._key = QTimer(self, interval=_KEY_MS)
        self._key.timeout.connect(self._on_key)

    def begin(self, phase: str) -> None:
        """Note what is seen from now on under another name; "" is not noted."""
        self._phase = phase
        self._go_first(really=bool(phase))
        self._last = time.perf_counter()
        self._look.start()
        self._key.start()

    async def looked(self) -> None:
        """Wait until enough is seen of the first phase."""
        await self._enough

    def document(self) -> Document:
        """Stop, and return how late the window was, in whole milliseconds."""
        self._look.stop()
        self._key.stop()
        return {phase: _spread(late) for phase, late in self._late.items()}

    def _go_first(self, *, really: bool) -> None:
        """Go before all other programs, where that is asked for, the UI thread before the rest."""
        policy = os.SCHED_RR if really else os.SCHED_OTHER
        for process in self._alone:
            for task in Path(f"/proc/{process}/task").iterdir():
                thread = int(task.name)
                rank = 5 + (process == os.getpid()) + (thread == os.getpid())
                os.sched_setscheduler(thread, policy, os.sched_param(rank if really else 0))

    def _on_look(self) -> None:
        now = time.perf_counter()
        if self._phase:
            late = self._late.setdefault(self._phase, [])
            late.append(max(0.0, now - self._last - _LOOK_MS / 1000))
            if len(late) >= _IDLE_LOOKS and not self._enough.done():
                self._enough.set_result(None)
        self._last = now

    def _on_key(self) -> None:
        table = self._window.page.table
        if table.currentIndex().row() in {0, self._window.page.model.rowCount() - 1}:
            self._down = not self._down
        table.setFocus()
        # By the window's own way in, where a person's keys come from.
        key = Qt.Key.Key_Down if self._down else Qt.Key.Key_Up
        QTest.keyClick(self._window.windowHandle(), key)


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


def played_in_window(
    calls: Calls, home: Path, orders: int, *, alone: Sequence[int] = ()
) -> tuple[Figures, Document]:
    """Play with the window open on a profile in `home`; `alone` are processes that go first."""
    os.environ[HOME_VARIABLE] = str(home)
    os.environ[UNLOCK_VARIABLE] = "four quiet harbours"
    found: list[tuple[Figures, Document]] = []

    async def visit(window: MainWindow) -> None:
        context = window.context
        loop = asyncio.get_running_loop()
        watch = Watch(window, alone)
        line = encode({"control": calls.control, "connections": [calls.connection]}).decode()

        def watched(running: bool) -> None:
            # What the judge reads of the sandbox's log meanwhile is none of the desk's work.
            loop.call_soon_threadsafe(watch.begin, RUNNING if running else "")

        async def read() -> str:
            [key] = await context.desk.connections.import_json(line)
            await context.desk.sync.sync([key])
            return key

        async def ended(coro: Coroutine[Any, Any, T]) -> T:
            done: asyncio.Future[T] = loop.create_future()
            context.tasks.call(coro, name="the show", then=done.set_result)
            return await done

        key = await ended(read())
        watch.begin(IDLE)
        await watch.looked()
        show = Show(context.desk, calls, key, watched=watched)
        found.append((await ended(show.play(orders)), watch.document()))

    run(Options(), visit=visit)
    return found[0]
