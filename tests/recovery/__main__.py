"""Kills sessions of the window and counts what was lost: `python -m tests.recovery [--kills N]`."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from orderdesk.sandbox.json_text import Document, encode
from tests.recovery.harness import Outcome, one_kill, site_in


def document_of(outcomes: list[Outcome]) -> Document:
    """Write the sums, and what is not as it must be."""
    return {
        "kills": len(outcomes),
        "with a form open": sum(one.had_form for one in outcomes),
        "with a plan open": sum(one.had_plan for one in outcomes),
        "drafts": sum(one.drafts for one in outcomes),
        "commands": sum(one.commands for one in outcomes),
        "bad": [f"{one.at}: {what}" for one in outcomes for what in one.bad],
    }


def main() -> int:
    """Kill, print, and fail where something is not as it must be."""
    parser = argparse.ArgumentParser(prog="tests.recovery", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how many sessions are killed")
    parser.add_argument("--seed", type=int, default=0, help="the first session's seed")
    parser.add_argument("--json", metavar="FILE", help="write the figures as JSON to a file")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder, site_in(Path(folder)) as site:
        for number in range(options.seed, options.seed + options.kills):
            outcomes.append(one_kill(site, number))
            verdict = "; ".join(outcomes[-1].bad) or "all there"
            sys.stderr.write(f"{number:3} {outcomes[-1].at:90} {verdict}\n")
    document = document_of(outcomes)
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in document.items()))
    if options.json:
        Path(options.json).write_bytes(encode(document) + b"\n")
    return 1 if document["bad"] else 0


if __name__ == "__main__":
    sys.exit(main())
