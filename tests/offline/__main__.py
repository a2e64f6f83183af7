"""Plays the day: `python -m tests.offline [--commands N] [--changed N] [--orders N] [--json]`."""

import argparse
import asyncio
import logging
import sys
import tempfile
from pathlib import Path

from orderdesk.sandbox.json_text import encode
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.offline.show import Figures, Show
from tests.sandbox.calls import Calls, as_list


def played(home: Path, *, commands: int, changed: int, orders: int) -> Figures:
    """Play it against stand-ins of all vendors with so many orders each."""
    with Sandbox(SandboxOptions(orders=orders, seed=5)) as sandbox, Calls(sandbox) as calls:
        show = Show(calls, as_list(sandbox.description["connections"]), home)
        return asyncio.run(show.play(commands, changed))


def main() -> int:
    """Play, print, and fail where something is not as it must be."""
    parser = argparse.ArgumentParser(prog="tests.offline", description=__doc__)
    parser.add_argument("--commands", type=int, default=300, help="how many are asked for")
    parser.add_argument("--changed", type=int, default=40, help="orders changed at the vendors")
    parser.add_argument("--orders", type=int, default=220, help="orders of each vendor")
    parser.add_argument("--json", metavar="FILE", help="write the figures as JSON to a file")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        figures = played(
            Path(folder), commands=options.commands, changed=options.changed, orders=options.orders
        )
    document = figures.document()
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in document.items()))
    if options.json:
        Path(options.json).write_bytes(encode(document) + b"\n")
    return 1 if figures.bad else 0


if __name__ == "__main__":
    sys.exit(main())
