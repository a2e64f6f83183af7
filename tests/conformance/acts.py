"""Commands for any vendor, made past the check from what its connector says of its actions."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

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
from orderdesk.domain.fields import FieldSpec, FieldType, check, choices_of
from orderdesk.domain.order import FieldValue, Order
from orderdesk.domain.rules import ActionRule, Effect, VendorRules


def marked(text: str) -> str:
    """Return a text that no other order or line has."""
    return f"{text} {uuid.uuid4().hex[:12]}"


def rule_of(rules: VendorRules, action: str) -> ActionRule:
    """Return the rule of an action that there is."""
    rule = rules.action(action)
    assert rule is not None, action
    return rule


def action_of(rules: VendorRules, effect: Effect) -> ActionRule:
    """Return the first action with an effect."""
    return next(rule for rule in rules.actions if rule.effect is effect)


def text_field(specs: Sequence[FieldSpec], attribute: str) -> FieldSpec:
    """Return the free text that shows as an attribute."""
    return next(spec for spec in specs if spec.attribute == attribute and not spec.read_only)


def filled(
    specs: Sequence[FieldSpec], like: Mapping[str, str | None], **given: str
) -> dict[str, str | None]:
    """Fill a form with what is required: as on something `like` it, or the first choice."""
    values: dict[str, str | None] = dict(given)
    for spec in specs:
        if spec.read_only or not spec.required or spec.key in values:
            continue
        choices = choices_of(spec, values)
        values[spec.key] = choices[0].value if spec.type is FieldType.CHOICE else like.get(spec.key)
    checked = check(specs, values)
    assert not checked.problems, checked.problems
    return dict(checked.values)


def make(
    rules: VendorRules,
    order: Order,
    action: str,
    values: Mapping[str, FieldValue],
    *,
    lines: Sequence[Mapping[str, FieldValue]] = (),
    line: str | None = None,
    target: str | None = None,
) -> Command:
    """Make any command about `order` (of a CREATE: like it) without asking the rules.

    `values` are the header of a new order, the changes of an edit, the fields of a line, or the
    form; `line` is the one that is edited or removed (None: the first), `target` the state it
    leads to where the transition table has no way from here.
    """
    about: dict[str, object] = {
        "id": uuid.uuid4().hex,
        "connection": order.connection,
        "vendor_id": order.vendor_id,
        "action": action,
        "created_at": datetime.now(UTC),
    }
    effect = rule_of(rules, action).effect
    way = rules.transition(order.vendor_state, action)
    moved = {"source": order.vendor_state, "target": way.target if way else target}
    match effect:
        case Effect.CREATE:
            about["vendor_id"] = about["id"]
            return CreateOrder.model_validate({**about, "fields": values, "lines": lines})
        case Effect.EDIT:
            base = {key: order.fields.get(key) for key in values}
            return EditOrder.model_validate({**about, "changes": values, "base": base})
        case Effect.ADD_LINE:
            return AddLine.model_validate({**about, "line_id": "new", "fields": values})
        case Effect.TRANSIT:
            other = next((one.target for one in rules.transitions if one.action == action), None)
            moved["target"] = moved["target"] or other
            return Transit.model_validate({**about, **moved, "values": values})
        case Effect.ACT:
            return Act.model_validate({**about, **moved, "values": values})
        case Effect.EDIT_LINE | Effect.REMOVE_LINE:
            return _on_line(about, effect, order, line, values)


def _on_line(
    about: Mapping[str, object],
    effect: Effect,
    order: Order,
    line_id: str | None,
    values: Mapping[str, FieldValue],
) -> Command:
    assert order.lines
    chosen = order.line(line_id) if line_id else order.lines[0]
    assert chosen is not None
    on_line = {**about, "line_id": chosen.id}
    if effect is Effect.REMOVE_LINE:
        return RemoveLine.model_validate({**on_line, "base": chosen.fields})
    base = {key: chosen.fields.get(key) for key in values}
    return EditLine.model_validate({**on_line, "changes": values, "base": base})


def new_line(rules: VendorRules) -> dict[str, str | None]:
    """Return a new line with a description of its own."""
    specs = [spec for spec in rules.line_fields if not spec.read_only]
    key = text_field(specs, "description").key
    return filled(specs, {}, **{key: marked("Thing")})


def create(rules: VendorRules, like: Order, *, lines: int = 1) -> CreateOrder:
    """Make a new order like another, with a name of its own."""
    rule = action_of(rules, Effect.CREATE)
    name = text_field(rule.fields, "name").key
    values = filled(rule.fields, like.fields, **{name: marked("Made")})
    made = make(rules, like, rule.name, values, lines=[new_line(rules) for _line in range(lines)])
    assert isinstance(made, CreateOrder)
    return made


def changed(rules: VendorRules, order: Order, **changes: str | None) -> EditOrder:
    """Change header fields of an order."""
    made = make(rules, order, action_of(rules, Effect.EDIT).name, changes)
    assert isinstance(made, EditOrder)
    return made


def edit(rules: VendorRules, order: Order) -> EditOrder:
    """Change an order's name."""
    return changed(rules, order, **{text_field(rules.order_fields, "name").key: marked("Edited")})


def add_line(rules: VendorRules, order: Order) -> AddLine:
    """Add a line."""
    made = make(rules, order, action_of(rules, Effect.ADD_LINE).name, new_line(rules))
    assert isinstance(made, AddLine)
    return made


def edit_line(rules: VendorRules, order: Order) -> EditLine:
    """Change the first line's description."""
    key = text_field(rules.line_fields, "description").key
    values = {key: marked("Edited")}
    made = make(rules, order, action_of(rules, Effect.EDIT_LINE).name, values)
    assert isinstance(made, EditLine)
    return made


def remove_line(rules: VendorRules, order: Order) -> RemoveLine:
    """Take the first line off."""
    made = make(rules, order, action_of(rules, Effect.REMOVE_LINE).name, {})
    assert isinstance(made, RemoveLine)
    return made


def transit(rules: VendorRules, order: Order, action: str) -> Transit:
    """Move an order along, from wherever it is."""
    made = make(rules, order, action, {})
    assert isinstance(made, Transit)
    return made


def is_done(command: Command, order: Order) -> bool:
    """Whether an order just read shows that a command was done; of an ACT, its state alone."""
    match command:
        case CreateOrder():
            return all(order.fields.get(key) == value for key, value in command.fields.items())
        case EditOrder():
            return all(order.fields.get(key) == value for key, value in command.changes.items())
        case AddLine():
            return any(_has(line.fields, command.fields) for line in order.lines or ())
        case EditLine():
            line = order.line(command.line_id)
            return line is not None and _has(line.fields, command.changes)
        case RemoveLine():
            return order.line(command.line_id) is None
        case Transit() | Act():
            return order.vendor_state == command.target


def _has(fields: Mapping[str, FieldValue], wanted: Mapping[str, FieldValue]) -> bool:
    return all(fields.get(key) == value for key, value in wanted.items())
