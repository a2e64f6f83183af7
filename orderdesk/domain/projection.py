"""The shown order: the mirror's order with every command applied that is not settled."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import assert_never, get_args

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
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.money import EXACT, parse_decimal
from orderdesk.domain.order import FieldValue, Line, Order, Reference, sum_of_lines
from orderdesk.domain.rules import VendorRules

_POINTING = frozenset(
    name for name, field in Order.model_fields.items() if Reference in get_args(field.annotation)
)
"""The attributes that point to something by its id; the others hold what is looked up as text."""


def _typed(spec: FieldSpec, value: str) -> object:
    """Return a checked field's value as the attribute that shows it holds it."""
    if spec.type in {FieldType.DECIMAL, FieldType.MONEY, FieldType.INTEGER}:
        return parse_decimal(value)
    if spec.type is FieldType.TIME:
        return datetime.fromisoformat(value)
    if spec.type is FieldType.REFERENCE and spec.attribute in _POINTING:
        return Reference(kind=spec.look_up or "", id=value)
    if spec.type is FieldType.CHOICE and spec.attribute != "vendor_state":
        return next((c.label for c in spec.choices if c.value == value), value)
    return value


def _attributes(
    model: type[Order] | type[Line],
    specs: Iterable[FieldSpec],
    changes: Mapping[str, FieldValue],
) -> dict[str, object]:
    found: dict[str, object] = {}
    for spec in specs:
        if spec.attribute and spec.key in changes:
            value = changes[spec.key]
            # What is cleared is as if it had never been there: nothing, or an empty word.
            blank: object = model.model_fields[spec.attribute].get_default()
            found[spec.attribute] = blank if value is None else _typed(spec, value)
    return found


def _line(line: Line, changes: Mapping[str, FieldValue], rules: VendorRules) -> Line:
    update = _attributes(Line, rules.line_fields, changes)
    update |= {"fields": {**line.fields, **changes}, "pending": True}
    return line.model_copy(update=update)


def _with_lines(order: Order, lines: tuple[Line, ...]) -> Order:
    if order.lines is None:
        # What is on an order that has not been read whole cannot be told, nor what it comes to.
        return order
    update: dict[str, object] = {"lines": lines}
    if order.total_computed:
        update["total"] = computed_total(lines, order.discount)
    return order.model_copy(update=update)


def computed_total(lines: tuple[Line, ...], discount: Decimal | None) -> Decimal | None:
    """Add the lines up and take the discount off, where every price is known."""
    total = sum_of_lines(lines)
    return None if total is None else EXACT.subtract(total, discount or Decimal(0))


def _edited(order: Order, changes: Mapping[str, FieldValue], rules: VendorRules) -> Order:
    update = _attributes(Order, rules.order_fields, changes)
    update["fields"] = {**order.fields, **changes}
    word = update.get("vendor_state")
    edited = _moved(order, word if isinstance(word, str) else None, rules).model_copy(update=update)
    return _with_lines(edited, edited.lines) if edited.lines is not None else edited


def _moved(order: Order, target: str | None, rules: VendorRules) -> Order:
    if target is None or target == order.vendor_state:
        return order
    state = rules.state(target)
    return order.model_copy(
        update={"vendor_state": target, "state": state.status if state else None}
    )


def apply(order: Order, command: Command, rules: VendorRules) -> Order:
    """Return `order` as it will look once `command` is done."""
    lines = order.lines or ()
    match command:
        case CreateOrder():
            return order
        case EditOrder():
            return _edited(order, command.changes, rules)
        case AddLine():
            line = _line(Line(id=command.line_id), command.fields, rules)
            return _with_lines(order, (*lines, line))
        case EditLine():
            changed = tuple(
                _line(line, command.changes, rules) if line.id == command.line_id else line
                for line in lines
            )
            return _with_lines(order, changed)
        case RemoveLine():
            kept = tuple(line for line in lines if line.id != command.line_id)
            return _with_lines(order, kept)
        case Transit() | Act():
            return _moved(order, command.target, rules)
        case _:
            assert_never(command)


def new_order(command: CreateOrder, rules: VendorRules, currency: str | None) -> Order:
    """Return the order a CreateOrder asks for, as it is shown until the vendor answers."""
    lines = tuple(
        _line(Line(id=f"{command.id}-{index}"), fields, rules)
        for index, fields in enumerate(command.lines)
    )
    order = Order(
        connection=command.connection,
        vendor=rules.vendor,
        vendor_id=command.vendor_id,
        placed_at=command.created_at,
        currency=currency,
        currency_set_here=currency is not None,
        total_computed=True,
        lines=lines,
    )
    if rules.states:
        first = rules.states[0]
        order = order.model_copy(update={"vendor_state": first.word, "state": first.status})
    return _edited(order, command.fields, rules)


def project(order: Order, commands: Iterable[Command], rules: VendorRules) -> Order:
    """Apply the commands that are not settled, in the order they were given."""
    for command in commands:
        order = apply(order, command, rules)
    return order
