"""Runs all kills and prints what became of the commands: `python -m tests.faults [--json]`."""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from orderdesk.sandbox.json_text import Document, JsonValue, encode
from tests.faults.cases import Case, Stage, all_cases
from tests.faults.harness import Result, run_case, site_for

_VERDICTS = ("once", "never", "asked", "lost", "doubled", "wrong", "unresolved")


def run_all(cases: Sequence[Case], *, jobs: int, folder: Path) -> list[Result]:
    """Run the cases, a few at a time, each group with a sandbox of its own."""

    def run_group(number: int) -> list[Result]:
        group = cases[number::jobs]
        place = folder / str(number)
        place.mkdir()
        results: list[Result] = []
        with site_for(group, place) as site:
            for case in group:
                results.append(run_case(site, case))
                _tell(results[-1])
        return results

    with ThreadPoolExecutor(jobs) as pool:
        return [result for group in pool.map(run_group, range(jobs)) for result in group]


def _tell(result: Result) -> None:
    case = result.case
    sys.stderr.write(f"{case.stage:25} {case.kind:9} {result.verdict:10} {result.seconds:6.2f} s\n")


def table_of(results: Sequence[Result]) -> str:
    """Write how many commands of each stage ended how."""
    lines = [f"{'killed':25} {'kills':>6} " + " ".join(f"{word:>10}" for word in _VERDICTS)]
    for stage in (*Stage, None):
        chosen = [result for result in results if stage in {result.case.stage, None}]
        counts = Counter(result.verdict for result in chosen)
        name = stage.value if stage else "all"
        numbers = " ".join(f"{counts[word]:>10}" for word in _VERDICTS)
        lines.append(f"{name:25} {len(chosen):>6} {numbers}")
    return "\n".join(lines)


def document_of(results: Sequence[Result]) -> Document:
    """Write every result, and the sums."""
    counts = Counter(result.verdict for result in results)
    each: list[JsonValue] = [
        {
            "stage": result.case.stage.value,
            "kind": result.case.kind.value,
            "done_anyway": result.case.is_done_anyway,
            "state": result.state.value if result.state else None,
            "sent": result.sent,
            "done": result.done,
            "verdict": result.verdict,
            "good": result.good,
        }
        for result in results
    ]
    sums: Document = {word: counts[word] for word in _VERDICTS}
    return {"kills": len(results), **sums, "results": each}


def main() -> int:
    """Run, print, and fail if a command was lost, doubled or left open."""
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--rounds", type=int, default=2, help="times each kind dies at each stage")
    parser.add_argument("--jobs", type=int, default=2, help="how many at the same time")
    options = parser.parse_args()
    cases = all_cases(options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        results = run_all(cases, jobs=min(options.jobs, len(cases)), folder=Path(folder))
    if options.json:
        sys.stdout.write(encode(document_of(results)).decode() + "\n")
    else:
        sys.stdout.write(table_of(results) + "\n")
    return 0 if all(result.good for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
