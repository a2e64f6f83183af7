"""The first page of orders is painted before anything heavy is loaded."""

from pathlib import Path

from tests.benchmarks.fill import fill
from tests.benchmarks.start import run

ORDERS = 60


def test_the_first_frame_shows_orders_and_needs_nothing_heavy(tmp_path: Path) -> None:
    fill(tmp_path, ORDERS, seed=1)
    measured = run(tmp_path, rounds=1, rest=0)
    assert 0 < measured["rows"] <= ORDERS
    assert measured["heavy"] == []
    assert measured["first_s"] < measured["whole_s"]
