"""The last look before a command is sent: decided again and merged on the order just read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, assert_never

from orderdesk.domain.actions import Facts, decide_action
from orderdesk.domain.commands import (
    Act,
    AddLine,
    Command,
    CommandState,
    CreateOrder,
    EditLine,
    EditOrder,
    RemoveLine,
    Transit,
)
from orderdesk.domain.fields import FieldSpec, check
from orderdesk.domain.merge import FieldConflict, merge
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim
from orderdesk.domain.order import FieldValue, Order
from orderdesk.domain.rules import VendorRules
from orderdesk.services.lines import taken_values, unfit_values
from orderdesk.services.sentences import joined, refusal

NO_RULE = QT_TRANSLATE_NOOP("messages", "The vendor no longer has the action “{action}”.")
ALREADY = QT_TRANSLATE_NOOP(
    "messages", "It was so already when it was read again; nothing was sent."
)
LINE_GONE = QT_TRANSLATE_NOOP(
    "messages", "The item is no longer on the order: somebody took it off. Add it again if needed."
)
LINE_GONE_ALREADY = QT_TRANSLATE_NOOP(
    "messages", "The item was off the order already; nothing was sent."
)
OTHER_TARGET = QT_TRANSLATE_NOOP(
    "messages", "The order has moved on: from “{state}” this now leads elsewhere. Look again."
)
CONFLICT = QT_TRANSLATE_NOOP(
    "messages", "Somebody else changed the same meanwhile. Choose which values are to stay."
)
READING = QT_TRANSLATE_NOOP(
    "messages", "{field}: it was {base}, you want {mine}, it is {theirs} now."
)
READING_REMOVED = QT_TRANSLATE_NOOP(
    "messages", "{field}: it was {base} when you took the item off, it is {theirs} now."
)
QUOTED = QT_TRANSLATE_NOOP("messages", "“{value}”")
EMPTY = QT_TRANSLATE_NOOP("messages", "empty")


@dataclass(frozen=True, slots=True)
class Go:
    """Send this: the command with only what is still to be changed."""

    command: Command


@dataclass(frozen=True, slots=True)
class Stop:
    """Nothing is to be sent; the command ends in `state`."""

    state: CommandState
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """A person has to choose."""

    reason: str
    readings: tuple[str, ...]


Prepared: TypeAlias = Go | Stop | Question


def prepare(
    command: Command, fresh: Order | None, rules: VendorRules, facts: Facts, now: datetime
) -> Prepared:
    """Decide on the order just read (None for a new one); `now` is the vendor's clock."""
    if isinstance(command, CreateOrder) or fresh is None:
        return Go(command)
    rule = rules.action(command.action)
    if rule is None:
        message = Message(NO_RULE, {"action": command.action})
        return Stop(CommandState.REFUSED, message.render())
    verdict = decide_action(fresh, rule, rules, facts, now)
    if not verdict.allowed:
        return Stop(CommandState.REFUSED, refusal(verdict).sentence())
    if isinstance(command, Transit):
        return _moved(command, fresh, verdict.target)
    if isinstance(command, Act):
        problems = unfit_values(rule.fields, command.values, fresh)
        return _unless(problems, command.model_copy(update={"source": fresh.vendor_state}))
    question = question_of(command, fresh, rules)
    if question is not None:
        return question
    return _merged(command, fresh, rules, rule.fields)


def _moved(command: Transit, fresh: Order, target: str | None) -> Prepared:
    if target != command.target:
        message = Message(OTHER_TARGET, {"state": verbatim(fresh.vendor_state)})
        return Stop(CommandState.REFUSED, message.render())
    return Go(command.model_copy(update={"source": fresh.vendor_state}))


def _merged(
    command: EditOrder | AddLine | EditLine | RemoveLine,
    fresh: Order,
    rules: VendorRules,
    specs: Sequence[FieldSpec],
) -> Prepared:
    match command:
        case EditOrder():
            return _edited(command, fresh.fields, specs)
        case AddLine():
            others = [line.fields for line in fresh.lines or ()]
            return _unless(taken_values(rules.line_fields, command.fields, others), command)
        case EditLine():
            return _edited_line(command, fresh, rules, specs)
        case RemoveLine():
            return _removed(command, fresh)
        case _:
            assert_never(command)


