"""Kills the program while it renews or puts back a store, starts again, and compares."""

import contextlib
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random

from orderdesk.profile import HOME_VARIABLE, Profile
from orderdesk.store.backups import BEFORE, backups, require_whole
from orderdesk.store.faults import StoreError
from orderdesk.store.restoring import find_backup, restore
from orderdesk.store.store import Store
from tests.migrations.doomed import Job, work
from tests.migrations.older import (
    NEWEST,
    Contents,
    contents,
    make_older,
    make_present,
    staged,
    step_of,
    type_more,
    wrong_in,
)
from tests.unit.domain.invented import ALL_RULES

ROOT = Path(__file__).resolve().parents[2]
STEPS = (1, 2, 4, 5, 7, 8, 9, NEWEST - 1)
_SIGKILLED = -signal.SIGKILL
_PATIENCE = 120.0
_LONGEST_DESK = 5.0
_DESK = (sys.executable, "-m", "orderdesk")


@dataclass
class Outcome:
    """What one kill left."""

    at: str
    state: str
    """old, new or broken; for a way back, new is the backup in place."""
    backup: bool
    """Whether there was a backup, a whole one, after the kill."""
    half: bool
    """Whether half of a file was left, which nobody takes for anything."""
    bad: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Site:
    """Stores of earlier forms to be copied, and the server of processes."""

    folder: Path
    forks: ForkServerContext

    def older(self, step: int) -> Path:
        """Return a profile's folder with a store of step `step`, made once."""
        home = self.folder / f"step-{step}"
        if not home.exists():
            Profile.under(home).prepare()
            make_older(Profile.under(home).database, step, self.folder / "present.db")
        return home

    def renewed(self, step: int) -> Path:
        """Return one that was brought up to date, and in which more was typed since."""
        home = self.folder / f"renewed-{step}"
        if not home.exists():
            shutil.copytree(self.older(step), home)
            Store.open(Profile.under(home).database, ALL_RULES).close()
            type_more(Profile.under(home).database, "abc")
        return home

    def ran(self, job: Job) -> list[str]:
        """Run a job; return its moments, none where it was killed."""
        here, there = self.forks.Pipe(duplex=False)
        process = self.forks.Process(target=work, args=(job, there))
        process.start()
        there.close()
        code, names = 0, list[str]()
        with contextlib.suppress(EOFError):  # killed
            code, names = here.recv()
        process.join(_PATIENCE)
        if process.exitcode not in (0, _SIGKILLED) or code:
            raise AssertionError(f"{job} ended with {process.exitcode} and {code}")
        return names


@contextmanager
def site_in(folder: Path, orders: int) -> Generator[Site]:
    """Make the store that all others are made from."""
    make_present(folder / "present.db", orders)
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["tests.migrations.doomed", "orderdesk.cli.command"])
    yield Site(folder, forks)


def moments_of(site: Site, step: int, *, back: bool) -> list[str]:
    """Return the moments at which a process may be killed, by running it to its end."""
    home = _copy(site, step, back=back)
    names = site.ran(Job(home, _words(step, back=back), None))
    shutil.rmtree(home)
    return names


def _words(step: int, *, back: bool) -> tuple[str, ...]:
    return ("restore", f"before-{step + 1:04d}") if back else ("list", "--json", "--limit", "5")


def _copy(site: Site, step: int, *, back: bool) -> Path:
    home = site.folder / "home"
    shutil.copytree(site.renewed(step) if back else site.older(step), home)
    return home


def kill_at(site: Site, step: int, last: int, name: str, *, back: bool) -> Outcome:
    """Kill a command at its moment `last`, and judge what it left."""
    home = _copy(site, step, back=back)
    path = Profile.under(home).database
    before = contents(path)
    if site.ran(Job(home, _words(step, back=back), last)):
        raise AssertionError(f"not killed at {last}: {name}")
    try:
        return _judged(path, step, name, before, back=back)
    finally:
        shutil.rmtree(home)


def kill_desk(site: Site, step: int, draws: Random) -> Outcome:
    """Kill the desk itself some time after its start, and judge what it left."""
    home = _copy(site, step, back=False)
    path = Profile.under(home).database
    before = contents(path)
    # The desk works on, too: what becomes of a command then is not the migration's doing.
    before = {**before, "outbox": [row[:4] for row in before["outbox"]], "shown": []}
    environment = {**os.environ, HOME_VARIABLE: str(home), "QT_QPA_PLATFORM": "offscreen"}
    sink = subprocess.DEVNULL
    begun = time.monotonic()
    with subprocess.Popen(_DESK, cwd=ROOT, env=environment, stdout=sink, stderr=sink) as process:
        # From when the backup is begun: what comes before is Python's own work.
        watched = threading.Event()
        while not list(path.parent.glob(f"{path.name}.*before*")) and process.poll() is None:
            watched.wait(0.002)
            if time.monotonic() - begun > _PATIENCE:
                break
        watched.wait(draws.random() ** 3 * _LONGEST_DESK)
        process.kill()
        if process.wait(_PATIENCE) != _SIGKILLED:
            raise AssertionError("the desk ended by itself")
    try:
        return _judged(path, step, "the desk, at random", before, back=False)
    finally:
        shutil.rmtree(home)


def _judged(path: Path, step: int, at: str, before: Contents, *, back: bool) -> Outcome:
    outcome = Outcome(at, "broken", backup=False, half=False)
    outcome.half = bool(list(path.parent.glob(f"{path.name}.part-*")))
    try:
        found = step_of(path)
        outcome.bad += wrong_in(path)
        _compare(outcome, "after the kill", contents(path), before, shown=False)
    except StoreError as error:
        outcome.bad.append(str(error))
        return outcome
    if outcome.bad or found not in (step, NEWEST):
        outcome.bad.append(f"step {found}")
        return outcome
    outcome.state = "new" if (found == step) is back else "old"
    _look_at_backups(outcome, path, step, before, back=back)
    waiting = staged(path)
    if back and outcome.state == "old":
        restore(path, find_backup(path, f"before-{step + 1:04d}"))
        _compare(outcome, "put back after all", contents(path), before, shown=False)
    Store.open(path, ALL_RULES).close()
    _compare(outcome, "opened again", contents(path), before, shown=True)
    if step_of(path) != NEWEST or wrong_in(path) or staged(path) != waiting:
        outcome.bad.append(f"step {step_of(path)}, {wrong_in(path)}, {staged(path)}")
    return outcome


def _compare(outcome: Outcome, when: str, now: Contents, then: Contents, *, shown: bool) -> None:
    for what, rows in then.items():
        width = len(rows[0]) if rows else 0
        found = {row[:width] for row in now[what]}
        # More may be there: of a desk that worked on.
        if not found.issuperset(rows) and (shown or what != "shown"):
            outcome.bad.append(f"{when}: {what} differ")


def _look_at_backups(
    outcome: Outcome, path: Path, step: int, before: Contents, *, back: bool
) -> None:
    for one in backups(path):
        outcome.backup = True
        try:
            found = require_whole(one.path)
            outcome.bad += wrong_in(one.path)
        except StoreError as error:
            outcome.bad.append(str(error))
            continue
        own = step if one.kind == BEFORE else NEWEST
        if found != own:
            outcome.bad.append(f"{one.name} is at step {found}")
        if not (back and one.kind == BEFORE):
            _compare(outcome, one.name, contents(one.path), before, shown=True)
    needed = back or outcome.state == "new"
    if needed and not any(one.kind == BEFORE for one in backups(path)):
        outcome.bad.append("there is no backup")
