"""Plays the show, prints its figures: `python -m tests.bulk [--orders N] [--window] [--json]`."""

import argparse
import asyncio
import logging
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from orderdesk.sandbox.json_text import Document, encode
from tests.bulk.show import FAILING, Figures, Show, make_orders
from tests.bulk.stand_in import stand_in
from tests.integration.world import world_of
from tests.sandbox.calls import Calls


async def played(calls: Calls, home: Path, orders: int, *, failing: float = FAILING) -> Figures:
    """Play on a desk of its own, without a window."""
    async with world_of(calls, home) as world:
        return await Show(world.desk, calls, world.key, failing=failing).play(orders)


def _in_window(
    calls: Calls, home: Path, orders: int, alone: Sequence[int]
) -> tuple[Figures, Document]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tests.bulk.window import played_in_window

    return played_in_window(calls, home, orders, alone=alone)


def main() -> int:
    """Play, print, and fail where something is not as it must be."""
    parser = argparse.ArgumentParser(prog="tests.bulk", description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000, help="how many are chosen")
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--window", action="store_true", help="with the window open and used")
    parser.add_argument(
        "--real-time",
        action="store_true",
        help="desk and stand-in go before all other programs, which root may ask for on Linux",
    )
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with (
        tempfile.TemporaryDirectory() as folder,
        stand_in(max(100, options.orders)) as running,
        Calls(running) as calls,
    ):
        make_orders(calls, options.orders)
        if options.window:
            alone = [os.getpid(), running.process] if options.real_time else []
            figures, late = _in_window(calls, Path(folder), options.orders, alone)
        else:
            figures, late = asyncio.run(played(calls, Path(folder), options.orders)), {}
    document = figures.document()
    if late:
        document["window_late_ms"] = late
    if options.json:
        sys.stdout.write(encode(document).decode() + "\n")
    else:
        sys.stdout.write("".join(f"{name}: {value}\n" for name, value in document.items()))
    return 1 if figures.bad else 0


if __name__ == "__main__":
    sys.exit(main())
