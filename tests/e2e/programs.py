"""Real processes for end-to-end tests: the sandbox, and commands of one profile."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

PASSPHRASE = "seven green lamps"
PROGRAM = (sys.executable, "-W", "error", "-m", "orderdesk")
_PATIENCE = 90
# Compiling every library again for each of many short processes is most of their time.
_COMPILED: Mapping[str, str] = {"PYTHONDONTWRITEBYTECODE": ""}


class SandboxProcess:
    """`orderdesk sandbox` in a process of its own, and its control endpoint."""

    def __init__(self, *, orders: int, seed: int = 7, words: Sequence[str] = ()) -> None:
        command = [*PROGRAM, "sandbox", "--orders", str(orders), "--seed", str(seed), "--json"]
        command += ["--vendor", "iqmetrix"]
        self._process = subprocess.Popen(
            [*command, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **_COMPILED},
        )
        assert self._process.stdout is not None
        self.line = self._process.stdout.readline()
        self.description: dict[str, Any] = json.loads(self.line)
        self.connection: dict[str, Any] = self.description["connections"][0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> int:
        """Stop it as a person would; the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        code = self._process.wait(_PATIENCE)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return code

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
        """Run a command to its end, with `given` as its standard input."""
        return ended(self.start(*words), given)


def ended(process: "subprocess.Popen[str]", given: str | None = None) -> Ran:
    """Wait for a command."""
    with process:
        out, err = process.communicate(given, timeout=_PATIENCE)
    return Ran(process.returncode, out, err)
