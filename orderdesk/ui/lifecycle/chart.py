"""Where the states and the ways of a vendor's table stand in the diagram; nothing of looks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from orderdesk.domain.rules import State, Transition, VendorRules
from orderdesk.ui.lifecycle.routing import Box, Field, Gutters, Route, route

Measure = Callable[[str], int]

BOX_HEIGHT = 28
_NARROWEST = 48
_ROW_GAP = 20
_MARGIN = 14
_EDGE = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a table is drawn: `measure` gives a name's width, in pixels as all sizes."""

    measure: Measure
    tall: int = BOX_HEIGHT
    padding: int = 13
    """Beside the name, on either side of it."""
    gaps: tuple[int, ...] = (44, 34, 26, 18)
    """What may be between two columns, the widest first."""


@dataclass(frozen=True, slots=True)
class Way:
    """A line of the diagram: every transition between the same two states."""

    source: str
    target: str
    transitions: tuple[Transition, ...]
    route: Route


@dataclass(frozen=True, slots=True)
class Chart:
    """The laid-out table; sizes are logical pixels."""

    boxes: Mapping[str, Box]
    ways: tuple[Way, ...]
    width: int
    height: int


def _spread(indexes: list[int], sizes: Mapping[int, int], gap: int) -> dict[int, tuple[int, int]]:
    """Return start and size of each band, one after the other with `gap` between."""
    bands: dict[int, tuple[int, int]] = {}
    at = _MARGIN
    for index in indexes:
        bands[index] = (at, sizes[index])
        at += sizes[index] + gap
    return bands


def _strips(bands: list[tuple[int, int]]) -> tuple[int, ...]:
    """Return the middle of every gap between bands, and one on each outer side."""
    middles = [(start + size + following) // 2 for (start, size), (following, _) in pairwise(bands)]
    first, last = bands[0], bands[-1]
    return (first[0] - _MARGIN // 2, *middles, last[0] + last[1] + _MARGIN // 2)


def _places(states: tuple[State, ...]) -> dict[str, tuple[int, int]]:
    """Return a column and a row for each state, moving one down where two share a place."""
    taken: set[tuple[int, int]] = set()
    places: dict[str, tuple[int, int]] = {}
    for state in states:
        column, row = state.column, state.row
        while (column, row) in taken:
            row += 1
        taken.add((column, row))
        places[state.word] = (column, row)
    return places


def _widths(rules: VendorRules, scale: Scale) -> dict[int, int]:
    """Return how wide each column has to be for its names."""
    places = _places(rules.states)
    widths = dict.fromkeys(sorted({column for column, _ in places.values()}), _NARROWEST)
    for state in rules.states:
        column = places[state.word][0]
        widths[column] = max(widths[column], scale.measure(state.label) + 2 * scale.padding)
    return widths


def least_width(rules: VendorRules, scale: Scale) -> int:
    """Return how wide a table is at least, but for a line that goes around it."""
    widths = _widths(rules, scale)
    return sum(widths.values()) + (len(widths) - 1) * scale.gaps[-1] + 2 * _EDGE


def _boxes(rules: VendorRules, scale: Scale, available: int) -> tuple[dict[str, Box], Gutters]:
    places, tall = _places(rules.states), scale.tall
    rows = sorted({row for _, row in places.values()})
    widths = _widths(rules, scale)
    columns = list(widths)
    gaps = max(1, len(columns) - 1)
    spare = (available - 2 * _EDGE - sum(widths.values())) // gaps
    gap = next((gap for gap in scale.gaps if gap <= spare), scale.gaps[-1])
    across = _spread(columns, widths, gap)
    down = _spread(rows, dict.fromkeys(rows, tall), _ROW_GAP)
    boxes = {
        word: Box(across[column][0], down[row][0], across[column][1], tall)
        for word, (column, row) in places.items()
    }
    gutters = Gutters(
        _strips([across[column] for column in columns]), _strips([down[row] for row in rows])
    )
    return boxes, gutters


def on_the_way(rules: VendorRules, current: str) -> VendorRules:
    """Return the table without the states that no way touches, but with the current one."""
    touched = {word for way in rules.transitions for word in (way.source, way.target)}
    shown = tuple(s for s in rules.states if s.word in touched or s.word == current)
    return rules if len(shown) == len(rules.states) else replace(rules, states=shown)


def _joined(rules: VendorRules) -> dict[tuple[str, str], tuple[Transition, ...]]:
    joined: dict[tuple[str, str], tuple[Transition, ...]] = {}
    for way in rules.transitions:
        pair = (way.source, way.target)
        known = rules.state(way.source) and rules.state(way.target)
        if known and way.source != way.target:
            joined[pair] = (*joined.get(pair, ()), way)
    return joined


def _span(source: Box, target: Box) -> tuple[bool, int]:
    """Order the ways so that straight and short ones get the best places."""
    (sx, sy), (tx, ty) = source.centre, target.centre
    return sx != tx and sy != ty, abs(sx - tx) + abs(sy - ty)


def _trimmed(boxes: Mapping[str, Box], ways: tuple[Way, ...]) -> Chart:
    """Shift everything to the top left corner and measure it."""
    points = [point for way in ways for point in way.route]
    xs = [x for x, _ in points] + [x for box in boxes.values() for x in (box.x, box.right)]
    ys = [y for _, y in points] + [y for box in boxes.values() for y in (box.y, box.bottom)]
    dx, dy = _EDGE - min(xs), _EDGE - min(ys)
    moved = tuple(
        Way(way.source, way.target, way.transitions, tuple((x + dx, y + dy) for x, y in way.route))
        for way in ways
    )
    return Chart(
        {word: box.moved(dx, dy) for word, box in boxes.items()},
        moved,
        max(xs) + dx + _EDGE,
        max(ys) + dy + _EDGE,
    )


def lay_out(rules: VendorRules, scale: Scale, *, available: int) -> Chart:
    """Place the table's states by their column and row and lead the ways around them.

    `available` is the width there is to fill; the chart may come out wider.
    """
    boxes, gutters = _boxes(rules, scale, available)
    joined = _joined(rules)

    drawn: dict[tuple[str, str], Route] = {}
    for pair in sorted(joined, key=lambda pair: _span(boxes[pair[0]], boxes[pair[1]])):
        drawn[pair] = route(
            boxes[pair[0]],
            boxes[pair[1]],
            Field(tuple(boxes.values()), gutters, tuple(drawn.values())),
            paired=(pair[1], pair[0]) in joined,
        )
    ways = tuple(
        Way(source, target, transitions, drawn[(source, target)])
        for (source, target), transitions in joined.items()
    )
    return _trimmed(boxes, ways)
