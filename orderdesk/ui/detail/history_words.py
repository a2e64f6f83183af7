"""An order's history in words: when, who, what, how it ended, what changed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from orderdesk.domain.commands import STATE_LABELS, CommandState
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.history import FieldChange, HistoryEntry, HistoryFilter, Origin
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.domain.rules import Effect
from orderdesk.services.views import OrderView
from orderdesk.ui.detail.words_view import Look, Paragraph, Piece
from orderdesk.ui.forms.shown_values import shown_apart, shown_value
from orderdesk.ui.forms.subjects import UNNAMED_ITEM
from orderdesk.ui.i18n import format_time, say, say_text

EMPTY = QT_TRANSLATE_NOOP(
    "messages", "Nothing was done to this order here, and nothing changed while it was watched."
)
NONE_FITS = QT_TRANSLATE_NOOP("messages", "Nothing in this order's history fits.")
EVERYTHING = HistoryFilter()
SEEN = QT_TRANSLATE_NOOP("messages", "Changed at the vendor")
BY = QT_TRANSLATE_NOOP("messages", "{time} · {author}")
BY_ON = QT_TRANSLATE_NOOP("messages", "{time} · {author} on {computer}")
AMONG_MANY = QT_TRANSLATE_NOOP("messages", "{said} · with other orders, in one go")
VENDOR_SAYS = QT_TRANSLATE_NOOP("messages", "The vendor says: “{words}”")
REQUEST = QT_TRANSLATE_NOOP("messages", "Request id {id}")
NOTHING = QT_TRANSLATE_NOOP("messages", "empty")
ITEM_REMOVED = QT_TRANSLATE_NOOP("messages", "Item “{item}” removed")
ITEM_ADDED = QT_TRANSLATE_NOOP("messages", "Item “{item}” added")
ITEMS_KEY = "items"
_OWN = {
    ITEMS_KEY: QT_TRANSLATE_NOOP("messages", "Items"),
    "vendor_state": QT_TRANSLATE_NOOP("messages", "State"),
}
"""What the desk records beside the connector's fields."""
_BAD = {CommandState.REFUSED, CommandState.REJECTED, CommandState.FAILED}


def history_entries(
    view: OrderView, zone: ZoneInfo, wanted: HistoryFilter = EVERYTHING
) -> list[HistoryEntry]:
    """Return what is wanted of the history, the latest first; a text is looked for as shown."""
    low = wanted.text.lower()
    entries = sorted(view.history, key=lambda entry: entry.at, reverse=True)
    return [
        entry
        for entry in entries
        if wanted.takes(entry) and (not low or low in _said(entry, view, zone).lower())
    ]


def history_paragraphs(
    view: OrderView, zone: ZoneInfo, wanted: HistoryFilter = EVERYTHING
) -> tuple[Paragraph, ...]:
    """Return what is wanted of the history, the latest first."""
    entries = history_entries(view, zone, wanted)
    if not entries:
        text = say_text(NONE_FITS if view.history else EMPTY)
        return (Paragraph((Piece(text, Look.MUTED),)),)
    paragraphs: list[Paragraph] = []
    for number, entry in enumerate(entries):
        paragraphs.extend(_entry(entry, view, zone, above=14 if number else 0))
    return tuple(paragraphs)


def _said(entry: HistoryEntry, view: OrderView, zone: ZoneInfo) -> str:
    paragraphs = _entry(entry, view, zone, above=0)
    return "\n".join("".join(piece.text for piece in one.pieces) for one in paragraphs)


def _entry(
    entry: HistoryEntry, view: OrderView, zone: ZoneInfo, *, above: int
) -> Iterator[Paragraph]:
    yield Paragraph(tuple(_heading(entry, view)), above)
    yield Paragraph((Piece(_meta(entry, zone, view.now), Look.MUTED),), 1)
    for pieces in _changes(entry, view, zone):
        yield Paragraph(tuple(pieces), 3, 10)
    if entry.reason:
        yield Paragraph((Piece(entry.reason),), 3, 10)
    if entry.words and entry.words not in (entry.reason or ""):
        yield Paragraph((Piece(say(Message(VENDOR_SAYS, {"words": entry.words}))),), 3, 10)
    if entry.request_id:
        text = say(Message(REQUEST, {"id": entry.request_id}))
        yield Paragraph((Piece(text, Look.MUTED),), 3, 10)


