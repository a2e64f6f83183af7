"""From one list of row ids to the next: what is asked, and what the table needs to take it over."""

from array import array
from dataclasses import dataclass

Run = tuple[int, int]
"""The first and the last place of neighbours."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows the next list has more, less, and in another order among the others."""

    come: int = 0
    gone: int = 0
    moved: int = 0
    at_end: bool = False
    """Whether it has only grown, and only below its end, so that no row moves."""

    @property
    def total(self) -> int:
        """How many rows would come, go or move."""
        return self.come + self.gone + self.moved


@dataclass(frozen=True, slots=True)
class Standing:
    """What the table shows and a person has chosen in it; nobody changes these arrays."""

    rowids: "array[int]"
    chosen: tuple[Run, ...] = ()
    """The selected places."""
    touched: frozenset[int] = frozenset()
    """Row ids that stay where they are shown even if they are found no more."""


@dataclass(frozen=True, slots=True)
class Relisting:
    """The next list, and where everything is in it."""

    old: Standing
    """What it was prepared for."""
    rowids: "array[int]"
    """What was found, with the touched rows that were not."""
    places: "array[int]"
    """The place of every row id, as array("i"); -1 for those that are not in the list."""
    moved: bool
    """Whether rows have changed places; else the list has only grown or shrunk at its end."""
    kept: frozenset[int]
    """The touched rows that are only still there for the user's sake."""
    chosen: tuple[Run, ...] | None
    """What was chosen, in its new places; None where it would fall into too many pieces."""
    difference: Difference = Difference()
    """What a person would see change."""

    def has(self, rowid: int) -> bool:
        """Whether a row is in the next list."""
        return 0 <= rowid < len(self.places) and self.places[rowid] >= 0
