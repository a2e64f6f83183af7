"""Work on a store at random and compare each answer: python -m tests.oracle --steps 10000."""

import argparse
import secrets
import sys
import tempfile
import time
from pathlib import Path

from tests.oracle.work import Differs, Work

_SAID_EVERY = 500


def run(folder: Path, seed: int, *, steps: int, orders: int) -> Work:
    """Do that many random steps; raise Differs at the first answer that is not the oracle's."""
    work = Work(folder, seed, orders=orders)
    try:
        for step in range(1, steps + 1):
            try:
                work.step()
            except Exception as fault:
                fault.add_note(f"at step {step} of seed {seed}, with {orders} orders")
                raise
            if step % _SAID_EVERY == 0:
                sys.stderr.write(f"{step:,} of {steps:,} steps: {dict(work.counts)}\n")
    finally:
        work.close()
    return work


def main() -> int:
    """Work as the command line says; print the seed and what was done, or the difference."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--orders", type=int, default=600, help="about how many orders there are")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    asked = parser.parse_args()
    sys.stdout.write(f"seed {asked.seed}, {asked.steps:,} steps on {asked.orders:,} orders\n")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        try:
            work = run(Path(folder), asked.seed, steps=asked.steps, orders=asked.orders)
        except Differs as difference:
            sys.stdout.write(f"DIFFERS: {difference}\n" + "\n".join(difference.__notes__) + "\n")
            return 1
    done = ", ".join(f"{count:,} {what}" for what, count in sorted(work.counts.items()))
    taken = time.perf_counter() - begun
    sys.stdout.write(f"equal each time: {done}; {taken:.0f} s\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
