"""Live through histories at random: python -m tests.histories --histories 10000 --json FILE."""

import argparse
import json
import secrets
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.histories.machine import COUNTS, Histories

_BATCH = 250
# Whatever goes wrong in a history: what the judge says, and what the desk should never raise.
BROKEN = (Exception,)


@dataclass(frozen=True)
class Lived:
    """What a batch of histories came to; `broken` is the shortest one that went wrong."""

    counts: Counter[str] = field(default_factory=Counter[str])
    broken: str = ""


def live(number: int, histories: int, steps: int) -> Lived:
    """Live through so many histories from one seed."""
    COUNTS.clear()
    chosen = settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        print_blob=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    try:
        run_state_machine_as_test(seed(number)(Histories), settings=chosen)
    except BROKEN:
        return Lived(Counter(COUNTS), f"seed {number}:\n{traceback.format_exc()}")
    return Lived(Counter(COUNTS))


def main(argv: Sequence[str] | None = None) -> int:
    """Live through histories as the command line says; print the figures, or what broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.histories", description=__doc__)
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=15, help="the most rules in one history")
    parser.add_argument("--workers", type=int, default=2, help="how many processes")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--json", type=Path, help="write the figures there too")
    asked = parser.parse_args(argv)
    batches = [min(_BATCH, asked.histories - start) for start in range(0, asked.histories, _BATCH)]
    sys.stdout.write(f"seed {asked.seed}, {asked.histories:,} histories\n")
    begun, counts, broken = time.perf_counter(), Counter[str](), list[str]()
    with ProcessPoolExecutor(asked.workers) as pool:
        under_way = [
            pool.submit(live, asked.seed + index, size, asked.steps)
            for index, size in enumerate(batches)
        ]
        for lived in as_completed(under_way):
            counts += lived.result().counts
            if lived.result().broken:
                broken.append(lived.result().broken)
            sys.stderr.write(f"{counts['histories']:,} histories, {len(broken)} broken\n")
            # Stopped early, it has told what was lived through so far.
            _write(asked.json, asked.seed, time.perf_counter() - begun, counts, broken)
    seconds = time.perf_counter() - begun
    for what, count in sorted(counts.items()):
        sys.stdout.write(f"{count:>10,}  {what}\n")
    sys.stdout.write(f"{len(broken):>10,}  batches with a broken history; {seconds:.0f} s\n")
    sys.stdout.writelines(f"BROKEN with {one}\n" for one in broken)
    return 1 if broken else 0


def _write(
    path: Path | None, number: int, seconds: float, counts: Counter[str], broken: Sequence[str]
) -> None:
    if path is not None:
        figures = {"seed": number, "seconds": round(seconds, 1), "broken": list(broken)}
        path.write_text(json.dumps({**figures, **counts}, indent=2), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
