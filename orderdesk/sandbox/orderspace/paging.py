"""Lists: filters as each is documented, and pages by cursor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeAlias, TypeVar

from orderdesk.sandbox.orderspace.moments import read_day, read_moment
from orderdesk.sandbox.orderspace.refusals import BadRequest, not_found
from orderdesk.sandbox.switches import SwitchBoard

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200
"""Default and maximum of `limit` (pagination chapter)."""
_PAGING = {"limit", "starting_after"}
_Row = TypeVar("_Row")
_Value: TypeAlias = "str | int | bool | Sequence[str] | None"


class Kind(Enum):
    """How a filter compares."""

    TEXT = auto()
    ID = auto()
    FLAG = auto()
    SINCE = auto()
    BEFORE = auto()
    DAY_SINCE = auto()
    DAY_BEFORE = auto()


class _Unreadable(Exception):
    """The value of a filter is none."""


@dataclass(frozen=True, slots=True)
class Filter(Generic[_Row]):
    """One parameter of a list and the value of a row that it compares with."""

    name: str
    kind: Kind
    value: Callable[[_Row], _Value]


class Pages(Generic[_Row]):
    """One kind of list."""

    def __init__(
        self,
        kind: str,
        key: Callable[[_Row], str],
        filters: Sequence[Filter[_Row]],
        *,
        board: SwitchBoard,
    ) -> None:
        self._kind = kind
        self._key = key
        self._filters = {one.name: one for one in filters}
        self._board = board

    def page(self, rows: Sequence[_Row], params: Mapping[str, str]) -> tuple[list[_Row], bool]:
        """Return one page of the rows that pass the filters, and whether there are more.

        The cursor stands for the place of a row in the list, whether it passes the filters or not.

        Raises:
            BadRequest, Refusal: as the switches choose.
        """
        limit = self._limit(params)
        tests = self._tests(params)
        if tests is None:
            return [], False
        found: list[_Row] = []
        for row in rows[self._start(rows, params) :]:
            if all(test(row) for test in tests):
                if len(found) == limit:
                    return found, True
                found.append(row)
        return found, False

    def _limit(self, params: Mapping[str, str]) -> int:
        text = params.get("limit")
        if text is None:
            return DEFAULT_LIMIT
        digits = text if text.isascii() and text.isdigit() and len(text) < 10 else "0"
        limit = int(digits)
        if 0 < limit <= LARGEST_LIMIT:
            return limit
        if self._board["page_size"] == "refused":
            raise BadRequest
        return min(limit, LARGEST_LIMIT) or DEFAULT_LIMIT

    def _start(self, rows: Sequence[_Row], params: Mapping[str, str]) -> int:
        cursor = params.get("starting_after")
        if not cursor:
            return 0
        for place, row in enumerate(rows):
            if self._key(row) == cursor:
                return place + 1
        match self._board["lost_cursor"]:
            case "not_found":
                raise not_found(self._kind, cursor)
            case "first_page":
                return 0
            case _:
                return len(rows)

    def _tests(self, params: Mapping[str, str]) -> list[Callable[[_Row], bool]] | None:
        """Return what a row must pass; None when nothing can."""
        tests: list[Callable[[_Row], bool]] = []
        for name, text in params.items():
            known = self._filters.get(name)
            if known is None:
                if name not in _PAGING and self._board["unknown_filter"] == "refused":
                    raise BadRequest
                continue
            try:
                tests.append(self._test(known, text))
            except _Unreadable:
                if self._board["bad_filter"] == "refused":
                    raise BadRequest from None
                if self._board["bad_filter"] == "nothing":
                    return None
        return tests

    def _test(self, known: Filter[_Row], text: str) -> Callable[[_Row], bool]:
        value = known.value
        match known.kind:
            case Kind.TEXT:
                return self._matching(value, text)
            case Kind.ID:
                return lambda row: _has(value(row), text)
            case Kind.FLAG:
                wanted = _flag(text)
                return lambda row: value(row) is wanted
            case Kind.SINCE | Kind.BEFORE:
                return self._bounded(value, _readable(read_moment(text)), known.kind is Kind.SINCE)
            case Kind.DAY_SINCE | Kind.DAY_BEFORE:
                late = known.kind is Kind.DAY_SINCE
                return self._bounded(value, _readable(read_day(text)), late)

    def _matching(self, value: Callable[[_Row], _Value], text: str) -> Callable[[_Row], bool]:
        match self._board["text_match"]:
            case "ignoring_case":
                return lambda row: str(value(row)).casefold() == text.casefold()
            case "contains":
                return lambda row: text.casefold() in str(value(row)).casefold()
            case _:
                return lambda row: str(value(row)) == text

    def _bounded(
        self, value: Callable[[_Row], _Value], bound: int | str, since: bool
    ) -> Callable[[_Row], bool]:
        bounds = self._board["time_bounds"]
        inside = bounds == "inclusive" or (since and bounds == "half_open")

        def passes(row: _Row) -> bool:
            given = value(row)
            if isinstance(given, int) and isinstance(bound, int):
                distance = given - bound
            elif isinstance(given, str) and given and isinstance(bound, str):
                distance = (given > bound) - (given < bound)
            else:
                return False
            return (distance > 0 if since else distance < 0) or (inside and distance == 0)

        return passes


_Bound = TypeVar("_Bound", int, str)


def _readable(bound: _Bound | None) -> _Bound:
    if bound is None:
        raise _Unreadable
    return bound


def _has(value: _Value, text: str) -> bool:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return str(value or "") == text
    return text in value


def _flag(text: str) -> bool:
    if text.casefold() in ("true", "1"):
        return True
    if text.casefold() in ("false", "0"):
        return False
    raise _Unreadable
