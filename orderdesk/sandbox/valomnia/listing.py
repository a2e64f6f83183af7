"""Lists: which parameters there are, filters, sorting, and pages with their links."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeAlias, TypeVar
from urllib.parse import quote

from orderdesk.sandbox.json_text import Document, write
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.enumerations import KINDS
from orderdesk.sandbox.valomnia.forms import Form
from orderdesk.sandbox.valomnia.links import Links
from orderdesk.sandbox.valomnia.refusals import invalid_param, wrong_datetime, wrong_type

_Row = TypeVar("_Row")
Key: TypeAlias = "int | str | Decimal"
DEFAULT_MAX = 100
_PAGING = ("max", "offset", "order", "sort")
_COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    "gt": lambda one, other: one > other,
    "gte": lambda one, other: one >= other,
    "lt": lambda one, other: one < other,
    "lte": lambda one, other: one <= other,
}
_DATES = {
    f"{field}_{operator}": (field, operator)
    for field in ("dateCreated", "lastUpdated")
    for operator in _COMPARED
}
_STALE = 7
"""So many rows ago the total was right, when the switch says stale."""


@dataclass(frozen=True, slots=True)
class Columns(Generic[_Row]):
    """How the rows of one list are filtered and sorted."""

    path: str
    """Below the API."""
    sorts: Mapping[str, Callable[[_Row], Key]]
    """With `id`, `dateCreated` and `lastUpdated`, the last two in seconds."""
    references: Mapping[str, Callable[[_Row], str | None]]
    """Filters that take wildcards."""
    kind: Callable[[_Row], str] | None = None
    """For a list that can be filtered by operationType."""

    @property
    def parameters(self) -> tuple[str, ...]:
        kinds = ("operationType",) if self.kind is not None else ()
        return (*_PAGING, *_DATES, *kinds, *self.references)


@dataclass(frozen=True, slots=True)
class Page(Generic[_Row]):
    """The rows of one page, and the envelope without them."""

    rows: Sequence[_Row]
    paging: Document
    has_next: bool

    def body(self, texts: Sequence[bytes]) -> bytes:
        """Return the whole answer with the rows as text."""
        head = write(self.paging).encode("utf-8")
        return b'{"paging":' + head + b',"data":[' + b",".join(texts) + b"]}"


def page_of(
    rows: Sequence[_Row],
    columns: Columns[_Row],
    query: Form,
    *,
    board: SwitchBoard,
    links: Links,
) -> Page[_Row]:
    """Return the page that the query asks for.

    Raises:
        Refusal: 400 for parameters that there are not and for values that cannot be taken.
    """
    query.known(columns.parameters)
    found = [row for row in rows if all(test(row) for test in _tests(columns, query, board))]
    found = _sorted(found, columns, query, newest=board["list_order"] == "newest")
    size = min(_whole(query, "max", DEFAULT_MAX, least=1), max(board.number("max_limit"), 1))
    offset = _whole(query, "offset", 0, least=0)
    total = len(found)
    links_to = _PageLinks(columns.path, query, size, links)
    stale = board["list_total"] == "stale"
    paging: Document = {
        "total": max(total - _STALE, 0) if stale else total,
        "max": size,
        "offset": offset,
        "previous": links_to.at(max(offset - size, 0)) if offset > 0 else None,
        "next": links_to.at(offset + size) if offset + size < total else None,
    }
    if board["paging_ends"] == "absent":
        paging = {name: value for name, value in paging.items() if value is not None}
    return Page(found[offset : offset + size], paging, offset + size < total)


@dataclass(frozen=True, slots=True)
class _PageLinks:
    """Links to other pages: sort, max and order first, the offset last, as in the sample."""

    path: str
    query: Form
    size: int
    links: Links

    def at(self, offset: int) -> str:
        sent = self.query.values
        pairs = [("sort", sent.get("sort")), ("max", str(self.size)), ("order", sent.get("order"))]
        pairs += [(name, value) for name, value in sent.items() if name not in _PAGING]
        pairs.append(("offset", str(offset)))
        text = "&".join(
            f"{name}={quote(value, safe='*:')}" for name, value in pairs if value is not None
        )
        return self.links.to(f"{self.path}?{text}", offset // self.size)


def _tests(columns: Columns[_Row], query: Form, board: SwitchBoard) -> list[Callable[[_Row], bool]]:
    tests: list[Callable[[_Row], bool]] = []
    broken: list[str] = []
    for name, text in query.values.items():
        if name in _DATES:
            try:
                tests.append(_dated(columns, name, moments.from_text(text)))
            except ValueError:
                broken.append(text)
        elif name in columns.references:
            folded = board["reference_case"] == "ignored"
            tests.append(_alike(columns.references[name], text, folded=folded))
    if broken:
        raise wrong_datetime(broken)
    if columns.kind is not None and "operationType" in query.values:
        kind, wanted = columns.kind, query.values["operationType"]
        if wanted not in KINDS and board["unknown_type"] == "refused":
            raise invalid_param("operationType")
        tests.append(lambda row: kind(row) == wanted)
    return tests


def _dated(columns: Columns[_Row], name: str, limit: int) -> Callable[[_Row], bool]:
    field, operator = _DATES[name]
    read, compare = columns.sorts[field], _COMPARED[operator]

    def test(row: _Row) -> bool:
        value = read(row)
        return isinstance(value, int) and compare(value, limit)

    return test


def _alike(
    read: Callable[[_Row], str | None], pattern: str, *, folded: bool
) -> Callable[[_Row], bool]:
    """Compare with a pattern that may have an asterisk at either end or at both."""

    def plain(text: str) -> str:
        return text.casefold() if folded else text

    before, after = pattern.startswith("*"), pattern.endswith("*")
    core = plain(pattern.removeprefix("*").removesuffix("*"))

    def test(row: _Row) -> bool:
        value = read(row)
        if value is None:
            return False
        value = plain(value)
        if before and after:
            return core in value
        if before:
            return value.endswith(core)
        return value.startswith(core) if after else value == core

    return test


def _sorted(rows: list[_Row], columns: Columns[_Row], query: Form, *, newest: bool) -> list[_Row]:
    field, order = query.text("sort"), query.one_of("order", ("asc", "desc"))
    if field is not None and field not in columns.sorts:
        raise invalid_param("sort")
    if field is None and newest:
        field, order = "dateCreated", order or "desc"
    key, number = columns.sorts[field or "id"], columns.sorts["id"]
    return sorted(rows, key=lambda row: (key(row), number(row)), reverse=order == "desc")


def _whole(query: Form, name: str, default: int, *, least: int) -> int:
    text = query.text(name)
    if text is None:
        return default
    if not (text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()):
        raise wrong_type(name)
    if len(text) > 9 or int(text) < least:
        raise invalid_param(name)
    return int(text)
