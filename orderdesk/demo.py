"""The demo's sandbox: a process of its own, so that the desk stays smooth, that ends with it."""

import argparse
import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.own_program import own_command

NOT_STARTED = QT_TRANSLATE_NOOP("messages", "The demo's sandbox did not start.")
START_AGAIN = QT_TRANSLATE_NOOP("messages", "Close the demo and start it again.")
CHILD = "demo-sandbox"
"""The word that makes this program the demo's child; it stands in no help."""
_CLOSE_SECONDS = 3.0


class DemoSandbox:
    """A sandbox in a child process; it ends when this one closes the pipe, or dies."""

    def __init__(self) -> None:
        self._process: Process | None = None

    async def start(self, *, orders: int, seed: int, vendors: Sequence[str] = ()) -> str:
        """Start it and return its connections as JSON, as `connections import` takes them.

        It stands in for `vendors`; none named: for all that there are.

        Raises:
            DeskError: if it ended before it listened.
        """
        command = own_command(CHILD)
        numbers = ("--orders", str(orders), "--seed", str(seed), "--vendors", *vendors)
        self._process = await asyncio.create_subprocess_exec(
            *command, *numbers, stdin=PIPE, stdout=PIPE
        )
        line = await self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            raise DeskError(Message(NOT_STARTED), way_out=Message(START_AGAIN))
        return line.decode()

    async def aclose(self) -> None:
        """End it, by force where it does not end by itself."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _CLOSE_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def serve(argv: Sequence[str]) -> int:
    """Be the child: serve until the pipe from the desk closes, however the desk ends."""
    import signal

    from orderdesk.sandbox.json_text import write
    from orderdesk.sandbox.server import Sandbox, SandboxOptions

    # Ctrl+C in the terminal goes to both; the desk closes first and takes this one with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parser = argparse.ArgumentParser(prog=f"orderdesk {CHILD}")
    parser.add_argument("--orders", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--vendors", nargs="*", default=[])
    asked = parser.parse_args(argv)
    options = SandboxOptions(orders=asked.orders, seed=asked.seed, only=asked.vendors)
    with Sandbox(options) as sandbox:
        sys.stdout.write(write(sandbox.description) + "\n")
        sys.stdout.flush()
        # For whoever wants to break it: the desk's terminal shows where faults can be set.
        sys.stderr.write(f"The demo's sandbox is controlled at {sandbox.control}\n")
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
