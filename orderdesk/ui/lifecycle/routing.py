"""Lines between boxes: straight or with elbows, around every box, apart from one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

Point = tuple[int, int]
Route = tuple[Point, ...]

_BEND = 22
_CROSSING = 40
_OVERLAP = 400
_TRUNK = 60
_OFF_CENTRE = 9
_CLEARANCE = 4
_LANES = (0, -7, 7)
_ANY = 1_000_000


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole logical pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return self.x + self.width // 2, self.y + self.height // 2

    def moved(self, dx: int, dy: int) -> "Box":
        """Return the box shifted by so many pixels."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Gutters:
    """The free strips between columns (their x) and rows (their y), outermost ones included."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]

    def beside(self, box: Box) -> tuple[int, int]:
        """Return the x of the strips left and right of `box`."""
        left = max((x for x in self.columns if x <= box.x), default=box.x - 12)
        right = min((x for x in self.columns if x >= box.right), default=box.right + 12)
        return left, right

    def around(self, box: Box) -> tuple[int, int]:
        """Return the y of the strips above and below `box`."""
        above = max((y for y in self.rows if y <= box.y), default=box.y - 12)
        below = min((y for y in self.rows if y >= box.bottom), default=box.bottom + 12)
        return above, below


@dataclass(frozen=True, slots=True)
class _Port:
    point: Point
    side: str
    cost: int


def _ports(box: Box, signs: Sequence[int]) -> list[_Port]:
    """Return where lines may touch `box`: the middles of its sides (0) or beside them."""
    x, y = box.centre
    step = max(8, box.width // 4)
    ports: list[_Port] = []
    for sign in signs:
        cost = _OFF_CENTRE * abs(sign)
        ports += [
            _Port((box.right, y + 6 * sign), "right", cost),
            _Port((box.x, y + 6 * sign), "left", cost),
            _Port((x + step * sign, box.bottom), "bottom", cost),
            _Port((x + step * sign, box.y), "top", cost),
        ]
    return ports


def _flat(side: str) -> bool:
    return side in {"left", "right"}


def _tidy(points: Sequence[Point]) -> Route:
    """Leave out points that stand on a straight line or on one another."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (
            kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]
        ):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _between(start: _Port, end: _Port, boxes: tuple[Box, Box], gutters: Gutters) -> Iterator[Route]:
    """Yield the plain shapes from one port to another; some of them lead through boxes."""
    (sx, sy), (tx, ty) = start.point, end.point
    source, target = boxes
    if _flat(start.side) and _flat(end.side):
        yield _tidy((start.point, (tx, sy), end.point) if sy == ty else ())
        at = gutters.beside(source)[start.side == "right"]
        to = gutters.beside(target)[end.side == "right"]
        for x, lane in product({at, to}, _LANES):
            yield _tidy((start.point, (x + lane, sy), (x + lane, ty), end.point))
    elif _flat(start.side):
        yield _tidy((start.point, (tx, sy), end.point))
    elif _flat(end.side):
        yield _tidy((start.point, (sx, ty), end.point))
    else:
        if sx == tx:
            yield _tidy((start.point, end.point))
        at = gutters.around(source)[start.side == "bottom"]
        to = gutters.around(target)[end.side == "bottom"]
        for y, lane in product({at, to}, _LANES):
            yield _tidy((start.point, (sx, y + lane), (tx, y + lane), end.point))


def _detours(start: _Port, end: _Port, boxes: tuple[Box, Box], gutters: Gutters) -> Iterator[Route]:
    """Yield ways that keep to the free strips and so pass no box at all."""
    if _flat(start.side) or _flat(end.side):
        return
    source, target = boxes
    (sx, _), (tx, _) = start.point, end.point
    y1 = gutters.around(source)[start.side == "bottom"]
    y2 = gutters.around(target)[end.side == "bottom"]
    for x, lane in product(gutters.beside(target), _LANES):
        yield _tidy((start.point, (sx, y1), (x + lane, y1), (x + lane, y2), (tx, y2), end.point))


def _leaves(port: _Port, towards: Point) -> bool:
    """Whether a line from `port` to `towards` goes away from its box."""
    (x, y), (to_x, to_y) = port.point, towards
    match port.side:
        case "right":
            return to_x > x and to_y == y
        case "left":
            return to_x < x and to_y == y
        case "bottom":
            return to_y > y and to_x == x
        case _:
            return to_y < y and to_x == x


