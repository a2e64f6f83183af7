"""The one place that answers what may be done with an order, and why the rest may not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from orderdesk.domain.messages import Fact, Message
from orderdesk.domain.order import Order, is_expired
from orderdesk.domain.rules import (
    ActionRule,
    Certainty,
    Condition,
    Effect,
    Refusal,
    Test,
    VendorRules,
)
from orderdesk.domain.status import KIND_LABELS, NOT_KNOWN


class Kind(StrEnum):
    """What the answer is."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    VENDOR_DECIDES = "vendor_decides"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision needs beside the order: the connection's settings and open commands."""

    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    outcome_unknown: bool = False
    """An earlier command on this order was sent and its outcome is not known."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one action; a refusal always says why and names the way out."""

    kind: Kind
    reason: Message | None = None
    way_out: Message | None = None
    fields: tuple[str, ...] = ()
    target: str | None = None
    """The vendor's word of the state it leads to."""

    @property
    def allowed(self) -> bool:
        """Whether a person may go ahead, be it that the vendor has the last word."""
        return self.kind in {Kind.ALLOWED, Kind.VENDOR_DECIDES}


def _any_empty(order: Order, condition: Condition) -> bool:
    return any(not order.fields.get(key) for key in condition.fields)


def _all_filled(order: Order, condition: Condition) -> bool:
    return all(order.fields.get(key) for key in condition.fields)


def _has_value(order: Order, condition: Condition) -> bool:
    return any((order.fields.get(key) or "") in condition.values for key in condition.fields)


_LOOKS: dict[Test, Callable[[Order, Condition, Facts, datetime], bool]] = {
    Test.EXPIRED: lambda order, _condition, _facts, now: is_expired(order, now),
    Test.ALL_FILLED: lambda order, condition, _facts, _now: _all_filled(order, condition),
    Test.ANY_EMPTY: lambda order, condition, _facts, _now: _any_empty(order, condition),
    Test.NO_LINES: lambda order, _condition, _facts, _now: order.lines == (),
    Test.SETTING_ON: lambda _order, condition, facts, _now: any(
        facts.settings.get(key) == "yes" for key in condition.fields
    ),
    Test.VALUE_IN: lambda order, condition, _facts, _now: _has_value(order, condition),
    Test.VALUE_NOT_IN: lambda order, condition, _facts, _now: not _has_value(order, condition),
    Test.KIND_IN: lambda order, condition, _facts, _now: (order.kind or "") in condition.values,
    Test.KIND_NOT_IN: lambda order, condition, _facts, _now: (
        (order.kind or "") not in condition.values
    ),
}


_OF_FIELDS = frozenset({Test.ALL_FILLED, Test.ANY_EMPTY, Test.VALUE_IN, Test.VALUE_NOT_IN})


def _is_known(order: Order, condition: Condition) -> bool:
    """Whether there is something to look at: what a list leaves out is not read yet, not empty."""
    left_out = order.lines is None and order.fields.keys().isdisjoint(condition.fields)
    return not (left_out and condition.test in _OF_FIELDS)


def _refused(refusal: Refusal | Condition, facts: Mapping[str, Fact]) -> Verdict:
    return Verdict(Kind.REFUSED, Message(refusal.reason, facts), Message(refusal.way_out, facts))


def _by_state(order: Order, rule: ActionRule, rules: VendorRules) -> Verdict | None:
    """Return the refusal the state alone gives, or None where it allows the action."""
    if rule.any_state:
        return None
    word = order.vendor_state
    state = rules.state(word)
    facts = words_of(order, rule, rules)
    if state is None and not rules.tenant_states:
        return _refused(rules.unknown_state, facts)
    if rule.effect is Effect.TRANSIT:
        open_here = rules.transition(word, rule.name) is not None
    elif state is None:
        # A tenant's own state forbids nothing that the table does not say.
        open_here = word not in rule.refusals
    else:
        open_here = word in rule.states or bool(rule.disputed.keys() & {word, ""})
    if open_here:
        return None
    return _refused(rule.refusals.get(word) or rule.refusals[""], facts)


def words_of(order: Order, rule: ActionRule, rules: VendorRules) -> dict[str, Fact]:
    """Return what a reason or way out may name: the action, and the order's state and kind."""
    state = rules.state(order.vendor_state)
    kind = KIND_LABELS.get(order.kind or "")
    return {
        "action": Message(rule.label),
        "state": Message(state.label) if state else order.vendor_state,
        "kind": Message(kind) if kind else order.kind_word or Message(NOT_KNOWN),
    }


def decide_action(
    order: Order, rule: ActionRule, rules: VendorRules, facts: Facts, now: datetime
) -> Verdict:
    """Answer for one action; `now` is the vendor's clock, aware."""
    by_state = _by_state(order, rule, rules)
    if by_state is not None:
        return by_state
    words = words_of(order, rule, rules)
    if facts.outcome_unknown:
        return _refused(rules.unsettled, words)
    for condition in rule.conditions:
        if _is_known(order, condition) and _LOOKS[condition.test](order, condition, facts, now):
            return _refused(condition, words)
    keys = tuple(spec.key for spec in rule.fields if not spec.read_only)
    note = rule.disputed.get(order.vendor_state, rule.disputed.get(""))
    if note is not None and order.vendor_state not in rule.states:
        return Verdict(Kind.VENDOR_DECIDES, Message(note, words), fields=keys)
    way = rules.transition(order.vendor_state, rule.name)
    if way is None:
        return Verdict(Kind.ALLOWED, fields=keys)
    if way.certainty is Certainty.DISPUTED:
        note = Message(way.note, words)
        return Verdict(Kind.VENDOR_DECIDES, note, fields=keys, target=way.target)
    return Verdict(Kind.ALLOWED, fields=keys, target=way.target)


def decide_creation(rules: VendorRules, facts: Facts) -> Verdict:
    """Answer whether orders can be made; of the conditions only those on settings can be told."""
    rule = next((rule for rule in rules.actions if rule.effect is Effect.CREATE), None)
    if rule is None:
        missing = next((one for one in rules.not_offered if one.name == Effect.CREATE.value), None)
        if missing is None:
            return Verdict(Kind.NOT_OFFERED)
        return Verdict(Kind.NOT_OFFERED, Message(missing.reason), Message(missing.nearest))
    for condition in rule.conditions:
        on = any(facts.settings.get(key) == "yes" for key in condition.fields)
        if condition.test is Test.SETTING_ON and on:
            return _refused(condition, {"action": Message(rule.label)})
    return Verdict(
        Kind.ALLOWED, fields=tuple(spec.key for spec in rule.fields if not spec.read_only)
    )


def decide(order: Order, rules: VendorRules, facts: Facts, now: datetime) -> dict[str, Verdict]:
    """Answer for every action of the vendor, and for what its API does not offer.

    `order` is the projected order, `now` the vendor's clock, aware.
    """
    verdicts = {
        rule.name: decide_action(order, rule, rules, facts, now)
        for rule in rules.actions
        if rule.effect is not Effect.CREATE
    }
    for missing in rules.not_offered:
        verdicts[missing.name] = Verdict(
            Kind.NOT_OFFERED, Message(missing.reason), Message(missing.nearest)
        )
    return verdicts
