"""The whole program in this process, on a profile folder, as `orderdesk` runs it."""

import asyncio
import gc
import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import shiboken6
from PySide6.QtWidgets import QApplication, QMainWindow
from qasync import QEventLoop

from orderdesk import app as program
from orderdesk import logs
from orderdesk.config import Options, Profile
from tests.e2e.journeys.person import Person

QUICK = {"deadline": 3, "settle_seconds": 1, "sync_minutes": 60, "zone": "Europe/London"}
"""Settings with which lost answers are read back soon, and nothing is synced by itself."""


@contextmanager
def ui_loop(app: QApplication) -> Generator[asyncio.AbstractEventLoop]:
    """Make Qt's event loop, run by whatever a test waits with, asyncio's running loop too."""
    before, interval = app.quitOnLastWindowClosed(), sys.getswitchinterval()
    app.setQuitOnLastWindowClosed(False)
    make = cast("Callable[..., asyncio.AbstractEventLoop]", QEventLoop)
    loop = make(app, already_running=True)
    try:
        yield loop
    finally:
        loop.stop()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()
        app.setQuitOnLastWindowClosed(before)
        # What the program sets for the time it runs alone.
        sys.setswitchinterval(interval)
        gc.unfreeze()


def write_settings(home: Path, **changes: object) -> None:
    """Write the settings of the profile in `home`."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.json").write_text(json.dumps({**QUICK, **changes}), encoding="utf-8")


class Program:
    """Starts the program and quits it, as often as is wanted."""

    def __init__(
        self, app: QApplication, loop: asyncio.AbstractEventLoop, person: Person, home: Path
    ) -> None:
        self._app = app
        self._loop = loop
        self._person = person
        self.home = home
        self._run: asyncio.Task[int] | None = None

    @property
    def profile(self) -> Profile:
        """Where its files are."""
        return Profile.under(self.home)

    def start(self) -> None:
        """Start it and wait until its window can be used."""
        self.profile.prepare()
        logs.configure(self.profile.logs, console=None)
        self._run = self._loop.create_task(program.live(self._app, self.profile, Options()))
        self._person.gets(self._window, "the window")

    def quit(self) -> int:
        """Press Ctrl+Q and wait for the end; the exit code."""
        self._person.press("Ctrl+Q")
        return self.ended()

    def ended(self) -> int:
        """Wait for the end; the exit code."""
        run, self._run = self._run, None
        if run is None:
            raise AssertionError("it is not running")
        self._person.wait(run.done, "the end of the program")
        logs.close()
        # In a process of its own nothing would be left of it now.
        for window in self._app.topLevelWidgets():
            if isinstance(window, QMainWindow) and shiboken6.isValid(window):
                shiboken6.delete(window)
        return run.result()

    def close(self) -> None:
        """Make an end of whatever still runs, after a test that failed."""
        if self._run is not None:
            while (popup := self._app.activePopupWidget()) is not None:
                popup.close()
            for window in self._app.topLevelWidgets():
                window.close()
            self.ended()

    def _window(self) -> QMainWindow | None:
        if self._run is not None and self._run.done():
            self._run.result()
        windows = [one for one in self._app.topLevelWidgets() if isinstance(one, QMainWindow)]
        return next((one for one in windows if one.isVisible()), None)
