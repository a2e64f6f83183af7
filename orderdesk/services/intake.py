"""Turns what a person asks for into a command, or says why it cannot be one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict
from uuid import uuid4

from orderdesk.domain.actions import Facts, Kind, Verdict, decide, decide_creation
from orderdesk.domain.commands import (
    Act,
    AddLine,
    Command,
    CommandState,
    CreateOrder,
    EditLine,
    EditOrder,
    OutboxEntry,
    RemoveLine,
    Transit,
)
from orderdesk.domain.errors import InputError, Refused
from orderdesk.domain.fields import FieldType, check
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, Line, Order
from orderdesk.domain.rules import ActionRule, Effect, VendorRules
from orderdesk.services.lines import taken_values, unfit_values
from orderdesk.services.sentences import (
    NOT_SENT_YET,
    NOT_SENT_YET_WAY,
    refusal,
    wrong_values,
)

NO_ACTION = QT_TRANSLATE_NOOP(
    "messages", "There is no action “{action}” for this order. Actions are: {known}."
)
NO_CHANGE = QT_TRANSLATE_NOOP("messages", "Nothing would change.")
NO_CHANGE_WAY = QT_TRANSLATE_NOOP("messages", "Give at least one field a new value.")
NO_LINE = QT_TRANSLATE_NOOP("messages", "The order has no item “{line}”.")
NO_LINE_WAY = QT_TRANSLATE_NOOP("messages", "Refresh the order and choose one of its items.")
LINE_NEEDED = QT_TRANSLATE_NOOP("messages", "It has to be said which item is meant.")
LINE_STAGED = QT_TRANSLATE_NOOP("messages", "This item is only staged, and not sent.")
LINE_STAGED_WAY = QT_TRANSLATE_NOOP("messages", "Send what is staged, or edit the item in place.")
LINE_NOT_SENT_YET = QT_TRANSLATE_NOOP("messages", "This item is not at the vendor yet.")

_OF_A_LINE = frozenset({Effect.EDIT_LINE, Effect.REMOVE_LINE})


@dataclass(frozen=True, slots=True)
class Ground:
    """What an act stands on: the order as shown and as read, and what decides about it."""

    order: Order
    """Projected with what was given to be sent; what is only staged decides nothing."""
    mirror: Order | None
    rules: VendorRules
    facts: Facts
    now: datetime
    """The vendor's clock, aware."""
    staged: Order | None = None
    """Projected with what is staged too, as a person sees it; None: nothing is staged."""

    @property
    def shown(self) -> Order:
        """The order as a person sees it."""
        return self.staged or self.order


@dataclass(frozen=True, slots=True)
class Signature:
    """Who asks, on which computer, and when (aware UTC, this computer's clock)."""

    author: str
    computer: str
    at: datetime
    bulk: str = ""
    """The run on many orders that asks, if one does."""


def facts_of(settings: Mapping[str, str], entries: Sequence[OutboxEntry]) -> Facts:
    """Return what a decision needs beside the order; `entries` are its open commands."""
    return Facts(settings, any(is_unproved(entry) for entry in entries))


def is_unproved(entry: OutboxEntry) -> bool:
    """Whether a command went out and nobody knows what came of it."""
    asked = entry.state is CommandState.ASKING and entry.sent_at is not None
    return asked or entry.state is CommandState.UNKNOWN


def verdicts_of(ground: Ground) -> dict[str, Verdict]:
    """Answer for every action of the order's vendor; none is possible before it is there."""
    verdicts = decide(ground.order, ground.rules, ground.facts, ground.now)
    if ground.mirror is not None:
        return verdicts
    waiting = Verdict(Kind.REFUSED, Message(NOT_SENT_YET), Message(NOT_SENT_YET_WAY))
    return {
        name: verdict if verdict.kind is Kind.NOT_OFFERED else waiting
        for name, verdict in verdicts.items()
    }


def command_for(
    ground: Ground,
    action: str,
    values: Mapping[str, FieldValue],
    *,
    line_id: str | None,
    signature: Signature,
    base: Mapping[str, FieldValue] | None = None,
) -> Command:
    """Return the command for an act on an order that is there.

    `base` are the values that an edit's form showed, where it showed others than are there now.

    Raises:
        Refused: if the rules do not allow it.
        InputError: if there is no such action or line, or values cannot be sent.
    """
    rule, verdict = _allowed(ground, action)
    draft = _Draft(ground, rule, verdict, line_id, signature, base or {})
    return draft.command(values)


