"""Plays the twelve faults and prints what became of the commands.

python -m tests.network [--commands 100] [--only FAULT] [--json FILE]
"""

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from orderdesk.sandbox.json_text import encode
from tests.network.figures import Figures, table_of
from tests.network.show import played
from tests.network.street import DEADLINE, STEPS
from tests.network.weather import STORMS


def _tell(figures: Figures) -> None:
    sys.stderr.write(f"{figures.fault}: {', '.join(figures.bad()) or 'good'}\n")
    sys.stderr.flush()


def main() -> int:
    """Play, print, and fail where something is not as it must be."""
    parser = argparse.ArgumentParser(prog="tests.network", description=__doc__)
    parser.add_argument("--commands", type=int, default=100, help="for each fault")
    parser.add_argument("--only", default="", help="parts of the faults' names, by commas")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    wanted = options.only.split(",")
    storms = [storm for storm in STORMS if any(part in storm.name for part in wanted)]
    with tempfile.TemporaryDirectory() as folder:
        every = played(storms, options.commands, Path(folder), tell=_tell)
    if options.json:
        options.json.write_bytes(encode([figures.document() for figures in every]))
    sys.stdout.write(f"{table_of(every)}\n")
    sys.stdout.write(
        f"deadline: {DEADLINE:g} s a request, {STEPS * DEADLINE:g} s from sending to its outcome\n"
    )
    return 1 if any(figures.bad() for figures in every) else 0


if __name__ == "__main__":
    sys.exit(main())
