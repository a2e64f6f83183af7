"""Staged changes: kept and shown, joined field by field, and sent when a person says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from orderdesk.domain.commands import AddLine, Command, EditLine, EditOrder, RemoveLine
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import Message
from orderdesk.domain.order import FieldValue, Frozen, Order
from orderdesk.domain.rules import Effect, VendorRules

Stageable: TypeAlias = EditOrder | EditLine | AddLine | RemoveLine

STAGEABLE = frozenset({Effect.EDIT, Effect.EDIT_LINE, Effect.ADD_LINE, Effect.REMOVE_LINE})
"""The effects whose actions can be staged: they write fields and move nothing."""


class StagedField(Frozen):
    """One field of a staged change: `old` is what it was when it was first changed."""

    field: str
    old: FieldValue
    new: FieldValue


class Pick(NamedTuple):
    """A staged command, or one `field` of it; None: the whole command."""

    command: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One act of staging, the unit of undo: an order's staged commands before and after it."""

    order_id: str
    before: tuple[Command, ...]
    after: tuple[Command, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing changed, as where a value was confirmed as it was."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class EditableField:
    """One value as it can, or cannot, be edited in place.

    Without an `action` the `reason` and `way_out` say why not.
    """

    spec: FieldSpec
    action: str | None = None
    reason: Message | None = None
    way_out: Message | None = None
    staged: StagedField | None = None
    """What is staged for it now."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether lines can be added, or one be removed; as EditableField without a field."""

    action: str | None = None
    reason: Message | None = None
    way_out: Message | None = None


@dataclass(frozen=True, slots=True)
class Editable:
    """What of an order can be edited in place, field by field."""

    order: Mapping[str, EditableField]
    """By the field's key, for every field that the order's vendor has."""
    lines: Mapping[str, Mapping[str, EditableField]]
    """By the line's id and the field's key, for every line that is shown."""
    adding: Offer
    removing: Mapping[str, Offer]
    """By the line's id."""

    def by_attribute(self, attribute: str) -> EditableField | None:
        """Return the field that an attribute of the order shows, if the vendor has one."""
        found = [one for one in self.order.values() if one.spec.attribute == attribute]
        return next((one for one in found if one.action), found[0] if found else None)


def fields_of(command: Command) -> tuple[StagedField, ...]:
    """Return what a command changes, field by field, in the order in which it was staged."""
    match command:
        case EditOrder() | EditLine():
            return tuple(
                StagedField(field=key, old=command.base.get(key), new=value)
                for key, value in command.changes.items()
            )
        case AddLine():
            return tuple(
                StagedField(field=key, old=None, new=value)
                for key, value in command.fields.items()
                if value is not None
            )
        case RemoveLine():
            return tuple(
                StagedField(field=key, old=value, new=None)
                for key, value in command.base.items()
                if value is not None
            )
        case _:
            return ()


def order_keys(commands: Iterable[Command]) -> frozenset[str]:
    """Return the keys of the order's own fields that commands change."""
    return frozenset(key for one in commands if isinstance(one, EditOrder) for key in one.changes)


def line_keys(commands: Iterable[Command]) -> dict[str, frozenset[str]]:
    """Return the keys of the fields that commands change, by the line's id; not of removals."""
    found: dict[str, frozenset[str]] = {}
    for one in commands:
        if isinstance(one, EditLine):
            found[one.line_id] = found.get(one.line_id, frozenset()) | one.changes.keys()
        elif isinstance(one, AddLine):
            found[one.line_id] = frozenset(key for key, value in one.fields.items() if value)
    return found


def attributes_of(
    commands: Sequence[Command], before: Order, after: Order, rules: VendorRules | None
) -> tuple[str, ...]:
    """Return which attributes of an order show what `commands` make of it."""
    specs = rules.order_fields if rules is not None else ()
    names = {spec.key: spec.attribute or spec.key for spec in specs}
    found = dict.fromkeys(names.get(key, key) for key in sorted(order_keys(commands)))
    if any(not isinstance(one, EditOrder) for one in commands):
        found["items"] = None
    if before.total != after.total:
        found["total"] = None
    return tuple(found)


def without(command: Stageable, fields: Iterable[str]) -> Stageable | None:
    """Return an edit without these fields, None where nothing is left; others go as a whole."""
    if not isinstance(command, EditOrder | EditLine):
        return None
    taken = frozenset(fields)
    changes = {key: value for key, value in command.changes.items() if key not in taken}
    return _with(command, changes) if changes else None


def only(command: Stageable, fields: Iterable[str]) -> Stageable:
    """Return an edit with nothing but these fields; others as they are."""
    if not isinstance(command, EditOrder | EditLine):
        return command
    wanted = frozenset(fields)
    return _with(command, {k: value for k, value in command.changes.items() if k in wanted})


def _with(command: EditOrder | EditLine, changes: Mapping[str, FieldValue]) -> EditOrder | EditLine:
    base = {key: command.base.get(key) for key in changes}
    return command.model_copy(update={"changes": dict(changes), "base": base})


def superseded(staged: Sequence[Stageable], given: Sequence[Command]) -> tuple[Stageable, ...]:
    """Return what stays staged of an order beside commands on it that are given to be sent.

    A value that a person sends is newer than the one that was staged for the same field.
    """
    kept: list[Stageable] = []
    for command in staged:
        left: Stageable | None = command
        for newer in given:
            left = left and _beside(left, newer)
        if left is not None:
            kept.append(left)
    return tuple(kept)


def _beside(staged: Stageable, newer: Command) -> Stageable | None:
    match newer:
        case EditOrder() if isinstance(staged, EditOrder):
            return without(staged, newer.changes)
        case EditLine() if isinstance(staged, EditLine) and staged.line_id == newer.line_id:
            return without(staged, newer.changes)
        case RemoveLine() if isinstance(staged, EditLine | RemoveLine):
            return None if staged.line_id == newer.line_id else staged
        case _:
            return staged


def rejoined(staged: Sequence[Stageable], back: Stageable) -> tuple[Stageable, ...]:
    """Return what is staged once a command is taken `back` that was sent from there.

    What was staged since goes before it, field by field.
    """
    for index, newer in enumerate(staged):
        if isinstance(newer, RemoveLine) and not isinstance(back, EditOrder):
            if newer.line_id == back.line_id:
                return tuple(staged)
        elif _about_the_same(newer, back):
            joined = _joined(back, newer)
            return (*staged[:index], joined, *staged[index + 1 :])
    return (*staged, back)


def _about_the_same(one: Stageable, other: Stageable) -> bool:
    if isinstance(one, EditOrder) and isinstance(other, EditOrder):
        return one.action == other.action
    if isinstance(one, EditOrder) or isinstance(other, EditOrder):
        return False
    return one.line_id == other.line_id


def _joined(back: Stageable, newer: Stageable) -> Stageable:
    if not isinstance(back, EditOrder | EditLine) or not isinstance(newer, EditOrder | EditLine):
        return back
    changes = {**back.changes, **newer.changes}
    base = {**newer.base, **back.base}
    return newer.model_copy(update={"changes": changes, "base": base})