def allowed_rule(ground: Ground, action: str) -> ActionRule:
    """Return the rule of an action that may be done now.

    Raises:
        Refused: if the rules do not allow it.
        InputError: if there is no such action.
    """
    return _allowed(ground, action)[0]


def _allowed(ground: Ground, action: str) -> tuple[ActionRule, Verdict]:
    verdicts = verdicts_of(ground)
    verdict = verdicts.get(action)
    if verdict is None:
        facts = {"action": action[:60], "known": ", ".join(verdicts)}
        raise InputError(Message(NO_ACTION, facts), field="action")
    rule = ground.rules.action(action)
    if rule is None or not verdict.allowed:
        raise refusal(verdict)
    return rule, verdict


@dataclass(frozen=True, slots=True)
class _Draft:
    """A command being made."""

    ground: Ground
    rule: ActionRule
    verdict: Verdict
    line_id: str | None
    signature: Signature
    base: Mapping[str, FieldValue]

    def command(self, values: Mapping[str, FieldValue]) -> Command:
        match self.rule.effect:
            case Effect.EDIT:
                return self._edit(values)
            case Effect.ADD_LINE:
                return self._add_line(values)
            case Effect.EDIT_LINE:
                return self._edit_line(values)
            case Effect.REMOVE_LINE:
                return self._remove_line(values)
            case Effect.TRANSIT:
                return self._transit(values)
            case Effect.ACT:
                return self._act(values)
            case Effect.CREATE:
                raise refusal(self.verdict)

    def _head(self) -> "Head":
        return head(
            self.ground.order.connection, self.ground.order.vendor_id, self.rule, self.signature
        )

    def _checked(
        self, values: Mapping[str, FieldValue], current: Mapping[str, FieldValue] | None
    ) -> dict[str, FieldValue]:
        checked = check(self.rule.fields, values, current)
        if checked.problems:
            raise wrong_values(checked.problems)
        return dict(checked.values)

    def _changed(
        self, values: Mapping[str, FieldValue], current: Mapping[str, FieldValue]
    ) -> tuple[dict[str, FieldValue], dict[str, FieldValue]]:
        """Return what really changes, and the same fields as they were seen."""
        checked = self._checked(values, current)
        changes = {
            key: value
            for key, value in checked.items()
            if (value or None) != (current.get(key) or None)
        }
        if not changes:
            raise InputError(Message(NO_CHANGE), way_out=Message(NO_CHANGE_WAY))
        return changes, {key: current.get(key) for key in changes}

    def _edit(self, values: Mapping[str, FieldValue]) -> Command:
        seen = seen_of(self.base, self.ground.order.fields, self.ground.shown.fields)
        changes, base = self._changed(values, {**self.ground.order.fields, **seen})
        return EditOrder(**self._head(), changes=changes, base=base)

    def _add_line(self, values: Mapping[str, FieldValue]) -> Command:
        fields = self._checked(values, None)
        self._refuse_taken(fields, but=None)
        return AddLine(**self._head(), line_id=str(uuid4()), fields=fields)

    def _edit_line(self, values: Mapping[str, FieldValue]) -> Command:
        line = self._line()
        shown = self.ground.shown.line(line.id)
        seen = seen_of(self.base, line.fields, shown.fields if shown else line.fields)
        changes, base = self._changed(values, {**line.fields, **seen})
        self._refuse_taken(changes, but=line.id)
        return EditLine(**self._head(), line_id=line.id, changes=changes, base=base)

    def _remove_line(self, values: Mapping[str, FieldValue]) -> Command:
        self._checked(values, None)
        line = self._line()
        return RemoveLine(**self._head(), line_id=line.id, base=line.fields)

    def _transit(self, values: Mapping[str, FieldValue]) -> Command:
        source = self.ground.order.vendor_state
        target = self.verdict.target or source
        checked = self._checked(values, None)
        return Transit(**self._head(), source=source, target=target, values=checked)

    def _act(self, values: Mapping[str, FieldValue]) -> Command:
        checked = self._checked(values, None)
        problems = unfit_values(self.rule.fields, checked, self.ground.order)
        if problems:
            raise wrong_values(problems)
        return Act(
            **self._head(),
            source=self.ground.order.vendor_state,
            target=self._target(checked),
            values=checked,
        )

    def _target(self, values: Mapping[str, FieldValue]) -> str | None:
        """Return the state an act leads to: the one it names; none where it is for some items."""
        if self.rule.target_field:
            return values.get(self.rule.target_field)
        partly = any(
            spec.type is FieldType.QUANTITIES and values.get(spec.key) for spec in self.rule.fields
        )
        return None if partly else self.verdict.target

    def _line(self) -> Line:
        return line_of(self.ground, self.line_id)

    def _refuse_taken(self, fields: Mapping[str, FieldValue], *, but: str | None) -> None:
        others = [line.fields for line in self.ground.order.lines or () if line.id != but]
        problems = taken_values(self.ground.rules.line_fields, fields, others)
        if problems:
            raise wrong_values(problems)


