"""How the table is laid out, kept as text: read before anything heavy is imported."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """How one column is laid out."""

    key: str
    width: int
    shown: bool


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How the table is laid out: its columns from the left, and how it is sorted."""

    version: int = 1
    columns: list[ColumnLayout] = field(default_factory=list[ColumnLayout])
    sort: str = "placed_at"
    descending: bool = True


def read_layout(text: str | None) -> TableLayout:
    """Read a kept layout; whatever cannot be read gives the default one."""
    try:
        return _layout(json.loads(text)) if text else TableLayout()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return TableLayout()


def layout_text(layout: TableLayout) -> str:
    """Return a layout as it is kept."""
    return json.dumps(asdict(layout))


def _layout(kept: Any) -> TableLayout:
    usual = TableLayout()
    return TableLayout(
        version=_checked(kept.get("version", usual.version), int),
        columns=[_column(one) for one in _checked(kept.get("columns", []), list)],
        sort=_checked(kept.get("sort", usual.sort), str),
        descending=_checked(kept.get("descending", usual.descending), bool),
    )


def _column(kept: Any) -> ColumnLayout:
    return ColumnLayout(
        key=_checked(kept["key"], str),
        width=_checked(kept["width"], int),
        shown=_checked(kept["shown"], bool),
    )


def _checked(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value
