"""How late the UI's loop is at rest and in a sync, for the table."""

from pathlib import Path

from tests.benchmarks import lateness


def figures(home: Path) -> dict[str, float]:
    """Measure once how late the loop is, at rest and in a sync; the profile is written to."""
    found = lateness.run(home, rounds=1)
    return {
        "late_p50_ms": found["busy_p50_ms"],
        "late_p99_ms": found["busy_p99_ms"],
        "late_max_ms": found["busy_max_ms"],
        "idle_p99_ms": found["idle_p99_ms"],
        "idle_max_ms": found["idle_max_ms"],
        "late_orders": found["came"][0],
    }
