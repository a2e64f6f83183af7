"""Trying an action: the order it is tried on, the command, and whether it was done."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from orderdesk.domain.commands import Command, CreateOrder
from orderdesk.domain.fields import FieldSpec, check
from orderdesk.domain.gateway import Gateway, Reading, Verification
from orderdesk.domain.order import Order
from orderdesk.domain.rules import Effect, VendorRules
from tests.conformance.acts import filled, is_done, make, marked, new_line, rule_of, text_field
from tests.conformance.place import Place, allowing, pulled, rules_of
from tests.conformance.plug import Fault, Plug, Values

_ON_A_LINE = frozenset({Effect.EDIT_LINE, Effect.REMOVE_LINE})


async def chosen(plug: Plug, place: Place, gateway: Gateway, action: str) -> Order:
    """Return the order that an action is tried on, read whole."""
    trial = plug.trials[action]
    if trial.order is not None:
        return await trial.order(place, gateway)
    effect = rule_of(rules_of(gateway), action).effect
    if effect is Effect.CREATE:
        listed = (await pulled(gateway))[0]
        return (await gateway.fetch(listed.vendor_id)).order
    least = max(trial.least, 1 if effect in _ON_A_LINE else 0)
    return await allowing(gateway, action, lines=least)


def command_for(
    plug: Plug, rules: VendorRules, order: Order, action: str, *, values: Values | None = None
) -> Command:
    """Make the command that a trial asks for; `values` take the place of its own."""
    trial, rule = plug.trials[action], rule_of(rules, action)
    if values is None:
        values = trial.values(order) if trial.values else _usual(rules, order, action)
    lines: Iterable[Values] = ()
    if rule.effect is Effect.CREATE:
        specs = rule.line_fields or rules.line_fields
        lines = trial.lines(order) if trial.lines else (new_line(rules),)
        lines = [_checked(specs, line) for line in lines]
    return make(
        rules,
        order,
        action,
        _checked(_form(rules, action), values, _current(rule.effect, order)),
        lines=list(lines),
        line=trial.line(order) if trial.line else None,
        target=trial.target(order) if trial.target else None,
    )


def _usual(rules: VendorRules, order: Order, action: str) -> Values:
    rule = rule_of(rules, action)
    match rule.effect:
        case Effect.CREATE:
            name = text_field(rule.fields, "name").key
            return filled(rule.fields, order.fields, **{name: marked("Made")})
        case Effect.EDIT:
            return {text_field(rules.order_fields, "name").key: marked("Edited")}
        case Effect.ADD_LINE:
            return new_line(rules)
        case Effect.EDIT_LINE:
            return {text_field(rules.line_fields, "description").key: marked("Edited")}
        case Effect.REMOVE_LINE | Effect.TRANSIT | Effect.ACT:
            return {}


def _form(rules: VendorRules, action: str) -> tuple[FieldSpec, ...]:
    rule = rule_of(rules, action)
    if rule.fields:
        return rule.fields
    if rule.effect is Effect.EDIT:
        return rules.order_fields
    return rules.line_fields if rule.effect in {Effect.ADD_LINE, Effect.EDIT_LINE} else ()


def _current(effect: Effect, order: Order) -> Mapping[str, str | None] | None:
    """Return the values beside which a change is checked; the other forms are checked whole."""
    if effect is Effect.EDIT:
        return order.fields
    return {} if effect in {Effect.EDIT_LINE, Effect.REMOVE_LINE} else None


def _checked(
    specs: Iterable[FieldSpec], values: Values, current: Mapping[str, str | None] | None = None
) -> Values:
    checked = check(specs, values, current)
    assert not checked.problems, {key: str(one) for key, one in checked.problems.items()}
    return checked.values


async def prepared(
    plug: Plug, place: Place, gateway: Gateway, action: str
) -> tuple[Command, Order]:
    """Return a command for an action and the order it is about, or is to be like."""
    order = await chosen(plug, place, gateway, action)
    return command_for(plug, rules_of(gateway), order, action), order


async def about(gateway: Gateway, command: Command) -> Reading | None:
    """Read what a command is about once more, as is done before it is sent."""
    return None if isinstance(command, CreateOrder) else await gateway.fetch(command.vendor_id)


async def verified(gateway: Gateway, command: Command, before: Reading | None) -> Verification:
    """Read back, as is done when an answer was lost."""
    sent_at = before.at if before else datetime.now(UTC)
    return await gateway.verify(command, before=before and before.order, sent_at=sent_at)


def seen_done(plug: Plug, command: Command, order: Order) -> bool:
    """Whether the order just read shows that it was done."""
    look = plug.trials[command.action].done or is_done
    return look(command, order)


def fault_on(place: Place, requests: Iterable[Fault], fault: Fault) -> None:
    """Let a fault fall on some requests."""
    for selected in requests:
        place.fault(**{**selected, **fault})
