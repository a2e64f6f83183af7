"""How commands, their states and the decisions on them are put into words."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from orderdesk.domain.commands import (
    STATE_LABELS,
    Act,
    CommandState,
    CreateOrder,
    OutboxEntry,
    RemoveLine,
    Transit,
)
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.views import ConnectionStatus, Decision, Health
from orderdesk.ui.activity.log import Activity
from orderdesk.ui.i18n import format_clock, format_second, say, say_text
from orderdesk.ui.widgets.badge import Badge

STATE_LOOKS: dict[CommandState, tuple[str, str]] = {
    CommandState.STAGED: ("slate", "pencil"),
    CommandState.WAITING: ("slate", "hourglass"),
    CommandState.SENDING: ("blue", "send"),
    CommandState.UNKNOWN: ("amber", "triangle-alert"),
    CommandState.ASKING: ("violet", "circle-help"),
    CommandState.DONE: ("green", "circle-check"),
    CommandState.REFUSED: ("red", "ban"),
    CommandState.REJECTED: ("red", "circle-x"),
    CommandState.FAILED: ("red", "octagon-alert"),
    CommandState.WITHDRAWN: ("slate", "undo-2"),
}
"""The hue and the icon of each state; its words are in STATE_LABELS."""

DECISION_LABELS: dict[Decision, str] = {
    Decision.SEND_AGAIN: QT_TRANSLATE_NOOP("messages", "Send again"),
    Decision.IT_WAS_DONE: QT_TRANSLATE_NOOP("messages", "It was done"),
    Decision.TAKE_MINE: QT_TRANSLATE_NOOP("messages", "Take mine"),
    Decision.TAKE_THEIRS: QT_TRANSLATE_NOOP("messages", "Take theirs"),
    Decision.GIVE_UP: QT_TRANSLATE_NOOP("messages", "Give up"),
}
_CONSEQUENCES: dict[Decision, str] = {
    Decision.SEND_AGAIN: QT_TRANSLATE_NOOP(
        "messages", "Sends it once more. If the first one did arrive, it may be done twice."
    ),
    Decision.IT_WAS_DONE: QT_TRANSLATE_NOOP(
        "messages", "Settles it as done and sends nothing; the order is read once more."
    ),
    Decision.TAKE_MINE: QT_TRANSLATE_NOOP("messages", "Writes your values over the others."),
    Decision.TAKE_THEIRS: QT_TRANSLATE_NOOP(
        "messages", "Leaves the other values as they are and sends only the rest of yours."
    ),
}
_SEND_NOW = QT_TRANSLATE_NOOP("messages", "Send now")
_WITHDRAW = QT_TRANSLATE_NOOP("messages", "Withdraw")
_SEND_WAITED = QT_TRANSLATE_NOOP(
    "messages", "Sends it once, after the order has been read again and the rules still allow it."
)
_WITHDRAW_WAITED = QT_TRANSLATE_NOOP("messages", "Takes it back; nothing is sent.")
WAITING_SINCE = QT_TRANSLATE_NOOP("messages", "Asked for: {time}.")
_GIVE_UP_UNPROVED = QT_TRANSLATE_NOOP(
    "messages", "Sends nothing more. What was done then shows in the order, which is read again."
)
_GIVE_UP_CONFLICT = QT_TRANSLATE_NOOP("messages", "Drops the whole change; nothing is sent.")
_REMOVE_MINE = QT_TRANSLATE_NOOP("messages", "Takes the item off all the same.")
_REMOVE_THEIRS = QT_TRANSLATE_NOOP("messages", "Leaves the item on the order; nothing is sent.")

_LOST = frozenset(
    {
        CommandState.REFUSED,
        CommandState.REJECTED,
        CommandState.FAILED,
        CommandState.WITHDRAWN,
    }
)
_HELD_UP = frozenset(Health) - {Health.NEW, Health.GOOD}
NEW_ORDER = QT_TRANSLATE_NOOP("messages", "New order")
ORDER_AND_CUSTOMER = QT_TRANSLATE_NOOP("messages", "{number} · {customer}")
NEXT_TRY = QT_TRANSLATE_NOOP("messages", "It is tried again at {time}.")
HELD_UNTIL = QT_TRANSLATE_NOOP("messages", "It is sent at {time}; Undo takes it back until then.")
NEXT_LOOK = QT_TRANSLATE_NOOP("messages", "orderdesk looks again at {time}.")
WAITING_FOR = QT_TRANSLATE_NOOP("messages", "Waiting: {why}")
GOES_ON = QT_TRANSLATE_NOOP("messages", "It goes on at {time}.")
AT_ONCE = QT_TRANSLATE_NOOP("messages", "It goes out as soon as its turn comes.")
BEING_SENT = QT_TRANSLATE_NOOP("messages", "It is on its way to the vendor now.")
READ_BACK = QT_TRANSLATE_NOOP(
    "messages",
    "orderdesk reads the order again to find out whether it was done, and sends nothing twice.",
)
VENDOR_SAYS = QT_TRANSLATE_NOOP("messages", "The vendor says: “{words}”")


def state_badge_of(state: CommandState) -> Badge:
    """Return the badge of a command's state."""
    hue, icon = STATE_LOOKS[state]
    return Badge(say_text(STATE_LABELS[state]), hue, icon)


