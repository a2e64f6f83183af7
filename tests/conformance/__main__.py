"""Runs the suite for every vendor, the external one too, and prints the cases of each.

python -m tests.conformance [arguments of pytest, as -n 2 or -k NAME]
"""

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from tests.external.installed import ACME, HERE, install


class Tally:
    """Counts the outcomes of each vendor's cases."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Counter[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in how a case went: by its call, or by a setup or teardown that went wrong."""
        vendor = str(dict(report.user_properties).get("vendor", ""))
        if vendor and (report.when == "call" or report.failed):
            self.outcomes.setdefault(vendor, Counter())[report.outcome] += 1

    def lines(self) -> list[str]:
        """Return a table: vendor, cases, passed, failed."""
        rows = ["vendor            cases  passed  failed"]
        for vendor, counted in sorted(self.outcomes.items()):
            passed, failed = counted["passed"], counted["failed"]
            rows.append(f"{vendor:16} {counted.total():6} {passed:7} {failed:7}")
        return rows


def main() -> int:
    """Run the suite; the exit code is pytest's."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        places = [str(install(Path(folder), "acme-orders", ACME)), str(HERE)]
        sys.path[:0] = places
        known = os.environ.get("PYTHONPATH", "")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [*places, known]))
        code = pytest.main([str(Path(__file__).parent), "-q", *sys.argv[1:]], plugins=[tally])
    sys.stdout.write("\n".join(["", *tally.lines(), ""]))
    return code


if __name__ == "__main__":
    raise SystemExit(main())
