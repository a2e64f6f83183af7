"""What a command wrote, and whether a later reading still shows it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime

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
from orderdesk.domain.money import NotANumber, parse_decimal
from orderdesk.domain.order import FieldValue, Frozen, Line, Order
from orderdesk.domain.rules import VendorRules

STATE = "state"
"""The part that stands for the order's state, by the vendor's word."""
ITEM = "item"
"""The part that stands for an item being on the order, by its description."""

_NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY})
_LISTS = frozenset({FieldType.TEXT_LIST, FieldType.TRACKING})


class Part(StrEnum):
    """What sort of thing was written."""

    FIELD = "field"
    STATE = "state"
    ITEM = "item"


class Written(Frozen):
    """One thing that a command wrote: what it was before, and what was to be.

    `field` is the key of a field, STATE or ITEM; `line_id` the item's id where it is of one.
    """

    part: Part
    field: str
    line_id: str | None = None
    base: FieldValue = None
    mine: FieldValue = None

    @property
    def subject(self) -> tuple[str, str]:
        """What it is about: of two writings of one subject the later one counts."""
        return (self.line_id or "", self.field)


class Lost(Frozen):
    """Something written here and done that does not stand: the vendor shows `now` instead."""

    written: Written
    now: FieldValue
    at: AwareDatetime
    """When it was seen (UTC)."""
    reverted: bool
    """It is again as it was before, as a write of the whole order leaves it."""


class Overwritten(Frozen):
    """What of one command does not stand any more, to be shown to a person."""

    command: Command
    lost: tuple[Lost, ...]

    @property
    def order_id(self) -> str:
        """The order it is about."""
        return self.command.order_id


def same(spec: FieldSpec | None, one: FieldValue, other: FieldValue) -> bool:
    """Whether two texts of a field mean the same, however the vendor writes it."""
    return _meaning(spec, one) == _meaning(spec, other)


def _meaning(spec: FieldSpec | None, value: FieldValue) -> object:
    text = " ".join((value or "").split())
    if spec is None:
        return text
    if spec.type in _NUMBERS:
        try:
            return parse_decimal(text or "0")
        except NotANumber:
            return text
    if spec.type is FieldType.TIME:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return text
    if spec.type in _LISTS:
        lines = (" ".join(line.split()) for line in (value or "").splitlines())
        return sorted(filter(None, lines))
    return text.casefold() if spec.type is FieldType.REFERENCE else text


def _called(line: Line) -> str:
    return line.description or line.sku or line.id


def written_by(command: Command, before: Order | None, after: Order | None) -> tuple[Written, ...]:
    """Return what a command that was done wrote and another write could put back.

    `before` and `after` are the order as read for it and after it, None where it was not.
    """
    match command:
        case EditOrder():
            return tuple(
                Written(part=Part.FIELD, field=key, base=command.base.get(key), mine=value)
                for key, value in command.changes.items()
            )
        case EditLine():
            of_line = command.line_id
            return tuple(
                Written(
                    part=Part.FIELD,
                    field=key,
                    line_id=of_line,
                    base=command.base.get(key),
                    mine=value,
                )
                for key, value in command.changes.items()
            )
        case RemoveLine():
            line = before.line(command.line_id) if before is not None else None
            called = _called(line) if line is not None else command.line_id
            return (Written(part=Part.ITEM, field=ITEM, line_id=command.line_id, base=called),)
        case AddLine():
            return _added(before, after)
        case Transit(source=source, target=target) | Act(source=source, target=target):
            if target is None or target == source:
                return ()
            return (Written(part=Part.STATE, field=STATE, base=source, mine=target),)
        case CreateOrder():
            return ()


def _added(before: Order | None, after: Order | None) -> tuple[Written, ...]:
    if before is None or after is None or before.lines is None or after.lines is None:
        return ()
    known = {line.id for line in before.lines}
    new = [line for line in after.lines if line.id not in known]
    if len(new) != 1:
        return ()  # which one is ours cannot be told
    return (Written(part=Part.ITEM, field=ITEM, line_id=new[0].id, mine=_called(new[0])),)


class Standing(Frozen):
    """What a reading shows of something written: nothing (`seen` False), or its value `now`."""

    seen: bool
    stands: bool = True
    reverted: bool = False
    now: FieldValue = None


_UNSEEN = Standing(seen=False)


def standing(one: Written, order: Order, rules: VendorRules) -> Standing:
    """Return whether what was written still stands in a reading of the order."""
    if one.part is Part.STATE:
        # On from there is no loss: only back is.
        back = order.vendor_state == one.base
        return Standing(seen=True, stands=not back, reverted=back, now=order.vendor_state)
    if one.line_id is None:
        return _of_field(one, order.fields, rules.order_fields)
    if order.lines is None:
        return _UNSEEN
    line = order.line(one.line_id)
    if one.part is Part.ITEM:
        stands = (line is None) == (one.mine is None)
        now = _called(line) if line is not None else None
        return Standing(seen=True, stands=stands, reverted=not stands, now=now)
    # With the item the change is gone for a reason of its own, which the history shows.
    return _UNSEEN if line is None else _of_field(one, line.fields, rules.line_fields)


def _of_field(
    one: Written, fields: Mapping[str, FieldValue], specs: Sequence[FieldSpec]
) -> Standing:
    if one.field not in fields:
        return _UNSEEN
    spec = next((spec for spec in specs if spec.key == one.field), None)
    now = fields[one.field]
    reverted = same(spec, now, one.base)
    return Standing(seen=True, stands=same(spec, now, one.mine), reverted=reverted, now=now)


def loses_updates(rules: VendorRules) -> bool:
    """Whether one write at this vendor can put back what another wrote: it replaces the whole."""
    return any(rule.replaces for rule in rules.actions)
