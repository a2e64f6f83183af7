"""What would take a command back once it is done, as the vendor's rules declare it."""

from collections.abc import Mapping
from dataclasses import dataclass

from orderdesk.domain.commands import (
    Act,
    AddLine,
    Command,
    CreateOrder,
    EditLine,
    EditOrder,
    RemoveLine,
    Transit,
)
from orderdesk.domain.fields import FieldType
from orderdesk.domain.order import FieldValue, Order
from orderdesk.domain.rules import ActionRule, VendorRules


@dataclass(frozen=True, slots=True)
class Inverse:
    """An act that takes another one back; `base` is what an edit finds where nobody came after."""

    action: str
    values: Mapping[str, FieldValue]
    line_id: str | None = None
    base: Mapping[str, FieldValue] | None = None


def inverse_of(
    command: Command, before: Order | None, now: Order, rules: VendorRules
) -> Inverse | None:
    """Return what takes `command` back; None where the vendor has no such action.

    `before` is the order as it was read just before sending, `now` as it is.
    """
    rule = rules.action(command.action)
    back = rules.action(rule.inverse) if rule is not None and rule.inverse else None
    if back is None:
        return None
    match command:
        case EditOrder():
            return Inverse(back.name, dict(command.base), base=dict(command.changes))
        case EditLine():
            changes, base = dict(command.changes), dict(command.base)
            return Inverse(back.name, base, line_id=command.line_id, base=changes)
        case AddLine():
            line_id = _added(before, now)
            return None if line_id is None else Inverse(back.name, {}, line_id=line_id)
        case RemoveLine():
            return Inverse(back.name, _filled(back, command.base))
        case Transit() | Act():
            return _called_back(back, command, before)
        case CreateOrder():
            return None


def _added(before: Order | None, now: Order) -> str | None:
    """Return the id that the vendor gave an added line; None where it cannot be told apart."""
    known = {line.id for line in (before.lines if before else None) or ()}
    fresh = [line for line in now.lines or () if line.id not in known]
    return fresh[0].id if before is not None and len(fresh) == 1 else None


def _filled(back: ActionRule, values: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    keys = [spec.key for spec in back.fields if not spec.read_only]
    return {key: values[key] for key in keys if values.get(key)}


def _called_back(back: ActionRule, command: Transit | Act, before: Order | None) -> Inverse | None:
    """Fill the form of the action that takes an act back with what was there before it."""
    fields = [spec for spec in back.fields if spec.type is not FieldType.QUANTITIES]
    values: dict[str, FieldValue] = {}
    for spec in fields:
        known = before.fields.get(spec.key) if before is not None else None
        if known and not spec.read_only:
            values[spec.key] = known
    if back.target_field is not None:
        if not command.source:
            return None
        values[back.target_field] = command.source
    return Inverse(back.name, values)
