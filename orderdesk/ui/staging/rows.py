"""What the review lists: each order with the fields and items that are staged on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from orderdesk.domain.commands import AddLine, EditLine, EditOrder, RemoveLine
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import Refusal, VendorRules
from orderdesk.domain.staging import Pick, Stageable
from orderdesk.services.reviewing import StagedChange
from orderdesk.services.views import OrderView
from orderdesk.ui.activity.changes import Surroundings, asked_by
from orderdesk.ui.forms.dialog import sentences
from orderdesk.ui.forms.shown_values import TIMES
from orderdesk.ui.forms.subjects import NO_CUSTOMER, WITHOUT_NUMBER
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.staging.counts import picks_of
from orderdesk.ui.staging.words import field_text, spec_of
from orderdesk.ui.staging.worth import Worth, money_text, worth_of

THEIRS = QT_TRANSLATE_NOOP("messages", "Changed at the vendor meanwhile: it is {value} now.")
THEIRS_EMPTY = QT_TRANSLATE_NOOP("messages", "Changed at the vendor meanwhile: it is empty now.")
OF_ITEM = QT_TRANSLATE_NOOP("messages", "{field} · {item}")
ADDED = QT_TRANSLATE_NOOP("messages", "New item: {item}")
REMOVED = QT_TRANSLATE_NOOP("messages", "Item taken off: {item}")
PAIR = QT_TRANSLATE_NOOP("messages", "{field} {value}")
COPIED = QT_TRANSLATE_NOOP("messages", "{label}: {before} → {after}")
NOTHING = QT_TRANSLATE_NOOP("messages", "empty")


_NO_REFUSAL = Refusal("", "")
NO_RULES = VendorRules("", "", (), (), (), (), (), (), _NO_REFUSAL, _NO_REFUSAL)
"""Of a vendor that is not known here any more: values are shown as they are."""


class Tone(StrEnum):
    """How grave what is said of a change is."""

    NONE = ""
    NOTE = "note"
    REFUSED = "refused"


class Said(NamedTuple):
    """What is said of a change."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change that can be picked: a field, or an item that is added or taken off."""

    pick: Pick
    label: str
    before: str
    after: str
    money: str = ""
    said: str = ""
    tone: Tone = Tone.NONE

    @property
    def text(self) -> str:
        """The change on one line, to be copied."""
        empty = say_text(NOTHING)
        both = {"before": self.before or empty, "after": self.after or empty}
        line = say(Message(COPIED, {"label": self.label, **both}))
        return " · ".join(filter(None, (line, self.money, self.said)))


