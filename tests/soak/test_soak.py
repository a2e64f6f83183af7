"""The soak's verdict and picture; the replay itself is a minute's, and a bench's."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.soak.plot import save
from tests.soak.record import MEASURES, Sample, document, trends

_LEVEL = Sample(0.0, 120.0, 200.0, 46, 19, 340, 22.0, 0)


def _grown(**each_minute: float) -> list[Sample]:
    return [
        replace(
            _LEVEL,
            minutes=float(minute),
            **{name: getattr(_LEVEL, name) + rise * minute for name, rise in each_minute.items()},
        )
        for minute in range(61)
    ]


def test_a_level_record_is_flat(qapp: object, tmp_path: Path) -> None:
    samples = _grown()
    assert all(trend.flat for trend in trends(samples))
    assert document(samples, {"minutes": 60})["flat"] is True
    save(samples, tmp_path / "soak.png", "A day")
    assert QImage(str(tmp_path / "soak.png")).width() == 1000


@pytest.mark.parametrize(
    ("measure", "rise"),
    [("anonymous_mb", 0.3), ("resident_mb", 0.4), ("handles", 0.2), ("threads", 0.1)],
)
def test_what_grows_to_the_end_is_not_flat(measure: str, rise: float) -> None:
    found = {trend.measure: trend for trend in trends(_grown(**{measure: rise}))}
    assert not found[measure].flat
    assert found[measure].an_hour == pytest.approx(60 * rise)
    assert all(found[other].flat for other in MEASURES if other != measure)


def test_what_grew_at_first_only_is_flat() -> None:
    samples = _grown(anonymous_mb=2.0)
    level = [replace(one, anonymous_mb=min(one.anonymous_mb, 170.0)) for one in samples]
    assert all(trend.flat for trend in trends(level))


@pytest.mark.bench
@pytest.mark.timeout(300)
def test_a_minute_of_a_day_is_flat(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.soak", "--minutes", "1", "--orders", "60"]
    done = subprocess.run(
        [*command, "--out", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    record = json.loads((tmp_path / "soak.json").read_text("utf-8"))
    assert record["done"]["sync"] >= 1
    assert len(record["samples"]) > 30