def action_label(action: str, descriptions: Sequence[ConnectorDescription], vendor: str) -> str:
    """Return what an action is called by `vendor`, by any other where that one is gone."""
    ordered = sorted(descriptions, key=lambda one: one.vendor != vendor)
    rules = (one.rules.action(action) for one in ordered)
    return next((say_text(rule.label) for rule in rules if rule is not None), action)


def number_of(activity: Activity) -> str:
    """Return the order's number or name, or that it is new, or the vendor's key of it."""
    command, row = activity.entry.command, activity.row
    named = (row.number or row.name) if row is not None else None
    if named:
        return named
    new = isinstance(command, CreateOrder) and command.vendor_id == command.id
    return say_text(NEW_ORDER) if new else command.vendor_id


def customer_of(activity: Activity) -> str:
    """Return the name of the order's customer, "" where none is known."""
    return (activity.row.customer or "") if activity.row is not None else ""


def order_label(activity: Activity) -> str:
    """Return the order's number with its customer."""
    number, customer = number_of(activity), customer_of(activity)
    if not customer:
        return number
    return say(Message(ORDER_AND_CUSTOMER, {"number": number, "customer": customer}))


def vendor_words(entry: OutboxEntry) -> str:
    """Return the vendor's own words as a sentence, "" where the reason has them already."""
    if not entry.words or entry.words in (entry.reason or ""):
        return ""
    return say(Message(VENDOR_SAYS, {"words": entry.words}))


def said(entry: OutboxEntry) -> str:
    """Return why it stands where it stands, in a sentence or two."""
    return " ".join(filter(None, (entry.reason, vendor_words(entry))))


def holdup(entry: OutboxEntry, status: ConnectionStatus | None, zone: ZoneInfo) -> str:
    """Return why nothing goes out on a waiting command's connection, "" where it does."""
    if entry.state is not CommandState.WAITING or status is None:
        return ""
    if status.problem is None or status.health not in _HELD_UP:
        return ""
    said = " ".join(say(one) for one in (status.problem, status.way_out) if one is not None)
    parts = [say(Message(WAITING_FOR, {"why": said}))]
    if status.waits_until is not None:
        parts.append(say(Message(GOES_ON, {"time": format_clock(status.waits_until, zone)})))
    return " ".join(parts)


def outlook(
    entry: OutboxEntry,
    zone: ZoneInfo,
    *,
    status: ConnectionStatus | None = None,
    now: datetime | None = None,
) -> str:
    """Return what happens next with an open command, "" where nothing does by itself.

    `status` is how its connection is doing, where that is known.
    """
    moment = entry.not_before
    due = moment if moment is not None and moment > (now or datetime.now(UTC)) else None
    time = {"time": format_clock(due, zone, now=now)} if due else {}
    match entry.state:
        case CommandState.WAITING:
            held = holdup(entry, status, zone)
            if due and entry.reason is None and not held:
                # Nothing put it back: a person has time to undo it.
                return say(Message(HELD_UNTIL, {"time": format_second(due, zone, now=now)}))
            again = say(Message(NEXT_TRY, time)) if due else ""
            if held and status is not None:
                # No try helps before a passphrase is given, and the other moment is the true one.
                over = status.health is Health.LOCKED or status.waits_until is not None
                again = "" if over else again
            return " ".join(filter(None, (held, again))) or say_text(AT_ONCE)
        case CommandState.SENDING:
            return say_text(BEING_SENT)
        case CommandState.UNKNOWN:
            look = say(Message(NEXT_LOOK, time)) if due else ""
            return " ".join(filter(None, (say_text(READ_BACK), look)))
        case _:
            return ""


def can_be_typed_again(entry: OutboxEntry) -> bool:
    """Whether something typed came to nothing, so that it can be opened again as it was."""
    command = entry.command
    if entry.state not in _LOST or isinstance(command, RemoveLine):
        return False
    return not isinstance(command, Transit | Act) or bool(command.values)


def decision_label(decision: Decision, entry: OutboxEntry) -> str:
    """Return what a decision is called on the button."""
    if entry.waited:
        return say_text(_WITHDRAW if decision is Decision.GIVE_UP else _SEND_NOW)
    return say_text(DECISION_LABELS[decision])


def waiting_since(entry: OutboxEntry, zone: ZoneInfo) -> str:
    """Return since when a command waits that is asked about for that, "" for any other."""
    if not entry.waited:
        return ""
    return say(Message(WAITING_SINCE, {"time": format_clock(entry.waits_since, zone)}))


def consequence(decision: Decision, entry: OutboxEntry, decisions: Sequence[Decision]) -> str:
    """Return what a decision on a command means, one of the `decisions` open on it."""
    if entry.waited:
        return say_text(_WITHDRAW_WAITED if decision is Decision.GIVE_UP else _SEND_WAITED)
    if decision is Decision.GIVE_UP:
        unproved = Decision.SEND_AGAIN in decisions
        return say_text(_GIVE_UP_UNPROVED if unproved else _GIVE_UP_CONFLICT)
    if isinstance(entry.command, RemoveLine):
        other: Mapping[Decision, str] = {
            Decision.TAKE_MINE: _REMOVE_MINE,
            Decision.TAKE_THEIRS: _REMOVE_THEIRS,
        }
        return say_text(other.get(decision, _CONSEQUENCES[decision]))
    return say_text(_CONSEQUENCES[decision])
