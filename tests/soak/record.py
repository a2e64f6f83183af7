"""What a process holds over time, and whether it stays flat in the end."""

import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.processes import (
    anonymous_megabytes,
    handles,
    resident_megabytes,
    threads,
)


@dataclass(frozen=True)
class Sample:
    """What the process held at a moment, `minutes` after the beginning."""

    minutes: float
    anonymous_mb: float
    resident_mb: float
    handles: int
    threads: int
    widgets: int
    store_mb: float
    acts: int


MEASURES = ("anonymous_mb", "resident_mb", "handles", "threads", "widgets", "store_mb")
# How much a measure may rise over the second half and be called flat: a share and so many units.
_ALLOWED = {
    "anonymous_mb": (0.03, 4.0),
    "resident_mb": (0.03, 6.0),
    "handles": (0.0, 2.0),
    "threads": (0.0, 1.0),
    "widgets": (0.02, 3.0),
    "store_mb": (0.05, 2.0),
}


@dataclass(frozen=True)
class Trend:
    """How a measure moves over the second half."""

    measure: str
    mean: float
    rise: float
    """From the middle to the end, along the straight line that fits best."""
    allowed: float
    an_hour: float
    """The slope of that line, by hours of the replay."""

    @property
    def flat(self) -> bool:
        return self.rise <= self.allowed


def sample(minutes: float, store: Path, *, widgets: int, acts: int) -> Sample:
    """Look at this process and at the store's files."""
    own = os.getpid()
    files = [store, store.with_name(f"{store.name}-wal")]
    size = sum(one.stat().st_size for one in files if one.exists())
    return Sample(
        *(minutes, anonymous_megabytes(own), resident_megabytes(own)),
        *(handles(own), threads(own), widgets, size / 1e6, acts),
    )


def trends(samples: Sequence[Sample]) -> list[Trend]:
    """Return how each measure moves over the second half of the samples."""
    half = list(samples[len(samples) // 2 :])
    return [_trend(name, half) for name in MEASURES]


def _trend(name: str, half: Sequence[Sample]) -> Trend:
    times, values = [one.minutes for one in half], [float(getattr(one, name)) for one in half]
    slope = statistics.linear_regression(times, values).slope if len(set(times)) > 1 else 0.0
    share, units = _ALLOWED[name]
    mean = statistics.fmean(values)
    rise = slope * (times[-1] - times[0])
    return Trend(name, mean, rise, max(share * mean, units), 60 * slope)


def document(samples: Sequence[Sample], facts: dict[str, object]) -> dict[str, object]:
    """Return everything recorded, as JSON takes it."""
    found = trends(samples)
    return {
        **facts,
        "flat": all(one.flat for one in found),
        "trends": [{**asdict(one), "flat": one.flat} for one in found],
        "samples": [asdict(one) for one in samples],
    }
