"""The benchmarks work: one run on a small store; what they find is no matter here."""

from pathlib import Path

import pytest

from tests.benchmarks.__main__ import MEASURES, measured
from tests.benchmarks.goals import GOALS, Goal, growth, line_of, table

_QUICK = ("searching", "broken")


def test_a_run_fills_the_table_and_says_what_it_has_not_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MEASURES, "broken", "searching.no_such_function")
    bench = measured(320, 1, seed=1, home=tmp_path / "home", measures=_QUICK)
    assert set(bench.notes) == {"broken"}
    assert "no_such_function" in bench.notes["broken"]
    lines = {goal.figure: line_of(goal, bench.runs) for goal in GOALS}
    for figure in ("sort_worst_ms", "text_worst_ms", "short_worst_ms"):
        found = lines[figure].figure
        assert found is not None
        assert found.median > 0
    assert lines["start_s"].figure is None
    assert lines["start_s"].met is None
    text = table([line_of(goal, bench.runs) for goal in GOALS], bench.notes)
    [start] = [line for line in text.splitlines() if line.startswith("start to first")]
    assert "not measured" in start


def test_a_goal_is_judged_by_the_medians() -> None:
    goal = Goal("a", "a_ms", "ms", "b", "b_ms", 0.5, 10)
    runs = [{"a_ms": 4.0, "b_ms": 10.0}, {"a_ms": 5.0, "b_ms": 9.0}, {"a_ms": 30.0, "b_ms": 100.0}]
    line = line_of(goal, runs)
    assert line.figure is not None
    assert (line.figure.median, line.figure.least, line.figure.most) == (5.0, 4.0, 30.0)
    assert line.ratio is not None
    assert line.ratio.median == 0.4
    assert line.met is True
    assert line_of(Goal("a", "a_ms", "ms", limit=4), runs).met is False
    assert line_of(Goal("a", "a_ms", "ms", limit=5, at_least=True), runs).met is True
    assert line_of(Goal("a", "a_ms", "ms", "b", "c_ms", 0.5), runs).met is None


def test_growth_says_what_is_flat() -> None:
    small, large = (
        {"first_page_ms": 2.0, "all_ids_ms": 1.0},
        {"first_page_ms": 5.0, "all_ids_ms": 9.0},
    )
    told = growth({10: [small], 1_000: [large]})
    [first] = [line for line in told.splitlines() if line.startswith("first page of the plain")]
    assert first.split()[-3:] == ["5", "2.5", "NO"]
    [every] = [line for line in told.splitlines() if line.startswith("all row ids")]
    assert every.split()[-2:] == ["9", "9"]
