"""The goals: each figure with the yardstick it is held against."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Run = Mapping[str, float]
"""The figures of one run, by name."""


@dataclass(frozen=True)
class Spread:
    """The median of some runs, with the least and the most."""

    median: float
    least: float
    most: float
    runs: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(statistics.median(values), min(values), max(values), len(values))


@dataclass(frozen=True)
class Goal:
    """One line of the table; `limit` is of the figure itself, `ratio` of figure to yardstick."""

    title: str
    figure: str
    unit: str
    yardstick: str = ""
    against: str = ""
    ratio: float | None = None
    limit: float | None = None
    ratio_key: str = ""
    """The figure that is the ratio already, as where each of several has its own yardstick."""
    at_least: bool = False
    of_medians: bool = False
    """The ratio is that of the medians, not the median of the runs' own ratios."""

    @property
    def said(self) -> str:
        """The goal in words."""
        sign = ">=" if self.at_least else "<="
        ratio = None if self.ratio is None else f"{sign} {_short(self.ratio)} x"
        limit = None if self.limit is None else f"{sign} {self.limit:g} {self.unit}"
        return ", ".join(part for part in (ratio, limit) if part) or "reported"


def _short(ratio: float) -> str:
    return f"1/{1 / ratio:.0f}" if ratio < 0.1 else f"{ratio:g}"


@dataclass(frozen=True)
class Line:
    """What was measured of a goal; without a figure it was not measured."""

    goal: Goal
    figure: Spread | None
    against: Spread | None
    ratio: Spread | None

    @property
    def met(self) -> bool | None:
        """Whether the medians meet the goal; None where nothing is asked or measured."""
        goal = self.goal
        if self.figure is None or (goal.ratio is None and goal.limit is None):
            return None
        checks: list[bool] = []
        if goal.limit is not None:
            checks.append(_within(self.figure.median, goal.limit, at_least=goal.at_least))
        if goal.ratio is not None:
            if self.ratio is None:
                return None
            checks.append(_within(self.ratio.median, goal.ratio, at_least=goal.at_least))
        return all(checks)


def _within(value: float, limit: float, *, at_least: bool) -> bool:
    return value >= limit if at_least else value <= limit


def line_of(goal: Goal, runs: Sequence[Run]) -> Line:
    """Return the line of a goal over the runs in which it was measured."""
    figures = [run[goal.figure] for run in runs if goal.figure in run]
    against = [run[goal.against] for run in runs if goal.against in run]
    if goal.ratio_key:
        ratios = [run[goal.ratio_key] for run in runs if goal.ratio_key in run]
    elif goal.of_medians and figures and against:
        ratios = [statistics.median(figures) / statistics.median(against)]
    else:
        both = [run for run in runs if goal.figure in run and goal.against in run]
        ratios = [run[goal.figure] / run[goal.against] for run in both]
    return Line(goal, *(Spread.of(some) if some else None for some in (figures, against, ratios)))


_PEER = "DB Browser"

