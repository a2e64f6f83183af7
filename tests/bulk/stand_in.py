"""The stand-in of the show in a process of its own, so that it takes nothing from the desk's."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from orderdesk.sandbox.json_text import Document, parse
from tests.sandbox.calls import as_object

SEED = 5


@dataclass(frozen=True, slots=True)
class StandIn:
    """What it prints at its start, and its process."""

    description: Document
    process: int

    @property
    def control(self) -> str:
        """The address of its control endpoint."""
        return str(self.description["control"])


@contextmanager
def stand_in(orders: int, vendor: str = "iqmetrix") -> Generator[StandIn]:
    """Run a vendor's stand-in; it ends with the context."""
    asked = ["--orders", str(orders), "--seed", str(SEED), "--vendors", vendor]
    command = [sys.executable, "-m", "orderdesk.demo", *asked]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield StandIn(as_object(parse(line.encode())), process.pid)
    finally:
        process.communicate()