def line_of(ground: Ground, line_id: str | None) -> Line:
    """Return a line that is there and can be changed.

    Raises:
        InputError: if it is not said which, or there is no such line.
        Refused: if it is not at the vendor yet.
    """
    if not line_id:
        raise InputError(Message(LINE_NEEDED), way_out=Message(NO_LINE_WAY), field="line")
    line = ground.order.line(line_id)
    if line is None and ground.shown.line(line_id) is not None:
        raise Refused(Message(LINE_STAGED), way_out=Message(LINE_STAGED_WAY))
    if line is None:
        facts = {"line": line_id[:60]}
        raise InputError(Message(NO_LINE, facts), way_out=Message(NO_LINE_WAY), field="line")
    if ground.mirror is not None and ground.mirror.line(line_id) is None:
        raise Refused(Message(LINE_NOT_SENT_YET), way_out=Message(NOT_SENT_YET_WAY))
    return line


def seen_of(
    base: Mapping[str, FieldValue],
    given: Mapping[str, FieldValue],
    shown: Mapping[str, FieldValue],
) -> dict[str, FieldValue]:
    """Return what a form showed, but for what it showed only because it is staged."""
    return {
        key: value
        for key, value in base.items()
        if (value or None) != (shown.get(key) or None)
        or (shown.get(key) or None) == (given.get(key) or None)
    }


class Head(TypedDict):
    """What every command carries."""

    id: str
    connection: str
    vendor_id: str
    action: str
    created_at: datetime
    author: str
    computer: str
    bulk: str


def head(connection: str, vendor_id: str | None, rule: ActionRule, signature: Signature) -> Head:
    """Return a command's head with a new id, which stands in for the id of a new order."""
    own = str(uuid4())
    return Head(
        id=own,
        connection=connection,
        vendor_id=own if vendor_id is None else vendor_id,
        action=rule.name,
        created_at=signature.at,
        author=signature.author,
        computer=signature.computer,
        bulk=signature.bulk,
    )


def create_rule(rules: VendorRules) -> ActionRule | None:
    """Return the rule of the action that makes an order, if the vendor has one."""
    return next((rule for rule in rules.actions if rule.effect is Effect.CREATE), None)


def new_order_command(
    connection: str,
    rules: VendorRules,
    fields: Mapping[str, FieldValue],
    lines: Sequence[Mapping[str, FieldValue]],
    *,
    facts: Facts,
    signature: Signature,
) -> CreateOrder:
    """Return the command for a new order.

    Raises:
        Refused: if the vendor offers no way to make orders, or the connection's settings none.
        InputError: with every problem, those of lines keyed `lines.0.KEY`.
    """
    rule, verdict = create_rule(rules), decide_creation(rules, facts)
    if rule is None or not verdict.allowed:
        raise refusal(verdict)
    header = check(rule.fields, fields)
    problems = dict(header.problems)
    specs = rules.new_line_fields()
    checked = [check(specs, line) for line in lines]
    for index, line in enumerate(checked):
        earlier = [other.values for other in checked[:index]]
        wrong = {**line.problems, **taken_values(rules.line_fields, line.values, earlier)}
        problems |= {f"lines.{index}.{key}": problem for key, problem in wrong.items()}
    if problems:
        raise wrong_values(problems)
    made = tuple(line.values for line in checked)
    return CreateOrder(**head(connection, None, rule, signature), fields=header.values, lines=made)
