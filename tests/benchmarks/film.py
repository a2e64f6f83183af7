"""Films the window at work on a big store while a sync runs: python -m tests.benchmarks.film.

Every painted frame is looked at by code: no row in sight may be blank for longer than one frame,
and nothing may move under a person who does nothing. A picture is kept of every step.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from typing_extensions import override

from orderdesk.app import run
from orderdesk.config import HOME_VARIABLE, UNLOCK_VARIABLE, Options
from orderdesk.domain.query import Query
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.orders.columns import COLUMNS
from tests.benchmarks.fill import filled, own_copy, told

_SECONDS = 120.0
_SIZE = (1920, 1080)
_LOOKS = 3
_WHEEL_TURNS = 60
_WORD = "mari"
_SORTED_BY = ("customer", "total")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stood on the screen at one moment."""

    top: int
    """The row id of the first row in sight."""
    edge: int
    """Where that row begins, in pixels."""
    blank: frozenset[int]
    """Row ids in sight whose row was not there to be painted."""


@dataclass
class Record:
    """What the film shows, in numbers."""

    rows: int = 0
    frames: int = 0
    blank_rows: int = 0
    """Rows that were painted blank once."""
    blank_longest: int = 0
    """For how many frames in a row one was blank at the most."""
    blank_ms: float = 0.0
    """How long it took at the most until a blank row was painted."""
    jumps: list[str] = field(default_factory=list[str])
    steps: dict[str, float] = field(default_factory=dict[str, float])
    """From an act to the frame that answers it, in ms."""
    looks: int = 0
    """How often the list was looked at anew while a person did nothing."""
    came: int = 0
    """Orders that the sync brought while the film ran."""


