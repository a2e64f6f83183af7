"""What a command asks for, field by field: before and after, as a person reads them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

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
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue, Line, Named
from orderdesk.domain.rules import VendorRules
from orderdesk.services.views import OrderView
from orderdesk.ui.forms.shown_values import TIMES, shown_apart, shown_value
from orderdesk.ui.i18n import say, say_text

STATE = QT_TRANSLATE_NOOP("messages", "State")
ITEM = QT_TRANSLATE_NOOP("messages", "Item {number}")
UNNAMED_ITEM = QT_TRANSLATE_NOOP("messages", "Item without a description")
EVERYTHING = QT_TRANSLATE_NOOP("messages", "All that is outstanding")


@dataclass(frozen=True, slots=True)
class Change:
    """One field's value before and after, "" for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command asks for; `item` is the name of the item it is about, "" for the order."""

    item: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What values are put into words with; `view` is the order as it is, where it is here."""

    rules: VendorRules
    zone: ZoneInfo
    view: OrderView | None = None

    @property
    def names(self) -> Mapping[tuple[str, str], Named]:
        """The names known of ids."""
        return self.view.names if self.view is not None else {}

    @property
    def lines(self) -> Sequence[Line]:
        """The items known of the order, those that are gone from it last."""
        if self.view is None:
            return ()
        mirror = self.view.mirror
        return (*(self.view.order.lines or ()), *(mirror.lines or () if mirror else ()))

    def shown(self, spec: FieldSpec | None, value: FieldValue) -> str:
        """Return a value as a person reads it."""
        if spec is None:
            return value or ""
        currency = self.view.order.currency if self.view is not None else None
        return shown_value(
            spec, value, names=self.names, zone=self.zone, currency=currency, lines=self.lines
        )

    def apart(
        self, spec: FieldSpec | None, before: FieldValue, after: FieldValue
    ) -> tuple[str, str]:
        """Return two values of a field as a person reads them and tells them apart."""
        shown = (self.shown(spec, before), self.shown(spec, after))
        return shown if spec is None else shown_apart(spec, (before, after), shown, self.zone)

    def line(self, line_id: str) -> Line | None:
        """Return an item of the order, from what is shown or from the vendor's reading."""
        if self.view is None:
            return None
        found = self.view.order.line(line_id)
        mirror = self.view.mirror
        return found or (mirror.line(line_id) if mirror is not None else None)


def asked_by(command: Command, around: Surroundings) -> Asked:
    """Return what a command asks for."""
    rules = around.rules
    match command:
        case EditOrder():
            return Asked("", _pairs(rules.order_fields, command.changes, command.base, around))
        case EditLine():
            item = _item(command.line_id, command.base, around)
            return Asked(item, _pairs(rules.line_fields, command.changes, command.base, around))
        case AddLine():
            item = _named(command.fields, rules.line_fields)
            return Asked(item, _pairs(rules.line_fields, command.fields, {}, around))
        case RemoveLine():
            item = _item(command.line_id, command.base, around)
            return Asked(item, _taken(command.base, around))
        case Transit() | Act():
            return Asked("", _moved(command, around))
        case CreateOrder():
            return Asked("", _created(command, around))


def _pairs(
    specs: Iterable[FieldSpec],
    changes: Mapping[str, FieldValue],
    base: Mapping[str, FieldValue],
    around: Surroundings,
) -> tuple[Change, ...]:
    known = {spec.key: spec for spec in specs}
    ordered = sorted(
        changes, key=lambda key: list(known).index(key) if key in known else len(known)
    )
    pairs = (
        Change(
            say_text(known[key].label) if key in known else key,
            *around.apart(known.get(key), base.get(key), changes[key]),
        )
        for key in ordered
    )
    return tuple(pair for pair in pairs if pair.before or pair.after)


def _taken(base: Mapping[str, FieldValue], around: Surroundings) -> tuple[Change, ...]:
    """Show of an item that is taken off what tells it from others."""
    told = [spec for spec in around.rules.line_fields if spec.attribute is not None]
    gone = {spec.key: base.get(spec.key) for spec in told}
    return tuple(
        Change(pair.label, pair.after, "") for pair in _pairs(told, gone, {}, around) if pair.after
    )


def _moved(command: Transit | Act, around: Surroundings) -> tuple[Change, ...]:
    rule = around.rules.action(command.action)
    specs = rule.fields if rule else ()
    whole = tuple(
        Change(say_text(spec.label), "", say_text(EVERYTHING))
        for spec in specs
        if spec.type is FieldType.QUANTITIES and not command.values.get(spec.key)
    )
    typed = (*whole, *_pairs(specs, command.values, {}, around))
    target = command.target
    if target is None or target == command.source:
        return typed
    source = _state(command.source, around.rules)
    return (Change(say_text(STATE), source, _state(target, around.rules)), *typed)


def _created(command: CreateOrder, around: Surroundings) -> tuple[Change, ...]:
    lines = tuple(
        Change(say(Message(ITEM, {"number": str(number)})), "", _counted(fields, around))
        for number, fields in enumerate(command.lines, 1)
    )
    return (*_pairs(around.rules.order_fields, command.fields, {}, around), *lines)


def _counted(fields: Mapping[str, FieldValue], around: Surroundings) -> str:
    specs = around.rules.line_fields
    item = _named(fields, specs)
    spec = next((spec for spec in specs if spec.attribute == "quantity"), None)
    quantity = around.shown(spec, fields.get(spec.key)) if spec else ""
    return say(Message(TIMES, {"quantity": quantity, "item": item})) if quantity else item


def _item(line_id: str, base: Mapping[str, FieldValue], around: Surroundings) -> str:
    line = around.line(line_id)
    if line is not None:
        return line.description or line.sku or say_text(UNNAMED_ITEM)
    return _named(base, around.rules.line_fields)


def _named(fields: Mapping[str, FieldValue], specs: Iterable[FieldSpec]) -> str:
    by_attribute = {spec.attribute: fields.get(spec.key) for spec in specs}
    name = by_attribute.get("description") or by_attribute.get("sku")
    return name or say_text(UNNAMED_ITEM)


def _state(word: str, rules: VendorRules) -> str:
    state = rules.state(word)
    return say_text(state.label) if state else word
