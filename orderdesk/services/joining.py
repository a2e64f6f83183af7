"""Joins an edit made in place to what is staged of its order already, or says why it cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orderdesk.domain.commands import AddLine, EditLine, EditOrder, RemoveLine
from orderdesk.domain.errors import DeskError, Refused
from orderdesk.domain.fields import check
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, Line
from orderdesk.domain.rules import ActionRule, Effect
from orderdesk.domain.staging import STAGEABLE, Stageable
from orderdesk.services.intake import (
    Ground,
    Head,
    Signature,
    allowed_rule,
    command_for,
    head,
    line_of,
    seen_of,
)
from orderdesk.services.lines import taken_values
from orderdesk.services.preparation import LINE_GONE
from orderdesk.services.sentences import wrong_values

NOT_STAGEABLE = QT_TRANSLATE_NOOP(
    "messages", "“{action}” is no edit that can be staged: it is sent when it is asked for."
)
NOT_STAGEABLE_WAY = QT_TRANSLATE_NOOP("messages", "Use the action itself.")
TAKEN_OFF = QT_TRANSLATE_NOOP("messages", "This item is staged to be taken off.")
TAKEN_OFF_WAY = QT_TRANSLATE_NOOP("messages", "Undo or discard its removal, then edit it.")

LINE_GONE_WAY = QT_TRANSLATE_NOOP("messages", "Discard the change, or add the item again.")


def joined(
    ground: Ground,
    staged: Sequence[Stageable],
    action: str,
    values: Mapping[str, FieldValue],
    *,
    line_id: str | None,
    base: Mapping[str, FieldValue] | None,
    signature: Signature,
) -> tuple[Stageable, ...]:
    """Return what is staged of an order after one more edit; the same where nothing changes.

    Raises:
        Refused: by the rules, with the reason and the way out.
        InputError: with `problems` by field.
    """
    added = next(
        (one for one in staged if isinstance(one, AddLine) and one.line_id == line_id), None
    )
    rule = ground.rules.action(action)
    if rule is not None and rule.effect not in STAGEABLE:
        facts = {"action": Message(rule.label)}
        raise Refused(Message(NOT_STAGEABLE, facts), way_out=Message(NOT_STAGEABLE_WAY))
    if added is not None and rule is not None and rule.effect is Effect.REMOVE_LINE:
        return tuple(one for one in staged if one is not added)
    if added is not None and rule is not None and rule.effect is not Effect.EDIT:
        return _instead(staged, added, _changed_addition(ground, added, values))
    joining = _Joining(ground, staged, allowed_rule(ground, action), base or {}, signature)
    match joining.rule.effect:
        case Effect.EDIT:
            return joining.edit(values)
        case Effect.EDIT_LINE:
            return joining.edit_line(values, line_id)
        case Effect.REMOVE_LINE:
            return joining.remove_line(values, line_id)
        case _:
            return joining.add_line(values)


def _instead(
    staged: Sequence[Stageable], old: Stageable | None, new: Stageable | None
) -> tuple[Stageable, ...]:
    """Return what is staged with one command in the place of another; None: none."""
    if old is None:
        return tuple(staged) if new is None else (*staged, new)
    found = (new if one is old else one for one in staged)
    return tuple(one for one in found if one is not None)


def _changed_addition(ground: Ground, added: AddLine, values: Mapping[str, FieldValue]) -> AddLine:
    rule = allowed_rule(ground, added.action)
    checked = check(rule.fields, {**added.fields, **values}, None)
    if checked.problems:
        raise wrong_values(checked.problems)
    _refuse_taken(ground, checked.values, but=added.line_id)
    return added.model_copy(update={"fields": dict(checked.values)})


def _refuse_taken(ground: Ground, values: Mapping[str, FieldValue], *, but: str | None) -> None:
    others = [line.fields for line in ground.shown.lines or () if line.id != but]
    problems = taken_values(ground.rules.line_fields, values, others)
    if problems:
        raise wrong_values(problems)


@dataclass(frozen=True, slots=True)
class _Joining:
    """One edit on its way to what is staged."""

    ground: Ground
    staged: Sequence[Stageable]
    rule: ActionRule
    base: Mapping[str, FieldValue]
    signature: Signature

    def edit(self, values: Mapping[str, FieldValue]) -> tuple[Stageable, ...]:
        order, shown = self.ground.order, self.ground.shown
        found = (
            one
            for one in self.staged
            if isinstance(one, EditOrder) and one.action == self.rule.name
        )
        old = next(found, None)
        changes, base = self._merged(old, values, order.fields, shown.fields)
        if not changes:
            return _instead(self.staged, old, None)
        if old is not None:
            return _instead(self.staged, old, _written(old, changes, base))
        made = EditOrder(**self._head(), changes=changes, base=base)
        return (*self.staged, made)

    def edit_line(
        self, values: Mapping[str, FieldValue], line_id: str | None
    ) -> tuple[Stageable, ...]:
        self._refuse_taken_off(line_id)
        line = line_of(self.ground, line_id)
        found = (one for one in self.staged if isinstance(one, EditLine))
        old = next((one for one in found if one.line_id == line.id), None)
        changes, base = self._merged(old, values, line.fields, self._shown_line(line).fields)
        _refuse_taken(self.ground, changes, but=line.id)
        if not changes:
            return _instead(self.staged, old, None)
        if old is not None:
            return _instead(self.staged, old, _written(old, changes, base))
        made = EditLine(**self._head(), line_id=line.id, changes=changes, base=base)
        return (*self.staged, made)

    def remove_line(
        self, values: Mapping[str, FieldValue], line_id: str | None
    ) -> tuple[Stageable, ...]:
        self._refuse_taken_off(line_id)
        made = command_for(
            self.ground, self.rule.name, values, line_id=line_id, signature=self.signature
        )
        kept = (
            one for one in self.staged if not (isinstance(one, EditLine) and one.line_id == line_id)
        )
        return (*kept, made) if isinstance(made, RemoveLine) else tuple(self.staged)

    def add_line(self, values: Mapping[str, FieldValue]) -> tuple[Stageable, ...]:
        made = command_for(
            self.ground, self.rule.name, values, line_id=None, signature=self.signature
        )
        if not isinstance(made, AddLine):
            return tuple(self.staged)
        _refuse_taken(self.ground, made.fields, but=None)
        return (*self.staged, made)

    def _head(self) -> Head:
        order = self.ground.order
        return head(order.connection, order.vendor_id, self.rule, self.signature)

    def _shown_line(self, line: Line) -> Line:
        return self.ground.shown.line(line.id) or line

    def _refuse_taken_off(self, line_id: str | None) -> None:
        if any(isinstance(one, RemoveLine) and one.line_id == line_id for one in self.staged):
            raise Refused(Message(TAKEN_OFF), way_out=Message(TAKEN_OFF_WAY))

    def _merged(
        self,
        old: EditOrder | EditLine | None,
        values: Mapping[str, FieldValue],
        given: Mapping[str, FieldValue],
        shown: Mapping[str, FieldValue],
    ) -> tuple[dict[str, FieldValue], dict[str, FieldValue]]:
        """Return all that is changed, and the same fields as they were when first changed."""
        checked = check(self.rule.fields, values, shown)
        if checked.problems:
            raise wrong_values(checked.problems)
        changes = dict(old.changes) if old is not None else {}
        base = dict(old.base) if old is not None else {}
        first = {**given, **seen_of(self.base, given, shown)}
        for key, value in checked.values.items():
            if key not in values:
                continue
            was = base[key] if key in changes else first.get(key)
            if _same(value, was) or _same(value, given.get(key)):
                changes.pop(key, None)
                base.pop(key, None)
            else:
                changes[key], base[key] = value, was
        return changes, base


def _same(one: FieldValue, other: FieldValue) -> bool:
    return (one or None) == (other or None)


def _written(
    old: EditOrder | EditLine,
    changes: Mapping[str, FieldValue],
    base: Mapping[str, FieldValue],
) -> EditOrder | EditLine:
    return old.model_copy(update={"changes": dict(changes), "base": dict(base)})


def unsendable(ground: Ground, command: Stageable) -> DeskError | None:
    """Return why a staged command cannot be sent, as far as can be told here; None: it can."""
    try:
        rule = allowed_rule(ground, command.action)
        _refuse_unfit(ground, rule, command)
    except DeskError as error:
        return error
    return None


def _refuse_unfit(ground: Ground, rule: ActionRule, command: Stageable) -> None:
    line = None if isinstance(command, EditOrder) else ground.order.line(command.line_id)
    problems: Mapping[str, Message] = {}
    match command:
        case EditOrder():
            problems = check(rule.fields, command.changes, ground.order.fields).problems
        case AddLine():
            problems = check(rule.fields, command.fields, None).problems
        case EditLine() if line is not None:
            problems = check(rule.fields, command.changes, line.fields).problems
        case EditLine() if ground.order.lines is not None:
            raise Refused(Message(LINE_GONE), way_out=Message(LINE_GONE_WAY))
        case _:
            pass
    if problems:
        raise wrong_values(problems)