def _hits(route: Route, box: Box, ends: tuple[Box, Box]) -> bool:
    margin = -1 if box in ends else _CLEARANCE
    left, right = box.x - margin, box.right + margin
    top, bottom = box.y - margin, box.bottom + margin
    return any(
        max(a[0], b[0]) > left
        and min(a[0], b[0]) < right
        and max(a[1], b[1]) > top
        and min(a[1], b[1]) < bottom
        for a, b in pairwise(route)
    )


# A straight piece as its left, right, top and bottom, and whether it stands upright.
_Piece = tuple[int, int, int, int, bool]


def _pieces(route: Route) -> tuple[_Piece, ...]:
    return tuple(
        (min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1]), a[0] == b[0])
        for a, b in pairwise(route)
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is drawn already; `lying` is what it costs to lie on it."""

    pieces: tuple[_Piece, ...]
    lying: int


def _crowd(route: Route, lines: Sequence[_Line], limit: int) -> int:
    """Return what the lines in its way cost a route, or `limit` where that is passed."""
    own, cost = _pieces(route), 0
    for line in lines:
        for left, right, top, bottom, upright in line.pieces:
            for west, east, north, south, up in own:
                beside = max(left, west) > min(right, east) + 3
                if not beside and max(top, north) <= min(bottom, south) + 3:
                    cost += line.lying if up == upright else _CROSSING
        if cost >= limit:
            return limit
    return cost


def _touches(box: Box, point: Point) -> bool:
    return box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom


def length(route: Route) -> int:
    """Return how long a route of horizontal and vertical pieces is."""
    return sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(route))


def _proper(candidate: Route, start: _Port, end: _Port) -> bool:
    """Whether a line leaves one box and enters the other from outside."""
    return len(candidate) > 1 and _leaves(start, candidate[1]) and _leaves(end, candidate[-2])


def _candidates(
    ends: tuple[Box, Box], gutters: Gutters, signs: Sequence[int], limit: int
) -> list[tuple[int, Route]]:
    """Return the routes that cost less than `limit` by themselves, the cheapest first."""
    found: list[tuple[int, Route]] = []
    for start, end in product(_ports(ends[0], signs), _ports(ends[1], signs)):
        if length((start.point, end.point)) + start.cost + end.cost >= limit:
            continue
        for shape in (_between, _detours):
            for candidate in shape(start, end, ends, gutters):
                if _proper(candidate, start, end):
                    cost = length(candidate) + _BEND * (len(candidate) - 2)
                    found.append((cost + start.cost + end.cost, candidate))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Field:
    """What a new line has to keep clear of."""

    boxes: Sequence[Box]
    gutters: Gutters
    drawn: Sequence[Route]

    def best(
        self, ends: tuple[Box, Box], signs: Sequence[int], limit: int = _ANY
    ) -> tuple[int, Route] | None:
        """Return the cheapest line below `limit` and its cost, touching the boxes at `signs`."""
        best: tuple[int, Route] | None = None
        lines = [self._line(line, ends) for line in self.drawn]
        for cost, candidate in _candidates(ends, self.gutters, signs, limit):
            if best is not None and cost >= best[0]:
                break
            if any(_hits(candidate, box, ends) for box in self.boxes):
                continue
            spare = (limit if best is None else best[0]) - cost
            crowd = _crowd(candidate, lines, spare)
            if crowd < spare:
                best = (cost + crowd, candidate)
        return best

    @staticmethod
    def _line(line: Route, ends: tuple[Box, Box]) -> _Line:
        # Ways that part from one box or join at one may share a trunk; others never.
        kin = _touches(ends[0], line[0]) or _touches(ends[1], line[-1])
        return _Line(_pieces(line), _TRUNK if kin else _OVERLAP)


def route(source: Box, target: Box, field: Field, *, paired: bool = False) -> Route:
    """Return the best line from `source` to `target`.

    `paired` lines have one that goes the other way and keep off the middles, so that both
    can run side by side.
    """
    ends = (source, target)
    first = field.best(ends, (-1, 1) if paired else (0,))
    if paired or (first is not None and first[0] == length(first[1])):
        second = None
    else:
        second = field.best(ends, (0, -1, 1), _ANY if first is None else first[0])
    options = [option for option in (first, second) if option is not None]
    return min(options)[1] if options else (source.centre, target.centre)
