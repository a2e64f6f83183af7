"""Commands for any vendor, made from what its connector says of its fields and actions."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

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
from orderdesk.domain.gateway import Gateway
from orderdesk.domain.order import Order
from orderdesk.domain.rules import ActionRule, Effect, VendorRules
from tests.conformance.place import allowing, rules_of


def marked(text: str) -> str:
    """Return a text that no other order or line has."""
    return f"{text} {uuid.uuid4().hex[:12]}"


def action_of(rules: VendorRules, effect: Effect) -> ActionRule:
    """Return the first action with an effect that needs no more than a click or a form."""
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


def _about(order: Order, action: str) -> dict[str, object]:
    return {
        "id": uuid.uuid4().hex,
        "connection": order.connection,
        "vendor_id": order.vendor_id,
        "action": action,
        "created_at": datetime.now(UTC),
    }


def create(rules: VendorRules, like: Order, *, lines: int = 1) -> CreateOrder:
    """Make a new order like another, with a name of its own."""
    rule = action_of(rules, Effect.CREATE)
    name = text_field(rule.fields, "name").key
    made = _about(like, rule.name)
    made["vendor_id"] = made["id"]
    made["fields"] = filled(rule.fields, like.fields, **{name: marked("Made")})
    made["lines"] = [new_line(rules) for _line in range(lines)]
    return CreateOrder.model_validate(made)


def new_line(rules: VendorRules) -> dict[str, str | None]:
    """Make a new line with a description of its own."""
    specs = [spec for spec in rules.line_fields if not spec.read_only]
    key = text_field(specs, "description").key
    return filled(specs, {}, **{key: marked("Thing")})


def edit(rules: VendorRules, order: Order) -> EditOrder:
    """Change an order's name."""
    key = text_field(rules.order_fields, "name").key
    made = _about(order, action_of(rules, Effect.EDIT).name)
    made["changes"] = {key: marked("Edited")}
    made["base"] = {key: order.fields.get(key)}
    return EditOrder.model_validate(made)


def changed(rules: VendorRules, order: Order, **changes: str | None) -> EditOrder:
    """Change header fields of an order."""
    base = {key: order.fields.get(key) for key in changes}
    return edit(rules, order).model_copy(update={"changes": changes, "base": base})


def add_line(rules: VendorRules, order: Order) -> AddLine:
    """Add a line."""
    made = _about(order, action_of(rules, Effect.ADD_LINE).name)
    return AddLine.model_validate({**made, "line_id": "new", "fields": new_line(rules)})


def edit_line(rules: VendorRules, order: Order) -> EditLine:
    """Change the first line's description."""
    assert order.lines
    line = order.lines[0]
    key = text_field(rules.line_fields, "description").key
    made = _about(order, action_of(rules, Effect.EDIT_LINE).name)
    made |= {"line_id": line.id, "changes": {key: marked("Edited")}}
    made["base"] = {key: line.fields.get(key)}
    return EditLine.model_validate(made)


def remove_line(rules: VendorRules, order: Order) -> RemoveLine:
    """Take the first line off."""
    assert order.lines
    line = order.lines[0]
    made = _about(order, action_of(rules, Effect.REMOVE_LINE).name)
    return RemoveLine.model_validate({**made, "line_id": line.id, "base": line.fields})


def transit(rules: VendorRules, order: Order, action: str) -> Transit:
    """Move an order along."""
    way = rules.transition(order.vendor_state, action)
    assert way is not None
    made = _about(order, action)
    return Transit.model_validate({**made, "source": way.source, "target": way.target})


def acts(rules: VendorRules) -> list[str]:
    """Return the names of all actions."""
    return [rule.name for rule in rules.actions]


async def prepared(gateway: Gateway, action: str) -> tuple[Command, Order]:
    """Return a command for an action and an order that it is allowed on."""
    rules = rules_of(gateway)
    rule = rules.action(action)
    assert rule is not None
    if rule.effect is Effect.CREATE:
        like = await allowing(gateway, action_of(rules, Effect.EDIT).name)
        return create(rules, like), like
    needs_line = rule.effect in {Effect.EDIT_LINE, Effect.REMOVE_LINE}
    order = await allowing(gateway, action, lines=1 if needs_line else 0)
    makers: dict[Effect, Callable[[VendorRules, Order], Command]] = {
        Effect.EDIT: edit,
        Effect.ADD_LINE: add_line,
        Effect.EDIT_LINE: edit_line,
        Effect.REMOVE_LINE: remove_line,
        Effect.TRANSIT: partial(transit, action=action),
    }
    command = makers[rule.effect](rules, order)
    return command, order


def is_done(command: Command, order: Order) -> bool:
    """Whether an order just read shows that a command was done."""
    match command:
        case CreateOrder():
            names = {value for value in command.fields.values() if value}
            return bool(order.name and order.name in names)
        case EditOrder():
            return all(order.fields.get(key) == value for key, value in command.changes.items())
        case AddLine():
            wanted = set(command.fields.values())
            return any(line.description in wanted for line in order.lines or ())
        case EditLine():
            line = order.line(command.line_id)
            return line is not None and line.description in command.changes.values()
        case RemoveLine():
            return order.line(command.line_id) is None
        case Transit() | Act():
            return order.vendor_state == command.target
