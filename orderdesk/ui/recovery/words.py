"""How what is half typed is put into words: what it is for, and what stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.preferences import HalfTyped
from orderdesk.services.views import ConnectionStatus
from orderdesk.ui.activity.queue_words import age_text
from orderdesk.ui.forms.draft import read_typed
from orderdesk.ui.i18n import say, say_text

NEW_ORDER = QT_TRANSLATE_NOOP("messages", "New order")
NEW_ITEM = QT_TRANSLATE_NOOP("messages", "Item of a new order")
EDIT_ORDER = QT_TRANSLATE_NOOP("messages", "Edit of an order")
ITEM = QT_TRANSLATE_NOOP("messages", "Item of an order")
ACT = QT_TRANSLATE_NOOP("messages", "Act on an order")
QUEUED = QT_TRANSLATE_NOOP("messages", "Change of what waits")
CELL = QT_TRANSLATE_NOOP("messages", "Value of an order")
PLAN = QT_TRANSLATE_NOOP("messages", "Act on several orders")
OTHER = QT_TRANSLATE_NOOP("messages", "Something typed")
AGO = QT_TRANSLATE_NOOP("messages", "{span} ago")
UNKNOWN_AGE = QT_TRANSLATE_NOOP("messages", "not known")
PAIR = QT_TRANSLATE_NOOP("messages", "{field}: {value}")
ITEMS = QT_TRANSLATE_NOOP("messages", "{count} items")
ONE_ITEM = QT_TRANSLATE_NOOP("messages", "1 item")
HANDED_OVER = QT_TRANSLATE_NOOP("messages", "{what} (handed over; kept until it is done)")

_KINDS = {
    "new": NEW_ORDER,
    "new-item": NEW_ITEM,
    "edit": EDIT_ORDER,
    "item": ITEM,
    "act": ACT,
    "queued": QUEUED,
    "cell": CELL,
    "plan": PLAN,
}
_MOST = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """What a draft is for: its kind's word, the connection or order it names, and what it holds."""

    kind: str
    what: str
    order: str | None
    connection: str | None
    contents: str


def subject_of(
    draft: HalfTyped, numbers: dict[str, str], statuses: Sequence[ConnectionStatus]
) -> Subject:
    """Return what a draft is for; `numbers` are the orders' by their ids here."""
    kind, _, rest = draft.key.partition(":")
    keys = {status.config.key: status.config.name for status in statuses}
    order = next((known for known in order_ids(draft.key) if known in numbers), None)
    connection = rest.partition(":")[0] if kind in {"new", "new-item"} else None
    what = numbers[order] if order else keys.get(rest.partition(":")[0], "")
    return Subject(say_text(_KINDS.get(kind, OTHER)), what, order, connection, _contents(draft))


def order_ids(key: str) -> list[str]:
    """Return which orders a draft's key may be about, the longest reading first."""
    kind, _, rest = key.partition(":")
    if kind not in {"edit", "item", "act", "cell"}:
        return []
    parts = rest.split(":")
    return [":".join(parts[:count]) for count in range(len(parts), 1, -1)]


def age_of(draft: HalfTyped, now: datetime) -> str:
    """Return how long ago it was typed."""
    if draft.at is None:
        return say_text(UNKNOWN_AGE)
    return say(Message(AGO, {"span": age_text(max(now - draft.at, timedelta()))}))


def _contents(draft: HalfTyped) -> str:
    typed = read_typed(draft.text)
    if typed is None:
        return draft.text
    pairs = [(key, value) for key, value in typed.fields.items() if value]
    parts = [
        say(Message(PAIR, {"field": key, "value": str(value)})) for key, value in pairs[:_MOST]
    ]
    if len(typed.lines) == 1:
        parts.append(say_text(ONE_ITEM))
    elif typed.lines:
        parts.append(say(Message(ITEMS, {"count": str(len(typed.lines))})))
    text = ", ".join(parts)
    return say(Message(HANDED_OVER, {"what": text})) if typed.command else text
