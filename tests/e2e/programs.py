"""The program for end-to-end tests: sandboxes, and commands of one profile.

A process costs a second of imports, so what is no matter of processes (signals, pipes, terminals,
locks, what `orderdesk sandbox` prints) runs in the tests' own: the same words through the same
door, with standard streams and an environment of their own.
"""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

from orderdesk.__main__ import main
from orderdesk.sandbox.json_text import write
from orderdesk.sandbox.server import Sandbox, SandboxOptions

PASSPHRASE = "seven green lamps"
PROGRAM = (sys.executable, "-W", "error", "-m", "orderdesk")
_PATIENCE = 90
# Compiling every library again for each of many short processes is most of their time.
_COMPILED: Mapping[str, str] = {"PYTHONDONTWRITEBYTECODE": ""}


class StandIn:
    """A sandbox and its control endpoint, by the line that it prints."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.description: dict[str, Any] = json.loads(line)
        self.connections: list[dict[str, Any]] = self.description["connections"]
        self.connection = self.connections[0]

    def control(self, method: str, path: str, value: object = None, **query: object) -> Any:
        """Call the control endpoint."""
        place = urlsplit(str(self.description["control"]))
        target = f"{place.path}{path}" + (f"?{urlencode(query)}" if query else "")
        body = None if value is None else json.dumps(value)
        connection = HTTPConnection(place.netloc, timeout=_PATIENCE)
        try:
            connection.request(method, target, body)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        assert answer.status == 200, content
        return json.loads(content)

    def reset(self) -> None:
        """Put data, switches, faults and log back to how they were at the start."""
        self.control("POST", "/reset", {})

    def fault(self, **settings: object) -> None:
        """Let a fault stand."""
        self.control("POST", "/faults", settings)

    def order(self, vendor_id: str) -> dict[str, Any]:
        """Return the true state of an order at the vendor."""
        found: dict[str, Any] = self.control("GET", f"/orders/{vendor_id}")["order"]
        return found

    def writes(self) -> list[str]:
        """Return what the log has seen beside reading and signing in, as `METHOD path`."""
        return [
            f"{entry['method']} {entry['path']}"
            for entry in self.control("GET", "/log")
            if entry["method"] != "GET" and not str(entry["path"]).endswith("/token")
        ]


@contextmanager
def standing(
    *vendors: str, orders: int, seed: int = 7, switches: Mapping[str, str] | None = None
) -> Generator[StandIn]:
    """Run a sandbox for these vendors in this process."""
    options = SandboxOptions(orders=orders, seed=seed, only=vendors, switches=switches or {})
    with Sandbox(options) as sandbox:
        yield StandIn(f"{write(sandbox.description)}\n")


@contextmanager
def sandbox_process(*words: str) -> Generator[StandIn]:
    """Run `orderdesk sandbox --json` in a process of its own; it ends as a person would end it."""
    with subprocess.Popen(
        [*PROGRAM, "sandbox", "--json", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **_COMPILED},
    ) as process:
        assert process.stdout is not None
        try:
            yield StandIn(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(_PATIENCE) == 0


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line it said on stderr."""
        assert self.err.count("\n") == 1, self.err
        assert self.err.startswith("orderdesk"), self.err
        return self.err.strip()


@dataclass(frozen=True)
class Profile:
    """A profile under a folder, and the commands that use it."""

    home: Path
    environ: Mapping[str, str] = field(default_factory=dict[str, str])

    def settings(self, **values: object) -> None:
        """Write the settings file."""
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "settings.json").write_text(json.dumps(values))

    def variables(self) -> dict[str, str]:
        """Return the environment its commands run in."""
        return {
            **os.environ,
            **_COMPILED,
            "ORDERDESK_HOME": str(self.home),
            "ORDERDESK_PASSPHRASE": PASSPHRASE,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "TZ": "UTC",
            **self.environ,
        }

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """Start a command and return at once."""
        return subprocess.Popen(
            [*PROGRAM, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.variables(),
        )

    def run(self, *words: str, given: str | None = None) -> Ran:
        """Run a command to its end in this process, with `given` as its standard input."""
        out, err, typed = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _stream in range(3))
        typed.write(given or "")
        typed.seek(0)
        streams = patch.object(sys, "stdin", typed), redirect_stdout(out), redirect_stderr(err)
        with patch.dict(os.environ, self.variables()), streams[0], streams[1], streams[2]:
            try:
                code = main(words)
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
        return Ran(code, _written(out), _written(err))


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def ended(process: "subprocess.Popen[str]", given: str | None = None) -> Ran:
    """Wait for a command."""
    with process:
        out, err = process.communicate(given, timeout=_PATIENCE)
    return Ran(process.returncode, out, err)
