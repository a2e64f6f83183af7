"""What of an order can be edited in place, and why the rest cannot."""

from collections.abc import Iterable, Mapping

from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.commands import AddLine, Command, EditLine, EditOrder
from orderdesk.domain.fields import READ_ONLY, FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Line
from orderdesk.domain.rules import ActionRule, Effect, Family
from orderdesk.domain.staging import Editable, EditableField, Offer, StagedField, fields_of
from orderdesk.services.intake import LINE_NOT_SENT_YET
from orderdesk.services.sentences import NOT_SENT_YET_WAY
from orderdesk.services.views import OrderView

READ_ONLY_WAY = QT_TRANSLATE_NOOP(
    "messages", "Change it at the vendor, or use one of the order's actions."
)


def editing_of(view: OrderView) -> Editable:
    """Return what can be edited of an order as it is shown; no reading, no waiting."""
    return _Editing(view).all()


class _Editing:
    """One look at a view's rules and verdicts."""

    def __init__(self, view: OrderView) -> None:
        self._view = view
        self._rules = view.description.rules
        self._staged = view.staged_commands
        self._added = {one.line_id: one for one in self._staged if isinstance(one, AddLine)}

    def all(self) -> Editable:
        lines = self._view.order.lines or ()
        return Editable(
            order=self._order(),
            lines={line.id: self._line(line) for line in lines},
            adding=self._offer(Effect.ADD_LINE),
            removing={line.id: self._removing(line) for line in lines},
        )

    def _order(self) -> dict[str, EditableField]:
        staged = _staged_fields(one for one in self._staged if isinstance(one, EditOrder))
        rules = self._of(Effect.EDIT)
        return {
            spec.key: self._field(spec, rules, Effect.EDIT, staged)
            for spec in _specs(self._rules.order_fields, rules)
        }

    def _line(self, line: Line) -> dict[str, EditableField]:
        added = self._added.get(line.id)
        if added is not None:
            return self._added_line(added)
        staged = _staged_fields(
            one for one in self._staged if isinstance(one, EditLine) and one.line_id == line.id
        )
        rules = self._of(Effect.EDIT_LINE)
        found = {
            spec.key: self._field(spec, rules, Effect.EDIT_LINE, staged)
            for spec in _specs(self._rules.line_fields, rules)
        }
        return found if self._is_there(line) else {k: _not_there(f) for k, f in found.items()}

    def _added_line(self, added: AddLine) -> dict[str, EditableField]:
        """Return the fields of a line that is only staged: whatever a new line can have."""
        rule = self._rules.action(added.action)
        staged = _staged_fields([added])
        specs = [spec for spec in rule.fields if not spec.read_only] if rule else []
        found = {
            spec.key: EditableField(spec, added.action, staged=staged.get(spec.key))
            for spec in specs
        }
        rest = (spec for spec in self._rules.line_fields if spec.key not in found)
        return found | {spec.key: _read_only(spec) for spec in rest}

    def _removing(self, line: Line) -> Offer:
        if line.id in self._added:
            rule = next(iter(self._of(Effect.REMOVE_LINE)), None)
            return Offer(rule.name if rule else self._added[line.id].action)
        offer = self._offer(Effect.REMOVE_LINE)
        if offer.action is None or self._is_there(line):
            return offer
        return Offer(None, Message(LINE_NOT_SENT_YET), Message(NOT_SENT_YET_WAY))

    def _is_there(self, line: Line) -> bool:
        mirror = self._view.mirror
        return mirror is None or mirror.line(line.id) is not None

    def _of(self, effect: Effect) -> list[ActionRule]:
        return [rule for rule in self._rules.actions if rule.effect is effect]

    def _verdict(self, name: str) -> Verdict:
        return self._view.verdicts.get(name, Verdict(Kind.NOT_OFFERED))

    def _offer(self, effect: Effect) -> Offer:
        verdicts = [(rule.name, self._verdict(rule.name)) for rule in self._of(effect)]
        open_one = next((name for name, verdict in verdicts if verdict.allowed), None)
        if open_one is not None:
            return Offer(open_one)
        verdict = verdicts[0][1] if verdicts else self._not_offered(effect)
        return Offer(None, verdict.reason, verdict.way_out)

    def _not_offered(self, effect: Effect) -> Verdict:
        family = Family.EDIT if effect is Effect.EDIT else Family.ITEMS
        missing = [one for one in self._rules.not_offered if one.family is family]
        named = next((one for one in missing if one.name == _NAMES.get(effect)), None)
        one = named or next(iter(missing), None)
        return self._verdict(one.name) if one is not None else Verdict(Kind.NOT_OFFERED)

    def _field(
        self,
        spec: FieldSpec,
        rules: Iterable[ActionRule],
        effect: Effect,
        staged: Mapping[str, StagedField],
    ) -> EditableField:
        holding = [
            (rule, one)
            for rule in rules
            for one in rule.fields
            if one.key == spec.key and not one.read_only
        ]
        for rule, one in holding:
            if self._verdict(rule.name).allowed:
                return EditableField(one, rule.name, staged=staged.get(spec.key))
        if holding:
            rule, one = holding[0]
            verdict = self._verdict(rule.name)
            reason, way = verdict.reason, verdict.way_out
            return EditableField(one, None, reason, way, staged.get(spec.key))
        missing = self._not_offered(effect) if not spec.read_only else Verdict(Kind.NOT_OFFERED)
        if missing.reason is None:
            return _read_only(spec)
        return EditableField(spec, None, missing.reason, missing.way_out)


_NAMES = {
    Effect.EDIT: "edit",
    Effect.ADD_LINE: "add_item",
    Effect.EDIT_LINE: "edit_item",
    Effect.REMOVE_LINE: "remove_item",
}


def _specs(shown: Iterable[FieldSpec], rules: Iterable[ActionRule]) -> list[FieldSpec]:
    """Return the fields that are shown and those that can be written beside them."""
    found = {spec.key: spec for spec in shown}
    for rule in rules:
        for spec in rule.fields:
            found.setdefault(spec.key, spec)
    return list(found.values())


def _staged_fields(commands: Iterable[Command]) -> dict[str, StagedField]:
    return {one.field: one for command in commands for one in fields_of(command)}


def _read_only(spec: FieldSpec) -> EditableField:
    reason = Message(READ_ONLY, {"field": Message(spec.label)})
    return EditableField(spec, None, reason, Message(READ_ONLY_WAY))


def _not_there(field: EditableField) -> EditableField:
    if field.action is None:
        return field
    return EditableField(field.spec, None, Message(LINE_NOT_SENT_YET), Message(NOT_SENT_YET_WAY))