def _unless(problems: Mapping[str, Message], command: Command) -> Prepared:
    if problems:
        return Stop(CommandState.REFUSED, joined(problems).render())
    return Go(command)


def _edited(
    command: EditOrder | EditLine, theirs: Mapping[str, FieldValue], specs: Sequence[FieldSpec]
) -> Prepared:
    changes = merge(command.base, command.changes, theirs).changes
    if not changes:
        return Stop(CommandState.DONE, Message(ALREADY).render())
    # Beside what somebody else has filled in meanwhile, the change may no longer be possible.
    problems = check(specs, changes, theirs).problems
    return _unless(problems, command.model_copy(update={"changes": changes}))


def _edited_line(
    command: EditLine, fresh: Order, rules: VendorRules, specs: Sequence[FieldSpec]
) -> Prepared:
    line = fresh.line(command.line_id)
    if line is None:
        return Stop(CommandState.REFUSED, Message(LINE_GONE).render())
    others = [other.fields for other in fresh.lines or () if other.id != line.id]
    problems = taken_values(rules.line_fields, command.changes, others)
    return _unless(problems, command) if problems else _edited(command, line.fields, specs)


def _removed(command: RemoveLine, fresh: Order) -> Prepared:
    if fresh.line(command.line_id) is None:
        return Stop(CommandState.DONE, Message(LINE_GONE_ALREADY).render())
    return Go(command)


def question_of(command: Command, order: Order, rules: VendorRules) -> Question | None:
    """Return what a person has to choose between, if somebody else changed the same."""
    conflicts = conflicts_of(command, order, rules)
    if not conflicts:
        return None
    of_order = isinstance(command, EditOrder)
    labels = {
        spec.key: spec.label for spec in (rules.order_fields if of_order else rules.line_fields)
    }
    template = READING_REMOVED if isinstance(command, RemoveLine) else READING
    readings = tuple(
        Message(
            template,
            {
                "field": Message(labels.get(one.field, one.field)),
                "base": _value(one.base),
                "mine": _value(one.mine),
                "theirs": _value(one.theirs),
            },
        ).render()
        for one in conflicts
    )
    return Question(Message(CONFLICT).render(), readings)


def _value(value: FieldValue) -> Message:
    return Message(QUOTED, {"value": value[:200]}) if value else Message(EMPTY)


def conflicts_of(command: Command, order: Order, rules: VendorRules) -> tuple[FieldConflict, ...]:
    """Return the fields of an edit or removal that somebody else changed differently."""
    match command:
        case EditOrder():
            return merge(command.base, command.changes, order.fields).conflicts
        case EditLine():
            line = order.line(command.line_id)
            if line is None:
                return ()
            return merge(command.base, command.changes, line.fields).conflicts
        case RemoveLine():
            line = order.line(command.line_id)
            return () if line is None else _changed_since(command, line.fields, rules)
        case CreateOrder() | AddLine() | Transit() | Act():
            return ()
        case _:
            assert_never(command)


def _changed_since(
    command: RemoveLine, theirs: Mapping[str, FieldValue], rules: VendorRules
) -> tuple[FieldConflict, ...]:
    # What the vendor itself keeps moving on a line is no reason to ask.
    return tuple(
        FieldConflict(spec.key, command.base.get(spec.key), None, theirs.get(spec.key))
        for spec in rules.line_fields
        if not spec.read_only
        and (command.base.get(spec.key) or None) != (theirs.get(spec.key) or None)
    )


def with_mine(command: Command, order: Order, rules: VendorRules) -> Command:
    """Return the command based on what is there now, so that it goes over it."""
    theirs = {one.field: one.theirs for one in conflicts_of(command, order, rules)}
    if isinstance(command, EditOrder | EditLine | RemoveLine):
        return command.model_copy(update={"base": {**command.base, **theirs}})
    return command


def with_theirs(command: Command, order: Order, rules: VendorRules) -> Command | None:
    """Return the command without what somebody else changed, or None if nothing is left."""
    if not isinstance(command, EditOrder | EditLine):
        return None
    taken = {one.field for one in conflicts_of(command, order, rules)}
    kept = {key: value for key, value in command.changes.items() if key not in taken}
    if not kept:
        return None
    base = {key: value for key, value in command.base.items() if key in kept}
    return command.model_copy(update={"changes": kept, "base": base})
