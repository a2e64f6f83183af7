"""Kills the program while it writes and prints what became of the commands.

python -m tests.faults [--kills 200] [--vendor NAME|all] [--only ACTION ...] [--json FILE]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from orderdesk.sandbox.json_text import encode
from tests.conformance.plug import Plug
from tests.conformance.plugs import plugs
from tests.faults.cases import cases_of, shares
from tests.faults.harness import run_all
from tests.faults.verdicts import GOOD, Result, document_of, table_of


def run_vendor(
    plug: Plug, kills: int, *, only: Sequence[str], jobs: int, folder: Path
) -> list[Result]:
    """Run a vendor's kills, a few at a time, each hand with a sandbox of its own."""
    hands = shares(cases_of(plug, kills, only=only), jobs)

    def run_hand(number: int) -> list[Result]:
        place = folder / f"{plug.vendor}-{number}"
        place.mkdir()
        results: list[Result] = []
        for result in run_all(plug, hands[number], place):
            results.append(result)
            _tell(result)
        return results

    with ThreadPoolExecutor(jobs) as pool:
        return [result for hand in pool.map(run_hand, range(jobs)) for result in hand]


def _tell(result: Result) -> None:
    """Say at once what is not as it must be."""
    ends = ", ".join(f"{count} {verdict}" for verdict, count in result.counts().items())
    sys.stderr.write(f"{'' if result.good else '!! '}{result.case}: {ends}, {result.seconds} s\n")
    for row in result.rows:
        if row.verdict not in GOOD:
            sys.stderr.write(f"   {row}\n")


def run_vendors(
    names: Sequence[str], kills: int, *, only: Sequence[str], jobs: int
) -> list[Result]:
    """Run the kills of each vendor, one vendor after the other."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            results += run_vendor(plugs()[name], kills, only=only, jobs=jobs, folder=Path(folder))
    return results


def main() -> int:
    """Run, print, and fail if a command was lost, done twice, wrong or left open."""
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="for each vendor")
    parser.add_argument("--vendor", default="all", choices=("all", *plugs()))
    parser.add_argument("--only", nargs="+", default=[], metavar="ACTION", help="none but these")
    parser.add_argument("--jobs", type=int, default=2, help="how many at the same time")
    parser.add_argument("--json", type=Path, help="a file for every result")
    options = parser.parse_args()
    names = [*plugs()] if options.vendor == "all" else [options.vendor]
    began = time.monotonic()
    results = run_vendors(names, options.kills, only=options.only, jobs=options.jobs)
    if options.json:
        options.json.write_bytes(encode(document_of(results)))
    taken = time.monotonic() - began
    sys.stdout.write(f"{table_of(results)}\n{len(results)} kills in {taken:.0f} s\n")
    return 0 if all(result.good for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
