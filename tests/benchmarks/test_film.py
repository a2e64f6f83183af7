"""The film on a small store: nothing jumps and nothing stays blank; every step has its picture."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = 2_300


@pytest.mark.bench
def test_the_window_is_filmed_while_orders_come(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.benchmarks.film", "--rows", str(ROWS)]
    filmed = subprocess.run(
        [*command, "--coming", "150", "--out", str(tmp_path / "film")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    record = json.loads((tmp_path / "film" / "film.json").read_text("utf-8"))
    assert record["jumps"] == [], filmed.stderr
    assert record["rows"] > ROWS
    assert record["frames"] > 60
    assert len(list((tmp_path / "film").glob("*.png"))) >= 15
