"""The external connector passes the suite that every other does, found by its entry points."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.external.installed import ACME, HERE, install

ROOT = Path(__file__).parent.parent.parent
LEAST = 130
"""So many cases the suite has for it at least."""


@pytest.mark.timeout(300)
def test_the_suite_runs_for_it_and_counts_its_cases() -> None:
    command = [sys.executable, "-m", "tests.conformance", "-n", "0", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-k", "acme"],
        cwd=ROOT,
        env={**os.environ, "PYTEST_ADDOPTS": "", "PYTEST_XDIST_WORKER": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4_000:]
    found = re.search(r"^acme +(\d+) +(\d+) +(\d+)$", done.stdout, re.MULTILINE)
    assert found, done.stdout[-4_000:]
    cases, passed, failed = (int(number) for number in found.groups())
    assert (passed, failed) == (cases, 0)
    assert cases >= LEAST


def test_a_package_that_cannot_be_used_is_told_on_the_command_line(tmp_path: Path) -> None:
    site = install(tmp_path, "acme-orders", ACME)
    install(site, "old-gifts", {"orderdesk.connectors": {"old": "old_gifts"}})
    done = subprocess.run(
        [sys.executable, "-m", "orderdesk", "connections", "list"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(HERE)])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "No connections." in done.stdout
    assert done.stderr.count("The connector in “old_gifts” cannot be used") >= 1
    assert "take it off" in done.stderr
    assert "acme" not in done.stderr