class Camera(QObject):
    """Looks at each frame of the table as it is painted."""

    def __init__(self, window: MainWindow, record: Record) -> None:
        super().__init__()
        self._table, self._model = window.page.table, window.page.model
        self._record = record
        self._blank: dict[int, int] = {}
        self._since = 0.0
        self.frame: Frame | None = None
        self.watched: Callable[[Frame], None] | None = None
        self._table.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._model.rowCount():
            self._look()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        first, last = self._table.sight()
        rowids = self._model.rowids()
        blank = frozenset(
            rowids[place] for place in range(first, last + 1) if self._model.row(place) is None
        )
        now = time.perf_counter()
        self._record.blank_rows += len(blank - self._blank.keys())
        if self._blank and not blank:
            waited = round((now - self._since) * 1_000, 1)
            self._record.blank_ms = max(self._record.blank_ms, waited)
        elif blank and not self._blank:
            self._since = now
        self._blank = {rowid: self._blank.get(rowid, 0) + 1 for rowid in blank}
        longest = max(self._blank.values(), default=0)
        self._record.blank_longest = max(self._record.blank_longest, longest)
        self._record.frames += 1
        self.frame = Frame(rowids[first], self._table.rowViewportPosition(first), blank)
        if self.watched is not None:
            self.watched(self.frame)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition; what never comes true is an error."""
    met: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def look() -> None:
        if not met.done() and condition():
            met.set_result(None)

    timer = QTimer(interval=2)
    timer.timeout.connect(look)
    timer.start()
    async with asyncio.timeout(_SECONDS):
        await met
    timer.stop()


class Film:
    """Drives the window through the steps, and keeps a picture of each."""

    def __init__(self, window: MainWindow, out: Path, record: Record) -> None:
        self._window, self._page = window, window.page
        self._table, self._bar = window.page.table, window.page.table.verticalScrollBar()
        self._out, self._record = out, record
        self._camera = Camera(window, record)
        self._looks = 0
        self._page.finder.found.connect(self._on_found)

    async def play(self, connections: str) -> None:
        """Play all of it while orders of `connections` come in."""
        self._window.resize(*_SIZE)
        await self._counted()
        before = self._page.model.rowCount()
        self._keep("01-open")
        await self._sync(connections)
        await self._hold("02-sync-begun")
        self._bar.setValue(self._bar.maximum() // 2)
        await self._hold("03-middle")
        await self._turn_the_wheel()
        await self._hold("04-after-the-wheel")
        await self._type()
        for at, key in enumerate(_SORTED_BY):
            await self._sort(key, f"{6 + at:02}-sorted-by-{key}")
        QTest.keyClick(self._table, Qt.Key.Key_End)
        await self._hold("08-end")
        self._table.selectAll()
        await self._hold("09-all-selected")
        QTest.keyClick(self._table, Qt.Key.Key_Home)
        await self._hold("10-home")
        self._record.rows = self._page.model.rowCount()
        self._record.came = self._record.rows - before

    async def _counted(self) -> None:
        """Wait until the last question is answered and counted, whatever changes meanwhile."""
        await until(lambda: self._page.summary.counted)

    async def _sync(self, connections: str) -> None:
        desk, call = self._window.context.desk, self._window.context.tasks.call
        imported: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def sync(keys: Sequence[str]) -> None:
            call(desk.sync.sync(keys), name="sync")
            imported.set_result(None)

        call(desk.connections.import_json(connections), name="import", then=sync)
        await imported

    async def _hold(self, name: str) -> None:
        """Do nothing for some looks of the list: nothing may move."""
        self._table.viewport().update()
        seen = self._record.frames
        await until(lambda: self._record.frames > seen)
        stood = self._camera.frame
        current = self._table.currentIndex().isValid() and self._table.current_row()

        def compare(frame: Frame) -> None:
            if stood is None or (frame.top, frame.edge) != (stood.top, stood.edge):
                self._record.jumps.append(f"{name}: from {stood} to {frame}")

        self._camera.watched = compare
        looks = self._looks
        await until(lambda: self._looks >= looks + _LOOKS or not self._coming())
        self._camera.watched = None
        now = self._table.currentIndex().isValid() and self._table.current_row()
        if (current and current.rowid) != (now and now.rowid):
            self._record.jumps.append(f"{name}: another order is the current one")
        self._record.looks += self._looks - looks
        self._keep(name)

    def _coming(self) -> bool:
        return bool(self._window.watch.syncing()) or not self._page.finder.settled

    async def _turn_the_wheel(self) -> None:
        for _ in range(_WHEEL_TURNS):
            seen = self._record.frames
            self._bar.setValue(self._bar.value() + 3)
            await until(lambda seen=seen: self._record.frames > seen)

    async def _type(self) -> None:
        self._page.query_bar.focus_text()
        for end in range(1, len(_WORD) + 1):
            await self._act(
                f"typed {_WORD[:end]}",
                lambda end=end: QTest.keyClicks(self._page.query_bar.edit, _WORD[end - 1]),
            )
            self._keep(f"05-typed-{_WORD[:end]}")
        await self._counted()
        await self._hold("05-typed-and-counted")
        await self._act("cleared", lambda: self._page.set_query(Query()))

    async def _sort(self, key: str, name: str) -> None:
        section = next(at for at, one in enumerate(COLUMNS) if one.key == key)
        header = self._table.header
        await self._act(f"sorted by {key}", lambda: header.sectionClicked.emit(section))
        self._keep(f"{name}-first")
        await self._counted()
        await self._hold(name)

    async def _act(self, name: str, act: Callable[[], object]) -> None:
        """Do something that asks another question; wait for the first frame of its answer."""
        asked = (self._page.finder.query, self._page.finder.sort)
        looks, begun = self._looks, time.perf_counter()
        act()
        question = self._page.finder
        await until(lambda: (question.query, question.sort) != asked and self._looks > looks)
        seen = self._record.frames
        self._table.viewport().update()
        await until(lambda: self._record.frames > seen or not self._page.model.rowCount())
        self._record.steps[name] = round((time.perf_counter() - begun) * 1_000, 1)

    def _on_found(self, _found: object, _relisting: object) -> None:
        self._looks += 1

    def _keep(self, name: str) -> None:
        self._window.grab().save(str(self._out / f"{name}.png"))


@contextmanager
def vendors(orders: int) -> Generator[str]:
    """Run stand-ins for vendors in another process; give their connections as JSON."""
    command = [sys.executable, "-m", "orderdesk.demo", "--orders", str(orders), "--seed", "9"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise RuntimeError("no pipes")
        yield process.stdout.readline()
        process.stdin.close()


def film(home: Path, out: Path, *, coming: int) -> Record:
    """Film the profile in `home`, which is written to, while `coming` orders come."""
    record = Record()
    out.mkdir(parents=True, exist_ok=True)
    os.environ[HOME_VARIABLE] = str(home)
    os.environ[UNLOCK_VARIABLE] = "four quiet harbours"

    async def visit(window: MainWindow) -> None:
        await Film(window, out, record).play(connections)

    with vendors(coming) as connections:
        run(Options(), visit=visit)
    (out / "film.json").write_text(json.dumps(asdict(record), indent=2), "utf-8")
    return record


def main() -> int:
    """Film as the command line says; say what was seen, and fail where something jumped."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.film", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--coming", type=int, help="orders that come meanwhile; default: a tenth")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--home", type=Path, help="a profile to film; it is written to")
    asked = parser.parse_args()
    coming = asked.coming or max(200, min(asked.rows // 10, 20_000))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if asked.home is not None:
        record = film(asked.home, asked.out, coming=coming)
    else:
        with own_copy(filled(asked.rows)) as home:
            record = film(home, asked.out, coming=coming)
    told(json.dumps(asdict(record), indent=2))
    good = not record.jumps and record.blank_longest <= 1
    told(
        "Nothing jumped and nothing stayed blank." if good else "Something jumped or stayed blank."
    )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
