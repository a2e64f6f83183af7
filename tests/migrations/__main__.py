"""Kills the program while it renews or puts back a store: `python -m tests.migrations`."""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from orderdesk.sandbox.json_text import Document, encode
from tests.migrations.harness import STEPS, Outcome, Site, kill_at, kill_desk, moments_of, site_in

_A_DESK_EVERY = 5


def outcomes_of(site: Site, kills: int, draws: Random, *, back: bool) -> Iterator[Outcome]:
    """Kill so many times, spread evenly over all moments, with the desk itself among them."""
    moments = {step: moments_of(site, step, back=back) for step in STEPS}
    for number in range(kills):
        step = STEPS[number % len(STEPS)]
        if not back and number % _A_DESK_EVERY == _A_DESK_EVERY - 1:
            yield kill_desk(site, step, draws)
            continue
        names = moments[step]
        last = min(int((number + draws.random()) / kills * len(names)), len(names) - 1)
        yield kill_at(site, step, last, f"step {step}, {names[last]}", back=back)


def counts_of(outcomes: list[Outcome]) -> Document:
    """Write the sums, and what is not as it must be."""
    states = Counter(one.state for one in outcomes)
    return {
        "kills": len(outcomes),
        **{state: states[state] for state in ("old", "new", "broken")},
        "with a whole backup": sum(one.backup for one in outcomes),
        "with half a file that is not taken for one": sum(one.half for one in outcomes),
        "bad": [f"{one.at}: {what}" for one in outcomes for what in one.bad],
    }


def main() -> int:
    """Kill, print, and fail where something is not as it must be."""
    parser = argparse.ArgumentParser(prog="tests.migrations", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="of each kind: there, and back")
    parser.add_argument("--orders", type=int, default=3000, help="in the store")
    parser.add_argument("--seed", type=int, default=0, help="what the moments are drawn from")
    parser.add_argument("--json", metavar="FILE", help="write the figures as JSON to a file")
    options = parser.parse_args()
    document: Document = {}
    broken = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        site_in(Path(folder), options.orders) as site,
    ):
        for name, back in (("brought up to date", False), ("put back", True)):
            outcomes: list[Outcome] = []
            draws = Random(options.seed)
            for one in outcomes_of(site, options.kills, draws, back=back):
                outcomes.append(one)
                broken += bool(one.bad)
                verdict = "; ".join(one.bad) or one.state
                sys.stderr.write(f"{name} {len(outcomes):3} {one.at:90} {verdict}\n")
            document[name] = counts_of(outcomes)
    for name, counts in document.items():
        sys.stdout.write(f"{name}: {counts}\n")
    if options.json:
        Path(options.json).write_bytes(encode(document) + b"\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
