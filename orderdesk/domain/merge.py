"""Three-way merge per field: what was seen, what was typed, what is there now."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderdesk.domain.order import FieldValue


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that two people changed to different values."""

    field: str
    base: FieldValue
    mine: FieldValue
    theirs: FieldValue


@dataclass(frozen=True, slots=True)
class Merge:
    """What is still to be written, and where a person has to choose."""

    changes: Mapping[str, FieldValue]
    conflicts: tuple[FieldConflict, ...]


def merge(
    base: Mapping[str, FieldValue],
    mine: Mapping[str, FieldValue],
    theirs: Mapping[str, FieldValue],
) -> Merge:
    """Merge the changed fields `mine` into `theirs`, both having started from `base`.

    A field that is already as wanted needs no write; one that nobody else touched goes
    through; one that somebody else changed to something different is a conflict.
    """
    changes: dict[str, FieldValue] = {}
    conflicts: list[FieldConflict] = []
    for field, wanted in mine.items():
        now = theirs.get(field) or None
        seen = base.get(field) or None
        if now == (wanted or None):
            continue
        if now == seen:
            changes[field] = wanted
        else:
            conflicts.append(FieldConflict(field, seen, wanted, now))
    return Merge(changes, tuple(conflicts))
