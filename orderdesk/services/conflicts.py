"""A conflict shown field by field, and what becomes of the command once a person has chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from orderdesk.domain.commands import (
    Command,
    CommandState,
    EditLine,
    EditOrder,
    OutboxEntry,
    RemoveLine,
)
from orderdesk.domain.errors import InputError, Refused
from orderdesk.domain.fields import FieldSpec, check
from orderdesk.domain.history import HistoryEntry, Origin
from orderdesk.domain.merge import FieldConflict
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, Order
from orderdesk.domain.rules import VendorRules
from orderdesk.services.decisions import CHANGED_AGAIN, CHANGED_AGAIN_WAY, NO_QUESTION
from orderdesk.services.intake import is_unproved
from orderdesk.services.lines import taken_values
from orderdesk.services.preparation import conflicts_of, question_of, with_mine
from orderdesk.services.sentences import no_command, wrong_values
from orderdesk.services.views import OrderView
from orderdesk.store.store import Store

CHOOSE_ONE = QT_TRANSLATE_NOOP("messages", "{field}: choose which value is to stay.")
ALL_OR_NOTHING = QT_TRANSLATE_NOOP(
    "messages", "An item is taken off as a whole: choose the same for all its fields."
)


class TheirChoice(Enum):
    """The word for keeping what somebody else has put there."""

    THEIRS = "theirs"


THEIRS = TheirChoice.THEIRS
Choices: TypeAlias = Mapping[str, FieldValue | TheirChoice]
"""What a person chose for each field: a value, one's own or another one, or THEIRS."""


@dataclass(frozen=True, slots=True)
class Contested:
    """A field that two people changed differently: what it was, is to be, and is now."""

    spec: FieldSpec
    base: FieldValue
    mine: FieldValue
    theirs: FieldValue


@dataclass(frozen=True, slots=True)
class Merging:
    """A field of the same command that nobody else changed: it goes through by itself."""

    spec: FieldSpec
    base: FieldValue
    mine: FieldValue


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A command that asks because somebody else changed the same meanwhile."""

    entry: OutboxEntry
    view: OrderView
    contested: tuple[Contested, ...]
    merging: tuple[Merging, ...]
    changed_at: datetime | None = None
    """When the other change was made by the vendor's word, else when it was seen here."""
    changed_by: str | None = None
    """Who made it, where that was done at this desk; no vendor's order says who."""
    by_vendor: bool = False
    """The time is the vendor's."""

    @property
    def removes(self) -> bool:
        """Whether it takes an item off, so that there is one choice for all fields."""
        return isinstance(self.entry.command, RemoveLine)

    @property
    def seen(self) -> dict[str, FieldValue]:
        """What stands there now by this view, to be given back with the choices."""
        return {one.spec.key: one.theirs for one in self.contested}


def is_conflict(entry: OutboxEntry) -> bool:
    """Whether a command asks because of a conflict, and not for a lost answer or its age."""
    if entry.state is not CommandState.ASKING or is_unproved(entry) or entry.waited:
        return False
    return isinstance(entry.command, EditOrder | EditLine | RemoveLine)


def conflict_of(entry: OutboxEntry, view: OrderView) -> ConflictView:
    """Return what there is to choose between on the order as it is now.

    Raises:
        Refused: if the command asks nothing, or not because of a conflict.
    """
    order, rules = view.mirror, view.description.rules
    if not is_conflict(entry) or order is None:
        raise Refused(Message(NO_QUESTION))
    specs = _specs(entry.command, rules)
    found = conflicts_of(entry.command, order, rules)
    contested = tuple(
        Contested(_spec_of(one, specs), one.base, one.mine, one.theirs) for one in found
    )
    at, by, by_vendor = _whose(view, {one.field: one.theirs for one in found})
    return ConflictView(
        entry=entry,
        view=view,
        contested=contested,
        merging=_merging(entry.command, specs, {one.field for one in found}),
        changed_at=at,
        changed_by=by,
        by_vendor=by_vendor,
    )


def _specs(command: Command, rules: VendorRules) -> dict[str, FieldSpec]:
    known = rules.order_fields if isinstance(command, EditOrder) else rules.line_fields
    rule = rules.action(command.action)
    return {spec.key: spec for spec in (*known, *(rule.fields if rule is not None else ()))}


def _spec_of(one: FieldConflict, specs: Mapping[str, FieldSpec]) -> FieldSpec:
    return specs.get(one.field) or FieldSpec(key=one.field, label=one.field)


def _merging(
    command: Command, specs: Mapping[str, FieldSpec], contested: set[str]
) -> tuple[Merging, ...]:
    if not isinstance(command, EditOrder | EditLine):
        return ()
    return tuple(
        Merging(specs[key], command.base.get(key), value)
        for key, value in command.changes.items()
        if key not in contested and key in specs
    )


