"""Two desks on the same orders: `python -m tests.two_desks [--orders 50] [--edits 500] ...`."""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path

from orderdesk.sandbox.json_text import Document, encode
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.calls import Calls
from tests.two_desks.judge import Verdict
from tests.two_desks.plan import GROUNDS
from tests.two_desks.show import played

WATCH = 3.0


def run(vendor: str, *, orders: int, edits: int, watch: float, seed: int) -> Verdict:
    """Play at one vendor."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Sandbox(SandboxOptions(orders=orders + 40, seed=seed, only=[vendor])) as sandbox,
        Calls(sandbox) as calls,
    ):
        if vendor == "iqmetrix":
            # Most that are made up are over already.
            for _order in range(orders):
                calls.create_in("Created")
        show = played(
            calls,
            Path(folder),
            vendor=vendor,
            orders=orders,
            edits=edits,
            watch=watch,
            seed=seed,
        )
        return asyncio.run(show)


def main() -> int:
    """Play, print, and fail where something is not as it must be."""
    parser = argparse.ArgumentParser(prog="tests.two_desks", description=__doc__)
    parser.add_argument("--orders", type=int, default=50, help="how many both work on")
    parser.add_argument("--edits", type=int, default=500, help="of each desk")
    parser.add_argument("--vendor", choices=(*GROUNDS, "all"), default="all")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--without-watch", action="store_true", help="see what it is good for")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    documents: list[Document] = []
    bad: list[str] = []
    for vendor in GROUNDS if options.vendor == "all" else [options.vendor]:
        began = time.monotonic()
        verdict = run(
            vendor,
            orders=options.orders,
            edits=options.edits,
            watch=0.0 if options.without_watch else WATCH,
            seed=options.seed,
        )
        document = {**verdict.document(), "seconds": round(time.monotonic() - began)}
        documents.append(document)
        bad += verdict.bad
        sys.stdout.write("".join(f"{name}: {value}\n" for name, value in document.items()) + "\n")
    for one in bad[:20]:
        sys.stderr.write(f"!! {one}\n")
    if options.json:
        options.json.write_bytes(encode([*documents]))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
