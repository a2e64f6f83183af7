"""DB Browser for SQLite as a yardstick: its window is polled for changes on a virtual display."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from threading import Event
from typing import Self

from filelock import FileLock

from orderdesk.config import Profile
from orderdesk.store.shown_rows import READ
from tests.benchmarks.processes import anonymous_megabytes

PROGRAM = "sqlitebrowser"
_NEEDED = (PROGRAM, "Xvfb", "xdotool")
_SCREEN = (1920, 1080)
_WINDOW = (1024, 740)
"""What of the screen is looked at: the window as it opens."""
_SETTLED_AFTER = 4.0
_STILL_AFTER = 1.0
_LOOK_EVERY = 0.01
_PATIENCE = 60.0
# Fewer lines of pixels than this are a cursor or a bar that moves.
_FEW_LINES = 20
# Where the header of the second column and the box's button are in the window as it opens.
_HEADER = ("200", "154")
_NO_BUTTON = ("1056", "530")
_SORTED_BY = "number"


def missing() -> list[str]:
    """Return what of it is not installed here."""
    return [name for name in _NEEDED if shutil.which(name) is None]


def copied(home: Path) -> Path:
    """Return a plain file with the same rows as a profile's table, made when there is none."""
    source = Profile.under(home).database
    target = home.with_name(f"{home.name}-rows.db")
    with FileLock(target.with_name(f"{target.name}.lock")):
        if not target.exists():
            draft = target.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            _copy(source, draft)
            draft.replace(target)
    return target


def _copy(source: Path, target: Path) -> None:
    columns = ["row_id", _SORTED_BY, *(name for name in READ if name not in {"row_id", _SORTED_BY})]
    typed = ", ".join(f"{name} text" for name in columns[1:])
    with contextlib.closing(sqlite3.connect(f"file:{target}", uri=True)) as connection:
        connection.execute("pragma journal_mode = off")
        connection.execute(f"attach 'file:{source}?mode=ro' as desk")
        connection.execute(f"create table orders (row_id integer primary key, {typed})")
        # Its names are this module's own.
        select = f"insert into orders select {', '.join(columns)} from desk.shown"
        connection.execute(select)
        connection.execute("create index placed on orders (placed_at)")
        connection.commit()


@contextlib.contextmanager
def display() -> Generator[str]:
    """Run a virtual display and give its name."""
    reading, writing = os.pipe()
    size = f"{_SCREEN[0]}x{_SCREEN[1]}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


class Screen:
    """Looks at the window's corner of a display."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication

        self._app = QApplication.instance() or QApplication(["screen"])
        self._rest = Event()
        self._before = self._look()

    def _look(self) -> bytes:
        from PySide6.QtGui import QGuiApplication, QImage

        screen = QGuiApplication.primaryScreen()
        image = screen.grabWindow(0, 0, 0, *_WINDOW).toImage()
        return bytes(image.convertToFormat(QImage.Format.Format_Grayscale8).constBits())

    def changed(self) -> bool:
        """Whether more has changed since the last look than a cursor."""
        now, width = self._look(), _WINDOW[0]
        lines = range(0, len(now), width)
        before, self._before = self._before, now
        if now == before:
            return False
        return sum(now[at : at + width] != before[at : at + width] for at in lines) > _FEW_LINES

    def settled(self, begun: float) -> float:
        """Return seconds from `begun` to the last change before it stood still.

        Raises:
            TimeoutError: nothing changed, or it never stood still.
        """
        last: float | None = None
        while (now := time.perf_counter()) - begun < _PATIENCE:
            if self.changed():
                last = time.perf_counter()
            elif last is not None and now - last > _SETTLED_AFTER:
                return last - begun
            # Looking takes its part of the machine too.
            self._rest.wait(_LOOK_EVERY)
        raise TimeoutError("the window did not change, or did not stand still")

    def still(self) -> None:
        """Wait until nothing changes any more."""
        last = time.perf_counter()
        while time.perf_counter() - last < _STILL_AFTER:
            if self.changed():
                last = time.perf_counter()
            self._rest.wait(_LOOK_EVERY)


class Peer:
    """The program with the table open."""

    def __init__(self, file: Path, home: Path) -> None:
        settings = home / ".config" / PROGRAM / f"{PROGRAM}.conf"
        settings.parent.mkdir(parents=True)
        settings.write_text("[checkversion]\nenabled=false\n", "utf-8")
        self._screen = Screen()
        self._screen.changed()
        begun = time.perf_counter()
        environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
        self._process = subprocess.Popen(
            [PROGRAM, "-t", "orders", str(file)], env=environment, stderr=subprocess.DEVNULL
        )
        self.launch = self._screen.settled(begun)
        self.megabytes = anonymous_megabytes(self._process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def sort(self) -> float:
        """Sort by a column without an index; return seconds until the rows stood still."""
        _click(*_NO_BUTTON)  # The box that says that the database is busy.
        self._screen.still()
        begun = time.perf_counter()
        _click(*_HEADER)
        return self._screen.settled(begun)


def _click(across: str, down: str) -> None:
    subprocess.run(["xdotool", "mousemove", across, down, "click", "1"], check=True)


def figures(home: Path) -> dict[str, float]:
    """Launch it once on the same rows and sort them; seconds and megabytes."""
    file = copied(home)
    with display() as name, tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
        with Peer(file, Path(folder)) as peer:
            sort = peer.sort()
            return {
                "peer_launch_s": peer.launch,
                "peer_private_mb": peer.megabytes,
                "peer_sort_s": sort,
            }
