"""The installed program as a user runs it: commands, sandboxes, windows, and what the store has."""

import contextlib
import json
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from fresh_system import USER, Ran, System, WentWrong, until

UNLOCK = "seven green lamps"
_STARTS = 60
_NOT_WAITING = {"done", "withdrawn", "staged"}


class StandIn:
    """A sandbox, by its control endpoint."""

    def __init__(self, control: str) -> None:
        self.control = control

    def ask(self, path: str, **query: object) -> Any:
        """Return what the control endpoint answers."""
        place = urlsplit(self.control)
        connection = HTTPConnection(place.netloc, timeout=60)
        try:
            connection.request("GET", f"{place.path}{path}?{urlencode(query)}")
            return json.load(connection.getresponse())
        finally:
            connection.close()

    def order(self, vendor: str, vendor_id: str) -> str:
        """Return the true state of an order, as text."""
        return json.dumps(self.ask(f"/orders/{quote(vendor_id)}", vendor=vendor))

    def writes(self, vendor_id: str) -> list[str]:
        """Return which actions on an order were carried out."""
        return [
            str(entry["action"])
            for entry in self.ask("/log")
            if entry["subject"] == vendor_id and entry["method"] != "GET" and entry["worked"]
        ]


@dataclass(frozen=True)
class State:
    """What a store holds, read past the program: an older one may have no command for it."""

    orders: int
    outbox: int
    commands: Mapping[str, int]
    """How many are in which state."""
    step: int
    kept: Mapping[str, str]
    """The preferences, by key."""
    problem: str = ""
    """What SQLite says of the file."""

    @property
    def waiting(self) -> int:
        """How many commands are given to be sent and not settled."""
        return sum(n for state, n in self.commands.items() if state not in _NOT_WAITING)


def state_of(store: Path, *, look_through: bool = False) -> State:
    """Read a store that may be open elsewhere; `look_through`: every page of it.

    Raises:
        WentWrong: there is none, or it cannot be read.
    """
    with tempfile.TemporaryDirectory(dir=store.parent) as folder:
        copy = Path(folder) / store.name
        try:
            for end in ("", "-wal"):
                file = store.with_name(f"{store.name}{end}")
                if file.exists():
                    shutil.copy2(file, copy.with_name(f"{copy.name}{end}"))
            with contextlib.closing(sqlite3.connect(copy)) as database:
                return _read(database, look_through=look_through)
        except (OSError, sqlite3.Error) as error:
            raise WentWrong(f"the store: {error}") from error


def _read(database: sqlite3.Connection, *, look_through: bool) -> State:
    said = database.execute("PRAGMA integrity_check").fetchone()[0] if look_through else "ok"
    return State(
        orders=database.execute("SELECT count(*) FROM shown").fetchone()[0],
        outbox=database.execute("SELECT count(*) FROM outbox").fetchone()[0],
        commands=dict(database.execute("SELECT state, count(*) FROM outbox GROUP BY state")),
        step=database.execute("SELECT max(version) FROM migration").fetchone()[0],
        kept=dict(database.execute("SELECT key, content FROM preference")),
        problem="" if said == "ok" else str(said),
    )


class Program:
    """The program in a system, with a profile in a folder of the user's home."""

    def __init__(self, system: System, profile: str, screen: str = "") -> None:
        self.system = system
        self.home = f"/home/{USER}/{profile}"
        self.environ = {"ORDERDESK_HOME": self.home, "ORDERDESK_PASSPHRASE": UNLOCK}
        self.environ |= {"DISPLAY": screen, "TZ": "UTC"}

    @property
    def said(self) -> Path:
        """What the command that was started last has said on standard error."""
        return self.system.top.parent / "said"

    def errors(self) -> str:
        """Return what it complained of that no user has brought about."""
        lines = self.said.read_text().splitlines()
        return next((line for line in lines if " ERROR " in line or "Traceback" in line), "")

    def last_log(self, lines: int = 12) -> str:
        """Return the end of what it wrote into its newest log."""
        logs = sorted((self.folder / "logs").glob("*.log*"), key=lambda log: log.stat().st_mtime)
        return " | ".join(logs[-1].read_text("utf-8").splitlines()[-lines:]) if logs else "no log"

    @property
    def folder(self) -> Path:
        """The profile's folder, as it is seen from outside."""
        return self.system.top / self.home.lstrip("/")

    def run(self, *words: str) -> Ran:
        """Run a command to its end as the user."""
        return self.system.run("orderdesk", *words, user=USER, environ=self.environ)

    def json(self, *words: str) -> Any:
        """Return what a command prints, read as JSON.

        Raises:
            WentWrong: it failed.
        """
        return json.loads(self.run(*words, "--json").good().out)

    def store(self, *, look_through: bool = False) -> State:
        """Return what its store holds.

        Raises:
            WentWrong: there is none yet, or it cannot be read.
        """
        return state_of(self.folder / "orderdesk.db", look_through=look_through)

    def listed(self, *query: str) -> int:
        """Return how many orders a search finds."""
        last = self.run("list", "--limit", "1", *query).good().out.strip().splitlines()[-1]
        found = re.search(r"([\d,]+) orders?", last)
        if found is None:
            raise WentWrong(f"list says {last!r}")
        return int(found[1].replace(",", ""))

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start the window, or another command, as the user."""
        with self.said.open("w") as said:
            return self.system.start(
                "orderdesk", *words, user=USER, environ=self.environ, said=said
            )

    def sandbox(self, *words: str) -> "tuple[subprocess.Popen[str], str]":
        """Start a sandbox; return it and the line with its connections."""
        process = self.start("sandbox", "--json", *words)
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise WentWrong(f"the sandbox ended: {self.said.read_text()[-1_000:]}")
        return process, line

    def connect(self, line: str) -> None:
        """Take a sandbox's connections into the profile."""
        target = self.folder.parent / "connections.json"
        target.write_text(line, encoding="utf-8")
        self.run("connections", "import", f"/home/{USER}/connections.json").good()
        target.unlink()


def control_of(program: Program, process: "subprocess.Popen[str]") -> StandIn:
    """Return the sandbox of a demo by what its terminal says.

    Raises:
        WentWrong: it did not say so.
    """
    found: list[str] = []

    def told() -> bool:
        match = re.search(r"controlled at (\S+)\n", program.said.read_text())
        found.extend([match[1]] if match else [])
        return bool(found) or process.poll() is not None

    try:
        until(told, "", seconds=_STARTS)
    except WentWrong:
        found.clear()
    if not found:
        raise WentWrong(f"the demo has no sandbox: {program.said.read_text()[-500:]}")
    return StandIn(found[0])
