"""Measures every goal beside its yardstick: python -m tests.benchmarks --orders 1000000."""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.fill import filled, own_copy, told
from tests.benchmarks.goals import GOALS, Run, growth, line_of, table
from tests.benchmarks.peer import missing

MEASURES = {
    "desk": "desk.figures",
    "paint": "paint.figures",
    "searching": "searching.figures",
    "peer": "peer.figures",
    "proxy": "proxy.figures",
    "lateness": "late.figures",
    "intake": "intake.figures",
}
"""The functions beside this module that measure once on a filled profile, each in a process."""
WRITING = ("lateness", "intake")
"""Those that write to the profile: they get a copy."""
SIZES = (10_000, 100_000, 1_000_000)
_LONGEST = 3_600.0
_PACKAGE = "tests.benchmarks"


class Bench:
    """The runs on one filled profile, and why a measure has no figures."""

    def __init__(self, home: Path, measures: Sequence[str]) -> None:
        self._home = home
        self._measures = list(measures)
        self.notes: dict[str, str] = {}
        self.runs: list[Run] = []
        if "peer" in self._measures and missing():
            self.notes["peer"] = f"not installed here: {', '.join(missing())}"
            self._measures.remove("peer")

    def prepare(self) -> None:
        """Let the store do what it does in the quiet minutes after it was filled."""
        _one("searching.prepared", self._home)

    def run(self) -> None:
        """Measure everything once, each beside the yardstick."""
        found: dict[str, float] = {}
        writing = [name for name in self._measures if name in WRITING]
        for name in self._measures:
            if name not in writing:
                found |= self._measured(name, self._home)
        if writing:
            with own_copy(self._home) as copy:
                for name in writing:
                    found |= self._measured(name, copy)
        if "peer_sort_s" in found:
            found["peer_sort_ms"] = 1000 * found["peer_sort_s"]
        self.runs.append(found)

    def _measured(self, name: str, home: Path) -> dict[str, float]:
        told(f"  {name}")
        try:
            return _one(MEASURES[name], home)
        except (RuntimeError, subprocess.TimeoutExpired) as fault:
            self.notes[name] = str(fault)
            return {}


def _one(name: str, home: Path) -> dict[str, float]:
    command = [sys.executable, "-m", f"{_PACKAGE}.one", name, str(home)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST, check=False)
    if done.returncode != 0:
        words = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise RuntimeError(words[-1])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(
    orders: int, runs: int, *, seed: int, home: Path | None, measures: Sequence[str]
) -> Bench:
    """Fill a profile, or take the one that was, and measure it so many times."""
    bench = Bench(filled(orders, seed=seed, home=home), measures)
    bench.prepare()
    for run in range(1, runs + 1):
        told(f"{orders:,} orders, run {run} of {runs}")
        bench.run()
    return bench


def _machine() -> dict[str, object]:
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
    }


def _document(benches: dict[int, Bench]) -> dict[str, object]:
    return {
        "machine": _machine(),
        "sizes": {
            str(orders): {
                "notes": bench.notes,
                "lines": [
                    {**asdict(line), "met": line.met}
                    for line in (line_of(goal, bench.runs) for goal in GOALS)
                ],
                "runs": bench.runs,
            }
            for orders, bench in benches.items()
        },
    }


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m {_PACKAGE}", description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, help="keep the filled profile in this folder")
    parser.add_argument(
        "--only", nargs="+", choices=MEASURES, default=[*MEASURES], metavar="MEASURE"
    )
    parser.add_argument(
        "--growth", nargs="*", type=int, metavar="ORDERS", help="measure at several sizes instead"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    return parser.parse_args()


def main() -> int:
    """Measure as the command line says and print the table; 1 where a goal is missed."""
    asked = _asked()
    sizes = [asked.orders] if asked.growth is None else asked.growth or list(SIZES)
    benches: dict[int, Bench] = {}
    for orders in sizes:
        benches[orders] = bench = measured(
            orders, asked.runs, seed=asked.seed, home=asked.home, measures=asked.only
        )
        lines = [line_of(goal, bench.runs) for goal in GOALS]
        sys.stdout.write(f"{orders:,} orders, {asked.runs} runs\n{table(lines, bench.notes)}\n\n")
        sys.stdout.flush()
    if asked.growth is not None:
        sys.stdout.write(f"{growth({size: one.runs for size, one in benches.items()})}\n")
    if asked.json is not None:
        text = json.dumps(_document(benches), indent=1, ensure_ascii=False)
        asked.json.write_text(f"{text}\n", "utf-8")
    last = benches[sizes[-1]]
    return 1 if any(line_of(goal, last.runs).met is False for goal in GOALS) else 0


if __name__ == "__main__":
    raise SystemExit(main())