GOALS = (
    Goal("start to first painted page", "start_s", "s", "bare window", "bare_window_s", 1.5),
    Goal("  the same", "start_s", "s", f"{_PEER}, launch", "peer_launch_s", 0.6),
    Goal("page jump, p95", "jump_p95_ms", "ms", "stock view", "stock_jump_p95_ms", 0.45, 16),
    Goal(
        *("column sorted, first page: worst", "sort_worst_ms", "ms", f"{_PEER}, no index"),
        *("peer_sort_ms", 1 / 15, 100),
    ),
    Goal("  median of all columns", "sort_median_ms", "ms", f"{_PEER}, no index", "peer_sort_ms"),
    Goal(
        *("3 letters or more: worst term", "text_worst_ms", "ms", "LIKE, term by term", ""),
        *(1 / 30, 20, "text_worst_to_like"),
    ),
    Goal("1 and 2 letters: worst first page", "short_worst_first_ms", "ms", limit=100),
    Goal(
        *("  and the count", "short_worst_ms", "ms", "LIKE, text by text", "", None, 100),
        ratio_key="short_worst_to_like",
    ),
    Goal("from the disk: worst sorted column", "cold_sort_worst_ms", "ms"),
    Goal("  worst term of 3 letters or more", "cold_text_worst_ms", "ms"),
    Goal("  worst of 1 and 2 letters", "cold_short_worst_ms", "ms"),
    Goal(
        "memory over a bare window", "memory_mb", "MB", f"{_PEER}, private", "peer_private_mb", 0.7
    ),
    Goal(
        *("new orders into the store", "new_per_s", "/s", "bare insert", "bare_insert_per_s"),
        *(0.15, None),
        at_least=True,
    ),
    Goal(
        *("unchanged orders", "unchanged_per_s", "/s", "bare insert", "bare_insert_per_s"),
        *(0.8, None),
        at_least=True,
    ),
    Goal("whole sync over HTTP", "sync_per_s", "/s"),
    Goal("  of it reading and mapping", "sync_reading_share", "of 1"),
    Goal("  of it writing", "sync_writing_share", "of 1"),
    Goal("  of it the vendors' stand-in", "sync_stand_in_share", "of 1"),
    Goal("  of it waiting, at least", "sync_waiting_at_least_share", "of 1"),
    Goal("lateness in sync and scrolling, p99", "late_p99_ms", "ms", limit=5),
    Goal(
        *("  its maximum", "late_max_ms", "ms", "idle", "idle_max_ms", 1.5),
        of_medians=True,
    ),
    Goal("first page of the plain view", "first_page_ms", "ms"),
    Goal("all row ids of the plain view", "all_ids_ms", "ms"),
    Goal("a rare term", "text_rare_ms", "ms"),
    Goal("QSortFilterProxyModel: opened", "proxy_open_s", "s"),
    Goal("  filtered", "proxy_filter_s", "s"),
    Goal("  sorted", "proxy_sort_s", "s"),
    Goal("  with rows", "proxy_rows", "rows"),
)

FLAT = ("first_page_ms", "jump_p95_ms", "text_rare_ms")
"""What is to stay within twice itself from the smallest store to the largest."""
FLAT_WITHIN = 2.0


def number(value: float) -> str:
    """Write a figure with three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def _written(spread: Spread | None, unit: str = "") -> str:
    if spread is None:
        return ""
    whole = f"{number(spread.median)} {unit}".strip()
    if spread.runs == 1:
        return whole
    return f"{whole} ({number(spread.least)}-{number(spread.most)})"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def table(lines: Sequence[Line], notes: Mapping[str, str]) -> str:
    """Write the lines as a table for people, what could not be measured below."""
    heads = ("what", "median (least-most)", "yardstick", "", "ratio", "goal", "met")
    rows: list[tuple[str, ...]] = [heads]
    for line in lines:
        goal = line.goal
        met = {True: "yes", False: "NO", None: ""}[line.met]
        figure = _written(line.figure, goal.unit) or "not measured"
        rows.append(
            (
                *(goal.title, figure, goal.yardstick, _written(line.against, goal.unit)),
                *(_written(line.ratio), goal.said, met),
            )
        )
    return "\n".join(
        [_aligned(rows), *(f"not measured: {name}: {why}" for name, why in notes.items())]
    )


def growth(sizes: Mapping[int, Sequence[Run]]) -> str:
    """Write how each figure grows with the store, and whether what should be flat is."""
    ordered = sorted(sizes)
    rows = [("what", *(f"{size:,}" for size in ordered), "last / first", "flat within 2 x")]
    for goal in GOALS:
        medians = [line_of(goal, sizes[size]).figure for size in ordered]
        known = [one.median for one in medians if one is not None]
        if len(known) < len(ordered) or goal.title.strip() == "the same":
            continue
        grown = known[-1] / known[0] if known[0] else 0.0
        flat = ("yes" if grown <= FLAT_WITHIN else "NO") if goal.figure in FLAT else ""
        title = f"{goal.title.strip()}, {goal.unit}"
        rows.append((title, *(number(value) for value in known), number(grown), flat))
    return _aligned(rows)