def _whose(
    view: OrderView, theirs: Mapping[str, FieldValue]
) -> tuple[datetime | None, str | None, bool]:
    """Return when the other change was made or seen, by whom, and whether the vendor says when."""
    made = [entry for entry in view.history if _shows(entry, theirs)]
    last = made[-1] if made else None
    if last is not None and last.origin is Origin.DESK:
        return last.at, last.author or None, False
    stamp, order = view.description.rules.changed_at, view.mirror
    if order is not None and stamp is not None:
        try:
            at = datetime.fromisoformat(order.fields.get(stamp) or "")
        except ValueError:
            at = None
        if at is not None and at.tzinfo is not None:
            return at, None, True
    return (last.at if last is not None else view.read_at), None, False


def _shows(entry: HistoryEntry, theirs: Mapping[str, FieldValue]) -> bool:
    done = entry.origin is Origin.VENDOR or entry.state is CommandState.DONE
    return done and any(
        change.field in theirs and (change.after or None) == theirs[change.field]
        for change in entry.changes
    )


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a person chose on a conflict; `seen` is what stood there when it was chosen."""

    command_id: str
    choices: Choices
    seen: Mapping[str, FieldValue] | None
    rules: VendorRules
    now: datetime


def resolve(store: Store, resolution: Resolution) -> frozenset[str]:
    """Let a command go on with what was chosen; return the orders that changed.

    Raises:
        InputError: with `problems` by field, where something is not chosen or cannot be sent.
        Refused: it asks nothing of the kind, or the order has changed again: then it asks anew.
    """
    entry = store.outbox.get(resolution.command_id)
    if entry is None:
        raise no_command(resolution.command_id)
    order = store.mirror.get(entry.command.order_id)
    if not is_conflict(entry) or order is None:
        raise Refused(Message(NO_QUESTION))
    conflicts = conflicts_of(entry.command, order, resolution.rules)
    _require_seen(store, entry, order, resolution, {one.field: one.theirs for one in conflicts})
    command = _chosen(entry.command, order, resolution, conflicts)
    line_id = entry.command.line_id if isinstance(entry.command, EditLine | RemoveLine) else ""
    given_up = [(line_id, key) for key, one in resolution.choices.items() if one is THEIRS]
    store.watch.decided(entry.command.order_id, given_up)
    if command is None:
        return store.outbox.withdraw(resolution.command_id, now=resolution.now)
    store.outbox.requeue(resolution.command_id, command=command)
    return frozenset({entry.command.order_id})


def _require_seen(
    store: Store,
    entry: OutboxEntry,
    order: Order,
    resolution: Resolution,
    theirs: Mapping[str, FieldValue],
) -> None:
    """Ask anew where something else stands there now than the person saw."""
    seen = resolution.seen
    if seen is None or {**seen} == {**theirs}:
        return
    question = question_of(entry.command, order, resolution.rules)
    if question is not None and question.readings != entry.readings:
        store.outbox.ask(entry.command.id, reason=question.reason, readings=question.readings)
    if question is not None:
        raise Refused(Message(CHANGED_AGAIN), way_out=Message(CHANGED_AGAIN_WAY))


def _chosen(
    command: Command,
    order: Order,
    resolution: Resolution,
    conflicts: tuple[FieldConflict, ...],
) -> Command | None:
    """Return the command with what was chosen, or None where nothing of it is left."""
    choices, rules = resolution.choices, resolution.rules
    specs = _specs(command, rules)
    missing = {
        one.field: Message(CHOOSE_ONE, {"field": Message(_spec_of(one, specs).label)})
        for one in conflicts
        if one.field not in choices
    }
    if missing:
        raise wrong_values(missing)
    if isinstance(command, RemoveLine):
        kept = {choices[one.field] is THEIRS for one in conflicts}
        if len(kept) > 1:
            raise InputError(Message(ALL_OR_NOTHING))
        return None if True in kept else with_mine(command, order, rules)
    if not isinstance(command, EditOrder | EditLine):
        raise Refused(Message(NO_QUESTION))
    return _edited(command, order, resolution, conflicts)


def _edited(
    command: EditOrder | EditLine,
    order: Order,
    resolution: Resolution,
    conflicts: tuple[FieldConflict, ...],
) -> Command | None:
    theirs = {one.field: one.theirs for one in conflicts}
    changes, base = dict(command.changes), {**command.base, **theirs}
    for field in theirs:
        choice = resolution.choices[field]
        if isinstance(choice, TheirChoice):
            del changes[field]
        else:
            changes[field] = choice
    line = order.line(command.line_id) if isinstance(command, EditLine) else None
    beside = line.fields if line is not None else order.fields
    rule = resolution.rules.action(command.action)
    checked = check(rule.fields if rule is not None else (), changes, beside)
    problems = dict(checked.problems)
    if isinstance(command, EditLine):
        others = [one.fields for one in order.lines or () if one.id != command.line_id]
        problems |= taken_values(resolution.rules.line_fields, changes, others)
    if problems:
        raise wrong_values(problems)
    wanted = {
        key: value
        for key, value in checked.values.items()
        if key not in theirs or (value or None) != (theirs[key] or None)
    }
    if not wanted:
        return None
    kept = {key: value for key, value in base.items() if key in wanted}
    return command.model_copy(update={"changes": wanted, "base": kept})