@dataclass(frozen=True, slots=True)
class OrderRows:
    """An order and what is staged on it."""

    order_id: str
    number: str
    customer: str
    connection: str
    rows: tuple[ChangeRow, ...]
    worth: Worth

    @property
    def subtitle(self) -> str:
        """Customer and connection."""
        return " · ".join(filter(None, (self.customer, self.connection)))

    @property
    def text(self) -> str:
        """The order with every change, to be copied."""
        head = " · ".join(filter(None, (self.number, self.subtitle)))
        return "\n".join((head, *(f"    {row.text}" for row in self.rows)))

    def fits(self, words: Sequence[str]) -> bool:
        """Whether every word stands in what the order itself is called."""
        return _holds((self.number, self.customer, self.connection), words)

    def narrowed(self, words: Sequence[str]) -> "tuple[ChangeRow, ...]":
        """Return the changes that fit, all of them where the order does."""
        if self.fits(words):
            return self.rows
        own = (self.number, self.customer, self.connection)
        return tuple(
            row
            for row in self.rows
            if _holds((*own, row.label, row.before, row.after, row.said), words)
        )


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What changes are put into words with, beside themselves."""

    rules: Mapping[str, VendorRules]
    zone: ZoneInfo
    views: Mapping[str, OrderView]
    """By order id, as far as they have been read."""
    refusals: Mapping[str, str]
    """Why a command could not be sent the last time, by its id."""


def orders_of(changes: Iterable[StagedChange], known: Knowledge) -> list[OrderRows]:
    """Return the orders in the order in which something was staged on them first."""
    by_order: dict[str, list[StagedChange]] = {}
    for change in changes:
        by_order.setdefault(change.command.order_id, []).append(change)
    return [_order(changes, known) for changes in by_order.values()]


def _order(changes: Sequence[StagedChange], known: Knowledge) -> OrderRows:
    first = changes[0]
    order_id = first.command.order_id
    row, view = first.row, known.views.get(order_id)
    rules = known.rules.get(first.vendor, NO_RULES)
    around = Surroundings(rules, known.zone, view)
    rows: list[ChangeRow] = []
    for change in changes:
        rows.extend(_rows(change, around, known))
    customer = (row.customer or row.customer_id) if row is not None else None
    return OrderRows(
        order_id=order_id,
        number=first.number or say_text(WITHOUT_NUMBER),
        customer=customer or say_text(NO_CUSTOMER),
        connection=first.connection,
        rows=tuple(rows),
        worth=worth_of(changes, rules, view),
    )


def _rows(change: StagedChange, around: Surroundings, known: Knowledge) -> list[ChangeRow]:
    command = change.command
    money = money_text(change.money.difference or Decimal(0), change.money.currency or "")
    if not isinstance(command, EditOrder | EditLine):
        return [_whole(change, around, money, known)]
    rows: list[ChangeRow] = []
    for pick in picks_of(command):
        key = pick.field or ""
        spec = spec_of(command, key, around.rules)
        label = field_text(command, key, around.rules)
        if change.line is not None:
            label = say(Message(OF_ITEM, {"item": change.line, "field": label}))
        before, after = around.apart(spec, command.base.get(key), command.changes[key])
        said = _said(change, key, around, known)
        shown = money if not rows else ""
        rows.append(ChangeRow(pick, label, before, after, shown, *said))
    return rows


def _whole(change: StagedChange, around: Surroundings, money: str, known: Knowledge) -> ChangeRow:
    """Return the row of an item that is added or taken off."""
    command = change.command
    asked = asked_by(command, around)
    added = isinstance(command, AddLine)
    facts = {"item": change.line or asked.item}
    label = say(Message(ADDED if added else REMOVED, facts))
    listed = _amount(command, around) or ", ".join(
        say(Message(PAIR, {"field": one.label, "value": one.after if added else one.before}))
        for one in asked.changes
        if facts["item"] not in {one.after, one.before}
    )
    both = ("", listed) if added else (listed, "")
    return ChangeRow(picks_of(command)[0], label, *both, money, *_said(change, None, around, known))


def _amount(command: Stageable, around: Surroundings) -> str:
    """Return how much of an item at which price: “2 × 19.90”; "" where either is not known."""
    if not isinstance(command, AddLine | RemoveLine):
        return ""
    fields = command.fields if isinstance(command, AddLine) else command.base
    specs = {spec.attribute: spec for spec in around.rules.line_fields}
    found = [
        around.shown(spec, fields.get(spec.key))
        for spec in (specs.get("quantity"), specs.get("price"))
        if spec is not None
    ]
    if len(found) < 2 or not all(found):
        return ""
    return say(Message(TIMES, {"quantity": found[0], "item": found[1]}))


def _said(change: StagedChange, key: str | None, around: Surroundings, known: Knowledge) -> Said:
    """Say why a change cannot be sent, or what somebody else made of its field meanwhile."""
    command = change.command
    refusal = known.refusals.get(command.id, "")
    if refusal:
        return Said(refusal, Tone.REFUSED)
    if change.problem is not None:
        return Said(sentences(change.problem), Tone.REFUSED)
    found = next((one for one in change.conflicts if key is None or one.field == key), None)
    if found is None:
        return Said("", Tone.NONE)
    spec = spec_of(command, found.field, around.rules)
    value = around.shown(spec, found.theirs)
    text = say(Message(THEIRS, {"value": value})) if value else say_text(THEIRS_EMPTY)
    return Said(text, Tone.NOTE)


def _holds(texts: Iterable[str], words: Sequence[str]) -> bool:
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words)