def _heading(entry: HistoryEntry, view: OrderView) -> Iterator[Piece]:
    if entry.origin is Origin.VENDOR:
        yield Piece(say_text(SEEN), Look.STRONG)
        return
    rule = view.description.rules.action(entry.action)
    yield Piece(say_text(rule.label) if rule else entry.action, Look.STRONG)
    if entry.state is not None:
        look = Look.GOOD if entry.state is CommandState.DONE else Look.MUTED
        yield Piece("  ")
        yield Piece(say_text(STATE_LABELS[entry.state]), Look.BAD if entry.state in _BAD else look)


def _meta(entry: HistoryEntry, zone: ZoneInfo, now: datetime) -> str:
    facts = {
        "time": format_time(entry.at, zone, now=now),
        "author": entry.author,
        "computer": entry.computer,
    }
    said = facts["time"]
    if entry.author:
        said = say(Message(BY_ON if entry.computer else BY, facts))
    return say(Message(AMONG_MANY, {"said": said})) if entry.bulk else said


def _changes(entry: HistoryEntry, view: OrderView, zone: ZoneInfo) -> Iterator[Iterable[Piece]]:
    rule = view.description.rules.action(entry.action)
    removed = entry.origin is Origin.DESK and rule and rule.effect is Effect.REMOVE_LINE
    changes = entry.changes
    if removed:
        # The fields of what is gone say nothing more than its name does.
        keys = {spec.key for spec in view.description.rules.line_fields}
        yield (Piece(say(Message(ITEM_REMOVED, {"item": _item(changes, view)}))),)
        changes = tuple(one for one in changes if one.field not in keys)
    for change in changes:
        item = change.after or change.before
        if change.field == ITEMS_KEY and item and not (change.before and change.after):
            template = ITEM_ADDED if change.after else ITEM_REMOVED
            yield (Piece(say(Message(template, {"item": item}))),)
        else:
            own = rule.fields if rule and entry.origin is Origin.DESK else ()
            yield _change(change, view, zone, own)


def _item(changes: Iterable[FieldChange], view: OrderView) -> str:
    """Return what an item that was removed was called."""
    before = {change.field: change.before for change in changes}
    named = {spec.attribute: before.get(spec.key) for spec in view.description.rules.line_fields}
    return named.get("description") or named.get("sku") or say_text(UNNAMED_ITEM)


def _spec(key: str, specs: Sequence[FieldSpec]) -> FieldSpec | None:
    return next((spec for spec in specs if spec.key == key), None)


def _change(
    change: FieldChange, view: OrderView, zone: ZoneInfo, own: Sequence[FieldSpec]
) -> Iterator[Piece]:
    """Return a change in words; `own` are the fields of the action that made it."""
    rules = view.description.rules
    spec = _spec(change.field, (*own, *rules.order_fields, *rules.line_fields))
    label = say_text(spec.label) if spec else change.field
    if spec is None and change.field in _OWN:
        label = say_text(_OWN[change.field])

    def shown(value: FieldValue) -> str:
        if spec is None:
            state = rules.state(value or "")
            return say_text(state.label) if state else value or ""
        currency, lines = view.order.currency, view.order.lines or ()
        return shown_value(spec, value, names=view.names, zone=zone, currency=currency, lines=lines)

    both = (shown(change.before), shown(change.after))
    if spec is not None:
        both = shown_apart(spec, (change.before, change.after), both, zone)
    yield Piece(f"{label}: ", Look.MUTED)
    if change.before:
        yield Piece(both[0], Look.OLD)
        yield Piece(" → ", Look.MUTED)
    yield Piece(both[1] or say_text(NOTHING))
