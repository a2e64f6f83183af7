"""What must be true of a shown row, as data; told to SQL or to ranks by whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Fixed(Enum):
    """What is true of every row, or of none."""

    EVERYTHING = "everything"
    NOTHING = "nothing"


class Sign(Enum):
    """How a column's value is compared with a bound."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"


@dataclass(frozen=True, slots=True)
class Absent:
    """The column's value is not known."""

    column: str


@dataclass(frozen=True, slots=True)
class Within:
    """The column's value is one of these texts."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """The column's value is this text, Latin letters of either case being one."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Holding:
    """The column's folded text holds this folded text anywhere."""

    column: str
    part: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The column's value is known and within every bound."""

    column: str
    bounds: tuple[tuple[Sign, str | float], ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """The row's text, or that of its items alone, holds this folded text anywhere."""

    text: str
    items_only: bool


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these is true."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these are true."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What is not true of the row, be it false or not known."""

    condition: "Condition"


Condition: TypeAlias = (
    Fixed | Absent | Within | Same | Holding | Compared | Sought | AnyOf | AllOf | Not
)


def any_of(*conditions: Condition) -> Condition:
    """Return the condition that one of these is true."""
    return conditions[0] if len(conditions) == 1 else AnyOf(conditions)


def all_of(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that all of these are true."""
    return conditions[0] if len(conditions) == 1 else AllOf(tuple(conditions))
